"""Builds all pages of a package: the animation, its key days, and an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.days import say_day
from frontline.drawing.contents import Entry, index
from frontline.drawing.page import animation, day_map, save
from frontline.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from frontline.atlas import Atlas

__all__ = ["build"]


def build(
    atlas: Atlas, folder: Path, *, tiles: str | None = None, notices: Sequence[str] = ()
) -> Iterator[Path]:
    """Write every page into a folder, the index last, and give each path as it is written.

    Each file is written whole, so an interrupted build leaves no half page.

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    record = atlas.record
    known = record.known_day(record.last)
    entries = [Entry("animation.html", atlas.package.title, record.first, known)]
    whole = animation(atlas, tiles=tiles, notices=notices)
    save(whole, folder / entries[0].file)
    yield folder / entries[0].file
    for day in atlas.package.frame.key_days:
        entry = Entry(f"{day}.html", say_day(day), day, day)
        save(day_map(atlas.on(day), tiles=tiles, notices=notices), folder / entry.file)
        entries.append(entry)
        yield folder / entry.file
    write_whole(folder / "index.html", index(atlas, entries))
    yield folder / "index.html"
