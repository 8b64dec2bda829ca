"""The day of a verb or a number, from the words around it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.dates import find_days
from frontline.claims.reader.lexicon import AR, EN, both
from frontline.claims.reader.numbers import NUMBER_AR
from frontline.claims.reader.relative_clauses import (
    dates_force,
    of_relative,
    relative_span,
    took_effect,
)
from frontline.claims.reader.time_phrases import during_it, without_durations

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.dates import DayWords


#: Words that date a clause to the day of the article, whatever day was named before.
_NOW = frozenset({"now", "currently", "still", "حاليا", "الان", "لا تزال", "لا يزال", "ما زالت"})


def day_near(sentence: Sentence, at: int, published: date) -> tuple[dict[str, Any], str]:
    """Return the day of the verb or number at a position.

    It is the next day named in its clause, else the last before it, else any after it; else the
    day of publication.

    Returns
    -------
    The fields ``first``, ``last`` and ``day_kind`` of a claim, and what is unsure about them.
    """
    counted = _counted_day(sentence, at, published)
    return _as_fields(counted) if counted is not None else _named_day(sentence, at, published)


def _as_fields(day: DayWords) -> tuple[dict[str, Any], str]:
    return {"first": day.first, "last": day.last, "day_kind": day.kind}, ""


def _named_day(sentence: Sentence, at: int, published: date) -> tuple[dict[str, Any], str]:
    publication = {"first": published, "last": published}
    days = _dating(sentence, at)
    if not days:
        return publication, _unread_day(sentence)
    clause_end = _next_clause(sentence, at)
    joined = _next_joined(sentence, at)
    clause_end = min(clause_end, joined)
    after = [day for day in days if at < day < clause_end and not _first_since(sentence, at, day)]
    before = [day for day in days if day <= at and not of_relative(sentence, day, at)]
    if _is_of_noun(sentence, at):
        after = [at - 1]
    if before and sentence.tokens[at].tag == "VERB" and sentence.verb(at).arabic:
        # "since Thursday have taken 29 villages, the last of them A on Monday"
        after = [day for day in after if not sentence.has("INCLUDING", at, day)]
    latest = max(before, default=0)
    is_now = any(_is_now(sentence, one) for one in range(latest, at))
    is_now = is_now or _is_present(sentence, latest, at)
    is_now = is_now or sentence.text(at - 1) in _PRESENT  # "taken weeks ago, remain in"
    is_now = is_now and not _SAID_ON.before(sentence, latest + 1)
    if not after and (is_now or _became(sentence, latest, at)):
        return publication, ""
    # The day of a relative clause is not that of the sentence it belongs to.
    is_relative = _RELATIVE.match(sentence, clause_end) is not None
    later = [
        day
        for day in days
        if day >= clause_end and not (is_relative and _in_relative(sentence, clause_end, day))
    ]
    if (
        later
        and not (after or before)
        and (sentence.tag(clause_end) == "WHEN" or clause_end == joined)
    ):
        return _of_other_clause(sentence, at, clause_end, later, published)
    if not (after or before or later):
        return publication, ""
    chosen: DayWords = sentence.value((after or before[::-1] or later)[0])
    if _is_since(sentence, at, before, after):
        return _since(chosen, published), ""
    return _as_fields(chosen)


def _is_since(sentence: Sentence, at: int, before: list[int], after: list[int]) -> bool:
    """Return whether a verb was done from the day chosen on: the next one, else the last before."""
    if after:
        return _since_between(sentence, at, after[0]) or _has_begun(sentence, at, after[0])
    return _dates_since(sentence, before[-1] if before else at, at)


#: "two days after their capture of", as Arabic puts it.
_AFTER = TagPattern("(?P<after><WHEN>)(?P<span><WORD>{1,3})<FROM|IN>$")
_THE_DAY_AFTER = "غداه"


def counted_back(sentence: Sentence, at: int) -> str:
    """Return the Arabic words for how long ago a deed was when the main clause took place."""
    verb = sentence.tokens[at].verb
    if verb is None or not verb.arabic or verb.form != "noun":
        return ""
    if sentence.text(at - 1) == _THE_DAY_AFTER:
        return "يوم"
    match = _AFTER.before(sentence, at)
    if match is None or sentence.text(match.start("after")) != "بعد":
        return ""
    span = " ".join(sentence.text(one) for one in range(*match.span("span")))
    return span if _SPAN.fullmatch(span) else ""


#: A number of days, weeks or months, without "more than".
_SPAN = re.compile(
    rf"(?:نحو )?(?:{NUMBER_AR} )?(?:يوم(?:ين|ا)?|ايام|اسبوع(?:ين|ا)?|اسابيع|شهر(?:ين|ا)?|اشهر)"
    r"(?: واحد)?"
)


def _counted_day(sentence: Sentence, at: int, published: date) -> DayWords | None:
    """Return the day of a deed that is counted back from the day of the main clause."""
    if not (span := counted_back(sentence, at)) or _has_own_day(sentence, at):
        return None
    named = [sentence.value(day) for day in sentence.positions("DAY")]
    main = next((day.last for day in named if day.kind == "day"), published)
    return next(iter(find_days(f"قبل {span}", main)), None)


def _has_own_day(sentence: Sentence, at: int) -> bool:
    """Return whether a day stands behind a verb and its objects, in the same clause."""
    days = sentence.positions("DAY", at)
    return bool(days) and not sentence.has("COMMA|WHEN|SAY|WHICH|VERB", at + 1, days[0])


def _dating(sentence: Sentence, at: int) -> list[int]:
    """Return the days that may date a verb or number: not those of another relative clause."""
    days = [
        day
        for day in sentence.positions("DAY")
        if not (
            _counts_from(sentence, day, at)
            or _of_comparison(sentence, day, at)
            or _of_agreement(sentence, day)
            or took_effect(sentence, day, at)
            or dates_force(sentence, day, at)
        )
    ]
    # "in a single day last week" was last week.
    days = without_durations(sentence, days, at)
    inside = relative_span(sentence, at)
    own = [day for day in days if relative_span(sentence, day) == inside]
    return own if inside is None else own or days


#: ", which sits on two roads, on 6 February" and no more verbs behind it.
_ENDS_RELATIVE = TagPattern("<COMMA><WORD|LIE>?<DAY>")


def _in_relative(sentence: Sentence, start: int, day: int) -> bool:
    """Return whether a day behind a relative clause belongs to it, and not to the sentence."""
    commas = sentence.positions("COMMA", start + 2, day)
    if not commas or _ENDS_RELATIVE.match(sentence, commas[-1]) is None:
        return True
    return commas[-1] < day - 2 or sentence.has("VERB|MOVE", day)


def _dates_since(sentence: Sentence, day: int, at: int) -> bool:
    """Return whether a verb was done since a day that dates another clause.

    "Though a truce began on Sunday, they have since taken A", "since taking A in August they have
    taken B".
    """
    if sentence.text(at - 1) == "since" and sentence.tag(at - 2) == "HAVE":
        return True
    if sentence.tag(day) == "DAY" and during_it(sentence, day, at):
        return True
    since = [one for one in range(day) if sentence.text(one) in _SINCE]
    if not since or at <= day or sentence.has("SAY", since[-1], at):
        return False
    return sentence.has("VERB", since[-1], day)


_SINCE = frozenset({"since", "منذ"})
_FIRST = frozenset({"first", "biggest", "largest", "deepest", "اول", "الاولي"})


def _since_between(sentence: Sentence, at: int, day: int) -> bool:
    """Return whether a day dates a beginning: "have taken, since the attack began on Friday, A"."""
    return any(sentence.text(one) in _SINCE for one in range(at + 1, day))


def _has_begun(sentence: Sentence, at: int, day: int) -> bool:
    """Return whether an Arabic day is that on which an attack began: "in an attack they began"."""
    verb = sentence.tokens[at].verb
    words = (sentence.text(one) for one in sentence.positions("WORD", at + 1, day))
    return verb is not None and verb.arabic and any(word.startswith(_BEGUN) for word in words)


_BEGUN = tuple(AR["time"]["begin"])
#: "the army took A, and it also took B on Monday", as Arabic puts it.
_AS_WELL = "كما"


def _next_joined(sentence: Sentence, at: int) -> int:
    """Return where the next Arabic clause with "and also" begins, else the sentence's end."""
    return next(
        (
            comma
            for comma in sentence.positions("COMMA", at + 1)
            if sentence.text(comma + 1) == _AS_WELL and sentence.tag(comma + 2) in {"VERB", "WORD"}
        ),
        len(sentence),
    )


def _first_since(sentence: Sentence, at: int, day: int) -> bool:
    """Return whether a day dates what came before: "for the first time since, in 2014"."""
    since = [one for one in range(at + 1, day) if sentence.text(one) in _SINCE]
    words = {
        word for one in range(at + 1, max(since, default=0)) for word in sentence.text(one).split()
    }
    return bool(words & _FIRST)


def _has_done(sentence: Sentence, at: int, since: int) -> bool:
    """Return whether it is "have taken 16 villages since the attack began on Friday"."""
    words = {word for one in range(since) for word in sentence.text(one).split()}
    return sentence.has("HAVE", at - 3, at) and sentence.tag(at) == "VERB" and not words & _FIRST


def _since(day: DayWords, published: date) -> dict[str, Any]:
    """Return the days since one, which was before the article."""
    first = day.first
    if first > published:
        leap = (first.month, first.day) == (2, 29)
        first = date(first.year - 1, first.month, 28 if leap else first.day)
    return {"first": first, "last": published, "day_kind": "since"}


_LIKE = frozenset({"as", "like", "unlike", "كما", "مثل", "مثلما"})


def _of_comparison(sentence: Sentence, day: int, at: int) -> bool:
    """Return whether a day dates what a sentence compares: "As in A in August, the army took B"."""
    compares = sentence.text(0) in _LIKE and sentence.tag(1) in {"IN", "PLACE", "WITH"}
    return compares and day < at and not sentence.has("VERB|FORCE|COMMA", 0, day)


_AGREED = frozenset(EN["time"]["agreed"])


def _of_agreement(sentence: Sentence, day: int) -> bool:
    """Return whether a day dates what it stands behind: "the zone agreed last September"."""
    noun = sentence.tag(day - 2) in {"NOUN", "WORD", "FEATURE", "REGION"}
    return noun and sentence.text(day - 1) in _AGREED


_PRESENT = frozenset({"are", "is", "stand", "stands", "remain", "remains", "يبعد", "تبعد"})


def _is_present(sentence: Sentence, start: int, at: int) -> bool:
    """Return whether forces are at a distance now: "took A on Monday and are 9 km from B"."""
    joined = any(
        sentence.text(one) in _PRESENT and sentence.tag(one - 1) == "AND"
        for one in range(start + 1, at)
    )
    return joined and sentence.tag(at) == "LENGTH" and sentence.has("VERB|MOVE", 0, at)


_UNITS = frozenset(EN["time"]["units"])


def _counts_from(sentence: Sentence, day: int, at: int) -> bool:
    """Return whether a day is counted from another clause: "three days after losing A, they"."""
    words = sentence.text(day).split()
    counted = sentence.text(day + 1) == "after" and bool(words) and words[-1] in _UNITS
    return counted and (day > at or sentence.has("VERB|COMMA", day + 1, at))


def _is_of_noun(sentence: Sentence, at: int) -> bool:
    """Return whether a day stands right before a noun of control: "Monday's recapture of"."""
    verb = sentence.tokens[at].verb
    return sentence.tag(at - 1) == "DAY" and verb is not None and verb.form == "noun"


def _is_now(sentence: Sentence, at: int) -> bool:
    """Return whether a word dates a clause to the day of the article: not "until now"."""
    return sentence.text(at) in _NOW and sentence.text(at - 1).removeprefix("و") != "حتي"


def _became(sentence: Sentence, start: int, at: int) -> bool:
    """Return whether a clause says what has become of what was done before."""
    return any(
        sentence.text(one) in _BECAME
        and sentence.tag(one - 1) in {"AND", "COMMA"}
        and sentence.has("VERB", 0, one)
        for one in range(start, at)
    )


_BECAME = frozenset({*AR["time"]["became"], "بذلك", "وبذلك"})
_DAY_WORDS = frozenset([
    *EN["weekdays"], *EN["months"], *AR["weekdays"], *AR["months"], *both("time", "unread"),
])  # fmt: skip


def _unread_day(sentence: Sentence) -> str:
    """Return that a word for a day was not read, if there is one."""
    for at, token in enumerate(sentence.tokens):
        if token.text == "following" and sentence.text(at + 1) not in _OF_TIME:
            continue  # "the following villages", "following clashes"
        if token.mention is None and _DAY_WORDS.intersection(token.text.split()):
            return f"the day: {token.text!r} was not read"
    return ""


_OF_TIME = _UNITS | frozenset(EN["time"]["of_day"])
_BEGIN = tuple(both("time", "begin"))


def _of_other_clause(
    sentence: Sentence, at: int, clause_end: int, days: list[int], published: date
) -> tuple[dict[str, Any], str]:
    """Return the day of a verb where only the clause behind it, "after clashes on Friday", has one.

    It may date both; the day of "since" and of "an attack that began" dates only its own clause.
    """
    publication = {"first": published, "last": published}
    day: DayWords = sentence.value(days[0])
    begun = days[0] == clause_end + 1 or _has_done(sentence, at, clause_end)  # "since last night"
    if begun and sentence.text(clause_end) in _SINCE:
        return _since(day, published), ""
    own = sentence.text(clause_end) in _NOT_BOTH or begins(sentence, clause_end, days[0])
    if own or not timedelta(0) <= published - day.first <= _LATELY:
        return publication, ""
    unsure = f"the day: {sentence.text(days[0])!r} may date another clause"
    return {"first": day.first, "last": published, "day_kind": "period"}, unsure


_NOT_BOTH = frozenset(
    {
        "down from",
        "up from",
        "compared with",
        "compared to",
        "since",
        "before",
        "until",
        "قبل",
        "قبل ان",
        "منذ",
    }
)
_LATELY = timedelta(days=7)


def begins(sentence: Sentence, start: int, day: int) -> bool:
    """Return whether a verb of beginning stands between the start of a clause and a day."""
    return any(sentence.text(one).startswith(_BEGIN) for one in range(start, day))


_SAID_ON = TagPattern("<SAY><IN>?<DAY>$")
_OWN_PARTICIPLE = "<LIE|DET|WORD>{0,2}<VERB><BY|TO|DET|FORCE>{0,3}<DAY>"
_RELATIVE = TagPattern(f"<COMMA>?<WHICH>|<COMMA>{_OWN_PARTICIPLE}")
_CLAUSE_END = TagPattern(
    f"<COMMA><AND>(?=<DAY><VERB|WORD|FIGHTING>)|<COMMA>(?={_OWN_PARTICIPLE})|<WHEN>|<SAY>"
    "|<COMMA><WHICH>|<WHICH>(?=<DET>?<HAVE|VERB|BE|LIE|FORCE>)"
)


def _goes_on(sentence: Sentence, at: int, comma: int) -> bool:
    """Return whether a comma only ends an aside: "A, held by rebels, fell on Thursday"."""
    if sentence.tag(comma) != "COMMA" or sentence.tag(comma + 1) in {"AND", "WHICH"}:
        return False
    verb = sentence.positions("VERB", comma)[0]
    finite = sentence.verb(verb).name in {"fall", "change"}
    return finite or relative_span(sentence, at) is not None


def _next_clause(sentence: Sentence, at: int) -> int:
    """Return the end of a clause; "two weeks after" belongs to the next one."""
    ends = _CLAUSE_END.finditer(sentence, at + 1)
    match = next((one for one in ends if not _goes_on(sentence, at, one.start())), None)
    if match is None:
        return len(sentence)
    end = match.start()
    return end - 1 if sentence.tag(end) == "WHEN" and sentence.tag(end - 1) == "DAY" else end
