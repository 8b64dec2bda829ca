"""Fills of actors can be told apart without their hue."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from frontline.colours import contrast
from frontline.models import Actor
from frontline.stills.style import LAND, actor_fills

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(st.lists(colours, min_size=1, max_size=4))
def test_fills_differ_in_lightness_from_land_and_from_each_other(chosen):
    actors = [
        Actor(id=f"a{number}", name=f"A{number}", colour=colour)
        for number, colour in enumerate(chosen)
    ]
    fills = actor_fills(actors)
    assert set(fills) == {actor.id for actor in actors}
    assert all(contrast(fill, LAND) >= 1.2 for fill in fills.values())
    pairs = itertools.combinations(fills.values(), 2)
    assert all(contrast(one, other) >= 1.3 for one, other in pairs)
