"""Maps as pages: a map of one day or an animation of many, each a single self-contained file.

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
from frontline.i18n import (
    LANGUAGES,
    check_language,
    format_date,
    in_each_language,
    spanned_titles,
    translate,
)
from frontline.io import write_atomic
from frontline.stills.small_map import View, small_map
from frontline.stills.still import check_layers
from frontline.theme import find_theme
from frontline.webmap.extent import day_before_change
from frontline.webmap.figure import Page, make_map
from frontline.webmap.payload import page_data
from frontline.webmap.quantize import GRID
from frontline.webmap.stylesheet import make_stylesheet
from frontline.webmap.tiles import TileArchive, Tiles, find_tiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    import folium

    from frontline.annotation_model import Annotation
    from frontline.atlas import Atlas
    from frontline.i18n import TextLike
    from frontline.state import State
    from frontline.theme import Theme

__all__ = ["Page", "TileArchive", "Tiles", "animation", "day_map", "save"]


def day_map(  # noqa: PLR0913 - all but the state are options
    state: State,
    *,
    tiles: str | Tiles | TileArchive | None = None,
    title: TextLike | None = None,
    deck: TextLike | None = None,
    credit: TextLike | None = None,
    since: str | date | None = None,
    notices: Sequence[TextLike] = (),
    language: str | None = None,
    style: Theme | Path | str | None = None,
    view: str | None = None,
    annotations: Sequence[Annotation] = (),
    hidden: Iterable[str] = (),
) -> folium.Map:
    """Draw the map of a day, to which folium layers can be added.

    Parameters
    ----------
    state : State
    tiles : str, Tiles or TileArchive, optional
        A name of xyzservices (``OpenStreetMap.Mapnik``) or `Tiles`; the page then loads pictures
        from that host. Or a `TileArchive`, a file beside the page, which the page reads from
        its own site, so that it must be opened from a server. Without it, the page shows only the
        base map of the package.
    title : str, Text or mapping of str to str, optional
        Heading next to the date; the title of the data package if None. Either one text, or one
        for each language: ``{"en": ..., "ar": ...}``.
    deck : str, Text or mapping of str to str, optional
        Sentence below the heading.
    credit : str, Text or mapping of str to str, optional
        The author, named on the map before the sources; by default the credit of the style.
    since : str or date, optional
        Mark the ground that was gained since this day, and the front line of this day;
        "previous" is the day before the last change. Without it, the ground that was gained in
        the last change is marked, without the earlier front.
    notices : sequence of str, Text or mapping
        Sentences that the reader must see, such as an embargo.
    language : {"en", "ar"}, optional
        The language in which the page opens; the reader can switch. By default that of the
        style, else English.
    style : Theme, Path or str, optional
        A TOML file with a style, or the `Theme` that `theme.read_theme` returns for it; by
        default ``style.toml`` of the data package. ``Theme()`` is the built-in style.
    view : str, optional
        What the map shows first: ``all``; a place, with 25 km around it; or west, south, east and
        north in degrees, separated by commas. By default where something changed lately.
    annotations : sequence of Annotation
        Texts and arrows besides those of the package.
    hidden : iterable of str
        Layers that are not drawn, of `frontline.stills.still.OPTIONAL`, such as ``roads``. Readers
        still find places and roads in the search, and who holds what is always there.

    Returns
    -------
    folium.Map

    Raises
    ------
    InvalidRequestError
        For unknown tiles, or an unknown language, view or layer.
    DataError
        For an invalid style.

    Examples
    --------
    >>> import frontline
    >>> state = frontline.open().on("2019-08-15")
    >>> page_map = day_map(state, title="Khan Shaykhun cut off")
    >>> "Khan Shaykhun cut off" in page_map.get_root().render()
    True
    """
    heading = (
        in_each_language(title) if title else spanned_titles(state.atlas, state.day, state.day)
    )
    heads = {}
    for one in LANGUAGES:
        day = format_date(one, state.day)
        description = translate(one, "description", day=day, title=heading[one])
        heads[one] = [f"{translate(one, 'on', day=day)} - {heading[one]}", description]
    page = _page(
        *(state.atlas, state.day, state.day, heading, heads),
        tiles=tiles,
        texts={"deck": deck, "credit": credit},
        since=_earlier(state.atlas, since, state.day),
        notices=notices,
        language=language,
        style=style,
        choices={"view": view, "annotations": annotations, "hidden": check_layers(hidden)},
    )
    return _map_on(page)


def animation(  # noqa: PLR0913 - all but the days are options
    atlas: Atlas,
    first: str | date | None = None,
    last: str | date | None = None,
    *,
    tiles: str | Tiles | TileArchive | None = None,
    title: TextLike | None = None,
    deck: TextLike | None = None,
    credit: TextLike | None = None,
    since: str | date | None = None,
    notices: Sequence[TextLike] = (),
    language: str | None = None,
    style: Theme | Path | str | None = None,
    view: str | None = None,
    annotations: Sequence[Annotation] = (),
    hidden: Iterable[str] = (),
) -> folium.Map:
    """Draw the map of each day from `first` to `last`, the whole record if None.

    With an as-of day, the animation ends by default on the last day known by then. Other
    parameters and errors are those of `day_map`.

    Examples
    --------
    >>> import frontline
    >>> page_map = animation(frontline.open(), "2019-08-14", "2019-08-16")
    >>> page_map.get_root().data["days"]
    3
    """
    start = atlas.record.first if first is None else parse_day(first)
    known = atlas.record.effective_day(atlas.record.last)
    end = known if last is None else parse_day(last)
    if end < start:
        raise InvalidRequestError(f"the last day, {end}, is before the first, {start}: swap them")
    heading = in_each_language(title) if title else spanned_titles(atlas, start, end)
    heads = {}
    for one in LANGUAGES:
        span = {"first": format_date(one, start), "last": format_date(one, end)}
        description = translate(one, "descriptionBetween", title=heading[one], **span)
        heads[one] = [heading[one], description]
    page = _page(
        *(atlas, start, end, heading, heads),
        tiles=tiles,
        texts={"deck": deck, "credit": credit},
        since=_earlier(atlas, since, end),
        notices=notices,
        language=language,
        style=style,
        choices={"view": view, "annotations": annotations, "hidden": check_layers(hidden)},
    )
    return _map_on(page)


def _earlier(atlas: Atlas, since: str | date | None, day: date) -> date | None:
    """Return the day to compare with, which is before the day shown.

    ``previous`` is the day before the last change; None if there was none.

    Raises
    ------
    InvalidRequestError
        For a later day.
    """
    if since is None:
        return None
    if since == "previous":
        return day_before_change(atlas, day)
    earlier = parse_day(since)
    if earlier >= day:
        raise InvalidRequestError(f"the map shows {day}: compare it with an earlier day")
    return earlier


def _page(  # noqa: PLR0913 - the options of `day_map`
    atlas: Atlas,
    first: date,
    last: date,
    heading: dict[str, str],
    heads: dict[str, list[str]],
    *,
    tiles: str | Tiles | TileArchive | None,
    texts: dict[str, TextLike | None],
    since: date | None,
    notices: Sequence[TextLike],
    language: str | None,
    style: Theme | Path | str | None,
    choices: dict[str, Any],
) -> Page:
    """Make a page; `heads` contains its title and description in each language."""
    theme = find_theme(style, atlas)
    opening = check_language(language or theme.language or LANGUAGES[0])
    service = None if tiles is None else find_tiles(tiles)
    data = page_data(
        *(atlas, first, last),
        title=heading,
        deck=texts.get("deck"),
        credit=texts.get("credit"),
        since=since,
        notices=notices,
        language=opening,
        theme=theme,
        **choices,
    )
    data["heads"] = heads
    if isinstance(service, TileArchive):
        data["tiles"] = {"archive": service.path, "attribution": service.attribution}
    elif service is not None:
        data["tiles"] = {
            "url": service.url,
            "attribution": service.attribution,
            "subdomains": list(service.subdomains),
            "maxZoom": service.max_zoom,
        }
    title, description = heads[opening]
    sheet = make_stylesheet(theme, atlas.package.actors)
    day = format_date(opening, last)
    view = View(f"{translate(opening, 'on', day=day)} - {heading[opening]}", last)
    picture = small_map(
        atlas, view, "still", language=opening, coarse=True, hidden=choices["hidden"]
    )
    return Page(title, description, data, sheet, service, picture=picture)


def _map_on(page: Page) -> folium.Map:
    """Make the map of a page, centred on its initial view."""
    west, south, east, north = page.data["view"]
    lon0, lat0 = page.data["origin"]
    centre = round((south + north) / 2 + lat0) / GRID, round((west + east) / 2 + lon0) / GRID
    return make_map(page, centre, with_tiles=page.tiles is not None)


def save(page_map: folium.Map, path: Path) -> None:
    """Write the page of a map to a file, completely or not at all.

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
    write_atomic(path, page_map.get_root().render())
