"""Read lines and areas with their source and licence, for the importers of vector layers.

The formats are those of `ogr.FORMATS`. Geometries are in WGS 84, longitude first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.columns import plain
from frontline.importers.ogr import (
    GEOMETRY_ERRORS,
    flatten_tags,
    is_extract,
    layer_names,
    read_features,
    read_layer,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from frontline.importers.options import ImportOptions
    from frontline.importers.rows import Row, Rows
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft


_OPENSTREETMAP = ("OpenStreetMap", "ODbL 1.0")
#: Decimals of degrees; seven are about a centimetre.
_DECIMALS = 7


class Origin(NamedTuple):
    """Source and licence of the features of an import."""

    source: str
    licence: str


class Shape(NamedTuple):
    """A feature: where it was read, its properties, its geometry in WGS 84."""

    file: str
    row: int
    properties: dict[str, Any]
    geometry: shapely.Geometry


def read_origin(options: ImportOptions, draft: Draft, *further: str) -> Origin:
    """Read ``--set source=`` and ``--set licence=``, and cite them in the package.

    Parameters
    ----------
    further : names of other settings of the import

    Raises
    ------
    InvalidRequestError
        If source or licence is missing, or for an unknown setting.
    """
    known = ("source", "licence", *further)
    for name in options.settings:
        if name not in known:
            raise InvalidRequestError(
                f"--set {name}: this import has no such setting; use {', '.join(known)}"
            )
    default = all(map(is_extract, options.files))
    source, licence = _OPENSTREETMAP if default else ("", "")
    source = clean_text(options.settings.get("source", source))
    licence = clean_text(options.settings.get("licence", licence))
    if not source or not licence:
        raise InvalidRequestError(
            "the source or the licence is missing: add --set source='...' --set licence='...'"
        )
    draft.add_source(f"{source}, {licence}", "")
    return Origin(source, licence)


def metres_setting(options: ImportOptions, name: str, default: float) -> float:
    """Return a setting in metres.

    Raises
    ------
    InvalidRequestError
        If it is not a number.
    """
    text = options.settings.get(name, str(default))
    try:
        return float(text)
    except ValueError:
        raise InvalidRequestError(f"--set {name}={text}: write a number of metres") from None


def import_region(draft: Draft, options: ImportOptions) -> shapely.Polygon:
    """Return the region in the options, else the one that the package declares."""
    return shapely.box(*(options.region or draft.descriptor["frontline"]["region"]))


def read_shapes(
    options: ImportOptions,
    summary: ImportSummary,
    kinds: Sequence[str],
    layer: str = "",
    *,
    every_layer: bool = False,
) -> Iterator[Shape]:
    """Yield the features of all files whose geometry is one of `kinds`; refuse the others.

    Parameters
    ----------
    kinds : names of geometry types
    layer : to read from an extract of OpenStreetMap
    every_layer : whether to read all layers of a file that has several, unless the user chose one;
        its features have the property ``layer``
    """
    for path in options.files:
        chosen = [options.layer]
        if every_layer and options.layer is None:
            chosen = list(layer_names(path)) or [None]
        for name in chosen:
            rows = _open(path, name, layer)
            extra = {"layer": name} if len(chosen) > 1 else {}
            yield from _shapes(rows, kinds, extra, summary)


def _shapes(
    rows: Rows, kinds: Sequence[str], extra: dict[str, Any], summary: ImportSummary
) -> Iterator[Shape]:
    """Yield the shapes in the rows of one layer; refuse the others."""
    for row in rows:
        shape = _shape(row, rows.file)
        if isinstance(shape, str):
            summary.refuse(rows.file, row.number, shape)
        elif shape.geometry.geom_type not in kinds:
            reason = f"is not a {' or '.join(kinds)}"
            summary.refuse(rows.file, row.number, reason, shape.geometry.geom_type)
        else:
            yield shape._replace(properties=shape.properties | extra) if extra else shape
    summary.count_rows(rows)


def _open(path: Path, chosen: str | None, layer: str) -> Rows:
    if is_extract(path):  # the condition makes GDAL read it in one piece
        return read_layer(path, chosen or layer, "1 = 1")
    return read_features(path, chosen)


def _shape(row: Row, file: str) -> Shape | str:
    """Return the shape in a row, or the reason why it cannot be used."""
    geometry, properties = row.cells.get("geometry"), row.cells.get("properties")
    if geometry is None and ("coordinates" in row.cells or "geometries" in row.cells):
        geometry = row.cells  # a geometry without a feature around it
    if not isinstance(geometry, dict):
        return "has no geometry"
    try:
        made = shapely.force_2d(shapely.geometry.shape(geometry))
        west, south, east, north = made.bounds
    except GEOMETRY_ERRORS:
        return "the geometry cannot be read"
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return "the geometry is not on the globe: it has to be in degrees, longitude first"
    tags = flatten_tags(properties) if isinstance(properties, dict) else {}
    return Shape(file, row.number, tags, made)


def attribute(
    properties: Mapping[str, Any], options: ImportOptions, field: str, published: Iterable[str]
) -> str:
    """Return the value of a field: of the column that the user states, else of a published one."""
    stated = options.columns.get(field)
    if stated is not None:
        return clean_text(properties.get(stated))
    folded = {plain(name): clean_text(value) for name, value in properties.items()}
    return next((folded[name] for name in published if folded.get(name)), "")


def to_geojson(shape: shapely.Geometry) -> dict[str, Any]:
    """Return a geometry as GeoJSON with seven decimals."""
    fine = shapely.transform(shape, lambda xy: xy.round(_DECIMALS))
    made: dict[str, Any] = json.loads(shapely.to_geojson(fine))
    return made
