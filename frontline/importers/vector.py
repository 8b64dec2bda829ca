"""What the importers of lines and areas share: reading features, where they are from, geometry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.columns import plain
from frontline.importers.ogr import is_layered, layer_items, spread_tags
from frontline.importers.readers import Row, Rows, read_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from frontline.importers.options import Asked
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft


_EXTRACTS = frozenset({".osm", ".pbf"})
_OPENSTREETMAP = ("OpenStreetMap", "ODbL 1.0")
#: Seven decimals are a centimetre.
_DECIMALS = 7
_UNREADABLE = (
    *(shapely.errors.ShapelyError, ValueError, TypeError),
    *(AttributeError, KeyError, IndexError),
)


class Origin(NamedTuple):
    """Where the features of an import are from, and under which licence."""

    source: str
    licence: str


class Shape(NamedTuple):
    """A feature: where it stood, its properties, its geometry in WGS 84."""

    file: str
    row: int
    properties: dict[str, Any]
    geometry: shapely.Geometry


def origin_of(asked: Asked, draft: Draft, *further: str) -> Origin:
    """Read ``--set source=`` and ``--set licence=``, and cite them in the package.

    Parameters
    ----------
    further : other names that ``--set`` may have

    Raises
    ------
    InvalidRequestError
        When one is missing, since nothing may stand in a package without, or for other settings.
    """
    known = ("source", "licence", *further)
    for name in asked.settings:
        if name not in known:
            raise InvalidRequestError(f"--set {name}: there is {', '.join(known)}")
    default = all(path.suffix.lower() in _EXTRACTS for path in asked.files)
    source, licence = _OPENSTREETMAP if default else ("", "")
    source = clean_text(asked.settings.get("source", source))
    licence = clean_text(asked.settings.get("licence", licence))
    if not source or not licence:
        raise InvalidRequestError(
            "where is it from, and under which licence? Add --set source='...' --set licence='...'"
        )
    draft.add_source(f"{source}, {licence}", "")
    return Origin(source, licence)


def region_of(draft: Draft, asked: Asked) -> shapely.Polygon:
    """Give the region that is asked for, else the one that the package declares."""
    return shapely.box(*(asked.region or draft.descriptor["frontline"]["region"]))


def read_shapes(
    asked: Asked, report: Report, kinds: Sequence[str], layer: str = ""
) -> Iterator[Shape]:
    """Give the features of all files whose geometry is one of `kinds`; the others are refused.

    Parameters
    ----------
    kinds : names of geometry types
    layer : of an extract of OpenStreetMap
    """
    for path in asked.files:
        rows = _open(path, asked.layer, layer)
        for row in rows:
            shape = _shape(row, rows.file)
            if isinstance(shape, str):
                report.refuse(rows.file, row.number, shape)
            elif shape.geometry.geom_type not in kinds:
                reason = f"is no {' or '.join(kinds)}"
                report.refuse(rows.file, row.number, reason, shape.geometry.geom_type)
            else:
                yield shape
        report.read += rows.read
        report.unused.extend(rows.torn)


def _open(path: Path, chosen: str | None, layer: str) -> Rows:
    if path.suffix.lower() in _EXTRACTS:
        return layer_items(path, chosen or layer, "1 = 1")
    return layer_items(path, chosen) if is_layered(path) else read_items(path)


def _shape(row: Row, file: str) -> Shape | str:
    geometry, told = row.cells.get("geometry"), row.cells.get("properties")
    if not isinstance(geometry, dict):
        return "has no geometry"
    try:
        made = shapely.force_2d(shapely.geometry.shape(geometry))
        west, south, east, north = made.bounds
    except _UNREADABLE:
        return "the geometry cannot be read"
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return "the geometry is not on the globe: is it in degrees, longitude first?"
    return Shape(file, row.number, spread_tags(told) if isinstance(told, dict) else {}, made)


def word_of(
    properties: Mapping[str, Any], asked: Asked, field: str, published: Iterable[str]
) -> str:
    """Give what a feature says for a field: by ``--column``, else by the first published name."""
    stated = asked.columns.get(field)
    if stated is not None:
        return clean_text(properties.get(stated))
    folded = {plain(name): clean_text(value) for name, value in properties.items()}
    return next((folded[name] for name in published if folded.get(name)), "")


def as_geojson(shape: shapely.Geometry) -> dict[str, Any]:
    """Write a geometry with a centimetre's decimals."""
    fine = shapely.transform(shape, lambda xy: xy.round(_DECIMALS))
    made: dict[str, Any] = json.loads(shapely.to_geojson(fine))
    return made
