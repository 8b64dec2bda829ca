"""The words of the pages: one table for each language, in `words/`, and how they are filled in.

A page carries every table, so that its reader can turn from one language to another. Data that
has a text in each language is a mapping of language to text; a text alone is the same in all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeAlias

from frontline.caution import Notice
from frontline.errors import RequestError

if TYPE_CHECKING:
    from datetime import date

    from frontline.groundwork import Groundwork

__all__ = [
    "LANGUAGES",
    "Text",
    "check_language",
    "counted",
    "each",
    "fill",
    "plural_form",
    "say_date",
    "tables",
    "titles_of",
]

#: The languages of a page, by their tags; the first is the one it opens with unless told.
LANGUAGES = ("en", "ar")

#: What a reader sees: one text for all languages, or one for each.
Text: TypeAlias = str | Mapping[str, str]


@cache
def tables() -> dict[str, dict[str, Any]]:
    """Give the words of each language."""
    folder = resources.files("frontline.drawing") / "words"
    return {
        language: tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
        for language in LANGUAGES
    }


def check_language(language: str) -> str:
    """Give the language back.

    Raises
    ------
    RequestError
        For one that pages do not speak.
    """
    if language not in LANGUAGES:
        raise RequestError(f"no page speaks {language!r}: use one of {', '.join(LANGUAGES)}")
    return language


def fill(language: str, word: str, **values: object) -> str:
    """Say a phrase with its places filled in."""
    text: str = tables()[language][word]
    return text.format(**values)


def plural_form(language: str, count: int) -> str:
    """Name the form that a count takes, after the plural rules of the Unicode CLDR.

    Examples
    --------
    >>> [plural_form("ar", count) for count in (0, 1, 2, 3, 11, 100)]
    ['zero', 'one', 'two', 'few', 'many', 'other']
    """
    if language != "ar":
        return "one" if count == 1 else "other"
    if count < 3:
        return ("zero", "one", "two")[count]
    last = count % 100
    return "other" if last < 3 else "few" if last < 11 else "many"


def counted(language: str, word: str, count: int) -> str:
    """Say how many there are of something.

    Examples
    --------
    >>> counted("en", "reports", 1526)
    '1,526 reports'
    """
    form: str = tables()[language][word][plural_form(language, count)]
    return form.format(count=f"{count:,}")


def say_date(language: str, day: date) -> str:
    """Write a day in words.

    Examples
    --------
    >>> from datetime import date
    >>> say_date("ar", date(2019, 8, 15))
    'الخميس 15 آب 2019'
    """
    words = tables()[language]
    weekday = words["weekdays"][day.isoweekday() % 7]
    return f"{weekday} {day.day} {words['months'][day.month - 1]} {day.year}"


def each(text: Text) -> dict[str, str]:
    """Give a text in every language; where one is not given, that of the first."""
    if isinstance(text, str):
        return {"en": str(text), "ar": text.ar if isinstance(text, Notice) else text}
    return {language: text.get(language) or next(iter(text.values()), "") for language in LANGUAGES}


def titles_of(atlas: Groundwork) -> dict[str, str]:
    """Give the title of the data in every language."""
    package = atlas.package
    return each({"en": package.title, "ar": package.frame.title_ar or package.title})
