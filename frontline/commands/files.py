"""Files for other tools: the record as GeoPackage, GeoJSON, GeoParquet, and more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from frontline.errors import RequestError
from frontline.options import AsOf, Blur, Data, Embargo, From, KnownOn, RuleName, To
from frontline.terminal import busy, cautious, note, say_wrote, span_of_days, working

LAYERS = ("places", "territory", "front", "band", "highways", "changes")


def layers_after(typed: str) -> list[str]:
    """Complete the last of the names between commas, for a shell."""
    before, comma, begun = typed.rpartition(",")
    return [before + comma + name for name in LAYERS if name.startswith(begun)]


def export(
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="File to write: .gpkg, .geojson, .parquet, .fgb, .csv, .kml or .topojson.",
        ),
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="One day, as 2019-08-15.")
    ] = None,
    first: From = None,
    last: To = None,
    what: Annotated[
        str | None,
        typer.Option(
            metavar="LAYERS",
            autocompletion=layers_after,
            help=f"Of {', '.join(LAYERS)}: names with commas and no spaces; all if not given.",
        ),
    ] = None,
    form: Annotated[
        str | None, typer.Option("--format", help="Format, whatever the ending of FILE.")
    ] = None,
    qgis: Annotated[
        bool, typer.Option("--qgis", help="Also write a QGIS project or styles beside FILE.")
    ] = False,
    data: Data = None,
    rule: RuleName = "standard",
    known_on: KnownOn = None,
    embargo: Embargo = 0,
    as_of: AsOf = None,
    blur: Blur = 0,
) -> None:
    """Write a day or a span of days as a file for QGIS, a spreadsheet, or the web."""
    from frontline.export.write import find_format, find_layers, make_layers, write_layers

    if on is not None and (first is not None or last is not None):
        raise RequestError("--on is for one day, --from and --to for several: use one or the other")
    names = find_layers(what)
    find_format(out, form)
    atlas, notices = cautious(data, rule, embargo, as_of, blur, known_on)
    days = span_of_days(atlas, on or first, on or last)
    notices = (*atlas.clock_words(days[1]), *notices)
    layers = [
        layer
        for name in working(names, "making layers")
        for layer in make_layers(atlas, *days, [name])
    ]
    with busy(f"writing {out.name}"):
        written = write_layers(atlas, layers, out, days, form=form, notices=notices, qgis=qgis)
    say_wrote(written)
    if qgis and find_format(out, form) == "geoparquet":
        note(["QGIS needs GDAL with the Parquet driver to open it; any QGIS opens .gpkg"])
