"""Distances where nobody reported: a bound, the nearest known, and no verdict that needs more."""

from __future__ import annotations

import json

import pytest
from invented_towns import DAY, TOWNS, atlas_of

from frontline.claims.checker import check
from frontline.cli.text import distance_lines
from frontline.lint import package_warnings
from frontline.serialize import distance_json


@pytest.fixture(scope="module")
def atlas():
    return atlas_of()


def verdict(atlas, text):
    (finding,) = check(atlas, text, DAY).findings
    return finding


def lines(atlas, *ends):
    return "\n".join(distance_lines(*atlas.distance(*ends, DAY)))


def test_the_front_is_never_farther_than_the_nearest_place_of_another_holder(atlas):
    found = atlas.on(DAY).distance("Ardun", "front")
    assert (found.gap.kind, found.gap.other.label) == ("line", "Belm")
    # 0.27 degrees of longitude at 45 degrees north are 21.3 km; each town is good to 500 m.
    assert found.low_m == 0
    assert found.high_m == pytest.approx(21_286 + 1000, abs=30)
    back = atlas.on(DAY).distance("front", "Ardun")
    assert (back.low_m, back.high_m, back.gap.kind) == (0, found.high_m, "line")
    assert back.start.label == found.end.label == "the front line"


def test_a_line_between_neighbours_is_measured_as_before(atlas):
    found = atlas.on(DAY).distance("Corv", "front")
    assert found.gap is None
    assert found.centre_m == pytest.approx(3064, abs=30)


def test_the_bound_is_written_first_and_no_number_is_given_for_the_line(atlas):
    written = lines(atlas, "Ardun", "front")
    assert (
        "The front lay within 21.3 km, between Ardun and Belm; no line is known there." in written
    )
    assert "0 m to 22.3 km" in written
    assert "57" not in written
    as_json = distance_json(*atlas.distance("Ardun", "front", DAY))
    assert as_json["centre_m"] is None
    assert as_json["edge_m"] is None
    assert (as_json["low_m"], as_json["gap"]["kind"]) == (0, "line")
    assert as_json["gap"]["other"]["id"] == "belm"
    json.dumps(as_json, allow_nan=False)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("The front line was 20 kilometres from Ardun.", "cannot tell"),
        ("The front line was 4 kilometres from Ardun.", "cannot tell"),
        ("The front line was less than 30 kilometres from Ardun.", "supported"),
        ("The front line was 57 kilometres from Ardun.", "contradicted"),
        ("The front line was 3 kilometres from Corv.", "supported"),
        ("The front line was 9 kilometres from Corv.", "contradicted"),
        ("Blue Army forces were 21 kilometres from Ardun.", "supported"),
        ("Blue Army forces were 12 kilometres from Ardun.", "cannot tell"),
        ("Blue Army forces were 4 kilometres from Ardun.", "contradicted"),
        ("Blue Army forces were 40 kilometres from Ardun.", "contradicted"),
        ("Blue Army forces were 2 kilometres from Emsk.", "cannot tell"),
    ],
)
def test_no_claim_is_judged_by_what_nobody_reported(atlas, claim, expected):
    assert verdict(atlas, claim).verdict.word == expected


def test_the_answer_to_a_claim_names_the_bound(atlas):
    found = verdict(atlas, "The front line was 20 kilometres from Ardun.")
    assert "within 21.3 km, between Ardun and Belm" in found.verdict.reason
    assert "within 22 km, between Ardun and Belm" in found.wording
    assert "57" not in found.verdict.reason + found.wording


def test_a_distance_from_a_place_without_reports_is_the_nearest_known(atlas):
    found = atlas.on(DAY).distance("Emsk", "blue")
    assert (found.gap.kind, found.low_m) == ("place", 0)
    written = lines(atlas, "Emsk", "blue").splitlines()
    assert written[1].strip().startswith("This record does not say who held Emsk on 1 June 2011.")
    assert "nearest known to this record: " in written[2]


def test_a_distance_across_ground_without_reports_begins_there(atlas):
    found = atlas.on(DAY).distance("Ardun", "blue")
    # The ground of Ardun ends at the reach.
    assert found.gap.kind == "ground"
    assert found.low_m == found.gap.begins_m == pytest.approx(6000, abs=10)
    assert found.gap.known_low_m == pytest.approx(20_286, abs=30)
    assert atlas.on(DAY).distance("Corv", "blue").gap is None


def test_a_place_of_the_actor_itself_is_at_no_distance(atlas):
    found = atlas.on(DAY).distance("Ardun", "red")
    assert (found.centre_m, found.gap) == (0, None)


def test_a_record_of_one_publisher_is_checked_like_any_other():
    # Without its only publisher there is no line and no place.
    whole = atlas_of(publishers=("lone",))
    claims = "The front line was 3 kilometres from Corv. Red Army forces held Corv."
    found = check(whole, claims, DAY).findings
    assert [one.verdict.word for one in found] == ["supported", "supported"]


def test_a_claim_on_a_front_that_is_nowhere_known_cannot_be_judged():
    alone = atlas_of([town for town in TOWNS if town[3] != "blue"])
    found = verdict(alone, "The front line was 3 kilometres from Corv.")
    assert found.verdict.word == "cannot tell"


def rows_of_towns(step_deg):
    """Return four towns in two rows: the western ones red, the eastern ones blue."""
    return [
        (f"Town{x}{y}", 20 + x * step_deg, 45 + y * step_deg, "red" if x == 0 else "blue")
        for x in (0, 1)
        for y in (0, 1)
    ]


@pytest.mark.parametrize("step_deg", [0.0015, 0.03, 0.3])
def test_a_reach_that_is_not_set_fits_blocks_villages_and_towns_of_a_country(step_deg):
    atlas = atlas_of(rows_of_towns(step_deg), reach_km=None)
    state = atlas.on(DAY)
    assert atlas.package.reach_note is None
    assert state.distance("Town00", "front").gap is None
    # Three sides of neighbours: 79 m, 111 m and the diagonal, for each 0.001 degrees.
    assert atlas.package.reach_km == pytest.approx(1.5 * 111.1 * step_deg, rel=0.1)


@pytest.mark.parametrize(
    ("step_deg", "reach_km", "problem"),
    [
        (0.3, 6.0, "stays blank, without a front"),
        (0.0015, 6.0, "far beyond the outermost places"),
        (0.03, 6.0, None),
    ],
)
def test_a_reach_that_does_not_fit_is_reported_with_one_that_does(step_deg, reach_km, problem):
    package = atlas_of(rows_of_towns(step_deg), reach_km=reach_km).package
    warnings = [one for one in package_warnings(package) if "reach_km" in one.message]
    if problem is None:
        assert warnings == []
        return
    (warning,) = warnings
    assert problem in warning.message
    fits = atlas_of(rows_of_towns(step_deg), reach_km=None).package.reach_km
    assert f"about {fits:g}" in warning.hint


@pytest.mark.parametrize("reach_km", [None, 20.0, 100.0])
def test_no_reach_is_advised_for_places_that_are_farther_apart_than_any(reach_km):
    note = atlas_of(rows_of_towns(2.5), reach_km=reach_km).package.reach_note
    assert note is not None
    assert note[1] == "100 km is the widest reach: add reports on places between these."


def test_no_sentence_speaks_of_published_reports_in_general(atlas):
    found = verdict(atlas, "Blue Army forces held Emsk.")
    assert found.wording == "This record does not say who held Emsk on 1 June 2011."
