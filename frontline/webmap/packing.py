"""Lists of whole numbers as short texts, so that a page with its whole record stays small.

A number is one sign if it is small, and about half as long as in JSON otherwise. The page decodes
the texts (``core/packing.js``) before anything reads the data, so that only these two files know
about them.
"""

from __future__ import annotations

import json
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: The signs of numbers: printable ASCII that neither JSON nor HTML escapes.
SIGNS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"&<>[\\]')
#: How many of the signs end a number; the others have more significant digits.
ENDINGS = 57
_DIGITS = len(SIGNS) - ENDINGS
#: How many numbers an entry of a list may have, if the list is stored by columns.
_WIDTHS = (4, 3, 2)
#: The texts of smaller numbers are kept.
_SMALL = 1 << 16
_INTEGER, _LIST = frozenset({int}), frozenset({list})


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
    flat = _flat(value)
    if flat is None and not _is_packable(value):
        return [pack(one) if isinstance(one, list | dict) else one for one in value]
    columns = [] if flat is None else _columns(value, flat)
    forms = [value, _packed(value, flat)]
    forms += [{"columns": [pack(one) for one in columns]}] * bool(columns)
    return min(forms, key=_json_length)


def _flat(value: list[Any]) -> list[int] | None:
    """Return the numbers of a list of lists of whole numbers, as many are; None for another."""
    if not value or not _LIST.issuperset(map(type, value)):
        return None
    flat = list(chain.from_iterable(value))
    return flat if _is_flat(flat) else None


def _json_length(form: Any) -> int:
    if isinstance(form, dict) and "packed" in form:
        return len('{"packed":""}') + len(form["packed"])  # no sign is escaped
    return len(json.dumps(form, separators=(",", ":")))


def _packed(value: list[Any], flat: list[int] | None) -> dict[str, str]:
    is_natural = _is_natural(value) if flat is None else min(flat, default=0) >= 0
    numbers = _NATURAL if is_natural else _SIGNED
    if flat is None:
        text = _text(value, numbers)
    else:
        signs = map(numbers.__getitem__, flat)
        text = "".join(f"[{''.join(islice(signs, size))}]" for size in map(len, value))
    return {"packed": ("+" if is_natural else "-") + text}


def _text(values: list[Any], numbers: _Texts) -> str:
    if _is_flat(values):  # as nearly all are
        return "".join(map(numbers.__getitem__, values))
    parts = (
        f"[{_text(one, numbers)}]" if isinstance(one, list) else " " if one == "" else numbers[one]
        for one in values
    )
    return "".join(parts)


def _is_natural(values: list[Any]) -> bool:
    """Return whether a packable list has no negative number."""
    if _is_flat(values):
        return min(values, default=0) >= 0
    return all(
        _is_natural(one) if isinstance(one, list) else one == "" or one >= 0 for one in values
    )


def _columns(value: list[list[int]], flat: list[int]) -> list[list[int]]:
    """Return lists of numbers by columns, as many as possible; nothing if there are none."""
    sizes = list(map(len, value))
    for width in _WIDTHS:
        if all(size % width == 0 for size in set(sizes)):
            counts = [size // width for size in sizes]
            return [counts, *(flat[column::width] for column in range(width))]
    return []


def _is_flat(value: list[Any]) -> bool:
    return _INTEGER.issuperset(map(type, value))


def _is_packable(value: list[Any]) -> bool:
    """Return whether a list has only whole numbers, empty texts and such lists."""
    return _is_flat(value) or all(
        _is_packable(one) if isinstance(one, list) else type(one) is int or one == ""
        for one in value
    )


def _zigzag(number: int) -> int:
    return 2 * number if number >= 0 else -2 * number - 1


def _write(number: int) -> str:
    number, last = divmod(number, ENDINGS)
    text = SIGNS[last]
    while number:
        number, digit = divmod(number - 1, _DIGITS)
        text = SIGNS[ENDINGS + digit] + text
    return text


class _Texts(dict[int, str]):
    """The text of each number; that of a small one is made once."""

    def __init__(self, code: Callable[[int], int]) -> None:
        super().__init__()
        self._code = code

    def __missing__(self, number: int) -> str:
        """Return the text of a number."""
        text = _write(self._code(number))
        if abs(number) < _SMALL:
            self[number] = text
        return text


_NATURAL, _SIGNED = _Texts(int), _Texts(_zigzag)
