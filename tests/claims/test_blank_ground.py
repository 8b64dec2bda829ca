"""Sieges and distances to roads where nobody reported: no claim is contradicted by blank ground."""

from __future__ import annotations

import numpy as np
import pytest
from invented_towns import DAY, atlas_of, road_along

from frontline.claims.checker import check
from frontline.claims.measurements import Measurements
from frontline.claims.verify_encirclement import find_rays

#: A red town, and blue towns around it; 0.07 degrees of longitude at 45 north are 5.5 km.
SIEGE = (
    ("Garv", 20.00, 45.00, "red"),
    ("Helm", 20.07, 45.00, "blue"),
    ("Ilm", 20.00, 45.05, "red"),
    ("Jorn", 19.93, 45.00, "red"),
    ("Kesk", 20.00, 44.95, "red"),
)
#: Eleven towns in a row, 3.9 km apart, and a road 2.2 km north of them.
ROW = tuple((f"T{n}", 19.5 + n * 0.05, 45.0, "red" if n < 4 else "blue") for n in range(11))
ROAD = road_along((19.5, 45.02), (20.0, 45.02))


def word(atlas, text):
    (finding,) = check(atlas, text, DAY).findings
    return finding.verdict.word


@pytest.mark.parametrize(
    ("towns", "reach_km", "expected"),
    [
        (SIEGE, 12.0, "contradicted"),
        (SIEGE[:2], 3.0, "cannot tell"),
        (SIEGE[:1] + SIEGE[1:2] + SIEGE[2:4], 4.0, "cannot tell"),
    ],
)
def test_a_siege_is_contradicted_only_where_the_ground_around_is_known(towns, reach_km, expected):
    far = (("Lund", 20.9, 45.9, "blue"),)
    atlas = atlas_of((*towns, *far), reach_km=reach_km)
    assert word(atlas, "Blue Army forces surrounded Garv.") == expected


def test_blank_directions_are_counted_apart_from_those_of_the_besieger():
    atlas = atlas_of(SIEGE[:2], reach_km=3.0)
    rays = find_rays(Measurements(atlas), DAY, atlas.place("Garv"), "blue")
    # The cell of Helm, 5.5 km east with a radius of 2.75 to 3 km, covers some 57 degrees.
    assert 50 < rays.held.sum() < 66
    assert np.array_equal(rays.blank, ~rays.held)
    (finding,) = check(atlas, "Blue Army forces surrounded Garv.", DAY).findings
    assert "this record does not say who held all of the ground" in finding.verdict.reason
    assert "not known to be cut off" in finding.verdict.reason


@pytest.mark.parametrize(
    ("reach_km", "text", "expected"),
    [
        # All ground along the road is known: blue towns begin 2.2 km from it, and at another part
        # of the road they are farther away.
        (5.0, "Blue Army forces were 8 kilometres from the R7.", "cannot tell"),
        (5.0, "Blue Army forces were 500 metres from the R7.", "contradicted"),
        (5.0, "Blue Army forces were 2 kilometres from the R7.", "supported"),
        # With a reach of 2 km the road runs on blank ground: some may be nearer, none farther.
        (2.0, "Blue Army forces were 500 metres from the R7.", "cannot tell"),
        (2.0, "Blue Army forces were 8 kilometres from the R7.", "cannot tell"),
        (2.0, "Blue Army forces were 2 kilometres from the R7.", "supported"),
    ],
)
def test_a_distance_to_a_road_is_judged_by_known_ground_alone(reach_km, text, expected):
    assert word(atlas_of(ROW, reach_km=reach_km, highways=ROAD), text).startswith(expected)


def test_a_road_on_blank_ground_has_only_a_nearest_known_distance():
    known, blank = (
        atlas_of(ROW, reach_km=reach, highways=ROAD).on(DAY).distance("R7", "blue")
        for reach in (5.0, 2.0)
    )
    assert known.gap is None
    assert (blank.gap.kind, blank.gap.begins_m, blank.low_m) == ("ground", 0, 0)
    assert blank.centre_m == known.centre_m == pytest.approx(0.02 * 111_130, rel=0.01)
