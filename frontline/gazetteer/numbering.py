"""Split names into words and designators: the numbers and letters that number a place.

"Hill 20" and "Hill 200", "Block A1" and "Block 1", "Sector I" and "Sector II" are different
places. Keys of names therefore neither fold a designator nor join it with its neighbours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Stands in keys between a designator and its neighbours; a letter that no name contains.
MARK = "\u16dd"

#: A number, or letters up to a space, a digit or the mark of a key that is folded again.
_PART = re.compile(rf"\d+|[^\s\d{MARK}]+")
#: A digit, a mark, a Roman numeral, or a single letter at the end.
_MAY_HAVE_DESIGNATOR = re.compile(rf"\d|{MARK}| (?:[ivx]{{2,}}|і{{2,3}})\b| \w$")
_ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11",
    "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xvii": "17", "xviii": "18",
    "xix": "19", "xx": "20", "іі": "2", "ііі": "3",
}  # fmt: skip
#: Words that only say that a number follows.
_NUMBER_WORDS = frozenset({"no", "nr", "num", "number", "номер", "رقم"})


class Token(NamedTuple):
    """A word of a name, or a designator."""

    text: str
    is_designator: bool


def may_have_designators(plain: str) -> bool:
    """Return whether a name in plain letters has to be split; most have no designator."""
    if plain.isalpha():  # one word, as most names are
        return MARK in plain
    return _MAY_HAVE_DESIGNATOR.search(plain) is not None


def split_name(plain: str) -> list[Token]:
    """Split a name in plain letters into words and designators.

    Designators are numbers, Roman numerals, and single letters next to a number or at the end.
    The first word is none unless it is a number or next to one, and a final a is none, since it
    is often the end of a word. Leading zeros are dropped, but not after another number.

    Examples
    --------
    >>> [token.text for token in split_name("block a1")], split_name("sector ii")[1]
    (['block', 'a', '1'], Token(text='2', is_designator=True))
    """
    if not may_have_designators(plain):
        return [Token(word, is_designator=False) for word in plain.split()]
    return split_numbered(plain)


def split_numbered(plain: str) -> list[Token]:
    """Split a name that may have designators, as `split_name` does."""
    words = _PART.findall(plain)
    if not _NUMBER_WORDS.isdisjoint(words):
        words = [word for i, word in enumerate(words) if not _announces_number(words, i)]
    # Longer words of letters, which are most, need no look at their neighbours.
    return [
        Token(word, False)  # noqa: FBT003 - a keyword takes twice the time, and names are many
        if len(word) > 1 and word not in _ROMAN and not word.isdecimal()
        else _token(words, index)
        for index, word in enumerate(words)
    ]


def join_words(plain: str) -> str:
    """Return a name in plain letters without spaces, with its designators set apart."""
    if not may_have_designators(plain):
        return plain.replace(" ", "")
    return join_tokens(split_numbered(plain))


def join_tokens(tokens: Iterable[Token]) -> str:
    """Join words without spaces, and set designators apart with `MARK`.

    Examples
    --------
    >>> join_tokens(split_name("kafr zita 20 1")) == f"kafrzita{MARK}20{MARK}1"
    True
    """
    joined, before = "", None
    for token in tokens:
        is_apart = before is not None and (before.is_designator or token.is_designator)
        joined += MARK + token.text if is_apart else token.text
        before = token
    return joined


#: Numbers, and single letters between marks, in a key.
_IN_KEY = re.compile(rf"\d+|(?<={MARK})[^\d{MARK}](?=$|{MARK})|^[^\d{MARK}](?={MARK})")


def designators_of(key: str) -> tuple[str, ...]:
    """Return the designators in a key of a name, in their order.

    Examples
    --------
    >>> designators_of(f"blok{MARK}a{MARK}1"), designators_of("kafrzita")
    (('a', '1'), ())
    """
    return tuple(_IN_KEY.findall(key))


def _announces_number(words: list[str], index: int) -> bool:
    follows = index + 1 < len(words) and words[index + 1].isdecimal()
    return follows and index > 0 and words[index] in _NUMBER_WORDS


def _token(words: list[str], index: int) -> Token:
    word = words[index]
    before = words[index - 1] if index else ""
    after = words[index + 1] if index + 1 < len(words) else ""
    if word.isdecimal():
        return Token(word if before.isdecimal() else word.lstrip("0") or "0", is_designator=True)
    if index and word in _ROMAN:
        return Token(_ROMAN[word], is_designator=True)
    is_last = index > 0 and not after and word != "a"
    numbered = before.isdecimal() or after.isdecimal()
    return Token(word, len(word) == 1 and (is_last or numbered))
