"""Texts of a page in its languages: phrases, counts, dates and reasons."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeAlias

from frontline.errors import InvalidRequestError
from frontline.models import Text

if TYPE_CHECKING:
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.control.reasons import Reason

#: The languages of a page, by their tags; the first is the one it opens with unless told.
LANGUAGES = ("en", "ar")

#: What a reader sees: one text for all languages, or one for each.
TextLike: TypeAlias = str | Text | Mapping[str, str]


@cache
def tables() -> dict[str, dict[str, Any]]:
    """Give the words of each language."""
    folder = resources.files("frontline.webmap") / "locales"
    return {
        language: tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
        for language in LANGUAGES
    }


def check_language(language: str) -> str:
    """Give the language back.

    Raises
    ------
    InvalidRequestError
        For one that pages do not speak.
    """
    if language not in LANGUAGES:
        raise InvalidRequestError(f"no page speaks {language!r}: use one of {', '.join(LANGUAGES)}")
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


def each(text: TextLike) -> dict[str, str]:
    """Give a text in every language; where one is not given, that of the first."""
    if isinstance(text, str):
        text = Text(text, text)
    if isinstance(text, Text):
        return {"en": text.en, "ar": text.ar}
    return {language: text.get(language) or next(iter(text.values()), "") for language in LANGUAGES}


def titles_of(atlas: Atlas) -> dict[str, str]:
    """Give the title of the data in every language."""
    package = atlas.package
    return each({"en": package.title, "ar": package.coverage.title_ar or package.title})


def reason_texts(reason: Reason) -> dict[str, str]:
    """Return the sentence for a reason in every language.

    Examples
    --------
    >>> from frontline.control.reasons import Reason
    >>> reason_texts(Reason("denied", supporting=1, denying=3))["ar"]
    'أفاد به مصدر واحد، ونفاه 3 مصادر.'
    """
    return {
        language: fill(
            language,
            f"reason_{reason.code}",
            supporting=counted(language, "independentSources", reason.supporting),
            denying=counted(language, "independentSources", reason.denying),
        )
        for language in LANGUAGES
    }
