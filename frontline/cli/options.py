"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from frontline.webmap.tiles import TileArchive


class Format(StrEnum):
    """Output format of an answer."""

    text = "text"
    json = "json"


class Language(StrEnum):
    """Initial language of a page."""

    en = "en"
    ar = "ar"


class TableFormat(StrEnum):
    """Output format of an answer that can be a table."""

    text = "text"
    json = "json"
    csv = "csv"


def _check_ground(ground: str | None) -> str | None:
    """Return the kind of ground; an invalid one is refused before the package is read."""
    from frontline.coverage_model import check_ground

    return None if ground is None else check_ground(ground)


#: The endings of pictures.
STILL_ENDINGS = (".svg", ".png", ".pdf")
#: The endings of films.
FILM_ENDINGS = (".mp4", ".webm", ".gif")
#: The heading of the options of pictures and films in the help.
PICTURES = "Pictures and films"

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Folder of the data package; by default the current folder if it is one, "
        "else the built-in data.",
    ),
]
RuleName = Annotated[
    str,
    typer.Option(
        "--rule",
        metavar="NAME|FILE",
        help="Editorial rule: standard, two-source, against-interest, all, a rule file, or its "
        "name in DIR/rules.",
    ),
]
Alone = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="PUBLISHER",
        help="Only what this publisher alone reports, whether or not others agree: id or name.",
    ),
]
Ground = Annotated[
    str | None,
    typer.Option(
        "--ground",
        metavar="GROUND",
        callback=_check_ground,
        help="Territory: cells around places, areas:ID as publisher ID drew them, or areas if "
        "only one publisher drew any; as the package sets it by default.",
    ),
]
As = Annotated[Format, typer.Option("--format", help="Output format: text or json.")]
AsTable = Annotated[TableFormat, typer.Option("--format", help="Output format: text, json or csv.")]
On = Annotated[str, typer.Option("--on", metavar="DAY", help="Day, as 2019-08-15.")]
OptionalOn = Annotated[str | None, typer.Option("--on", metavar="DAY", help="Day, as 2019-08-15.")]
From = Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day.")]
To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day.")]
District = Annotated[
    str | None,
    typer.Option("--district", metavar="NAME", help="District or governorate of the place."),
]
Embargo = Annotated[
    int,
    typer.Option(
        "--embargo",
        min=0,
        metavar="DAYS",
        help="Leave out what happened or was published in the last DAYS days.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="Count only reports published by DAY. An embargo counts back from DAY.",
    ),
]
Blur = Annotated[
    float,
    typer.Option(
        "--blur", min=0, metavar="KM", help="Move places to a grid of KM: 1, 2, 4, 8 or 16."
    ),
]
Lang = Annotated[
    Language | None,
    typer.Option("--lang", help="Initial language of the page: en or ar. Readers can switch it."),
]
Style = Annotated[
    Path | None,
    typer.Option(
        "--style", metavar="FILE", help="Style file; by default style.toml of the data package."
    ),
]
Tiles = Annotated[
    str | None,
    typer.Option(
        "--tiles",
        metavar="NAME",
        help="Online basemap, or FILE.pmtiles next to the page. The page then makes requests.",
    ),
]
TilesScript = Annotated[
    Path | None,
    typer.Option(
        "--tiles-script",
        metavar="FILE",
        help="protomaps-leaflet.js, which draws FILE.pmtiles and becomes part of the page.",
    ),
]
Size = Annotated[
    str | None,
    typer.Option(
        "--size",
        metavar="SIZE",
        help="Pixels, as 1080x1350, or wide, square, portrait, story, column-1, column-2.",
        rich_help_panel=PICTURES,
    ),
]
View = Annotated[
    str | None,
    typer.Option(
        "--view",
        metavar="VIEW",
        help="all, a place, or west,south,east,north in degrees.",
    ),
]
Hide = Annotated[
    str | None,
    typer.Option(
        "--hide",
        metavar="LAYERS",
        help="Leave out, as roads,names: terrain, built-up, rivers, borders, roads, places, names, "
        "annotations.",
    ),
]
Title = Annotated[str | None, typer.Option("--title", help="Headline.")]
Deck = Annotated[str | None, typer.Option("--deck", help="Sentence below the headline.")]
Credit = Annotated[str | None, typer.Option("--credit", help="Credit line, before the sources.")]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DAY|previous",
        help="Mark what changed since DAY, or in the last change, and the front line before.",
    ),
]


def find_tiles(name: str | None, script: Path | None) -> str | TileArchive | None:
    """Return the tiles of a page: an archive has the script that draws it."""
    if script is None:
        return name
    if name is None or not name.endswith(".pmtiles"):
        raise InvalidRequestError("--tiles-script is for --tiles FILE.pmtiles")
    from frontline.webmap.tiles import TileArchive

    return TileArchive(name, script)
