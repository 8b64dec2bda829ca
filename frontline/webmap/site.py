"""Builds all pages of a package: the animation, its key days, and an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.io import write_atomic
from frontline.webmap.i18n import LANGUAGES, say_date, titles_of
from frontline.webmap.index import Entry, index
from frontline.webmap.page import animation, day_map, save
from frontline.webmap.theme import find_house

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
    """Write every page into a folder, the index last, and give each path as it is written.

    Each file is written whole, so an interrupted build leaves no half page.

    Parameters
    ----------
    language, style : as for `page.day_map`

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    house = find_house(style, atlas)
    record = atlas.record
    known = record.effective_day(record.last)
    entries = [Entry("animation.html", titles_of(atlas), record.first, known)]
    whole = animation(atlas, tiles=tiles, notices=notices, language=language, style=house)
    save(whole, folder / entries[0].file)
    yield folder / entries[0].file
    for day in atlas.package.coverage.key_days:
        named = {one: say_date(one, day) for one in LANGUAGES}
        entry = Entry(f"{day}.html", named, day, day)
        state = atlas.on(day)
        drawn = day_map(state, tiles=tiles, notices=notices, language=language, style=house)
        save(drawn, folder / entry.file)
        entries.append(entry)
        yield folder / entry.file
    write_atomic(folder / "index.html", index(atlas, entries, language=language, style=house))
    yield folder / "index.html"
