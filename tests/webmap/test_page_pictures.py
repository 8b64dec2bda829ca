"""Pages of the invented land compared with stored pictures.

After an intended change, write the pictures again and look at each before committing it:
``pytest tests/webmap/test_page_pictures.py --renew-pictures``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from picture_comparison import WITHOUT_TEXT, compare_pictures, read_screenshot
from PIL import Image

from frontline.webmap import page

pytestmark = pytest.mark.browser

STORED = Path(__file__).parent.parent / "pictures"
DESK, PHONE = {"width": 960, "height": 720}, {"width": 390, "height": 844}
ROAD_CHART = "document.querySelector('.road-chart').open = true"
ARABIC = "document.querySelector('.languages [lang=ar]').click()"
#: For each picture: None for the map of a day, else the day of the animation; the viewport; the
#: colour scheme; scripts to run.
STATES = {
    "day": (None, DESK, "light", []),
    "animation": ("2001-01-06", DESK, "light", ["frontline.choose('elm')"]),
    "road_chart": ("2001-01-09", DESK, "light", [ROAD_CHART]),
    "arabic": ("2001-01-06", DESK, "light", [ARABIC]),
    "dark": ("2001-01-06", DESK, "dark", []),
    "phone": ("2001-01-08", PHONE, "light", []),
}


@pytest.fixture(scope="module")
def pages(land):
    return {
        "day": page.day_map(land.on("2001-01-06")).get_root().render(),
        "film": page.animation(land).get_root().render(),
    }


@pytest.fixture
def picture(visit, pages):
    """Return a function that takes the picture of a state, or of it on another day."""

    def take(name, other_day=None):
        day, viewport, scheme, steps = STATES[name]
        html = pages["day" if day is None else "film"]
        seen = visit(html, first=WITHOUT_TEXT, viewport=viewport, color_scheme=scheme)
        if day is not None:
            seen.drawn(other_day or day)
        for step in steps:
            seen.run(step)
        shot = seen.settled()
        assert seen.complaints == []
        seen.leave()
        return read_screenshot(shot)

    return take


def stored(name):
    return Image.open(STORED / f"{name}.png").convert("RGB")


@pytest.mark.parametrize("name", STATES)
def test_a_page_looks_like_its_stored_picture(picture, name, request):
    taken = picture(name)
    if request.config.getoption("--renew-pictures"):
        taken.save(STORED / f"{name}.png", optimize=True)
    difference = compare_pictures(taken, stored(name))
    assert difference.is_small, (name, difference)


def test_pictures_of_one_state_are_the_same(picture):
    assert compare_pictures(picture("animation"), picture("animation")).mean == 0


@pytest.mark.parametrize("name", sorted(set(STATES) - {"day"}))
def test_a_page_on_another_day_does_not_look_like_its_stored_picture(picture, name):
    assert not compare_pictures(picture(name, "2001-01-02"), stored(name)).is_small


def test_no_two_stored_pictures_are_alike_and_all_are_small():
    names = sorted(path.stem for path in STORED.glob("*.png") if "still-" not in path.stem)
    assert names == sorted(STATES)
    assert all((STORED / f"{name}.png").stat().st_size < 60_000 for name in names)
    for i, one in enumerate(names):
        for other in names[:i]:
            assert not compare_pictures(stored(one), stored(other)).is_small, (one, other)
