"""What is known, on the page: the age of reports, the band, the inset, and names in the clear."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely
from reader import open_key

from frontline.atlas import Atlas
from frontline.webmap.basemap import encode_locator
from frontline.webmap.history import encode_reported
from frontline.webmap.quantize import GRID, Grid

MAP = "Object.values(window).find((one) => one instanceof L.Map)"


def shown_on(turns, day):
    shown = turns[0]
    for when, back in zip(turns[1::2], turns[2::2], strict=True):
        if when <= day:
            shown = when - back
    return shown


@pytest.mark.parametrize("span", [(0, 311), (100, 200), (107, 107)])
def test_the_last_report_of_each_place_is_that_of_the_record(atlas, span):
    record = atlas.record
    first, last = (record.first + timedelta(days=day) for day in span)
    coded = encode_reported(atlas, first, last)
    for place, turns in zip(atlas.sites, coded, strict=True):
        for day in {0, 1, (last - first).days // 2, (last - first).days}:
            on = min(first + timedelta(days=day), last)
            reported = record.span_on(place.id, on).reported
            shown = first + timedelta(days=shown_on(turns, (on - first).days))
            assert shown == min(reported, last)  # a statement can be about later days too


def test_the_inset_covers_the_areas_of_the_data_in_few_bytes(atlas):
    grid = Grid(atlas.package.coverage.region)
    coded = encode_locator(atlas, grid)
    assert sum(len(path) for path in (*coded["land"], *coded["borders"])) < 1500
    assert len(coded["land"]) >= 1
    areas = [one for one in atlas.package.admin if one.level == "admin1"]
    west, _, east, _ = shapely.union_all(
        [shapely.geometry.shape(one.geometry) for one in areas]
    ).bounds
    ring = max(coded["land"], key=len)
    xs = [grid.origin[0] + sum(ring[: i + 1 : 2]) for i in range(0, len(ring), 2)]
    assert min(xs) / GRID == pytest.approx(west, abs=0.1)
    assert max(xs) / GRID == pytest.approx(east, abs=0.1)


def test_a_record_without_areas_has_no_inset(land):
    bare = Atlas(replace(land.package, admin=()), land.rule)
    assert encode_locator(bare, Grid(bare.package.coverage.region)) == {"land": [], "borders": []}


#: The label and the opacity of each mark.
OPACITIES = """[...document.querySelectorAll("circle.marker[aria-label]")].map(
  (one) => [one.getAttribute("aria-label"), getComputedStyle(one).opacity])"""


def named(place):
    """Return how the label of the mark of a place begins."""
    return f"\u2068{place.name}\u2069"


@pytest.mark.browser
def test_marks_pale_with_the_age_of_the_last_report_when_the_reader_asks(
    visit, atlas, animation_html
):
    seen = visit(animation_html)
    open_key(seen)
    compared = set()
    names = Counter(place.name for place in atlas.sites)
    for day in ("2019-08-25", "2020-03-06"):
        seen.drawn(day)
        seen.page.set_checked("input[name=fade]", checked=True)
        seen.page.wait_for_timeout(900)  # the marks are drawn again with their labels
        on = date.fromisoformat(day)
        marks = seen.run(OPACITIES)
        for place in atlas.sites[::7]:
            spots = [one for text, one in marks if text.startswith(named(place))]
            if len(spots) != 1 or names[place.name] > 1:
                continue
            age = (on - atlas.record.span_on(place.id, on).reported).days
            expected = "1" if age <= 30 else "0.55" if age <= 90 else "0.25"
            assert spots == [expected], (place.id, age)
            compared.add(expected)
        seen.page.set_checked("input[name=fade]", checked=False)
        first = "getComputedStyle(document.querySelector('circle.marker.age2')).opacity"
        assert seen.run(first) == "1"
    assert len(compared) == 3


@pytest.mark.browser
def test_the_band_lies_along_the_front_when_it_is_switched_on(visit, film):
    seen = visit(film)
    open_key(seen)
    band = seen.page.locator("path.band:not([d=''])").first
    assert seen.drawn("2001-01-06")["band"].count("M") > 2
    assert not band.is_visible()
    seen.page.set_checked("input[name=band]", checked=True)
    assert band.is_visible()
    seen.page.set_checked("input[name=band]", checked=False)
    seen.page.set_checked("input[name=research]", checked=True)
    assert band.is_visible()
    seen.until("location.hash.includes('research')")
    seen.page.reload()
    assert band.is_visible()


@pytest.mark.browser
def test_the_inset_frames_the_view_and_stays_away_from_phones(visit, animation_html):
    seen = visit(animation_html)
    assert seen.page.get_attribute(".locator svg", "aria-label") == "Location of this map"
    width = "Number(document.querySelector('.locator .frame').getAttribute('width'))"
    seen.run(f"{MAP}.setView([35.45, 36.6], 9, {{animate: false}})")
    wide = seen.run(width)
    seen.run(f"{MAP}.setView([35.45, 36.6], 10, {{animate: false}})")
    assert seen.run(width) == pytest.approx(wide / 2, rel=0.01)
    seen.page.set_viewport_size({"width": 375, "height": 740})
    assert not seen.page.is_visible(".locator")


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
def test_no_name_lies_over_another_or_under_what_lies_over_the_map(visit, animation_html, width):
    seen = visit(animation_html, viewport={"width": width, "height": 800})
    for zoom in (8, 9, 9.75, 10.5, 11.5, 13):
        seen.run(
            f"zoom => {{ {MAP}.setView([35.45, 36.6], zoom, {{animate: false}}); }}",
            zoom,
        )
        names, over, frame = seen.run(
            """() => {
              const boxes = (selector) => [...document.querySelectorAll(selector)].map((node) => {
                const {left, top, right, bottom} = node.getBoundingClientRect();
                return [left, top, right, bottom];
              }).filter(([left, top, right, bottom]) => right > left && bottom > top);
              return [
                boxes('.name, .shield'), boxes('.leaflet-control, .legend, .search-tools > *'),
                boxes('.folium-map')[0],
              ];
            }"""
        )
        shapes = [shapely.box(a + 1, b + 2, c - 1, d - 2) for a, b, c, d in names]
        assert len(shapes) > 4
        one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        assert [(names[i], names[j]) for i, j in zip(one, other, strict=True) if i < j] == []
        view = shapely.box(*frame)
        inside = [shape for shape in shapes if shape.intersects(view)]
        for box in over:
            hidden = [shape.bounds for shape in inside if shapely.box(*box).intersects(shape)]
            assert hidden == [], (zoom, box)
