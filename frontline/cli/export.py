"""The command export: write layers to GeoPackage, GeoJSON, GeoParquet and other formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from frontline.cli.options import (
    AsOf,
    Blur,
    Data,
    Embargo,
    From,
    Ground,
    RuleName,
    To,
)
from frontline.cli.output import (
    busy,
    choose_folder,
    open_redacted,
    print_note,
    print_written,
    span_of_days,
    working,
)
from frontline.errors import InvalidRequestError

LAYERS = ("places", "territory", "front", "band", "highways", "changes")


def complete_layers(typed: str) -> list[str]:
    """Complete the last of several comma-separated names in a shell."""
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
        str | None, typer.Option("--on", metavar="DAY", help="A single day, as 2019-08-15.")
    ] = None,
    first: From = None,
    last: To = None,
    layers: Annotated[
        str | None,
        typer.Option(
            metavar="LAYERS",
            autocompletion=complete_layers,
            help=f"Of {', '.join(LAYERS)}: comma-separated, without spaces; all by default.",
        ),
    ] = None,
    form: Annotated[
        str | None, typer.Option("--format", help="Format, if the ending of FILE does not name it.")
    ] = None,
    qgis: Annotated[
        bool, typer.Option("--qgis", help="Also write a QGIS project or styles next to FILE.")
    ] = False,
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    ground: Ground = None,
) -> None:
    """Write a day or a span of days to a file for QGIS, a spreadsheet or the web."""
    from frontline.exporters.export import (
        find_format,
        find_layers,
        make_layers,
        order_of_making,
        write_layers,
    )

    if on is not None and (first is not None or last is not None):
        raise InvalidRequestError("Use either --on for one day, or --from and --to for a span.")
    names = find_layers(layers)
    find_format(out, form)
    atlas, notices = open_redacted(choose_folder(data), rule, as_of, embargo, blur)
    atlas = atlas.with_ground(ground)
    days = span_of_days(atlas, on or first, on or last)
    notices = (*atlas.as_of_notice(days[1]), *notices)
    order = working(order_of_making(names), "making layers")
    made = {name: make_layers(atlas, *days, [name])[name] for name in order}
    made = {name: made[name] for name in names}
    atlas.forget()  # to write the texts of all rows takes as much room as the cells
    with busy(f"writing {out.name}"):
        written = write_layers(atlas, made, out, days, format=form, notices=notices, qgis=qgis)
    print_written(written)
    if qgis and find_format(out, form) == "geoparquet":
        print_note(
            ["QGIS opens this file only with the Parquet driver of GDAL. Every QGIS opens .gpkg."]
        )
