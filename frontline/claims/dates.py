"""Find the days that a text names, resolved against the day of publication.

"On Thursday" is the last Thursday up to that day; "overnight" runs from the evening before to
the day; "a day earlier" counts from the day named last. No library is used: the available ones
read "may" and "second" as days, guess the order of 03/04, and prefer future dates, while an
article looks back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from frontline.claims.lexicon import AR, EN, any_of
from frontline.claims.quantities import NUMBER_AR, NUMBER_EN, read_number
from frontline.claims.text import around

if TYPE_CHECKING:
    from collections.abc import Callable

_WEEKDAYS: dict[str, int] = EN["weekdays"] | AR["weekdays"]
_MONTHS: dict[str, int] = EN["months"] | AR["months"] | {"sept": 9}
_MONTHS |= {name[:3]: number for name, number in EN["months"].items()}

_NTH: dict[str, int] = EN["ordinals"] | AR["ordinals"]

Resolved = tuple[date, date, str]
Words = dict[str, str | None]


def resolve(match: re.Match[str], published: date, named_last: date) -> Resolved | None:
    """Return the days that a match means; None if it names no day.

    Parameters
    ----------
    match : of a pattern whose groups are named as in `frontline.claims.dates`
    published : the day of the article
    named_last : the day that the text named last, which "a day earlier" counts from

    Returns
    -------
    The first and the last day, both included, and their kind, as in `DayWords`.
    """
    words = {name: text for name, text in match.groupdict().items() if text}
    since = any(words.get(name, "").strip().casefold() in {"since", "منذ"} for name in _SINCE)
    for name, read in _READERS.items():
        if name in words:
            try:
                resolved = read(words, published, named_last)
            except (ValueError, OverflowError):
                return None
            if resolved is not None and since:
                return resolved[0], published, "since"
            return resolved
    return None


_SINCE = ("since", "since2", "since3", "since4", "since5")


def _one(day: date, kind: str = "day") -> Resolved:
    return day, day, kind


def _iso(words: Words, _: date, __: date) -> Resolved:
    return _one(date.fromisoformat(str(words["iso"])))


def _day_month(words: Words, published: date, _: date) -> Resolved | None:
    day = int(words.get("dm_day") or words.get("md_day") or 0)
    name = str(words.get("dm_month") or words.get("md_month"))
    year = words.get("dm_year") or words.get("md_year")
    return _one(_dated(day, _month(name), year, published))


def _month(name: str) -> int:
    name = " ".join(name.casefold().strip(".").split())
    return _MONTHS.get(name) or _MONTHS[name[:3]]


def _dated(day: int, month: int, year: str | None, published: date) -> date:
    if year:
        return date(int(year), month, day)
    found = date(published.year, month, day)
    # A month without a year is the last one up to the article, give or take an announcement.
    return (
        found if found <= published + timedelta(days=60) else date(published.year - 1, month, day)
    )


def _whole_month(words: Words, published: date, _: date) -> Resolved:
    first = _dated(1, _month(str(words["month"])), words.get("month_year"), published)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = after - timedelta(days=1)
    part = str(words.get("part3") or "").casefold()
    if part in {"early", "the start of", "اوائل", "بدايه"}:
        last = first + timedelta(days=9)
    elif part in {"mid", "منتصف"}:
        first, last = first + timedelta(days=9), first + timedelta(days=19)
    elif part in {"late", "the end of", "اواخر", "نهايه"}:
        first += timedelta(days=20)
    return first, last, "period"


def _weekday(words: Words, published: date, _: date) -> Resolved:
    name = str(words["weekday"]).casefold()
    back = (published.weekday() - _WEEKDAYS[name]) % 7
    if back == 0 and words.get("lastday", "") in {"last", "الماضي", "الفائت"}:
        back = 7
    day = published - timedelta(days=back)
    if words.get("night4"):
        # An evening and the night after it: two whole days.
        return day, min(day + timedelta(days=1), max(published, day)), "day"
    return _one(day)


def _overnight(_: Words, __: date, named_last: date) -> Resolved:
    return named_last - timedelta(days=1), named_last, "night"


def _today(words: Words, published: date, named_last: date) -> Resolved:
    same = str(words["today"]).casefold() in {"that day", "the same day", "في اليوم نفسه"}
    return _one(named_last if same else published)


def _yesterday(words: Words, published: date, named_last: date) -> Resolved:
    plain = str(words["yesterday"]).casefold() in {"yesterday", "امس", "الامس", "بالامس"}
    return _one((published if plain else named_last) - timedelta(days=1))


_HOURS = {"twenty-four": 24, "forty-eight": 48, "seventy-two": 72}


def _hours(words: Words, published: date, __: date) -> Resolved:
    written = words.get("hours_n") or words.get("hours_m") or ""
    hours = _HOURS.get(written.casefold()) or (int(written) if written.isdigit() else 24)
    days = max(1, -(-hours // 24))
    return published - timedelta(days=days), published, "night" if days == 1 else "period"


def _year(words: Words, published: date, _: date) -> Resolved:
    year = int(str(words["year"]))
    return date(year, 1, 1), min(date(year, 12, 31), max(published, date(year, 1, 1))), "period"


def _a_week(words: Words, published: date, _: date) -> Resolved:
    unit = str(words["aweek_unit"]).casefold()
    days = {"week": 7, "اسبوع": 7, "month": 30, "شهر": 30}.get(unit, 1)
    return published - timedelta(days=days), published, "period"


def _days_in(count: str | None, unit: str | None) -> int | None:
    number = read_number(str(count))
    if number is None:
        return None
    unit = str(unit).casefold()
    lengths = {"week": 7, "اسا": 7, "month": 30, "اشهر": 30, "year": 365}
    times = next((days for start, days in lengths.items() if unit.startswith(start)), 1)
    return round(number.value * times)


def _ago(words: Words, published: date, named_last: date) -> Resolved | None:
    days = _days_in(words["ago"], words["ago_unit"])
    if days is None:
        return None
    counted_from = published if words.get("ago_from", "ago") in {"ago", None} else named_last
    if str(words.get("ago_from")).casefold() == "later":
        return _one(named_last + timedelta(days=days))
    return _one(counted_from - timedelta(days=days))


def _next_day(_: Words, __: date, named_last: date) -> Resolved:
    return _one(named_last + timedelta(days=1))


def _past(words: Words, published: date, _: date) -> Resolved | None:
    if not (words.get("for") or words.get("past")):
        return None
    days = _days_in(words["past_n"], words["past_unit"])
    return None if days is None else (published - timedelta(days=days), published, "period")


def _past_days(words: Words, published: date, _: date) -> Resolved:
    days = 2 if words["pastdays"] == "اليومين" else 7
    return published - timedelta(days=days), published, "period"


def _two(words: Words, published: date, _: date) -> Resolved:
    day = published - timedelta(days=2)
    return _one(day) if str(words["two"]).startswith("قبل") else (day, published, "period")


def _last_week(words: Words, published: date, _: date) -> Resolved:
    unit, which = str(words["lastweek_unit"]).casefold(), str(words["lastweek"]).casefold()
    if unit == "weekend":
        saturday = published - timedelta(days=(published.weekday() - 5) % 7)
        return saturday, min(published, saturday + timedelta(days=1)), "period"
    if which in {"this", "الجاري"}:
        return _this(unit in {"week", "الاسبوع"}, published)
    long = 7 if unit in {"week", "الاسبوع"} else 31
    # "Last week" may be the calendar week before, or the seven days up to now.
    return published - timedelta(days=long + published.weekday()), published, "period"


def _this_week(words: Words, published: date, _: date) -> Resolved:
    return _this(str(words["thisweek"]).casefold() == "week", published)


def _this(week: bool, published: date) -> Resolved:  # noqa: FBT001 - one of two periods
    """Return the calendar week or month of a day, up to the day."""
    first = published - timedelta(days=published.weekday()) if week else published.replace(day=1)
    return first, published, "period"


def _nth_of_month(words: Words, published: date, _: date) -> Resolved | None:
    """Read "the sixth of June", "في السادس من الشهر الجاري"."""
    written, name = str(words["nth"]).casefold(), str(words["nth_month"]).casefold()
    digits = re.match(r"\d+", written)
    day = int(digits[0]) if digits else _NTH[" ".join(written.replace("-", " ").split())]
    if "month" in name or "الشهر" in name:
        earlier = name.startswith("last") or name.endswith(("الماضي", "الفائت", "المنصرم"))
        first = published.replace(day=1)
        month = (first - timedelta(days=1)) if earlier else first
        return _one(month.replace(day=day))
    return _one(_dated(day, _month(name), None, published))


_READERS: dict[str, Callable[[Words, date, date], Resolved | None]] = {
    "iso": _iso,
    "year": _year,
    "aweek_unit": _a_week,
    "dm_day": _day_month,
    "md_day": _day_month,
    "nth": _nth_of_month,
    "month": _whole_month,
    "weekday": _weekday,
    "overnight": _overnight,
    "today": _today,
    "yesterday": _yesterday,
    "hours": _hours,
    "ago": _ago,
    "next_day": _next_day,
    "two": _two,
    "past_n": _past,
    "pastdays": _past_days,
    "lastweek": _last_week,
    "thisweek": _this_week,
}


@dataclass(frozen=True, slots=True)
class DayWords:
    """Days that a text names, with their position.

    Parameters
    ----------
    start, end : position in the folded text
    first, last : the days it may mean, both included
    kind : ``day``; ``night`` (an evening and the day after it); ``period`` (all of these days);
        ``since`` (from the first day on)
    """

    start: int
    end: int
    first: date
    last: date
    kind: str = "day"


_DAY_EN, _DAY_AR = any_of(EN["weekdays"]), any_of(AR["weekdays"])
_MONTH_AR = any_of(AR["months"])
_SHORT = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
_MONTH_EN = rf"(?:{any_of(EN['months'])}|{_SHORT})"
_YEAR = r"(?:19|20)\d\d"
_IN = r"(?:in|over|during|within|for|throughout)\s+"
_TH = r"(?:st|nd|rd|th)?"
_NTH_EN = rf"(?:{any_of(EN['ordinals'])}|\d{{1,2}}(?:st|nd|rd|th))"

_PATTERN_EN = re.compile(
    rf"""\b(?:
      (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b
    | (?P<since>since\s+)?(?:(?P<part>early|mid|late)[-\s]+)?(?:the\s+)?(?P<dm_day>\d{{1,2}}){_TH}
      \s+(?:of\s+)?(?P<dm_month>{_MONTH_EN})(?:,?\s+(?P<dm_year>{_YEAR}))?
    | (?P<since2>since\s+)?(?P<md_month>{_MONTH_EN})\s+(?P<md_day>\d{{1,2}}){_TH}(?!\d|:|\s*%)
      (?:,?\s+(?P<md_year>{_YEAR}))?
    | (?P<since3>(?:since|in|of|during|by|last|until)\s+)
      (?:(?P<part3>early|mid|late|the\s+end\s+of|the\s+start\s+of)[-\s]+)?
      (?P<month>{_MONTH_EN})(?:,?\s+(?P<month_year>{_YEAR}))?(?!,?\s+\d)
    | (?P<since5>(?:since|in|until|during)\s+)(?:early\s+|late\s+|mid-)?(?P<year>{_YEAR})
    | (?:the\s+)?(?P<nth>{_NTH_EN})\s+of\s+(?P<nth_month>{_MONTH_EN}|this\s+month|last\s+month)
    | (?P<since4>since\s+)?(?:(?P<lastday>last|this(?:\s+past)?|the\s+previous)\s+)?
      (?P<weekday>{_DAY_EN})(?:\s+(?P<night4>night))?
    | (?P<overnight>overnight|(?:in|during)\s+the\s+night|last\s+night|at\s+night)
    | (?P<today>today|tonight|this\s+(?:morning|afternoon|evening)|(?:the|that)\s+same\s+day
      |that\s+day|earlier\s+in\s+the\s+day)
    | (?P<yesterday>yesterday|the\s+(?:day\s+before|previous\s+day)
      |the\s+(?:night|evening)\s+before)
    | (?P<hours>(?:(?:in|over|during|within|for|throughout)\s+)?
      (?:(?:just|only|under|barely|the\s+space\s+of|less\s+than|the)\s+){{0,2}}
      (?:(?:last|past|previous)\s+)?(?P<hours_n>\d{{2}}|twenty-four|forty-eight|seventy-two)[\s-]hours)
    | (?P<ago>{NUMBER_EN})\s+(?P<ago_unit>days?|weeks?|months?|years?)
      \s+(?P<ago_from>ago|earlier|before|after|later)
    | (?:on\s+)?(?P<next_day>the\s+(?:next|following)\s+(?:day|morning|night))
    | (?P<for>{_IN})?(?:just\s+|only\s+|under\s+|less\s+than\s+)?(?:the\s+)?
      (?:(?P<past>last|past|previous|preceding)\s+)?(?P<past_n>{NUMBER_EN})
      \s+(?P<past_unit>days?|weeks?|months?)
    | (?:{_IN})?(?:the\s+)?(?P<lastweek>last|past|previous|this)
      \s+(?P<lastweek_unit>week|month|weekend)
    | (?:in|within)\s+(?P<aweek>a)\s+(?P<aweek_unit>day|week|month)
    | earlier\s+this\s+(?P<thisweek>week|month)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: A part of every expression of a day; the slow pattern is only searched around it.
_HINT_EN = re.compile(
    rf"(?:{any_of(EN['months'])}|{_SHORT}|{_DAY_EN}|day|week|month|year|night|hours|morning|afternoon"
    r"|evening|\b(?:19|20)\d\d)",
    re.IGNORECASE,
)
_BACK, _AHEAD = 45, 30
_LAST_AR, _THIS_AR = "الماضي|الفائت|المنصرم", "الجاري|الحالي|نفسه"
_NTH_AR = any_of(_NTH)
_PATTERN_AR = re.compile(
    rf"""(?<!\w)(?:
      (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<since>منذ\s+)?(?:يوم\s+)?(?P<dm_day>\d{{1,2}})\s+(?:من\s+)?(?:شهر\s+)?
      (?P<dm_month>{_MONTH_AR})(?:\s*/\s*\w+)?(?:\s+(?:من\s+)?(?:عام\s+)?(?P<dm_year>{_YEAR}))?
      (?:\s+(?:{_LAST_AR}|{_THIS_AR}))?
    | (?P<since2>منذ\s+)?(?:في\s+)?(?:يوم\s+)?(?P<nth>{_NTH_AR})\s+(?:من\s+)?(?:شهر\s+)?
      (?P<nth_month>{_MONTH_AR}|الشهر(?:\s+(?:{_LAST_AR}|{_THIS_AR}))?)
      (?:\s+(?:{_LAST_AR}|{_THIS_AR}))?
    | (?P<since3>منذ\s+|في\s+|خلال\s+)(?:(?P<part3>اوائل|منتصف|اواخر|نهايه|بدايه)\s+)?
      (?:شهر\s+)?(?P<month>{_MONTH_AR})(?:\s+(?P<month_year>{_YEAR}))?
      (?:\s+(?:{_LAST_AR}|{_THIS_AR}))?
    | (?P<since5>منذ\s+|في\s+|خلال\s+)?(?:ال)?(?:عام|سنه)\s+(?P<year>{_YEAR})
    | (?P<since4>منذ\s+)?(?:(?:(?P<night4>ليله?)|مساء|فجر|صباح|ظهر)\s+)?
      (?:(?:يوم|امس|اليوم)\s+)*(?P<weekday>{_DAY_AR})(?:\s+(?P<lastday>{_LAST_AR}))?
    | (?P<overnight>خلال\s+الليل|ليلا|الليله\s+الماضيه|ليل\s+امس|بين\s+ليله\s+وضحاها)
    | (?P<today>اليوم|هذا\s+الصباح|في\s+اليوم\s+نفسه|صباح\s+اليوم|مساء\s+اليوم)
    | (?P<yesterday>(?:(?:مساء|صباح|فجر)\s+)?ب?(?:ال)?امس|(?:في\s+)?اليوم\s+السابق
      |قبل\s+ذلك\s+بيوم|قبل\s+يوم(?:\s+واحد)?)
    | (?P<hours>(?:خلال|في(?:\s+غضون)?)\s+(?:(?:اقل\s+من|نحو|حوالي)\s+)?(?:ال)?\s?
      (?P<hours_n>\d{{2}})\s+ساعه(?:\s+الماضيه)?
      |خلال\s+(?:ال)?ساعات\s+(?:ال)?(?P<hours_m>24|48|72)(?:\s+(?:الماضيه|الاخيره))?
      |خلال\s+الساعات\s+الماضيه)
    | (?P<next_day>(?:في\s+)?اليوم\s+التالي|بعد\s+ذلك\s+بيوم(?:\s+واحد)?)
    | قبل\s+(?P<ago>{NUMBER_AR})\s+(?P<ago_unit>ايام|يوما?|اسابيع|اشهر)
    | (?P<two>(?:خلال|في|قبل)\s+يومين)
    | (?:خلال|في)\s+(?P<pastdays>اليومين|الايام)\s+(?:القليله\s+)?(?:الماضي(?:ين|ه)|الاخير(?:ين|ه))
    | (?P<for>خلال|في|علي\s+مدار)\s+(?P<past_n>{NUMBER_AR})
      \s+(?P<past_unit>ايام|يوما?|اسابيع|اشهر)
    | (?:خلال|في)\s+(?P<aweek_unit>يوم|اسبوع|شهر)
    | (?:(?:خلال|في)\s+)?(?P<lastweek_unit>الاسبوع|الشهر)\s+(?P<lastweek>الماضي|الفائت|الجاري)
    )(?!\w)""",
    re.VERBOSE,
)


_HINT_AR = re.compile(
    rf"{_MONTH_AR}|{_DAY_AR}|يوم|ليل|امس|صباح|مساء|ساع|اسبوع|اسابيع|شهر|ايام|{_YEAR}"
)


def find_days(text: str, published: date) -> list[DayWords]:
    """Find the days that a folded text names, in order.

    Parameters
    ----------
    published : the day of the article; "today" is this day

    Examples
    --------
    >>> from datetime import date
    >>> [str(day.first) for day in find_days("on Tuesday; a day earlier", date(2019, 8, 15))]
    ['2019-08-13', '2019-08-12']
    """
    matches = list(around(_HINT_EN, _PATTERN_EN, text, _BACK, _AHEAD))
    if not text.isascii():
        matches += around(_HINT_AR, _PATTERN_AR, text, _BACK, _AHEAD)
        matches.sort(key=lambda match: match.start())
    found: list[DayWords] = []
    named_last, is_named = published, False
    for match in matches:
        if not is_named and _counts_on(match):
            continue  # from which day "a day later" counts is not stated
        resolved = resolve(match, published, named_last)
        if resolved is None:
            continue
        first, last, kind = resolved
        if kind == "since" and _FIRST_TIME.search(text, max(0, match.start() - 30), match.start()):
            continue
        if kind == "day" and _SINCE_SOMETHING.search(
            text, max(0, match.start() - 70), match.start()
        ):
            last, kind = published, "since"
        end = match.end() - _behind(match)
        found.append(DayWords(match.start(), end, first, last, kind))
        if kind in {"day", "night"}:
            named_last, is_named = last, True
    return found


def _counts_on(match: re.Match[str]) -> bool:
    """Return whether a day is counted forward from one named before: "a day later"."""
    words = match.groupdict()
    return bool(words.get("next_day")) or str(words.get("ago_from")).casefold() == "later"


#: "For the first time since 2012" names no day on which it was so.
_FIRST_TIME = re.compile(r"(?:first time|لاول مره|للمره الاول[يى])\s*$", re.IGNORECASE)


#: "Since the operation began on" a day runs to the day of the article.
_SINCE_SOMETHING = re.compile(
    r"\b(?:since|from)\s+(?:the\s+)?(?:\w+[\s-]+){0,5}"
    r"(?:began|start(?:ed)?|launch(?:ed)?|beginning|outset|onset)(?:\s+\w+){0,4}?\s+(?:on\s+|in\s+)?$"
    r"|(?<!\w)و?منذ\s+(?:\w+\s+){0,5}(?:في\s+|يوم\s+)?$",
    re.IGNORECASE,
)


def _behind(match: re.Match[str]) -> int:
    """Return the length of "after" at the end of a match, which belongs to what follows."""
    word = match.groupdict().get("ago_from") or ""
    return len(word) if word.casefold() == "after" else 0
