"""Pages in Chromium without a network: what a reader sees, and what must not happen."""

from __future__ import annotations

from datetime import timedelta

import folium
import pytest
import shapely
from browser import WINDOW
from reader import html, plain, shown_km2

import frontline
from frontline.i18n import translate_count
from frontline.webmap import page

pytestmark = pytest.mark.browser
KEY_DAYS = ["2019-04-30", "2019-08-15", "2019-08-21", "2019-08-23", "2020-02-14", "2020-03-06"]


@pytest.fixture(scope="module")
def still(tabs, day_html, tmp_path_factory):
    """The page of 15 August 2019 in a tab of its own, which tests only read."""
    path = tmp_path_factory.mktemp("still") / "day.html"
    path.write_text(day_html, "utf-8")
    tab = tabs("", {"offline": True}).pop()
    yield tab.show(path.as_uri(), {}, WINDOW)
    tab.leave()


def test_the_frame_of_a_day_is_the_map_of_that_day(visit, animation_html, day_html):
    moving = visit(animation_html)
    drawn = moving.drawn("2019-08-15")
    moving.leave()
    assert drawn == visit(day_html).drawn()


def test_every_day_of_a_short_record_is_the_map_of_that_day(visit, land, film):
    moving = visit(film)
    days = [(land.record.first + timedelta(days=offset)).isoformat() for offset in range(10)]
    frames = {day: moving.drawn(day) for day in days}
    moving.leave()
    for day, drawn in frames.items():
        still = visit(html(page.day_map(land.on(day))))
        assert drawn == still.drawn()
        still.leave()
    assert len({str({**drawn, "date": ""}) for drawn in frames.values()}) >= 4


def test_going_back_shows_what_was_shown(visit, year_html):
    seen = visit(year_html)
    days = ["2019-08-15", "2020-02-14", "2019-05-02", "2019-08-23"]
    forth = {day: seen.drawn(day) for day in days}
    assert {day: seen.drawn(day) for day in sorted(days, reverse=True)} == forth
    assert len({str(drawn) for drawn in forth.values()}) == len(days)


def test_the_page_counts_what_the_library_counts(visit, atlas, animation_html):
    seen = visit(animation_html)
    for day in KEY_DAYS:
        state = atlas.on(day)
        drawn = seen.drawn(day)
        counts = {}
        presumed = atlas.presumed[(state.day - atlas.record.first).days]
        for number, row in enumerate(state.places.itertuples()):
            numbers = [str(atlas.actors.index(actor)) for actor in row.actors.split()]
            key = "-".join([row.status, *numbers])
            evidence = "presumed" if presumed[number] else row.evidence
            look = "unknown" if row.status == "unknown" else f"{key} {evidence}"
            counts[look] = counts.get(look, 0) + 1
        assert drawn["places"] == counts
        text = seen.page.text_content(".legend").replace("\u2068", "").replace("\u2069", "")
        for actor, area in state.areas_km2.items():
            held = int((state.holders == atlas.actors.index(actor)).sum())
            places = translate_count("en", "places", held)
            assert f"{places}, {shown_km2(area)} km²" in text


def test_every_swatch_of_the_legend_is_filled_even_without_territory(visit, land_copy):
    path = land_copy / "actors.csv"
    header, *rows = path.read_text("utf-8").splitlines()
    idle = "idle,Idle,خامل,#123456,lines,"
    path.write_text("\n".join([header, idle, *rows]) + "\n", "utf-8")
    seen = visit(html(page.animation(frontline.open(land_copy))))
    fills = seen.run(
        "() => [...document.querySelectorAll('.legend .swatch rect')].map(one => one.getAttribute("
        "'fill')).filter(Boolean)"
    )
    assert fills[:3] == ["var(--fill-0)", "var(--fill-1)", "var(--fill-2)"]
    for fill in fills:
        if fill.startswith("url("):
            assert seen.run("id => document.getElementById(id) !== null", fill[5:-1]), fill


def test_the_drawn_front_is_that_of_the_library_with_its_corners_cut(still, atlas):
    metres = still.run(
        """() => {
          const lines = '.svg-overlay path.front:not(.presumed, .open)';
          const parts = [...document.querySelectorAll(lines)];
          return parts.reduce((sum, part) => sum + part.getTotalLength(), 0);
        }"""
    )
    line = atlas.on("2019-08-15").front_shape.line
    # A unit of the page is a pixel at zoom 17: 1.1943 m times the cosine of the latitude.
    # Corners and the steps of cells are cut, which takes up to an eighth of the length.
    assert 0.875 * line.length < metres * 1.194329 * 0.8155 < line.length


def test_keys_change_the_day(visit, film):
    seen = visit(film)
    press = seen.page.keyboard.press
    press("Home")
    assert seen.run("frontline.day()") == "2001-01-01"
    press("ArrowRight")
    press("PageDown")
    assert seen.run("frontline.day()") == "2001-01-09"
    press("ArrowLeft")
    press("PageUp")
    assert seen.run("frontline.day()") == "2001-01-01"
    press("PageDown")
    press("PageDown")
    assert seen.run("frontline.day()") == "2001-01-10"
    press("PageUp")
    press("PageUp")
    assert seen.run("frontline.day()") == "2001-01-01"
    press("End")
    assert seen.run("frontline.day()") == "2001-01-10"


def test_the_space_key_plays_and_pauses(visit, year_html):
    seen = visit(year_html)
    seen.page.keyboard.press("Home")
    seen.page.keyboard.press("Space")
    seen.until("frontline.day() > '2019-05-01'")
    seen.page.keyboard.press("Space")
    stopped = seen.run("frontline.day()")
    seen.page.wait_for_timeout(500)
    assert seen.run("frontline.day()") == stopped


def test_the_slider_changes_the_day_and_its_text(visit, film):
    seen = visit(film)
    seen.page.fill(".timeline input[type=range]", "4")
    assert seen.text(".date") == "Friday 5 January 2001"
    assert seen.page.get_attribute(".timeline input", "aria-valuetext") == "Friday 5 January 2001"


def test_a_map_of_one_day_has_no_time_bar(still):
    assert still.page.locator(".timeline").count() == 0


def test_a_click_on_a_place_shows_its_history_and_sources(visit, day_html):
    seen = visit(day_html)
    spot = seen.page.locator("circle.marker[aria-label^='\u2068Khan Shaykhun\u2069']")
    box = spot.bounding_box()
    seen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = seen.page.locator(".card")
    assert card.locator("h2").inner_text() == "Khan Shaykhun خان شيخون"
    assert card.locator("h2 [lang=ar]").inner_text() == "خان شيخون"
    assert "the opposition and its allies" in card.inner_text()
    links = card.locator("a")
    assert links.count() >= 1
    for link in links.all():
        assert link.get_attribute("href").startswith("http")
        assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    seen.page.locator(".card .close").click()
    assert not card.is_visible()


def test_a_place_can_be_opened_and_closed_by_keyboard(visit, day_html):
    seen = visit(day_html)
    seen.page.locator("circle.marker[aria-label*='Morek']").focus()
    seen.page.keyboard.press("Enter")
    assert seen.page.locator(".card h2").inner_text().startswith("Morek")
    seen.page.keyboard.press("Escape")
    assert not seen.page.locator(".card").is_visible()


def test_the_card_follows_the_day(visit, film):
    seen = visit(film)
    seen.run("frontline.choose('elm')")
    for day, holder in (("2001-01-02", "North"), ("2001-01-04", "South")):
        seen.run("day => frontline.setDay(day)", day)
        assert holder in seen.text(".card .answer")


def test_rule_data_sources_licence_and_method_are_on_the_page(still, atlas):
    text = still.page.text_content(".about")
    assert atlas.rule.description in text
    assert atlas.package.digest[:12] in text
    assert atlas.package.version in text
    assert "Lines are approximate." in text
    assert "Blank areas have no reports." in text
    assert "ODbL" in text
    assert "OpenStreetMap contributors" in text


def test_notices_are_shown(visit, land):
    notices = ["Nothing of the last 14 days is shown.", "Positions are coarsened to 5 km."]
    seen = visit(html(page.day_map(land.on("2001-01-05"), notices=notices)))
    assert [seen.page.locator(".notice").nth(i).inner_text() for i in range(2)] == notices
    assert seen.page.locator(".notice").first.is_visible()


def test_the_sources_are_named_on_the_map_without_a_flag(still):
    credit = plain(still.text(".leaflet-control-attribution"))
    assert credit.startswith("© OpenStreetMap contributors · GeoNames")
    assert credit.endswith("Natural Earth")
    assert still.page.locator(".leaflet-control-attribution svg").count() == 0


def test_the_scale_bar_is_true_at_its_latitude(still):
    drawn = still.run("document.querySelector('.scale').getBoundingClientRect().width")
    label = still.text(".scale span")
    metres = float(label.split()[0]) * (1000 if label.endswith("km") else 1)
    west, east = still.run(
        """width => {
          const map = Object.values(window).find((one) => one instanceof L.Map);
          const {x, y} = map.getSize().divideBy(2);
          return [[x, y], [x + width, y]].map((at) => map.containerPointToLatLng(at).lng);
        }""",
        drawn,
    )
    latitude = still.run(
        "Object.values(window).find((one) => one instanceof L.Map).getCenter().lat"
    )
    from frontline.geometry.geodesy import distance_m

    assert distance_m(west, latitude, east, latitude) == pytest.approx(metres, rel=2e-3)


def test_folium_layers_work_under_the_policy(visit, land):
    drawn = page.day_map(land.on("2001-01-05"))
    popup = folium.Popup("<b style='color: rgb(1, 2, 3)'>Here</b>", max_width=200)
    folium.Marker([0.14, 30.15], popup=popup, tooltip="A tip").add_to(drawn)
    area = shapely.box(30.02, 0.02, 30.08, 0.08).__geo_interface__
    folium.GeoJson(area, style_function=lambda _: {"color": "#123456"}).add_to(drawn)
    folium.CircleMarker([0.15, 30.05], radius=9, popup="Circle").add_to(drawn)
    seen = visit(html(drawn))
    icon = seen.page.locator("img.leaflet-marker-icon")
    assert icon.evaluate("image => image.naturalWidth") > 10
    assert seen.page.locator("path[stroke='#123456']").count() == 1
    icon.dispatch_event("click")
    bold = seen.page.locator(".leaflet-popup-content b")
    assert bold.inner_text() == "Here"
    assert bold.evaluate("node => getComputedStyle(node).color") == "rgb(1, 2, 3)"
    assert seen.requests == []
    assert seen.complaints == []


def test_tiles_are_fetched_from_their_host_alone_and_credited_as_text(visit, land):
    tiles = page.Tiles(
        "https://{s}.tiles.invalid/{z}/{x}/{y}.png", "<img src=x onerror=alert(1)>{{7*7}}", ("a",)
    )
    seen = visit(html(page.day_map(land.on("2001-01-05"), tiles=tiles)))
    seen.page.wait_for_timeout(200)
    assert seen.requests
    assert all(url.startswith("https://a.tiles.invalid/") for url in seen.requests)
    assert "<img src=x onerror=alert(1)>{{7*7}}" in seen.text(".leaflet-control-attribution")
    assert not [line for line in seen.complaints if "policy" in line or "dialog" in line]
