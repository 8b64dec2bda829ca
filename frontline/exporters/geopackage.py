"""GeoPackage: all layers in one file, with tables of licence and sources, actors and reports.

The styles are inside too, so that QGIS draws each layer in the colours of the actors and its
Temporal Controller plays the days.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pyogrio
import pyogrio.raw
import shapely

from frontline.exporters.metadata import flat, layer_metadata
from frontline.exporters.qgis import style_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from frontline.exporters.layers import Layer
    from frontline.exporters.metadata import About


_REPORTS = ("record", "publisher", "stance", "url", "published_on", "says")
#: The table that QGIS looks for styles in.
_STYLES = """CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME)"""
#: The tables of the extension for metadata (OGC 12-128r17, annex F.8), and that they are there.
_METADATA = (
    """CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT '')""",
    """CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id))""",
    """INSERT INTO gpkg_extensions VALUES ('gpkg_metadata', NULL, 'gpkg_metadata',
  'http://www.geopackage.org/spec120/#extension_metadata', 'read-write')""",
    """INSERT INTO gpkg_extensions VALUES ('gpkg_metadata_reference', NULL, 'gpkg_metadata',
  'http://www.geopackage.org/spec120/#extension_metadata', 'read-write')""",
)


def write_geopackage(
    path: Path, layers: Sequence[Layer], told: About, reports: Sequence[tuple[str | None, ...]]
) -> None:
    """Write layers to a new file.

    The times that the format asks for are midnight of the last day, so that the same input
    gives the same bytes.

    Parameters
    ----------
    reports : as `about.report_rows` gives them
    """
    stamp = f"{told['last_day']}T00:00:00.000Z"
    with _dated(stamp):
        for layer in layers:
            whose = f"{told['title']}. {'; '.join(told['licences'])}"
            _write(path, layer, "GPKG", IDENTIFIER=layer.title, DESCRIPTION=whose)
    with closing(sqlite3.connect(path)) as base, base:
        _table(base, stamp, "about", ("key", "value"), flat(told))
        actors = [tuple(actor.values()) for actor in told["actors"]]
        _table(base, stamp, "actors", ("id", "name", "name_ar", "colour"), actors)
        _table(base, stamp, "reports", _REPORTS, reports)
        base.execute(_STYLES)
        _list(base, stamp, "layer_styles")
        _metadata(base, stamp, layers, told)
        for layer in layers:
            cells = (layer.name, "geom", layer.name, style_text(layer, told), stamp)
            base.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
                "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, "
                "owner, update_time) VALUES ('', '', ?, ?, ?, ?, '', 1, '', '', ?)",
                cells,
            )


def _metadata(base: sqlite3.Connection, stamp: str, layers: Sequence[Layer], told: About) -> None:
    """Add the metadata of each layer, by the extension of that name, as QGIS reads it."""
    for sql in _METADATA:
        base.execute(sql)
    for number, layer in enumerate(layers, start=1):
        words = (
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
            f'<qgis version="3.22.0">{layer_metadata(layer, told)}</qgis>\n'
        )
        base.execute(
            "INSERT INTO gpkg_metadata (id, md_scope, md_standard_uri, mime_type, metadata) "
            "VALUES (?, 'dataset', 'http://mrcc.com/qgis.dtd', 'text/xml', ?)",
            (number, words),
        )
        base.execute(
            "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, timestamp, "
            "md_file_id) VALUES ('table', ?, ?, ?)",
            (layer.name, stamp, number),
        )


def write_flatgeobuf(path: Path, layer: Layer, told: About) -> None:
    """Write a layer with its spatial index; rows come back in the order of the index."""
    words = "\n".join(f"{key}: {value}" for key, value in flat(told))
    _write(path, layer, "FlatGeobuf", TITLE=layer.title, DESCRIPTION=words)


def _write(path: Path, layer: Layer, driver: str, **options: str) -> None:
    # The newest version of the format is more than QGIS 3.22 and its peers know.
    dataset = {"VERSION": "1.2"} if driver == "GPKG" else {}
    pyogrio.raw.write(
        path,
        shapely.to_wkb(layer.geometry),
        [column.values for column in layer.columns],
        [column.name for column in layer.columns],
        layer=layer.name,
        driver=driver,
        geometry_type=layer.shape,
        crs="EPSG:4326",
        promote_to_multi=False,
        append=path.exists(),
        dataset_options=dataset,
        layer_options=options,
    )


@contextmanager
def _dated(stamp: str) -> Iterator[None]:
    """Let GDAL take a moment for now."""
    name = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(name)
    pyogrio.set_gdal_config_options({name: stamp})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({name: before})


def _table(
    base: sqlite3.Connection,
    stamp: str,
    name: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str | None, ...]],
) -> None:
    """Add a table without geometry; names of tables and columns are ours, cells are bound."""
    named = ", ".join(f'"{column}" TEXT' for column in columns)
    base.execute(f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY NOT NULL, {named})')
    slots = ", ".join("?" for _ in columns)
    listed = ", ".join(f'"{column}"' for column in columns)
    base.executemany(f'INSERT INTO "{name}" ({listed}) VALUES ({slots})', rows)  # noqa: S608
    _list(base, stamp, name)


def _list(base: sqlite3.Connection, stamp: str, name: str) -> None:
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, "
        "srs_id) VALUES (?, 'attributes', ?, '', ?, 0)",
        (name, name, stamp),
    )
