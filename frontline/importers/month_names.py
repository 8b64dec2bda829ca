"""Find the month that a word means, in the languages of the Unicode CLDR.

Names come from `babel`, with the Levantine, Iraqi and Maghrebi Arabic months. A name that means
two months in two languages ("listopad" is October in Croatian and November in Polish) is refused.
Months of other calendars are known by name, so that they are refused as such.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

_ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
#: English month names and their abbreviations, which need no table.
ENGLISH = {name: number for number, name in enumerate(_ENGLISH, 1)}
ENGLISH |= {name[:3]: number for name, number in ENGLISH.items()} | {"sept": 9}

#: Languages by the script of their months, as Unicode names its letters.
_LOCALES = {
    "LATIN": (
        "az bs ca cs da de es et eu fi fr ha hr hu id it ku lt lv ms nb nl om pl pt pt_PT ro sk sl "
        "so sq sr_Latn sv sw tr uz vi"
    ),
    "ARABIC": "ar ar_SY ar_IQ ar_DZ ar_MA ar_TN ar_MR ckb fa ps ur ug sd",
    "CYRILLIC": "be bg kk ky mk mn ru sr tg tt uk uz_Cyrl",
    "GREEK": "el", "HEBREW": "he", "ARMENIAN": "hy", "GEORGIAN": "ka", "ETHIOPIC": "am ti",
    "MYANMAR": "my", "THAI": "th", "KHMER": "km", "LAO": "lo", "DEVANAGARI": "hi ne mr",
    "BENGALI": "bn", "TAMIL": "ta", "SINHALA": "si",
}  # fmt: skip
#: Months of the Islamic, Iranian and Ethiopian calendars.
_OTHER_CALENDARS = {
    "Islamic": (
        "muharram safar rabi rajab shaban ramadan shawwal dhul hijjah qadah محرم صفر ربيع رجب "
        "شعبان رمضان شوال ذو ذي جمادي هجري هـ ah мухаррам сафар раджаб шаабан рамадан шавваль"
    ),
    "Iranian": (
        "farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand "
        "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند "
        "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت"
    ),
    "Ethiopian": ("መስከረም ጥቅምት ኅዳር ህዳር ታኅሣሥ ታህሳስ ጥር የካቲት መጋቢት ሚያዝያ ግንቦት ሰኔ ሐምሌ ነሐሴ ጳጉሜን"),
}
#: "de gener", "d'abril", and the Hebrew letter for "in".
_PREPOSITION = re.compile(r"^(?:de |d['’]|ב(?=\w{4}))")
_SAME_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": "",
     "ı": "i", "ё": "е"}
)  # fmt: skip


def find_month(name: str) -> int | None:
    """Return the number of the month with a name; None if there is none, or if it is ambiguous.

    Examples
    --------
    >>> [find_month(name) for name in ("Januar", "siječnja", "آذار", "شباط", "listopad", "soon")]
    [1, 1, 3, 2, None, None]
    """
    months = meanings(name)
    return next(iter(months)) if len(months) == 1 else None


def meanings(name: str) -> frozenset[int]:
    """Return the numbers of all months that a name means in the languages of its script."""
    folded = _PREPOSITION.sub("", fold_word(name))
    if folded in ENGLISH:
        return frozenset({ENGLISH[folded]})
    return _months(script_of(folded)).get(folded, frozenset())


def is_weekday(name: str, shortest: int = 3) -> bool:
    """Return whether a word is the name of a weekday.

    Parameters
    ----------
    shortest : number of letters of the shortest abbreviation; "or" is Friday in Basque, so one of
        two letters is one only next to a day in digits
    """
    folded = fold_word(name)
    return len(folded) >= shortest and folded in _weekdays(script_of(folded))


def find_calendar(name: str) -> str:
    """Return the calendar that has a month of this name and is not ours; empty if none has."""
    return _other_months().get(fold_word(name), "")


def fold_word(name: str) -> str:
    """Fold a word: without case, vowel marks and final stop, and with one form of each letter."""
    decomposed = unicodedata.normalize("NFD", name.casefold().translate(_SAME_LETTERS))
    return without_marks(decomposed).strip(" .")


def without_marks(text: str) -> str:
    """Return a text without the marks that are characters of their own, such as Indic vowels."""
    if text.isascii():
        return text
    return "".join(char for char in text if unicodedata.category(char)[0] != "M")


def script_of(word: str) -> str:
    """Return the script of the first letter of a word, as Unicode names it."""
    letter = next(filter(str.isalpha, word), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


@cache
def _other_months() -> dict[str, str]:
    return {
        fold_word(name): calendar
        for calendar, names in _OTHER_CALENDARS.items()
        for name in names.split()
    }


@cache
def _months(script: str) -> dict[str, frozenset[int]]:
    """Return the months by their folded names in the languages of a script."""
    found: dict[str, set[int]] = {}
    for locale in _locales(script):
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[form][width].items():
                    if any(map(str.isalpha, name)) and not re.search(r"\d", name):
                        folded = _PREPOSITION.sub("", fold_word(name))
                        found.setdefault(folded, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@cache
def _weekdays(script: str) -> frozenset[str]:
    """Return the folded names of the days of the week in the languages of a script."""
    return frozenset(
        fold_word(name)
        for locale in _locales(script)
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in locale.days[form][width].values()
    )


@cache
def _locales(script: str) -> tuple[Locale, ...]:
    from babel import Locale  # noqa: PLC0415 - most tables have no month in words

    names = _LOCALES.get(script, "")
    english = ["en"] if script == "LATIN" else []
    return tuple(Locale.parse(name) for name in [*english, *names.split()])
