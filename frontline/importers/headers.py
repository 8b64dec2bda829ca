"""Find the row that names the columns of a table, below titles, comments and merged cells.

A header is one of the first `HEADER_ROWS` rows. It is the row with the most column names that the
import knows; if it knows too few, the first row that is about as full as the fullest one and has
more words than numbers. HXL tags (https://hxlstandard.org) are read as a header if no other row
names the columns, and left out below one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.gazetteer.normalize import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

#: A header is looked for in so many rows.
HEADER_ROWS = 20
#: A row is as full as the fullest one if it has this share of its cells.
_FULL = 0.6
#: Known names that a row must have more than the row that is found without them.
_MORE_KNOWN = 2
#: A shorter known name does not count: data have such cells.
_SHORTEST = 3
_LIKE_A_TAG = re.compile(r"#[A-Za-z]\S*(?:\s*\+\s*\S+)*")
#: A tag after the name of a column, as in "Place #loc+name".
_TAG_AFTER_NAME = re.compile(r"(?<=\w)\s+#[A-Za-z].*")
_HXL_TAG = re.compile(r"#[A-Za-z][A-Za-z0-9_]*(?:\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*")
_NUMBER = re.compile(r"[\d\s.,:/+-]+")
#: The first line of a text that Excel writes to name its separator.
_SEPARATOR_LINE = re.compile(r'\s*"?sep=(.|\\t)"?\s*', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_SEPARATORS = "\t,;|"


class HeaderHint(NamedTuple):
    """What an import knows about the header of a table.

    Attributes
    ----------
    known : column names that the import recognises, folded with `column_key`
    stated : column names that the user states, as they are in the file
    row : number of the header that the user states; None to find it
    """

    known: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()
    row: int | None = None


NO_HINT = HeaderHint()


def column_key(name: str) -> str:
    """Fold a column name in any script: only its letters and digits count, without case.

    Examples
    --------
    >>> column_key("Event Date"), column_key("#geo+lat"), column_key("Place #loc+name")
    ('eventdate', 'geolat', 'place')
    """
    if "#" in name:
        name = _TAG_AFTER_NAME.sub("", name)
    return "".join(char for char in name.casefold() if char.isalnum())


def is_hxl(cells: Sequence[Any]) -> bool:
    """Return whether a row has the HXL tags of humanitarian tables, at least half of them valid.

    Examples
    --------
    >>> is_hxl(["#adm1+name", "", "#geo+lat"]), is_hxl(["# a comment", ""])
    (True, False)
    """
    words = [word for word in map(clean_text, cells) if word]
    if not words or not all(map(_LIKE_A_TAG.fullmatch, words)):
        return False
    return 2 * sum(_HXL_TAG.fullmatch(word) is not None for word in words) >= len(words)


def find_header(rows: Sequence[Sequence[Any]], hint: HeaderHint) -> int | None:
    """Return the index of the header in the first rows of a table; None if all are empty."""
    words = [[clean_text(cell) for cell in row] for row in rows]
    filled = [number for number, row in enumerate(words) if any(row) and not _is_comment(row)]
    if not filled:
        return next((number for number, row in enumerate(words) if any(row)), None)
    if hint.stated:
        for number in filled:
            if hint.stated <= set(words[number]):
                return number
    plain = [number for number in filled if not is_hxl(words[number])]
    found = _fullest(words, plain) if plain else filled[0]
    best = max(plain or filled, key=lambda number: known_names(words[number], hint.known))
    if known_names(words[best], hint.known) >= known_names(words[found], hint.known) + _MORE_KNOWN:
        found = best
    return _tags_instead(words, filled, found, hint)


def known_names(row: Sequence[Any], known: AbstractSet[str]) -> int:
    """Return the number of different known column names in a row, without those like x and no."""
    keys = {column_key(clean_text(cell)) for cell in row}
    return sum(len(key) >= _SHORTEST for key in keys & known)


def _tags_instead(
    words: Sequence[Sequence[str]], filled: Sequence[int], found: int, hint: HeaderHint
) -> int:
    """Return the row of HXL tags if the row above it is a title, or the tags come first."""
    tags = next((number for number in filled if is_hxl(words[number])), found)
    above = [number for number in filled if number < tags]
    if tags == found or known_names(words[found], hint.known) >= _MORE_KNOWN:
        return found
    has_names = any(sum(map(bool, words[n])) * 2 > sum(map(bool, words[tags])) for n in above)
    return found if has_names else tags


def _fullest(words: Sequence[Sequence[str]], rows: Sequence[int]) -> int:
    """Return the first row that is about as full as the fullest and has more words than numbers."""
    counts = {number: sum(map(bool, words[number])) for number in rows}
    enough = max(counts.values()) * _FULL
    for number in rows:
        texts = [word for word in words[number] if word and not _NUMBER.fullmatch(word)]
        if counts[number] >= enough and 2 * len(texts) > counts[number]:
            return number
    return rows[0]


def _is_comment(row: Sequence[str]) -> bool:
    """Return whether a row is a comment: its first cell begins with # and is not an HXL tag."""
    return row[0].startswith("#") and not is_hxl(row)


def stated_separator(line: str) -> str:
    r"""Return the separator in a line such as ``sep=;``; empty if it is another line.

    Examples
    --------
    >>> stated_separator("sep=;\r\n"), stated_separator("place;day")
    (';', '')
    """
    match = _SEPARATOR_LINE.fullmatch(line)
    return match[1].replace("\\t", "\t") if match else ""


def find_separator(lines: Sequence[str]) -> str:
    """Return the separator of cells: the one that is in most lines equally often.

    Examples
    --------
    >>> find_separator(["A title, of two parts", "place;day;lon", "Elm;1;1,5", "Fir;2;2,5"])
    ';'
    """
    every = "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
    counted = _QUOTED.sub("", every).splitlines()
    if not any(mark in line for line in counted for mark in _SEPARATORS):
        counted = every.splitlines()  # rows that are quoted as a whole

    def agreement(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in counted if line.strip()]
        usual = max((count for count in counts if count), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0), usual

    return max(_SEPARATORS, key=agreement)
