"""Deeds between a force and a length that were not read.

"The army blew up a depot 3 km from A" locates a depot, not the army, and no list of such verbs is
complete. So what counts is that a word stands between a force and its length that is not known to
place the force there. If it has an object, the claim is not read; else it is read as unsure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import both

if TYPE_CHECKING:
    from frontline.claims.reader.candidate import Candidate
    from frontline.claims.reader.chunker import Sentence

#: What places a force; only what stands behind the last of them can be a deed that was not read.
_PLACES = "BE|LIE|MOVE|REMAIN"
#: "laid a minefield", "burned cars": no preposition stands before the object.
_OBJECT = TagPattern("(?:<WORD|LIE|MOVE>)(?:<DET><!IN|OF|TO|FROM|DET>{1,3}|(?P<bare><WORD>))$")
#: Arabic has the verb before the force, and its object behind it.
_ARABIC_OBJECT = TagPattern("(?:^|<!LIE|MOVE|VERB>)<FORCE><WORD>{1,3}<AWAY>?$")
#: "has closed to within": where a movement ends.
_AS_FAR_AS = TagPattern("<TO|TOWARDS>$")
#: A place that a force has left.
_LEFT = frozenset({"lose"})
#: Parts of a force, and words that place it: "positions", "massed", "closed to".
_PRESENT = frozenset(both("actors", "parts") + both("actors", "present"))
_NOT_A_FORCE = "what is at this distance is {!r}, not a force"


def unread_object(one: Candidate) -> str:
    """Return what lies at a distance instead of the force that did something to it."""
    sentence, subject = one.sentence, one.claim.subject
    if one.claim.kind != "distance" or subject is None or subject.kind != "actor":
        return ""
    forces = [token for token in one.tokens if sentence.tag(token) == "FORCE" and token < one.at]
    if not forces:
        return ""
    force = forces[-1]
    start = _start(sentence, force, one.at)
    verbs = sentence.positions("VERB", start if start > force + 1 else max(0, force - 1), one.at)
    if any(sentence.verb(verb).name in _LEFT for verb in verbs):
        return "it says what they left, not where they are"
    words = _unread(sentence, force, one.at)
    if not words or not _has_object(sentence, force, one.at):
        return ""
    noun = words[-1] if sentence.tag(one.at - 1) == "AWAY" else one.at - 1
    return _NOT_A_FORCE.format(sentence.text(noun))


def unread_between(sentence: Sentence, force: int | None, at: int) -> str:
    """Return that a word between a force and its length was not read, which may be a deed."""
    if force is None or sentence.tag(force) != "FORCE" or force > at:
        return ""
    words = _unread(sentence, force, at)
    return f"what {sentence.text(words[0])!r} says of the force was not read" if words else ""


def _unread(sentence: Sentence, force: int, at: int) -> list[int]:
    """Return the positions of the words before a length that do not place a force."""
    if not sentence.text(force).isascii():
        match = _ARABIC_OBJECT.before(sentence, at, max(0, force - 1))
        words = [] if match is None else sentence.positions("WORD", force + 1, at)
        return [word for word in words if not _is_adjective(sentence.text(word))]
    if _AS_FAR_AS.before(sentence, at) or sentence.text(at).startswith("within"):
        return []
    words = sentence.positions("WORD", _start(sentence, force, at), at)
    return [word for word in words if not _places(sentence, word)]


def _start(sentence: Sentence, force: int, at: int) -> int:
    """Return the position behind the last token that places a force."""
    return max([*sentence.positions(_PLACES, force + 1, at), force]) + 1


def _is_adjective(word: str) -> bool:
    """Return whether an Arabic word behind a force has an article and no pronoun."""
    return word.startswith("ال") and not word.endswith(("ها", "هم"))


def _places(sentence: Sentence, word: int) -> bool:
    """Return whether a word places a force, or is an adverb."""
    return sentence.text(word) in _PRESENT or sentence.text(word).endswith("ly")


def _has_object(sentence: Sentence, force: int, at: int) -> bool:
    """Return whether what stands right before a length is an object."""
    if not sentence.text(force).isascii():
        return True
    match = _OBJECT.before(sentence, at, max(force + 1, at - 5))
    if match is None:
        return False
    if match["bare"]:
        return sentence.text(match.start("bare")).endswith("s")
    return sentence.tag(at - 1) != "NOUN"  # a checkpoint that was set up is where they are
