"""Rank the encodings in which foreign words read like words.

A few names of places are too short for statistics of letters: on such words these rules find the
right encoding more often than a general detector. They only sort the readings that a user is
shown; nothing is decoded because of them.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Encodings that are tried, the more usual first; Python's names, as ``--encoding`` takes them.
CANDIDATES = (
    *("cp1252", "cp1251", "cp1256", "cp1250", "cp1254", "koi8_u", "gb18030", "shift_jis"),
    *("cp1253", "cp1255", "big5", "euc_kr", "euc_jp", "cp1257", "cp866", "iso8859_6"),
    *("iso8859_5", "mac_roman", "cp850", "iso8859_2", "cp874", "mac_cyrillic", "cp852"),
)
#: Encodings of old systems, and what their age adds to the oddness of a reading.
_OLD = frozenset(
    {
        *("cp866", "iso8859_6", "iso8859_5", "mac_roman", "cp850", "iso8859_2", "mac_cyrillic"),
        *("cp852", "cp874"),
    }
)
_AGE = 0.12
#: A reading that is odder than this does not look like words.
_MOST_ODD = 1.2
#: Codec and first bytes of the usual characters of a multi-byte encoding.
_USUAL = {
    "gb18030": ("gb2312", 0xB0, 0xD7),
    "shift_jis": ("shift_jis", 0x88, 0x97),
    "euc_jp": ("euc_jp", 0xB0, 0xCF),
    "big5": ("big5", 0xA4, 0xC6),
    "euc_kr": ("euc_kr", 0xB0, 0xC8),
}
#: Letters that are rare in their script, and much more frequent in wrong readings.
_RARE = frozenset("ъэщцфйхюґўђћќѓѕџξψζφχθςΰϊϋήΐώýþðõţżďňťـ")
#: Letters that only end words.
_FINAL = frozenset("ىةםןףץך")
_PUNCTUATION = frozenset({"Pd", "Pi", "Pf", "Po", "Zs"})
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA"})


class Reading(NamedTuple):
    """Words in one encoding."""

    encoding: str
    words: tuple[str, ...]


def likely_readings(words: Sequence[bytes], most: int = 3) -> tuple[Reading, ...]:
    """Return the readings of words that look most like words, each other than the ones before.

    There is none if the words look like words in no encoding, as in a file that is not text.

    Parameters
    ----------
    words : sequence of bytes
        Words with bytes beyond ASCII.
    most : int
        Largest number of readings.

    Examples
    --------
    >>> [reading.encoding for reading in likely_readings(["Харків".encode("cp1251")], most=1)]
    ['cp1251']
    """
    ranked = []
    for order, encoding in enumerate(CANDIDATES):
        try:
            read = tuple(word.decode(encoding) for word in words)
        except UnicodeDecodeError:
            continue
        age = _AGE if encoding in _OLD else 0.0
        oddness = _oddness(read, encoding)
        if oddness <= _MOST_ODD:
            ranked.append((oddness + age, order, read, encoding))
    ranked.sort()
    different = {read: encoding for _, _, read, encoding in reversed(ranked)}
    kept = [(read, one) for _, _, read, one in ranked if different[read] == one]
    return tuple(Reading(encoding, read) for read, encoding in kept[:most])


def looks_misread(words: Iterable[str]) -> bool:
    """Return whether most of the words are made of accented letters, as misread Cyrillic is.

    Examples
    --------
    >>> looks_misread(["Ñîëåäàð", "Ëèìàí"]), looks_misread(["Škabrnja", "Лиман"])
    (True, False)
    """
    shares = [
        sum(not char.isascii() for char in letters) / len(letters)
        for word in words
        if not word.isascii() and (letters := [char for char in word if char.isalpha()])
        if set(map(_script, letters)) == {"LATIN"}
    ]
    return bool(shares) and sum(share > 0.5 for share in shares) > len(shares) / 2


def _oddness(words: Iterable[str], encoding: str) -> float:
    """Return how little a reading looks like words: 0 for plain words."""
    odd = foreign = 0.0
    every: set[str] = set()
    for word in words:
        letters = [char for char in word if _script(char)]
        scripts = {_script(char) for char in letters}
        beyond = [char for char in word if not char.isascii()]
        foreign += len(beyond)
        every |= scripts
        odd += sum(map(_oddness_of_character, beyond))
        if len(scripts) > 1 and not scripts <= _EAST_ASIAN:
            odd += 0.8 * len(beyond)
        odd += _oddness_of_order(word, letters)
        if scripts == {"LATIN"}:
            accented = sum(not char.isascii() for char in letters)
            if 2 * accented > len(letters) > 1:
                odd += accented * accented / len(letters)
        if encoding in _USUAL:
            odd += sum(_is_unusual(char, encoding) for char in beyond)
    mixed = 0.2 * (len(every) > 1 and not every <= {*_EAST_ASIAN, "LATIN"})
    return odd / max(foreign, 1.0) + mixed


def _oddness_of_character(char: str) -> float:
    """Return how odd a character beyond ASCII is, anywhere in a word."""
    category = unicodedata.category(char)
    if category[0] == "C":
        return 3.0
    if category in _PUNCTUATION:
        return 0.1
    if category[0] not in "LM":
        return 1.5
    if "\uff61" <= char <= "\uffdc" or char in "ªº":
        return 1.0
    if category[0] == "M":  # names are rarely written with vowel points
        return 0.5
    return 0.15 * (char.lower() in _RARE)


def _oddness_of_order(word: str, letters: Sequence[str]) -> float:
    """Return how odd the order of capitals, marks and final letters is."""
    odd = 0.0
    for char, following in pairwise(word):
        odd += 2.0 * (char.islower() and following.isupper())
        odd += 0.5 * (char in _FINAL and bool(_script(following)))
    odd += unicodedata.category(word[0])[0] == "M"
    inverted = len(letters) > 2 and letters[0].islower() and all(map(str.isupper, letters[1:]))
    return odd + inverted


def _is_unusual(char: str, encoding: str) -> float:
    """Return how unusual a character is in East Asian texts in this encoding."""
    script = _script(char)
    if script not in {*_EAST_ASIAN, "HANGUL"}:
        return 0.5 * bool(script)
    codec, first, last = _USUAL[encoding]
    if script not in {"CJK", "HANGUL"}:
        return 0.0
    try:
        raw = char.encode(codec)
    except UnicodeEncodeError:
        return 0.8
    return 0.0 if first <= raw[0] <= last else 0.6


@lru_cache(1 << 12)
def _script(char: str) -> str:
    """Return the script of a letter or mark, the first word of its name; else empty."""
    if char.isascii():
        return "LATIN" if char.isalpha() else ""
    if unicodedata.category(char)[0] not in "LM":
        return ""
    return unicodedata.name(char, "?").split()[0]
