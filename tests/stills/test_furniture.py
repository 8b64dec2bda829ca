"""A locator shows where a map is, unless the map shows that itself."""

from __future__ import annotations

import pytest

from frontline.geometry.geodesy import Projection
from frontline.stills.frame import Box, Frame
from frontline.stills.furniture import locator

PLANE = Projection(-60.0, -3.0)
CORNER = Box(600, 400, 780, 500)


@pytest.mark.parametrize(
    ("half_km", "has_locator"), [(0.3, True), (40, True), (600, True), (900, False), (4000, False)]
)
def test_a_map_has_a_locator_unless_it_shows_a_continent(half_km, has_locator):
    half = half_km * 1000
    frame = Frame.around(Box(0, 0, 800, 600), PLANE, (-half, -half / 2, half, half / 2), 12.0)
    marks = locator(frame, CORNER)
    assert bool(marks) == has_locator
    drawn = [mark.geometry for mark in marks if not mark.geometry.is_empty]
    assert all(CORNER.grown(1).polygon().covers(shape.envelope) for shape in drawn)
