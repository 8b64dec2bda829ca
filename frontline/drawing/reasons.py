"""Why a change counts or does not, in every language: read from the sentence of the ruling."""

from __future__ import annotations

import re
from functools import cache

from frontline.drawing.wordbook import LANGUAGES, counted, each, fill, tables

__all__ = ["say_reason"]

_COUNT = r"(one voice|\d+ voices)"


def say_reason(why: str) -> dict[str, str]:
    """Give the sentence of a ruling in every language; one that is not known as it stands.

    Examples
    --------
    >>> say_reason("Reported by one voice, denied by 3 voices.")["ar"]
    'أفاد به مصدر واحد، ونفاه 3 مصادر.'
    """
    for word, pattern, names in _patterns():
        found = pattern.fullmatch(why)
        if found:
            numbers = [
                1 if part.startswith("one") else int(part.split()[0]) for part in found.groups()
            ]
            return {language: _said(language, word, names, numbers) for language in LANGUAGES}
    return each(why)


def _said(language: str, word: str, names: list[str], numbers: list[int]) -> str:
    voices = {
        name: counted(language, "voices", number)
        for name, number in zip(names, numbers, strict=True)
    }
    return fill(language, word, **voices)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str], list[str]]]:
    """Make of each English sentence its word, what it matches, and the names of its numbers."""
    found = []
    for word, text in tables()["en"].items():
        if not word.startswith("why_"):
            continue
        parts = re.split(r"\{(\w+)\}", text)
        pattern = _COUNT.join(re.escape(part) for part in parts[::2])
        found.append((word, re.compile(pattern), parts[1::2]))
    return found
