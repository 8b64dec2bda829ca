"""Find what is at a distance: the force or the place before a length, or behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.acting_forces import is_quoted
from frontline.claims.reader.antecedents import place_that_lies
from frontline.claims.reader.chunker import TARGETS, TagPattern
from frontline.claims.reader.distance_ends import FILL, LIES_BETWEEN, Ends
from frontline.claims.reader.lexicon import AR, both
from frontline.claims.reader.regions import names_province
from frontline.claims.reader.relative_clauses import (
    head_of_noun,
    is_described,
    last_or_all,
    lies_past,
    relative_spans,
)

if TYPE_CHECKING:
    import re

    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector

#: "leaving it 4 km from": what moved is the force that the sentence names.
_BRINGS_IT = TagPattern("<MOVE><PRONOUN>$")
_WHO_IT_IS = "who 'it' is that came so near is not stated"
_NOT_STATED = "who or what is at this distance is not stated in a form that can be read"
_NO_FORCE = "it places no force there: the record knows who held what, not every fight"

#: What may stand between a thing and its distance: "which lies", ", a village", "is now only".
_GAP = TagPattern("<LIE|COMMA|NOUN|DET|BE|WHICH|HAVE|OF|REMAIN|AND|AWAY|DAY|BETWEEN|PRONOUN>*")
_FEATURE_GAP = TagPattern(
    "<LIE|COMMA|NOUN|DET|BE|WHICH|HAVE|WORD|OF|REMAIN|AND|PRONOUN|AWAY|DAY|MOVE|IN|VERB"
    "|LENGTH|DIRECTION>*"
)
#: Before a thing that only locates: "in the town of", "north of".
BEHIND = TagPattern("(?:<IN|FROM|TO|TOWARDS>|<DIRECTION><OF>)<DET|NOUN|WORD|OF|HELD|LIE>*$")
#: "Regiment 46, a base about 12 km": the subject is named, but it is not a known place.
_NAMED = TagPattern("<WORD>?<DAY|REGION>{0,2}<COMMA>(?:<DET|NOUN>|$)")


#: "pushing the front to within 12 km of".
_MOVES_FRONT = TagPattern("<MOVE>(?P<front><FRONT>)<!VERB|FORCE|PLACE|TOWN>{0,6}$")


def _named_head(sentence: Sentence, at: int) -> list[int]:
    """Return the front that is pushed so far, or the place that "a town that lies" is about."""
    if (front := _MOVES_FRONT.before(sentence, at)) is not None:
        return [front.start("front")]
    head = head_of_noun(sentence, at)
    if head is None and (lies := place_that_lies(sentence, at)) is not None:
        return [lies]
    return [] if head is None else [head]


def find_subjects(
    collector: ClaimCollector, sentence: Sentence, at: int, ends: Ends
) -> list[int] | str:
    """Find what is at this distance: positions; none for the force named last."""
    named = same_subjects(sentence, at, ends.target) if sentence.measured else []
    left = _candidates(sentence, at, ends)
    if (brought := _BRINGS_IT.before(sentence, at)) is not None:
        forces = [one for one in left if sentence.tag(one) == "FORCE" and one < brought.start()]
        return forces[-1:] or _WHO_IT_IS
    if named_head := _named_head(sentence, at):
        return named_head
    latter = _LATTER.before(sentence, at)
    if latter is not None and _is_the_latter(sentence, latter):
        return [latter.start("place")]
    if _is_located(sentence, at) and (head := _located_head(sentence, left)) is not None:
        return listed_before(sentence, head)
    forces = [p for p in left if sentence.tag(p) == "FORCE"]
    plain = _in_relative_clause(sentence, at)
    if plain not in left and forces:
        plain = forces[-1] if _forces_became(sentence, forces[-1], at, ends.target) else None
    if named or plain in left:
        return named or [plain or 0]
    return _before_length(collector, sentence, at, ends, left) or _subject_elsewhere(
        sentence, at, ends.end, left
    )


def _before_length(
    collector: ClaimCollector, sentence: Sentence, at: int, ends: Ends, left: list[int]
) -> list[int] | str:
    """Find the subject among what stands before a length; empty if it is none of them."""
    forces = [p for p in left if sentence.tag(p) == "FORCE"]
    for position in reversed(left):
        if _BY_THEM.before(sentence, position) and _IS_SO_FAR.fullmatch(sentence, position + 1, at):
            continue  # "the base, taken by the army, is 30 km from"
        if sentence.tag(position) == "FORCE" and _is_deprived(sentence, position, forces):
            continue  # "took 46 villages from rebels, and are 4 km from"
        if sentence.tag(position) == "FORCE" and _ASIDE.fullmatch(sentence, position + 1, at):
            return _NOT_STATED
        if sentence.tag(position) == "FORCE":
            starts = sentence.positions("WHICH", 0, position)
            own = starts[-1:] if _FROM_WHICH.before(sentence, at) else []
            own += [position] if sentence.text(position - 1) in _BECAME else []
            fought = sentence.has("FIGHTING", max([position - 8, *own]), at)
            return _NO_FORCE if fought else [position]
        if (force := _IT_OF_FORCE.before(sentence, position + 1)) is not None:
            return [force.start("actor")]
        if _is_subject(collector, sentence, position, at, (ends, forces)):
            return last_or_all(sentence, position, listed_before(sentence, position))
    first = _clause_subject(sentence, at, left)
    return [] if first is None else listed_before(sentence, first)


_FROM_THEM = TagPattern("<FROM|BY><DET|WORD|LIE|HELD>{0,3}$")
#: "gives the army its first gain in the south, 9 km from": a gain is no position.
_ASIDE = TagPattern(
    "<WORD|DET|NOUN|OF|IN|REGION|LIE|PLACE>*<WORD><WORD|DET|IN|REGION|PLACE>*<COMMA>"
)


def _is_deprived(sentence: Sentence, position: int, forces: list[int]) -> bool:
    """Return whether a force only loses what another force of the same clause takes."""
    before = [one for one in forces if one < position]
    if not before or _FROM_THEM.before(sentence, position) is None:
        return False
    return sentence.has("VERB", 0, position) and not sentence.has(
        "WHEN|WHICH|SAY", before[-1], position
    )


#: "the road of A and B", which Arabic writes without a preposition: the road is named after them.
_ROAD_OF = TagPattern("(?<=<IN>)<ROAD><PLACE><COMMA|AND>?<PLACE>(?=<AWAY|LIE>)")
#: "and it lies", of a place: forces "are at a distance", as Arabic puts both.
_LIES_AWAY = frozenset({"تبعد", "يبعد"})


def _candidates(sentence: Sentence, at: int, ends: Ends) -> list[int]:
    """Return what before a length may lie at this distance."""
    left = [p for p in sentence.positions(f"FORCE|{TARGETS}", 0, at) if p != ends.target]
    left = [p for p in left if sentence.text(p - 1) != "مع"]  # "after clashes with rebels"
    # "The army, which took A and B, is 8 km from": it is neither A nor B.
    closed = [(start, end) for start, end in relative_spans(sentence) if end <= at]
    closed += [match.span() for match in _ROAD_OF.finditer(sentence, 0, at)]
    left = [p for p in left if not any(start < p < end for start, end in closed)] or left
    between = LIES_BETWEEN.search(sentence, 0, at)
    if between is None:
        return left
    # "A lies between B and C, and is 8 km from": it is A
    return [p for p in left if not between.start("first") <= p < between.end()]


def _located_head(sentence: Sentence, left: list[int]) -> int | None:
    """Return the place of "A, held by rebels and located 20 km from", if a force stands between."""
    if not left or sentence.tag(left[-1]) != "FORCE":
        return None
    places = [one for one in left if sentence.tag(one) in {"PLACE", "TOWN"}]
    free = [one for one in places if BEHIND.before(sentence, one) is None]
    return free[-1] if free else None


def _is_located(sentence: Sentence, at: int) -> bool:
    """Return whether "located" stands before a length: it is a place that lies so far away."""
    return sentence.tag(at - 1) == "LIE" and sentence.text(at - 1) in _LOCATED


def _in_relative_clause(sentence: Sentence, at: int) -> int | None:
    """Find the place of "A, which the army took, is 8 km from"."""
    clauses = [pattern.before(sentence, at) for pattern in _RELATIVE_CLAUSE]
    return next((one.start("place") for one in clauses if one is not None), None)


#: "A, which the army took on Monday, is 8 km from": the clause has a force of its own.
_RELATIVE_CLAUSE = (
    TagPattern(
        "(?P<place><PLACE|TOWN>)<COMMA>?<WHICH><!SAY|WHEN|PLACE|TOWN|COMMA>{1,8}"
        "(?:<COMMA><BE|LIE|AWAY>{1,3}|<AWAY>{1,3})$"
    ),
    TagPattern(
        "(?<=<AWAY|LIE>)<NOUN>?(?P<place><PLACE|TOWN>)<COMMA>?<WHICH>"
        "<!SAY|WHEN|PLACE|TOWN|COMMA>{1,8}<COMMA>?$"
    ),
)
_BECAME = frozenset(AR["time"]["became"])


def _now_of_list(sentence: Sentence, force: int, at: int) -> list[int]:
    """Find the verb of "took A, B and C, and are 3 km from": a list is not 3 km away."""
    away = [one for one in range(force, at) if sentence.tag(one) == "AWAY"]
    places = sentence.positions("PLACE|TOWN", force, away[-1] if away else at)
    if any(sentence.text(one) in _LOCATED for one in range(force, at)):
        return []
    if not away or not places or sentence.text(away[0]).isascii():
        return []
    is_list = len(listed_before(sentence, places[-1])) > 1
    return away[-1:] if is_list and sentence.has("VERB", 0, places[0]) else []


def _forces_became(sentence: Sentence, force: int, at: int, target: int | None) -> bool:
    """Return whether forces are what "came to be" at a distance: "took A and thus became 3 km".

    A place that has become so far away stands right behind the verb, or before "which".
    """
    if sentence.text(at - 1) in _NOW and sentence.tag(at - 2) in {"COMMA", "AND"}:
        return sentence.has("VERB", force, at)  # "took A and B, now 2 km from C"
    became = [one for one in range(force, at) if sentence.text(one) in _BECAME]
    became = became or _now_of_list(sentence, force, at)
    if not became or sentence.tag(became[-1] - 1) == "WHICH":
        return False
    behind = [one for one in sentence.positions("PLACE|TOWN", became[-1], at) if one != target]
    return not behind and sentence.has("VERB|MOVE", 0, became[-1])


#: "shelled A, from which forces are so far away", as Arabic puts it.
_FROM_WHICH = TagPattern("<WHICH><AWAY|LIE>{1,2}<FROM><PRONOUN><FORCE><!SAY|WHEN|VERB|PLACE>{0,3}$")
#: "A and B, the latter 3 km from".
_LATTER = TagPattern("(?P<place><PLACE>)<COMMA>?<DET>?<WORD>(?:<BE|LIE|AWAY>{0,2})$")
_LATTER_WORDS = frozenset(both("time", "latter"))


def _is_the_latter(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether "the latter", and not "the former", stands behind a place."""
    words = {sentence.text(one) for one in range(match.start() + 1, match.end())}
    return bool(words & _LATTER_WORDS) and "former" not in words


_NOW = frozenset({"now", "currently"})
_BY_THEM = TagPattern("<BY><DET|WORD>{0,2}$")
_IS_SO_FAR = TagPattern("<DAY|LIE|IN|WORD>{0,3}<COMMA><BE|LIE>{1,3}")
#: "the army says it is 5 km from".
_IT_OF_FORCE = TagPattern(
    "(?P<actor><FORCE>)<HAVE|WORD|DAY|COMMA|IN>{0,3}<SAY><DAY|IN|COMMA>*<WHICH>?<PRONOUN>$"
)
#: Between the distances of a list: "35 km from Hama, 54 km from Idlib city and is 96 km".
_LIST_OF_LENGTHS = TagPattern(
    "<NOUN|LIE|REGION|AWAY>{0,2}(?:<COMMA>|<AND>|<COMMA><AND>)<LIE|BE|AWAY|DET|WORD|IN>{0,3}"
)


def same_subjects(sentence: Sentence, at: int, target: int | None = None) -> list[int]:
    """Return the subjects of the distance before, if this one continues a list of them."""
    end, subjects, _ = sentence.measured[-1]
    if target is not None and end <= target < at:
        # Arabic: "and is, from Idlib, 65 km".
        fits = _CONTINUED.match(sentence, end)
        return subjects if fits is not None and fits.start("target") == target else []
    return subjects if _LIST_OF_LENGTHS.fullmatch(sentence, end, at) else []


_CONTINUED = TagPattern(
    "<NOUN|LIE|REGION|DIRECTION>{0,2}(?:(?:<COMMA>|<AND>|<COMMA><AND>)<LIE|BE|AWAY>{0,3}|<AWAY|LIE>{1,3})"
    "<FROM><DET|NOUN|WORD|OF>{0,3}(?P<target><PLACE|TOWN|ROAD>)"
)
_IS_THERE = TagPattern("<BE|LIE|AWAY|COMMA>")


def _clause_subject(sentence: Sentence, at: int, left: list[int]) -> int | None:
    """Return the first place of a sentence, if it is said to lie at the distance."""
    for position in left:
        if sentence.tag(position) not in {"PLACE", "TOWN"}:
            return None
        if BEHIND.before(sentence, position) is None and not sentence.has("VERB", position, at):
            # Arabic may put "lies" before its subject.
            start = position + 1 if sentence.text(position).isascii() else 0
            located = _IS_THERE.search(sentence, start, at)
            return position if located is not None else None
    return None


#: "A and the areas around it, 30 km from": it is A.
_AND_AROUND = TagPattern(
    "<AND>(?:<NOUN><WORD>{1,2}(?:<TO|IN><PRONOUN>)?|<WORD|LIE>{1,2}<NOUN|WORD>)<COMMA>?"
)


def _is_subject(  # noqa: PLR0911 - one answer for each kind of thing
    collector: ClaimCollector,
    sentence: Sentence,
    position: int,
    at: int,
    context: tuple[Ends, list[int]],
) -> bool:
    """Return whether a place or thing before a length is what lies at this distance."""
    ends, forces = context
    tag, after = sentence.tag(position), position + 1
    while sentence.tag(after) == "REGION":
        after += 1
    if tag == "PLACE" and (around := _AND_AROUND.match(sentence, after, at)) is not None:
        after = around.end()
    behind = BEHIND.before(sentence, position) is not None
    if tag == "ROAD":
        # A road is where something lies, unless it is the subject itself.
        alone = not forces and not behind and not sentence.has("PLACE|TOWN|FEATURE", 0, position)
        return alone and _gap_matches(_GAP, sentence, after, at, ends)
    if tag in {"FEATURE", "FRONT"}:
        return _gap_matches(_FEATURE_GAP, sentence, after, at, ends) and not (
            behind and tag == "FRONT"
        )
    if behind and sentence.text(position - 1) == "in" and names_province(sentence, position):
        return False  # "its gains in Idlib, 7 km from"
    if tag == "UNKNOWN" and collector.referents.at(sentence, position).kind == "none":
        alone = not forces and collector.referents.actor is None
        named = _NAMED.match(sentence, after, at) is not None
        return named or (alone and _gap_matches(_GAP, sentence, after, at, ends))
    if forces and _is_of_the_forces(sentence, position, after, at, behind=behind):
        return False
    past = lies_past(sentence, after, at) or _SECOND_LENGTH.fullmatch(sentence, after, at)
    if past and not behind:
        return True
    if sentence.tags[after:at] == ["IN"] and not sentence.text(at - 1).isascii():
        return True
    aside = behind and sentence.tag(after) == "COMMA" and sentence.tag(after + 1) in {"LIE", "BE"}
    aside = aside and not _LOCATED.union(_LIES_AWAY) & {
        sentence.text(after + 1),
        sentence.text(at - 1),
    }
    fits = _gap_matches(_GAP, sentence, after, at, ends) or is_described(sentence, after, at)
    return fits and not aside


def _gap_matches(pattern: TagPattern, sentence: Sentence, after: int, at: int, ends: Ends) -> bool:
    """Match the words between a thing and its length, without the target if it stands there."""
    target = ends.target
    if target is None or not after <= target < at:
        return pattern.fullmatch(sentence, after, at)
    start = target
    while start > after and sentence.tag(start - 1) in {"FROM", "DIRECTION", "NOUN"}:
        start -= 1
    return pattern.fullmatch(sentence, after, start) and pattern.fullmatch(sentence, target + 1, at)


_LOCATED = frozenset({"located", "situated", "lying", "واقعه", "واقع", "واقعتين", "واقعتان"})
_LENGTH_FROM = TagPattern("<LENGTH><AWAY>?<FROM><DET|NOUN|WORD|OF|HELD>*$")


def _is_of_the_forces(
    sentence: Sentence, position: int, after: int, at: int, *, behind: bool
) -> bool:
    """Return whether a length behind a place is that of forces mentioned before it.

    "Forces near the town are 3 km from"; "forces are 3 km from the town, 4 km from the road".
    """
    while sentence.tag(after) == "DAY" and after < at:
        after += 1  # "took A overnight and are 6 km from"
    first = sentence.tag(after)
    pairs = zip(sentence.tags[after:at], sentence.tags[after + 1 : at], strict=False)
    if (after < at and first == "AND") or ("COMMA", "AND") in pairs:
        return True
    if sentence.tags[after:at] == ["COMMA"] and _LENGTH_FROM.before(sentence, position):
        return True
    verb = sentence.text(after) if after < at else ""
    return behind and after < at and first in {"BE", "LIE"} and verb not in _LOCATED


#: "A, some 30 km up the road and just" 15 km from B.
_SECOND_LENGTH = TagPattern("<COMMA><LENGTH><!PLACE|FORCE|VERB|TOWN|COMMA>{0,4}<COMMA>?<AND><LIE>?")


_SUBJECT_AFTER = TagPattern(
    f"<COMMA|WORD>?<LIE|BE|COMMA>{FILL}(?P<subject><FORCE|FRONT|PLACE|FEATURE>)"
)


def _subject_elsewhere(sentence: Sentence, at: int, end: int, left: list[int]) -> list[int] | str:
    """Look for the subject behind the length, else take the force named last."""
    if _THING_AWAY.before(sentence, at) is not None and not left:
        return _NOT_STATED
    match = _SUBJECT_AFTER.match(sentence, end)
    if match is not None and not is_quoted(sentence, match.start("subject")):
        return [match.start("subject")]
    if sentence.has("FIGHTING", 0, at):
        return _NO_FORCE
    behind = [one for one in sentence.positions("FORCE", end) if not is_quoted(sentence, one)]
    right = [one for one in behind if not sentence.has("WHICH", one - 2, one)]
    if right and at <= 4 and not left:
        return right[:1]
    verbs = sentence.positions("VERB", 0, at)
    if (
        any(sentence.verb(one).name == "reach" for one in verbs)
        or sentence.has("MOVE|PRONOUN", 0, at)
        or not left
    ):
        return []
    return _NOT_STATED


#: "set up a post at a distance of": a thing that was not read.
_THING_AWAY = TagPattern("<NOUN><AWAY>$")
#: Before a place that only locates another: "north of".
_LOCATES = TagPattern("(?:<DIRECTION|LENGTH><OF|FROM>|<LENGTH><DIRECTION><OF|FROM>)<DET|NOUN|OF>*$")
_LISTED_BEFORE = TagPattern(
    "(?P<more><PLACE|TOWN|FEATURE|UNKNOWN>)(?:<COMMA><AND>|<COMMA>|<AND>)<DET>?(?:<NOUN>+<OF>?)?$"
)


def listed_before(sentence: Sentence, position: int) -> list[int]:
    """Include the places listed before the last: "A, B and C are 3 km from"."""
    found = [position]
    while (match := _LISTED_BEFORE.before(sentence, found[-1])) is not None:
        if _LOCATES.before(sentence, match.start("more")):
            break
        found.append(match.start("more"))
    return found[::-1]
