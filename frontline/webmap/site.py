"""All pages of a data package: the animation, a map of each key day, and an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.io import write_atomic
from frontline.webmap.i18n import LANGUAGES, format_date, package_titles
from frontline.webmap.index import Entry, index
from frontline.webmap.page import animation, day_map, save
from frontline.webmap.theme import find_theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.webmap.i18n import TextLike
    from frontline.webmap.theme import Theme


def build(  # noqa: PLR0913 - all but the first two are options
    atlas: Atlas,
    folder: Path,
    *,
    tiles: str | None = None,
    notices: Sequence[TextLike] = (),
    language: str | None = None,
    style: Theme | Path | str | None = None,
) -> Iterator[Path]:
    """Write every page into a folder, the index last, and yield each path after it is written.

    An interrupted build leaves only complete files.

    Parameters
    ----------
    atlas : Atlas
    folder : Path
    tiles, notices, language, style
        As for `page.day_map`.

    Yields
    ------
    Path

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    theme = find_theme(style, atlas)
    record = atlas.record
    known = record.effective_day(record.last)
    entries = [Entry("animation.html", package_titles(atlas), record.first, known)]
    whole = animation(atlas, tiles=tiles, notices=notices, language=language, style=theme)
    save(whole, folder / entries[0].file)
    yield folder / entries[0].file
    for day in atlas.package.coverage.key_days:
        named = {one: format_date(one, day) for one in LANGUAGES}
        entry = Entry(f"{day}.html", named, day, day)
        state = atlas.on(day)
        day_page = day_map(state, tiles=tiles, notices=notices, language=language, style=theme)
        save(day_page, folder / entry.file)
        entries.append(entry)
        yield folder / entry.file
    write_atomic(folder / "index.html", index(atlas, entries, language=language, style=theme))
    yield folder / "index.html"
