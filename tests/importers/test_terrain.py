"""Elevations become one small hillshade in the package, drawn under the ground of every map."""

from __future__ import annotations

import io
import json
import math
import shutil

import numpy as np
import pytest
import shapely
from invented_land import LAND
from parsed_page import data_of
from PIL import Image
from pyproj import Transformer
from reader import html

import frontline
from frontline.errors import DataError, InvalidRequestError
from frontline.grey_png import PngError, read_png, write_png
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.package.cached_package import open_package
from frontline.package.embargo import apply_embargo
from frontline.package.package import read_package
from frontline.stills.scene import Picture
from frontline.stills.still import still
from frontline.terrain import FLAT, STRENGTH, Terrain, hillshade, shade_png
from frontline.webmap import page

pytestmark = pytest.mark.usefixtures("_forked_readers")

ORIGIN = {"source": "Invented survey", "licence": "CC BY 4.0"}
#: The top of a hill near the middle of the invented land, its radius in degrees, its height.
HILL, RADIUS, HEIGHT_M = (30.12, 0.12), 0.06, 900.0
BOUNDS = (29.7, -0.3, 30.6, 0.5)


def elevation(lon, lat):
    away = np.hypot(lon - HILL[0], lat - HILL[1])
    return np.clip(1 - away / RADIUS, 0, None) * HEIGHT_M + 100


def write_dem(path, *, crs="EPSG:4326", bounds=BOUNDS, bands=1, size=180):
    """Write the elevations of the hill on a grid in a coordinate system."""
    import rasterio  # by one worker of the suite, as it takes long
    from rasterio.warp import transform_bounds

    box = transform_bounds("EPSG:4326", crs or "EPSG:4326", *bounds)
    step = (box[2] - box[0]) / size, (box[3] - box[1]) / size
    transform = rasterio.Affine(step[0], 0, box[0], 0, -step[1], box[3])
    xs = box[0] + (np.arange(size) + 0.5) * (box[2] - box[0]) / size
    ys = box[3] - (np.arange(size) + 0.5) * (box[3] - box[1]) / size
    x, y = np.meshgrid(xs, ys)
    lon, lat = (x, y)
    if crs not in {None, "EPSG:4326"}:
        lon, lat = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(x, y)
    heights = np.repeat(elevation(lon, lat)[None], bands, axis=0).astype("int16")
    heights[:, -3:, :] = -9999
    with rasterio.open(
        path, "w", driver="GTiff", width=size, height=size, count=bands, dtype="int16", crs=crs,
        transform=transform, nodata=-9999,
    ) as file:  # fmt: skip
        file.write(heights)
    return path


def run_import(folder, *paths, **settings):
    options = ImportOptions(files=paths, settings=ORIGIN | settings)
    summary = import_files("terrain", options, folder)
    assert summary.adds_up
    return summary


@pytest.fixture(scope="module")
def hilly(tmp_path_factory):
    """Return the folder of the invented land with the hill."""
    folder = tmp_path_factory.mktemp("hilly") / "land"
    shutil.copytree(LAND, folder)
    run_import(folder, write_dem(folder.parent / "dem.tif"))
    return folder


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32636", "EPSG:3857"])
def test_a_hill_is_light_in_the_north_west_and_dark_in_the_south_east(tmp_path, land_copy, crs):
    summary = run_import(land_copy, write_dem(tmp_path / "dem.tif", crs=crs))
    assert summary.used == 1
    terrain = read_package(land_copy).terrain
    away = RADIUS / 2 / math.sqrt(2)
    lon, lat = HILL
    light, dark, north_east, outside = terrain.at(
        [lon - away, lon + away, lon + away, lon + 2 * RADIUS],
        [lat + away, lat - away, lat + away, lat],
    ).tolist()
    assert light > FLAT + 60
    assert dark < FLAT - 60
    # It is neither turned to the light nor away from it, and less dark than the shaded slope.
    assert dark < north_east < light
    assert abs(outside - FLAT) <= 8
    assert terrain.at(0.0, 0.0) == FLAT


def test_the_picture_is_small_and_its_elevations_can_be_drawn_again(hilly):
    terrain = read_package(hilly).terrain
    assert max(terrain.grey.shape) <= 800
    assert len(terrain.png) < 100_000
    assert (terrain.source, terrain.licence) == tuple(ORIGIN.values())
    with Image.open(io.BytesIO(terrain.png)) as image:
        assert (np.asarray(image) == terrain.grey).all()


def test_a_second_import_of_the_same_file_changes_nothing(tmp_path, land_copy):
    first = write_dem(tmp_path / "one.tif")
    assert run_import(land_copy, first).wrote == ("datapackage.json", "terrain.png")
    again = run_import(land_copy, first)
    assert (again.used, again.merged, again.wrote) == (0, 1, ())
    other = write_dem(tmp_path / "other.tif", bounds=(29.9, -0.2, 30.4, 0.4))
    summary = run_import(land_copy, other)
    assert summary.wrote == ("terrain.png",)
    assert "the hillshade of the package is replaced" in summary.notes


VRT = """<VRTDataset rasterXSize="9" rasterYSize="9"><SRS>EPSG:4326</SRS>
<GeoTransform>29,0.1,0,1,0,-0.1</GeoTransform><VRTRasterBand dataType="Int16" band="1">
<SimpleSource><SourceFilename>{}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"crs": None}, "has no coordinate system"),
        ({"bands": 3}, "has 3 bands"),
        ({"bounds": (10.0, 10.0, 10.5, 10.5)}, "is outside the region: it covers 10, 10"),
        (b"\x89PNG\r\n", "is not a GeoTIFF"),
        ("a text", "is not a GeoTIFF"),
        (VRT, "is not a GeoTIFF"),
    ],
)
@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_file_that_is_not_of_elevations_is_refused(tmp_path, land_copy, options, message):
    path = tmp_path / "dem.tif"
    if isinstance(options, bytes):
        path.write_bytes(options)
    elif isinstance(options, str):
        path.write_text(options.format(write_dem(tmp_path / "real.tif")))
    else:
        write_dem(path, **options)
    with pytest.raises(DataError, match=message):
        run_import(land_copy, path)
    assert not (land_copy / "terrain.png").exists()


def test_only_one_file_with_source_and_licence_is_read(tmp_path, land_copy, monkeypatch):
    path = write_dem(tmp_path / "dem.tif")
    with pytest.raises(InvalidRequestError, match="import one file of elevations"):
        run_import(land_copy, path, path)
    with pytest.raises(InvalidRequestError, match="source or the licence is missing"):
        run_import(land_copy, path, licence="")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(InvalidRequestError, match=r"pip install 'frontline-mapper\[terrain\]'"):
        run_import(land_copy, path)


def png_of(image):
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def bounded(bounds):
    text = json.dumps({"bounds": bounds, "source": "a", "licence": "b"})
    return write_png(np.zeros((4, 4), dtype=np.uint8), {"frontline": text})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a PNG"),
        (png_of(Image.new("RGB", (8, 8))), "is not a grey picture"),
        (png_of(Image.new("L", (8, 8))), "written by another program"),
        (png_of(Image.new("L", (5000, 5000))), "5,000 x 5,000 pixels"),
        (write_png(np.zeros((4, 4), dtype=np.uint8)), "does not name its bounds"),
        (bounded([0, 0, 1, 1])[:-20], "is cut off|is damaged"),
        (bounded([0, 0, 1]), "does not name its bounds"),
        (bounded([0, 0, 1, 95]), "bounds that are not on the globe"),
        (bounded([5, 0, 1, 1]), "bounds that are not on the globe"),
        (bounded([float("nan"), 0, 1, 1]), "bounds that are not on the globe"),
    ],
)
def test_another_picture_in_a_package_is_an_error(land_copy, content, message):
    with pytest.raises(PngError, match=message):
        Terrain.read(content)
    (land_copy / "terrain.png").write_bytes(content)
    with pytest.raises(DataError, match=message) as raised:
        read_package(land_copy)
    assert [issue.file for issue in raised.value.issues] == ["terrain.png"]


def test_grey_pictures_are_read_as_they_were_written():
    rng = np.random.default_rng(7)
    for shape in ((1, 1), (3, 5), (40, 2), (7, 9, 2)):
        pixels = rng.integers(0, 256, shape, dtype=np.uint8)
        png = write_png(pixels, {"A": "ü"})
        found, texts = read_png(png, 1000)
        assert (found == pixels).all()
        assert texts == {"A": "ü"}
        with Image.open(io.BytesIO(png)) as image:
            assert (np.asarray(image) == pixels).all()


def test_the_shading_covers_15_to_25_percent_and_flat_ground_not_at_all():
    along = np.add.outer(np.arange(60), np.arange(60)) - 60.0
    heights = np.abs(along) * 60
    grey = hillshade(heights, np.full(60, 100.0))
    pixels, _ = read_png(shade_png(grey), 10_000)
    colour, opacity = pixels[..., 0], pixels[..., 1] / 255
    assert 0.15 <= opacity.max() <= 0.25
    assert opacity.max() <= STRENGTH + 0.005
    assert set(np.unique(colour)) == {0, 255}
    level = read_png(shade_png(hillshade(np.full((9, 9), 500.0), np.full(9, 30.0))), 100)[0]
    assert not level.any()


def test_pictures_and_pages_show_the_hill_below_roads_and_names(hilly):
    state = frontline.open(hilly).on("2001-01-05")
    drawn = still(state, size="560x560")
    order = list(drawn.scene.layers)
    assert order.index("terrain") < min(order.index(one) for one in ("roads", "front", "labels"))
    (picture,) = drawn.scene.layers["terrain"]
    assert isinstance(picture, Picture)
    assert (picture.png == still(state, size="560x560").scene.layers["terrain"][0].png) is True
    with_hill, flat = (
        np.asarray(Image.open(io.BytesIO(one.png())).convert("L"), dtype=float)
        for one in (drawn, drawn.without(["terrain"]))
    )
    to_pixels = drawn.frames[0].to_pixels
    point = to_pixels(shapely.Point(HILL[0] - 0.02, HILL[1] + 0.02))
    dark = to_pixels(shapely.Point(HILL[0] + 0.02, HILL[1] - 0.02))
    difference = with_hill - flat
    assert area_mean(difference, point) > 2
    assert area_mean(difference, dark) < -5
    assert np.abs(difference).max() <= 0.26 * 255
    terrain = data_of(html(page.day_map(state)))["base"]["terrain"]
    assert terrain["png"].startswith("iVBOR")


def area_mean(pixels, point):
    x, y = round(point.x), round(point.y)
    return pixels[y - 4 : y + 5, x - 4 : x + 5].mean()


@pytest.mark.browser
def test_a_page_lays_the_hill_on_its_ground_without_a_request(visit, hilly):
    seen = visit(html(page.day_map(frontline.open(hilly).on("2001-01-05"))))
    loaded = seen.run(
        "(async () => { const at = document.querySelector('image.terrain');"
        "const file = new Image(); file.src = at.getAttribute('href'); await file.decode();"
        "const box = at.getBoundingClientRect();"
        "return [file.naturalWidth, box.width > 100, box.height > 100,"
        "!!(at.compareDocumentPosition(document.querySelector('.road')) & 4)] })()"
    )
    assert loaded[0] > 100
    assert loaded[1:] == [True, True, True]


def test_terrain_is_kept_by_the_cache_and_by_an_embargo(hilly):
    package = read_package(hilly)
    for _ in range(2):
        assert (open_package(hilly).terrain == package.terrain) is True
    last = package.coverage.last_day
    assert (apply_embargo(package, 2, last).terrain == package.terrain) is True
    credit = frontline.open(hilly).on("2001-01-05")
    assert any("CC BY 4.0" in mark.text for mark in still(credit).scene.layers["furniture"]
               if hasattr(mark, "text"))  # fmt: skip
