"""Builds all pages of a package: the animation, its key days, and an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.drawing.contents import Entry, index
from frontline.drawing.page import animation, day_map, save
from frontline.drawing.wordbook import LANGUAGES, check_language, say_date, titles_of
from frontline.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from frontline.atlas import Atlas

__all__ = ["build"]


def build(
    atlas: Atlas,
    folder: Path,
    *,
    tiles: str | None = None,
    notices: Sequence[str] = (),
    language: str = "en",
) -> Iterator[Path]:
    """Write every page into a folder, the index last, and give each path as it is written.

    Each file is written whole, so an interrupted build leaves no half page.

    Parameters
    ----------
    language : what the pages open with

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    check_language(language)
    record = atlas.record
    entries = [Entry("animation.html", titles_of(atlas), record.first, record.last)]
    whole = animation(atlas, tiles=tiles, notices=notices, language=language)
    save(whole, folder / entries[0].file)
    yield folder / entries[0].file
    for day in atlas.package.frame.key_days:
        named = {one: say_date(one, day) for one in LANGUAGES}
        entry = Entry(f"{day}.html", named, day, day)
        drawn = day_map(atlas.on(day), tiles=tiles, notices=notices, language=language)
        save(drawn, folder / entry.file)
        entries.append(entry)
        yield folder / entry.file
    write_whole(folder / "index.html", index(atlas, entries, language=language))
    yield folder / "index.html"
