"""A second reading of who acts and on what, from the dependency parse of a sentence.

The grammar of the desk finds the verb or the length of a claim, and its subject and target. Where a
parser is installed, it is asked what depends on the same verb or length. A claim is read in two
ways if the parse has another subject or target among the names that the desk recognised. Where the
parse names nobody, or what cannot be resolved, or ends a list early, there is no second reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.claim import SecondReading
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.joint_forces import known_force
from frontline.claims.reader.parse_tree import NAMED, ParseTree, find_ends
from frontline.formatting import format_actor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector
    from frontline.claims.reader.coreference import Referent
    from frontline.claims.reader.dependency_parser import DependencyParser
    from frontline.claims.reader.parse_tree import Ends


def add_second_readings(
    collector: ClaimCollector, sentence: Sentence, parser: DependencyParser
) -> None:
    """Add a second reading to each claim of a sentence with which its parse disagrees."""
    text = collector.folded.text[sentence.start : sentence.end]
    tree = ParseTree(sentence, parser.parse(text, sentence.start))
    for claim, evidence in collector.evidence_of_sentence():
        ends = find_ends(tree, evidence.at)
        if ends is None:
            continue
        second = _disagreement(collector, sentence, claim, ends, parser.name)
        if second is not None:
            collector.amend(claim, second=second)


def second_reading_reason(atlas: Atlas, claim: Claim) -> str:
    """Return a sentence that says how a parser reads a claim; empty if not otherwise."""
    second = claim.second
    if second is None:
        return ""
    parts = [
        f"{_joined(atlas, found)} as the {role}, not {_named(atlas, mine)}"
        for role, found, mine in (
            ("subject", second.subjects, claim.subject),
            ("target", second.targets, claim.target),
        )
        if mine is not None and _is_other(mine, found)
    ]
    return f"Read in two ways, so it is not judged: a parser finds {', and '.join(parts)}."


def _joined(atlas: Atlas, found: Sequence[Referent]) -> str:
    return " with ".join(_named(atlas, one) for one in found)


def _named(atlas: Atlas, referent: Referent) -> str:
    if referent.kind == "actor":
        return format_actor(atlas.package.actors[str(referent.id)])
    if referent.kind == "road":
        return f"the {str(referent.id).upper()}"
    return referent.words if referent.place is None else referent.place.name


def _disagreement(
    collector: ClaimCollector, sentence: Sentence, claim: Claim, ends: Ends, parser: str
) -> SecondReading | None:
    """Return the reading of the parse if it is clear and another than that of a claim."""
    subjects = _resolved(collector, sentence, ends.subjects)
    targets = _resolved(collector, sentence, ends.targets)
    if ends.either:
        fits = _fits_either(collector, sentence, claim, ends, (subjects, targets))
        return None if fits else SecondReading(parser, subjects, targets)
    other_subject = _is_other(claim.subject, subjects)
    other_target = (
        claim.kind in _WITH_TARGET
        and _is_other(claim.target, targets)
        and not _is_listed(collector, sentence, claim.target, ends.targets)
    )
    if not other_subject and not other_target:
        return None
    return SecondReading(parser, subjects if other_subject else (), targets if other_target else ())


#: Kinds whose target a verb governs; a count is in a region, and a length on a road.
_WITH_TARGET = frozenset({"control", "encirclement", "distance"})


def _fits_either(
    collector: ClaimCollector,
    sentence: Sentence,
    claim: Claim,
    ends: Ends,
    found: tuple[Sequence[Referent], Sequence[Referent]],
) -> bool:
    """Return whether a distance or direction has the ends of the parse, in either order."""
    mine = _ids((claim.subject, claim.target))
    one, other = _ids(found[0]), _ids(found[1])
    if claim.kind not in {"distance", "direction"} or len(mine) < 2 or not one or not other:
        return True
    if set(one) & set(other) or _is_listed(collector, sentence, claim.subject, ends.subjects):
        return True  # the parse is not clear
    return (mine[0] in one and mine[1] in other) or (mine[0] in other and mine[1] in one)


def _ids(referents: Sequence[Referent | None]) -> list[str | None]:
    return [_key(one) for one in referents if one is not None]


def _is_other(mine: Referent | None, found: Sequence[Referent]) -> bool:
    return mine is not None and bool(found) and _key(mine) not in map(_key, found)


#: Between the items of a list: "A, B and the village of C", "A to the west and B".
_LIST = TagPattern(
    "(?:<PLACE|TOWN|FEATURE|UNKNOWN|COUNT|NOUN|DET|OF|REGION|DAY|DIRECTION|TO|FROM|NOT|INCLUDING>"
    "|<COMMA|AND>|<WORD>(?=<NOUN|PLACE>)|<IN>(?=<DET|NOUN>*<REGION>))*"
)


def _is_listed(
    collector: ClaimCollector, sentence: Sentence, target: Referent | None, found: Sequence[int]
) -> bool:
    """Return whether a target is in one list with those of the parse, which end lists early."""
    if target is None:
        return False
    own = [
        at
        for at in sentence.positions(NAMED)
        if _key(collector.referents.at(sentence, at)) == _key(target)
    ]
    pairs = [sorted((one, other)) for one in own for other in found]
    return any(
        sentence.has("COMMA|AND", one, other) and _LIST.fullmatch(sentence, one + 1, other)
        for one, other in pairs
    )


def _resolved(
    collector: ClaimCollector, sentence: Sentence, positions: Sequence[int]
) -> tuple[Referent, ...]:
    """Return what tokens refer to; nothing if one of them is not known, or whose forces it is."""
    found: list[Referent] = []
    for at in positions:
        if sentence.tag(at) == "FORCE":
            referent = known_force(collector, sentence, at)
        else:
            referent = collector.referents.at(sentence, at)
        if _key(referent) is None or (referent.kind == "actor" and referent.unsure):
            return ()
        found.append(referent)
    return tuple({_key(one): one for one in found}.values())


def _key(referent: Referent) -> str | None:
    """Return the id of an actor, a road or a place, also of one that names a post."""
    return referent.id if referent.place is None else referent.place.id
