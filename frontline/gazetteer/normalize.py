"""Spellings of place names: which are one name, and what parts two that are not.

A key keeps what the spellings of one name share. It is made to be compared, not read:
"Khan Sheikhoun", "Khan Cheikhoun" and "khan shaykhun" have the same, "Latmin" and
"al-Lataminah" have not. Latin and Arabic letters make keys that never meet.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Folded names are asked for again and again; these many are kept.
_REMEMBERED = 1 << 16

_ARABIC = re.compile(
    "[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc]"
)

#: Hamza and ayn are written in a dozen ways, or left out; tatweel only stretches a word.
_DROPPED = frozenset("'`\"´‘’‛′ʹʻʼʽʾʿˈˊˋـء")

#: Letters without a detachable mark, and scholars' letters whose mark is the difference.
_SPELT_OUT = {
    "š": "sh", "ḫ": "kh", "ẖ": "kh", "ǧ": "j", "ġ": "gh", "č": "tch",
    "ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "œ": "u", "æ": "a",
}  # fmt: skip


class _Letters(dict[int, str]):
    """What each character becomes in plain text; worked out when first met."""

    def __missing__(self, code: int) -> str:
        """Fold case, take marks off, make digits ASCII and anything between words a space."""
        folded = chr(code)
        while (step := "".join(map(_plain_letter, folded))) != folded:
            folded = step
        self[code] = folded
        return folded


def _plain_letter(char: str) -> str:
    # Some letters fold to a letter and its mark: together again they are one of the table.
    char = unicodedata.normalize("NFC", char.casefold())
    if char in _SPELT_OUT:
        return _SPELT_OUT[char]
    if char in _DROPPED or unicodedata.category(char[0]) in {"Mn", "Mc", "Me", "Cf"}:
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if not char.isalnum():
        return " "
    return unicodedata.normalize("NFKD", char)


_PLAIN = _Letters()

#: The article before a word, in the forms of the press: al-, el-, an-Na, ash-Sha, ech-Cha,
#: ett-T. An assimilated one must agree with the next letter, so that "Tell As" keeps its As.
_LATIN_ARTICLE = re.compile(r"\b[aeiou](?:ll? (?=\w)|([nrstdzjc])\1?(?:c?h|j)? (?=\1))")
_ARABIC_ARTICLE = re.compile(r"\b(?:ال)+(?=\w\w)")


def is_arabic(text: str) -> bool:
    """Whether a name is in Arabic letters (of any language that uses them).

    Examples
    --------
    >>> is_arabic("خان شيخون"), is_arabic("Khan Shaykhun")
    (True, False)
    """
    return not text.isascii() and _ARABIC.search(text) is not None


@lru_cache(maxsize=_REMEMBERED)
def _plain(text: str) -> str:
    """Words of bare letters and digits between single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_PLAIN).split())


@lru_cache(maxsize=_REMEMBERED)
def literal_key(text: str) -> str:
    """Fold only case, marks, spaces, apostrophes and the article: literally the same name.

    Examples
    --------
    >>> literal_key("Al-Ḩabīţ") == literal_key("al habit") == literal_key("Habit")
    True
    >>> literal_key("Hobeit") == literal_key("Habit")
    False
    """
    plain = _plain(text)
    if not is_arabic(plain):
        return _LATIN_ARTICLE.sub("", plain).replace(" ", "")
    return _ARABIC_ARTICLE.sub("", _ARABIC_ARTICLE.sub("", plain).replace(" ", ""))


@lru_cache(maxsize=_REMEMBERED)
def match_key(text: str) -> str:
    """Fold a name to what its press spellings share; empty if it has no letter or digit.

    Folded are, besides what `literal_key` folds, the ways to write one sound (sh, ch; kh; ou, oo,
    u; ay, ei, ee, i; q, k), doubled letters, the endings -ah, -a, -eh, and short a and e, which
    come and go. Long i and u stay: they keep Sarmin from al-Surman.

    Examples
    --------
    >>> match_key("Khan Cheikhoun") == match_key("Khan Shaykhun")
    True
    >>> match_key("al-Lataminah") == match_key("Latamneh") == match_key("Latmin")
    False
    >>> match_key("كفر نبودة") == match_key("كفرنبوده")
    True
    """
    if is_arabic(text):
        return _arabic_key(text)
    return _latin_key(text)


# --- Arabic ---------------------------------------------------------------------------------

#: Persian, Urdu and Kurdish keyboards have letters of their own; ta marbuta and alef maqsura
#: are typed as ha and ya.
_ONE_LETTER = {
    "ةۃہھە": "ه", "ىیېێۍے": "ي", "کڪگ": "ك", "ٱ": "ا", "پ": "ب", "چ": "ج",
    "ژ": "ز", "ڤ": "ف", "ڕڑ": "ر", "ڵ": "ل", "ۆ": "و", "ٹ": "ت", "ڈ": "د", "ں": "ن",
}  # fmt: skip
_ARABIC_LETTERS = str.maketrans(
    {letter: one for letters, one in _ONE_LETTER.items() for letter in letters}
)

#: "Father of" changes with its case; "city of", "town of", "village of" are not the name.
_ARABIC_WORDS = (
    (re.compile(r"\b(?:ابي|ابا)\b(?= )"), "ابو"),
    (re.compile(r"\b(?:ال)?(?:مدينه|بلده|قريه) (?=\w)"), ""),
)


def _arabic_key(text: str) -> str:
    plain = _plain(text).translate(_ARABIC_LETTERS)
    for pattern, instead in _ARABIC_WORDS:
        plain = pattern.sub(instead, plain)
    plain = _ARABIC_ARTICLE.sub("", plain).replace(" ", "")
    # The article may stand inside once two words are one; a last alef, ha or ya is one sound.
    plain = _ARABIC_ARTICLE.sub("", plain)
    return plain[:-1] + "ه" if len(plain) > 2 and plain[-1] in "اي" else plain


# --- Latin ----------------------------------------------------------------------------------

#: One sound, one letter. ħ, ʒ and ʃ are used so that no two letters of a key look like a
#: digraph again: a key of a key is the key.
_SOUNDS = {
    "tch": "ʃ", "sh": "ʃ", "ch": "ʃ", "kh": "x", "gh": "g", "dh": "d", "th": "t", "ph": "f",
    "dj": "ʒ", "j": "ʒ", "ck": "k", "q": "k", "c": "k", "v": "f", "p": "b", "ee": "i",
}  # fmt: skip
_SOUND = re.compile("|".join(_SOUNDS))

#: German spells sh "sch" and kh "ch": only a name with "sch" is known to be German.
_GERMAN = (("dsch", "j"), ("sch", "sh"), ("ch", "kh"), ("shkh", "sh"))

#: First words of many names, where the press varies more than the rules below can follow.
_FIRST_WORDS = {
    "jebel": "jabal", "jabel": "jabal", "djebel": "jabal", "gebel": "jabal", "gabal": "jabal",
    "jbel": "jabal",
    "kafer": "kafr", "kfer": "kafr", "kefer": "kafr", "kefr": "kafr", "kufr": "kafr",
    "chan": "khan", "chane": "khan", "khane": "khan", "chirbat": "khirbat",
    "chirbet": "khirbat", "kheurbet": "khirbat", "kherbet": "khirbat", "khurbet": "khirbat",
    "khurbat": "khirbat", "kharbet": "khirbat",
    "sheik": "shaykh", "sheich": "shaykh", "shekh": "shaykh", "cheik": "shaykh",
    "maara": "maarat", "maarra": "maarat", "marra": "maarat", "moarat": "maarat",
    "der": "dayr", "bet": "bayt", "abul": "abu", "aboul": "abu", "abo": "abu",
    "jeser": "jisr", "jesr": "jisr", "jiser": "jisr", "jisir": "jisr", "oumm": "umm",
}  # fmt: skip

#: "Hama city" is Hama. A hill, a farm or a checkpoint is another place than its village.
_NOT_THE_NAME = frozenset({"city", "town", "village"})

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
_ONE_VOWEL = str.maketrans({"y": "i", "w": "u", "o": "u", "e": "a", "h": "ħ"})
_DOUBLED = re.compile(r"(.)\1+")
#: a goes, unless it ends the name or parts two equal letters (Hama is not al-Hamamah).
_SHORT_A = re.compile(r"(?<=(.))a(?!\1|$)")
#: The first stays (Amudiyah is not Mudaya), as a letter that cannot begin a glued article.
_FIRST_A = re.compile(r"^a(?=.)")
#: n is m before b: Sunbul is Sumbul.
_NB = re.compile("n(?=b)")


def _latin_key(text: str) -> str:
    if not text.isascii():
        text = _FRENCH_FEMININE.sub("eh", unicodedata.normalize("NFC", text))
    plain = _LATIN_ARTICLE.sub("", _plain(text))
    if "sch" in plain:
        for german, english in _GERMAN:
            plain = plain.replace(german, english)
    words = plain.split()
    words = [word for word in words if word not in _NOT_THE_NAME] or words
    if not words:
        return ""
    *first, last = words
    return _settled("".join([*(_word(word) for word in first), _last_word(last)]))


@lru_cache(maxsize=_REMEMBERED)
def _word(word: str) -> str:
    """Fold a word that others follow."""
    word = _sounds(_FIRST_WORDS.get(word, word))
    return _vowels(_CONSTRUCT_ET.sub("a", _INNER_AH.sub("", word)))


@lru_cache(maxsize=_REMEMBERED)
def _last_word(word: str) -> str:
    word = _SILENT_E.sub("", _sounds(word))
    word = _FEMININE.sub("A", word)
    return _vowels(_LAST_E.sub(r"\1i", word)).replace("A", "a")


def _sounds(word: str) -> str:
    word = _FRENCH_GH.sub("gh", _GLUED_ARTICLE.sub("", word))
    return _SOUND.sub(lambda match: _SOUNDS[match[0]], word)


def _vowels(word: str) -> str:
    return _DOUBLED.sub(r"\1", _FIRST_E.sub("i", word).translate(_ONE_VOWEL))


@lru_cache(maxsize=_REMEMBERED)
def _settled(text: str) -> str:
    """Fold what shows only once the words are one; again, until nothing changes."""
    again = _FIRST_A.sub("ɑ", _NB.sub("m", _SHORT_A.sub("", _DOUBLED.sub(r"\1", text))))
    return again if again == text else _settled(again)


#: Sounds that the press, or one's ear, confuses.
_CONFUSED = str.maketrans("xzضظذزطثصحقɑ", "kdددددتتسهكa")


def consonant_skeleton(folded: str) -> str:
    """Give the consonants of a key, with those merged that are easily confused.

    Arabic writes long vowels only: i and u are as telling there as a consonant.

    Examples
    --------
    >>> consonant_skeleton(match_key("Khan Sheikoun"))
    'knʃkn'
    """
    vowels = "ا" if is_arabic(folded) else "aiu"
    return "".join(letter for letter in folded.translate(_CONFUSED) if letter not in vowels)


# --- Words that part two names ---------------------------------------------------------------

#: Villages come in pairs that differ in one such word: near in spelling, not in place.
_DISTINGUISHING = {
    "east": "sharqi sharqiyah sharq east eastern شرقي شرقية",
    "west": "gharbi gharbiyah gharb west western غربي غربية",
    "north": "shamali shamaliyah shimali shimaliyah north northern شمالي شمالية",
    "south": "janubi janubiyah south southern جنوبي جنوبية",
    "qibli": "qibli qibliyah qabli qabliyah قبلي قبلية",
    "upper": "fawqa fawqani fawqaniyah upper فوقا فوقى فوقاني فوقانية",
    "lower": "tahta tahtani tahtaniyah lower تحتا تحتى تحتاني تحتانية",
    "middle": "wasta wusta wastani wastaniyah middle وسطى وسطاني وسطانية",
    "great": "kabir kabirah kubra great كبير كبيرة كبرى",
    "small": "saghir saghirah sughra small صغير صغيرة صغرى",
    "new": "jadid jadidah new جديد جديدة",
    "old": "qadim qadimah atiq old قديم قديمة عتيق",
    "hill": "tall tallat talat hill تل تلة",
}
_TAGS = {match_key(word): tag for tag, words in _DISTINGUISHING.items() for word in words.split()}


def distinguishing_words(text: str) -> frozenset[str]:
    """Say what in a name parts it from like-named neighbours: sides, sizes, numbers, a hill.

    Two names can be one misspelt name only if these are the same.

    Examples
    --------
    >>> sorted(distinguishing_words("Dayr al-Sharqi") | distinguishing_words("Rashidin 4"))
    ['4', 'east']
    """
    words = _plain(text).split()
    tags = {_TAGS[folded] for word in words if (folded := match_key(word)) in _TAGS}
    return frozenset(tags.union(*(re.findall(r"\d+", word) for word in words)))


#: Control characters and halves of characters; line breaks and tabs count as spaces.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
#: Turns the direction of the text that follows it: in a name it only misleads.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
#: A longer text is no name, and seldom comes twice.
_LONGEST_NAME = 80


def clean_text(value: object) -> str:
    r"""Give a foreign value as one line of text: no control characters, single spaces.

    None is the empty text; a whole number that a spreadsheet holds as a float loses its ``.0``.

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
    return _tidied(text) if len(text) <= _LONGEST_NAME else _tidied.__wrapped__(text)


@lru_cache(1 << 14)
def _tidied(text: str) -> str:
    """Tidy a text that has more than plain letters; the same few names come again and again."""
    text = _TURNS.sub("", _UNFIT.sub("", text.replace("\x85", " ")))
    return " ".join(unicodedata.normalize("NFC", text).split())


def slugify(text: str) -> str:
    """Give the letters and digits of a name as an id can hold them; empty if there are none.

    Examples
    --------
    >>> slugify("al-Ḩabīţ"), slugify("خان")
    ('al-habit', '')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    letters = re.sub("['`‘’‛′ʹʻʼʽʾʿˈˊˋ]", "", letters)
    return _NOT_SLUG.sub("-", letters).strip("-")[:60].strip("-")
