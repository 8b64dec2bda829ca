"""The index: a page that lists the other pages of a build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.i18n import (
    LANGUAGES,
    check_language,
    format_date,
    format_span,
    in_each_language,
    locale_tables,
    package_titles,
    translate,
)
from frontline.theme import find_theme
from frontline.webmap import bundle, csp
from frontline.webmap.stylesheet import make_stylesheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.i18n import TextLike
    from frontline.theme import Theme


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the index.

    Parameters
    ----------
    file : str
        Name of its file, in the folder of the index.
    title : str, Text or mapping of str to str
        Text of the link.
    first, last : date
        The days that it shows.
    sentence : str, Text or mapping of str to str
        What happened on the day; may be empty.
    picture : str
        A picture of the day as SVG, which one page can hold once; may be empty.

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
    sentence: TextLike = ""
    picture: str = ""


def index(
    atlas: Atlas,
    entries: Sequence[Entry],
    *,
    language: str | None = None,
    style: Theme | Path | str | None = None,
) -> str:
    """Return the HTML of the index: animations first, then single days.

    It contains the list in each language, and shows that of `language` until the reader switches.
    A link opens the page in the language of its list. `style` is as for `page.day_map`.

    Examples
    --------
    >>> import frontline
    >>> from datetime import date
    >>> entry = Entry("map.html", "Cut off", date(2019, 8, 23), date(2019, 8, 23))
    >>> "map.html" in index(frontline.open(), [entry])
    True
    """
    theme = find_theme(style, atlas)
    language = check_language(language or theme.language or LANGUAGES[0])
    look, script = bundle.index_style(make_stylesheet(theme)), bundle.index_script()
    policy = csp.content_policy((script,), (look,))
    title = csp.escape_html(package_titles(atlas)[language])
    lists = "".join(_list_html(atlas, entries, one, language) for one in LANGUAGES)
    direction = locale_tables()[language]["direction"]
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">\n'
        '<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{title}</title>\n"
        f'<meta name="description" content="{title}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<style>{look}</style>\n</head>\n<body>\n{_switch(language)}{_pictures(entries)}{lists}"
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _pictures(entries: Sequence[Entry]) -> str:
    """Write each picture once, hidden; the list of each language shows it."""
    symbols = "".join(
        f'<symbol id="{_symbol(one)}" viewBox="{_viewbox(one)}">{one.picture}</symbol>'
        for one in entries
        if one.picture
    )
    return f'<svg width="0" height="0" aria-hidden="true">{symbols}</svg>\n' if symbols else ""


def _symbol(entry: Entry) -> str:
    return f"map-{entry.first}" if entry.first == entry.last else f"map-{entry.first}-{entry.last}"


def _viewbox(entry: Entry) -> str:
    """Return the view box of a picture."""
    return entry.picture.split('viewBox="', 1)[1].split('"', 1)[0]


def _switch(language: str) -> str:
    """Write the language switch, which stays hidden unless its script runs."""
    links = "".join(
        f'<a href="#lang={one}" lang="{one}">{translate(one, "ownName")}</a>\n' for one in LANGUAGES
    )
    return f'<nav aria-label="{translate(language, "language")}" hidden>\n{links}</nav>\n'


def _list_html(atlas: Atlas, entries: Sequence[Entry], language: str, opening: str) -> str:
    """Write the list in one language."""
    title = csp.escape_html(package_titles(atlas)[language])
    groups = (
        ("animationPage", [one for one in entries if one.first < one.last]),
        ("dayPages", [one for one in entries if one.first == one.last]),
    )
    fragment = "" if language == opening else f"#lang={language}"
    body = "".join(
        _group(
            translate(language, word), listed, language, fragment, package_titles(atlas)[language]
        )
        for word, listed in groups
        if listed
    )
    as_of = (in_each_language(words)[language] for words in atlas.as_of_notice())
    body += "".join(f"<p>{csp.escape_html(words)}</p>\n" for words in as_of)
    package = atlas.package
    # Isolated, so that the title cannot change the direction of the text around it.
    isolated = f"\u2068{package_titles(atlas)[language]}\u2069"
    version = translate(
        language, "version", title=isolated, version=package.version, digest=package.digest[:12]
    )
    hidden = "" if language == opening else " hidden"
    return (
        f'<main lang="{language}" dir="{locale_tables()[language]["direction"]}"{hidden}>\n'
        f"<h1><bdi>{title}</bdi></h1>\n{body}"
        f"<footer><p>{csp.escape_html(version)}</p></footer>\n</main>\n"
    )


def _group(
    heading: str, entries: Sequence[Entry], language: str, fragment: str, heading_of_page: str
) -> str:
    lines = []
    for one in entries:
        link = csp.escape_html(one.file.replace(":", "%3A")) + fragment
        texts = _link_texts(one, language, heading_of_page)
        name, note = (f"<bdi>{csp.escape_html(text)}</bdi>" if text else "" for text in texts)
        note = f" <span>{note}</span>" if note else ""
        picture = ""
        if one.picture:
            picture = (
                f'<a href="{link}" tabindex="-1" aria-hidden="true">'
                f'<svg class="picture" viewBox="{_viewbox(one)}">'
                f'<use href="#{_symbol(one)}"/></svg></a>'
            )
        sentence = csp.escape_html(in_each_language(one.sentence)[language])
        words = f"<p><bdi>{sentence}</bdi></p>" if sentence else ""
        lines.append(f'<li>{picture}<div><a href="{link}">{name}</a>{note}{words}</div></li>\n')
    return f"<h2>{csp.escape_html(heading)}</h2>\n<ul>\n{''.join(lines)}</ul>\n"


def _link_texts(entry: Entry, language: str, heading: str) -> tuple[str, str]:
    """Return the text of a link and its note; the link of a single day is its date.

    So is that of several days if their title is the heading of the page.
    """
    title, first = in_each_language(entry.title)[language], format_date(language, entry.first)
    if entry.first < entry.last:
        begin, end = format_span(language, entry.first, entry.last)
        days = translate(language, "dateRange", first=begin, last=end)
        return (days, "") if title == heading else (title, days)
    return first, "" if title == first else title
