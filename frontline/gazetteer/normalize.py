"""Normalize place names, so that different spellings can be compared.

`match_key` folds the spellings of one name to the same key: "Khan Sheikhoun", "Khan Cheikhoun"
and "khan shaykhun" have the same key, "Latmin" and "al-Lataminah" have not. Keys are for
comparison only. Keys of names in Latin and in Arabic script are never equal.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from frontline.gazetteer.letters import (
    ARABIC_LETTERS,
    CONFUSED,
    DISTINGUISHING,
    DROPPED,
    FIRST_WORDS,
    GERMAN,
    IGNORED_WORDS,
    ONE_VOWEL,
    OTHER_LETTERS,
    SOUNDS,
    SPELT_OUT,
)
from frontline.gazetteer.numbering import (
    MARK,
    Token,
    join_tokens,
    join_words,
    may_have_designators,
    split_name,
    split_numbered,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Size of the caches: the same names are folded many times.
_CACHE_SIZE = 1 << 16

_ARABIC = re.compile(
    "[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc]"
)
_LATIN = re.compile("[a-z]")


class _Letters(dict[int, str]):
    """Maps each character to plain text; computed when first needed."""

    def __missing__(self, code: int) -> str:
        """Fold case, remove marks, make digits ASCII, and replace punctuation by a space."""
        folded = chr(code)
        while (step := "".join(map(_plain_letter, folded))) != folded:
            folded = step
        self[code] = folded
        return folded


def _plain_letter(char: str) -> str:
    # Some letters fold to a letter and a mark, which compose to a letter of the table.
    char = unicodedata.normalize("NFC", char.casefold())
    if char in SPELT_OUT:
        return SPELT_OUT[char]
    if char in DROPPED or unicodedata.category(char[0]) in {"Mn", "Mc", "Me", "Cf"}:
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if not char.isalnum():
        return " "
    return unicodedata.normalize("NFKD", char)


_PLAIN = _Letters()

#: The article before a word, as the press writes it: al-, el-, an-Na, ash-Sha, ech-Cha, ett-T.
#: An assimilated article must agree with the next letter, so that "Tell As" keeps its As.
_LATIN_ARTICLE = re.compile(r"\b[aeiou](?:ll? (?=\w)|([nrstdzjc])\1?(?:c?h|j)? (?=\1))")
_ARABIC_ARTICLE = re.compile(rf"\b(?:ال)+(?=[^\W{MARK}]{{2}})")


def is_arabic(text: str) -> bool:
    """Return whether a name is in Arabic script, in any language.

    Examples
    --------
    >>> is_arabic("خان شيخون"), is_arabic("Khan Shaykhun")
    (True, False)
    """
    return not text.isascii() and _ARABIC.search(text) is not None


def is_latin(text: str) -> bool:
    """Return whether a name has a letter of the Latin script.

    Examples
    --------
    >>> is_latin("Ḩabīţ"), is_latin("Хан"), is_latin("خان")
    (True, False, False)
    """
    return _LATIN.search(_plain(text)) is not None


@lru_cache(maxsize=_CACHE_SIZE)
def _plain(text: str) -> str:
    """Return the words of a name in plain letters and digits, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_PLAIN).split())


def plain_words(text: str) -> list[str]:
    """Return the words of a name without case, marks and punctuation.

    Examples
    --------
    >>> plain_words("al-Ḩabīţ (Idlib)")
    ['al', 'habit', 'idlib']
    """
    return _plain(text).split()


@lru_cache(maxsize=_CACHE_SIZE)
def literal_key(text: str) -> str:
    """Return a key that ignores only case, marks, spaces, apostrophes and the article.

    Numbers stay apart from each other and from words: "Hill 1 1" is not "Hill 11".

    Examples
    --------
    >>> literal_key("Al-Ḩabīţ") == literal_key("al habit") == literal_key("Habit")
    True
    >>> literal_key("Hobeit") == literal_key("Habit")
    False
    """
    plain = _plain(text)
    if not is_arabic(plain):
        return join_words(_LATIN_ARTICLE.sub("", plain))
    return _ARABIC_ARTICLE.sub("", join_words(_ARABIC_ARTICLE.sub("", plain)))


@lru_cache(maxsize=_CACHE_SIZE)
def match_key(text: str) -> str:
    """Return a key that is the same for all usual spellings of a name.

    In addition to what `literal_key` ignores, it folds spellings of the same sound (sh, ch; kh;
    ou, oo, u; ay, ei, ee, i; q, k), doubled letters, the endings -ah, -a, -eh, and short a and
    e. Long i and u stay, as they distinguish Sarmin from al-Surman. Numbers are never folded. The
    key is empty if the name has no letter or digit.

    Examples
    --------
    >>> match_key("Khan Cheikhoun") == match_key("Khan Shaykhun")
    True
    >>> match_key("al-Lataminah") == match_key("Latamneh") == match_key("Latmin")
    False
    >>> match_key("كفر نبودة") == match_key("كفرنبوده")
    True
    >>> match_key("Hill 22") == match_key("Hill 2"), match_key("Hill 22") == match_key("Hill ٢٢")
    (False, True)
    """
    if is_arabic(text):
        return _arabic_key(text)
    return _latin_key(text)


# --- Arabic ---------------------------------------------------------------------------------

#: "Father of" is inflected; "city of", "town of", "village of" are not part of the name.
_ARABIC_WORDS = (
    (("ابي", "ابا"), re.compile(r"\b(?:ابي|ابا)\b(?= )"), "ابو"),
    (
        ("مدينه", "بلده", "قريه"),
        re.compile(r"\b(?:ال)?(?:مدينه|بلده|قريه) (?=\w)"),
        "",
    ),
)


#: At the end, or before a number.
_FINAL_VOWEL = re.compile(rf"[اي](?<=[^\W\d{MARK}]{{2}}.)(?=$|{MARK})")


def _arabic_key(text: str) -> str:
    plain = _plain(text).translate(ARABIC_LETTERS)
    for words, pattern, replacement in _ARABIC_WORDS:
        if any(word in plain for word in words):  # few names have one
            plain = pattern.sub(replacement, plain)
    plain = join_words(_without_article(plain))
    # Joining the words can produce another article; a final alef, ha or ya is the same sound.
    return _FINAL_VOWEL.sub("ه", _without_article(plain))


def _without_article(plain: str) -> str:
    return _ARABIC_ARTICLE.sub("", plain) if "ال" in plain else plain


# --- Latin ----------------------------------------------------------------------------------

_SOUND = re.compile("|".join(SOUNDS))

_GLUED_ARTICLE = re.compile(r"^[ae]l(?=[^aeiouy]\w{3})")
_FRENCH_GH = re.compile(r"^rh")
_FRENCH_FEMININE = re.compile(r"[éÉ]\b")
#: French -âne, -oûte, -che, -sse end in the consonant; its feminine has an accent.
_SILENT_E = re.compile(r"(?<=[aiou][nt])e$|(?<=ʃ)e$|(?<=ss)e$")
_FEMININE = re.compile(r"(?<=\w\w)(?:[ae]h?|ih)$")
#: e before the last consonant is a short i (Saraqeb, Idleb), but -et is -at (Maaret).
_LAST_E = re.compile(r"(?<=[aeiouyw])([^aeiouyw]+)e(?=[^aeiouywt]$)")
_FIRST_E = re.compile(r"^e(?=([^aeiouyw])(?!\1))")
_CONSTRUCT_ET = re.compile(r"e(?=t$)")
_INNER_AH = re.compile(r"(?<=[ae])h$")
#: Hebrew doubles vav and yod only, Ge'ez writes no doubled letters.
_DOUBLED = re.compile("([^\\d\u05d0-\u05d4\u05d6-\u05d8\u05da-\u05ea\u1200-\u137f])\\1+")
#: a is dropped, unless it is final or separates two equal letters (Hama, al-Hamamah).
_SHORT_A = re.compile(rf"a(?<=(.)a)(?!\1|$|{MARK})")
#: Replaces a match by its first group; Python expands a template such as ``\\1`` each time.
_first_group = itemgetter(1)


def _latin_key(text: str) -> str:
    if not text.isascii():
        text = _FRENCH_FEMININE.sub("eh", unicodedata.normalize("NFC", text))
    plain = _LATIN_ARTICLE.sub("", _plain(text))
    if "sch" in plain:
        for german, english in GERMAN:
            plain = plain.replace(german, english)
    if not plain.isascii():
        plain = plain.translate(OTHER_LETTERS)
    if may_have_designators(plain):
        return _numbered_key(plain)
    words = plain.split()
    words = [word for word in words if word not in IGNORED_WORDS] or words
    if not words:
        return ""
    *first, last = words
    return _stable("".join([*map(_word, first), _last_word(last)]))


def _numbered_key(plain: str) -> str:
    """Return the key of a name with designators."""
    tokens = split_numbered(plain)
    kept = [token for token in tokens if token.text not in IGNORED_WORDS]
    if not all(token.is_designator for token in kept):
        tokens = kept
    return _stable(join_tokens(_folded(tokens, index) for index in range(len(tokens))))


def _folded(tokens: list[Token], index: int) -> Token:
    """Fold a word; the last one, also before a number, has endings that others have not."""
    token, after = tokens[index], tokens[index + 1 : index + 2]
    if token.is_designator:
        return token
    if not after:
        return Token(_last_word(token.text), is_designator=False)
    if after[0].is_designator:
        return Token(_last_word(FIRST_WORDS.get(token.text, token.text)), is_designator=False)
    return Token(_word(token.text), is_designator=False)


@lru_cache(maxsize=_CACHE_SIZE)
def _word(word: str) -> str:
    """Fold a word other than the last."""
    word = _sounds(FIRST_WORDS.get(word, word))
    return _vowels(_CONSTRUCT_ET.sub("a", _INNER_AH.sub("", word)))


@lru_cache(maxsize=_CACHE_SIZE)
def _last_word(word: str) -> str:
    word = _SILENT_E.sub("", _sounds(word))
    word = _FEMININE.sub("A", word)
    return _vowels(_LAST_E.sub(r"\1i", word)).replace("A", "a")


def _sounds(word: str) -> str:
    word = _FRENCH_GH.sub("gh", _GLUED_ARTICLE.sub("", word))
    return _SOUND.sub(lambda match: SOUNDS[match[0]], word)


def _vowels(word: str) -> str:
    return _DOUBLED.sub(_first_group, _FIRST_E.sub("i", word).translate(ONE_VOWEL))


@lru_cache(maxsize=_CACHE_SIZE)
def _stable(text: str) -> str:
    """Fold across word boundaries, until nothing changes."""
    folded = _DOUBLED.sub(_first_group, text)
    if "a" in folded:
        folded = _SHORT_A.sub("", folded)
    folded = folded.replace("nb", "mb")  # Sunbul is Sumbul
    if len(folded) > 1 and folded[0] == "a":  # it stays: Amudiyah, Mudaya
        folded = f"ɑ{folded[1:]}"  # which cannot begin an article
    return folded if folded == text else _stable(folded)


def consonant_skeleton(folded: str) -> str:
    """Return the consonants of a key, with similar consonants merged.

    In Arabic, which writes long vowels only, i and u count as consonants.

    Examples
    --------
    >>> consonant_skeleton(match_key("Khan Sheikoun"))
    'knʃkn'
    """
    vowels = "ا" if is_arabic(folded) else "aiu"
    return "".join(letter for letter in folded.translate(CONFUSED) if letter not in vowels)


# --- Distinguishing words ---------------------------------------------------------------------

_TAGS = {match_key(word): tag for tag, words in DISTINGUISHING.items() for word in words.split()}


@lru_cache(maxsize=_CACHE_SIZE)
def distinguishing_words(text: str) -> frozenset[str]:
    """Return the words of a name that distinguish it from similar names nearby.

    These are directions, sizes, the word hill, and numbers with the letters of "Block A1". Only
    if they are equal can one name be a misspelling of another.

    Examples
    --------
    >>> sorted(distinguishing_words("Dayr al-Sharqi") | distinguishing_words("Rashidin 4"))
    ['4', 'east']
    """
    tokens = split_name(_plain(text))
    words = [match_key(token.text) for token in tokens if not token.is_designator]
    numbers = [token.text for token in tokens if token.is_designator]
    return frozenset([*numbers, *(_TAGS[word] for word in words if word in _TAGS)])


#: Control characters and surrogates; line breaks and tabs are treated as spaces.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
#: Bidirectional control characters.
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: Characters without width that programs insert; joiners belong to words, and stay.
_WITHOUT_WIDTH = re.compile("[\u00ad\u200b\u2060\ufeff]")
#: The start of a text that is neither empty nor starts with a letter or digit, behind a bar.
_MARK_AT_START = re.compile(r"\|[^0-9A-Za-z|]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
#: Longer texts are not cached: they are rarely names.
_MAX_CACHED_LENGTH = 80


def clean_text(value: object) -> str:
    r"""Return a value as one line of text without control characters, with single spaces.

    None becomes the empty text; an integral float, as spreadsheets contain, loses its ``.0``.

    Examples
    --------
    >>> clean_text("  Khan\n Shaykhun\x00 "), clean_text(None), clean_text(12.0)
    ('Khan Shaykhun', '', '12')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        text = value
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    else:
        text = str(value)
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return (
        _clean_unicode(text)
        if len(text) <= _MAX_CACHED_LENGTH
        else _clean_unicode.__wrapped__(text)
    )


def is_plain(texts: Iterable[str]) -> bool:
    """Return whether texts are ASCII and as `clean_text` returns them, and start with no mark.

    Most cells of most tables are. What is not plain may be clean too: it has to be looked at.

    Examples
    --------
    >>> is_plain(["Alder", "", "7"]), is_plain(["Alder", "-7"]), is_plain(["Alder ", "7"])
    (True, False, False)
    """
    line = f"|{'|'.join(texts)}|"
    is_clean = line.isascii() and line.isprintable() and "  " not in line and " |" not in line
    return is_clean and _MARK_AT_START.search(line) is None


@lru_cache(1 << 14)
def _clean_unicode(text: str) -> str:
    """Clean a text that is not plain ASCII; cached, as the same names occur many times."""
    text = _BIDI_CONTROLS.sub("", _UNPRINTABLE.sub("", text.replace("\x85", " ")))
    text = _WITHOUT_WIDTH.sub("", text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def slugify(text: str) -> str:
    """Return the letters and digits of a name in the form of an id; empty if there are none.

    Letters of other scripts are left out; see `loses_letters`.

    Examples
    --------
    >>> slugify("al-Ḩabīţ"), slugify("خان"), slugify("№ 7")
    ('al-habit', '', 'no-7')
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    letters = re.sub("['`‘’‛′ʹʻʼʽʾʿˈˊˋ]", "", letters)
    return _NOT_SLUG.sub("-", letters).strip("-")[:60].strip("-")


def loses_letters(text: str) -> bool:
    """Return whether `slugify` leaves out a letter or digit, other than Latin ones with marks.

    Such an id may be that of another name: "Висота 20" and "Пункт 20" have only 20 in common.

    Examples
    --------
    >>> loses_letters("Висота 20"), loses_letters("Łódź 20")
    (True, False)
    """
    if text.isascii():
        return False
    return any(
        char.isalnum()
        and not char.isascii()
        and not unicodedata.name(char, "").startswith(("LATIN", "MODIFIER"))
        for char in unicodedata.normalize("NFKD", text)
    )
