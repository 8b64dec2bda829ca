"""The one object a user holds: its tables, its rules, and that the order of files is nothing."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import frontline
from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.errors import (
    AmbiguousNameError,
    DataError,
    InvalidRequestError,
    UnknownNameError,
)
from frontline.geometry.geodesic_polygons import GeodesicPolygon

TABLES = {
    "places": {
        *("id", "name", "name_ar", "name_local", "status", "holder", "actors", "evidence"),
        *("since", "reported", "position_error_m", "geometry"),
    },
    "territory": {"actor", "status", "area_km2", "geometry"},
    "front": {"kind", "geometry"},
}

DAYS = st.integers(1, 10).map(lambda number: date(2001, 1, number))


def states(atlas, land):
    """Days of the land, among them one with contested ground, and one of the real war."""
    return [land.on("2001-01-01"), land.on("2001-01-05"), atlas.on("2019-08-15")]


def known(cell):
    """Give a cell of a table, None if it is empty: pandas has its own words for that."""
    return None if pd.isna(cell) else cell


def answers(opened, day):
    """All that a state says, in plain values."""
    state = opened.on(day)
    return {
        "places": state.places.drop(columns="geometry").to_dict("records"),
        "territory": state.territory.drop(columns="geometry").round(6).to_dict("records"),
        "front": [shapely.to_wkt(line, rounding_precision=5) for line in state.front.normalize()],
        "pockets": state.pockets,
        "road": [
            (round(i.from_km, 6), round(i.to_km, 6), i.control, i.record_ids)
            for i in state.road_intervals("h1")
        ],
    }


# --- tables ---


@pytest.mark.parametrize("table", TABLES)
def test_each_table_has_the_documented_columns_in_longitude_and_latitude(atlas, land, table):
    for state in states(atlas, land):
        frame = getattr(state, table)
        assert set(frame.columns) == TABLES[table]
        assert frame.crs.to_epsg() == 4326
        west, south, east, north = state.atlas.package.coverage.region
        assert shapely.box(west - 0.1, south - 0.1, east + 0.1, north + 0.1).contains(
            shapely.box(*frame.total_bounds)
        )


def test_the_table_of_places_says_what_the_record_says(atlas, land):
    for state in states(atlas, land):
        assert list(state.places["id"]) == [place.id for place in state.atlas.sites]
        for row in state.places.itertuples():
            place = state.atlas.place(row.id)
            span = state.control(row.id)
            assert (row.name, row.name_ar) == (place.name, place.name_ar)
            assert row.status == span.control.status
            assert known(row.evidence) == span.control.evidence
            assert row.actors == " ".join(span.control.actors)
            assert known(row.holder) == span.control.holder
            assert row.since == span.since.isoformat()
            assert (row.geometry.x, row.geometry.y) == (place.lon, place.lat)
            assert row.position_error_m == place.position_error_m > 0


def test_the_table_of_territory_has_a_row_for_each_who_has_ground(land):
    rows = [(row.actor, row.status) for row in land.on("2001-01-01").territory.itertuples()]
    assert rows == [("north", "held"), ("south", "held")]
    rows = [row.status for row in land.on("2001-01-05").territory.itertuples()]
    assert rows == ["held", "held", "contested"]


def test_the_areas_of_territory_are_those_of_its_shapes_on_the_ellipsoid(atlas, land):
    for state in states(atlas, land):
        for row in state.territory.itertuples():
            assert row.area_km2 == pytest.approx(
                GeodesicPolygon(row.geometry).area_m2 / 1e6, rel=1e-3
            )
            if row.status == "held":
                assert row.area_km2 == pytest.approx(state.areas_km2[row.actor])


def test_each_place_lies_in_the_territory_of_who_holds_it(atlas, land):
    for state in states(atlas, land):
        ground = {}  # reported and presumed
        for row in state.territory.itertuples():
            ground.setdefault(known(row.actor) or row.status, []).append(row.geometry)
        for row in state.places.itertuples():
            if row.status != "unknown":
                parts = ground[known(row.holder) or row.status]
                assert any(part.intersects(row.geometry) for part in parts), row.id


def test_the_table_of_the_front_has_its_line_its_outline_and_its_band(atlas, land):
    for state in states(atlas, land):
        assert list(state.front["kind"])[:3] == ["line", "contested", "band"]
        assert list(state.front["kind"])[3:] == ["presumed"] * int(state.presumed.any())
        line, outline, band = state.front.geometry[:3]
        assert not line.is_empty
        assert outline.is_empty == (not (state.places["status"] == "contested").any())
        assert line.difference(band.buffer(1e-6)).length < 1e-6


# --- rules and days ---


@pytest.mark.parametrize("rule", RULES)
def test_an_atlas_answers_by_the_rule_it_was_opened_with(land, rule, land_copy):
    opened = frontline.open(land_copy, rule=rule)
    assert opened.rule.name == rule
    expected = Atlas(land.package, RULES[rule])
    assert np.array_equal(opened.record.matrix, expected.record.matrix)
    assert opened.record.states == expected.record.states


def test_standard_is_the_rule_if_none_is_named(atlas, land):
    assert atlas.rule.name == land.rule.name == "standard"


def test_an_unknown_rule_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(InvalidRequestError, match="standard"):
        frontline.open(tmp_path / "nowhere", rule="hearsay")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match="no such folder"):
        frontline.open(tmp_path / "nowhere")


def test_a_day_may_be_written_or_be_a_date(land):
    assert land.on("2001-01-05").day == land.on(date(2001, 1, 5)).day == date(2001, 1, 5)


@pytest.mark.parametrize("day", ["2000-12-31", "2001-01-11", "05/01/2001", "2001-02-31", "today"])
def test_a_day_that_is_not_in_the_record_is_refused(land, day):
    with pytest.raises(InvalidRequestError):
        land.on(day)


# --- places, sources ---


def test_a_place_is_found_by_id_by_name_and_in_arabic(land):
    assert land.place("elm") == land.place("ELM") == land.place("إيلم")
    with pytest.raises(UnknownNameError):
        land.place("Atlantis")


def test_the_sources_of_an_answer_are_the_reports_of_its_records(land):
    sources = land.on("2001-01-03").sources(land.place("elm"))
    assert [report.report_id for report in sources] == ["E1-r1", "E1-r2"]
    sources = land.on("2001-01-07").sources(land.place("birch"))
    assert {report.says for report in sources} == {"supports", "denies"}


def test_an_answer_inferred_from_the_road_has_the_sources_of_the_road(land):
    sources = land.on("2001-01-10").sources(land.place("birch"))
    assert [report.report_id for report in sources] == ["E5-r1", "E5-r2"]


def test_every_known_answer_of_the_real_war_has_a_source_on_every_key_day(atlas):
    for day in atlas.package.coverage.key_days:
        state = atlas.on(day)
        bare = [
            place.id
            for place in atlas.sites
            if state.control(place).control.status != "unknown" and not state.sources(place)
        ]
        assert bare == []


def test_a_place_without_any_report_is_unknown_and_has_no_source(atlas):
    state = atlas.on("2019-08-15")
    silent = [id_ for id_ in atlas.package.gazetteer if id_ not in atlas.record.index]
    assert len(silent) > 100
    for id_ in silent[::20]:
        assert state.control(id_).control.status == "unknown"
        assert state.sources(atlas.place(id_)) == ()


def test_an_ambiguous_name_is_refused_for_distances_too(atlas):
    with pytest.raises(AmbiguousNameError):
        atlas.on("2019-08-15").distance("al-Buwaydah", "Morek")


# --- the order of files ---


def shuffled_csv(text, random):
    header, *rows = list(csv.reader(io.StringIO(text)))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *random.sample(rows, len(rows))])
    return out.getvalue()


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False), DAYS)
def test_the_order_of_rows_and_features_in_the_files_changes_no_answer(
    land, land_copy, random, day
):
    for name in ("events", "baseline", "reports", "publishers"):
        path = land_copy / f"{name}.csv"
        path.write_text(shuffled_csv(path.read_text(encoding="utf-8"), random), encoding="utf-8")
    path = land_copy / "gazetteer.geojson"
    collection = json.loads(path.read_text(encoding="utf-8"))
    random.shuffle(collection["features"])
    path.write_text(json.dumps(collection), encoding="utf-8")
    other = answers(frontline.open(land_copy), day)
    assert other == answers(land, day)


def test_opening_twice_gives_the_same_answers_to_the_last_bit(land, land_copy):
    other = frontline.open(land_copy)
    assert other.package.digest == land.package.digest
    assert shapely.equals_exact(other.cells.cells, land.cells.cells).all()
    for table in TABLES:
        one, two = getattr(land.on("2001-01-05"), table), getattr(other.on("2001-01-05"), table)
        assert one.to_json() == two.to_json()


# --- the public API ---


def test_every_public_name_is_there():
    assert all(getattr(frontline, name) is not None for name in frontline.__all__)


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="close"):
        frontline.close  # noqa: B018 - to look is the test


@pytest.mark.parametrize("end", ["government", "front", "m5", "khan-shaykhun"])
def test_many_positions_are_measured_as_each_alone(atlas, end):
    state = atlas.on("2019-08-15")
    lon, lat = np.linspace(36.4, 36.9, 7), np.linspace(35.3, 35.6, 7)
    rows = state.distances(lon, lat, end)
    for row, x, y in zip(rows.itertuples(), lon, lat, strict=True):
        alone = state.distance(f"{x},{y}", end)
        assert row.centre_m == pytest.approx(alone.centre_m, abs=1e-3)
        assert row.edge_m == pytest.approx(alone.edge_m, abs=1e-3)
        assert row.low_m == pytest.approx(alone.low_m, abs=1e-3)
        assert known(row.gap) == (alone.gap and alone.gap.kind)
        assert row.high_m == pytest.approx(alone.high_m, abs=1e-3)
        assert row.direction == alone.direction
        assert known(row.place_id) == (alone.end.place.id if alone.end.place else None)
