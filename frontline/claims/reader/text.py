"""Normalise a text for reading, and split it into sentences.

Web pages contain no-break spaces, curly quotes, direction marks, Arabic digits and short vowels.
They are folded so that one pattern matches all variants; positions in the folded text can be
traced back to the original.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterator


#: Maximum length of a text, in characters.
LONGEST = 500_000
#: A larger share, and number, of control characters means a binary file.
_MOST_CONTROLS = 0.01
_FEW = 20

_ONE_FOR_ONE = str.maketrans({
    "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ", "\t": " ",
    "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\r": " ", "\x0b": "\n", "\x0c": "\n",
    "\u2010": "-", "\u2011": "-", "\u2212": "-", "\u2012": "\u2013", "\u2015": "\u2014",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u00ab": '"',
    "\u201e": '"', "\u201f": '"', "\u2033": '"', "\u00bb": '"', "\u060c": ",",
    "\u061b": ";", "\u061f": "?", "\u066b": ".", "\u066c": ",",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ۃ": "ه", "ک": "ك",
    **{chr(0x660 + digit): str(digit) for digit in range(10)},
    **{chr(0x6F0 + digit): str(digit) for digit in range(10)},
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
})  # fmt: skip

#: Marks that are dropped: short vowels, tatweel, joiners, direction marks.
_UNREAD = re.compile(
    "[\u00ad\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff]"
)
#: What papers print as a dash between names: letters that only stretch a word, bullets.
_DASH = re.compile(r"(?<=\S\s)(?:\u0640+|[*\u2022\u00b7\u25cf\u25aa])(?=\s[\u0621-\u064a])")
#: The sign of a hashtag, which is no part of its words.
_SIGN = re.compile(r"#(?=[^\W\d_])")
#: Long runs of blanks, which are slow to match.
_GAP = re.compile(r"[^\S\n]{8}")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
#: A number between strokes, as state media print it: "/600/ km".
_SLASHED = re.compile(r"(?<!\S)/(\d[\d.,]*)/(?!\S)")
#: Quotes around Arabic words: papers put them around names, "the village of 'A'".
_QUOTES = re.compile(
    r"[\"'](?=\s?[\u0621-\u064a])|(?<=[\u0621-\u064a])[\"']|(?<=[\u0621-\u064a]\s)[\"']"
)
#: The next word of a hashtag: "#KhanSheikhoun", "#خان_شيخون".
_TAGGED = re.compile(r"#\w+")
_NEXT_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
#: Arabic presentation forms, and combining marks.
_COMPOSABLE = re.compile("[\u0300-\u036f\ufb50-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text.

    Parameters
    ----------
    original : the text as given
    text : the folded text
    where : for each character of `text` its position in `original`; None if they are the same
    """

    original: str
    text: str
    where: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the positions in the original of a stretch of `text`."""
        if self.where is None or start >= end:
            return start, end
        return self.where[start], self.where[end - 1] + 1

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the positions in `text` of a stretch of the original."""
        if self.where is None:
            return start, end
        return bisect.bisect_left(self.where, start), bisect.bisect_left(self.where, end)

    def words(self, start: int, end: int) -> str:
        """Return the original words of a stretch of `text`, in one line."""
        first, last = self.span(start, end)
        return " ".join(self.original[first:last].split())


def fold(text: str) -> Folded:
    """Fold a text.

    Raises
    ------
    InvalidRequestError
        If the text is too long, or is not text.

    Examples
    --------
    >>> fold("على بُعد ٣ كم").text
    'علي بعد 3 كم'
    """
    if len(text) > LONGEST:
        raise InvalidRequestError(
            f"the text has {len(text):,} characters, and the limit is {LONGEST:,}: split it"
        )
    if len(_CONTROLS.findall(text)) > max(_FEW, _MOST_CONTROLS * len(text)):
        raise InvalidRequestError("this is not text: give the article as plain text in UTF-8")
    tagged = _word_starts(text) if "#" in text else frozenset()
    original, text = text, _DASH.sub(lambda dash: "-".ljust(len(dash[0])), text)
    signs = frozenset(sign.start() for sign in _SIGN.finditer(text)) if "#" in text else tagged
    if not (signs or _COMPOSABLE.search(text) or _UNREAD.search(text) or _GAP.search(text)):
        return Folded(original, _one_for_one(text), None)
    letters: list[str] = []
    where: list[int] = []
    last = ""
    for position, letter in enumerate(text):
        if position in signs or _UNREAD.match(letter) or unicodedata.category(letter) == "Mn":
            continue
        if letter.isspace() and last.isspace() and letter != "\n":
            continue
        last = letter
        if position in tagged:
            letters.append(" ")
            where.append(position)
            if letter == "_":
                continue
        plain = unicodedata.normalize("NFKC", letter) if _COMPOSABLE.match(letter) else letter
        letters.append(plain)
        where.extend([position] * len(plain))
    return Folded(original, _one_for_one("".join(letters)), tuple(where))


def _word_starts(text: str) -> frozenset[int]:
    """Return the positions at which a new word of a hashtag begins."""
    return frozenset(
        start.start()
        for tag in _TAGGED.finditer(text)
        for start in _NEXT_WORD.finditer(text, *tag.span())
    )


def _one_for_one(text: str) -> str:
    plain = _SLASHED.sub(r" \1 ", _CONTROLS.sub(" ", text.translate(_ONE_FOR_ONE)))
    return plain if plain.isascii() else _QUOTES.sub(" ", plain)


def lowered(text: str) -> str:
    """Return a text in lower case, each character at its position.

    Examples
    --------
    >>> lowered("Khan Shaykhun"), len(lowered("\u0130dlib"))
    ('khan shaykhun', 5)
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def around(
    trigger: re.Pattern[str], pattern: re.Pattern[str], text: str, back: int, ahead: int
) -> Iterator[re.Match[str]]:
    """Search a slow pattern only around matches of a quick one.

    Parameters
    ----------
    trigger : a quick pattern that is part of every match of the slow one
    back, ahead : how far a match may extend before and after the trigger, in characters
    """
    seen = 0
    for hint in trigger.finditer(text):
        if hint.start() < seen:
            continue
        start, end = max(seen, hint.start() - back), min(len(text), hint.end() + ahead)
        for match in pattern.finditer(text, start, end):
            if match.start() > hint.end():
                break  # its own trigger finds it, with enough text behind it
            seen = match.end()
            yield match


_STOP = re.compile(r"(?:[!?]+|\.{2,}|\u2026|\.)[\"')\]]*(?=\s|$)|;(?=\s)|\n\s*\n|\n")
#: Abbreviations: a point after them does not end a sentence.
_SHORT = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|gen|col|lt|maj|capt|sgt|brig|st|no|nos|approx|ca|vs|jan|feb|mar|apr"
    r"|jun|jul|aug|sep|sept|oct|nov|dec|sq|e\.g|i\.e|u\.s|u\.n|u\.k)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_UNIT_POINT = re.compile(r"\d\s?(?:km|kms|mi|m|yd|yds)\.$", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:\u2026][\"')\]]*\s*$")
#: Lines up to this length, most of which end inside a sentence, were wrapped automatically.
_WRAPPED_AT = 100


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each sentence of a folded text.

    A line end is the end of a sentence, unless the text was broken into short lines.

    Examples
    --------
    >>> [(4, "ab"[0])][0][0], sentences("It is 3.5 km. Off Gen. Ali left.")
    (4, [(0, 13), (14, 32)])
    """
    wrapped = _is_wrapped(text)
    bounds: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _goes_on(text, stop, start, wrapped=wrapped):
            continue
        _add(text, start, stop.end(), bounds)
        start = stop.end()
    _add(text, start, len(text), bounds)
    return bounds


#: Maximum length of a sentence; longer ones are cut at a blank.
_LONGEST_SENTENCE = 1500


def _add(text: str, start: int, end: int, bounds: list[tuple[int, int]]) -> None:
    while end - start > _LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = cut if cut > start else start + _LONGEST_SENTENCE
        _add(text, start, cut, bounds)
        start = cut
    words = text[start:end]
    if stripped := words.strip():
        first = start + len(words) - len(words.lstrip())
        bounds.append((first, first + len(stripped)))


def _goes_on(text: str, stop: re.Match[str], start: int, *, wrapped: bool) -> bool:
    """Return whether a sentence continues: after an abbreviation, or a wrapped line."""
    if stop[0] == "\n":
        rest = text[stop.end() : stop.end() + 80].lstrip()
        return wrapped or (bool(rest) and rest[0].isascii() and rest[0].islower())
    if stop[0][0] != ".":
        return False
    before = text[max(start, stop.start() - 12) : stop.start() + 1]
    if _SHORT.search(before):
        return True
    rest = text[stop.end() : stop.end() + 4].lstrip()
    return bool(_UNIT_POINT.search(before) and rest and rest[0].islower() and rest[0].isascii())


def _is_wrapped(text: str) -> bool:
    lines = [line for line in text[:20_000].split("\n") if line.strip()]
    if len(lines) < 3 or max(map(len, lines)) > _WRAPPED_AT:
        return False
    open_ends = sum(len(line) > _WRAPPED_AT / 2 and not _ENDED.search(line) for line in lines[:-1])
    return open_ends >= len(lines) / 2
