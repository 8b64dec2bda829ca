"""All pages of a data package: the animation, a map of each key day, and an index."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING

from frontline.i18n import (
    LANGUAGES,
    check_language,
    format_date,
    format_short_date,
    in_each_language,
    package_titles,
    translate,
    translate_count,
)
from frontline.io import json_text, write_atomic
from frontline.models import Text
from frontline.stills.small_map import View, small_map
from frontline.stills.still import still
from frontline.theme import find_theme
from frontline.webmap.index import Entry, index
from frontline.webmap.page import Page, animation, day_map, save
from frontline.webmap.sharing import SIZE, SharedLink, checked_address, picture_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.i18n import TextLike
    from frontline.state import State
    from frontline.stills.still import Still
    from frontline.theme import Theme
    from frontline.webmap.tiles import TileArchive


#: Height of the pictures of the index, pixels.
_PICTURE_HEIGHT = 280
#: Names the pages that a build wrote, so that the next one can remove those it no longer writes.
MANIFEST = "frontline-pages.json"


def build(  # noqa: PLR0913 - all but the first two are options
    atlas: Atlas,
    folder: Path,
    *,
    tiles: str | TileArchive | None = None,
    notices: Sequence[TextLike] = (),
    language: str | None = None,
    style: Theme | Path | str | None = None,
    address: str | None = None,
) -> Iterator[Path]:
    """Write every page into a folder, the index last, and yield each path after it is written.

    An interrupted build leaves only complete files. Pages of an earlier build that this one does
    not write are removed: they may show days that an embargo now leaves out. Other files are left
    alone; see `other_pages`.

    Parameters
    ----------
    atlas : Atlas
    folder : Path
    tiles, notices, language, style
        As for `page.day_map`.
    address : str, optional
        Address of the folder on a site, as ``https://news.example/maps/``. Then there is a picture
        of each page beside it, which other sites show with a link to the page.

    Yields
    ------
    Path

    Raises
    ------
    InvalidRequestError
        If the address is not that of a folder on a site.
    OutputError
        When a file cannot be written.
    """
    if address is not None:
        checked_address(address)
    theme = find_theme(style, atlas)
    record = atlas.record
    known = record.effective_day(record.last)
    picture = _small_picture(atlas, known, "all-days")
    titles = package_titles(atlas)
    entries = [Entry("animation.html", titles, record.first, known, picture=picture)]
    for day in atlas.package.coverage.key_days:
        named = {one: format_date(one, day) for one in LANGUAGES}
        picture = _small_picture(atlas, day, f"day-{day}")
        sentence = day_sentence(atlas.on(day))
        entries.append(Entry(f"{day}.html", named, day, day, sentence, picture))
    names = [*(entry.file for entry in entries), "index.html"]
    if address is not None:
        names += [picture_name(entry.file) for entry in entries]
    earlier = listed_pages(folder)
    _list_pages(folder, {*earlier, *names})
    for entry in entries:
        if entry.first < entry.last:
            drawn = animation(atlas, tiles=tiles, notices=notices, language=language, style=theme)
        else:
            state = atlas.on(entry.first)
            drawn = day_map(state, tiles=tiles, notices=notices, language=language, style=theme)
        if address is not None:
            opening = check_language(language or theme.language or LANGUAGES[0])
            shared = share_picture(atlas, entry, theme, opening, notices)
            write_atomic(folder / picture_name(entry.file), shared.png())
            yield folder / picture_name(entry.file)
            root = drawn.get_root()
            assert isinstance(root, Page)  # noqa: S101 - it is the root of each of our maps
            root.shared = SharedLink.in_folder(address, entry.file)
        save(drawn, folder / entry.file)
        yield folder / entry.file
    for name in earlier - set(names):
        (folder / name).unlink(missing_ok=True)
    write_atomic(folder / "index.html", index(atlas, entries, language=language, style=theme))
    _list_pages(folder, names)
    yield folder / "index.html"


def _small_picture(atlas: Atlas, day: date, prefix: str) -> str:
    """Return the map of a day for the index, of where places changed hands."""
    moved = [event.place_id for event in atlas.package.events if event.place_id is not None]
    points = tuple((place.lon, place.lat) for place in map(atlas.package.gazetteer.get, moved)
                   if place is not None)  # fmt: skip
    view = View(str(day), day, points)
    return small_map(atlas, view, prefix, with_labels=False, height=_PICTURE_HEIGHT)


def share_picture(
    atlas: Atlas, entry: Entry, theme: Theme, language: str, notices: Sequence[TextLike] = ()
) -> Still:
    """Draw the last day of a page in the size that sites show with a link to it."""
    return still(
        atlas.on(entry.last),
        size="{}x{}".format(*SIZE),
        title=entry.title if entry.first < entry.last else None,
        credit=theme.credit.model_dump() if theme.credit else "",
        notices=[Text(**in_each_language(one)) for one in notices],
        language=language,
    )


def day_sentence(state: State) -> dict[str, str]:
    """Return what happened on a key day, in each language: its key date, or what changed since.

    Examples
    --------
    >>> import frontline
    >>> day_sentence(frontline.open().on("2019-08-23"))["en"]
    'The pocket of north Hama is gone'
    """
    atlas = state.atlas
    moment = next((one for one in atlas.package.moments if one.day == state.day), None)
    if moment is not None:
        return in_each_language({"en": moment.title, "ar": moment.title_ar})
    earlier = [day for day in atlas.package.coverage.key_days if day < state.day]
    if not earlier:
        return dict.fromkeys(LANGUAGES, "")
    before = atlas.on(max(earlier))
    changed = int((state.holders != before.holders).sum())
    return {
        language: translate(
            language, "indexChanged", day=format_short_date(language, before.day),
            places=translate_count(language, "places", changed),
        )
        for language in LANGUAGES
    }  # fmt: skip


def listed_pages(folder: Path) -> frozenset[str]:
    """Return the names of what builds wrote into a folder, as its manifest lists them.

    A name that is not that of a page or picture in the folder itself is ignored, as is a damaged
    manifest.
    """
    try:
        listed = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return frozenset()
    names = listed.get("pages") if isinstance(listed, dict) else None
    if not isinstance(names, list):
        return frozenset()
    return frozenset(
        name
        for name in names
        if isinstance(name, str)
        and name.endswith((".html", ".png"))
        and name == PurePath(name).name
    )


def other_pages(folder: Path) -> list[str]:
    """Return the names of HTML files in a folder that no build listed, in order."""
    listed = listed_pages(folder)
    return sorted(path.name for path in folder.glob("*.html") if path.name not in listed)


def _list_pages(folder: Path, names: Iterable[str]) -> None:
    write_atomic(folder / MANIFEST, json_text({"pages": sorted(names)}))
