"""Lists of whole numbers as short texts, so that a page with its whole record stays small.

A number is one sign if it is small, and about half as long as in JSON otherwise. The page decodes
the texts (``core/packing.js``) before anything reads the data, so that only these two files know
about them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The signs of numbers: printable ASCII that neither JSON nor HTML escapes.
SIGNS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"&<>[\\]')
#: How many of the signs end a number; the others have more significant digits.
ENDINGS = 57
_DIGITS = len(SIGNS) - ENDINGS
#: How many numbers an entry of a list may have, if the list is stored by columns.
_WIDTHS = (4, 3, 2)


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
    if not _is_packable(value):
        return [pack(one) for one in value]
    columns = _columns(value)
    forms = [value, _packed(value)]
    forms += [{"columns": [pack(one) for one in columns]}] * bool(columns)
    return min(forms, key=lambda one: len(json.dumps(one, separators=(",", ":"))))


def _packed(value: list[Any]) -> dict[str, str]:
    items = list(_flatten(value))
    is_natural = all(not isinstance(item, int) or item >= 0 for item in items)
    text = "".join(
        item if isinstance(item, str) else _write(item if is_natural else _zigzag(item))
        for item in items
    )
    return {"packed": ("+" if is_natural else "-") + text}


def _columns(value: list[Any]) -> list[list[int]]:
    """Return lists of lists by columns, as many as possible; nothing if there are none."""
    if not value or not all(isinstance(one, list) and _is_flat(one) for one in value):
        return []
    for width in _WIDTHS:
        if all(len(one) % width == 0 for one in value):
            joined = [number for one in value for number in one]
            counts = [len(one) // width for one in value]
            return [counts, *(joined[column::width] for column in range(width))]
    return []


def _is_flat(value: list[Any]) -> bool:
    return all(type(one) is int for one in value)


def _is_packable(value: list[Any]) -> bool:
    """Return whether a list has only whole numbers, empty texts and such lists."""
    return all(
        _is_packable(one) if isinstance(one, list) else type(one) is int or one == ""
        for one in value
    )


def _flatten(values: list[Any]) -> Iterator[int | str]:
    for one in values:
        if isinstance(one, list):
            yield "["
            yield from _flatten(one)
            yield "]"
        else:
            yield one if isinstance(one, int) else " "


def _zigzag(number: int) -> int:
    return 2 * number if number >= 0 else -2 * number - 1


def _write(number: int) -> str:
    number, last = divmod(number, ENDINGS)
    text = SIGNS[last]
    while number:
        number, digit = divmod(number - 1, _DIGITS)
        text = SIGNS[ENDINGS + digit] + text
    return text
