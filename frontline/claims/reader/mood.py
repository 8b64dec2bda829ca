"""The mood of a verb or a number, from the words around it.

Only what was done is a fact: not "close to capturing", "to capture", nor what was denied.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern, clause
from frontline.claims.reader.lexicon import EN, both
from frontline.claims.reader.not_yet import is_condition, is_likely, is_not_yet, is_to_do
from frontline.claims.reader.relative_clauses import relative_spans
from frontline.claims.reader.verb_days import begins
from frontline.claims.reader.voice import is_apposed_participle

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.lexicon import VerbForm


#: "did not stop the army from taking".
_NOT_STOPPED = TagPattern("<NOT><WORD|HAVE>{1,2}<DET>?<FORCE><FROM>$")
_WITHOUT = frozenset({"without", "instead of", "rather than", "بدلا من", "عوضا عن"})
_HELPED = frozenset(EN["not_verbs"]["helped"])
_NO_CLAUSE = "<!SAY|WHEN|WHICH|COMMA|VERB"
_MODAL_AFTER = TagPattern(f"{_NO_CLAUSE}>{{0,6}}<MODAL>|{_NO_CLAUSE}|AND>{{0,6}}<ALMOST>")


def mood_at(sentence: Sentence, at: int, until: int | None = None) -> str:
    """Return the mood of the verb or number at a position.

    Parameters
    ----------
    until : end of the words that a verb governs; "capturing it would" is no fact
    """
    verb = sentence.tokens[at].verb
    if verb is None:
        found = _mood_before(sentence, at)
        return "prediction" if found == "fact" and _will(sentence, at) else found
    not_stopped = verb.form == "ing" and _NOT_STOPPED.before(sentence, at) is not None
    if not_stopped or (verb.form == "past" and is_apposed_participle(sentence, at)):
        return "fact"
    if verb.form == "base" and (able := _was_able(sentence, at)) is not None:
        return _mood_before(sentence, able)
    if (own := _mood_of_form(sentence, at, verb)) is not None:
        return own
    found = _mood_before(sentence, at)
    if found == "fact" and verb.form in {"ing", "noun", "base"}:
        start = at if until is None else max(at + 1, until)
        later = _MODAL_AFTER.match(sentence, start) or _has_future(sentence, at, start)
        later = later or (sentence.tag(start) == "COMMA" and sentence.text(start + 1) == "if")
        later = later or is_condition(sentence, at, start)
        later = later or sentence.text(start).startswith(("هدف", "الهدف"))  # "is the goal"
        return "prediction" if later or _with_would(sentence, at, verb) else "fact"
    return "prediction" if found == "fact" and _with_would(sentence, at, verb) else found


#: "With A in army hands, the road would": it is not.
_WITH_WOULD = TagPattern(
    "<!SAY|WHEN|WHICH|COMMA|VERB>{0,6}<COMMA><!SAY|WHEN|WHICH|COMMA|VERB>{0,6}(?P<would><MODAL>)"
)
_OPENED = TagPattern("^(?P<with><IN>)<!SAY|WHEN|WHICH|COMMA|VERB>{0,8}$")


def _with_would(sentence: Sentence, at: int, verb: VerbForm) -> bool:
    """Return whether a state or noun that opens a sentence is what something would follow from."""
    opened = _OPENED.before(sentence, at) if verb.form in {"state", "noun"} else None
    if opened is None or sentence.text(opened.start("with")) not in {"with", "without"}:
        return False
    match = _WITH_WOULD.match(sentence, at + 1)
    return match is not None and sentence.text(match.start("would")) == "would"


#: "will push", as Arabic writes it; not "cars" or "sixty".
_FUTURE = re.compile(r"س(?!يار|يطر|تين|ته$|ياس)[يت]\w{3,}$")


def _will(sentence: Sentence, at: int) -> bool:
    """Return whether an Arabic verb before a number is in the future: "will stop 5 km from"."""
    first, _ = clause(sentence, at)
    return any(_FUTURE.match(sentence.text(one)) for one in sentence.positions("WORD", first, at))


def _has_future(sentence: Sentence, at: int, start: int) -> bool:
    """Return whether an Arabic noun of control has a verb in the future: "its fall will push"."""
    if not sentence.verb(at).arabic or sentence.text(at).startswith("ال"):
        return False  # "the control of A will": they have it
    return any(_FUTURE.match(sentence.text(one)) is not None for one in range(start, start + 2))


def _mood_of_form(sentence: Sentence, at: int, verb: VerbForm) -> str | None:
    """Return the mood that a verb's own form and the words right before it give it."""
    to_do = is_to_do(sentence, at, verb) or _is_infinitive(sentence, at)
    if to_do or _is_gerund_of_purpose(sentence, at, verb):
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
    later = is_likely(sentence, at, verb) or _is_able(sentence, at)
    later = later or (verb.form == "present" and _may_or_must(sentence, at))
    if later or _is_later(sentence, at, verb):
        return "prediction"
    # "Instead of taking A": the first word of a sentence may look like a name.
    without = f"{sentence.text(at - 2)} {sentence.text(at - 1)}".casefold()
    return "denial" if {without, sentence.text(at - 1)} & _WITHOUT else None


#: Before an Arabic verb in the present: "may take A"; "it is on the army to take A".
_MAY = frozenset({"قد", "وقد"})
_MUST = TagPattern("(?P<on><IN><FORCE>)<SAY>$")


def _may_or_must(sentence: Sentence, at: int) -> bool:
    """Return whether a verb in the present says what may or must be done."""
    if sentence.text(at - 1) in _MAY:
        return True
    must = _MUST.before(sentence, at)
    on_it = must is not None and sentence.text(must.start("on")) == "علي"
    return on_it and sentence.text(at - 1) == "ان"


#: "can now enter", "is able to reach": possible, and no fact; "was able to take" is one.
_ABLE = TagPattern("(?P<can><WORD>)(?:<TO>|<LIE|WORD>{0,1})$")


def _is_able(sentence: Sentence, at: int) -> bool:
    """Return whether a verb says what somebody can do."""
    match = _ABLE.before(sentence, at)
    if match is None:
        return False
    can, before = (sentence.text(match.start("can") - back) for back in (0, 1))
    return can == "can" or (can == "able" and before in {"is", "are"})


def _is_later(sentence: Sentence, at: int, verb: VerbForm) -> bool:
    """Return whether a verb's form, or a word right before it, says that it is still to come."""
    until = _UNTIL.before(sentence, at) if verb.form in {"s", "base"} else None
    if until is not None and sentence.text(until.start("until")) in _LATER:
        return True
    if not verb.arabic and (_once_it_is(sentence, at, verb) or _goes_on_until(sentence, at, verb)):
        return True
    return verb.form == "future" or is_not_yet(sentence, at, verb)


#: "until it liberates A": English has no future there.
_UNTIL = TagPattern("(?P<until><WHEN|WORD>)<DET>?<FORCE|PRONOUN><LIE>?$")
_LATER = frozenset({"until", "before", "once", "unless", "till"})
#: "once A is captured", "when A falls".
_ONCE_TAKEN = TagPattern(
    "(?P<once><WHEN|WORD|MODAL>)<DET|NOUN|OF|WORD>{0,4}<PLACE|TOWN|ROAD|PRONOUN>(?P<is><BE>?)<LIE>*$"
)


def _once_it_is(sentence: Sentence, at: int, verb: VerbForm) -> bool:
    """Return whether an English passive or "falls" is still to come: "once A is captured"."""
    match = _ONCE_TAKEN.before(sentence, at)
    if match is None:
        return False
    once = sentence.text(match.start("once")).casefold()
    if match["is"]:
        present = verb.form == "past" and sentence.text(match.start("is")) in {"is", "are"}
    else:
        present = verb.form == "s" and verb.name == "fall"
    return present and (once in _LATER or (once == "when" and sentence.has("MODAL")))


#: "the fight goes on until the capture of A".
_TILL_DEED = TagPattern("(?P<until><WHEN>)<DET>?$")
_GOES_ON = frozenset({"continue", "continues", "continuing", "proceed", "proceeds", "persist"})


def _goes_on_until(sentence: Sentence, at: int, verb: VerbForm) -> bool:
    """Return whether an English noun of control is what something goes on until."""
    match = _TILL_DEED.before(sentence, at) if verb.form in {"noun", "ing"} else None
    if match is None or sentence.text(match.start("until")) not in {"until", "till", "pending"}:
        return False
    before = range(max(0, match.start() - 12), match.start())
    goes_on = any(sentence.text(one) in _GOES_ON for one in before)
    return goes_on or sentence.has("MODAL", before.start, before.stop)


#: "advanced", in Arabic: what follows with "to" came of it; behind other verbs it is an aim.
_MOVED = frozenset({"تقدمت", "تقدم", "اقتربت", "اقترب"})


def _last_move(sentence: Sentence, at: int) -> str:
    """Return the word of moving before a position, or an empty string."""
    moves = sentence.positions("MOVE", 0, at)
    return sentence.text(moves[-1]) if moves else ""


#: Words after which "to" names what was done: "led to taking".
_DONE = frozenset({"led", "leads", "leading", "thanks", "due", "owing", "prior", "amounts"})


def _is_gerund_of_purpose(sentence: Sentence, at: int, verb: VerbForm) -> bool:
    """Return whether it is "gives priority to taking", where nothing is said to be taken."""
    to = verb.form == "ing" and sentence.text(at - 1) in {"to", "toward", "towards"}
    return to and sentence.tag(at - 2) != "ALMOST" and sentence.text(at - 2) not in _DONE


#: Relative pronouns: what is denied before them is not denied behind them.
_RELATIVE_PRONOUNS = frozenset({
    "who", "which", "whose", "التي", "الذي", "الذين", "اللتين", "اللتان", "اللذين", "اللذان",
    "والتي",
})  # fmt: skip


#: What stands before these words has its own mood: "will stay despite the capture of A"; in Arabic
#: "and they are" begins a clause of its own.
_OWN_MOOD = frozenset({
    "despite", "in spite of", "notwithstanding", "amid", "رغم", "بالرغم", "وهي", "وهو", "وهما",
    "وهم", "فقد", "كما",
})  # fmt: skip


def _mood_before(sentence: Sentence, at: int) -> str:
    """Return what the words before a verb or number make of it, back to its clause's start."""
    found = "fact"
    for before in _back_from(sentence, at):
        tag = sentence.tags[before]
        if sentence.text(before) in _OWN_MOOD or _managed(sentence, before):
            return found
        if tag in {"SAY", "WHEN"} or (
            tag == "WHICH" and (found != "fact" or sentence.text(before) in _RELATIVE_PRONOUNS)
        ):
            # "denied reports that"
            return "denial" if tag == "SAY" and sentence.tag(before - 1) == "NOT" else found
        if tag == "VERB":
            return found if found != "fact" else _inherited(sentence, before, at)
        if _denies(sentence, before, at):
            return "denial"
        if tag == "HAVE" and _is_inverted(sentence, before, at):
            return "prediction"
        if tag in {"AIM", "MODAL"} and _is_past_attempt(sentence, before, at):
            continue
        if tag == "AIM" and _started_with(sentence, before, at):
            continue
        if tag in {"AIM", "MODAL"} and found == "fact" and _reaches(sentence, before, at):
            found = {"AIM": "aim", "MODAL": "prediction"}[tag]
    return found


#: "after seven attempts the army managed to take A", as Arabic puts it.
_MANAGED = re.compile(r"و?(?:تمكن|استطاع|نجح)(?:ت|وا)?$")


def _managed(sentence: Sentence, position: int) -> bool:
    """Return whether an Arabic word says that what follows was done: not "if they managed"."""
    unreal = {"MODAL", "NOT", "AIM", "WHEN"} & set(sentence.tags[max(0, position - 2) : position])
    return _MANAGED.match(sentence.text(position)) is not None and not unreal


def _back_from(sentence: Sentence, at: int) -> list[int]:
    """Return the positions before a verb, backwards, without relative clauses that end before it.

    "Where the front had not moved, the army took A" denies nothing of A.
    """
    spans = [(start, end) for start, end in relative_spans(sentence) if not start < at < end]
    return [
        one for one in range(at - 1, -1, -1) if not any(start < one < end for start, end in spans)
    ]


def _reaches(sentence: Sentence, modal: int, at: int) -> bool:
    """Return whether a word of mood holds for a verb: "must withdraw, that is, give up A"."""
    verb = sentence.tokens[at].verb
    bare = verb is not None and verb.form == "base" and not sentence.has("FORCE", modal, at)
    return bare or not sentence.has("WHICH", modal, at)


#: "no change in their control": they still have it.
_CHANGE = frozenset({"تغيير", "تغير"})
#: "is no longer under the control of", as Arabic puts it.
_NO_LONGER = frozenset(both("moods", "no_longer"))


def _denies(sentence: Sentence, position: int, at: int) -> bool:
    """Return whether a word before a verb or number denies it."""
    if sentence.text(position) in _NO_LONGER:
        return sentence.tag(at) == "VERB"  # "no longer further than 3 km away" is a distance
    return sentence.tag(position) == "NOT" and sentence.text(position + 1) not in _CHANGE


_ATTEMPTS = frozenset({"attempt", "attempts", "bid", "plan", "plans", "try", "tries", "aims"})


def _is_past_attempt(sentence: Sentence, aim: int, at: int) -> bool:
    """Return whether an aim is not that of a verb: "after seven attempts the army captured"."""
    words = {sentence.text(aim), sentence.text(aim + 1)}
    own = sentence.has("FORCE", aim + 1, at) and not sentence.has("TO|OF|FROM", aim, at)
    return own and bool(words & _ATTEMPTS)


def _is_inverted(sentence: Sentence, have: int, at: int) -> bool:
    """Return whether it is "had the army captured A, it would"."""
    begins = have == 0 or sentence.tag(have - 1) in {"SAY", "COMMA"}
    asks = sentence.text(have) == "had" and sentence.tag(have + 1) in {"FORCE", "DET"}
    return begins and asks and sentence.has("FORCE", have, at) and sentence.has("MODAL", at)


def _started_with(sentence: Sentence, aim: int, at: int) -> bool:
    """Return whether it is "the offensive they had prepared began with the capture of"."""
    verb = sentence.tokens[at].verb
    with_it = sentence.text(at - 1) == "the" and sentence.text(at - 2) in {"with", "by"}
    return verb is not None and verb.form == "noun" and with_it and begins(sentence, aim, at)


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


_RANKED = TagPattern("<WORD><NOUN><TO>$")
_RANKS = frozenset({"first", "second", "third", "last", "latest", "largest", "only"})


def _is_infinitive(sentence: Sentence, at: int) -> bool:
    """Return whether a verb is an infinitive of purpose: "to capture"."""
    verb = sentence.tokens[at].verb
    if verb is None or verb.form != "base" or sentence.tag(at - 1) != "TO":
        return False
    if _RANKED.before(sentence, at) and sentence.text(at - 3) in _RANKS:
        return False  # "it was the last town to fall"
    before = " ".join(token.text for token in sentence.tokens[max(0, at - 4) : at - 1])
    return not any(before.endswith(word) for word in _HELPED)


#: "were able, through a surprise attack on Friday, to take".
_ABLE_BY = TagPattern(
    "(?P<able><WORD>)<COMMA>?<IN|BY|WHEN|FROM|LIE|DAY|FIGHTING><!VERB|SAY|WHICH|TO>{0,8}<TO>$"
)


def _was_able(sentence: Sentence, at: int) -> int | None:
    """Return the word for what somebody managed to do, with the manner before the infinitive."""
    match = _ABLE_BY.before(sentence, at)
    if match is None:
        return None
    able = match.start("able")
    was = sentence.text(able - 1) in {"was", "were", "been"}
    managed = sentence.text(able) in {"managed", "manages", "succeeded"}
    managed = managed or (sentence.text(able) == "able" and was)
    return able if managed else None


def _inherited(sentence: Sentence, before: int, at: int) -> str:
    """Return the mood of the verb before, for "wants to take the town and reach the road"."""
    verb, last = sentence.tokens[at].verb, sentence.verb(before)
    between = sentence.tags[before:at]
    if verb is None:
        return "fact" if {"AND", "COMMA", "FORCE"} & set(between) else mood_at(sentence, before)
    if _is_its_own_noun(sentence, before, at):
        return mood_at(sentence, before)
    if verb.form == "state" and last.name == "fall" and before == at - 1:
        return mood_at(sentence, before)  # "on the verge of falling into the hands of"
    same = verb.form == last.form and (verb.form == "base" or (verb.arabic and verb.form == "noun"))
    joined = same and ("AND" in between or sentence.text(at - 1) == "الي")  # or "aims with it at"
    return mood_at(sentence, before) if joined and "FORCE" not in between else "fact"


#: Between an Arabic verb of taking and its own noun: "to regain, in the south, the control of A".
_OWN_NOUN = TagPattern("<FORCE|COMMA|WORD|DAY|LIE>{0,4}")
_CONTROL = "السيطره"


def _is_its_own_noun(sentence: Sentence, before: int, at: int) -> bool:
    """Return whether an Arabic noun only completes the verb before it: "to regain control of"."""
    last = sentence.verb(before)
    own = last.arabic and last.name == "take" and sentence.text(at) == _CONTROL
    return own and _OWN_NOUN.fullmatch(sentence, before + 1, at)
