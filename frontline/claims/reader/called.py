"""What a text calls its places: "the city of A", "B village".

"The city" further on is then A, though B was named last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.models import Place

#: "the city of A", "the besieged city of A"; Arabic has no word between.
_BEFORE = TagPattern("(?P<noun><NOUN>)<OF>?$")
#: "A city", "A town"; not "A town council".
_BEHIND = TagPattern("(?P<noun><NOUN>)(?!<NOUN|OF>)")
#: Arabic nouns that are read as a part of the name.
_IN_NAME = frozenset({"مدينه", "بلده", "قريه"})
#: Two words for a small place that a text uses of the same one.
_SAME = {"settlement": "village", "hamlet": "village", "locality": "village"}


def noun_of(sentence: Sentence, at: int) -> str:
    """Return what the sentence calls a place, in the singular; empty if nothing."""
    first = sentence.text(at).split()[0]
    if first in _IN_NAME:
        return first
    before = _BEFORE.before(sentence, at, max(0, at - 2))
    if before is not None:
        return kind_of_noun(sentence.text(before.start("noun")))
    behind = _BEHIND.match(sentence, at + 1)
    if behind is not None and sentence.text(at).isascii():
        return kind_of_noun(sentence.text(behind.start("noun")))
    return ""


#: "the hilltop of".
_CALLED_HILL = TagPattern("<NOUN><OF>$")
#: ", a hilltop".
_A_HILL = TagPattern("<COMMA><DET><NOUN>")
_HILL_WORDS = frozenset({"hill", "hilltop", "hills", "mountain"})


def is_called_hill(sentence: Sentence, at: int) -> bool:
    """Return whether the sentence calls a place a hill: "the hilltop of A", "A, a hill"."""
    if _CALLED_HILL.before(sentence, at, max(0, at - 2)):
        return sentence.text(at - 2) in _HILL_WORDS
    return bool(_A_HILL.match(sentence, at + 1)) and sentence.text(at + 3) in _HILL_WORDS


def kind_of_noun(words: str) -> str:
    """Return the noun of "the besieged city", with one word for small places."""
    noun = words.casefold().split()[-1].removeprefix("ال")
    return _SAME.get(noun, noun)


class Called:
    """The places of a text by what it calls them."""

    def __init__(self) -> None:
        self._last: dict[str, Place] = {}
        self._nouns: dict[str, set[str]] = {}

    def add(self, place: Place, noun: str) -> None:
        """Keep that the text calls a place by a noun."""
        if noun:
            self._last[noun] = place
            self._nouns.setdefault(place.id, set()).add(noun)

    def other(self, place: Place, words: str) -> Place | None:
        """Return the place that is called so, where the place named last is called otherwise.

        Parameters
        ----------
        place : the place named last
        words : the words of the text, as "the city"
        """
        noun, own = kind_of_noun(words), self._nouns.get(place.id, set())
        return self._last.get(noun) if own and noun not in own else None
