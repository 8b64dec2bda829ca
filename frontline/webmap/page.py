"""Pages: a map of a day, an animation of many, an index; each one file that loads nothing.

Examples
--------
>>> import folium
>>> import frontline
>>> from frontline.webmap import page
>>> atlas = frontline.open()
>>> isinstance(page.day_map(atlas.on("2019-08-15")), folium.Map)
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.dates import parse_day
from frontline.errors import InvalidRequestError
from frontline.io import write_atomic
from frontline.webmap.figure import Page, new_map
from frontline.webmap.i18n import (
    LANGUAGES,
    check_language,
    each,
    fill,
    say_date,
    titles_of,
)
from frontline.webmap.payload import page_data
from frontline.webmap.quantize import GRID
from frontline.webmap.stylesheet import style_sheet
from frontline.webmap.theme import find_house
from frontline.webmap.tiles import Tiles, find_tiles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    import folium

    from frontline.atlas import Atlas
    from frontline.state import State
    from frontline.webmap.i18n import TextLike
    from frontline.webmap.theme import Theme

__all__ = ["Page", "Tiles", "animation", "day_map", "save"]


def day_map(  # noqa: PLR0913 - all but the state are options
    state: State,
    *,
    tiles: str | Tiles | None = None,
    title: TextLike | None = None,
    notices: Sequence[TextLike] = (),
    language: str | None = None,
    style: Theme | Path | str | None = None,
) -> folium.Map:
    """Draw the map of a day, to which folium layers can be added.

    Parameters
    ----------
    tiles : a name of xyzservices (``OpenStreetMap.Mapnik``), or `Tiles`; the page then asks that
        host for pictures. None draws on the package's own base alone
    title : heading, beside the big date; the title of the data if None. A text, or one for
        each language: ``{"en": ..., "ar": ...}``
    notices : sentences the reader must see, such as an embargo; each as the title
    language : ``en`` or ``ar``, which the page opens with; its reader can turn to the other.
        That of the style if None, else English
    style : a TOML file with the style of a house, or what `house.read_house` made of one; that
        of the folder of the data if None. ``House()`` is ours, whatever lies there

    Raises
    ------
    InvalidRequestError
        For unknown tiles or an unknown language.
    DataError
        For a style with faults.

    Examples
    --------
    >>> import frontline
    >>> state = frontline.open().on("2019-08-15")
    >>> drawn = day_map(state, title="Khan Shaykhun cut off")
    >>> "Khan Shaykhun cut off" in drawn.get_root().render()
    True
    """
    house = find_house(style, state.atlas)
    heading = each(title) if title else titles_of(state.atlas)
    heads = {}
    for one in LANGUAGES:
        said = say_date(one, state.day)
        about = fill(one, "description", day=said, title=heading[one])
        heads[one] = [f"{fill(one, 'on', day=said)} - {heading[one]}", about]
    spoken = check_language(language or house.language or LANGUAGES[0])
    day, atlas = state.day, state.atlas
    data = page_data(atlas, day, day, title=heading, notices=notices, language=spoken, house=house)
    return _map_of(data, heads, style_sheet(house, atlas.package.actors), tiles)


def animation(  # noqa: PLR0913 - all but the days are options
    atlas: Atlas,
    first: str | date | None = None,
    last: str | date | None = None,
    *,
    tiles: str | Tiles | None = None,
    title: TextLike | None = None,
    notices: Sequence[TextLike] = (),
    language: str | None = None,
    style: Theme | Path | str | None = None,
) -> folium.Map:
    """Draw the map of each day from `first` to `last`, the whole record if None.

    Under a second clock it ends, if no day is named, with what was known. Other parameters and
    errors are those of `day_map`.

    Examples
    --------
    >>> import frontline
    >>> drawn = animation(frontline.open(), "2019-08-14", "2019-08-16")
    >>> drawn.get_root().data["days"]
    3
    """
    house = find_house(style, atlas)
    start = atlas.record.first if first is None else parse_day(first)
    known = atlas.record.effective_day(atlas.record.last)
    end = known if last is None else parse_day(last)
    if end < start:
        raise InvalidRequestError(f"an animation runs forward: {end} lies before {start}")
    named = each(title) if title else titles_of(atlas)
    heads = {}
    for one in LANGUAGES:
        span = {"first": say_date(one, start), "last": say_date(one, end)}
        heads[one] = [named[one], fill(one, "descriptionBetween", title=named[one], **span)]
    spoken = check_language(language or house.language or LANGUAGES[0])
    data = page_data(atlas, start, end, title=named, notices=notices, language=spoken, house=house)
    return _map_of(data, heads, style_sheet(house, atlas.package.actors), tiles)


def _map_of(
    data: dict[str, Any], heads: dict[str, list[str]], sheet: str, tiles: str | Tiles | None
) -> folium.Map:
    """Make the map; `heads` are title and description of the page in each language."""
    data["heads"] = heads
    chosen = None if tiles is None else find_tiles(tiles)
    if chosen is not None:
        data["tiles"] = {
            "url": chosen.url,
            "attribution": chosen.attribution,
            "subdomains": list(chosen.subdomains),
            "maxZoom": chosen.max_zoom,
        }
    title, description = heads[data["language"]]
    page = Page(title, description, data, sheet, chosen)
    return new_map(page, _middle(data), with_tiles=chosen is not None)


def _middle(data: dict[str, Any]) -> tuple[float, float]:
    west, south, east, north = data["view"]
    lon0, lat0 = data["origin"]
    return round((south + north) / 2 + lat0) / GRID, round((west + east) / 2 + lon0) / GRID


def save(drawn: folium.Map, path: Path) -> None:
    """Write the page of a map whole or not at all.

    Raises
    ------
    OutputError
        When the file cannot be written.

    Examples
    --------
    >>> import frontline, tempfile
    >>> from pathlib import Path
    >>> file = Path(tempfile.mkdtemp()) / "map.html"
    >>> save(day_map(frontline.open().on("2019-08-15")), file)
    >>> file.read_text("utf-8").startswith("<!DOCTYPE html>")
    True
    """
    write_atomic(path, drawn.get_root().render())
