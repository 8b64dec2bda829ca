"""Phrases of the report in the language of the article, and its days and names in it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from frontline import i18n
from frontline.dates import format_day

if TYPE_CHECKING:
    from datetime import date

    from frontline.models import Actor, Place

_ARABIC = ("\u0600", "\u06ff")


@cache
def _tables() -> dict[str, dict[str, Any]]:
    file = resources.files("frontline") / "locales" / "report.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language.

    Parameters
    ----------
    language : str
        ``en`` or ``ar``.
    """

    language: str

    @property
    def direction(self) -> str:
        """Direction of the writing: ``ltr`` or ``rtl``."""
        return "rtl" if self.language == "ar" else "ltr"

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a phrase with its placeholders filled in; ``a.b`` is in a table of its own."""
        entry: Any = _tables()[self.language]
        for name in key.split("/"):
            entry = entry[name]
        return str(entry).format(**values)

    def list(self, key: str) -> list[str]:
        """Return a list of phrases."""
        return list(_tables()[self.language][key])

    def day(self, day: date) -> str:
        """Return a day in words."""
        return format_day(day) if self.language == "en" else i18n.format_date("ar", day)

    def place(self, place: Place) -> str:
        """Return the name of a place; in its own script only if it has no other."""
        return (place.name_ar or place.name) if self.language == "ar" else place.name

    def actor(self, actor: Actor) -> str:
        """Return the name of an actor."""
        return (actor.name_ar or actor.name) if self.language == "ar" else actor.name


def report_language(text: str) -> str:
    """Return the language of a text: Arabic if it has more Arabic letters than others.

    Examples
    --------
    >>> report_language("The army took Morek (مورك)."), report_language("سيطر الجيش على مورك")
    ('en', 'ar')
    """
    arabic = sum(_ARABIC[0] <= letter <= _ARABIC[1] for letter in text)
    return "ar" if arabic > sum(map(str.isalpha, text)) / 2 else "en"
