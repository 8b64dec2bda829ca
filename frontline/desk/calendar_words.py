"""Days as articles name them, resolved against the day of publication.

"On Thursday" is the last Thursday up to that day; "overnight" is from the evening before to the
day; "a day earlier" counts from the day the text spoke of last. No library is used: those at
hand take "may" and "second" for days, read 03/04 in one order without asking, and lean to the
future, where an article looks back.
"""

# ruff: noqa: E501 - patterns are tables, a line each
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from frontline.desk.numerals import NUMBER_AR, NUMBER_EN, read_number

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DayWords", "find_days"]

_WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5,
    "sunday": 6, "الاثنين": 0, "الاثنبن": 0, "الثلاثاء": 1, "الثلاثا": 1, "الاربعاء": 2,
    "الخميس": 3, "الجمعه": 4, "السبت": 5, "الاحد": 6,
}  # fmt: skip
_MONTHS_EN = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS = {name: number for number, name in enumerate(_MONTHS_EN, 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_MONTHS |= {
    "يناير": 1, "كانون الثاني": 1, "فبراير": 2, "شباط": 2, "مارس": 3, "اذار": 3, "ابريل": 4,
    "نيسان": 4, "مايو": 5, "ايار": 5, "يونيو": 6, "حزيران": 6, "يوليو": 7, "تموز": 7,
    "اغسطس": 8, "اب": 8, "سبتمبر": 9, "ايلول": 9, "اكتوبر": 10, "تشرين الاول": 10,
    "نوفمبر": 11, "تشرين الثاني": 11, "ديسمبر": 12, "كانون الاول": 12,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayWords:
    """Days that a text names.

    Parameters
    ----------
    start, end : where, in the folded text
    first, last : the days it may mean, both included
    kind : ``day``; ``night`` (an evening and the day after it); ``period`` (all of these days);
        ``since`` (from the first day on)
    """

    start: int
    end: int
    first: date
    last: date
    kind: str = "day"


_DAY_EN = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_DAY_AR = "|".join(name for name in _WEEKDAYS if not name.isascii())
_MONTH_EN = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_MONTH_AR = "|".join(name for name in _MONTHS if not name.isascii())
_SPAN_EN = r"day|week|month|hour"

_PATTERN_EN = re.compile(
    rf"""\b(?:
      (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b
    | (?P<since>since\s+)?(?:(?P<part>early|mid|late)[-\s]+)?(?:the\s+)?(?P<dm_day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<dm_month>{_MONTH_EN})(?:,?\s+(?P<dm_year>(?:19|20)\d\d))?
    | (?P<since2>since\s+)?(?P<md_month>{_MONTH_EN})\s+(?P<md_day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:|\s*%)(?:,?\s+(?P<md_year>(?:19|20)\d\d))?
    | (?P<since3>since\s+|in\s+|of\s+|during\s+|by\s+)(?:(?P<part3>early|mid|late|the\s+end\s+of|the\s+start\s+of)[-\s]+)?(?P<month>{_MONTH_EN})(?:,?\s+(?P<month_year>(?:19|20)\d\d))?
    | (?P<since4>since\s+)?(?:(?P<lastday>last|this(?:\s+past)?|the\s+previous)\s+)?(?P<weekday>{_DAY_EN})(?:\s+(?P<night4>night|evening))?
    | (?P<overnight>overnight|(?:in|during)\s+the\s+night|last\s+night|at\s+night)
    | (?P<today>today|tonight|this\s+(?:morning|afternoon|evening)|the\s+same\s+day|that\s+day|earlier\s+in\s+the\s+day)
    | (?P<yesterday>yesterday|the\s+(?:day\s+before|previous\s+day)|the\s+(?:night|evening)\s+before)
    | (?P<hours>(?:in|over|during|within)\s+the\s+(?:last|past|previous)\s+(?:24|twenty-four)\s+hours|in\s+(?:less\s+than\s+)?24\s+hours)
    | (?P<ago>{NUMBER_EN})\s+(?P<ago_unit>days?|weeks?|months?)\s+(?P<ago_from>ago|earlier|before)
    | (?P<for>(?:in|over|during|within|for|throughout)\s+)?(?:just\s+|only\s+|under\s+|less\s+than\s+)?(?:the\s+)?(?P<past>last|past|previous|preceding)?\s*(?P<past_n>{NUMBER_EN})\s+(?P<past_unit>days?|weeks?|months?)
    | (?:(?:in|over|during|within|for)\s+)?(?:the\s+)?(?P<lastweek>last|past|previous|this)\s+(?P<lastweek_unit>week|month|weekend)
    | earlier\s+this\s+(?P<thisweek>week|month)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PATTERN_AR = re.compile(
    rf"""(?<!\w)(?:
      (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<since>منذ\s+)?(?:يوم\s+)?(?P<dm_day>\d{{1,2}})\s+(?:من\s+)?(?:شهر\s+)?(?P<dm_month>{_MONTH_AR})(?:\s*/\s*\w+)?(?:\s+(?:من\s+)?(?:عام\s+)?(?P<dm_year>(?:19|20)\d\d))?
    | (?P<since3>منذ\s+|في\s+|خلال\s+)(?:(?P<part3>اوائل|منتصف|اواخر|نهايه|بدايه)\s+)?(?:شهر\s+)?(?P<month>{_MONTH_AR})(?:\s+(?P<month_year>(?:19|20)\d\d))?
    | (?P<since4>منذ\s+)?(?P<night_ar>(?:مساء|ليل|ليله|فجر|صباح|ظهر)\s+)?(?:(?:يوم|امس|اليوم)\s+)*(?P<weekday>{_DAY_AR})(?:\s+(?P<lastday>الماضي|الفائت|المنصرم))?
    | (?P<overnight>خلال\s+الليل|ليلا|الليله\s+الماضيه|ليل\s+امس|بين\s+ليله\s+وضحاها)
    | (?P<today>اليوم|هذا\s+الصباح|في\s+اليوم\s+نفسه|صباح\s+اليوم|مساء\s+اليوم)
    | (?P<yesterday>ب?(?:ال)?امس|(?:في\s+)?اليوم\s+السابق|قبل\s+ذلك\s+بيوم|قبل\s+يوم(?:\s+واحد)?)
    | (?P<hours>(?:خلال|في)\s+(?:ال)?24\s+ساعه(?:\s+الماضيه)?)
    | قبل\s+(?P<ago>{NUMBER_AR})\s+(?P<ago_unit>ايام|يوما?|اسابيع|اشهر)
    | (?P<two>(?:خلال|في|قبل)\s+يومين)
    | (?P<for>خلال|في|علي\s+مدار)\s+(?P<past_n>{NUMBER_AR})\s+(?P<past_unit>ايام|يوما?|اسابيع|اشهر)
    | (?:(?:خلال|في)\s+)?(?P<lastweek_unit>الاسبوع|الشهر)\s+(?P<lastweek>الماضي|الفائت|الجاري)
    )(?!\w)""",
    re.VERBOSE,
)


def find_days(text: str, published: date) -> list[DayWords]:
    """Find the days a folded text names, in order.

    Parameters
    ----------
    published : the day of the article; "today" is this day

    Examples
    --------
    >>> [str(day.first) for day in find_days("on Tuesday; a day earlier", date(2019, 8, 15))]
    ['2019-08-13', '2019-08-12']
    """
    matches = list(_PATTERN_EN.finditer(text))
    if not text.isascii():
        matches = sorted([*matches, *_PATTERN_AR.finditer(text)], key=lambda match: match.start())
    found: list[DayWords] = []
    spoken_of = published
    for match in matches:
        resolved = _resolve(match, published, spoken_of)
        if resolved is None:
            continue
        first, last, kind = resolved
        found.append(DayWords(match.start(), match.end(), first, last, kind))
        if kind in {"day", "night"}:
            spoken_of = last
    return found


Resolved = tuple[date, date, str]
Words = dict[str, str | None]


def _resolve(match: re.Match[str], published: date, spoken_of: date) -> Resolved | None:
    words = {name: text for name, text in match.groupdict().items() if text}
    since = any(words.get(name, "").strip().casefold() in {"since", "منذ"} for name in _SINCE)
    for name, read in _READERS.items():
        if name in words:
            try:
                resolved = read(words, published, spoken_of)
            except (ValueError, OverflowError):
                return None
            if resolved is not None and since:
                return resolved[0], published, "since"
            return resolved
    return None


_SINCE = ("since", "since2", "since3", "since4")


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
        return day, min(day + timedelta(days=1), max(published, day)), "night"
    return _one(day)


def _overnight(_: Words, __: date, spoken_of: date) -> Resolved:
    return spoken_of - timedelta(days=1), spoken_of, "night"


def _today(words: Words, published: date, spoken_of: date) -> Resolved:
    same = str(words["today"]).casefold() in {"that day", "the same day", "في اليوم نفسه"}
    return _one(spoken_of if same else published)


def _yesterday(words: Words, published: date, spoken_of: date) -> Resolved:
    plain = str(words["yesterday"]).casefold() in {"yesterday", "امس", "الامس", "بالامس"}
    return _one((published if plain else spoken_of) - timedelta(days=1))


def _hours(_: Words, published: date, __: date) -> Resolved:
    return published - timedelta(days=1), published, "night"


def _days_in(count: str | None, unit: str | None) -> int | None:
    number = read_number(str(count))
    if number is None:
        return None
    unit = str(unit).casefold()
    times = (
        7 if unit.startswith(("week", "اسا")) else 30 if unit.startswith(("month", "اشهر")) else 1
    )
    return round(number.value * times)


def _ago(words: Words, published: date, spoken_of: date) -> Resolved | None:
    days = _days_in(words["ago"], words["ago_unit"])
    if days is None:
        return None
    counted_from = (
        spoken_of if str(words.get("ago_from")).casefold() in {"earlier", "before"} else published
    )
    return _one(counted_from - timedelta(days=days))


def _past(words: Words, published: date, _: date) -> Resolved | None:
    if not (words.get("for") or words.get("past")):
        return None
    days = _days_in(words["past_n"], words["past_unit"])
    return None if days is None else (published - timedelta(days=days), published, "period")


def _two(words: Words, published: date, _: date) -> Resolved:
    day = published - timedelta(days=2)
    return _one(day) if str(words["two"]).startswith("قبل") else (day, published, "period")


def _last_week(words: Words, published: date, _: date) -> Resolved:
    unit, which = str(words["lastweek_unit"]).casefold(), str(words["lastweek"]).casefold()
    if unit == "weekend":
        saturday = published - timedelta(days=(published.weekday() - 5) % 7)
        return saturday, min(published, saturday + timedelta(days=1)), "period"
    long = 7 if unit in {"week", "الاسبوع"} else 31
    if which in {"this", "الجاري"}:
        return published - timedelta(days=long), published, "period"
    # "Last week" may be the calendar week before, or the seven days up to now.
    return published - timedelta(days=long + published.weekday()), published, "period"


def _this_week(words: Words, published: date, _: date) -> Resolved:
    long = 7 if str(words["thisweek"]).casefold() == "week" else 31
    return published - timedelta(days=long), published, "period"


_READERS: dict[str, Callable[[Words, date, date], Resolved | None]] = {
    "iso": _iso,
    "dm_day": _day_month,
    "md_day": _day_month,
    "month": _whole_month,
    "weekday": _weekday,
    "overnight": _overnight,
    "today": _today,
    "yesterday": _yesterday,
    "hours": _hours,
    "ago": _ago,
    "two": _two,
    "past_n": _past,
    "lastweek": _last_week,
    "thisweek": _this_week,
}
