"""Read "the latter": a place that was taken again, or a force whose deeds are not told apart.

"Captured A and B, the latter was later retaken by rebels" is of B. "Retook A from the army, as the
latter was unable to hold it" is of either force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.joint_forces import known_force
from frontline.claims.reader.mood import mood_at
from frontline.claims.reader.verb_agents import agent
from frontline.claims.reader.voice import is_passive

if TYPE_CHECKING:
    from frontline.claims.reader.candidate import Candidate
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector

#: "A and B", "A, B and C".
_LAST_OF_LIST = TagPattern("<PLACE><COMMA>?<AND><DET|NOUN|OF>*(?P<place><PLACE>)")
_DONE = TagPattern("<BE|HAVE|LIE|WORD|NOT|DAY>{1,5}(?P<verb><VERB>)")
_DEEDS = frozenset({"control", "encirclement", "count"})


def _latters(sentence: Sentence, end: int | None = None) -> list[int]:
    """Return the positions of "latter" in "the latter"."""
    found = sentence.positions("WORD", 0, end)
    return [
        one for one in found if sentence.text(one) == "latter" and sentence.tag(one - 1) == "DET"
    ]


def read_latter(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "A and B, the latter of which was retaken by rebels"."""
    for latter in _latters(sentence):
        done = _DONE.match(sentence, latter + 1)
        lists = list(_LAST_OF_LIST.finditer(sentence, 0, latter))
        if done is None or not lists:
            continue
        at, place = done.start("verb"), lists[-1].start("place")
        verb = sentence.verb(at)
        if at in sentence.used or verb.name not in {"take", "lose"} or not is_passive(sentence, at):
            continue
        target, actor_at = (
            collector.referents.at(sentence, place),
            agent(sentence, at, passive=True),
        )
        subject = None if actor_at is None else known_force(collector, sentence, actor_at)
        if target.kind == "none" or (subject is not None and subject.kind == "none"):
            continue
        collector.add(
            "control", (latter, at, actor_at), sentence, at, subject=subject, target=target,
            verb=verb.name, mood=mood_at(sentence, at),
            unsure=(f"read 'the latter' as {target.words}",),
        )  # fmt: skip


def of_the_latter(one: Candidate) -> str:
    """Return that it is not certain which force "the latter" is that is said to have done it."""
    latters = _latters(one.sentence, one.at)
    if one.claim.kind not in _DEEDS or one.claim.subject is None or not latters:
        return ""
    if latters[-1] in one.tokens or one.sentence.has("PLACE", latters[-1] - 2, latters[-1]):
        return ""
    named = one.sentence.positions("FORCE", latters[-1], one.at)
    if any(one.sentence.text(force).casefold() != "they" for force in named):
        return ""
    behind = [token for token in one.tokens if one.sentence.tag(token) == "FORCE"]
    return (
        ""
        if any(force > one.at for force in behind)
        else "which force 'the latter' is was not read"
    )
