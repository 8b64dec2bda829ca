"""Read the cells of foreign tables: gaps, codes and numbers.

The same value has many spellings: an empty cell may hold ``nan``, ``N/A`` or an error of a
spreadsheet, the code 1 is written ``1.0`` by programs that keep whole numbers as decimals, and a
minus is a hyphen, U+2212 or a dash.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from frontline.gazetteer.normalize import clean_text

#: Words for a missing value, as they are written. "Nan" and "Nil" are names of places.
_GAPS = frozenset(
    {
        *("nan", "NaN", "NAN", "null", "Null", "NULL", "none", "None", "NONE", "nil", "NIL"),
        *("na", "NA", "<NA>", "n/a", "N/A", "n.a.", "N.A.", "n/d", "N/D", "n.d.", "N.D.", "NaT"),
        *("no data", "No data", "not available", "Not available", "(null)", "(blank)", "(empty)"),
        *("k. A.", "k.A.", "keine Angabe", "s/o", "S/O", "s/d", "S/D", "sin datos", "sem dados"),
        *("non disponible", "brak", "brak danych", "yok", "undefined", "missing"),
        *("н/д", "Н/Д", "н.д.", "нет данных", "Нет данных", "немає даних", "Немає даних"),
        *("unknown", "Unknown", "UNKNOWN", "unspecified", "Unspecified", "not specified"),
        *("Not specified", "tbd", "TBD", "tbc", "TBC", "inconnu", "Inconnu", "desconocido"),
        *("Desconocido", "unbekannt", "Unbekannt", "bilinmiyor", "Bilinmiyor", "nieznane"),
        *("неизвестно", "Неизвестно", "не указано", "Не указано", "невідомо", "Невідомо"),
        *("не вказано", "Не вказано", "غير معروف", "غير محدد", "مجهول", "نامعلوم", "לא ידוע"),
        *("غير متوفر", "غير متاح", "لا يوجد", "لا توجد", "نامشخص", "ندارد", "אין", "አይገኝም"),
        *("#N/A", "#NA", "#NV", "#Н/Д", "#SPILL!", "#GETTING_DATA", r"\N", "∅"),
    }
)
_LONGEST_GAP = max(map(len, _GAPS))
#: Dashes, dots and question marks alone; what a spreadsheet shows for an error or a narrow column.
_MARKS = re.compile(r"[-\u2010-\u2015\u2212_./?*\\ \u2026]+")
_SHEET_ERROR = re.compile(r"#(?:[^\W\d_a-z]+(?:/0)?[!?]|#+)")

_MINUS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"))
_ARABIC = str.maketrans({"\u066b": ".", "\u066c": ","})
#: A whole number, also with zeros as decimals or as a power of ten.
_WHOLE = re.compile(r"[+-]?[0-9]+(?:[.,]0*)?(?:[eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,.' \u2019])\d{3})(?:\1\d{3})*")
_LONGEST_CODE = 16
_LONGEST_CACHED = 40


def is_gap(text: str) -> bool:
    """Return whether a cleaned text stands for a missing value.

    Examples
    --------
    >>> [is_gap(text) for text in ("", "nan", "#REF!", "–", "Nan", "0")]
    [True, True, True, True, False, False]
    """
    if not text:
        return True
    if len(text) > _LONGEST_GAP:
        return False
    first = text[0]
    if first == "#":
        return text in _GAPS or _SHEET_ERROR.fullmatch(text) is not None
    return text in _GAPS or (not first.isalnum() and _MARKS.fullmatch(text) is not None)


def cell_text(value: object) -> str:
    """Return a cell as one line of text; empty if it holds a word for a missing value.

    Examples
    --------
    >>> cell_text(" Alder "), cell_text("N/A"), cell_text(None)
    ('Alder', '', '')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        if value.isascii() and value.isprintable() and "  " not in value:
            text = value.strip()
            if len(text) > _LONGEST_GAP or (text[:1].isalnum() and text not in _GAPS):
                return text
            return "" if is_gap(text) else text
        if len(value) <= _LONGEST_CACHED:
            return _short_text(value)
    text = clean_text(value)
    return "" if is_gap(text) else text


@lru_cache(1 << 12)
def _short_text(value: str) -> str:
    """Return what `cell_text` returns; most short cells in other letters occur again and again."""
    text = clean_text(value)
    return "" if is_gap(text) else text


def cell_id(value: object) -> str:
    """Return an id without the decimals that programs add; its leading zeros belong to it.

    Examples
    --------
    >>> [cell_id(text) for text in ("0102.0", "0102", "SY01", "1.5", 102.0, "N/A")]
    ['0102', '0102', 'SY01', '1.5', '102', '']
    """
    text = cell_text(value)
    whole, mark, decimals = text.partition(".")
    is_whole = mark and whole.isdecimal() and not decimals.strip("0")
    return whole if is_whole else text


def cell_code(value: object) -> str:
    """Return a code without the zeros that programs add to whole numbers.

    Examples
    --------
    >>> [cell_code(code) for code in ("1.0", "01", "1e0", 1, "State forces", "SY0101")]
    ['1', '1', '1', '1', 'State forces', 'SY0101']
    """
    text = cell_text(value)
    if not text or (text.isdecimal() and text.isascii() and text[0] != "0"):
        return text
    if len(text) > _LONGEST_CODE or text[:1].isalpha():
        return text
    number = parse_number(text)
    if number is None or _WHOLE.fullmatch(ascii_number(text)) is None or not number.is_integer():
        return text
    return str(int(number))


def ascii_number(text: str) -> str:
    """Return a number with a hyphen for its minus, and with the digits and marks of ASCII."""
    if text.isascii():
        return text
    text = text.translate(_MINUS).translate(_ARABIC)
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


def parse_number(value: object) -> float | None:
    """Parse a finite number with a decimal point or comma; return None for any other value.

    Examples
    --------
    >>> parse_number("35,44"), parse_number(" 35.44 "), parse_number("1,234,5")
    (35.44, 35.44, None)
    >>> parse_number("\u2212 35,44"), parse_number("٣٥٫٤٤")
    (-35.44, 35.44)
    >>> parse_number("nan"), parse_number(""), parse_number("35.44 N")
    (None, None, None)
    """
    if isinstance(value, str):
        if "_" in value:  # float() would accept 1_000
            return None
        if value.isascii():  # most numbers are plain
            try:
                number = float(value)
            except ValueError:
                pass
            else:
                return number if math.isfinite(number) else None
        value = ascii_number(clean_text(value))
        if "," in value and "." not in value:
            value = value.replace(",", ".", 1)
        if value[:2] in {"- ", "+ "}:
            value = value[0] + value[2:]
    elif isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def parse_population(value: object) -> int | None:
    """Parse a number of inhabitants, which may have its thousands in groups.

    Examples
    --------
    >>> [parse_population(text) for text in ("12,500", "1 250 000", "12500.0", "-3")]
    [12500, 1250000, 12500, None]
    """
    if isinstance(value, str):
        text = ascii_number(clean_text(value))
        value = re.sub(r"\D", "", text) if _GROUPED.fullmatch(text) else text
    number = parse_number(value)
    return int(number) if number and 0 < number < 1e9 else None
