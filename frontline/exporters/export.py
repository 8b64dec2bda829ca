"""Writes layers of the record to files, by the ending of the file's name.

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

from typing import TYPE_CHECKING

from frontline.errors import InvalidRequestError
from frontline.exporters.csv import write_csv
from frontline.exporters.geojson import write_geojson
from frontline.exporters.geopackage import write_flatgeobuf, write_geopackage
from frontline.exporters.geoparquet import write_parquet
from frontline.exporters.kml import write_kml
from frontline.exporters.layers import (
    band_layer,
    changes_layer,
    front_layer,
    highways_layer,
    places_layer,
    territory_layer,
)
from frontline.exporters.metadata import about, report_rows
from frontline.exporters.qgis import project_text, style_text
from frontline.exporters.topojson import write_topojson
from frontline.io import atomic_folder_x

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.exporters.layers import Layer
    from frontline.exporters.metadata import About
    from frontline.models import Text


#: The layers by name, in the order in which they are written.
LAYERS: dict[str, Callable[[Atlas, date, date], Layer]] = {
    "places": places_layer,
    "territory": territory_layer,
    "front": front_layer,
    "band": band_layer,
    "highways": highways_layer,
    "changes": changes_layer,
}

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
#: Those that hold several layers in one file.
_TOGETHER = {"geopackage", "kml", "topojson"}


def find_format(path: Path, named: str | None = None) -> str:
    """Give the format of a file: the one named, else that of its ending.

    Raises
    ------
    InvalidRequestError
        For one there is not, with those there are.
    """
    known = ", ".join(dict.fromkeys(FORMATS.values()))
    if named is not None:
        word = named.strip().lower()
        if word in FORMATS or word in FORMATS.values():
            return FORMATS.get(word, word)
        raise InvalidRequestError(f"no format {named!r}: use one of {known}")
    ending = path.suffix[1:].lower()
    if ending not in FORMATS:
        endings = ", ".join(f".{one}" for one in FORMATS)
        raise InvalidRequestError(
            f"{path.name}: which format? End the name in one of {endings}, or name one of {known}"
        )
    return FORMATS[ending]


def find_layers(what: str | Iterable[str] | None) -> tuple[str, ...]:
    """Read which layers are wanted: names, or one text with commas; all if None.

    Raises
    ------
    InvalidRequestError
        For one there is not, with those there are.
    """
    if what is None:
        return tuple(LAYERS)
    words = what.split(",") if isinstance(what, str) else what
    named = {word.strip().lower() for word in words} - {""}
    unknown = sorted(named - LAYERS.keys())
    if unknown or not named:
        raise InvalidRequestError(f"no layer {', '.join(unknown) or ''!r}: use {', '.join(LAYERS)}")
    return tuple(name for name in LAYERS if name in named)


def make_layers(atlas: Atlas, first: date, last: date, names: Iterable[str]) -> tuple[Layer, ...]:
    """Make layers of the days from `first` to `last`, both included.

    Raises
    ------
    InvalidRequestError
        For days the record does not reach, or that run backwards.
    """
    atlas.record.check_day(first)
    atlas.record.check_day(last)
    if last < first:
        raise InvalidRequestError(f"an export runs forward: {last} lies before {first}")
    return tuple(LAYERS[name](atlas, first, last) for name in names)


def write_layers(  # noqa: PLR0913 - all but the layers and the file are options
    atlas: Atlas,
    layers: Sequence[Layer],
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
    days : first and last day of the layers
    format : a format or ending; that of the file's name if None
    notices : sentences the reader must see
    qgis : also write a project, or styles, for QGIS beside it

    Returns
    -------
    The files written. They are written all or none, each whole.

    Raises
    ------
    InvalidRequestError, OutputError
        For an unknown format; when a file cannot be written.
    """
    chosen = find_format(path, format)
    told = about(atlas, *days, notices=notices)
    parts = _parts(path, chosen, layers)
    beside = _beside(path, chosen, parts, told) if qgis else {}
    with atomic_folder_x([*parts, *beside]) as drafts:
        for target, held in parts.items():
            _write(drafts[target], chosen, held, told, atlas)
        for target, text in beside.items():
            drafts[target].write_text(text, "utf-8", newline="\n")
    return (*parts, *beside)


def _parts(path: Path, chosen: str, layers: Sequence[Layer]) -> dict[Path, Sequence[Layer]]:
    """Say which layers go to which file."""
    if chosen in _TOGETHER or len(layers) == 1:
        return {path: layers}
    return {path.with_name(f"{path.stem}-{one.name}{path.suffix}"): [one] for one in layers}


def _write(path: Path, chosen: str, layers: Sequence[Layer], told: About, atlas: Atlas) -> None:
    if chosen == "geopackage":
        write_geopackage(path, layers, told, report_rows(atlas, layers))
    elif chosen in _TOGETHER:
        {"kml": write_kml, "topojson": write_topojson}[chosen](path, layers, told)
    else:
        _SINGLE[chosen](path, layers[0], told)


_SINGLE: dict[str, Callable[[Path, Layer, About], None]] = {
    "geojson": write_geojson,
    "geoparquet": write_parquet,
    "flatgeobuf": write_flatgeobuf,
    "csv": write_csv,
}


def _beside(
    path: Path, chosen: str, parts: Mapping[Path, Sequence[Layer]], told: About
) -> dict[Path, str]:
    """Give what QGIS reads beside the files: styles by their names, and one project for all.

    A GeoPackage has its styles inside.
    """
    if chosen not in _FOR_QGIS:
        raise InvalidRequestError(
            f"QGIS finds no layers by name in {chosen}: write {', '.join(sorted(_FOR_QGIS))}"
        )
    sources = {
        layer.name: f"./{target.name}" + f"|layername={layer.name}" * (chosen == "geopackage")
        for target, layers in parts.items()
        for layer in layers
    }
    layers = [layer for held in parts.values() for layer in held]
    found = {path.with_suffix(".qgs"): project_text(sources, layers, told)}
    if chosen != "geopackage":
        for target, (layer,) in parts.items():
            found[target.with_suffix(".qml")] = style_text(layer, told)
    return found


#: Formats in which QGIS finds each layer by the name of its file or table.
_FOR_QGIS = {"geopackage", "geojson", "flatgeobuf", "geoparquet"}
