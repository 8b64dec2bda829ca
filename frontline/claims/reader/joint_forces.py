"""Forces that act together: which of them the record follows.

"The army and the So-and-so Brigade", "fighters of the group", "the army and rebels": one of joint
forces may be unknown, or they may be of opposite sides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.claims.reader.actor_names import UNFOLLOWED
from frontline.claims.reader.chunker import TagPattern

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector
    from frontline.claims.reader.coreference import Referent


def first_of_joint(collector: ClaimCollector, sentence: Sentence, forces: list[int]) -> Referent:
    """Return the last force; of two joint ones from opposite sides the first, which is unsure."""
    last = known_force(collector, sentence, forces[-1])
    if len(forces) < 2 or not _JOINT.fullmatch(sentence, forces[-2] + 1, forces[-1]):
        return last
    first = known_force(collector, sentence, forces[-2])
    if first.kind != "actor" or last.kind != "actor" or first.id == last.id:
        return last
    return replace(first, unsure=f"{first.words!r} and {last.words!r} are of opposite sides")


#: "fighters of the group".
_OF_WHOM = TagPattern("<OF|FROM><DET|WORD>{0,2}(?P<actor><FORCE>)")
_JOINT = TagPattern("<DET|WORD|LIE|OF|IN|FROM|NOUN>*<AND><DET|WORD|LIE|OF|IN|FROM|NOUN>*")


def known_force(collector: ClaimCollector, sentence: Sentence, position: int) -> Referent:
    """Return a force; of joint forces the one that the record follows."""
    whose = _OF_WHOM.match(sentence, position + 1)
    joint = " and " in sentence.text(position) and sentence.value(position) == UNFOLLOWED
    if whose is not None and (joint or sentence.value(position) is None):
        return collector.referents.at(sentence, whose.start("actor"))
    referent = collector.referents.at(sentence, position)
    if referent.kind != "none":
        return referent
    for other in sentence.positions("FORCE"):
        first, last = sorted((position, other))
        if other == position or last - first > 8 or not _JOINT.fullmatch(sentence, first + 1, last):
            continue
        partner = collector.referents.at(sentence, other)
        if partner.kind == "actor":
            note = f"the record does not follow {referent.words!r}, which acted with them"
            return replace(partner, note=note, unsure="one of two joint forces is not followed")
    return referent


#: "the army, with the So-and-so Brigade, captured": the last of joint forces is not known.
_AND_STRANGER = TagPattern("(?P<actor><FORCE>)<COMMA>?<AND><DET|WORD>{0,2}$")


def of_joint_stranger(sentence: Sentence, at: int, named: list[int]) -> int | None:
    """Return the known one of two joint forces, if the one right before a verb is not known."""
    if not named or sentence.tag(named[-1]) != "UNKNOWN":
        return None
    joint = _AND_STRANGER.before(sentence, named[-1])
    if joint is None or not _STRANGER_ENDS.fullmatch(sentence, named[-1] + 1, at):
        return None
    return joint.start("actor")


_STRANGER_ENDS = TagPattern("<FORCE|LIE|HAVE|WORD>{0,4}")
