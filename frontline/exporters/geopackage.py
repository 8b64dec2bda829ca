"""GeoPackage and FlatGeobuf.

A GeoPackage holds all layers, tables of metadata, actors and reports, and styles: QGIS draws each
layer in the colours of the actors, and its Temporal Controller plays the days.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pyogrio
import pyogrio.raw
import shapely

from frontline.exporters.frames import CRS, column_values, field_names, geometry_array
from frontline.exporters.layers import LAYERS
from frontline.exporters.metadata import flat_text, flatten
from frontline.exporters.qgis import layer_metadata, style_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd

    from frontline.exporters.metadata import Metadata

_REPORTS = ("record", "publisher", "stance", "url", "published_on", "says")
#: The table in which QGIS looks for styles.
_STYLES = """CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME)"""
#: The tables of the extension for metadata (OGC 12-128r17, annex F.8) and their registration.
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
    path: Path,
    layers: Mapping[str, gpd.GeoDataFrame],
    metadata: Metadata,
    reports: Iterable[tuple[str | None, ...]],
) -> None:
    """Write layers to a new file.

    The timestamps that the format requires are midnight of the last day, so that the same input
    results in the same bytes.

    Parameters
    ----------
    path : Path
    layers : mapping of str to GeoDataFrame
    metadata : dict
        As `metadata.make_metadata` returns it.
    reports : iterable of tuple
        As `metadata.report_rows` yields them. They are read when the layers are written.
    """
    timestamp = f"{metadata['last_day']}T00:00:00.000Z"
    description = f"{metadata['title']}. {'; '.join(metadata['licences'])}"
    with _current_time(timestamp):
        for name, frame in layers.items():
            options = {"IDENTIFIER": LAYERS[name].title, "DESCRIPTION": description}
            _write(path, name, frame, "GPKG", **options)
    with closing(sqlite3.connect(path)) as database, database:
        _add_table(database, timestamp, "about", ("key", "value"), flatten(metadata))
        actors = [tuple(actor.values()) for actor in metadata["actors"]]
        _add_table(database, timestamp, "actors", ("id", "name", "name_ar", "colour"), actors)
        _add_table(database, timestamp, "reports", _REPORTS, reports)
        database.execute(_STYLES)
        _register(database, timestamp, "layer_styles")
        _add_metadata(database, timestamp, layers, metadata)
        for name in layers:
            database.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
                "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, "
                "owner, update_time) VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '', ?)",
                (name, name, style_text(name, metadata), timestamp),
            )


def _add_metadata(
    database: sqlite3.Connection, timestamp: str, names: Iterable[str], metadata: Metadata
) -> None:
    """Add the metadata of each layer, by the extension of that name, as QGIS reads it."""
    for statement in _METADATA:
        database.execute(statement)
    for number, name in enumerate(names, start=1):
        document = (
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
            f'<qgis version="3.22.0">{layer_metadata(name, metadata)}</qgis>\n'
        )
        database.execute(
            "INSERT INTO gpkg_metadata (id, md_scope, md_standard_uri, mime_type, metadata) "
            "VALUES (?, 'dataset', 'http://mrcc.com/qgis.dtd', 'text/xml', ?)",
            (number, document),
        )
        database.execute(
            "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, timestamp, "
            "md_file_id) VALUES ('table', ?, ?, ?)",
            (name, timestamp, number),
        )


def write_flatgeobuf(path: Path, name: str, frame: gpd.GeoDataFrame, metadata: Metadata) -> None:
    """Write a layer with its spatial index; rows are read back in the order of the index."""
    options = {"TITLE": LAYERS[name].title, "DESCRIPTION": flat_text(metadata)}
    _write(path, name, frame, "FlatGeobuf", **options)
    # GDAL does not report a disk that is full when it closes the file: features are missing then.
    _, _, shapes, _ = pyogrio.raw.read(path, columns=[])
    if len(shapes) != len(frame):
        raise OSError(None, f"only {len(shapes)} of {len(frame)} features fit on the disk")


def _write(
    path: Path, name: str, frame: gpd.GeoDataFrame, driver: str, **layer_options: str
) -> None:
    # QGIS 3.22 and programs of its age do not know the newest version of the format.
    dataset_options = {"VERSION": "1.2"} if driver == "GPKG" else {}
    fields = field_names(frame)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(geometry_array(frame)),
        [column_values(frame, field) for field in fields],
        fields,
        layer=name,
        driver=driver,
        geometry_type=LAYERS[name].geometry_type,
        crs=CRS,
        promote_to_multi=False,
        append=path.exists(),
        dataset_options=dataset_options,
        layer_options=layer_options,
    )


@contextmanager
def _current_time(timestamp: str) -> Iterator[None]:
    """Set the time that GDAL writes as the time of the last change."""
    option = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: timestamp})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({option: before})


def _add_table(
    database: sqlite3.Connection,
    timestamp: str,
    name: str,
    columns: Sequence[str],
    rows: Iterable[tuple[str | None, ...]],
) -> None:
    """Add a table without geometry; names of tables and columns are constants of this module."""
    declared = ", ".join(f'"{column}" TEXT' for column in columns)
    database.execute(f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY NOT NULL, {declared})')
    marks = ", ".join("?" for _ in columns)
    quoted = ", ".join(f'"{column}"' for column in columns)
    database.executemany(f'INSERT INTO "{name}" ({quoted}) VALUES ({marks})', rows)  # noqa: S608 - as above
    _register(database, timestamp, name)


def _register(database: sqlite3.Connection, timestamp: str, name: str) -> None:
    """List a table in the contents of the file."""
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, "
        "srs_id) VALUES (?, 'attributes', ?, '', ?, 0)",
        (name, name, timestamp),
    )
