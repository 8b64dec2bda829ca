"""The page that lists the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.webmap import bundle, csp
from frontline.webmap.i18n import (
    LANGUAGES,
    check_language,
    each,
    fill,
    say_date,
    tables,
    titles_of,
)
from frontline.webmap.stylesheet import style_sheet
from frontline.webmap.theme import find_house

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.webmap.i18n import TextLike
    from frontline.webmap.theme import Theme


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the index.

    Parameters
    ----------
    file : its name beside the index
    title : what the link says, in all languages or in each
    first, last : the days it shows

    Examples
    --------
    >>> from datetime import date
    >>> Entry("map.html", "One day", date(2019, 8, 15), date(2019, 8, 15)).file
    'map.html'
    """

    file: str
    title: TextLike
    first: date
    last: date


def index(
    atlas: Atlas,
    entries: Sequence[Entry],
    *,
    language: str | None = None,
    style: Theme | Path | str | None = None,
) -> str:
    """Write the page that lists the others: animations first, then single days.

    It holds the list in each language, and shows that of `language` until the reader turns it;
    its links then lead to the pages in the language they are listed in. `style` is as for
    `page.day_map`.

    Examples
    --------
    >>> import frontline
    >>> from datetime import date
    >>> entry = Entry("map.html", "Cut off", date(2019, 8, 23), date(2019, 8, 23))
    >>> "map.html" in index(frontline.open(), [entry])
    True
    """
    house = find_house(style, atlas)
    language = check_language(language or house.language or LANGUAGES[0])
    look, script = bundle.index_style(style_sheet(house)), bundle.index_script()
    policy = csp.content_policy((script,), (look,))
    title = csp.plain(titles_of(atlas)[language])
    lists = "".join(_listed(atlas, entries, one, language) for one in LANGUAGES)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{tables()[language]["direction"]}">\n'
        '<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{title}</title>\n"
        f'<meta name="description" content="{title}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<style>{look}</style>\n</head>\n<body>\n{_switch(language)}{lists}"
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _switch(language: str) -> str:
    """Write the switch of languages, hidden until the script that it needs has run."""
    links = "".join(
        f'<a href="#lang={one}" lang="{one}">{fill(one, "ownName")}</a>\n' for one in LANGUAGES
    )
    return f'<nav aria-label="{fill(language, "language")}" hidden>\n{links}</nav>\n'


def _listed(atlas: Atlas, entries: Sequence[Entry], language: str, opening: str) -> str:
    """Write the list in one language."""
    title = csp.plain(titles_of(atlas)[language])
    groups = (
        ("animationPage", [one for one in entries if one.first < one.last]),
        ("dayPages", [one for one in entries if one.first == one.last]),
    )
    fragment = "" if language == opening else f"#lang={language}"
    body = "".join(
        _group(fill(language, word), found, language, fragment) for word, found in groups if found
    )
    clock = (each(words)[language] for words in atlas.as_of_notice())
    body += "".join(f"<p>{csp.plain(words)}</p>\n" for words in clock)
    package = atlas.package
    named = f"\u2068{titles_of(atlas)[language]}\u2069"  # isolated: it cannot turn what is around
    version = fill(
        language, "version", title=named, version=package.version, digest=package.digest[:12]
    )
    hidden = "" if language == opening else " hidden"
    return (
        f'<main lang="{language}" dir="{tables()[language]["direction"]}"{hidden}>\n'
        f"<h1><bdi>{title}</bdi></h1>\n{body}"
        f"<footer><p>{csp.plain(version)}</p></footer>\n</main>\n"
    )


def _group(heading: str, entries: Sequence[Entry], language: str, fragment: str) -> str:
    lines = []
    for one in entries:
        link = csp.plain(one.file.replace(":", "%3A")) + fragment
        name, note = (f"<bdi>{csp.plain(text)}</bdi>" for text in _words(one, language))
        lines.append(f'<li><a href="{link}">{name}</a> <span>{note}</span></li>\n')
    return f"<h2>{csp.plain(heading)}</h2>\n<ul>\n{''.join(lines)}</ul>\n"


def _words(entry: Entry, language: str) -> tuple[str, str]:
    """Give the text of a link and the note beside it: the day tells single days apart."""
    title, first = each(entry.title)[language], say_date(language, entry.first)
    if entry.first < entry.last:
        last = say_date(language, entry.last)
        return title, fill(language, "dateRange", first=first, last=last)
    return first, "" if title == first else title
