"""Parse the text of a day or a span of days, where its form alone shows what it means.

Read are days with the year first, with the month in words of many languages, weeks of ISO 8601,
months, and spans between two days. Everything else is refused with the reason: a year of two
digits, a number of a spreadsheet, a day of another calendar.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from frontline.importers.month_names import (
    ENGLISH,
    find_calendar,
    find_month,
    fold_word,
    is_weekday,
    meanings,
    without_marks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The first and the last day that a text may mean.
Days: TypeAlias = tuple[date, date]
#: Years of the record of a war; other years are of another calendar, or slips.
_FIRST_YEAR, _LAST_YEAR = 1500, 2100


class UnreadDay(NamedTuple):
    """A text that is not read as a day.

    Attributes
    ----------
    reason : the rule and the remedy, the same for all texts of one kind
    reading : what the text may mean, to be shown with it; empty if nothing
    """

    reason: str
    reading: str = ""

    def shown(self, cell: str) -> str:
        """Return the cell with what it may mean."""
        return f"{cell} ({self.reading})" if self.reading else cell


EMPTY = UnreadDay("the day is missing: write it as YYYY-MM-DD")
NOT_A_DAY = UnreadDay("the day cannot be read: write it as YYYY-MM-DD")
IMPOSSIBLE = UnreadDay("the day does not exist in the calendar: correct it")
TWO_DIGITS = UnreadDay(
    "the year has two digits: write four, or add --set century=20 for the years 2000 to 2099"
)
NO_YEAR = UnreadDay("the day has no year: write it as YYYY-MM-DD")
ONLY_YEAR = UnreadDay("only a year is given: write the first and the last day that are possible")
AMBIGUOUS_MONTH = UnreadDay(
    "the name of the month means two months in different languages: write the day as YYYY-MM-DD"
)
TOO_EARLY = UnreadDay(
    f"the year is before {_FIRST_YEAR}: correct it; if it is of the Islamic or Iranian calendar, "
    "write the day of the Gregorian calendar"
)
TOO_LATE = UnreadDay(
    f"the year is after {_LAST_YEAR}: correct it; if it is of the Buddhist calendar, write the day "
    "of the Gregorian calendar"
)
_SHEET_NUMBER = (
    "the day is the number of a day in a spreadsheet: format the column as a date, or add --set "
    "serials=1900 (for most files) or serials=1904 (for old files of a Macintosh)"
)
_SECONDS = (
    "the day is a number of seconds or milliseconds since 1970: write it as YYYY-MM-DD, or add "
    "--set serials=unix"
)

_ZONE = r"(?: ?(?:Z|UTC|GMT)| ?(?:UTC|GMT)?[+-]\d\d?:?(?:\d\d)?| [A-Z]{3,4}| local(?: time)?)?"
TIME = rf"(?:(?:T|,? )\d{{1,2}}:[\d:.]*(?: ?[AaPp]\.?[Mm]\.?)?{_ZONE})?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/. ])(\d{{1,2}})\2(\d{{1,2}}){TIME}")
_COMPACT = re.compile(rf"(\d{{4}})(\d\d)(\d\d)(?:\.0+)?{TIME}")
_DAY_MONTH = re.compile(r"(\d{1,2})[-/. ]([a-z]+)\.?[-/., ]*(\d{4})")
_CHINESE = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日号號일]?")
_VIETNAMESE = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}),? (?:năm )?(\d{4})")
_WEEK = re.compile(r"(\d{4})-?[Ww](\d\d)(?:-?([1-7]))?")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_SERIALS = range(20_000, 73_051)
_UNIX = re.compile(r"(\d{9,10})(?:\d{3})?(?:[.,]\d+)?")
_EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}

#: A day in digits, with a word before it and one after it.
_AMONG_WORDS = re.compile(
    rf"(?:([^\W\d_]+)\.?,? +)?(\d{{1,4}}([-/. ])\d{{1,2}}\3\d{{1,4}})\.?({TIME})"
    rf"(?:,? ?\(?([^\W\d_]+)\.?\)?)?"
)
#: Times of day in texts with words.
_CLOCK = re.compile(
    r",?\s*(?:\b(?:at|um|à|a las|alle|klo|kl|в|о|об|saat|الساعة)\.? )?"
    r"\b\d{1,2}(?:(?::|h)\d\d(?::\d\d)?(?:\.\d+)?(?: ?[ap]\.?m\b\.?)?| ?[ap]\.?m\b\.?| ?uhr)"
    r"(?: ?(?:hrs?|uhr|z|utc|gmt|e[es]?s?t|ce?s?t|msk|trt|local time|local))?"
    r"(?: ?\(?(?:utc|gmt)?[+-]\d\d?:?(?:\d\d)?\)?)?(?: ?\([a-z ]+\))?"
)
_TOKEN = re.compile(r"['’]?\d+|[^\W\d_]+(?:[.'’][^\W\d_]+)*|[^\w\s]")
#: Words beside day, month and year that change nothing.
_FILLERS = frozenset(
    {
        *("de", "del", "of", "the", "d", "di", "da", "do", "le", "la", "el", "den"),
        *("der", "am", "on", "of", "st", "nd", "rd", "th", "er", "ere", "г", "г.р", "р"),
        *("року", "года", "год", "рік", "year", "го", "yil", "năm", "ngày", "an", "in"),
        *("أ", "سنة", "عام", "م", "للميلاد", "ميلادي", "na", "r", "roku", "rok"),
    }
)
_PUNCTUATION = frozenset(",.-/()،")
_BETWEEN = r"to|until|till|through|thru|bis|до|по|au|al|a|إلى|الى|حتى|do|ile|עד|až"
_RANGE = re.compile(
    rf"\s+-+\s+|\s+(?:{_BETWEEN})\s+|\.\.+|(?<=\d{{4}}[-/.]\d\d[-/.]\d\d)[-/](?=\d{{4}}[-/.]\d\d[-/.])"
)
_DAY_RANGE = re.compile(
    rf"(.*?)(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)? ?(?:-|/|{_BETWEEN}) ?(\d{{1,2}})(?!\d)(.*)"
)
_FROM = re.compile(r"(?:from|between|von|vom|du|del|desde|from|з|с|від|от|من|entre) ")


class _WordedDay(NamedTuple):
    """A day with its month in words; day and year are None if they are not written."""

    day: int | None
    month: int
    year: int | None
    two_digits: tuple[int, ...] = ()


def without_words(text: str) -> str:
    """Return a day in digits without its weekday, words such as "year", and a final stop.

    Any other text is returned as it is.

    Examples
    --------
    >>> [without_words(text) for text in ("Tue, 09/01/2001", "9.1.2001 г.", "ca. 9.1.2001")]
    ['09/01/2001', '9.1.2001', 'ca. 9.1.2001']
    """
    match = _AMONG_WORDS.fullmatch(text)
    if match is None:
        return text
    before, day, _, time, after = match.groups()
    words = [word for word in (before, after) if word]
    is_plain = all(is_weekday(word, 2) or _is_filler(word.casefold()) for word in words)
    return f"{day}{time}" if is_plain else text


def read_days(text: str) -> Days | UnreadDay:
    """Return the first and the last day that a text means, or why it is not read.

    Parameters
    ----------
    text : cleaned, with ASCII digits and hyphens; a time of day in it is passed over

    Examples
    --------
    >>> [str(day) for day in read_days("12 janvier 2023")]
    ['2023-01-12', '2023-01-12']
    >>> [str(day) for day in read_days("28 Feb - 2 March 2019")]
    ['2019-02-28', '2019-03-02']
    >>> read_days("12-Jan-23").reason.partition(":")[0]
    'the year has two digits'
    """
    simple = _simple(text)
    if simple is not None:
        return simple
    folded = text.casefold()
    for read in (_number, _week, _month, _with_words, _range):
        found = read(folded)
        if found is not None:
            return found
    return NOT_A_DAY


def _simple(text: str) -> Days | UnreadDay | None:
    """Read a day with the year first or an English month; None for other texts."""
    for pattern in (_YEAR_FIRST, _COMPACT):
        if match := pattern.fullmatch(text):
            return one_day(*(part for part in match.groups() if part.isdecimal()))
    match = _DAY_MONTH.fullmatch(text.casefold())
    if match and match[2] in ENGLISH:
        return one_day(match[3], str(ENGLISH[match[2]]), match[1])
    return None


def one_day(year: str, month: str, day: str) -> Days | UnreadDay:
    """Return a day as a span, or why there is none."""
    number = int(year)
    if number < 100:
        return TWO_DIGITS
    if number < _FIRST_YEAR:
        return TOO_EARLY
    if number > _LAST_YEAR:
        return TOO_LATE
    try:
        found = date(number, int(month), int(day))
    except ValueError:
        return IMPOSSIBLE
    return found, found


def _number(text: str) -> Days | UnreadDay | None:
    """Recognise the numbers that spreadsheets and programs write for days."""
    if (match := _SERIAL.fullmatch(text)) and int(match[1]) in _SERIALS:
        first, second = (start + timedelta(days=int(match[1])) for start in _EPOCHS.values())
        return UnreadDay(_SHEET_NUMBER, f"{first} if days count from 1900, {second} from 1904")
    if match := _UNIX.fullmatch(text):
        return UnreadDay(_SECONDS, str(date(1970, 1, 1) + timedelta(days=int(match[1]) // 86_400)))
    return None


def read_serial(text: str, serials: str) -> Days | None:
    """Return the day of a number that a spreadsheet or a program writes; None for other texts.

    Parameters
    ----------
    serials : 1900 or 1904, the year from which days are counted; or unix, for seconds since 1970

    Examples
    --------
    >>> [str(read_serial(text, "1900")[0]) for text in ("44938", "44938.75")]
    ['2023-01-12', '2023-01-12']
    """
    start, length, pattern = date(1970, 1, 1), 86_400, _UNIX
    if serials in _EPOCHS:
        start, length, pattern = _EPOCHS[serials], 1, _SERIAL
    match = pattern.fullmatch(text)
    if match is None:
        return None
    day = start + timedelta(days=int(match[1]) // length)
    return day, day


def _week(text: str) -> Days | UnreadDay | None:
    """Read a week of ISO 8601, or a day in it."""
    match = _WEEK.fullmatch(text)
    if match is None:
        return None
    year, week, day = match.groups()
    try:
        first = date.fromisocalendar(int(year), int(week), int(day or 1))
    except ValueError:
        return IMPOSSIBLE
    return first, first if day else first + timedelta(days=6)


def _month(text: str) -> Days | UnreadDay | None:
    """Read a month in digits; a year alone is refused."""
    if re.fullmatch(r"\d{4}", text):
        return ONLY_YEAR
    match = _YEAR_MONTH.fullmatch(text)
    if match is None:
        return None
    return _whole_month(int(match[1] or match[4]), int(match[2] or match[3]))


def _whole_month(year: int, month: int) -> Days | UnreadDay:
    first = one_day(str(year), str(month), "1")
    if isinstance(first, UnreadDay):
        return first
    following = date(year + month // 12, month % 12 + 1, 1)
    return first[0], following - timedelta(days=1)


def _with_words(text: str) -> Days | UnreadDay | None:
    """Read a day whose month is a word, in any order of its parts; None for other texts."""
    for pattern, order in ((_CHINESE, (1, 2, 3)), (_VIETNAMESE, (3, 2, 1))):
        if match := pattern.fullmatch(text):
            return one_day(*(match[part] for part in order))
    found = _worded(text)
    if not isinstance(found, _WordedDay):
        return found
    if found.two_digits:
        return TWO_DIGITS
    if found.year is None:
        return NO_YEAR
    if found.day is None:
        return _whole_month(found.year, found.month)
    return one_day(str(found.year), str(found.month), str(found.day))


def _worded(text: str) -> _WordedDay | UnreadDay | None:
    """Return the parts of a day with its month in words."""
    words = without_marks(_CLOCK.sub(" ", text))
    tokens = [token for token in _TOKEN.findall(words) if token not in _PUNCTUATION]
    numbers = [token for token in tokens if token[-1].isdecimal()]
    month = _month_in([token for token in tokens if not token[-1].isdecimal()], tokens)
    if month is None or isinstance(month, UnreadDay):
        return month
    years = [int(number) for number in numbers if len(number) == 4 and number.isdecimal()]
    short = [number for number in numbers if len(number.lstrip("'’")) <= 2]
    if len(years) + len(short) != len(numbers) or len(numbers) > 2 or len(years) > 1:
        return None
    if len(short) == 2:
        values = [int(number.lstrip("'’")) for number in short]
        is_marked = not short[0].isdecimal()
        first, last = values[::-1] if is_marked else values
        return _WordedDay(first, month, None, (last,) if is_marked else (last, first))
    day = int(short[0].lstrip("'’")) if short else None
    return _WordedDay(day, month, years[0] if years else None)


def complete_year(text: str, year: int) -> Days | UnreadDay | None:
    """Return a day whose year is written with two digits, or not at all, in a known year.

    Returns
    -------
    Days, UnreadDay or None
        None if the text has another form, or its two digits are not those of the year.

    Examples
    --------
    >>> str(complete_year("7-May-20", 2020)[0]), complete_year("7-May-20", 2019)
    ('2020-05-07', None)
    """
    if match := re.fullmatch(r"00(\d\d)-(\d\d)-(\d\d)\b.*", text):
        return one_day(str(year), match[2], match[3]) if int(match[1]) == year % 100 else None
    found = _worded(text.casefold())
    if not isinstance(found, _WordedDay) or found.year is not None or found.day is None:
        return None
    day = found.day
    if found.two_digits and found.two_digits[0] != year % 100:
        if len(found.two_digits) == 1 or found.two_digits[1] != year % 100:
            return None
        day = found.two_digits[0]
    return one_day(str(year), str(found.month), str(day))


def last_two_digits(text: str) -> int | None:
    """Return the two digits that a text most likely has for its year; None if it has none."""
    if match := re.fullmatch(r"00(\d\d)-\d\d-\d\d\b.*", text):
        return int(match[1])
    found = _worded(text.casefold())
    if not isinstance(found, _WordedDay) or not found.two_digits:
        return None
    return found.two_digits[0]


def _month_in(words: list[str], tokens: list[str]) -> int | UnreadDay | None:
    """Return the month that words mean; all of them have to be known."""
    for word in words:
        if calendar := find_calendar(word):
            reason = f"the day is of the {calendar} calendar: write the day of the Gregorian one"
            return UnreadDay(reason)
    names = [
        " ".join(run)
        for is_word, group in groupby(tokens, key=lambda token: not token[-1].isdecimal())
        if is_word and (run := [one for one in group if not _is_filler(one)])
    ]
    months = {month for name in names for month in _months_named(name)}
    month: int | None = next(iter(months)) if len(months) == 1 else None
    if month is None and any(len(meanings(name)) > 1 for name in names):
        return AMBIGUOUS_MONTH
    return month


def _is_filler(word: str) -> bool:
    return fold_word(word) in _FILLERS or word in _FILLERS


def _months_named(name: str) -> Iterator[int | None]:
    """Yield the month of a name, of each name in it, or None; weekdays are passed over."""
    month = find_month(name)
    if month is not None:
        yield month
        return
    words = name.split()
    if len(words) > 1:
        for size in range(len(words) - 1, 0, -1):  # the longest name comes first: كانون الثاني
            month = find_month(" ".join(words[:size]))
            if month is not None or is_weekday(" ".join(words[:size])):
                if month is not None:
                    yield month
                yield from _months_named(" ".join(words[size:]))
                return
        yield None
    elif not is_weekday(name):
        yield None


def _range(text: str) -> Days | UnreadDay | None:
    """Read a span between two days; the first may take its month and year from the second."""
    text = _FROM.sub("", text, count=1)
    if match := _DAY_RANGE.fullmatch(text):
        before, one, two, after = match.groups()
        ends = [_with_words(f"{before}{day}{after}") for day in (one, two)]
        if span := _span(*ends):
            return span
    parts = _RANGE.split(text)
    if len(parts) != 2 or not all(parts):
        return None
    last = read_days(parts[1])
    if isinstance(last, UnreadDay):
        return last if last in {TWO_DIGITS, NO_YEAR} else None
    first: Days | UnreadDay | None = read_days(parts[0])
    if first == NO_YEAR:
        first = _with_words(f"{parts[0]} {last[1].year}")
        if not isinstance(first, UnreadDay) and first is not None and first[0] > last[1]:
            first = _with_words(f"{parts[0]} {last[1].year - 1}")
    return _span(first, last)


def _span(first: Days | UnreadDay | None, last: Days | UnreadDay | None) -> Days | None:
    """Return the days from one span to another; None unless they are in order."""
    if first is None or last is None or isinstance(first, UnreadDay) or isinstance(last, UnreadDay):
        return None
    return (first[0], last[1]) if first[0] <= last[1] else None
