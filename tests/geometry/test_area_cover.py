"""Which areas cover a place: points, errors and footprints against ground worked out on paper."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from frontline.geometry.area_cover import Drawing, Extents, covering
from frontline.geometry.geodesy import distance_m

#: A degree at the equator is about 111 km; ground west of 10 E, and east of it.
WEST, EAST = shapely.box(9, -1, 10, 1), shapely.box(10, -1, 11, 1)


def kinds(drawing, lon, lat=0.0, error_m=100.0, footprint=None):
    """Return the kinds of ground of one place."""
    own = {} if footprint is None else {0: footprint}
    extents = Extents(np.array([lon]), np.array([lat]), np.array([error_m]), own)
    return set(covering(drawing, extents, np.array([0]))[0])


def drawn(west="red", east="blue", **more):
    areas = {}
    for kind, id_, ground in ((west, "w", WEST), (east, "e", EAST)):
        if kind:
            areas.setdefault(kind, {})[id_] = ground
    return Drawing(areas, **more)


CASES = {
    "wholly inside": (drawn(), {"lon": 9.5}, {"red"}),
    "the edge outside the error": (drawn(), {"lon": 9.99, "error_m": 1000}, {"red"}),
    "the edge within the error": (drawn(), {"lon": 9.99, "error_m": 1200}, {"red", "blue"}),
    "the edge through the footprint": (
        drawn(), {"lon": 9.99, "footprint": shapely.box(9.98, -0.01, 10.001, 0.01)},
        {"red", "blue"},
    ),
    "the footprint up to the edge": (
        drawn(), {"lon": 9.98, "footprint": shapely.box(9.97, -0.01, 9.999, 0.01)}, {"red"},
    ),
    "one kind on both sides of a shared border": (drawn(east="red"), {"lon": 10.0}, {"red"}),
    "outside everything": (drawn(), {"lon": 12.0}, {None}),
    "an edge of ground that nothing is said of": (drawn(east=""), {"lon": 10.0}, {"red", None}),
    "the rest": (drawn(east="", rest={"blue": {"r": shapely.box(8, -2, 12, 2)}}), {"lon": 11.5},
                 {"blue"}),
    "an edge of the rest": (
        drawn(east="", rest={"blue": {"r": shapely.box(8, -2, 12, 2)}}), {"lon": 10.0},
        {"red", "blue"},
    ),
    "the border of the rest does not matter near a place inside": (
        drawn(east="", rest={"blue": {"r": shapely.box(8, -2, 11.5, 2)}}), {"lon": 11.4999},
        {"blue"},
    ),
    "outside the rest": (drawn(east="", rest={"blue": {"r": EAST}}), {"lon": 12.0}, {None}),
    "named, outside the polygon": (drawn(members={"red": frozenset({0})}), {"lon": 12.0}, {"red"}),
    "named, on an edge": (drawn(members={"red": frozenset({0})}, east=""), {"lon": 10.0}, {"red"}),
    "named by one and inside another": (
        drawn(members={"red": frozenset({0})}), {"lon": 10.5}, {"red", "blue"},
    ),
    "named in the rest": (drawn(rest_members={"blue": frozenset({0})}), {"lon": 12.0}, {"blue"}),
    "overlapping ground": (
        Drawing({"red": {"w": WEST}, "blue": {"o": shapely.box(9.4, -1, 11, 1)}}), {"lon": 9.5},
        {"red", "blue"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_place_lies_on_the_ground_that_its_extent_meets(name):
    drawing, place, expected = CASES[name]
    assert kinds(drawing, **place) == expected


@given(st.floats(-170, 170), st.floats(-75, 75), st.floats(1, 50_000))
def test_an_extent_is_the_circle_of_the_error_up_to_two_percent(lon, lat, error_m):
    shape = Extents(np.array([lon]), np.array([lat]), np.array([error_m])).shapes[0]
    corners = shapely.get_coordinates(shape)
    away = distance_m(lon, lat, *corners.T)
    assert (away >= 0.99 * error_m).all()
    assert (away <= 1.03 * error_m).all()


@given(st.integers(0, 2**32 - 1))
def test_a_series_looked_at_by_its_changes_agrees_with_each_drawing_by_itself(seed):
    chance = np.random.default_rng(seed)
    lon, lat = chance.uniform(0, 10, (2, 60))
    extents = Extents(lon, lat, chance.uniform(100, 60_000, 60), {3: shapely.box(2, 2, 4, 3)})
    rest = {"blue": {"all": shapely.box(0, 0, 9, 10)}}
    seen, previous = [frozenset({None})] * 60, Drawing({})
    for _ in range(6):
        parts = {f"p{n}": _polygon(n) for n in chance.choice(8, 3, replace=False)}
        drawing = Drawing({"red": parts}, {"red": frozenset({int(chance.integers(60))})}, rest)
        changed = drawing.changed_since(previous, extents)
        for at, own in zip(changed, covering(drawing, extents, changed), strict=True):
            seen[at] = own
        assert seen == covering(drawing, extents, np.arange(60))
        previous = drawing


def _polygon(number):
    """Return one of eight polygons, some of which overlap."""
    chance = np.random.default_rng(number)
    return shapely.convex_hull(shapely.multipoints(chance.uniform(0, 10, (6, 2))))


def test_only_places_on_changed_ground_are_looked_at_again():
    lon = np.linspace(9.05, 10.95, 20)
    extents = Extents(lon, np.zeros(20), np.full(20, 100.0))
    before = drawn(rest={"blue": {"r": shapely.box(8, -2, 12, 2)}}, east="")
    moved = shapely.box(9, -1, 10.1, 1)
    after = Drawing({"red": {"w2": moved}}, rest=before.rest)
    assert list(after.changed_since(before, extents)) == list(
        np.flatnonzero((lon > 9.99) & (lon < 10.11))
    )
    assert list(before.changed_since(before, extents)) == []
