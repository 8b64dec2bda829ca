"""Positions are read in the notations of maps, sheets and databases, or refused with the reason."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from frontline.errors import InvalidRequestError
from frontline.importers.coordinates import resolution_m
from frontline.importers.position_column import PositionColumn
from frontline.importers.positions import read_position, read_text

HERE = (33.25, 44.5)

PAIRS = (
    ("33.25", "44.5"), ("33,25", "44,5"), (33.25, 44.5), ("33°15'", "44°30'"),
    ("33°15'00\" E", "44°30'00\" N"), ("E 33 15 0", "N 44 30 0"), ("33d15m0s", "44d30m0s"),
    ("33º 15´ 00´´ в.д.", "44º 30´ 00´´ с.ш."), ("33 deg 15 min east", "44 deg 30 min north"),
    ("٣٣°١٥′ شرقاً", "٤٤°٣٠′ شمالاً"), ("0331500E", "443000N"), ("33:15:00", "44:30:00"),
    ("N44.5", "E33.25"), ("lon: 33.25", "lat: 44.5"),
)  # fmt: skip

TEXTS = (
    "44.5, 33.25", "44.5 33.25", "44,5; 33,25", "44,5 33,25", "(44.5, 33.25)", "44.5/33.25",
    "44.5N 33.25E", "33.25E, 44.5N", "44°30'00\"N 33°15'00\"E", "N44 30 0 E33 15 0",
    "lat 44.5, lon 33.25", "Lon: 33.25 Lat: 44.5", "POINT(33.25 44.5)", "point z (33.25 44.5 120)",
    "SRID=4326;POINT(33.25 44.5)", "MULTIPOINT((33.25 44.5))", "geo:44.5,33.25",
    '{"type": "Point", "coordinates": [33.25, 44.5]}', shapely.Point(HERE).wkb_hex,
    "https://www.openstreetmap.org/?mlat=44.5&mlon=33.25#map=15/44.5/33.25",
    "https://www.google.com/maps/@44.5,33.25,15z", {"type": "Point", "coordinates": [33.25, 44.5]},
)  # fmt: skip

REFUSED = {
    "0, 0": "the position is 0, 0",
    "POINT EMPTY": "has no position",
    "POLYGON ((0 0, 1 0, 1 1, 0 0))": "is a Polygon, not a point",
    "POINT (33.25": "the position is not valid WKT",
    '{"type": "Point"}': "has no position",
    "8GMMVHX8+2X": "is a plus code",
    "///index.home.raft": "is an address of what3words",
    "36TXR4": "the grid reference (MGRS)",
    "36TXR12345": "the grid reference (MGRS) needs as many",
    "36TZZ1234512345": "the grid reference (MGRS) does not exist",
    "37S 305000 4010000": "the S of the UTM zone may be",
    "305000, 4010000": "the position looks like metres",
    "44.5": "the position cannot be read",
    "Alder": "the position cannot be read",
    "44.5° N, 33.25° O": "O is west in French and Spanish",
    "99, 200": "the position is not on the globe",
    "https://example.org/a": "is a link without a position",
    "SRID=999999;POINT(1 1)": "the coordinate system EPSG:999999 is not known",
    "N/A": "has no position",
}


def near(found, expected=HERE):
    return isinstance(found, tuple) and found == pytest.approx(expected, abs=1e-6)


def test_two_cells_are_read_in_many_notations():
    assert {pair: read_position(*pair) for pair in PAIRS if not near(read_position(*pair))} == {}


def test_one_cell_is_read_in_many_notations():
    found = [(text, read_text(text, "lat-lon")) for text in TEXTS]
    assert [(text, at) for text, at in found if not near(at)] == []
    assert read_text("33.25, 44.5", "lon-lat") == HERE


def test_what_is_not_read_is_named():
    found = {text: read_text(text, "lat-lon") for text in REFUSED}
    assert {
        text: why for text, why in found.items() if not str(why).startswith(REFUSED[text])
    } == {}


@pytest.mark.parametrize(
    ("lon", "lat", "reason"),
    [
        ("", "44.5", "has no position"),
        ("33.25", "#N/A", "has no position"),
        ("233.25", "44.5", "the longitude is beyond 180 degrees"),
        ("144.5", "91", "the position is not on the globe"),
        ("44.5", "133.25", "the latitude is beyond 90 degrees"),
        ("33 61 E", "44 30 N", "the position cannot be read"),
        ("-33 E", "44 N", "the position cannot be read"),
        ("33 15", "44 30", "the position cannot be read"),
        ("3325000", "4450000", "the position looks like metres"),
        ("33.25.00", "44.5", "the position cannot be read"),
    ],
)
def test_two_cells_are_refused_with_the_reason(lon, lat, reason):
    assert str(read_position(lon, lat)).startswith(reason)


def test_grid_references_are_the_middle_of_their_square():
    to_utm = Transformer.from_crs(4326, 32636, always_xy=True)
    for text, expected in (
        ("36TWQ1989627717", (519896.5, 4927717.5)),
        ("36TWQ199277", (519950, 4927750)),
    ):
        lon, lat = read_text(text)
        assert to_utm.transform(lon, lat) == pytest.approx(expected, abs=1.5)
    lon, lat = read_text("36S 519896 3927717", region=(30, 30, 40, 40))
    assert to_utm.transform(lon, lat) == pytest.approx((519896, 3927717), abs=0.2)
    lon, lat = read_text("36T 519896 4927717")
    assert to_utm.transform(lon, lat) == pytest.approx((519896, 4927717), abs=0.2)


def test_the_resolution_of_minutes_and_seconds_is_known():
    assert round(resolution_m("33°15'20\"", "44°30'10\"")) == 22
    assert round(resolution_m("33°15'", "44°30'"), -1) == 1310
    assert resolution_m("٤٤٫٥١", "٣٣٫٢٦") == resolution_m("44.51", "33.26")


@given(st.text(max_size=30), st.sampled_from([None, "lat-lon", "lon-lat"]))
def test_any_text_is_read_or_refused(text, order):
    found = read_text(text, order)
    assert isinstance(found, str) or (abs(found[0]) <= 180 and abs(found[1]) <= 90)


@given(st.floats(-179.9, 179.9), st.floats(-89.9, 89.9))
def test_a_position_survives_degrees_minutes_and_seconds(lon, lat):
    def written(value, sides):
        seconds = round(abs(value) * 3600)
        degrees, minutes = seconds // 3600, seconds % 3600 // 60
        return f"{degrees}°{minutes}'{seconds % 60}\" {sides[value < 0]}"

    found = read_text(f"{written(lat, 'NS')}, {written(lon, 'EW')}")
    assert isinstance(found, str) == (abs(lon) < 1e-4 and abs(lat) < 1e-4) or near(
        found, (round(lon * 3600) / 3600, round(lat * 3600) / 3600)
    )


def column(values, region=None, name="where", order=None):
    return PositionColumn("a.csv", name, lambda: values, region, order)


def test_the_order_of_two_numbers_is_that_of_the_name_or_the_region():
    region = (33.0, 44.0, 34.0, 45.0)
    assert column(["44.5, 33.25"], region).position("44.5, 33.25") == HERE
    assert column(["33.25, 44.5"], region).position("33.25, 44.5") == HERE
    assert column([], None, "lat/long").position("44.5 33.25") == HERE
    assert column([], None, "Lon, Lat").position("33.25 44.5") == HERE
    assert column(["10, 120"], None).position("10, 120") == (120.0, 10.0)


def test_an_order_that_nothing_shows_is_asked_for():
    with pytest.raises(InvalidRequestError, match=r"'44.5, 33.25'.*--set pairs=lat-lon"):
        column(["44.5, 33.25"]).position("44.5, 33.25")
    both = ["36.2, 36.4", "36.3, 36.1"]
    with pytest.raises(InvalidRequestError, match="pairs"):
        column(both, (36, 36, 37, 37)).position(both[0])
    assert column(["44.5, 33.25"], order="lat-lon").position("44.5, 33.25") == HERE
    assert column([]).position("44.5 N, 33.25 E") == HERE
