"""How far one thing is from another: on paper, by laws, and against every place of the war."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import example, given, settings
from hypothesis import strategies as st

from frontline.dates import days_between
from frontline.errors import InvalidRequestError, UnknownNameError
from frontline.geometry import geodesy, position_index, shortest_lines
from frontline.geometry.distance import Endpoint, measure
from frontline.geometry.geodesic_edges import Edges
from frontline.geometry.geodesic_lines import GeodesicLine
from frontline.geometry.geodesic_polygons import GeodesicPolygon
from frontline.geometry.geodesy import DIRECTIONS, compass_direction, distance_m
from frontline.geometry.nearest_distance import measure_nearest
from frontline.geometry.position_index import PositionIndex
from frontline.serialize import distance_json

WGS84 = Geodesic.WGS84
A_MICROMETRE = 1e-6
A_MILLIMETRE = 1e-3
#: The semi-axis and the flattening of WGS 84 give these for the land, at the equator.
TENTH_EASTWARD_M = 6378137 * math.pi / 1800
TENTH_NORTHWARD_M = 11057.43

few = settings(max_examples=15)
some = settings(max_examples=50)


def distance_between(one, two):
    return WGS84.Inverse(one[1], one[0], two[1], two[0])["s12"]


@st.composite
def endpoints(draw, *, lines=False):
    """A position, a town with an outline around or beside its centre, or a bent line."""
    lon, lat = draw(st.floats(36.0, 37.0)), draw(st.floats(35.0, 36.0))
    error_m = draw(st.floats(0, 500))
    kind = draw(st.sampled_from(["point", "town", "line"] if lines else ["point", "town"]))
    if kind == "line":
        turns = draw(st.lists(st.tuples(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2)), min_size=1))
        path = [(lon, lat), *((lon + x, lat + y) for x, y in turns if max(abs(x), abs(y)) > 1e-5)]
        path = path if len(path) > 1 else [(lon, lat), (lon + 0.1, lat)]
        return Endpoint("road", error_m, path=GeodesicLine(path))
    if kind == "point":
        return Endpoint("point", error_m, (lon, lat))
    half = draw(st.floats(0.001, 0.03))
    shape = shapely.box(lon - half, lat - half / 2, lon + half / 3, lat + half)
    return Endpoint("town", error_m, (lon, lat), footprint_geojson=shapely.geometry.mapping(shape))


# --- on paper ---


def test_two_towns_without_outlines_are_as_far_as_their_centres(land):
    way, _ = land.distance("gorse", "ivy")
    # 0.2 degree of the equator, whose radius is 6378.137 km; each may be 100 m off.
    assert way.centre_m == way.edge_m == pytest.approx(2 * TENTH_EASTWARD_M, abs=0.01)
    assert (way.low_m, way.high_m) == pytest.approx((way.edge_m - 200, way.centre_m + 200))
    assert (way.bearing_deg, way.direction) == (pytest.approx(90), "east")


def test_an_outline_brings_the_edge_nearer_and_leaves_the_centre(land):
    way, _ = land.distance("hazel", "elm")
    # Elm's outline begins 0.01 degree south of its centre.
    assert way.centre_m == pytest.approx(TENTH_NORTHWARD_M, abs=0.1)
    assert way.edge_m == pytest.approx(0.9 * TENTH_NORTHWARD_M, abs=0.1)
    assert way.low_m == pytest.approx(way.edge_m - 200)
    assert way.high_m == pytest.approx(way.centre_m + 200)
    assert way.direction == "north"
    assert way.edge_line[1] == pytest.approx((30.1, 0.09), abs=1e-6)


def test_the_way_to_a_road_ends_at_its_nearest_point_with_its_chainage(land):
    way, _ = land.distance("dogwood", "h1")
    # The road is 0.1 degree east, and dogwood 0.15 degree north of its beginning.
    assert way.centre_m == pytest.approx(TENTH_EASTWARD_M, abs=0.1)
    assert way.chainage_km == pytest.approx(1.5 * TENTH_NORTHWARD_M / 1000, abs=0.001)
    assert way.direction == "east"
    assert way.high_m == pytest.approx(way.centre_m + 120)


def test_a_road_through_a_town_is_at_no_distance(land):
    way, _ = land.distance("elm", "h1")
    assert (way.edge_m, way.low_m) == (0, 0)
    assert way.high_m == pytest.approx(120, abs=0.01)


def test_the_nearest_place_of_an_actor_is_found_with_the_next_four(land):
    way = land.on("2001-01-01").distance("alder", "south")
    # 0.2 degree south lies gorse; hazel and ivy lie farther and there is no fourth.
    assert way.end.place.id == "gorse"
    assert [other.end.place.id for other in way.others] == ["hazel", "ivy"]
    later = land.on("2001-01-09").distance("alder", "south")
    # Birch lies 11.1 km to the east; elm's outline 14.5 km to the south-east; fir is last.
    found = [other.end.place.id for other in (later, *later.others)]
    assert found == ["birch", "elm", "gorse", "hazel", "fir"]


@pytest.mark.parametrize("name", ["GOVERNMENT", " government  and Allies", "الحكومة وحلفاؤها"])
def test_an_actor_may_be_named_as_readers_know_it(atlas, name):
    state = atlas.on("2019-08-15")
    assert state.distance("Khan Sheikhoun", name).end.label == "Tell Aas"
    assert state.distance(name, "Khan Sheikhoun").start.label == "Tell Aas"
    told = distance_json(state.distance("Khan Sheikhoun", name), state)
    assert (told["to"], told["to_name"]) == ("government", "government, nearest at Tell Aas")


def test_a_misspelt_actor_is_answered_with_the_actors_there_are(land):
    with pytest.raises(UnknownNameError, match=r"Actors: north, south; and the front"):
        land.on("2001-01-02").distance("Elm", "norhtern")


def test_two_actors_are_as_far_as_their_nearest_places(land):
    way = land.on("2001-01-01").distance("north", "south")
    # On the first day three pairs face each other across the ridge; elm has an outline.
    assert (way.start.place.id, way.end.place.id) == ("elm", "hazel")
    back = land.on("2001-01-01").distance("south", "north")
    assert (back.start.place.id, back.end.place.id) == ("hazel", "elm")
    assert back.edge_m == pytest.approx(way.edge_m, abs=A_MICROMETRE)


def test_the_front_lies_half_way_and_may_run_as_near_as_the_next_town(land):
    way = land.on("2001-01-01").distance("gorse", "front")
    half = TENTH_NORTHWARD_M / 2
    assert way.centre_m == pytest.approx(half, abs=1)
    assert way.direction == "north"
    # It may run anywhere between gorse and dogwood, and gorse may be 100 m off, twice counted.
    assert way.low_m == 0
    assert way.high_m == pytest.approx(2 * half + 200, abs=2)


def test_a_position_may_be_given_in_numbers(land):
    way, state = land.distance("30.0,0.0", "30.1,0.0")
    assert state is None
    assert way.centre_m == pytest.approx(TENTH_EASTWARD_M, abs=0.01)
    assert way.low_m == way.high_m == way.centre_m


# --- laws ---


@some
@given(endpoints(lines=True), endpoints())
def test_the_way_back_is_as_long_and_points_the_other_way(one, other):
    there, back = measure(one, other), measure(other, one)
    for name in ("centre_m", "edge_m", "low_m", "high_m"):
        assert getattr(there, name) == pytest.approx(getattr(back, name), abs=A_MILLIMETRE)
    assert there.chainage_km == back.chainage_km
    (lon1, lat1), (lon2, lat2) = there.line
    assert back.line == (there.line[1], there.line[0])
    if there.centre_m > 1:
        ends = WGS84.Inverse(lat1, lon1, lat2, lon2)
        assert there.bearing_deg == pytest.approx(ends["azi1"] % 360, abs=1e-6)
        assert back.bearing_deg == pytest.approx((ends["azi2"] + 180) % 360, abs=1e-6)


@some
@given(endpoints(lines=True), endpoints(lines=True))
def test_the_interval_holds_the_centres_and_the_edges(one, other):
    way = measure(one, other)
    assert 0 <= way.low_m <= way.edge_m <= way.centre_m <= way.high_m
    error_m = one.error_m + other.error_m
    assert way.high_m == pytest.approx(way.centre_m + error_m)
    assert way.low_m == pytest.approx(max(0, way.edge_m - error_m))


@some
@given(endpoints(), endpoints())
@example(Endpoint("here", 0, (36.5, 35.5)), Endpoint("here", 10, (36.5, 35.5)))
def test_centres_are_as_far_as_geographiclib_says(one, other):
    way = measure(one, other)
    assert way.centre_m == pytest.approx(
        distance_between(one.centre, other.centre), abs=A_MICROMETRE
    )
    assert way.direction == compass_direction(way.bearing_deg)
    assert way.direction in DIRECTIONS


@some
@given(endpoints(lines=True), endpoints(lines=True))
def test_the_ends_of_each_way_are_as_far_apart_as_it_is_long(one, other):
    way = measure(one, other)
    assert distance_between(*way.line) == pytest.approx(way.centre_m, abs=A_MILLIMETRE)
    assert distance_between(*way.edge_line) == pytest.approx(way.edge_m, abs=A_MILLIMETRE)
    for body, end in zip((one, other), way.edge_line, strict=True):
        if body.footprint is not None:
            assert body.footprint.distance_m(*end) < 0.01


@some
@given(endpoints(), st.lists(endpoints(), min_size=1, max_size=12), st.booleans())
def test_the_nearest_of_several_is_that_of_measuring_all(start, candidates, reverse):
    found = measure_nearest(start, candidates, reverse=reverse)
    ways = sorted(
        (measure(other, start) if reverse else measure(start, other) for other in candidates),
        key=lambda way: (way.edge_m, way.centre_m),
    )
    ranked = [found, *found.others]
    assert [way.edge_m for way in ranked] == [way.edge_m for way in ways[:5]]
    assert all((way.end if reverse else way.start) is start for way in ranked)


#: Due south of (36, 35.625) its upper edge is divided in two pieces.
TOWN = {
    "type": "Polygon",
    "coordinates": [
        [[36 + east, 35.5546875 + north] for east, north in zip(
            (1 / 192, 1 / 192, -1 / 64, -1 / 64, 1 / 192), (0, 3 / 128, 3 / 128, 0, 0), strict=True
        )]
    ],
}  # fmt: skip


@some
@given(endpoints(), st.lists(endpoints(), min_size=1, max_size=9), st.booleans())
@example(
    start=Endpoint("town", 0, (36, 35.57), footprint_geojson=TOWN),
    candidates=[Endpoint("", 0, (36, 35.625))],
    reverse=False,
)
def test_lines_compared_together_are_those_of_the_strip_tree(start, candidates, reverse):
    together = measure_nearest(start, candidates, reverse=reverse, count=9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shortest_lines, "_MOST_PAIRS", 0)
        searched = measure_nearest(start, candidates, reverse=reverse, count=9)
    for one, other in zip((together, *together.others), (searched, *searched.others), strict=True):
        assert (one.edge_m, one.edge_line) == (other.edge_m, other.edge_line)  # to the last bit


@pytest.mark.parametrize("middle", [(37.0, 36.0), (179.98, -17.0), (20.0, 89.9)])
def test_few_positions_find_the_same_places_as_many_do(monkeypatch, middle):
    chance = np.random.default_rng(8)
    towns, here = (np.asarray(middle) + chance.normal(0, 0.3, (n, 2)) for n in (300, 40))
    towns[:, 1], here[:, 1] = np.minimum(towns[:, 1], 90), np.minimum(here[:, 1], 90)
    index = PositionIndex(*towns.T, chance.uniform(0, 2000, 300))
    bound = index.nearest_bound_m(*here.T)
    found = []
    for few in (0, 100):
        monkeypatch.setattr(position_index, "_FEW", few)
        asked, town = index.within(*here.T, bound)
        away = distance_m(*here[asked].T, *towns[town].T) - index.radius_m[town]
        near = away <= bound[asked]
        found.append(list(zip(asked[near].tolist(), town[near].tolist(), strict=True)))
    assert found[0] == found[1]
    assert {asked for asked, _ in found[0]} == set(range(40))
    exact = index.nearest_bound_m(*here.T)
    assert exact == pytest.approx(
        [distance_m(*one, *towns.T).min() for one in here], abs=1e-3
    )  # of few, the nearest itself


@pytest.mark.parametrize("outline", [True, False])
def test_candidates_are_measured_together(land, monkeypatch, outline):
    """One search of edges from the start, and one of those to it if it has an outline."""
    elm = land.locate("elm")
    towns = [
        Endpoint("town", 0, (30.2 + 0.03 * n, 0.1), footprint_geojson=shapely.geometry.mapping(
            shapely.Point(30.2 + 0.03 * n, 0.1).buffer(0.004)))
        for n in range(5)
    ]  # fmt: skip
    start = elm if outline else Endpoint("here", 0, elm.centre)
    measure_nearest(start, towns)  # prepares the outlines
    searches, feet, inverses, inverse = [], Edges.feet, [], geodesy.inverse
    monkeypatch.setattr(Edges, "feet", lambda *asked: searches.append(1) or feet(*asked))
    monkeypatch.setattr(geodesy, "inverse", lambda *ends: inverses.append(1) or inverse(*ends))
    found = measure_nearest(start, towns)
    assert len(found.others) == 4
    assert len(searches) == 1 + outline
    assert len(inverses) == 1


# --- the real war ---


def days(atlas):
    frame = atlas.package.coverage
    return st.sampled_from(list(days_between(frame.first_day, frame.last_day)))


def edge_by_hand(one, other):
    """The distance from edge to edge, by the outlines that there are, or else the centres."""
    return min(between_outlines(one, other), distance_between(one.centre, other.centre))


def between_outlines(one, other):
    if one.footprint is not None and other.footprint is not None:
        return one.footprint.shortest_line_to(other.footprint).distance_m
    if one.footprint is not None:
        return one.footprint.distance_m(*other.centre)
    if other.footprint is not None:
        return other.footprint.distance_m(*one.centre)
    return distance_between(one.centre, other.centre)


def held_by(state, actor):
    number = state.atlas.actors.index(actor)
    pairs = zip(state.atlas.site_endpoints, state.holders, strict=True)
    return [body for body, holder in pairs if holder == number]


def may_be_within(one, other, reach_m):
    """Pairs of endpoints whose edges can be so near: the centres are, less what outlines reach."""
    centres = distance_m(
        [[body.centre[0]] for body in one],
        [[body.centre[1]] for body in one],
        [body.centre[0] for body in other],
        [body.centre[1] for body in other],
    )
    outlines = np.add.outer([b.radius_m for b in one], [b.radius_m for b in other])
    return [(one[i], other[j]) for i, j in np.argwhere(centres - outlines <= reach_m)]


@few
@given(data=st.data(), actor=st.sampled_from(["government", "opposition"]))
def test_no_place_an_actor_holds_is_nearer_than_the_one_found(atlas, data, actor):
    state = atlas.on(data.draw(days(atlas)))
    start = atlas.endpoint(data.draw(st.sampled_from(list(atlas.package.gazetteer.values()))))
    found = state.distance(start.place.id, actor)
    ranked = [found, *found.others]
    near = may_be_within([start], held_by(state, actor), ranked[-1].edge_m)
    by_hand = {body.place.id: edge_by_hand(start, body) for _, body in near}
    assert [way.edge_m for way in ranked] == pytest.approx(sorted(by_hand.values())[:5], abs=0.002)
    for way in ranked:
        assert way.edge_m == pytest.approx(by_hand[way.end.place.id], abs=0.002)
        assert state.control(way.end.place).control.holder == actor


@few
@given(data=st.data(), actor=st.sampled_from(["government", "opposition"]))
def test_an_actor_as_the_first_thing_is_measured_from(atlas, data, actor):
    state = atlas.on(data.draw(days(atlas)))
    place = data.draw(st.sampled_from(atlas.sites))
    there, back = state.distance(place.id, actor), state.distance(actor, place.id)
    assert back.end.place == place
    assert back.start.place == there.end.place
    assert back.edge_m == pytest.approx(there.edge_m, abs=A_MILLIMETRE)


@settings(max_examples=3)
@given(data=st.data())
def test_two_actors_are_nowhere_nearer_than_the_pair_found(atlas, data):
    state = atlas.on(data.draw(days(atlas)))
    way = state.distance("government", "opposition")
    pairs = may_be_within(
        held_by(state, "government"), held_by(state, "opposition"), way.edge_m + 1
    )
    best = min(edge_by_hand(one, other) for one, other in pairs)
    assert way.edge_m == pytest.approx(best, abs=A_MILLIMETRE)
    assert state.control(way.start.place).control.holder == "government"
    assert state.control(way.end.place).control.holder == "opposition"


def test_a_built_up_area_reaches_no_farther_than_its_radius_says(atlas):
    for body in [body for body in atlas.site_endpoints if body.footprint_geojson is not None][::5]:
        corners = shapely.get_coordinates(shapely.geometry.shape(body.footprint_geojson))
        farthest = max(distance_between(body.centre, corner) for corner in corners)
        assert body.radius_m == pytest.approx(farthest, abs=A_MILLIMETRE)


def test_the_interval_holds_the_edges_also_where_a_centre_lies_outside_its_outline(atlas):
    # Some outlines lie beside the point of their place. Seen from that point, the place is 0 m
    # away at its centre, and must not be farther at its edge.
    for body in atlas.site_endpoints:
        if body.footprint_geojson is not None:
            way = measure(Endpoint("here", 0, body.centre), body)
            assert 0 <= way.low_m <= way.edge_m <= way.centre_m <= way.high_m, body.place.id


@few
@given(data=st.data())
def test_the_front_is_as_far_as_the_nearest_of_its_points(atlas, data):
    state = atlas.on(data.draw(days(atlas)))
    place = data.draw(st.sampled_from(atlas.sites))
    way = state.distance(place.id, "front")
    shape = state.front_shape
    line = atlas.cells.to_geographic(shapely.union(shape.line, shape.presumed))
    brute = min(
        GeodesicLine(part).nearest_point(place.lon, place.lat).distance_m
        for part in shapely.get_parts(line)
    )
    if way.gap is not None and way.gap.is_bound:
        # The place of the other side is nearer than any piece of the line.
        assert way.gap.other.place.id != place.id
        assert way.centre_m < brute + A_MILLIMETRE or way.gap.kind == "contested"
    else:
        assert way.centre_m == pytest.approx(brute, abs=A_MILLIMETRE)
    assert way.low_m <= way.edge_m <= way.centre_m <= way.high_m


# --- refusals ---


def test_what_moves_needs_a_day(land):
    for moving in ("north", "front"):
        with pytest.raises(InvalidRequestError, match="--on"):
            land.distance("elm", moving)


def test_an_actor_without_a_place_has_no_nearest_one(land):
    with pytest.raises(InvalidRequestError, match="no place"):
        measure_nearest(land.site_endpoints[0], [])


def test_a_name_that_is_nothing_is_refused(land):
    with pytest.raises(UnknownNameError):
        land.on("2001-01-01").distance("elm", "the moon")


def test_a_body_without_a_position_is_refused():
    with pytest.raises(InvalidRequestError, match="no position"):
        measure(Endpoint("nothing", 0), Endpoint("here", 0, (36.0, 35.0)))


def test_the_built_up_area_of_a_place_is_prepared_once_for_all_questions(atlas, monkeypatch):
    towns = [one.id for one in atlas.sites if one.id in atlas.package.footprints][::150]
    asked = [(town, to) for town in towns for to in ("government", "front", "M5", towns[0])]
    days = ("2019-08-15", "2019-08-24")

    def answers():
        found = [atlas.on(day).distance(*names) for day in days for names in asked]
        return [(one.centre_m, one.edge_m, one.low_m, one.high_m, one.edge_line) for one in found]

    before, prepared = answers(), []
    prepare = GeodesicPolygon.__init__
    with monkeypatch.context() as patch:
        patch.setattr(
            GeodesicPolygon, "__init__", lambda *new: prepared.append(new) or prepare(*new)
        )
        assert answers() == before
    assert prepared == []
