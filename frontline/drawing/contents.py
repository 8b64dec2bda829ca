"""The page that lists the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.days import say_day
from frontline.drawing import bundle, seal
from frontline.drawing.style import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.groundwork import Groundwork

__all__ = ["Entry", "index"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the index.

    Parameters
    ----------
    file : its name beside the index
    title : what the link says
    first, last : the days it shows

    Examples
    --------
    >>> from datetime import date
    >>> Entry("map.html", "One day", date(2019, 8, 15), date(2019, 8, 15)).file
    'map.html'
    """

    file: str
    title: str
    first: date
    last: date


def index(atlas: Groundwork, entries: Sequence[Entry]) -> str:
    """Write the page that lists the others: animations first, then single days.

    Examples
    --------
    >>> import frontline
    >>> from datetime import date
    >>> entry = Entry("map.html", "Cut off", date(2019, 8, 23), date(2019, 8, 23))
    >>> "map.html" in index(frontline.open(), [entry])
    True
    """
    style = bundle.index_style()
    policy = seal.content_policy((), (style,))
    title = seal.plain(atlas.package.title)
    groups = (
        ("animationPage", [one for one in entries if one.first < one.last]),
        ("dayPages", [one for one in entries if one.first == one.last]),
    )
    body = "".join(_group(WORDS[word], found) for word, found in groups if found)
    body += "".join(f"<p>{seal.plain(words)}</p>\n" for words in atlas.clock_words())
    package = atlas.package
    named = f"\u2068{package.title}\u2069"  # isolated: it cannot turn the text around it
    version = WORDS["version"].format(
        title=named, version=package.version, digest=package.digest[:12]
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{title}</title>\n"
        f'<meta name="description" content="{title}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light">\n'
        f"<style>{style}</style>\n</head>\n<body>\n<main>\n<h1><bdi>{title}</bdi></h1>\n{body}"
        f"<footer><p>{seal.plain(version)}</p></footer>\n</main>\n</body>\n</html>\n"
    )


def _group(heading: str, entries: Sequence[Entry]) -> str:
    lines = []
    for one in entries:
        link = seal.plain(one.file.replace(":", "%3A"))
        name, note = (f"<bdi>{seal.plain(text)}</bdi>" for text in _words(one))
        lines.append(f'<li><a href="{link}">{name}</a> <span>{note}</span></li>\n')
    return f"<h2>{seal.plain(heading)}</h2>\n<ul>\n{''.join(lines)}</ul>\n"


def _words(entry: Entry) -> tuple[str, str]:
    """Give the text of a link and the note beside it: the day tells single days apart."""
    first = say_day(entry.first)
    if entry.first < entry.last:
        span = {"first": first, "last": say_day(entry.last)}
        return entry.title, WORDS["between_days"].format(**span)
    return first, "" if entry.title == first else entry.title
