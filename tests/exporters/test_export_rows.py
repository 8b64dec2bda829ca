"""The rows of each layer, worked out on paper and compared with every day."""

from __future__ import annotations

from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from reading_back import rows

from frontline.exporters.frames import join_days


def test_a_place_has_a_row_for_each_stretch_of_days_with_one_answer(land):
    places = land.layers(layers="places")["places"]
    fir = places[places["id"] == "fir"]
    assert rows(fir, "start", "end", "status", "holder", "actors", "evidence", "records") == [
        ("2001-01-01", "2001-01-04", "held", "north", "north", "claimed", "B6"),
        ("2001-01-05", "2001-01-06", "contested", None, "north south", "claimed", "B6 E2"),
        ("2001-01-07", "2001-01-10", "held", "south", "south", "claimed", "E2"),
    ]
    assert len(places[places["id"] == "alder"]) == 1


def test_rows_are_cut_to_the_requested_days_and_keep_their_since(land):
    places = land.layers(first="2001-01-04", last="2001-01-05", layers="places")["places"]
    fir = places[places["id"] == "fir"]
    assert rows(fir, "start", "end") == [("2001-01-04", "2001-01-04"), ("2001-01-05",) * 2]
    elm = places[places["id"] == "elm"].iloc[0]
    assert (str(elm["start"].date()), str(elm["since"].date())) == ("2001-01-04", "2001-01-03")
    assert elm["reports"] == "https://herald.invalid/1 https://watch.invalid/e1"


@pytest.mark.parametrize("day", ["2001-01-01", "2001-01-06", "2001-01-09", "2001-01-10"])
def test_the_layers_of_a_day_are_the_state_of_that_day(land, day):
    state, layers = land.on(day), land.layers(on=day)
    names = ("id", "status", "holder", "actors", "evidence")
    with_none = [tuple(cell or None for cell in row) for row in rows(state.places, *names)]
    assert rows(layers["places"], *names) == with_none
    ground = layers["territory"].set_index("status")
    for _, row in state.territory.fillna({"actor": ""}).iterrows():
        mine = ground[ground["holder"].fillna("") == row["actor"]].loc[[row["status"]]]
        assert mine["area_km2"].iloc[0] == pytest.approx(row["area_km2"], abs=1e-3)
        assert mine.geometry.iloc[0].symmetric_difference(row.geometry).area < 1e-6
    front = state.front.set_index("kind").geometry
    lines = shapely.union_all(layers["front"].query("kind == 'line'").geometry.to_numpy())
    assert shapely.hausdorff_distance(lines, front["line"]) < 1e-6
    band = shapely.union_all(layers["band"].geometry.to_numpy())
    assert band.symmetric_difference(front["band"]).area < 1e-6


def test_each_day_of_a_span_equals_an_export_of_that_day_alone(atlas):
    first, last = "2019-08-12", "2019-08-24"
    span = atlas.layers(first=first, last=last)
    for day in ("2019-08-12", "2019-08-15", "2019-08-21", "2019-08-24"):
        alone = atlas.layers(on=day)
        for name, frame in span.items():
            there = frame[(frame["start"] <= day) & (frame["end"] >= day)]
            assert sorted(shapely.to_wkb(there.geometry)) == sorted(
                shapely.to_wkb(alone[name].geometry)
            )


def test_rows_of_one_place_or_actor_have_no_gap_or_overlap(atlas):
    layers = atlas.layers(layers="places,territory")
    whole = (atlas.record.last - atlas.record.first).days + 1
    for name, key in (("places", ["id"]), ("territory", ["holder", "status"])):
        frame = layers[name].dropna(subset=key)
        for _, group in frame.groupby(key):
            lasts = (group["end"] - group["start"]).dt.days + 1
            assert lasts.sum() == whole
            assert (group["start"].to_numpy()[1:] > group["end"].to_numpy()[:-1]).all()


def test_rows_are_joined_while_noitem_changes(land):
    ground = land.layers(layers="territory")["territory"]
    assert rows(ground, "start", "end", "status", "holder", "places") == [
        ("2001-01-01", "2001-01-02", "held", "north", 6.0),
        ("2001-01-01", "2001-01-02", "held", "south", 3.0),
        ("2001-01-03", "2001-01-04", "held", "north", 5.0),
        ("2001-01-03", "2001-01-06", "held", "south", 4.0),
        # Fir is contested, then lost: what else north holds stays the same.
        ("2001-01-05", "2001-01-08", "held", "north", 4.0),
        ("2001-01-05", "2001-01-06", "contested", None, 1.0),
        ("2001-01-07", "2001-01-08", "held", "south", 5.0),
        ("2001-01-09", "2001-01-10", "held", "north", 3.0),
        ("2001-01-09", "2001-01-10", "held", "south", 6.0),
    ]


def test_each_change_of_hands_has_a_row_with_what_was_before(land):
    changes = land.layers(layers="changes")["changes"]
    found = rows(changes, "start", "id", "before_status", "before_holder", "status", "holder")
    assert found == [
        ("2001-01-03", "elm", "held", "north", "held", "south"),
        ("2001-01-05", "fir", "held", "north", "contested", None),
        ("2001-01-07", "fir", "contested", None, "held", "south"),
        ("2001-01-09", "birch", "held", "north", "held", "south"),
    ]
    assert (changes["start"] == changes["end"]).all()


def test_the_kilometres_of_a_road_add_up_on_every_day(land):
    road = land.layers(layers="highways")["highways"]
    for day in ("2001-01-01", "2001-01-04", "2001-01-09"):
        there = road[(road["start"] <= day) & (road["end"] >= day)].sort_values("from_km")
        expected = [
            (interval.control.holder, round(interval.from_km, 3), round(interval.to_km, 3))
            for interval in land.on(day).road_intervals("h1")
        ]
        assert rows(there, "holder", "from_km", "to_km") == expected


@given(st.lists(st.sets(st.sampled_from("abc")), min_size=1, max_size=12))
def test_runs_contain_exactly_the_items_of_each_day(days):
    calendar = [date(2020, 1, 1 + n) for n in range(len(days))]
    found = join_days(calendar, calendar[-1], lambda day: sorted(days[day.day - 1]))
    for day, there in zip(calendar, days, strict=True):
        assert sorted(item for start, end, item in found if start <= day <= end) == sorted(there)
    starts = {(start, item) for start, _, item in found}
    after = {(end, item) for _, end, item in found}
    assert not {
        (day, t) for day, t in starts for end, u in after if t == u and (day - end).days == 1
    }
