"""The days that words of the calendar mean, given the day of publication.

An article looks back: a weekday is the last one up to its day, and a month without a year the last
of that name.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from frontline.desk.numerals import read_number
from frontline.desk.vocabulary import AR, EN

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

__all__ = ["resolve"]

_WEEKDAYS: dict[str, int] = EN["weekdays"] | AR["weekdays"]
_MONTHS: dict[str, int] = EN["months"] | AR["months"] | {"sept": 9}
_MONTHS |= {name[:3]: number for name, number in EN["months"].items()}

Resolved = tuple[date, date, str]
Words = dict[str, str | None]


def resolve(match: re.Match[str], published: date, spoken_of: date) -> Resolved | None:
    """Give the days that a match of the calendar's words means; None if it names no day.

    Parameters
    ----------
    match : of a pattern whose groups are named as in `frontline.desk.calendar_words`
    published : the day of the article
    spoken_of : the day the text spoke of last, which "a day earlier" counts from

    Returns
    -------
    The first and the last day, both included, and what they are, as in `DayWords`.
    """
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


def _hours(words: Words, published: date, __: date) -> Resolved:
    days = {"48": 2, "72": 3}.get(words.get("hours_n") or "", 1)
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
    times = (
        7 if unit.startswith(("week", "اسا")) else 30 if unit.startswith(("month", "اشهر")) else 1
    )
    return round(number.value * times)


def _ago(words: Words, published: date, spoken_of: date) -> Resolved | None:
    days = _days_in(words["ago"], words["ago_unit"])
    if days is None:
        return None
    counted_from = published if words.get("ago_from", "ago") in {"ago", None} else spoken_of
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
    "year": _year,
    "aweek_unit": _a_week,
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
