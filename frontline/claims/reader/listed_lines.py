"""Lists of places that a text prints one below the other, read as one sentence.

"The army took these villages:", then a name on each line: the line ends become commas, so that
the names belong to the verb before the colon. Positions in the text do not change.
"""

from __future__ import annotations

import re
from dataclasses import replace

from frontline.claims.reader.lexicon import EN, any_of, both
from frontline.claims.reader.text import Folded, fold

#: The end of a line that may announce names, and the nouns that it then has.
_COLON = re.compile(r":[^\S\n]*(?=\n)")
_SEVERAL = re.compile(rf"(?<!\w)(?:ال)?{any_of(both('count', 'plural'))}(?!\w)", re.IGNORECASE)
#: Maximum length of an introduction, in characters.
_LONGEST = 300
#: One line of a list: a bullet or a number, and a name of few words.
_ITEM = re.compile(
    r"(?P<gap>\n\s*)(?P<bullet>[-*\u2022\u2013\u2014\u00b7]\s*|\d{1,2}[.)-]\s+)?"
    r"(?P<name>[^\W\d_][\w'`-]*(?: [\w'`()-]+){0,5}?)(?P<point>[,;.]?)[^\S\n]*(?=\n|$)"
)
_FEWEST = 2


def fold_lists(text: str) -> Folded:
    r"""Fold a text as `fold` does, and join the lines of its lists with commas.

    Examples
    --------
    >>> fold_lists("They took the villages of:\n- Has\n- Hish\n\nIt rained.").text
    'They took the villages of:   Has,  Hish\n\nIt rained.'
    """
    folded = fold(text)
    if ":" not in folded.text or "\n" not in folded.text:
        return folded
    letters = list(folded.text)
    for colon in _COLON.finditer(folded.text):
        first = max(folded.text.rfind("\n", 0, colon.start()) + 1, colon.start() - _LONGEST)
        if _SEVERAL.search(folded.text, first, colon.start()) is None:
            continue
        items = _items(folded.text, colon.end())
        if len(items) >= _FEWEST:
            for number, item in enumerate(items):
                _join(letters, item, follows=number > 0)
    return replace(folded, text="".join(letters))


def _items(text: str, start: int) -> list[re.Match[str]]:
    """Return the lines of a list that begins at a position."""
    items: list[re.Match[str]] = []
    while (item := _ITEM.match(text, start)) is not None and _is_name(item["name"]):
        if items and not _is_alike(items, item):
            break  # "Morek", "Latmin", and after a blank line the title of another part
        items.append(item)
        start = item.end()
        if item["point"] == ".":
            break
    return items


def _is_alike(items: list[re.Match[str]], item: re.Match[str]) -> bool:
    """Return whether a line is set apart from the one before it as the others of a list are."""
    same = bool(item["bullet"]) == bool(items[0]["bullet"])
    return same and (len(items) < _FEWEST or _lines(item) == _lines(items[1]))


def _lines(item: re.Match[str]) -> int:
    return item["gap"].count("\n")


#: What an English name may have in small letters: a noun, an article, the word behind "Kafr".
_NOUNS = frozenset([*both("accounting", "naming"), "hill", "hilltop", "farm", "farms", "of"])
_ARTICLES = ("al", "el", "as", "ash", "al-", "el-", "ash-")
_HEADS = frozenset(EN["names"]["heads"].split())


def _is_name(line: str) -> bool:
    """Return whether a line may be a name: in English it has hardly a word in small letters."""
    if not line.isascii():
        return True
    words = line.replace("(", "").split()
    return all(
        word[0].isupper()
        or word in _NOUNS
        or word.startswith(_ARTICLES)
        or (number > 0 and words[number - 1].casefold() in _HEADS)
        for number, word in enumerate(words)
    )


def _join(letters: list[str], item: re.Match[str], *, follows: bool) -> None:
    """Replace what stands before a name by blanks, and the line end before it by a comma."""
    for position in range(item.start(), item.start("name")):
        letters[position] = " "
    if follows:
        letters[item.start()] = ","
    if item["point"] in {",", ";"}:
        letters[item.start("point")] = " "
