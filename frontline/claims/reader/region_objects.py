"""Read what verbs of control say of a region: of a province, of a side of it, or of a village."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.mood import mood_at
from frontline.claims.reader.regions import is_the_place
from frontline.claims.reader.toponyms import Name
from frontline.claims.reader.verb_agents import actor_of
from frontline.claims.reader.verb_qualifiers import is_share

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector
    from frontline.claims.reader.coreference import Referent

_LOCATING = frozenset({"in", "at", "near", "في", "ب", "across", "throughout"})


def read_region(collector: ClaimCollector, sentence: Sentence, at: int, position: int) -> bool:
    """Read the control of a whole province or a side of it: "full control of southern Idlib"."""
    verb, words = sentence.verb(at), sentence.text(position).split()
    name = sentence.value(position)
    if sentence.text(position - 1).startswith(("بريف", "بارياف", "بمحافظ")):
        return False  # "took, in its operations in the countryside of A"
    across = [sentence.text(one) for one in range(at + 1, position)]
    if not isinstance(name, Name) or _LOCATING.intersection([words[0], *across]):
        return False
    target = _small_region(collector, sentence, position)
    if target is None and not name.is_province:
        return False
    if is_share(sentence, at, position) or _names_more(sentence, at, position):
        return False
    subject = actor_of(collector, sentence, at)
    if verb.name not in {"take", "hold", "lose"} or subject is None or subject.kind == "none":
        return False
    collector.add(
        "control", (at, position), sentence, at, subject=subject, verb=verb.name,
        target=target or collector.referents.region(name, sentence.text(position)),
        mood=mood_at(sentence, at, position + 1),
    )  # fmt: skip
    return True


def _small_region(collector: ClaimCollector, sentence: Sentence, position: int) -> Referent | None:
    """Return the village of "took the So-and-so region", which is the village."""
    mention = sentence.tokens[position].mention
    words = sentence.text(position).casefold()
    if mention is None or sentence.text(position) != mention.text or not words.endswith(" region"):
        return None
    found = collector.referents.named(mention.value.text)
    place = found.place
    return found if place is not None and is_the_place(place.kind, "region") else None


def _names_more(sentence: Sentence, at: int, position: int) -> bool:
    """Return whether unread Arabic words stand before a region: "Mount A, in the south"."""
    words = (sentence.text(one) for one in sentence.positions("WORD", at + 1, position))
    unread = [
        word for word in words if not word.endswith(("ريف", "كامل", "كافه", "جميع", "محافظه"))
    ]
    return sentence.verb(at).arabic and bool(unread)
