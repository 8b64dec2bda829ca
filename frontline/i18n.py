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

#: The languages of a page, by their tags; the first is the default.
LANGUAGES = ("en", "ar")

#: One text for all languages, or one for each.
TextLike: TypeAlias = str | Text | Mapping[str, str]


@cache
def locale_tables() -> dict[str, dict[str, Any]]:
    """Return the phrases of each language, from the files in ``locales``."""
    folder = resources.files("frontline") / "locales"
    return {
        language: tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
        for language in LANGUAGES
    }


#: Texts that the library writes into the data of a page, so that its scripts need none of them.
_WRITTEN = ("reason_", "description", "method", "licence", "still", "story")
#: Texts with such a beginning that the scripts need.
_READ = {"licence", "stillEarlierFront"}
_WRITTEN_WORDS = frozenset(
    {
        "indexChanged",
        *("on", "noscript", "animationPage", "dayPages", "sourcesOf", "placesFrom", "alsoFrom"),
        *("reports", "publishers", "independentSources"),
    }
)


def page_words() -> dict[str, dict[str, Any]]:
    """Return the phrases of each language that the scripts of a page use."""
    return {
        language: {
            key: text
            for key, text in table.items()
            if key in _READ or not (key.startswith(_WRITTEN) or key in _WRITTEN_WORDS)
        }
        for language, table in locale_tables().items()
    }


def check_language(language: str) -> str:
    """Return the language if pages have it.

    Raises
    ------
    InvalidRequestError
        For an unknown language.
    """
    if language not in LANGUAGES:
        raise InvalidRequestError(
            f"pages have no language {language!r}: use one of {', '.join(LANGUAGES)}"
        )
    return language


def translate(language: str, key: str, **values: object) -> str:
    """Return a phrase in a language, with its placeholders filled in."""
    text: str = locale_tables()[language][key]
    return text.format(**values)


def plural_category(language: str, count: int) -> str:
    """Return the plural category of a count, by the rules of the Unicode CLDR.

    Examples
    --------
    >>> [plural_category("ar", count) for count in (0, 1, 2, 3, 11, 100)]
    ['zero', 'one', 'two', 'few', 'many', 'other']
    """
    if language != "ar":
        return "one" if count == 1 else "other"
    if count < 3:
        return ("zero", "one", "two")[count]
    last = count % 100
    return "other" if last < 3 else "few" if last < 11 else "many"


def translate_count(language: str, key: str, count: int) -> str:
    """Return a count with its noun, in the plural form of the language.

    Examples
    --------
    >>> translate_count("en", "reports", 1526)
    '1,526 reports'
    """
    form: str = locale_tables()[language][key][plural_category(language, count)]
    return form.format(count=f"{count:,}")


def format_date(language: str, day: date) -> str:
    """Return a day in words.

    Examples
    --------
    >>> from datetime import date
    >>> format_date("ar", date(2019, 8, 15))
    'الخميس 15 آب 2019'
    """
    words = locale_tables()[language]
    weekday = words["weekdays"][day.isoweekday() % 7]
    return f"{weekday} {day.day} {words['months'][day.month - 1]} {day.year}"


def format_short_date(language: str, day: date) -> str:
    """Return a day in words, without the day of the week.

    Examples
    --------
    >>> from datetime import date
    >>> format_short_date("ar", date(2019, 8, 15))
    '15 آب 2019'
    """
    return f"{day.day} {locale_tables()[language]['months'][day.month - 1]} {day.year}"


def format_span(language: str, first: date, last: date) -> tuple[str, str]:
    """Return the first and the last day of a span in words; what they share is said once.

    Examples
    --------
    >>> from datetime import date
    >>> format_span("en", date(2019, 8, 1), date(2019, 8, 31))
    ('1', '31 August 2019')
    >>> format_span("en", date(2019, 8, 30), date(2019, 9, 2))
    ('30 August', '2 September 2019')
    """
    end = format_short_date(language, last)
    begin = format_short_date(language, first)
    if first.year == last.year:
        begin = begin.removesuffix(f" {first.year}")
        begin = str(first.day) if first.month == last.month else begin
    return begin, end


def in_each_language(text: TextLike) -> dict[str, str]:
    """Return a text in every language; a missing one is replaced by the first."""
    if isinstance(text, str):
        text = Text(text, text)
    if isinstance(text, Text):
        return {"en": text.en, "ar": text.ar}
    return {language: text.get(language) or next(iter(text.values()), "") for language in LANGUAGES}


def package_titles(atlas: Atlas) -> dict[str, str]:
    """Return the title of the data package in every language."""
    package = atlas.package
    return in_each_language({"en": package.title, "ar": package.coverage.title_ar or package.title})


def spanned_titles(atlas: Atlas, first: date, last: date) -> dict[str, str]:
    """Return the title of the data package with the days that are shown, in every language.

    The span of the record that a title ends with is replaced; a title without one is followed by
    the span. A page of one day shows the day apart from the title.
    """
    coverage, titles = atlas.package.coverage, {}
    for language, title in package_titles(atlas).items():
        whole, shown = (
            translate(
                language,
                "dateRange",
                first=format_short_date(language, one),
                last=format_short_date(language, other),
            )
            for one, other in ((coverage.first_day, coverage.last_day), (first, last))
        )
        head = title.removesuffix(whole).rstrip(" ,،")
        comma = locale_tables()[language]["comma"]
        titles[language] = head if first == last else f"{head}{comma}{shown}"
    return titles


def reason_texts(reason: Reason) -> dict[str, str]:
    """Return the sentence for a reason in every language.

    Examples
    --------
    >>> from frontline.control.reasons import Reason
    >>> reason_texts(Reason("denied", supporting=1, denying=3))["ar"]
    'أفاد به مصدر واحد، ونفاه 3 مصادر.'
    """
    return {
        language: translate(
            language,
            f"reason_{reason.code}",
            supporting=translate_count(language, "independentSources", reason.supporting),
            denying=translate_count(language, "independentSources", reason.denying),
        )
        for language in LANGUAGES
    }
