"""Who acts in a verb of control: the force beside it, before it, or named last."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.claims.reader.acting_forces import acting, is_no_subject, of_main_clause
from frontline.claims.reader.actor_names import UNFOLLOWED
from frontline.claims.reader.agreement import MEN, disagree, of_another_gender
from frontline.claims.reader.antecedents import latter_force
from frontline.claims.reader.chunker import TagPattern, clause
from frontline.claims.reader.coreference import Referent
from frontline.claims.reader.joint_forces import first_of_joint, known_force, of_joint_stranger
from frontline.claims.reader.noun_phrases import is_behind_preposition
from frontline.claims.reader.relative_clauses import relative_spans
from frontline.claims.reader.verb_arguments import objects_after

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector

_BY_FORCE = TagPattern(
    "<!VERB|SAY|WHEN|WHICH|PLACE|TOWN|FEATURE|COUNT>{0,10}?<BY><WORD|DET|NOUN|LIE|COMMA|HELD|OF>{0,4}"
    "(?P<actor><FORCE>)"
)
#: "control of A was regained by".
_DONE_BY = TagPattern(
    "<HAVE|LIE>{0,2}<BE><LIE|WORD>?<VERB><DAY|LIE|WORD>{0,2}<BY><DET|WORD|HELD>{0,3}(?P<actor><FORCE>)"
)
#: "was stormed and captured by".
_AND_DONE = TagPattern("<AND><LIE|WORD>?<VERB>")
_TO_FORCE = TagPattern(
    "<WORD|DAY|LIE>{0,3}<TO|IN|VERB><DET|WORD|OF|IN|NOUN>{0,4}?(?P<actor><FORCE>)"
)
#: "the army has it under control".
_HAVE_IT = TagPattern("(?P<actor><FORCE>)<HAVE><DET|NOUN|OF>*<PRONOUN|PLACE|TOWN><LIE|WORD>?$")
#: "the army put the town under siege".
_PUT_UNDER = TagPattern(
    "(?P<actor><FORCE>)<HAVE|WORD|LIE|DAY>{0,2}<MOVE><DET|NOUN|OF>{0,3}<PLACE|TOWN>$"
)
_OF_FORCE = TagPattern("<DAY|LIE|REMAIN>{0,2}<OF>?<DET>?<WORD>?(?P<actor><FORCE>)")
_VERB_FORCE = TagPattern("<COMMA|DAY|WORD|DET|LIE|IN|PRONOUN>{0,4}(?P<actor><FORCE>)")


def agent(sentence: Sentence, at: int, *, passive: bool) -> int | None:
    """Find the force named beside the verb as the one that acts."""
    verb = sentence.verb(at)
    if (have := _HAVE_IT.before(sentence, at)) is not None and verb.form == "state":
        return have.start("actor")
    if (put := _PUT_UNDER.before(sentence, at)) is not None and verb.form == "state":
        return put.start("actor")
    if (verb.name == "fall" and verb.rest) or (passive and "under" in verb.rest):
        match = _OF_FORCE.match(sentence, at + 1) or _BY_FORCE.match(sentence, at + 1)
    elif verb.name == "fall":
        match = _TO_FORCE.match(sentence, _objects_end(sentence, at) + 1)
    elif verb.form == "state":
        match = _OF_FORCE.match(sentence, at + 1)
    elif passive:
        start = at if (both_done := _AND_DONE.match(sentence, at + 1)) is None else both_done.end()
        match = _BY_FORCE.match(sentence, max(start, at + 1))
        match = None if match is not None and _is_led_by(sentence, match) else match
    elif verb.arabic:
        match = _VERB_FORCE.match(sentence, at + 1) or _men_of(sentence, at)
    elif verb.form == "noun":
        end = _objects_end(sentence, at) + 1
        match = _BY_FORCE.match(sentence, end) or _DONE_BY.match(sentence, end)
        match = None if match is not None and _is_only_told(sentence, match, at) else match
    else:
        match = None
    return None if match is None else match.start("actor")


#: "the capture of A was condemned by": they did not capture it.
_TOLD_BY = TagPattern("<BE><LIE>?(?P<did><WORD>)<DAY|LIE>{0,2}<BY>")
_MADE = frozenset({"made", "achieved", "completed", "accomplished", "secured", "effected"})


def _is_only_told(sentence: Sentence, by: re.Match[str], at: int) -> bool:
    """Return whether something else is said to be done to a deed by a force."""
    told = None if sentence.verb(at).arabic else _TOLD_BY.search(sentence, by.start(), by.end())
    return told is not None and sentence.text(told.start("did")) not in _MADE


_LED = frozenset({"led", "backed", "supported", "commanded", "headed", "dominated", "joined"})


def _is_led_by(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether it is "taken from fighters led by the group", who did not take it."""
    by = sentence.positions("BY", match.start(), match.end())
    return (
        bool(by) and sentence.text(by[0] - 1) in _LED and sentence.has("FROM", match.start(), by[0])
    )


#: "fighters of the group stormed", "from which fighters of the group withdrew", in Arabic.
_MEN_OF = TagPattern(
    "(?:<LIE|DAY>{0,2}(?P<men><WORD>)<FROM>|<FROM|TO><PRONOUN>(?P<who><WORD>)?)(?P<actor><FORCE>)"
)


def _men_of(sentence: Sentence, at: int) -> re.Match[str] | None:
    """Match the force whose men act, right behind an Arabic verb."""
    match = _MEN_OF.match(sentence, at + 1)
    if match is None:
        return None
    men = [match.start(name) for name in ("men", "who") if match[name]]
    return match if all(sentence.text(one) in MEN for one in men) else None


def _objects_end(sentence: Sentence, at: int) -> int:
    """Return the position of the last word that a verb governs."""
    verb = sentence.verb(at)
    if verb.arabic or verb.form == "noun":
        return max(objects_after(sentence, at), default=at)
    return at


def actor_of(collector: ClaimCollector, sentence: Sentence, at: int) -> Referent | None:
    """Return who acts: the force before an active verb, else the one behind it, else the last."""
    if (who := WHO.before(sentence, at)) is not None:
        return known_force(collector, sentence, _not_the_other(sentence, who.start("actor")))
    if (own := own_deed(sentence, at)) is not None:
        return known_force(collector, sentence, own)
    return _as_it(collector, sentence, at) or _actor_before(collector, sentence, at)


#: "the army's entry into A": whose deed it is.
_OWN_DEED = TagPattern("(?P<actor><FORCE>)<LIE|DAY>{0,2}$")


def own_deed(sentence: Sentence, at: int) -> int | None:
    """Return the force whose deed an English noun of control is, if it stands right before it."""
    verb = sentence.tokens[at].verb
    own = _OWN_DEED.before(sentence, at)
    is_noun = verb is not None and verb.form == "noun" and not verb.arabic
    return own.start("actor") if own is not None and is_noun else None


def _actor_before(collector: ClaimCollector, sentence: Sentence, at: int) -> Referent | None:
    """Return the force before an active verb, else the one behind it, else the last."""
    before = sentence.positions("FORCE", 0, at)
    if (pointed := _pointed_to(collector, sentence, at)) is not None:
        return pointed
    free = [force for force in before if not is_no_subject(sentence, force)]
    free = of_main_clause(sentence, at, free)
    free = [force for force in free if not disagree(sentence, at, force)] or free
    named = sentence.positions("FORCE|FEATURE|UNKNOWN", 0, at)
    if (partner := of_joint_stranger(sentence, at, named)) is not None:
        found = known_force(collector, sentence, partner)
        return replace(found, unsure=f"{sentence.text(named[-1])!r}, which acted too, is not known")
    if (
        named
        and sentence.tag(named[-1]) != "FORCE"
        and _STRANGER.fullmatch(sentence, named[-1] + 1, at)
    ) and not is_behind_preposition(sentence, named[-1]):
        words = sentence.text(named[-1])
        return Referent("none", None, words, why=f"the record follows no force called {words!r}")
    other = _either(collector, sentence, at, before) or _same_as_they(collector, sentence, before)
    if len(before) == 1:
        other = _against(collector, sentence, at, before[0])
    if other is not None:
        return other
    if free or before:
        theirs = _main_force(collector, sentence, at, free)
        return theirs or first_of_joint(collector, sentence, free or before)
    return _force_behind(collector, sentence, at)


def _pointed_to(collector: ClaimCollector, sentence: Sentence, at: int) -> Referent | None:
    """Return the force that "the latter" is, or whose "its men" are, in Arabic."""
    if (own := _men_of_speaker(collector, sentence, at)) is not None:
        return own
    if (latter := latter_force(sentence, at)) is None:
        return None
    found = known_force(collector, sentence, latter)
    why = f"who did it: read as {found.words!r}, to whom the word points back"
    return replace(found, unsure=why)


#: "A, which it had taken": "it" is a force with a name in the singular.
WHICH_IT = TagPattern("<WHICH|NOUN><PRONOUN><HAVE|LIE|DAY>{0,3}$")


def _is_singular(words: str) -> bool:
    """Return whether a force has a name in the singular: "the army", "HTS"."""
    plural = words.endswith("s") and not words.isupper() and not words.endswith("Corps")
    return not plural and words.casefold() not in {"they", "them"}


def _as_it(collector: ClaimCollector, sentence: Sentence, at: int) -> Referent | None:
    """Return the force that "it" before a verb is: one of one side, with a singular name."""
    its = WHICH_IT.before(sentence, at)
    if its is None:
        return None
    forces = sentence.positions("FORCE", 0, its.start())
    single = [force for force in forces if _is_singular(sentence.text(force))]
    found = [collector.referents.at(sentence, force) for force in single]
    sides = {one.id for one in found if one.kind == "actor"}
    if len(sides) != 1:
        return Referent("none", None, "it", why="whose 'it' is not stated")
    note = f"read 'it' as {found[-1].words!r}"
    return replace(found[-1], note=note, unsure=note)


#: "it is rebels, and not the army, who": those before "not".
_AND_NOT = TagPattern("(?P<actor><FORCE>)<COMMA>?<AND>?<NOT><DET>?$")


def _not_the_other(sentence: Sentence, force: int) -> int:
    """Return the force before "and not the army", if one stands there; else the force."""
    match = _AND_NOT.before(sentence, force)
    return force if match is None else match.start("actor")


def _same_as_they(
    collector: ClaimCollector, sentence: Sentence, forces: list[int]
) -> Referent | None:
    """Return who "they" are, if only one side that the sentence names before does something."""
    if len(forces) < 2 or sentence.text(forces[-1]).casefold() != "they":
        return None
    found = [collector.referents.at(sentence, one) for one in acting(sentence, forces[:-1])]
    if len({one.id for one in found}) != 1 or found[0].kind != "actor":
        return None
    note = f"read 'they' as {found[0].words!r}"
    return replace(found[0], note=note, unsure=note)


#: "an attack by the army on A, which took it before", as Arabic puts it.
_WHICH_TOOK = TagPattern("<WHICH><HAVE|LIE|WORD|DAY>{0,2}$")


def _either(
    collector: ClaimCollector, sentence: Sentence, at: int, forces: list[int]
) -> Referent | None:
    """Return that it is not stated which of two sides acts in an Arabic relative clause."""
    verb = sentence.tokens[at].verb
    if verb is None or not verb.arabic or _WHICH_TOOK.before(sentence, at) is None:
        return None
    found = [collector.referents.at(sentence, force) for force in forces]
    sides = dict.fromkeys(one.id for one in found if one.kind == "actor")
    if len(sides) < 2 or _VERB_FORCE.match(sentence, at + 1) is not None:
        return None
    first, last = found[0].words, found[-1].words
    why = f"whether {first!r} or {last!r} did it is not stated"
    return Referent("none", None, sentence.text(at), why=why)


#: "They recovered A from rebels": they are the other side.
_FROM_THEM = TagPattern("<!SAY|WHEN|WHICH|VERB|FORCE>{0,8}<FROM><DET|WORD>{0,2}(?P<actor><FORCE>)")


def _against(collector: ClaimCollector, sentence: Sentence, at: int, force: int) -> Referent | None:
    """Return who "they" are that take something from the other of two sides."""
    if collector.referents.at(sentence, force).kind != "none":
        return None
    match = _FROM_THEM.match(sentence, at + 1)
    if match is None or sentence.text(force).casefold() not in {"they", "troops", "soldiers"}:
        return None
    other = collector.referents.other_side(collector.referents.at(sentence, match.start("actor")))
    if other is None:
        return None
    words, enemy = sentence.text(force), sentence.text(match.start("actor"))
    note = f"read {words!r} as the side that fights {enemy!r}"
    return Referent("actor", other, words, note=note, unsure=note)


def freed_by(collector: ClaimCollector, sentence: Sentence, at: int) -> Referent | None:
    """Return the other of two sides for "A was freed from rebels"."""
    match = _FROM_THEM.match(sentence, at + 1)
    if match is None:
        return None
    force = match.start("actor")
    other = collector.referents.other_side(collector.referents.at(sentence, force))
    if other is None:
        return None
    note = f"read as the side that fights {sentence.text(force)!r}"
    return Referent("actor", other, other, note=note, unsure=note)


def _force_behind(collector: ClaimCollector, sentence: Sentence, at: int) -> Referent | None:
    """Return the force named behind a verb, else the one that the text named last."""
    behind = [
        force for force in sentence.positions("FORCE", at) if not is_no_subject(sentence, force)
    ]
    verb = sentence.tokens[at].verb
    if not behind or (verb is not None and verb.arabic and _is_another(sentence, at, behind[0])):
        return collector.last_force()
    found = collector.referents.at(sentence, behind[0])
    starts = sentence.positions("WHEN|WHICH|SAY", at, behind[0])
    aside = [span for span in relative_spans(sentence) if at < span[0] and span[1] <= behind[0]]
    another_clause = any(not any(first < one < last for first, last in aside) for one in starts)
    if verb is not None and verb.arabic and verb.form == "noun":
        # "after its withdrawal from A the army said": it may be named behind
        theirs = _POSSESSED.search(sentence.text(at)) is not None
        theirs = theirs and not of_another_gender(sentence, at, behind[0])
        return collector.last_force() if another_clause and not theirs else found
    if verb is not None and verb.form == "noun" and _IS_SUBJECT.before(sentence, at):
        doer = _FOR_FORCE if verb.name == "lose" else _BRINGS_FORCE
        acts = doer.before(sentence, behind[0])
        left = acts is not None and sentence.text(acts.start()).startswith("leav")
        if left or (acts or _ACTS.match(sentence, behind[0])) is None:
            return None
    if verb is not None and another_clause:
        return collector.last_force()  # the force of another clause
    if verb is not None and verb.arabic:
        return found  # the subject may follow its verb
    return replace(found, unsure=f"who did it: {found.words!r} is named only behind it")


def _is_another(sentence: Sentence, at: int, force: int) -> bool:
    """Return whether the force that acts behind an Arabic noun is that of a relative clause."""
    is_first = force == sentence.positions("FORCE", at)[0]
    is_noun = sentence.verb(at).form == "noun"
    return is_noun and (not is_first or sentence.has("WHICH", at, force))


#: Before a noun of control that is itself the subject of its clause.
_IS_SUBJECT = TagPattern("(?:^|<SAY|WHICH|AND>)<DAY|DET|WORD|LIE>{0,3}$")
#: "is a blow to the rebels", "brings the army to within", "and the army entered".
_FOR_FORCE = TagPattern("<TO|WORD><DET|WORD>{0,2}$")
_BRINGS_FORCE = TagPattern("<MOVE><DET|WORD>?$")
_ACTS = TagPattern("<FORCE><LIE|HAVE|WORD>{0,2}<VERB|MOVE>|(?<=<VERB>)<FORCE>")
#: The same, but a noun in -a, which is written so too.
_POSSESSED = re.compile(r"(?:ها|هم|هما|ته|[^ا]ابه)$")
#: Endings of Arabic nouns with "their".
_THEIRS = ("تها", "ته", "تهم")


def _main_force(
    collector: ClaimCollector, sentence: Sentence, at: int, forces: list[int]
) -> Referent | None:
    """Return the first force for "their capture of", where the last is none that is followed."""
    verb, word = sentence.tokens[at].verb, sentence.text(at)
    if verb is None or verb.form != "noun" or not word.endswith(_THEIRS):
        return None
    if len(forces) < 2 or sentence.value(forces[-1]) != UNFOLLOWED:
        return None
    found = known_force(collector, sentence, forces[0])
    note = f"{word!r} read as that of {found.words!r}"
    return replace(found, unsure=note) if found.kind == "actor" else None


#: "rebels who had held it".
WHO = TagPattern("(?P<actor><FORCE>)<COMMA>?<WHICH><HAVE|BE|NOT|LIE|WORD|DAY>*$")
_STRANGER = TagPattern("<LIE|HAVE|BE|NOT|WORD>*")


#: "The group said that its fighters drew the army into an ambush and took A", as Arabic puts it.
_ITS_MEN = re.compile(rf"(?:{'|'.join((*sorted(MEN), 'قوات'))})(?:ه|ها|هم)$")


def _men_of_speaker(collector: ClaimCollector, sentence: Sentence, at: int) -> Referent | None:
    """Return the force that says what its men did, for an Arabic verb of what it says."""
    start, _ = clause(sentence, at)
    words = sentence.text(start)
    if (
        sentence.tag(start) != "WORD"
        or _ITS_MEN.match(words) is None
        or sentence.tag(start - 1) != "SAY"
    ):
        return None
    found = [collector.referents.at(sentence, one) for one in sentence.positions("FORCE", 0, start)]
    if not found or len({one.id for one in found}) > 1:
        return Referent("none", None, words, why=f"whose {words!r} is not stated")
    return replace(found[0], note=f"read {words!r} as those of {found[0].words!r}")
