"""The voice, the mood and the day of a verb or a number, from the words around it.

Only what was done is a fact. "Close to capturing", "14 km short of holding" and "to capture" are
no facts, nor is what was denied.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from frontline.claims.chunker import TagPattern
from frontline.claims.lexicon import AR, EN, both
from frontline.claims.relative_clauses import is_apposed_participle, of_relative

if TYPE_CHECKING:
    from datetime import date

    from frontline.claims.chunker import Sentence
    from frontline.claims.dates import DayWords
    from frontline.claims.lexicon import VerbForm


# Days -----------------------------------------------------------------------------------------

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
    publication = {"first": published, "last": published}
    days = [day for day in sentence.positions("DAY") if not _counts_from(sentence, day, at)]
    if not days:
        return publication, _unread_day(sentence)
    clause_end = _next_clause(sentence, at)
    after = [day for day in days if at < day < clause_end]
    before = [day for day in days if day <= at and not of_relative(sentence, day, at)]
    if _is_of_noun(sentence, at):
        after = [at - 1]
    latest = max(before, default=0)
    is_now = any(sentence.text(one) in _NOW for one in range(latest, at))
    is_now = is_now or _is_present(sentence, latest, at)
    is_now = is_now and not _SAID_ON.before(sentence, latest + 1)
    if not after and (is_now or _became(sentence, latest, at)):
        return publication, ""
    # The day of a relative clause is not that of the sentence it belongs to.
    is_relative = _RELATIVE.match(sentence, clause_end) is not None
    later = [day for day in days if day >= clause_end and not is_relative]
    if later and not (after or before) and sentence.tag(clause_end) == "WHEN":
        return _of_other_clause(sentence, clause_end, later, published)
    if not (after or before or later):
        return publication, ""
    chosen: DayWords = sentence.value((after or before[::-1] or later)[0])
    if sentence.text(at - 1) == "since" and sentence.tag(at - 2) == "HAVE" and not after:
        # "Though a truce began on Sunday, they have since taken"
        return {"first": chosen.first, "last": published, "day_kind": "since"}, ""
    return {"first": chosen.first, "last": chosen.last, "day_kind": chosen.kind}, ""


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
    return counted and (day > at or sentence.has("VERB", day, at))


def _is_of_noun(sentence: Sentence, at: int) -> bool:
    """Return whether a day stands right before a noun of control: "Monday's recapture of"."""
    verb = sentence.tokens[at].verb
    return sentence.tag(at - 1) == "DAY" and verb is not None and verb.form == "noun"


def _became(sentence: Sentence, start: int, at: int) -> bool:
    """Return whether a clause says what has become of what was done before."""
    return any(
        sentence.text(one) in _BECAME
        and sentence.tag(one - 1) in {"AND", "COMMA"}
        and sentence.has("VERB", 0, one)
        for one in range(start, at)
    )


_BECAME = frozenset(AR["time"]["became"])
_DAY_WORDS = frozenset([
    *EN["weekdays"], *EN["months"], *AR["weekdays"], *AR["months"], *both("time", "unread"),
])  # fmt: skip


def _unread_day(sentence: Sentence) -> str:
    """Return that a word for a day was not read, if there is one."""
    for token in sentence.tokens:
        if token.mention is None and _DAY_WORDS.intersection(token.text.split()):
            return f"the day: {token.text!r} was not read"
    return ""


_BEGIN = tuple(both("time", "begin"))


def _of_other_clause(
    sentence: Sentence, clause_end: int, days: list[int], published: date
) -> tuple[dict[str, Any], str]:
    """Return the day of a verb where only the clause behind it, "after clashes on Friday", has one.

    It may date both; the day of "since" and of "an attack that began" dates only its own clause.
    """
    publication = {"first": published, "last": published}
    day: DayWords = sentence.value(days[0])
    own = sentence.text(clause_end) in _NOT_BOTH or _begins(sentence, clause_end, days[0])
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


def _begins(sentence: Sentence, start: int, day: int) -> bool:
    """Return whether a verb of beginning stands between the start of a clause and a day."""
    return any(sentence.text(one).startswith(_BEGIN) for one in range(start, day))


_SAID_ON = TagPattern("<SAY><IN>?<DAY>$")
_RELATIVE = TagPattern("<COMMA>?<WHICH>")
_CLAUSE_END = TagPattern("<WHEN>|<SAY>|<COMMA><WHICH>|<WHICH>(?=<DET>?<HAVE|VERB|BE|LIE|FORCE>)")


def _next_clause(sentence: Sentence, at: int) -> int:
    """Return the end of a clause; "two weeks after" belongs to the next one."""
    match = _CLAUSE_END.search(sentence, at + 1)
    if match is None:
        return len(sentence)
    end = match.start()
    return end - 1 if sentence.tag(end) == "WHEN" and sentence.tag(end - 1) == "DAY" else end


# Moods ----------------------------------------------------------------------------------------

#: "close to capturing", "14 km short of holding": what is not yet done.
_NOT_YET = TagPattern("(?:<ALMOST><HAVE|BE|WORD|LIE|DET|AIM|FORCE|IN>{0,2}|<LENGTH><AWAY>?<FROM>)$")
#: "is nearing the completion of the siege".
_NEARING = TagPattern("(?:<MOVE>|<MOVE><FORCE>(?=<FROM><WORD>)|<AWAY><FORCE>?)<FROM><WORD>{0,2}$")
#: "nothing remains but to announce the capture of", as Arabic puts it.
_REMAINS = TagPattern("<REMAIN><WORD|LIE|AWAY>{0,2}$")
#: "8 km remain between the army and control of"; "did not stop the army from taking".
_BETWEEN_AND = TagPattern("<BETWEEN><DET|WORD>{0,2}<FORCE><AND><WORD|DET|LIE>{0,3}$")
_NOT_STOPPED = TagPattern("<NOT><WORD|HAVE>{1,2}<DET>?<FORCE><FROM>$")
_WITHOUT = frozenset({"without", "instead of", "rather than"})
_HELPED = frozenset(EN["not_verbs"]["helped"])
_MODAL_AFTER = TagPattern("<!SAY|WHEN|WHICH|COMMA|VERB>{0,6}<MODAL>")


def mood_at(sentence: Sentence, at: int, until: int | None = None) -> str:
    """Return the mood of the verb or number at a position.

    Parameters
    ----------
    until : end of the words that a verb governs; "capturing it would" is no fact
    """
    verb = sentence.tokens[at].verb
    if verb is not None and verb.form == "ing" and _NOT_STOPPED.before(sentence, at):
        return "fact"
    if verb is not None and verb.form == "past" and is_apposed_participle(sentence, at):
        return "fact"
    own = None if verb is None else _mood_of_form(sentence, at, verb)
    if own is not None:
        return own
    found = _mood_before(sentence, at)
    if found == "fact" and verb is not None and verb.form in {"ing", "noun", "base"}:
        start = at if until is None else until
        return "prediction" if _MODAL_AFTER.match(sentence, start) else "fact"
    return found


def _mood_of_form(sentence: Sentence, at: int, verb: VerbForm) -> str | None:
    """Return the mood that a verb's own form and the words right before it give it."""
    if verb.is_aim or _is_infinitive(sentence, at) or _is_gerund_of_purpose(sentence, at, verb):
        denied = sentence.has("NOT", at - 3, at)
        return "prediction" if verb.name == "fall" else "denial" if denied else "aim"
    if verb.arabic and (_PURPOSE.match(sentence.text(at - 1)) or sentence.text(at - 1) in _SO_THAT):
        return "aim"
    if verb.form == "present" and sentence.tag(at - 1) == "TO":
        earlier = sentence.positions("VERB", 0, at)  # "wants to take it and so besiege it"
        is_aim = not earlier and _last_move(sentence, at) not in _MOVED
        mood = "aim" if is_aim else mood_at(sentence, earlier[-1]) if earlier else "fact"
        if mood != "fact":
            return mood
    almost = _NOT_YET.before(sentence, at) or sentence.text(at - 1) == "all but"
    if _is_not_yet(sentence, at, verb):
        return "prediction"
    # "far from taking", "kept from taking"
    away = verb.form == "ing" and sentence.tag(at - 1) == "FROM"
    away = away and sentence.text(at - 2) not in {"apart", "aside"}
    if verb.form == "future" or away or (almost and verb.name != "surround"):
        return "prediction"
    return "denial" if sentence.text(at - 1) in _WITHOUT else None


#: "advanced", in Arabic: what follows with "to" came of it; behind other verbs it is an aim.
_MOVED = frozenset({"تقدمت", "تقدم", "اقتربت", "اقترب"})


def _last_move(sentence: Sentence, at: int) -> str:
    """Return the word of moving before a position, or an empty string."""
    moves = sentence.positions("MOVE", 0, at)
    return sentence.text(moves[-1]) if moves else ""


def _is_not_yet(sentence: Sentence, at: int, verb: VerbForm) -> bool:
    """Return whether the words before a noun of control say that it is still to come."""
    if not verb.arabic:
        return verb.form == "noun" and _BETWEEN_AND.before(sentence, at) is not None
    return any(one.before(sentence, at) is not None for one in (_NEARING, _REMAINS))


#: Words after which "to" names what was done: "led to taking".
_DONE = frozenset({"led", "leads", "leading", "thanks", "due", "owing", "prior", "amounts"})


def _is_gerund_of_purpose(sentence: Sentence, at: int, verb: VerbForm) -> bool:
    """Return whether it is "gives priority to taking", where nothing is said to be taken."""
    if verb.form != "ing" or sentence.text(at - 1) != "to":
        return False
    return sentence.tag(at - 2) != "ALMOST" and sentence.text(at - 2) not in _DONE


#: Relative pronouns: what is denied before them is not denied behind them.
_RELATIVE_PRONOUNS = frozenset({
    "who", "which", "whose", "التي", "الذي", "الذين", "اللتين", "اللتان", "اللذين", "اللذان",
    "والتي",
})  # fmt: skip


def _mood_before(sentence: Sentence, at: int) -> str:
    """Return what the words before a verb or number make of it, back to its clause's start."""
    found = "fact"
    for before in range(at - 1, -1, -1):
        tag = sentence.tags[before]
        if sentence.text(before) in _THEY_ARE:
            return found
        if tag in {"SAY", "WHEN"} or (
            tag == "WHICH" and (found != "fact" or sentence.text(before) in _RELATIVE_PRONOUNS)
        ):
            # "denied reports that"
            return "denial" if tag == "SAY" and sentence.tag(before - 1) == "NOT" else found
        if tag == "VERB":
            return found if found != "fact" else _inherited(sentence, before, at)
        if tag == "NOT":
            return "denial"
        if tag in {"AIM", "MODAL"} and _is_past_attempt(sentence, before, at):
            continue
        if tag == "AIM" and _started_with(sentence, before, at):
            continue
        if tag in {"AIM", "MODAL"} and found == "fact" and not sentence.has("WHICH", before, at):
            found = {"AIM": "aim", "MODAL": "prediction"}[tag]
    return found


#: "and they are", which begins a clause of its own in Arabic.
_THEY_ARE = frozenset({"وهي", "وهو", "وهما", "وهم"})
_ATTEMPTS = frozenset({"attempt", "attempts", "bid", "plan", "plans", "try", "tries", "aims"})


def _is_past_attempt(sentence: Sentence, aim: int, at: int) -> bool:
    """Return whether an aim is not that of a verb: "after seven attempts the army captured"."""
    words = {sentence.text(aim), sentence.text(aim + 1)}
    own = sentence.has("FORCE", aim + 1, at) and not sentence.has("TO|OF|FROM", aim, at)
    return own and bool(words & _ATTEMPTS)


def _started_with(sentence: Sentence, aim: int, at: int) -> bool:
    """Return whether it is "the offensive they had prepared began with the capture of"."""
    verb = sentence.tokens[at].verb
    with_it = sentence.text(at - 1) == "the" and sentence.text(at - 2) in {"with", "by"}
    return verb is not None and verb.form == "noun" and with_it and _begins(sentence, aim, at)


_NEVER = frozenset(both("moods", "never"))


def says_never(sentence: Sentence, at: int, until: int) -> bool:
    """Return whether the words around a denied verb say that it was so on no day.

    Parameters
    ----------
    until : position of the object of the verb
    """
    first = at
    while first > 0 and sentence.tags[first - 1] not in {"VERB", "SAY", "WHEN"}:
        first -= 1
    return any(
        word in _NEVER
        for one in range(first, max(at, until) + 1)
        for word in sentence.text(one).split()
    )


#: "so that they may besiege it", as Arabic puts it.
_SO_THAT = frozenset({"كي", "لكي", "بحيث"})
#: An Arabic verb of purpose before a noun of control: "to impose the siege".
_PURPOSE = re.compile(r"ل[يت]\w{3,}$")


def _is_infinitive(sentence: Sentence, at: int) -> bool:
    """Return whether a verb is an infinitive of purpose: "to capture"."""
    verb = sentence.tokens[at].verb
    if verb is None or verb.form != "base" or sentence.tag(at - 1) != "TO":
        return False
    before = " ".join(token.text for token in sentence.tokens[max(0, at - 4) : at - 1])
    return not any(before.endswith(word) for word in _HELPED)


def _inherited(sentence: Sentence, before: int, at: int) -> str:
    """Return the mood of the verb before, for "wants to take the town and reach the road"."""
    verb, last = sentence.tokens[at].verb, sentence.verb(before)
    between = sentence.tags[before:at]
    if verb is None:
        return "fact" if {"AND", "COMMA", "FORCE"} & set(between) else mood_at(sentence, before)
    same = verb.form == last.form and (verb.form == "base" or (verb.arabic and verb.form == "noun"))
    joined = same and "AND" in between and "FORCE" not in between
    return mood_at(sentence, before) if joined else "fact"


# Voice --------------------------------------------------------------------------------------

_BE = TagPattern("<BE><WORD|LIE|DAY|DET|NOT>*$")
_BY_AT_ONCE = TagPattern("<DAY|WORD|LIE|IN|DIRECTION>{0,4}<BY>")
_INTRANSITIVE = frozenset({"fall", "change"})


def is_passive(sentence: Sentence, at: int) -> bool:
    """Return whether an English verb says what was done to the things before it."""
    verb = sentence.verb(at)
    if verb.arabic or verb.form != "past" or verb.name in _INTRANSITIVE:
        return False
    if with_lost(sentence, at):
        return True
    if _BE.before(sentence, at) or _BY_AT_ONCE.match(sentence, at + 1):
        return True
    return is_apposed_participle(sentence, at)


#: "With A and B lost,"
_WITH = TagPattern("<IN><DET|NOUN|OF>*<PLACE>(?:<COMMA|AND>{1,2}<PLACE>)*$")


def with_lost(sentence: Sentence, at: int) -> list[int]:
    """Return the places of "with A and B lost", which stand between "with" and the verb."""
    match = _WITH.before(sentence, at)
    if match is None or sentence.text(match.start()) != "with":
        return []
    return sentence.positions("PLACE", match.start(), at)


def is_fall(sentence: Sentence, at: int) -> bool:
    """Return whether an English verb is "fall" or alike, whose subject is what was taken."""
    verb = sentence.verb(at)
    return verb.name in _INTRANSITIVE and not verb.arabic and verb.form != "noun"
