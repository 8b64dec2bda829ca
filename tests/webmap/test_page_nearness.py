"""The distances on a page equal those of the library, to the metre."""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.errors import InvalidRequestError
from frontline.webmap import nearest, page
from frontline.webmap.extent import key_place_indices
from frontline.webmap.nearest import encode_nearest, with_own_reports
from frontline.webmap.payload import page_data

#: Half a metre of rounding, and the millimetres between two methods of finding the nearest edge.
METRE = 0.51


def rows_of(flat, width):
    return list(itertools.batched(flat, width)) if hasattr(itertools, "batched") else [
        tuple(flat[i : i + width]) for i in range(0, len(flat), width)
    ]  # fmt: skip


def metres_of(code):
    """Return the metres of a code: exact below a kilometre, else the middle of ten metres."""
    return code if code < 1000 else 10 * (code - 900) + 5


def about(metres):
    """Return what a page may show of a length: it keeps metres, from a kilometre on ten of them."""
    return pytest.approx(metres, abs=METRE if metres < 999 else 5.01)


def about_range(metres):
    """Return the same for an end of a range, which a length and exact errors make."""
    return pytest.approx(metres, abs=5.01)


def neighbours_of(flat):
    edges = itertools.accumulate(row[1] for row in rows_of(flat, 4))
    return [
        (place, metres_of(edge), metres_of(edge + more), bearing)
        for (place, _, more, bearing), edge in zip(rows_of(flat, 4), edges, strict=True)
    ]


def angle_between(one, other):
    return abs((one - other + 180) % 360 - 180)


NEAREST_KNOWN = " This is the nearest known to this record."


def sample(atlas, count, seed):
    """Choose days, and places with own reports, pseudo-randomly, the same on each run."""
    chance = random.Random(seed)  # noqa: S311 - the same on each run
    days = (atlas.record.last - atlas.record.first).days + 1
    columns = with_own_reports(atlas)
    for _ in range(count):
        day = atlas.record.first + timedelta(days=chance.randrange(days))
        yield day, chance.choice(columns)


def others_at(atlas, state, column):
    own = state.holders[column]
    return [
        (number, actor)
        for number, actor in enumerate(atlas.actors)
        if number != own and (state.holders == number).any()
    ]


def check(atlas, near, first, day, column):
    """Compare all that is encoded of one place on one day with the library."""
    state, place = atlas.on(day), atlas.sites[column]
    for number, actor in others_at(atlas, state, column):
        distance = state.distance(place.id, actor)
        found = neighbours_of(near["neighbours"][column])
        other, edge, centre, bearing = next(row for row in found if state.holders[row[0]] == number)
        assert edge == about(distance.edge_m), (day, place.id, actor)
        assert centre == about(distance.centre_m)
        assert angle_between(bearing * 22.5, distance.bearing_deg) <= 11.2501
        assert atlas.sites[other].id == distance.end.place.id
    changes = rows_of(near["front"][column], 4)
    turns = itertools.accumulate(change[0] for change in changes)
    shown = [row for row, turn in zip(changes, turns, strict=True) if turn <= (day - first).days]
    _, metres, bearing, slack = shown[-1]
    check_unknown_ground(state, near, place, (day - first).days)
    try:
        distance = state.distance(place.id, "front")
    except InvalidRequestError:
        assert metres == -1
        return
    assert metres_of(metres) == about(distance.centre_m)
    assert angle_between(bearing * 22.5, distance.bearing_deg) <= 11.2501
    if distance.gap is not None and distance.gap.is_bound:
        assert atlas.sites[-1 - slack].id == distance.gap.other.place.id
        return
    assert metres_of(slack) == about(distance.end.local_error_m(distance.line[1]))


def check_unknown_ground(state, near, place, offset):
    """Compare where unknown ground begins around a place on a day."""
    flat = near["ground"][state.atlas.record.index[place.id]]
    changes = rows_of(flat, 2)
    turns = itertools.accumulate(change[0] for change in changes)
    shown = [row for row, turn in zip(changes, turns, strict=True) if turn <= offset][-1][1]
    begins = state.unknown_ground.begins_at_m(state.atlas.endpoint(place))
    assert (shown if shown < 0 else metres_of(shown)) == (
        -1 if begins == float("inf") else about(begins)
    )


@pytest.fixture(scope="module")
def near(atlas, animation_data):
    assert [road["id"] for road in animation_data["roads"]] == list(atlas.lines)
    return animation_data["near"]


def test_neighbours_and_front_are_those_of_the_library_on_any_day(atlas, near):
    for day, column in sample(atlas, 60, seed=5):
        check(atlas, near, atlas.record.first, day, column)


def test_every_place_and_day_of_a_small_record_agrees(land):
    first = land.record.first
    near = encode_nearest(land, first, land.record.last, list(land.lines))
    for offset in range((land.record.last - first).days + 1):
        for column in range(len(land.sites)):
            check(land, near, first, first + timedelta(days=offset), column)


def test_a_page_of_one_day_contains_the_distances_of_that_day(atlas):
    for day, column in sample(atlas, 3, seed=8):
        near = encode_nearest(atlas, day, day, [])
        check(atlas, near, day, day, column)
        columns = {n for n, flat in enumerate(near["front"]) if flat}
        assert columns == set(with_own_reports(atlas))
        assert {len(flat) for flat in near["front"]} == {0, 4}


def test_a_neighbour_is_kept_only_if_it_is_the_nearest_on_some_day(land):
    near = encode_nearest(land, land.record.first, land.record.first, [])
    for flat in near["neighbours"]:
        assert 1 <= len(neighbours_of(flat)) <= 3


def test_distances_to_roads_equal_those_of_the_library(atlas, near):
    for day, column in sample(atlas, 20, seed=6):
        for number, highway in enumerate(atlas.lines):
            metres, along, bearing = near["roads"][number][3 * column : 3 * column + 3]
            distance = atlas.on(day).distance(atlas.sites[column].id, highway)
            assert metres_of(metres) == about(distance.centre_m)
            assert metres_of(along) == about(distance.chainage_km * 1000)
            assert angle_between(bearing * 22.5, distance.bearing_deg) <= 11.2501


def test_a_record_too_large_for_the_lists_is_drawn_without_them(land, monkeypatch):
    monkeypatch.setattr(nearest, "MAX_PLACE_DAYS", 3)
    data = page_data(land, land.record.first, land.record.last, title="Large")
    lists = {name: data["near"][name] for name in ("neighbours", "front", "ground", "roads")}
    assert lists == {"neighbours": [], "front": [], "ground": [], "roads": []}


def shown_length(metres, error=0):
    """Write a length as pages do: tenths of a kilometre, or tens of metres from 100 m on.

    With an error of a kilometre or more there are no tenths.
    """
    if metres >= 1000:
        return f"{metres / 1000:.{0 if error >= 1000 else 1}f} km"
    return f"{metres if metres < 100 else (metres + 5) // 10 * 10} m"


def expected_sentence(atlas, state, column):
    """Return the distance of a key place from the front, and the sentence about it."""
    place = atlas.sites[column]
    distance = state.distance(place.id, "front")
    if distance.gap is not None and distance.gap.is_bound:
        between = f"between {place.name} and {distance.gap.other.label}; no line is known there."
        within = f"within {shown_length(round(distance.centre_m))}"
        return distance.centre_m, f"{place.name}: {within}, {between}"
    slack = distance.end.local_error_m(distance.line[1])
    known = "" if state.control(place).control.actors else NEAREST_KNOWN
    lengths = [shown_length(round(m), slack) for m in (distance.centre_m, slack)]
    sentence = f"{lengths[0]} {distance.direction} of {place.name} (±{lengths[1]})."
    return distance.centre_m, sentence + known


@pytest.mark.browser
def test_the_summary_lists_the_distance_from_key_places_to_the_front(visit, atlas, animation_html):
    seen = visit(animation_html)
    keys = key_place_indices(atlas)
    assert len(keys) > 5
    for day in ("2019-05-06", "2019-08-15", "2019-12-24", "2020-02-05", "2020-03-06"):
        state = atlas.on(day)
        expected = [
            said for _, said in sorted(expected_sentence(atlas, state, column) for column in keys)
        ]
        seen.run("day => frontline.setDay(day)", day)
        shown = re.sub("[\u2066-\u2069]", "", seen.described())
        assert shown.endswith(f"Distance to the front line, nearest first: {' '.join(expected)}")


def test_key_places_have_their_distance_to_the_front_in_any_record(land, monkeypatch):
    whole = page_data(land, land.record.first, land.record.last, title="Land")
    monkeypatch.setattr(nearest, "MAX_PLACE_DAYS", 3)
    large = page_data(land, land.record.first, land.record.last, title="Land")
    assert large["near"]["front"] == []
    assert large["near"]["keys"] == [whole["near"]["front"][column] for column in whole["keys"]]
    assert whole["near"]["keys"] == []
    assert [land.sites[column].id for column in whole["keys"]] == ["elm"]


@pytest.mark.browser
def test_the_summary_is_the_same_for_all_places_and_for_key_places(visit, land, monkeypatch):
    def words():
        seen = visit(page.animation(land).get_root().render())
        seen.page.get_by_role("button", name="Text summary").click()
        read = [
            seen.run(
                "day => { frontline.setDay(day);"
                " return document.querySelector('.day-summary').textContent; }",
                day,
            )
            for day in range(10)
        ]
        seen.leave()
        return read

    whole = words()
    assert any("±" in text for text in whole)
    monkeypatch.setattr(nearest, "MAX_PLACE_DAYS", 3)
    assert words() == whole


def test_without_key_places_the_largest_towns_are_chosen(land):
    frame = land.package.coverage.model_copy(update={"key_places": ()})
    unnamed = Atlas(replace(land.package, coverage=frame), RULES["standard"])
    kinds = [unnamed.sites[column].kind for column in key_place_indices(unnamed)]
    assert set(kinds) <= {"city", "town"}
    assert len(kinds) == min(8, sum(one.kind in {"city", "town"} for one in land.sites))


@pytest.mark.browser
def test_the_summary_mentions_that_towns_were_chosen(visit, land):
    frame = land.package.coverage.model_copy(update={"key_places": ()})
    unnamed = Atlas(replace(land.package, coverage=frame), RULES["standard"])
    assert key_place_indices(unnamed)
    for one, title, other in (
        (land, "Key places:", "Main towns:"),
        (unnamed, "Main towns:", "Key places:"),
    ):
        seen = visit(page.animation(one).get_root().render())
        shown = re.sub("[\u2066-\u2069]", "", seen.page.text_content("#day-summary"))
        assert title in shown
        assert other not in shown
        seen.leave()


#: Show the cards of places on days one after the other, without a picture of each.
READ = """(cards) => cards.map(([day, place]) => {
  frontline.setDay(day);
  frontline.choose(place);
  return [...document.querySelectorAll('.card .nearby dd')].map((row) => ({
    ...row.dataset,
    text: row.innerText,
    ...Object.fromEntries(
      [...row.querySelectorAll('data')].map((node) => [node.className, Number(node.value)])),
  }));
})"""


@pytest.mark.browser
def test_the_card_shows_what_the_library_measures(visit, atlas, animation_html):
    seen = visit(animation_html)
    compared = 0
    cards = [*sample(atlas, 60, seed=7)]
    read = seen.run(READ, [[day.isoformat(), atlas.sites[column].id] for day, column in cards])
    for (day, column), rows in zip(cards, read, strict=True):
        state, place = atlas.on(day), atlas.sites[column]
        shown = {row.get("actor") or row.get("to"): row for row in rows}
        for _, actor in others_at(atlas, state, column):
            distance, row = state.distance(place.id, actor), shown[actor]
            assert row["place"] == distance.end.place.id
            for key, metres in (("centre", distance.centre_m), ("edge", distance.edge_m)):
                assert row[key] == about(metres), (day, place.id, actor)
            assert row["low"] == about_range(distance.low_m)
            assert row["high"] == about_range(distance.high_m)
            assert distance.direction in row["text"]
            compared += 1
        for highway in atlas.lines:
            distance = state.distance(place.id, highway)
            assert shown[highway]["centre"] == about(distance.centre_m)
            assert shown[highway]["along"] == about(distance.chainage_km * 1000)
        distance = state.distance(place.id, "front")
        if distance.gap is not None and distance.gap.is_bound:
            text = re.sub("[\u2066-\u2069]", "", shown["front"]["text"])
            assert f"within {distance.centre_m / 1000:.1f} km, before" in text
            assert distance.gap.other.label in text
        else:
            assert shown["front"]["centre"] == about(distance.centre_m)
            assert distance.direction in shown["front"]["text"]
        own = state.holders[column]
        assert own < 0 or atlas.actors[own] not in shown
    assert compared >= 60
    assert seen.complaints == []


@pytest.mark.browser
def test_the_card_shows_when_a_place_was_last_reported(visit, atlas, animation_html):
    seen = visit(animation_html)
    days = (("2019-08-15", "khan-shaykhun"), ("2020-03-06", "saraqib"))
    for day, place in days:
        seen.run(READ, [[day, place]])
        reported = atlas.on(day).control(place).reported
        said = seen.text(".card .answer").replace("\u2068", "").replace("\u2069", "")
        assert f"last report {reported.day} {reported:%b %Y}" in said


@pytest.mark.browser
def test_the_place_named_as_nearest_can_be_chosen(visit, day_html):
    seen = visit(day_html)
    seen.run("frontline.choose('khan-shaykhun')")
    seen.page.locator(".nearby .place-link").first.click()
    assert seen.text(".card h2").startswith("Tell Aas")
