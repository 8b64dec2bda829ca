"""Lists of whole numbers as short texts, so that a page with its whole record stays small.

A number is one sign if it is small, and about half as long as in JSON otherwise. The page decodes
the texts (``core/packing.js``) before anything reads the data, so that only these two files know
about them.
"""

from __future__ import annotations

import json
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: The signs of numbers: printable ASCII that neither JSON nor HTML escapes.
SIGNS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"&<>[\\]')
#: How many of the signs end a number; the others have more significant digits.
ENDINGS = 57
_DIGITS = len(SIGNS) - ENDINGS
#: How many numbers an entry of a list may have, if the list is stored by columns.
_WIDTHS = (4, 3, 2)
#: The texts of smaller numbers, and of those of fewer digits, are kept.
_SMALL, _SHORT = 1 << 16, 6
#: How much of a list is packed at once, in characters of its JSON.
_AT_ONCE = 1 << 20
#: Lists of so many entries are shorter packed: each entry has a comma less.
_ALWAYS_SHORTER = len('{"packed":"+"}')
_INTEGER, _LIST, _PACKABLE = frozenset({int}), frozenset({list}), frozenset({int, list, str})
_PART = re.compile(r'-?\d+|""|[\[\]]')
#: Removes what the JSON of packable lists consists of.
_OF_PACKABLE = str.maketrans("", "", '[],-0123456789"')


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
    text = json.dumps(value, separators=(",", ":"))
    only_empty_texts = text.count('"') == 2 * text.count('""')
    return text if only_empty_texts and not text.translate(_OF_PACKABLE) else None


def _packed(numbers: list[int], sizes: Sequence[int] = ()) -> str:
    """Return numbers as a text, with brackets around lists of some sizes."""
    texts = _SIGNED if min(numbers, default=0) < 0 else _NATURAL
    signs = map(texts.__getitem__, numbers)
    lists = (f"[{''.join(islice(signs, size))}]" for size in sizes)
    return texts.begin + "".join(lists if sizes else signs)


def _packed_json(text: str) -> str:
    """Return lists as a text from their JSON, some at a time: the parts of all would be large."""
    texts, start, end = _SIGNED if "-" in text else _NATURAL, 1, len(text) - 1
    packed = texts.begin
    while start < end:
        comma = text.find(",", start + _AT_ONCE, end)
        stop = end if comma < 0 else comma
        packed += "".join(map(texts.of_json.__getitem__, _PART.findall(text, start, stop)))
        start = stop + 1
    return packed


def _columns(value: list[list[int]], flat: list[int]) -> list[list[int]]:
    """Return lists of numbers by columns, as many as possible; nothing if there are none."""
    sizes = list(map(len, value))
    for width in _WIDTHS:
        if all(size % width == 0 for size in set(sizes)):
            counts = [size // width for size in sizes]
            return [counts, *(flat[column::width] for column in range(width))]
    return []


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

    def __init__(self, begin: str, code: Callable[[int], int]) -> None:
        super().__init__()
        self.begin, self._code = begin, code
        self.of_json = _TextsOfJson(self)

    def __missing__(self, number: int) -> str:
        """Return the text of a number."""
        text = _write(self._code(number))
        if abs(number) < _SMALL:
            self[number] = text
        return text


class _TextsOfJson(dict[str, str]):
    """The text of each part of JSON: numbers, brackets and empty texts."""

    def __init__(self, texts: _Texts) -> None:
        super().__init__({"[": "[", "]": "]", '""': " "})
        self._texts = texts

    def __missing__(self, part: str) -> str:
        """Return the text of a number."""
        text = self._texts[int(part)]
        if len(part) < _SHORT:
            self[part] = text
        return text


_NATURAL, _SIGNED = _Texts("+", int), _Texts("-", _zigzag)
