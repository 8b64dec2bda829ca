"""Recognise the language of a name by its letters, where a source does not state it.

The script is not enough: Uyghur, Persian and Urdu are written in Arabic script, Russian and
Ukrainian in Cyrillic. Each language has letters that others of its script lack.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from frontline.gazetteer.normalize import consonant_skeleton, match_key

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Alphabet(NamedTuple):
    """Letters of a language, and those of them that no other language of the script has."""

    letters: frozenset[str]
    own: frozenset[str] = frozenset()


_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщ"
_ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
_ALPHABETS = {
    "ar": _Alphabet(frozenset(_ARABIC), frozenset("أإةى")),
    "fa": _Alphabet(frozenset("آءأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"), frozenset("ژ")),
    "uk": _Alphabet(frozenset(_CYRILLIC + "ґєіїьюя"), frozenset("ґєї")),
    "ru": _Alphabet(frozenset(_CYRILLIC + "ёъыьэюя")),
    "be": _Alphabet(frozenset((set(_CYRILLIC) - set("ищ")) | set("ёіўыьэюя")), frozenset("ў")),
    "bg": _Alphabet(frozenset(_CYRILLIC + "ъьюя")),
    "sr": _Alphabet(frozenset("абвгдђежзијклљмнњопрстћуфхцчџш"), frozenset("ђћ")),
    "he": _Alphabet(frozenset("אבגדהוזחטיכךלמםנןסעפףצץקרשת")),
    "am": _Alphabet(frozenset(map(chr, range(0x1200, 0x1380)))),
    "ti": _Alphabet(frozenset(map(chr, range(0x1200, 0x1380)))),
    "el": _Alphabet(frozenset("αβγδεζηθικλμνξοπρσςτυφχψω")),
    "ka": _Alphabet(frozenset(map(chr, range(0x10D0, 0x1100)))),
    "hy": _Alphabet(frozenset(map(chr, range(0x561, 0x588)))),
}
#: Arabic has these letters at the end of a word only, Uyghur also within one, and begins with ئ.
_NOT_ARABIC = re.compile(r"[ىة](?=[^\W\d_])|\bئ")
#: Ukrainian letters in Latin; iotated ones and й differ at the beginning of a word.
_UKRAINIAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ь": "",
}  # fmt: skip
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_INNER_IOTATED = ({"є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}, _UKRAINIAN_FIRST)
_TRIPLED = re.compile(r"(.)\1\1")
#: Similarity of the consonants of two spellings of one name.
_ONE_NAME = 0.6
#: Languages that a package can have for the local names of its places.
LOCAL_LANGUAGES = tuple(sorted(_ALPHABETS))


def is_written_in(name: str, language: str) -> bool:
    """Return whether the letters of a name can all be of a language.

    Parameters
    ----------
    name : str
    language : str
        Code of ISO 639; no name fits one that is not in `LOCAL_LANGUAGES`.

    Examples
    --------
    >>> is_written_in("كييف", "ar"), is_written_in("كىيېۋ", "ar"), is_written_in("Донецк", "uk")
    (True, False, True)
    """
    if name.isascii() or language not in _ALPHABETS:
        return False
    letters = _letters(name)
    if language == "ar" and _NOT_ARABIC.search(name):
        return False
    return bool(letters) and letters <= _ALPHABETS[language].letters


def choose_name(names: Iterable[str], language: str, latin: str = "") -> str:
    """Return the name of a list that is certainly in a language; empty if none is.

    A name is certain if it is written in Latin letters as `latin`, if it has a letter that only
    this language has, or if it is the only one whose letters fit. In Arabic several spellings of
    one name may fit: the other languages of its script rarely do without their own letters.

    Parameters
    ----------
    names : iterable of str
    language : str
        As in `is_written_in`.
    latin : str
        The name in the Latin letters of the language, as gazetteers have it.

    Examples
    --------
    >>> choose_name(["Киев", "Київ"], "uk"), choose_name(["Донецк", "Донбас"], "uk")
    ('Київ', '')
    >>> choose_name(["Лиман", "Ліман"], "uk", "Lyman")
    'Лиман'
    """
    fitting = [name for name in dict.fromkeys(names) if is_written_in(name, language)]
    romanized = [name for name in fitting if language == "uk" and _plain(latin) in _romanize(name)]
    if romanized:
        return romanized[0]
    if language == "ar":
        return _arabic_name(fitting)
    own = [name for name in fitting if _letters(name) & _ALPHABETS[language].own]
    if own:
        return own[0]
    return fitting[0] if len(fitting) == 1 else ""


def _arabic_name(names: list[str]) -> str:
    """Return the most complete of several spellings; empty if they are different names."""
    whole = [name for name in names if not _TRIPLED.search(name)]
    if len(whole) < 2:
        return "".join(whole)
    fewest = min((len(name.split()) for name in whole), default=0)  # "city of" is not the name
    short = [name for name in whole if len(name.split()) == fewest]
    own = [name for name in short if _letters(name) & _ALPHABETS["ar"].own] or short
    best = max(own, key=len, default="")
    sounds = [consonant_skeleton(match_key(name)) for name in (best, *whole)]
    is_one = all(Indel.normalized_similarity(sounds[0], one) >= _ONE_NAME for one in sounds)
    return best if is_one else ""


def _plain(latin: str) -> str:
    return "".join(filter(str.isalpha, latin.casefold()))


def _romanize(name: str) -> set[str]:
    """Return a Ukrainian name in Latin letters, as Ukraine and as GeoNames write it."""
    words = unicodedata.normalize("NFC", name.casefold()).replace("зг", "zgh").split()
    ways = set()
    for inner in _INNER_IOTATED:
        letters = []
        for word in words:
            letters += [
                _UKRAINIAN_FIRST.get(word[0], word[0]),
                *(inner.get(c, c) for c in word[1:]),
            ]
        ways.add(_plain("".join(_UKRAINIAN.get(char, char) for char in "".join(letters))))
    return ways


def _letters(name: str) -> set[str]:
    """Return the letters of a name in lower case, without the marks of vowels and stress."""
    composed = unicodedata.normalize("NFC", name.casefold())
    return {char for char in composed if char.isalpha() and char != "ـ"}
