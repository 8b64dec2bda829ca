"""A page of a large record: as small as promised, and drawn anew only where something changed."""

from __future__ import annotations

import gzip
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from browser import WRITTEN

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.webmap import page

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from invented import FIRST, invented


@pytest.fixture(scope="module")
def many():
    """Two thousand places, of which sixty change hands in twenty days."""
    return Atlas(invented(2000, 20, 60), RULES["standard"])


@pytest.fixture(scope="module")
def animation_of_many(many):
    return page.animation(many).get_root().render()


def test_the_page_of_the_built_in_record_is_as_small_as_promised(animation_html):
    text = animation_html.encode()
    # With the basemap of the world around the region.
    assert len(text) <= 1_100_000
    assert len(gzip.compress(text)) <= 350_000


def test_a_page_of_ten_thousand_places_and_a_thousand_days_is_as_small_as_promised():
    large = Atlas(invented(10_000, 1000, 2000), RULES["standard"])
    assert len(page.animation(large).get_root().render().encode()) <= 3_000_000


@pytest.mark.browser
def test_the_frame_of_a_large_record_is_the_map_of_the_day(visit, many, animation_of_many):
    moving = visit(animation_of_many)
    days = [FIRST + timedelta(days=offset) for offset in (0, 19, 7)]
    frames = {day: moving.drawn(day.isoformat()) for day in days}
    moving.leave()
    for day, drawn in frames.items():
        still = visit(page.day_map(many.on(day)).get_root().render())
        assert drawn == still.drawn()
        still.leave()
    assert len({drawn["front"] for drawn in frames.values()}) == 3


@pytest.mark.browser
def test_a_step_writes_only_what_changed(visit, many, animation_of_many):
    seen = visit(animation_of_many)
    seen.run("frontline.setDay(0)")
    changed = {(event.date_earliest - FIRST).days for event in many.package.events}
    patches = seen.page.locator(".fills path").count()
    assert patches > 30
    for day in range(1, 20):
        written = seen.run(WRITTEN, day)
        events = sum(
            event.date_earliest == FIRST + timedelta(days=day) for event in many.package.events
        )
        assert (written > 0) == (day in changed), day
        # A change reaches the patches around it, each of at most some nine paths.
        assert written <= 9 * 4 * events, day
