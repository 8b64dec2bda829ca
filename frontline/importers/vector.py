"""Read lines and areas with their source and licence, for the importers of vector layers.

The formats are those of `ogr.FORMATS`. Geometries are in WGS 84, longitude first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text, loses_letters, slugify
from frontline.importers.columns import list_columns, plain
from frontline.importers.ogr import (
    GEOMETRY_ERRORS,
    flatten_tags,
    is_extract,
    read_layers,
)
from frontline.importers.publishers import short_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from frontline.importers.options import ImportOptions
    from frontline.importers.rows import Row, Rows
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft


_TYPES = {
    "Point": "point",
    "MultiPoint": "point",
    "LineString": "line",
    "MultiLineString": "line",
    "Polygon": "area",
    "MultiPolygon": "area",
    "GeometryCollection": "area",
}
_LOOK_ALIKES = str.maketrans("АВЕІКМНОРСТХаеікморстх", "ABEIKMHOPCTXaeikmopctx")
_OPENSTREETMAP = ("OpenStreetMap", "ODbL 1.0")
#: Decimals of degrees; seven are about a centimetre.
_DECIMALS = 7


class Origin(NamedTuple):
    """Source and licence of the features of an import."""

    source: str
    licence: str


class Shape(NamedTuple):
    """A feature: where it was read, its properties, its geometry in WGS 84, its columns."""

    file: str
    row: int
    properties: dict[str, Any]
    geometry: shapely.Geometry
    columns: tuple[str, ...] = ()


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
            "the source or the licence is missing: add --source '...' --licence '...'"
        )
    draft.add_source(f"{source}, {licence}", "")
    return Origin(source, licence)


def feature_id(text: str, default: str = "") -> str:
    """Return an id made of a code or name in any script; empty if it has no letter or digit.

    Letters that an id cannot have are replaced by a hash of the text. In the number of a road,
    Cyrillic letters are replaced by the Latin ones that look the same.

    Parameters
    ----------
    text : code or name
    default : word before a hash, if the text has no letter that an id can have

    Examples
    --------
    >>> feature_id("XX-01"), feature_id("М-03"), feature_id("Київська область", "area")
    ('xx-01', 'm-03', 'area-54f37ec7')
    """
    if any(char.isdigit() for char in text):
        text = text.translate(_LOOK_ALIKES)
    slug = slugify(text)
    if not loses_letters(text):
        return slug
    return f"{slug or default}-{short_hash(text)}".strip("-")


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
    options: ImportOptions, summary: ImportSummary, kinds: Sequence[str]
) -> Iterator[Shape]:
    """Yield the features of all files whose geometry is one of `kinds`; refuse the others.

    A feature of a file with layers has the property ``layer``.

    Parameters
    ----------
    kinds : names of geometry types
    """
    for path in options.files:
        layers = read_layers(path, layer=options.layer, encoding=options.encoding, kinds=kinds)
        for rows in layers:
            for row in rows:
                shape = _shape(row, rows)
                if not isinstance(shape, Shape):
                    summary.refuse(rows.file, row.number, *shape)
                elif shape.geometry.geom_type not in kinds:
                    summary.refuse(
                        rows.file, row.number, _unwanted(kinds), shape.geometry.geom_type
                    )
                else:
                    yield shape
            summary.count_rows(rows)


def _unwanted(kinds: Sequence[str]) -> str:
    """Return the reason for a geometry of another type.

    Examples
    --------
    >>> _unwanted(["LineString", "MultiLineString"])
    'is not a line (LineString, MultiLineString): use another kind of import'
    """
    words = dict.fromkeys(_TYPES[kind] for kind in kinds if kind in _TYPES)
    article = "an" if next(iter(words)) == "area" else "a"
    return f"is not {article} {' or '.join(words)} ({', '.join(kinds)}): use another kind of import"


def refuse_for_columns(shape: Shape, summary: ImportSummary, reason: str, text: str) -> None:
    """Refuse a feature because a column is missing or empty, and list the columns in a note."""
    summary.refuse(shape.file, shape.row, reason, text)
    listed = list_columns(shape.columns)
    summary.note(f"{shape.file}: {listed[0].lower()}{listed[1:].removesuffix('.')}")


def _shape(row: Row, rows: Rows) -> Shape | tuple[str, str]:
    """Return the shape in a row, or the reason why it cannot be used and the text to show."""
    geometry, properties = row.cells.get("geometry"), row.cells.get("properties")
    if geometry is None and ("coordinates" in row.cells or "geometries" in row.cells):
        geometry = row.cells  # a geometry without a feature around it
    if not isinstance(geometry, dict):
        return "has no geometry: draw it, or delete the row", ""
    try:
        made = shapely.force_2d(shapely.geometry.shape(geometry))
        west, south, east, north = made.bounds
    except GEOMETRY_ERRORS:
        return "the geometry cannot be read: draw it again", str(geometry)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        reason = "the geometry is not on the globe: export it in degrees (WGS 84, EPSG:4326)"
        return reason, f"{west:.12g}, {south:.12g} to {east:.12g}, {north:.12g}"
    tags = flatten_tags(properties) if isinstance(properties, dict) else {}
    rows.columns = rows.columns or tuple(tags)
    if rows.layer:
        tags.setdefault("layer", rows.layer)
    return Shape(rows.file, row.number, tags, made, rows.columns)


def attribute(
    properties: Mapping[str, Any], options: ImportOptions, field: str, published: Iterable[str]
) -> str:
    """Return the value of a field: of the column that the user states, else of a published one."""
    stated = options.columns.get(field)
    if stated is not None:
        return clean_text(properties.get(stated))
    folded = {plain(name): clean_text(value) for name, value in properties.items()}
    return next((folded[name] for name in published if folded.get(name)), "")


def round_degrees(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a geometry with seven decimals; a valid area stays valid.

    Where rounding makes an outline cross or touch itself, its points are moved to the nearest grid
    on which it does not. Parts that are thinner than the grid are lost.

    Parameters
    ----------
    shape : shapely.Geometry
        Longitude and latitude in degrees.

    Examples
    --------
    >>> notched = shapely.Polygon([(0, 0), (1, 0), (1, 1), (0.5, 4e-8), (0, 1)])
    >>> len(round_degrees(notched).geoms)  # the notch reaches the other side
    2
    """
    fine = _rounded(shape)
    if shape.is_valid and not fine.is_valid:
        fine = _rounded(shapely.set_precision(shape, 10.0**-_DECIMALS))
    return fine


def _rounded(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: xy.round(_DECIMALS))


def to_geojson(shape: shapely.Geometry) -> dict[str, Any]:
    """Return a geometry as GeoJSON with seven decimals; a valid area stays valid."""
    made: dict[str, Any] = json.loads(shapely.to_geojson(round_degrees(shape)))
    return made
