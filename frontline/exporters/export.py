"""Write layers of the record to files, in the format that the ending of the file's name means.

Examples
--------
>>> import frontline, tempfile
>>> folder = tempfile.mkdtemp()
>>> atlas = frontline.open()
>>> written = atlas.export(f"{folder}/days.gpkg", first="2019-08-01", last="2019-08-31")
>>> [path.name for path in written]
['days.gpkg']
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyogrio

from frontline.errors import InvalidRequestError, OutputError
from frontline.exporters.csv import write_csv
from frontline.exporters.geojson import write_geojson
from frontline.exporters.geopackage import write_flatgeobuf, write_geopackage
from frontline.exporters.geoparquet import write_parquet
from frontline.exporters.kml import write_kml
from frontline.exporters.layers import LAYERS, find_layers, make_layers, order_of_making
from frontline.exporters.metadata import make_metadata, report_rows
from frontline.exporters.qgis import project_text, style_text
from frontline.exporters.topojson import write_topojson
from frontline.io import atomic_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import geopandas as gpd

    from frontline.atlas import Atlas
    from frontline.exporters.metadata import Metadata
    from frontline.models import Text

    Layers = Mapping[str, gpd.GeoDataFrame]

__all__ = [
    "FORMATS",
    "LAYERS",
    "find_format",
    "find_layers",
    "make_layers",
    "order_of_making",
    "write_layers",
]

#: The formats, by the endings of file names.
FORMATS = {
    "gpkg": "geopackage",
    "geojson": "geojson",
    "json": "geojson",
    "parquet": "geoparquet",
    "geoparquet": "geoparquet",
    "fgb": "flatgeobuf",
    "csv": "csv",
    "kml": "kml",
    "topojson": "topojson",
}
#: Formats with several layers in one file.
_MULTI_LAYER = {"geopackage", "kml", "topojson"}
#: Writers of the formats with one layer a file.
_WRITERS: dict[str, Callable[[Path, str, gpd.GeoDataFrame, Metadata], None]] = {
    "geojson": write_geojson,
    "geoparquet": write_parquet,
    "flatgeobuf": write_flatgeobuf,
    "csv": write_csv,
}
#: Formats whose libraries open files by names in UTF-8.
_NEEDS_UTF8 = {"geopackage", "flatgeobuf", "geoparquet"}
#: Errors of GDAL for a file that cannot be written.
_GDAL_ERRORS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
)
#: Formats in which QGIS finds each layer by the name of its file or table.
_FOR_QGIS = {"geopackage", "geojson", "flatgeobuf", "geoparquet"}


def find_format(path: Path, named: str | None = None) -> str:
    """Return the format of a file: the one named, else that of its ending.

    Raises
    ------
    InvalidRequestError
        For an unknown format, with those that exist.
    """
    known = ", ".join(dict.fromkeys(FORMATS.values()))
    if named is not None:
        word = named.strip().lower()
        if word in FORMATS or word in FORMATS.values():
            return FORMATS.get(word, word)
        raise InvalidRequestError(f"unknown format {named!r}: use one of {known}")
    ending = path.suffix[1:].lower()
    if ending not in FORMATS:
        endings = ", ".join(f".{one}" for one in FORMATS)
        raise InvalidRequestError(
            f"{path.name}: the format is unclear. "
            f"End the name in one of {endings}, or name one of {known}"
        )
    return FORMATS[ending]


def write_layers(  # noqa: PLR0913 - all but the layers and the file are options
    atlas: Atlas,
    layers: Layers,
    path: Path,
    days: tuple[date, date],
    *,
    format: str | None = None,  # noqa: A002 - the word of geopandas
    notices: Sequence[str | Text] = (),
    qgis: bool = False,
) -> tuple[Path, ...]:
    """Write layers to one file, or to a file each where the format holds one layer.

    Parameters
    ----------
    atlas : Atlas
    layers : mapping of str to GeoDataFrame
        As `make_layers` returns them.
    path : Path
    days : tuple of date
        First and last day of the layers.
    format : str, optional
        A format or ending; that of the file's name if None.
    notices : sequence of str or Text
        Sentences that the reader must see.
    qgis : bool
        Also write a project, or styles, for QGIS next to the file.

    Returns
    -------
    tuple of Path
        The files written. Either all are written completely, or none.

    Raises
    ------
    InvalidRequestError
        For an unknown format, or one that QGIS cannot open by name.
    OutputError
        When a file cannot be written.
    """
    chosen = find_format(path, format)
    metadata = make_metadata(atlas, *days, notices=notices)
    parts = _split_by_file(path, chosen, layers)
    extra = _qgis_files(path, chosen, parts, metadata) if qgis else {}
    if chosen in _NEEDS_UTF8:
        _check_utf8(path)
    with atomic_files([*parts, *extra]) as drafts, _errors_of_libraries():
        for target, part in parts.items():
            _write(drafts[target], chosen, part, metadata, atlas)
        for target, text in extra.items():
            drafts[target].write_text(text, "utf-8", newline="\n")
    return (*parts, *extra)


def _check_utf8(path: Path) -> None:
    """Refuse a path that the libraries of some formats cannot open."""
    try:
        os.path.realpath(path).encode()
    except UnicodeEncodeError:
        raise OutputError(
            f"{path}: its name is not UTF-8 text, which this format needs. Choose another name."
        ) from None


@contextmanager
def _errors_of_libraries() -> Iterator[None]:
    """Raise an OSError where GDAL or SQLite cannot write, as on a full disk."""
    try:
        yield
    except (*_GDAL_ERRORS, sqlite3.Error) as error:
        raise OSError(None, " ".join(str(error).split())[:200]) from error


def _split_by_file(path: Path, chosen: str, layers: Layers) -> dict[Path, Layers]:
    if chosen in _MULTI_LAYER or len(layers) == 1:
        return {path: layers}
    return {
        path.with_name(f"{path.stem}-{name}{path.suffix}"): {name: frame}
        for name, frame in layers.items()
    }


def _write(path: Path, chosen: str, layers: Layers, metadata: Metadata, atlas: Atlas) -> None:
    if chosen == "geopackage":
        write_geopackage(path, layers, metadata, report_rows(atlas, layers.values()))
    elif chosen in _MULTI_LAYER:
        {"kml": write_kml, "topojson": write_topojson}[chosen](path, layers, metadata)
    else:
        ((name, frame),) = layers.items()
        _WRITERS[chosen](path, name, frame, metadata)


def _qgis_files(
    path: Path, chosen: str, parts: Mapping[Path, Layers], metadata: Metadata
) -> dict[Path, str]:
    """Return the texts of a project for all layers, and of a style for each file.

    QGIS finds a style by the name of its file. A GeoPackage contains its styles.
    """
    if chosen not in _FOR_QGIS:
        raise InvalidRequestError(
            f"QGIS finds no layers by name in {chosen}: write {', '.join(sorted(_FOR_QGIS))}"
        )
    sources = {
        name: f"./{target.name}" + f"|layername={name}" * (chosen == "geopackage")
        for target, layers in parts.items()
        for name in layers
    }
    layers = {name: frame for part in parts.values() for name, frame in part.items()}
    files = {path.with_suffix(".qgs"): project_text(sources, layers, metadata)}
    if chosen != "geopackage":
        for target, part in parts.items():
            for name in part:
                files[target.with_suffix(".qml")] = style_text(name, metadata)
    return files
