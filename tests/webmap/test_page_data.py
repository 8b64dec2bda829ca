"""Page data, decoded by the documented format, equals the answers of the library."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
import shapely
from invented_land import grid_atlas
from parsed_page import hectares_of_cells, rings_of_cells

from frontline.atlas import Atlas
from frontline.dates import days_between
from frontline.errors import InvalidRequestError
from frontline.geometry.front import front_lines
from frontline.geometry.tessellation import holder_indices
from frontline.webmap import csp, page
from frontline.webmap import places as places_module
from frontline.webmap.payload import encode_control, page_data
from frontline.webmap.places import slug
from frontline.webmap.quantize import GRID


def decode_ground(data):
    """Read cells as polygons and ridges as corner pairs, from the documented format alone.

    A ridge is a side that two cells share: the cells, lower first, and its two corners.
    """
    ground = data["ground"]
    corners = np.column_stack([np.cumsum(ground["x"]), np.cumsum(ground["y"])])
    lonlat = (corners + data["origin"]) / GRID
    cells = rings_of_cells(data)
    sides = {
        (int(one), int(other)): cell
        for cell, rings in enumerate(cells)
        for ring in rings
        for one, other in zip(ring, np.roll(ring, -1), strict=True)
    }
    ridges = [
        (cell, sides[other, one], one, other)
        for (one, other), cell in sides.items()
        if sides.get((other, one), -1) > cell
    ]
    return lonlat, cells, np.asarray(ridges)


def decode_control(control, days):
    codes = np.asarray(control["initial"])
    rows = [codes]
    changes = np.reshape(control["changes"], (-1, 3)).copy()
    changes[:, 0] = np.cumsum(changes[:, 0])
    for day in range(1, days):
        codes = codes.copy()
        for _, unit, code in changes[changes[:, 0] == day]:
            codes[unit] = code
        rows.append(codes)
    return np.asarray(rows)


@pytest.fixture(scope="module")
def whole(animation_data):
    return animation_data


def test_the_data_equals_the_record_for_every_place_and_day(atlas, whole):
    matrix = decode_control(whole["control"], whole["days"])
    record = atlas.record.matrix[:, : len(atlas.sites)]
    assert matrix.shape == record.shape
    assert atlas.presumed.any()
    found = np.stack([matrix, record, atlas.presumed], axis=-1).reshape(-1, 3)
    for shown, code, presumed in np.unique(found, axis=0).tolist():
        state = atlas.record.states[code]
        status, actors, evidence = whole["states"][shown]
        assert (status, evidence) == (state.status, "presumed" if presumed else state.evidence)
        assert tuple(atlas.actors[actor] for actor in actors) == state.actors


def test_any_range_of_days_is_a_part_of_the_whole(atlas, whole):
    matrix = decode_control(whole["control"], whole["days"])
    for first, days in ((0, 1), (100, 14), (311, 1)):
        start = atlas.record.first + timedelta(days=first)
        part = encode_control(atlas, start, start + timedelta(days=days - 1))
        assert (decode_control(part, days) == matrix[first : first + days]).all()


def test_since_is_the_day_of_the_record(atlas):
    day = date(2019, 8, 15)
    since = encode_control(atlas, day, day)["since"]
    spans = [atlas.record.span_on(place.id, day) for place in atlas.sites]
    assert [day + timedelta(days=offset) for offset in since] == [span.since for span in spans]


def test_the_ids_of_places_are_written_without_the_names_they_begin_with(atlas, whole):
    names, ids = whole["places"]["name"], whole["places"]["id"]
    read = [
        slug(name) + id_ if id_[:1] in {"", "-"} else id_
        for name, id_ in zip(names, ids, strict=True)
    ]
    assert read[: len(atlas.sites)] == [place.id for place in atlas.sites]
    assert any(id_.startswith("-") for id_ in ids)
    for id_, name, written in (
        ("elm", "Elm", ""), ("elm-north", "Elm", "-north"), ("elmwood", "Elm", "elmwood"),
        ("oak", "Elm", "oak"), ("elm", "\u0635", "elm"), ("x", "()", "x"),
    ):  # fmt: skip
        place = atlas.sites[0].model_copy(update={"id": id_, "name": name})
        assert places_module._id_beyond_name(place) == written  # noqa: SLF001


def test_the_cells_keep_their_area_to_a_thousandth(atlas, whole):
    lonlat, cells, _ = decode_ground(whole)
    areas = []
    for rings in cells:
        # The rings of holes run the other way, so that their areas are negative.
        rings_on_plane = [
            atlas.projection.to_plane(shapely.LinearRing(lonlat[[*ring, ring[0]]]))
            for ring in rings
        ]
        signs = [-1 if shapely.is_ccw(ring) else 1 for ring in rings_on_plane]
        parts = [shapely.Polygon(ring).area for ring in rings_on_plane]
        areas.append(float(np.dot(signs, parts)) / 1e6)
    assert np.allclose(areas, atlas.cells.areas_km2, rtol=2e-3, atol=2e-3)
    assert np.allclose(hectares_of_cells(whole) / 100, areas, rtol=2e-3, atol=1e-2)


def test_neighbouring_cells_share_the_corners_of_their_edge(atlas, whole):
    _, _, ridges = decode_ground(whole)
    long = shapely.length(atlas.cells.ridges) > 5  # a shorter one may fall into one grid point
    shared = {(one, other) for one, other, _, _ in ridges.tolist()}
    assert {tuple(sorted(pair)) for pair in atlas.cells.pairs[long].tolist()} <= shared


def test_the_front_of_every_day_can_be_drawn_from_the_ridges(atlas, whole):
    lonlat, _, ridges = decode_ground(whole)
    ends = shapely.transform(
        shapely.linestrings(lonlat[ridges[:, 2:]]), atlas.projection.forward, interleaved=False
    )
    lengths = shapely.length(ends)
    for row in range(0, whole["days"], 7):
        codes = atlas.record.matrix[row, : len(atlas.sites)]
        holders = holder_indices(codes, atlas.record.states, atlas.actors)
        line, contested = front_lines(atlas.cells, holders)
        left, right = holders[ridges[:, 0]], holders[ridges[:, 1]]
        is_line = (left >= 0) & (right >= 0) & (left != right)
        is_outline = (left == -1) & (right >= 0) | (right == -1) & (left >= 0)
        assert lengths[is_line].sum() == pytest.approx(line.length, rel=1e-3, abs=5)
        assert lengths[is_outline].sum() == pytest.approx(contested.length, rel=1e-3, abs=5)


def road_intervals(road, states, actors, day):
    cuts = np.cumsum(road["cuts"])
    codes = list(road["initial"])
    for when, piece, code in road["changes"]:
        if when <= day:
            codes[piece] = code
    found = []
    for piece, code in enumerate(codes):
        answer = (states[code][0], tuple(actors[actor] for actor in states[code][1]))
        if found and found[-1][2] == answer:
            found[-1][1] = int(cuts[piece + 1])
        else:
            found.append([int(cuts[piece]), int(cuts[piece + 1]), answer])
    return found


def test_the_holders_of_roads_equal_the_library_on_every_day(atlas, whole):
    for coded in whole["roads"]:
        road = atlas.roads[coded["id"]]
        cuts = np.cumsum(coded["cuts"])
        for number, day in enumerate(days_between(atlas.record.first, atlas.record.last)):
            expected = [
                [
                    max(round(one.from_km * 1000), int(cuts[0])),
                    min(round(one.to_km * 1000), int(cuts[-1])),
                    (one.control.status, one.control.actors),
                ]
                for one in road.intervals(atlas.record, day)
            ]
            expected = [one for one in expected if one[1] > one[0]]
            assert road_intervals(coded, whole["states"], atlas.actors, number) == expected


def test_one_actor_holds_the_whole_m5_on_14_february_2020(atlas):
    data = page_data(atlas, date(2020, 2, 14), date(2020, 2, 14), title="M5")
    m5 = next(road for road in data["roads"] if road["id"] == "m5")
    held = road_intervals(m5, data["states"], atlas.actors, 0)
    low, high = (atlas.chainage_km(atlas.road("m5"), end) * 1000 for end in ("Hama", "Aleppo"))
    between = {answer for start, end, answer in held if end > low + 50 and start < high - 50}
    assert between == {("held", ("government",))}


def test_the_history_of_a_place_contains_every_report_about_it(atlas, whole):
    history = whole["history"]
    reports = history["reports"]
    column = [place.id for place in atlas.sites].index("khan-shaykhun")
    found = {
        (publisher[0], reports["address"][number])
        for line in history["rows"][column]
        for number in line[-1]
        for publisher in [history["publishers"][reports["publisher"][number]]]
    }
    package = atlas.package
    ids = [row.baseline_id for row in package.baseline if row.place_id == "khan-shaykhun"]
    ids += [event.event_id for event in package.events if event.place_id == "khan-shaykhun"]
    expected = {
        (package.publishers[report.publisher].name, report.url)
        for record_id in ids
        for report in package.reports.get(record_id, ())
    }
    assert expected <= found
    assert len(expected) > 3


def test_a_baseline_without_reports_has_no_reason(land):
    bare = Atlas(replace(land.package, all_reports=()), land.rule)
    history = page_data(bare, bare.record.first, bare.record.first, title="Bare")["history"]
    (opening,) = history["rows"][[place.id for place in bare.sites].index("elm")]
    reason, note = history["notes"][opening[7]]
    assert history["reasons"][reason] == {
        "en": "Stated in the data package without a report.",
        "ar": "مذكور في حزمة البيانات من دون تقرير يؤيده.",
    }
    assert note == ""
    history = page_data(land, land.record.first, land.record.first, title="Land")["history"]
    assert history["reasons"] == []


def test_a_map_of_a_day_contains_no_later_days(atlas):
    day = date(2019, 8, 15)
    rows = page_data(atlas, day, day, title="Day")["history"]["rows"]
    days = [row[3] for place in rows for row in place if row[3] != ""]
    assert len(days) > 100
    assert max(days) <= 0


def test_a_record_without_roads_borders_or_rivers_is_encoded(land):
    bare = Atlas(replace(land.package, highways={}, admin=(), rivers=(), events=()), land.rule)
    data = page_data(bare, bare.record.first, bare.record.last, title="Bare")
    assert data["roads"] == []
    assert data["base"]["land"] == []
    assert data["control"]["changes"] == []


def test_a_day_outside_the_record_is_refused(atlas):
    with pytest.raises(InvalidRequestError, match="record runs from"):
        page.animation(atlas, "2019-04-29", "2019-05-02")
    with pytest.raises(InvalidRequestError, match="is before the first"):
        page.animation(atlas, "2019-05-02", "2019-05-01")


def test_twelve_hundred_places_over_120_days_fit_into_300_kilobytes():
    atlas = grid_atlas()
    first, last = atlas.record.first, atlas.record.last
    atlas.record.matrix, atlas.cells  # noqa: B018 - made once per atlas, not per page
    data = page_data(atlas, first, last, title="Size")
    assert len(data["control"]["changes"]) == 3 * 200
    assert data["near"]["neighbours"] == []  # too many places for these lists
    del data["history"]
    assert len(csp.json_block(data).encode()) <= 300_000


def test_the_page_of_the_whole_record_is_under_1100_kilobytes(animation_html):
    whole = animation_html.encode()
    assert len(whole) <= 1_100_000
    assert len(gzip.compress(whole, 9)) <= 350_000
