"""Compare a name in Latin script with a name in Arabic script.

Both are reduced to the consonants that transliterations agree on: vowels, glides, h, ayn and
hamza go, and letters that are often confused become one. Two names agree if these consonants are
similar, or if one name has a word more. This finds pairs that are names of two places; it does
not prove that a pair is right.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from frontline.gazetteer.normalize import distinguishing_words, is_arabic, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Smallest similarity of the consonants of two names that agree.
_SIMILAR = 0.7
#: Shortest run of consonants that counts as a word more or less.
_SHORTEST_PART = 2

#: Letters that stay, by the consonant that they become.
_ARABIC = {
    "b": "بپ", "t": "تثط", "j": "جچ", "k": "خكقگ", "d": "دذضظزژ", "r": "ر", "s": "سص", "c": "ش",
    "g": "غ", "f": "فڤ", "l": "ل", "m": "م", "n": "ن",
}  # fmt: skip
_LATIN = {
    "b": "bp", "t": "t", "j": "j", "k": "kqxc", "d": "dz", "r": "r", "s": "s", "g": "g",
    "f": "fv", "l": "l", "m": "m", "n": "n",
}  # fmt: skip
_CONSONANT = {
    letter: sound for table in (_ARABIC, _LATIN) for sound, letters in table.items()
    for letter in letters
}  # fmt: skip


class _Sounds(dict[int, str]):
    """Maps a letter to its consonant, and any other character to nothing."""

    def __missing__(self, code: int) -> str:
        """Return nothing."""
        self[code] = ""
        return ""


_SOUNDS = _Sounds({ord(letter): sound for letter, sound in (_CONSONANT | {"C": "c"}).items()})
#: Two letters of Latin script for one of Arabic; C is kept apart from c, which is a k.
_DIGRAPHS = (
    ("tch", "C"), ("sh", "C"), ("ch", "C"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"),
    ("dj", "j"),
)  # fmt: skip

#: Words for kinds of places: often in one of the names only, or translated.
_KIND_WORDS = (
    "tal tall tell tallat talat jabal khirbat khirbet rasm hirsh mazraat qalaat wadi hill hills",
    "farm farms camp checkpoint base post fortress factory regiment woods city town village the of",
    "at near and northern southern eastern western northwestern turkish observation",
    "تل تلة تلال جبل خربة رسم حرش مزرعة مزارع قلعة وادي معسكر حاجز قاعدة نقطة فوج مصنع قرية بلدة",
    "مدينة الشمالية الغربية الشرقية الجنوبية التركية المراقبة في قرب",
)
_KINDS = frozenset(word for words in _KIND_WORDS for word in words.split())
_PARENTHESIS = re.compile(r"\([^)]*\)")
_ARTICLE = "ال"
_ARTICLES = frozenset({"al", "el", "an", "ar", "as", "ash", "at", "az", "ad"})
_CONSTRUCT_AT = re.compile(r"(?<=\w)[ae]t$")
_DOUBLED = re.compile(r"(.)\1+")
_first_group = itemgetter(1)


def names_agree(latin: str, arabic: str) -> bool:
    """Return whether a Latin and an Arabic name can be names of one place.

    Parameters
    ----------
    latin : str
        The name in Latin script, in any transliteration.
    arabic : str
        The name in Arabic script.

    Examples
    --------
    >>> names_agree("Khan Sheikhoun", "خان شيخون"), names_agree("Khan Shaykhun", "خان طومان")
    (True, False)
    """
    latin_words, arabic_words = _words(latin), _words(arabic)
    pairs = [(_own(latin_words), _own(arabic_words))]
    if len(latin_words) != len(arabic_words):  # such as Tal Adah, which is one word in Arabic
        pairs.append((latin_words, arabic_words))
    return any(
        _similar(one, sounds)
        for spelt, written in pairs
        for sounds in [_join(written)]
        for one in _latin_readings(spelt)
    )


def _latin_readings(words: list[str]) -> Iterator[str]:
    """Yield the consonants of Latin words in each way that they can be read.

    The t of a construct state is not written in Arabic; sh can be s and h.
    """
    yield _join(words)  # most names agree as they are written
    construct = [_CONSTRUCT_AT.sub("a", word) for word in words]
    readings = [words, [*construct[:-1], *words[-1:]], construct]
    yield from map(_join, readings[1:])
    for reading in readings:
        yield _join([word.replace("sh", "s") for word in reading])


def _words(name: str) -> list[str]:
    """Return the words of a name without the article and without what is in brackets."""
    plain = plain_words(_PARENTHESIS.sub(" ", name) if "(" in name else name)
    words = [word[2:] if len(word) > 3 and word.startswith(_ARTICLE) else word for word in plain]
    return [word for word in words if word not in _ARTICLES] or words


def _own(words: list[str]) -> list[str]:
    """Return the words that distinguish a name; all of them if none does."""
    return [word for word in words if not (word.isdecimal() or _is_generic(word))] or words


@lru_cache(maxsize=1 << 12)
def _is_generic(word: str) -> bool:
    return word in _KINDS or f"ال{word}" in _KINDS or bool(distinguishing_words(word))


def _join(words: list[str]) -> str:
    text = "".join(words)
    if ("h" in text or "dj" in text) and not is_arabic(text):
        for letters, one in _DIGRAPHS:
            text = text.replace(letters, one)
    return _DOUBLED.sub(_first_group, text.translate(_SOUNDS).replace("nb", "mb"))


def _similar(one: str, other: str) -> bool:
    if Indel.normalized_similarity(one, other) >= _SIMILAR:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST_PART and shorter in longer
