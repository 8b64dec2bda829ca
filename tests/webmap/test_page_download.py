"""Sharing and downloading: links, the embedded page, files of data, printing."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from reader import at, opened

pytestmark = pytest.mark.browser


@pytest.fixture
def tour(visit, film):
    seen = visit(film)
    seen.home = seen.page.url
    return seen


def test_the_address_follows_the_view_and_restores_it(tour):
    tour.run("frontline.setDay('2001-01-07')")
    tour.run("frontline.choose('elm')")
    tour.run("frontline.pin('2001-01-02')")
    tour.run(
        "Object.values(window).find((one) => one instanceof L.Map)"
        ".setView([0.12, 30.13], 11, {animate: false})"
    )
    tour.until("location.hash.includes('since=')")
    hash_ = tour.run("location.hash")
    assert re.fullmatch(r"#day=2001-01-07&at=0\.1\d*,30\.1\d*,11&place=elm&since=2001-01-02", hash_)
    picture = """() => ({
      drawn: frontline.drawn(), card: document.querySelector('.card').textContent,
      rings: [...document.querySelectorAll('.ring')].map((one) => {
        const { x, y, width } = one.getBoundingClientRect();
        return [x, y, width].map(Math.round);
      }),
      view: document.querySelector('.svg-overlay').getAttribute('viewBox'),
      text: document.querySelector('#day-summary').textContent,
    })"""
    tour.described()
    before = tour.run(picture)
    at(tour, hash_)
    tour.described()
    assert tour.run(picture) == before
    assert tour.run("location.hash") == hash_


def test_an_invalid_address_opens_the_default_view(tour):
    usual = tour.run("frontline.drawn()")
    for fragment in (
        "#day=2019-99-99&at=91,200,999&place=nowhere&since=yesterday",
        "#%E0%A4%A&day=%00&at=,,&__proto__=1&place=<img src=x onerror=alert(1)>",
        f"#day={'9' * 5000}",
    ):
        at(tour, fragment)
        assert tour.run("frontline.drawn()") == usual
    assert tour.complaints == []


def test_a_new_address_changes_an_open_page(tour):
    tour.run("location.hash = 'day=2001-01-05&place=birch'")
    tour.until("frontline.day() === '2001-01-05'")
    assert tour.page.locator(".card h2").inner_text().startswith("Birch")


def test_link_and_embed_code_contain_the_view(tour):
    tour.run("frontline.setDay('2001-01-05')")
    panel = opened(tour, "Share and download")
    link, code = (panel.locator("textarea").nth(i).input_value() for i in (0, 1))
    assert link.startswith(f"{tour.home}#day=2001-01-05&at=")
    assert code.startswith('<iframe src="ADDRESS-OF-THIS-FILE#embed&amp;day=2001-01-05&amp;at=')
    assert code.endswith("</script>")
    panel.get_by_role("button", name="Copy link").click()
    panel.locator("[role=status]", has_text=re.compile("Copied|Selected")).wait_for()


def test_the_state_of_the_day_is_saved_as_geojson_and_csv(visit, animation_html, atlas):
    tour = visit(animation_html)
    tour.run("frontline.setDay('2019-08-15')")
    panel = opened(tour, "Share and download")
    files = {}
    for label in ("GeoJSON", "CSV table"):
        with tour.page.expect_download() as found:
            panel.get_by_role("button", name=label).click()
        files[label] = (found.value.suggested_filename, found.value.path().read_bytes())
    name, raw = files["GeoJSON"]
    assert name == "frontline-2019-08-15.geojson"
    whole = json.loads(raw)
    assert "ODbL" in whole["licence"]
    assert whole["sources"]
    rows = {one["id"]: one["properties"] for one in whole["features"]}
    state = atlas.on("2019-08-15")
    assert rows.keys() == set(state.places["id"])
    presumed = atlas.presumed[(state.day - atlas.record.first).days]
    for number, row in enumerate(state.places.itertuples()):
        got = rows[row.id]
        assert (got["status"], " ".join(got["actors"])) == (row.status, row.actors)
        evidence = "presumed" if presumed[number] else row.evidence
        assert got["evidence"] == (None if row.status == "unknown" else evidence)
        assert got["since"] == str(row.since)
    for one in whole["features"][:20]:
        place = atlas.package.gazetteer[one["id"]]
        assert one["geometry"]["coordinates"] == pytest.approx([place.lon, place.lat], abs=1e-5)
    name, raw = files["CSV table"]
    assert name == "frontline-2019-08-15.csv"
    table = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(table) == len(rows)
    assert table[0]["holder"] == (rows[table[0]["id"]]["holder"] or "")
    assert "ODbL" in table[0]["licence"]
    assert tour.complaints == []


def assert_height_follows(outer, frame, height):
    """Assert that a height is that of a frame's page, once the page has stopped to grow."""
    for _ in range(100):
        inner = frame.evaluate("document.documentElement.scrollHeight")
        if height() == pytest.approx(inner, abs=2):
            return
        outer.page.wait_for_timeout(50)
    assert height() == pytest.approx(inner, abs=2)


def test_an_embedded_page_is_compact_and_posts_its_height(visit, film, tmp_path):
    (tmp_path / "film.html").write_text(film, "utf-8")
    outer = visit(
        "<!DOCTYPE html><body><script>const got = [];"
        "addEventListener('message', (event) => got.push(event.data));</script>"
        '<iframe src="film.html#embed&amp;day=2001-01-05" width="600" height="300"></iframe>'
    )
    outer.until("got.length > 0 && got.at(-1).height > 300")
    assert outer.run("got.at(-1).type") == "frontline:height"
    frame = outer.page.frames[1]
    assert frame.locator(".tools").is_hidden()
    assert frame.evaluate("frontline.day()") == "2001-01-05"
    assert_height_follows(outer, frame, lambda: outer.run("got.at(-1).height"))


def test_the_embed_code_resizes_the_frame(visit, film, tour, tmp_path):
    (tmp_path / "film.html").write_text(film, "utf-8")
    code = opened(tour, "Share and download").locator("textarea").nth(1).input_value()
    outer = visit(f"<!DOCTYPE html><body>{code.replace('ADDRESS-OF-THIS-FILE', 'film.html')}")
    outer.page.locator("iframe").scroll_into_view_if_needed()
    outer.until("document.querySelector('iframe').style.height !== '640px'")
    height = outer.page.locator("iframe").bounding_box
    assert_height_follows(outer, outer.page.frames[1], lambda: height()["height"])
    assert outer.complaints == []


def test_a_printed_page_has_the_summary_and_no_buttons(tour):
    tour.page.emulate_media(media="print")
    for selector in (".timeline", ".tools", ".drawer"):
        assert tour.page.locator(selector).is_hidden()
    box = tour.page.locator("#day-summary").bounding_box()
    assert box["height"] > 10
    assert box["width"] > 500
