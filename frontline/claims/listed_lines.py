"""Lists of places that a text prints one below the other, read as one sentence.

"The army took these villages:", then a name on each line: the line ends become commas, so that
the names belong to the verb before the colon. Positions in the text do not change.
"""

from __future__ import annotations

import re
from dataclasses import replace

from frontline.claims.lexicon import EN, any_of, both
from frontline.claims.text import Folded, fold

#: A line that announces names: it speaks of several places and ends with a colon.
_INTRODUCTION = re.compile(
    rf"[^\n]*(?<!\w)(?:ال)?{any_of(both('count', 'plural'))}(?!\w)[^\n]*:[^\S\n]*(?=\n)",
    re.IGNORECASE,
)
#: One line of a list: a bullet or a number, and a name of few words.
_ITEM = re.compile(
    r"\n\s*(?:[-*\u2022\u2013\u2014\u00b7]\s*|\d{1,2}[.)-]\s+)?"
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
    for introduction in _INTRODUCTION.finditer(folded.text):
        items = _items(folded.text, introduction.end())
        if len(items) >= _FEWEST:
            for number, item in enumerate(items):
                _join(letters, item, follows=number > 0)
    return replace(folded, text="".join(letters))


def _items(text: str, start: int) -> list[re.Match[str]]:
    """Return the lines of a list that begins at a position."""
    items: list[re.Match[str]] = []
    while (item := _ITEM.match(text, start)) is not None and _is_name(item["name"]):
        items.append(item)
        start = item.end()
        if item["point"] == ".":
            break
    return items


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
