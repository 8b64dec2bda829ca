"""Resolve words for a day against the day of publication: "Thursday" is the last one up to it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from frontline.claims.reader.lexicon import AR, EN
from frontline.claims.reader.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Callable

_WEEKDAYS: dict[str, int] = EN["weekdays"] | AR["weekdays"]
_MONTHS: dict[str, int] = EN["months"] | AR["months"] | {"sept": 9}
_MONTHS |= {name[:3]: number for name, number in EN["months"].items()}

NTH: dict[str, int] = EN["ordinals"] | AR["ordinals"]

Resolved = tuple[date, date, str]
Words = dict[str, str | None]


def resolve(match: re.Match[str], published: date, named_last: date) -> Resolved | None:
    """Return the days that a match means; None if it names no day.

    Parameters
    ----------
    match : of a pattern whose groups are named as in `frontline.claims.reader.dates`
    published : the day of the article
    named_last : the day that the text named last, which "a day earlier" counts from

    Returns
    -------
    The first and the last day, both included, and their kind, as
    `frontline.claims.reader.dates.DayWords` lists them.
    """
    words = {name: text for name, text in match.groupdict().items() if text}
    since = any(words.get(name, "").casefold().startswith(("since", "منذ")) for name in _SINCE)
    for name, read in _READERS.items():
        if name in words:
            try:
                resolved = read(words, published, named_last)
                return _since(resolved[0], words, published) if resolved and since else resolved
            except (ValueError, OverflowError):
                return None
    return None


def _since(first: date, words: Words, published: date) -> Resolved:
    """Return the days from a first one up to the article, which may be before it.

    A month without a year is the last one before the article.
    """
    dated = any(words.get(name) for name in ("iso", "dm_year", "md_year", "month_year"))
    if first > published and not dated:
        first = first.replace(year=first.year - 1)
    return first, published, "since"


_SINCE = tuple(f"since{number}" for number in ("", 0, *range(2, 10)))


def _one(day: date, kind: str = "day") -> Resolved:
    return day, day, kind


def _iso(words: Words, _: date, __: date) -> Resolved:
    return _one(date.fromisoformat(str(words["iso"])))


def _day_month(words: Words, published: date, _: date) -> Resolved | None:
    day = int(words.get("dm_day") or words.get("md_day") or 0)
    name = str(words.get("dm_month") or words.get("md_month"))
    year = words.get("dm_year") or words.get("md_year")
    found = _dated(day, _month(name), year, published)
    if (to_day := words.get("to_day")) is not None:
        # "February 1 to 5"
        last = _dated(int(to_day), _month(words.get("to_month") or name), year, published)
        return (found, last, "period") if found <= last else None
    from_day = words.get("between_day") or words.get("from_day")
    if from_day is None:
        return _one(found)
    from_name = words.get("between_month") or words.get("from_month") or name
    first = _dated(int(from_day), _month(from_name), year, published)
    return (first, found, "period") if first <= found else None


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
    if part in {"early", "the start of", "the beginning of", "اوائل", "مطلع", "بدايه"}:
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


def _weekdays(words: Words, published: date, _: date) -> Resolved:
    """Read "from Monday to Wednesday"."""
    ends = [_WEEKDAYS[str(words[name]).casefold()] for name in ("from_weekday", "to_weekday")]
    last = published - timedelta(days=(published.weekday() - ends[1]) % 7)
    return last - timedelta(days=(ends[1] - ends[0]) % 7), last, "period"


def _nth_week(words: Words, published: date, _: date) -> Resolved:
    """Read "in the first week of February"."""
    first = _dated(1, _month(str(words["week_month"])), None, published)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    weeks = {"first": 0, "second": 1, "third": 2}.get(str(words["nth_week"]).casefold())
    start = after - timedelta(days=7) if weeks is None else first + timedelta(weeks=weeks)
    return start, start + timedelta(days=6), "period"


def _this_year(_: Words, published: date, __: date) -> Resolved:
    return published.replace(month=1, day=1), published, "period"


def _since_year(_: Words, published: date, __: date) -> Resolved:
    return published.replace(month=1, day=1), published, "since"


def _overnight(_: Words, __: date, named_last: date) -> Resolved:
    return named_last - timedelta(days=1), named_last, "night"


def _today(words: Words, published: date, named_last: date) -> Resolved:
    same = str(words["today"]).casefold() in {"that day", "the same day", "في اليوم نفسه"}
    return _one(named_last if same else published)


def _yesterday(words: Words, published: date, named_last: date) -> Resolved:
    plain = str(words["yesterday"]).casefold().endswith(("yesterday", "امس"))
    return _one((published if plain else named_last) - timedelta(days=1))


def _before_yesterday(_: Words, published: date, __: date) -> Resolved:
    return _one(published - timedelta(days=2))


HOURS_AR = {"الاربع والعشرين": 24, "الثماني والاربعين": 48, "الاثنتين والسبعين": 72}
_HOURS = {"twenty-four": 24, "forty-eight": 48, "seventy-two": 72} | HOURS_AR


def _hours(words: Words, published: date, __: date) -> Resolved:
    written = words.get("hours_n") or words.get("hours_m") or words.get("hours_w") or ""
    hours = _HOURS.get(written.casefold()) or (int(written) if written.isdigit() else 24)
    days = max(1, -(-hours // 24))
    return published - timedelta(days=days), published, "night" if days == 1 else "period"


def _year(words: Words, published: date, _: date) -> Resolved:
    year = int(str(words["year"]))
    return date(year, 1, 1), min(date(year, 12, 31), max(published, date(year, 1, 1))), "period"


def _decade(words: Words, _: date, __: date) -> Resolved:
    """Read "in the 1980s"."""
    first = int(str(words["decade"]))
    return date(first, 1, 1), date(first + 9, 12, 31), "period"


def _years(words: Words, _: date, __: date) -> Resolved:
    """Read "from 2012 to 2016"."""
    first, last = int(str(words["first_year"])), int(str(words["last_year"]))
    return date(first, 1, 1), date(max(first, last), 12, 31), "period"


def _a_week(words: Words, published: date, _: date) -> Resolved:
    unit = str(words["aweek_unit"]).casefold()
    days = {"week": 7, "month": 30, "day": 1}.get(unit) or _length_of_one(unit)
    return published - timedelta(days=days), published, "period"


def _length_of_one(unit: str) -> int:
    """Return the days of a unit that Arabic writes with its number in one word."""
    one = 7 if unit.startswith("اسبوع") else 30 if unit.startswith("شهر") else 1
    return one * (2 if unit.endswith("ين") else 1)


def _since_n(words: Words, published: date, _: date) -> Resolved | None:
    """Read "three days ago" and "for three days", which Arabic writes alike."""
    days = _days_in(words["since_n"], words["since_unit"])
    return None if days is None else (published - timedelta(days=days), published, "since")


def _since_one(words: Words, published: date, _: date) -> Resolved:
    return published - timedelta(days=_length_of_one(str(words["since_one"]))), published, "since"


def _last_n(words: Words, published: date, _: date) -> Resolved | None:
    """Read "in the past three days", which Arabic writes with the number behind."""
    days = _days_in(words["last_n"], str(words["last_unit"]).removeprefix("ال"))
    return None if days is None else (published - timedelta(days=days), published, "period")


def _recent(words: Words, published: date, _: date) -> Resolved:
    days = 7 if str(words["recent_unit"]).casefold() == "days" else 31
    return published - timedelta(days=days), published, "period"


def _weekend(_: Words, published: date, __: date) -> Resolved:
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    return saturday, min(published, saturday + timedelta(days=1)), "period"


def _days_in(count: str | None, unit: str | None) -> int | None:
    number = read_number(str(count))
    if number is None:
        return None
    unit = str(unit).casefold()
    lengths = {
        "week": 7, "fortnight": 14, "اسا": 7, "اسبوع": 7, "month": 30, "اشهر": 30, "شهر": 30,
        "year": 365,
    }  # fmt: skip
    times = next((days for start, days in lengths.items() if unit.startswith(start)), 1)
    return round(number.value * times)


def _ago(words: Words, published: date, named_last: date) -> Resolved | None:
    days = _days_in(words["ago"], words["ago_unit"])
    if days is None:
        return None
    counted_from = published if words.get("ago_from", "ago") in {"ago", None} else named_last
    if str(words.get("ago_from")).casefold() == "later":
        later = _around(named_last + timedelta(days=days), str(words["ago_unit"]))
        return later if later[0] <= published else None  # counted from a day that is not read
    return _around(counted_from - timedelta(days=days), str(words["ago_unit"]))


def _one_ago(words: Words, published: date, _: date) -> Resolved:
    """Read "a week ago" and "two months ago", which Arabic writes in one word."""
    unit = str(words["ago_one"])
    return _around(published - timedelta(days=_length_of_one(unit)), unit)


def _around(day: date, unit: str) -> Resolved:
    """Return the days that "three weeks ago" can be: half a unit on either side."""
    length = 7 if unit.startswith("fortnight") else _days_in("one", unit) or 1
    if length == 1:
        return _one(day)
    half = timedelta(days=length // 2)
    return day - half, day + half, "period"


def _next_day(_: Words, __: date, named_last: date) -> Resolved:
    return _one(named_last + timedelta(days=1))


def _past(words: Words, published: date, _: date) -> Resolved | None:
    if not (words.get("for") or words.get("past")):
        return None
    days = _days_in(words["past_n"], words["past_unit"])
    return None if days is None else (published - timedelta(days=days), published, "period")


def _past_days(words: Words, published: date, _: date) -> Resolved:
    days = {"اليومين": 2, "الاسبوعين": 14}.get(str(words["pastdays"]), 7)
    return published - timedelta(days=days), published, "period"


def _two(words: Words, published: date, _: date) -> Resolved:
    day = published - timedelta(days=2)
    return _one(day) if str(words["two"]).startswith("قبل") else (day, published, "period")


def _last_week(words: Words, published: date, _: date) -> Resolved:
    unit, which = str(words["lastweek_unit"]).casefold(), str(words["lastweek"]).casefold()
    if unit == "weekend":
        return _weekend(words, published, published)
    if which in {"this", "الجاري"}:
        return _this(unit in {"week", "الاسبوع"}, published)
    # "Last week" may be the calendar week before, or the seven days up to now.
    if unit in {"week", "الاسبوع"}:
        return published - timedelta(days=7 + published.weekday()), published, "period"
    first = (published.replace(day=1) - timedelta(days=1)).replace(day=1)
    return min(first, published - timedelta(days=31)), published, "period"


def _this_week(words: Words, published: date, _: date) -> Resolved:
    return _this(str(words["thisweek"]).casefold() == "week", published)


def _this(week: bool, published: date) -> Resolved:  # noqa: FBT001 - one of two periods
    """Return the calendar week or month of a day, up to the day."""
    first = published - timedelta(days=published.weekday()) if week else published.replace(day=1)
    return first, published, "period"


def _nth_of_month(words: Words, published: date, _: date) -> Resolved | None:
    """Read "the sixth of June", "في السادس من الشهر الجاري"."""
    written = str(words.get("nth") or words["nth_n"]).casefold()
    name = str(words["nth_month"]).casefold()
    digits = re.match(r"\d+", written)
    day = int(digits[0]) if digits else NTH[" ".join(written.replace("-", " ").split())]
    if "month" in name or "الشهر" in name:
        earlier = name.startswith("last") or name.endswith(("الماضي", "الفائت", "المنصرم"))
        first = published.replace(day=1)
        month = (first - timedelta(days=1)) if earlier else first
        return _one(month.replace(day=day))
    return _one(_dated(day, _month(name), None, published))


_READERS: dict[str, Callable[[Words, date, date], Resolved | None]] = {
    "iso": _iso,
    "nth_week": _nth_week,
    "this_year": _this_year,
    "since_year": _since_year,
    "from_weekday": _weekdays,
    "before_yesterday": _before_yesterday,
    "recent": _recent,
    "weekend": _weekend,
    "last_n": _last_n,
    "since_n": _since_n,
    "since_one": _since_one,
    "first_year": _years,
    "year": _year,
    "decade": _decade,
    "aweek_unit": _a_week,
    "dm_day": _day_month,
    "md_day": _day_month,
    "nth": _nth_of_month,
    "nth_n": _nth_of_month,
    "month": _whole_month,
    "weekday": _weekday,
    "overnight": _overnight,
    "today": _today,
    "yesterday": _yesterday,
    "hours": _hours,
    "ago": _ago,
    "ago_one": _one_ago,
    "next_day": _next_day,
    "two": _two,
    "past_n": _past,
    "pastdays": _past_days,
    "lastweek": _last_week,
    "thisweek": _this_week,
}
