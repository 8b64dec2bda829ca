"""An import reads its files and nothing else: no address, and no file that a file names."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import zipfile
from contextlib import closing, suppress

import geopandas as gpd
import pytest
import shapely

from frontline.errors import DataError, FrontlineError
from frontline.importers.gdal_child import DRIVERS
from frontline.importers.ogr import read_layer
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files

NAME = "EVIL"
ROADS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": NAME, "id": "evil", "ref": "R1", "place": "town"},
            "geometry": {"type": "LineString", "coordinates": [[30.0, 0.0], [30.2, 0.2]]},
        }
    ],
}


@pytest.fixture
def listener():
    """Listen on a port of this computer; the list has each connection."""
    server = socket.create_server(("127.0.0.1", 0))
    seen = []

    def accept():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            seen.append(connection.recv(200))
            connection.close()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", seen
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def _vrt(source, layer="x"):
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="{layer}"><SrcDataSource>{source}</SrcDataSource>'
        f"<SrcLayer>{layer}</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"
    )


def hostile_files(url, local):
    """Yield names and contents of files that refer to an address, or to a local file."""
    for source in (f"/vsicurl/{url}/x.geojson", f"{url}/x.geojson", str(local)):
        for name in ("a.vrt", "a.kml", "a.gpkg", "a.osm", "a.xml"):
            yield name, _vrt(source)
        yield "mixed.kml", f"<kml><Document/></kml><!-- -->{_vrt(source)}"
        pipeline = f"gdal vector pipeline ! read {source} ! write x --format stream"
        algorithm = json.dumps({"type": "gdal_streamed_alg", "command_line": pipeline})
        yield "a.gdalg.json", algorithm
        yield "a.gdalg", algorithm
        yield "a.gpx", algorithm
    for kind in ("WFS", "CSW", "OAPIF"):
        yield f"{kind}.gml", f"<OGR{kind}DataSource><URL>{url}/s?</URL></OGR{kind}DataSource>"
    yield (
        "schema.gml",
        (
            '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" '
            'xmlns:gml="http://www.opengis.net/gml" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            f"<gml:featureMember><a><name>{NAME}</name></a></gml:featureMember>"
            "</wfs:FeatureCollection>"
        ),
    )
    link = {"type": "link", "properties": {"href": f"{url}/crs", "type": "proj4"}}
    yield "crs.geojson", json.dumps({**ROADS, "crs": link})
    yield "crs.dat", json.dumps({**ROADS, "crs": link})
    point = "<Point><coordinates>30,0.1</coordinates></Point>"
    yield (
        "link.kml",
        (
            '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
            f"<NetworkLink><Link><href>{url}/k.kml</href></Link></NetworkLink>"
            f"<Placemark><name>x</name><styleUrl>{url}/s.kml#a</styleUrl>{point}</Placemark>"
            "</Document></kml>"
        ),
    )
    for system in (f"{url}/entity", local.as_uri()):
        yield (
            "entity.kml",
            (
                f'<!DOCTYPE a [<!ENTITY e SYSTEM "{system}">]>'
                '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
                f"<Placemark><name>&e;</name>{point}</Placemark></Document></kml>"
            ),
        )
        yield (
            "entity.gpx",
            (
                f'<!DOCTYPE a [<!ENTITY e SYSTEM "{system}">]><gpx version="1.1" creator="x">'
                '<wpt lat="0.1" lon="30"><name>&e;</name></wpt></gpx>'
            ),
        )
    yield "service.json", json.dumps({"url": f"{url}/FeatureServer/0/query?f=json"})


@pytest.mark.usefixtures("_forked_readers")
def test_no_import_opens_a_connection_or_another_file(tmp_path, land_copy, listener):
    url, seen = listener
    local = tmp_path / "local.geojson"
    local.write_text(json.dumps(ROADS))
    settings = {"source": "x", "licence": "y"}
    failures = []
    for number, (name, text) in enumerate(hostile_files(url, local)):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / name
        path.write_text(text)
        options = ImportOptions(files=(path,), settings=settings)
        with suppress(FrontlineError):
            import_files("highways", options, land_copy)
        if seen:
            failures.append((name, seen.pop()))
    roads = (land_copy / "highways.geojson").read_text("utf-8")
    assert NAME not in roads
    assert failures == []


@pytest.mark.parametrize("source", ["/vsicurl/{url}/x.geojson", "{local}"])
def test_a_virtual_file_in_an_archive_is_not_opened(tmp_path, listener, source):
    url, seen = listener
    local = tmp_path / "local.geojson"
    local.write_text(json.dumps(ROADS))
    path = tmp_path / "roads.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("roads.vrt", _vrt(source.format(url=url, local=local)))
    with pytest.raises(DataError, match="contains no vector file"):
        read_layer(path)
    assert seen == []


def test_views_of_a_geopackage_cannot_ask_a_service(tmp_path, listener):
    url, seen = listener
    calls = (
        f"ogr_geocode('x', 'name', 'SERVICE=OSM_NOMINATIM', 'QUERY_TEMPLATE={url}/%s')",
        f"gdal_get_pixel_value('/vsicurl/{url}/x.tif', 1, 'georef', 1, 1)",
        f"load_extension('/vsicurl/{url}/x.so')",
    )
    for number, call in enumerate(calls):
        path = tmp_path / f"{number}.gpkg"
        frame = gpd.GeoDataFrame({"a": ["x"]}, geometry=[shapely.Point(30, 0)], crs="EPSG:4326")
        frame.to_file(path, layer="points")
        with closing(sqlite3.connect(path)) as base, base:
            base.execute("CREATE VIEW v AS SELECT fid, geom, " + call + " AS a FROM points")  # noqa: S608
            base.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
                "VALUES ('v', 'features', 'v', 4326)"
            )
            base.execute(
                "INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POINT', 4326, 0, 0)"
            )
        with suppress(DataError):
            list(read_layer(path, "v"))
    assert seen == []


def test_the_environment_cannot_bring_a_driver_back(tmp_path, listener, monkeypatch):
    url, seen = listener
    monkeypatch.setenv("GDAL_SKIP", "KML")
    monkeypatch.setenv("OGR_SKIP", "GPX")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    path = tmp_path / "a.vrt"
    path.write_text(_vrt(f"/vsicurl/{url}/x.geojson"))
    with pytest.raises(DataError):
        read_layer(path)
    assert seen == []
    assert "OGR_VRT" not in DRIVERS


def test_a_driver_that_only_this_build_has_is_skipped_by_starting_again(tmp_path, listener):
    url, seen = listener
    path = tmp_path / "a.gpkg"
    path.write_text(_vrt(f"/vsicurl/{url}/x.geojson"))
    request = {"path": str(path), "layer": None, "where": None, "kinds": [], "decode": ""}
    # The list of other drivers is that of an older build, which had neither VRT nor services.
    code = (
        "import sys; from frontline.importers import gdal_child as child;"
        "child._OTHERS = frozenset({'CSV', 'no such driver'}); child.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(request)], capture_output=True, check=False
    )
    assert json.loads(done.stdout.splitlines()[0]) == {"refused": "cannot be read"}
    assert (done.returncode, seen) == (0, [])


def test_a_coordinate_system_that_names_a_grid_is_refused(tmp_path):
    path = tmp_path / "p.shp"
    gpd.GeoDataFrame({"a": ["x"]}, geometry=[shapely.Point(1, 1)], crs="EPSG:32636").to_file(path)
    system = (
        'PROJCS["x",GEOGCS["y",DATUM["z",SPHEROID["s",6378137,298.25]],PRIMEM["Greenwich",0],'
        'UNIT["degree",0.0174532925199433],'
        'EXTENSION["PROJ4_GRIDS","/etc/hostname"]],PROJECTION["Transverse_Mercator"],'
        'UNIT["metre",1],EXTENSION["PROJ4","+proj=utm +zone=36 +nadgrids=/etc/hostname"]]'
    )
    path.with_suffix(".prj").write_text(system)
    with pytest.raises(DataError, match="coordinate system"):
        list(read_layer(path))


@pytest.mark.parametrize("name", ["p.kml", "p.dbf"])
def test_a_pipe_is_refused_at_once_also_as_a_part_of_a_shapefile(tmp_path, name):
    os.mkfifo(tmp_path / name)
    path = tmp_path / name
    if name == "p.dbf":
        path = tmp_path / "p.shp"
        path.write_bytes(b"\0\0\x27\x0a")
    with pytest.raises(DataError, match="is not a regular file"):
        read_layer(path)
