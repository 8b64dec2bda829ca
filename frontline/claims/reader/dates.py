"""Find the days that a text names, resolved against the day of publication.

"On Thursday" is the last Thursday up to that day; "overnight" runs from the evening before to
the day; "a day earlier" counts from the day named last. No library is used: the available ones
read "may" and "second" as days, guess the order of 03/04, and prefer future dates, while an
article looks back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.claims.reader.day_resolution import HOURS_AR, NTH, resolve
from frontline.claims.reader.lexicon import AR, EN, any_of
from frontline.claims.reader.numbers import NUMBER_AR, NUMBER_EN
from frontline.claims.reader.text import around

if TYPE_CHECKING:
    from datetime import date


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
_SINCE_EN = (
    r"since\s+(?:(?:the\s+)?(?:(?:early|late)\s+)?(?:morning|afternoon|evening|night)\s+of\s+"
    r"|(?:early|late)\s+(?:on\s+)?)?"
)
#: "Friday," before "24 January": the date says which Friday.
_WEEKDAY_EN = rf"(?:{_DAY_EN}(?:\s+(?:morning|afternoon|evening))?,?\s+(?:the\s+)?)?"
_WEEKDAY_AR = rf"(?:(?:مساء|فجر|صباح|ظهر)\s+)?(?:يوم\s+)?(?:{_DAY_AR}\s*,?\s*)?(?:الموافق\s+)?"
#: "between 1 and", "from 1 March to", "1-", before "5 March".
_RANGE_EN = (
    rf"between\s+(?:the\s+)?(?P<between_day>\d{{1,2}}){_TH}(?:\s+(?P<between_month>{_MONTH_EN}))?"
    rf"\s+and\s+|(?:from\s+)?(?:the\s+)?(?P<from_day>\d{{1,2}}){_TH}"
    rf"(?:\s+(?P<from_month>{_MONTH_EN}))?(?:\s+(?:to|until|through)\s+|\s?[-\u2013]\s?)"
)

_PATTERN_EN = re.compile(
    rf"""\b(?:
      (?P<since6>since\s+)?(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b
    | (?P<since>{_SINCE_EN})?{_WEEKDAY_EN}(?:(?P<part>early|mid|late)[-\s]+)?(?:{_RANGE_EN})?
      (?:the\s+)?(?P<dm_day>\d{{1,2}}){_TH}
      \s+(?:of\s+)?(?P<dm_month>{_MONTH_EN})(?:,?\s+(?P<dm_year>{_YEAR}))?
    | (?P<since2>{_SINCE_EN})?{_WEEKDAY_EN}(?P<md_month>{_MONTH_EN})
      \s+(?P<md_day>\d{{1,2}}){_TH}(?!\d|:|\s*%)
      (?:(?:\s+(?:to|until|through)\s+(?:(?P<to_month>{_MONTH_EN})\s+)?|\s?[-\u2013]\s?)
      (?P<to_day>\d{{1,2}}){_TH}(?!\d|:|\s*%))?
      (?:,?\s+(?P<md_year>{_YEAR}))?
    | (?:in|during)\s+the\s+(?P<nth_week>first|second|third|last)\s+week\s+of\s+
      (?P<week_month>{_MONTH_EN})
    | (?P<since8>since)\s+the\s+(?:start|beginning|turn)\s+of\s+(?P<since_year>the|this)\s+year
    | (?:earlier\s+)?(?P<this_year>this)\s+year
    | (?P<since3>(?:since|in|of|during|by|last|until|at)\s+)
      (?:(?P<part3>early|mid|late|the\s+end\s+of|the\s+(?:start|beginning)\s+of)[-\s]+)?
      (?P<month>{_MONTH_EN})(?:,?\s+(?P<month_year>{_YEAR}))?(?!,?\s+\d)
    | (?:from|between)\s+(?P<first_year>{_YEAR})\s+(?:to|until|till|and|through)
      \s+(?P<last_year>{_YEAR})
    | (?:(?:in|during|since|from)\s+)?the\s+(?:early\s+|late\s+|mid-)?(?P<decade>(?:19|20)\d0)'?s
    | (?P<since5>(?:since|in|until|during)\s+)(?:early\s+|late\s+|mid-)?(?P<year>{_YEAR})(?!-\d)
    | (?P<since0>{_SINCE_EN})?{_WEEKDAY_EN}(?:the\s+)?(?P<nth>{_NTH_EN})
      \s+of\s+(?P<nth_month>{_MONTH_EN}|this\s+month|last\s+month)
    | (?:from|between)\s+(?P<from_weekday>{_DAY_EN})\s+(?:to|and|until|through)\s+
      (?P<to_weekday>{_DAY_EN})
    | (?P<since4>{_SINCE_EN})?(?:(?P<lastday>last|this(?:\s+past)?|the\s+previous)\s+)?
      (?P<weekday>{_DAY_EN})(?:\s+(?P<night4>night))?
    | (?P<overnight>overnight|(?:in|during)\s+the\s+night|last\s+night|at\s+night)
    | (?P<today>today|tonight|this\s+(?:morning|afternoon|evening)|(?:the|that)\s+same\s+day
      |that\s+day|earlier\s+in\s+the\s+day)
    | (?P<yesterday>yesterday|the\s+(?:day\s+before|previous\s+day)
      |the\s+(?:night|evening)\s+before)
    | (?P<hours>(?:(?:in|over|during|within|for|throughout)\s+)?
      (?:(?:just|only|under|barely|the\s+space\s+of|less\s+than|the)\s+){{0,2}}
      (?:(?:last|past|previous)\s+)?(?P<hours_n>\d{{2}}|twenty-four|forty-eight|seventy-two)[\s-]hours)
    | (?!(?!half)\w+\s+an?\s)(?P<ago>{NUMBER_EN})
      \s+(?P<ago_unit>days?|weeks?|fortnights?|months?|years?)\s+(?P<ago_from>ago|earlier|before|after|later)
    | (?:on\s+)?(?P<next_day>the\s+(?:next|following)\s+(?:day|morning|night))
    | (?P<for>{_IN})?(?:just\s+|only\s+|under\s+|less\s+than\s+)?(?:the\s+)?
      (?:(?P<past>last|past|previous|preceding)\s+)?(?P<past_n>{NUMBER_EN})
      \s+(?P<past_unit>days?|weeks?|months?)
    | (?:{_IN})?(?:the\s+)?(?:(?:last|past)\s+)?(?P<recent>few|recent)\s+(?P<recent_unit>days|weeks)
    | (?P<since9>since\s+)?(?:(?:over|at|on|during)\s+)?the\s+(?P<weekend>weekend)
    | (?:{_IN})?(?:the\s+)?(?P<lastweek>last|past|previous|this)
      \s+(?P<lastweek_unit>week|month|weekend)
    | (?:in|within)\s+(?:the\s+space\s+of\s+|less\s+than\s+|under\s+|just\s+)?(?P<aweek>a)
      \s+(?P<aweek_unit>day|week|month)
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
_BACK, _AHEAD = 45, 60
_LAST_AR, _THIS_AR = "الماضي|الفائت|المنصرم", "الجاري|الحالي|نفسه"
#: "January" in a second name: "كانون الثاني/يناير".
_BOTH_AR = rf"(?:\s*/\s*(?:{_MONTH_AR}|\w+))?"
_NTH_AR = any_of(NTH)
_PARTS_AR = "(?:اوائل|مطلع|منتصف|اواخر|نهايه|بدايه)"
_PATTERN_AR = re.compile(
    rf"""(?:(?<!\w)|(?<=\Wو))(?:
      (?P<since6>منذ\s+)?(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<since>منذ\s+)?{_WEEKDAY_AR}(?:ال\s?)?(?P<dm_day>\d{{1,2}})
      \s?(?:/|\s(?:من\s+)?(?:شهر\s+)?)\s?(?P<dm_month>{_MONTH_AR}){_BOTH_AR}
      (?:\s+(?:من\s+)?(?:عام\s+)?(?P<dm_year>{_YEAR}))?(?:\s+(?:{_LAST_AR}|{_THIS_AR}))?
    | (?P<since2>منذ\s+)?(?:في\s+)?{_WEEKDAY_AR}
      (?:(?P<nth>{_NTH_AR})|(?:ال\s?)?(?P<nth_n>\d{{1,2}})(?=\s+(?:من\s+)?الشهر))
      \s+(?:من\s+)?(?:شهر\s+)?
      (?P<nth_month>{_MONTH_AR}|الشهر(?:\s+(?:{_LAST_AR}|{_THIS_AR}))?){_BOTH_AR}
      (?:\s+(?:{_LAST_AR}|{_THIS_AR}))?
    | (?:(?P<since3>منذ\s+|في\s+|خلال\s+)|(?={_PARTS_AR}\s))(?:(?P<part3>{_PARTS_AR})\s+)?
      (?:شهر\s+)?(?P<month>{_MONTH_AR}){_BOTH_AR}
      (?:\s+(?:من\s+)?(?:عام\s+|سنه\s+)?(?P<month_year>{_YEAR}))?
      (?:\s+(?:{_LAST_AR}|{_THIS_AR}))?
    | (?:(?P<since5>منذ\s+|في\s+|خلال\s+)?(?:ال)?(?:عام|سنه)\s+|(?P<since7>منذ\s+))(?P<year>{_YEAR})
    | (?P<since4>منذ\s+)?(?:(?:بعد\s+)?منتصف\s+(?=ليل))?
      (?:(?:(?P<night4>ليله?)|مساء|فجر|صباح|ظهر)\s+)?
      (?:(?:يوم|امس|اليوم)\s+)*(?P<weekday>{_DAY_AR})(?:\s+(?P<lastday>{_LAST_AR}))?
    | (?P<overnight>خلال\s+الليل|ليلا|الليله\s+الماضيه|ليل\s+امس|بين\s+ليله\s+وضحاها)
    | (?P<today>اليوم|هذا\s+الصباح|في\s+اليوم\s+نفسه|صباح\s+اليوم|مساء\s+اليوم)
    | (?P<before_yesterday>ب?اول\s+(?:من\s+)?امس|امس\s+الاول)
    | (?P<yesterday>(?:(?:مساء|صباح|فجر)\s+)?ب?(?:ال)?امس|(?:في\s+)?اليوم\s+السابق
      |قبل\s+ذلك\s+بيوم|قبل\s+يوم(?:\s+واحد)?)
    | (?P<hours>(?:خلال|في(?:\s+غضون)?)\s+(?:(?:اقل\s+من|نحو|حوالي)\s+)?(?:ال)?\s?
      (?P<hours_n>\d{{2,3}})\s+ساعه(?:\s+الماضيه)?
      |خلال\s+(?:ال)?ساعات\s+(?:ال)?(?P<hours_m>24|48|72)(?:\s+(?:الماضيه|الاخيره))?
      |خلال\s+الساعات\s+(?P<hours_w>{any_of(HOURS_AR)})(?:\s+(?:الماضيه|الاخيره))?
      |خلال\s+الساعات\s+الماضيه)
    | (?P<next_day>(?:في\s+)?اليوم\s+التالي|بعد\s+ذلك\s+بيوم(?:\s+واحد)?)
    | قبل\s+(?P<ago>{NUMBER_AR})\s+(?P<ago_unit>ايام|يوما?|اسابيع|اشهر)
    | قبل\s+(?:نحو\s+)?(?P<ago_one>اسبوع(?:ين)?|شهر(?:ين)?)(?!\s+من)
    | (?P<two>(?:خلال|في|قبل)\s+يومين)
    | (?:خلال|في)\s+(?P<pastdays>اليومين|الاسبوعين|الايام)\s+(?:القليله\s+)?
      (?:الماضي(?:ين|ه)|الاخير(?:ين|ه))
    | (?P<for>خلال|في|علي\s+مدار)\s+(?P<past_n>{NUMBER_AR})
      \s+(?P<past_unit>ايام|يوما?|اسابيع|اشهر)
    | (?:خلال|في|علي\s+مدار)\s+(?P<last_unit>الايام|الاسابيع|الاشهر)
      \s+ال\s?(?P<last_n>\w{{1,9}})\s+(?:الماضيه|الاخيره|الفائته)
    | (?P<since8>منذ)\s+(?:نحو\s+)?(?P<since_n>{NUMBER_AR})\s+(?P<since_unit>ايام|يوما?|اسابيع|اشهر)
    | (?P<since9>منذ)\s+(?:نحو\s+)?(?P<since_one>يومين|اسبوع(?:ين)?|شهر(?:ين)?)
    | (?P<since_start>منذ)\s+(?:مطلع|بدايه)\s+(?P<since_year>العام|السنه)
    | (?:خلال|في(?:\s+غضون)?)\s+(?P<aweek_unit>يوم|اسبوع(?:ين)?|شهر(?:ين)?)
    | (?:(?:خلال|في)\s+)?(?P<lastweek_unit>الاسبوع|الشهر)\s+(?P<lastweek>الماضي|الفائت|الجاري)
    )(?!\w)""",
    re.VERBOSE,
)


_HINT_AR = re.compile(
    rf"{_MONTH_AR}|{_DAY_AR}|يوم|ليل|امس|صباح|مساء|ساع|اسبوع|اسابيع|شهر|ايام|العام|السنه|{_YEAR}"
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
            text, max(0, match.start() - 90), match.start()
        ):
            last, kind = published, "since"
        if kind == "since" and found and _is_its_day(text, found[-1], match.start()):
            found.pop()  # "since the evening of Friday 24 January"
        end = match.end() - _behind(match)
        found.append(DayWords(match.start(), end, first, last, kind))
        if kind in {"day", "night"}:
            named_last, is_named = last, True
    return found


def _is_its_day(text: str, last: DayWords, start: int) -> bool:
    """Return whether "since" stands before a weekday that a date follows at once."""
    return last.kind == "since" and not text[last.end : start].strip(" ,")


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
    r"|(?<!\w)و?منذ\s+(?:\w+\s+){0,8}(?:في\s+|يوم\s+|بتاريخ\s+)?$",
    re.IGNORECASE,
)


def _behind(match: re.Match[str]) -> int:
    """Return the length of "after" at the end of a match, which belongs to what follows."""
    word = match.groupdict().get("ago_from") or ""
    return len(word) if word.casefold() == "after" else 0
