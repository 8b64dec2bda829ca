"""Letters and words that are the same in the spellings of a name: the tables of `normalize`."""

from __future__ import annotations

#: Hamza and ayn have many spellings or are left out; tatweel only stretches a word.
DROPPED = frozenset("'`\"´‘’‛′ʹʻʼʽʾʿˈˊˋـء")

#: Letters without a combining mark, and letters of transliterations whose mark matters.
SPELT_OUT = {
    "š": "sh", "ḫ": "kh", "ẖ": "kh", "ǧ": "j", "ġ": "gh", "č": "tch",
    "ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "œ": "u", "æ": "a",
}  # fmt: skip

#: Variants of letters: from Persian, Urdu and Kurdish keyboards; ta marbuta and alef maqsura are
#: often typed as ha and ya.
_LETTER_VARIANTS = {
    "ةۃہھە": "ه", "ىیېێۍے": "ي", "کڪگ": "ك", "ٱ": "ا", "پ": "ب", "چ": "ج",
    "ژ": "ز", "ڤ": "ف", "ڕڑ": "ر", "ڵ": "ل", "ۆ": "و", "ٹ": "ت", "ڈ": "د", "ں": "ن",
}  # fmt: skip
ARABIC_LETTERS = str.maketrans(
    {variant: letter for variants, letter in _LETTER_VARIANTS.items() for variant in variants}
)

#: One letter for each sound. ħ, ʒ and ʃ prevent new digraphs, so that the key of a key is the
#: same key.
SOUNDS = {
    "tch": "ʃ", "sh": "ʃ", "ch": "ʃ", "kh": "x", "gh": "g", "dh": "d", "th": "t", "ph": "f",
    "dj": "ʒ", "j": "ʒ", "ck": "k", "q": "k", "c": "k", "v": "f", "p": "b", "ee": "i",
}  # fmt: skip

#: German spelling of sh and kh; it is recognised by "sch".
GERMAN = (("dsch", "j"), ("sch", "sh"), ("ch", "kh"), ("shkh", "sh"))

#: Common first words whose spelling varies more than the rules below cover.
FIRST_WORDS = {
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

#: "Hama city" is Hama; but a hill, farm or checkpoint is another place than its village.
IGNORED_WORDS = frozenset({"city", "town", "village"})

#: One letter for each vowel; h becomes ħ, so that it makes no digraph with the letter before it.
ONE_VOWEL = str.maketrans({"y": "i", "w": "u", "o": "u", "e": "a", "h": "ħ"})

#: Consonants that are often confused.
CONFUSED = str.maketrans("xzضظذزطثصحقɑ", "kdددددتتسهكa")

#: Ge'ez letters of one sound, with their seven orders; the first order of ሀ and አ sounds as the
#: fourth.
_GEEZ = {
    spelt + order: chr(sound + (0 if order == 3 and sound in {0x1200, 0x12A0} else order))
    for spelt, sound in (
        *((0x1200, 0x1200), (0x1210, 0x1200), (0x1280, 0x1200), (0x1220, 0x1230)),
        *((0x12A0, 0x12A0), (0x12D0, 0x12A0), (0x1340, 0x1338), (0x1250, 0x1240)),
    )
    for order in range(7)
}
#: Cyrillic signs that spellings omit, and final forms of Hebrew, which a joined word loses.
OTHER_LETTERS: dict[int, str] = (
    str.maketrans({"ґ": "г", "ь": "", "ъ": ""})
    | str.maketrans(dict(zip("ךםןףץ", "כמנפצ", strict=True)))
    | _GEEZ
)

#: Names of neighbouring villages often differ in one such word only.
DISTINGUISHING = {
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
