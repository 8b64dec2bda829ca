"""Lists of whole numbers as short texts, so that a page with its whole record stays small.

A number is one sign if it is small, and about half as long as in JSON otherwise. The page decodes
the texts (``core/packing.js``) before anything reads the data, so that only these two files know
about them.
"""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic_core import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: The signs of numbers: printable ASCII that neither JSON nor HTML escapes.
SIGNS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"&<>[\\]')
#: How many of the signs end a number; the others have more significant digits.
ENDINGS = 57
_DIGITS = len(SIGNS) - ENDINGS
#: How many numbers an entry of a list may have, if the list is stored by columns.
_WIDTHS = (4, 3, 2)
#: How much of a list is packed at once, in characters of its JSON.
_AT_ONCE = 1 << 20
#: Lists of so many entries are shorter packed: each entry has a comma less.
_ALWAYS_SHORTER = len('{"packed":"+"}')
_INTEGER, _LIST, _PACKABLE = frozenset({int}), frozenset({list}), frozenset({int, list, str})
_NUMBER = re.compile(rb"-?\d+")
#: Removes what the JSON of packable lists consists of.
_OF_PACKABLE = b'[],-0123456789"'
#: How a packed text begins, without and with a negative number.
_BEGIN = ("+", "-")
_SIGN_BYTES = np.frombuffer(SIGNS.encode(), np.uint8)
#: Numbers up to this one, and of fewer digits than there are powers, fit into 64 bits.
_SAFE = 1 << 61
_POWERS = 10 ** np.arange(18)


def pack(value: Any) -> Any:
    """Replace each list of whole numbers by a text, wherever that is shorter than JSON.

    A packed list is an object whose only key is ``packed``. The text begins with ``+`` if no
    number is negative, and with ``-`` if -1, 1, -2, 2 and so on are written as 1, 2, 3, 4. A
    number is written in base `ENDINGS` for its last sign and in bijective base ``len(SIGNS) -
    ENDINGS`` for those before. Brackets enclose lists inside the list, and a space is an empty
    text.

    A list of lists, each with as many numbers for every entry, may be an object whose only key is
    ``columns``: how many entries each list has, then a list for each number of an entry.

    Parameters
    ----------
    value : object
        What JSON can write.

    Examples
    --------
    >>> pack({"name": "Elm", "days": list(range(20))})
    {'name': 'Elm', 'days': {'packed': "+!#$%'()*+,-./0123456"}}
    >>> pack([1, 2])
    [1, 2]
    """
    if isinstance(value, dict):
        return {key: pack(one) for key, one in value.items()}
    if not isinstance(value, list):
        return value
    if _INTEGER.issuperset(map(type, value)):
        packed, columns = _packed(value), []
    elif (flat := _flat(value)) is not None:
        packed, columns = _packed(flat, list(map(len, value))), _columns(value, flat)
    elif (text := _plain_json(value)) is not None:
        packed, columns = _packed_json(text), []
    else:
        return [pack(one) if isinstance(one, list | dict) else one for one in value]
    forms: list[Any] = [{"packed": packed}]
    if columns:
        forms.append({"columns": [pack(one) for one in columns]})
    if len(value) < _ALWAYS_SHORTER:
        forms.insert(0, value)
    return min(forms, key=_json_length)


def _json_length(form: Any) -> int:
    if isinstance(form, dict) and "packed" in form:
        return len('{"packed":""}') + len(form["packed"])  # no sign is escaped
    if isinstance(form, dict) and "columns" in form:
        lengths = map(_json_length, form["columns"])
        return len('{"columns":[]}') + sum(lengths) + len(form["columns"]) - 1
    return len(json.dumps(form, separators=(",", ":")))


def _flat(value: list[Any]) -> list[int] | None:
    """Return the numbers of a list of lists of whole numbers, as many are; None for another."""
    if not _LIST.issuperset(map(type, value)):
        return None
    flat = list(chain.from_iterable(value))
    return flat if _INTEGER.issuperset(map(type, flat)) else None


def _plain_json(value: list[Any]) -> str | None:
    """Return the JSON of a list of whole numbers, empty texts and such lists; None for another."""
    if not _PACKABLE.issuperset(map(type, value)) or any(one for one in value if type(one) is str):
        return None
    text = to_json(value).decode()
    only_empty_texts = text.count('"') == 2 * text.count('""')
    return text if only_empty_texts and not text.encode().translate(None, _OF_PACKABLE) else None


def _packed(numbers: list[int], sizes: Sequence[int] = ()) -> str:
    """Return numbers as a text, with brackets around lists of some sizes."""
    values = _array(numbers)
    is_signed = bool((values < 0).any())
    signs = _signs(values, is_signed=is_signed)
    if sizes:
        # List by list: its opening bracket, its numbers, its closing bracket.
        length = np.asarray(sizes, dtype=np.intp)
        lists, ends = np.arange(len(length)), np.cumsum(length)
        whole = np.zeros((len(signs) + 2 * len(lists), signs.shape[1]), dtype=np.uint8)
        whole[np.arange(len(signs)) + 2 * np.repeat(lists, length) + 1] = signs
        whole[ends - length + 2 * lists, -1], whole[ends + 2 * lists + 1, -1] = b"[]"
        signs = whole
    return _BEGIN[is_signed] + _joined(signs)


def _array(numbers: list[int]) -> NDArray[Any]:
    """Return numbers as an array: of 64 bits if all are small."""
    try:
        values = np.asarray(numbers, dtype=np.int64)
    except OverflowError:
        return np.asarray(numbers, dtype=object)
    is_small = values.min(initial=0) > -_SAFE and values.max(initial=0) < _SAFE
    return values if is_small else values.astype(object)


def _packed_json(text: str) -> str:
    """Return lists as a text from their JSON, some at a time: the parts of all would be large."""
    is_signed, start, end = "-" in text, 1, len(text) - 1
    packed = [_BEGIN[is_signed]]
    while start < end:
        comma = text.find(",", start + _AT_ONCE, end)
        stop = end if comma < 0 else comma
        packed.append(_packed_part(text[start:stop].encode(), is_signed=is_signed))
        start = stop + 1
    return "".join(packed)


def _packed_part(text: bytes, *, is_signed: bool) -> str:
    """Return a part of the JSON of lists as a text; it cuts no number."""
    bytes_ = np.frombuffer(text, np.uint8)
    is_digit = (bytes_ >= ord("0")) & (bytes_ <= ord("9"))
    begins = np.flatnonzero(is_digit & ~np.r_[False, is_digit[:-1]])
    signs = _signs(_numbers(text, bytes_, is_digit, begins), is_signed=is_signed)
    brackets = np.flatnonzero((bytes_ == ord("[")) | (bytes_ == ord("]")))
    empty_texts = np.flatnonzero(bytes_ == ord('"'))[::2]
    marks = np.r_[bytes_[brackets], np.full(len(empty_texts), ord(" "), dtype=np.uint8)]
    order = np.argsort(np.concatenate([begins, brackets, empty_texts]))
    return _joined(np.concatenate([signs, _alone(marks, signs.shape[1])])[order])


def _numbers(
    text: bytes, bytes_: NDArray[np.uint8], is_digit: NDArray[np.bool_], begins: NDArray[np.intp]
) -> NDArray[Any]:
    """Return the numbers of a JSON text whose digits are known."""
    digits = np.flatnonzero(is_digit)
    first = np.searchsorted(digits, begins)
    length = np.diff(first, append=len(digits))
    if length.max(initial=0) >= len(_POWERS):
        return np.asarray([int(one) for one in _NUMBER.findall(text)], dtype=object)
    if not len(begins):
        return np.zeros(0, dtype=np.int64)
    power = np.repeat(begins + length, length) - 1 - digits
    values = np.add.reduceat((bytes_[digits] - ord("0")) * _POWERS[power], first)
    is_negative = (bytes_[begins - 1] == ord("-")) & (begins > 0)
    return np.where(is_negative, -values, values)


def _signs(numbers: NDArray[Any], *, is_signed: bool) -> NDArray[np.uint8]:
    """Return the signs of each number as a row, which begins with zeros if others have more."""
    codes = np.where(numbers < 0, -2 * numbers - 1, 2 * numbers) if is_signed else numbers
    rest, digit = codes // ENDINGS, codes % ENDINGS
    columns = [_SIGN_BYTES[digit.astype(np.intp)]]
    while (more := rest > 0).any():
        rest = np.maximum(rest - 1, 0)
        rest, digit = rest // _DIGITS, rest % _DIGITS
        columns.append(_SIGN_BYTES[ENDINGS + digit.astype(np.intp)] * more)
    return np.stack(columns[::-1], axis=1)


def _alone(marks: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """Return marks as rows as those of numbers."""
    rows = np.zeros((len(marks), width), dtype=np.uint8)
    rows[:, -1] = marks
    return rows


def _joined(signs: NDArray[np.uint8]) -> str:
    return signs[signs > 0].tobytes().decode()


def _columns(value: list[list[int]], flat: list[int]) -> list[list[int]]:
    """Return lists of numbers by columns, as many as possible; nothing if there are none."""
    sizes = list(map(len, value))
    for width in _WIDTHS:
        if all(size % width == 0 for size in set(sizes)):
            counts = [size // width for size in sizes]
            return [counts, *(flat[column::width] for column in range(width))]
    return []
