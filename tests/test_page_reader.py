"""What a reader does with the days of a page, in Chromium: compare, read, look up, take away."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from frontline.atlas import Atlas
from frontline.drawing import page
from frontline.evidence import RULES
from frontline.model import Moment

pytestmark = pytest.mark.browser

MARKS = re.compile("[\u2066-\u2069]")


def html(drawn):
    return drawn.get_root().render()


def plain(text):
    return " ".join(MARKS.sub("", text).split())


def opened(seen, label):
    """Open the panel of a button and give it."""
    seen.page.get_by_role("button", name=label, exact=True).click()
    return seen.page.locator(".drawer")


def at(seen, fragment):
    """Open the same page at an address, as a reader does who follows a link."""
    seen.page.goto("about:blank")
    seen.page.goto(f"{seen.home}{fragment}")


@pytest.fixture
def tour(visit, film):
    seen = visit(film)
    seen.home = seen.page.url
    return seen


def hands(atlas, day):
    state = atlas.on(day)
    return {row.id: (row.status, row.actors) for row in state.places.itertuples()}


def change_days(atlas):
    """Give each day on which a place has other hands than the day before."""
    days = [atlas.record.first + timedelta(days=n) for n in range(312)]
    record, columns = atlas.record, len(atlas.cell_places)
    rows = [
        [(record.states[code].status, record.states[code].actors) for code in row[:columns]]
        for row in record.matrix
    ]
    return [day for day, one, other in zip(days[1:], rows, rows[1:], strict=False) if one != other]


def test_steps_by_button_and_key_stop_at_every_change_and_nowhere_else(tour, atlas):
    days = change_days(atlas)
    press = tour.page.keyboard.press
    press("Home")
    seen = []
    for turn in range(12):
        if turn % 3 == 0:
            tour.page.locator(".clock").get_by_label("Next change").click()
        else:
            press("]" if turn % 3 == 1 else "Shift+ArrowRight")
        seen.append(date.fromisoformat(tour.run("frontline.day()")))
    assert seen == days[:12]
    press("[")
    press("Shift+ArrowLeft")
    assert tour.run("frontline.day()") == days[9].isoformat()
    press("End")
    press("]")
    assert tour.run("frontline.day()") == "2020-03-06"


def test_what_changed_is_what_the_library_says_changed(tour, atlas):
    panel = opened(tour, "What changed")
    for day in ("2019-08-23", "2020-01-28"):
        tour.run("day => frontline.setDay(day)", day)
        one = date.fromisoformat(day)
        before, after = hands(atlas, (one - timedelta(days=1)).isoformat()), hands(atlas, day)
        names = sorted(
            atlas.package.gazetteer[id_].name for id_ in after if after[id_] != before[id_]
        )
        assert len(names) > 5
        assert sorted(panel.locator(".changes .jump").all_inner_texts()) == names
        assert tour.page.locator(".ring").count() == len(names)
        assert "Changed on" in panel.locator("h3").first.inner_text()
        links = panel.locator(".changes a")
        assert links.count() >= len(names) // 2
        assert all(link.get_attribute("href").startswith("http") for link in links.all())


def test_the_sums_of_gains_and_losses_are_those_of_the_library(tour, atlas):
    panel = opened(tour, "What changed")
    for day, pinned in (("2019-08-23", None), ("2020-03-06", "2019-12-01")):
        tour.run("day => frontline.setDay(day)", day)
        tour.run("day => frontline.pin(day)", pinned)
        then = pinned or (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        now, old = atlas.on(day), atlas.on(then)
        text = plain(panel.locator(".sums").inner_text())
        for number, actor in enumerate(atlas.actors):
            more = int((now.holders == number).sum()) - int((old.holders == number).sum())
            sign = f"+{more}" if more > 0 else f"−{-more}"
            assert f"{atlas.package.actors[actor].name} {sign} " in text
            assert sign in plain(tour.text(".legend"))


def test_a_pinned_day_is_compared_with_whatever_day_is_shown(tour, atlas):
    tour.run("frontline.setDay('2019-08-01')")
    panel = opened(tour, "What changed")
    button = panel.locator("button[aria-pressed]")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert tour.page.locator(".pin").is_visible()
    tour.run("frontline.setDay('2019-09-01')")
    one, other = hands(atlas, "2019-08-01"), hands(atlas, "2019-09-01")
    assert tour.page.locator(".ring").count() == sum(one[id_] != other[id_] for id_ in one)
    assert plain(panel.locator("h3").first.inner_text()) == (
        "Changed from 1 Aug 2019 to 1 Sep 2019"
    )
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert not tour.page.locator(".pin").is_visible()


def test_moments_are_marked_listed_and_lead_to_their_day(tour, atlas):
    assert tour.page.locator(".moments span").count() == len(atlas.package.moments)
    panel = opened(tour, "Moments")
    panel.get_by_role("button", name="Khan Shaykhun changes hands").click()
    assert tour.run("frontline.day()") == "2019-08-21"
    assert tour.text(".caption") == "Khan Shaykhun changes hands"
    assert panel.locator("[aria-current=date]").count() == 1
    assert panel.locator("a").count() == len(atlas.package.moments)
    tour.page.keyboard.press("Escape")
    assert not panel.is_visible()
    tour.run("frontline.setDay('2019-08-22')")
    assert not tour.page.locator(".caption").is_visible()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (700, 560), (1440, 900)])
def test_no_name_is_written_under_the_caption_of_a_moment(visit, film, width, height):
    seen = visit(film, viewport={"width": width, "height": height})
    under = """() => {
      const box = document.querySelector('.caption').getBoundingClientRect();
      return [...document.querySelectorAll('.name')].filter((node) => {
        const {left, right, top, bottom} = node.getBoundingClientRect();
        return left < box.right && right > box.left && top < box.bottom && bottom > box.top;
      }).map((node) => node.textContent);
    }"""
    names = "[...document.querySelectorAll('.name')].map((node) => node.textContent)"
    before = seen.run("day => frontline.setDay(day)", "2019-08-22") or seen.run(names)
    seen.drawn("2019-08-23")
    assert seen.page.locator(".caption").is_visible()
    assert seen.run(under) == []
    seen.drawn("2019-08-22")
    assert seen.run(names) == before


def box(seen, selector):
    return boxes(seen, selector)[0]


def boxes(seen, selector):
    return seen.run(
        """selector => [...document.querySelectorAll(selector)].map((node) => {
          const {left, right, top, bottom} = node.getBoundingClientRect();
          return [left, right, top, bottom];
        })""",
        selector,
    )


def is_under(spot, card):
    return spot[0] < card[1] and spot[1] > card[0] and spot[2] < card[3] and spot[3] > card[2]


@pytest.mark.parametrize("language", ["English", "العربية"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_a_place_that_is_chosen_does_not_lie_under_its_card(visit, film, language, width, height):
    seen = visit(film, viewport={"width": width, "height": height}, reduced_motion="reduce")
    seen.page.get_by_role("button", name=language).click()
    close = seen.page.locator(".card .close")
    for name in ("Hama", "Jisr al-Shughur", "Aleppo"):
        seen.page.locator(".search input").fill(name)
        seen.page.keyboard.press("Enter")
        assert not is_under(box(seen, ".spot.picked"), box(seen, ".card")), name
        close.click()
    # Some of the villages around Khan Shaykhun lie where the card comes to stand.
    seen.home = seen.page.url.split("#")[0]
    view = "at=35.45,36.5,10.4" if language == "English" else "at=35.45,36.9,10.4&lang=ar"
    at(seen, f"#day=2019-08-15&{view}&place=khan-shaykhun")
    card = box(seen, ".card")
    for third in range(3):
        at(seen, f"#day=2019-08-15&{view}")
        spots = boxes(seen, ".spot[tabindex]")
        hidden = [number for number, spot in enumerate(spots) if is_under(spot, card)]
        assert len(hidden) > 4
        mark = seen.page.locator(".spot[tabindex]").nth(hidden[third * len(hidden) // 3])
        mark.focus()
        seen.page.keyboard.press("Enter")
        assert not is_under(box(seen, ".spot.picked"), box(seen, ".card"))


def test_a_place_keeps_the_focus_when_names_make_room_for_a_caption(visit, film):
    seen = visit(film)
    seen.drawn("2019-08-22")
    label = "document.activeElement.getAttribute('aria-label')?.split('\u2069')[0]"
    seen.page.locator(".spot[tabindex]").first.focus()
    before = seen.run(label)
    seen.drawn("2019-08-23")
    assert before
    assert seen.run(label) == before


def test_the_words_say_what_the_library_says_and_follow_the_day(tour, atlas):
    panel = opened(tour, "In words")
    for day in ("2019-08-15", "2020-02-14"):
        tour.run("day => frontline.setDay(day)", day)
        state = atlas.on(day)
        text = plain(panel.inner_text())
        for actor, area in state.areas_km2.items():
            held = int((state.holders == atlas.actors.index(actor)).sum())
            name = atlas.package.actors[actor].name
            assert f"{name}: {held} places, {area:,.0f} km² of ground" in text
        described = plain(tour.page.text_content("#twin"))
        assert f"{held} places" in described
        assert "What this map cannot know" in text
        holder = atlas.package.actors[hands(atlas, day)["khan-shaykhun"][1]].name
        assert re.search(rf"Held by {holder}: [^.]*Khan Shaykhun", text)
    assert tour.page.get_attribute(".folium-map", "aria-describedby") == "twin"


def test_a_step_is_read_out_and_playing_is_not(tour):
    tour.page.keyboard.press("Home")
    tour.page.keyboard.press("ArrowRight")
    line = tour.page.locator("p[role=status].unseen").first
    assert "1 May 2019" in plain(line.text_content())
    assert line.get_attribute("aria-live") == "polite"
    tour.page.keyboard.press("Space")
    tour.until("frontline.day() > '2019-05-03'")
    assert "1 May 2019" in plain(line.text_content())
    tour.page.keyboard.press("Space")
    stopped = tour.run("frontline.day()")
    assert str(int(stopped[-2:])) + " May 2019" in plain(line.text_content())


def test_the_speed_can_be_chosen_and_keys_there_do_not_move_the_day(tour):
    tour.page.keyboard.press("Home")
    choice = tour.page.get_by_label("Speed")
    choice.select_option("8")
    choice.focus()
    tour.page.keyboard.press("ArrowRight")
    assert tour.run("frontline.day()") == "2019-04-30"
    tour.page.get_by_label("Play").click()
    tour.until("frontline.day() > '2019-06-30'")
    tour.page.get_by_label("Pause").click()


def test_the_table_lists_every_place_and_can_be_sorted_and_filtered(tour, atlas):
    tour.run("frontline.setDay('2019-08-15')")
    panel = opened(tour, "Table of places")
    rows = panel.locator("tbody tr")
    assert rows.count() == min(len(atlas.cell_places), 400)
    panel.get_by_role("button", name="Since").click()
    panel.get_by_role("button", name="Since").click()
    assert panel.locator("th[aria-sort=descending]").inner_text() == "Since"
    panel.locator("input").fill("خان شيخون")
    assert 1 <= rows.count() < 5
    row = rows.filter(has=tour.page.get_by_role("button", name="Khan Shaykhun", exact=True))
    assert "Opposition and allies" in row.inner_text()
    tour.page.keyboard.press("Home")
    assert tour.run("frontline.day()") == "2019-08-15"
    tour.run("frontline.setDay('2019-08-23')")
    assert "Government and allies" in row.inner_text()
    row.locator("button").click()
    assert tour.page.locator(".card h2").inner_text().startswith("Khan Shaykhun")


def test_the_address_follows_the_picture_and_restores_it(tour):
    tour.run("frontline.setDay('2019-08-15')")
    tour.run("frontline.choose('khan-shaykhun')")
    tour.run("frontline.pin('2019-08-01')")
    tour.run(
        "Object.values(window).find((one) => one instanceof L.Map)"
        ".setView([35.44, 36.65], 11, {animate: false})"
    )
    tour.until("location.hash.includes('since=')")
    hash_ = tour.run("location.hash")
    assert re.fullmatch(
        r"#day=2019-08-15&at=35\.4\d*,36\.6\d*,11&place=khan-shaykhun&since=2019-08-01", hash_
    )
    picture = """() => ({
      drawn: frontline.drawn(), card: document.querySelector('.card').textContent,
      rings: [...document.querySelectorAll('.ring')].map((one) => {
        const { x, y, width } = one.getBoundingClientRect();
        return [x, y, width].map(Math.round);
      }),
      view: document.querySelector('.sheet').getAttribute('viewBox'),
      text: document.querySelector('#twin').textContent,
    })"""
    before = tour.run(picture)
    at(tour, hash_)
    assert tour.run(picture) == before
    assert tour.run("location.hash") == hash_


def test_an_address_that_makes_no_sense_opens_the_page_as_ever(tour):
    usual = tour.run("frontline.drawn()")
    for fragment in (
        "#day=2019-99-99&at=91,200,999&place=nowhere&since=yesterday",
        "#%E0%A4%A&day=%00&at=,,&__proto__=1&place=<img src=x onerror=alert(1)>",
        f"#day={'9' * 5000}",
    ):
        at(tour, fragment)
        assert tour.run("frontline.drawn()") == usual
    assert tour.complaints == []


def test_a_new_address_in_the_bar_moves_an_open_page(tour):
    tour.run("location.hash = 'day=2019-08-15&place=morek'")
    tour.until("frontline.day() === '2019-08-15'")
    assert tour.page.locator(".card h2").inner_text().startswith("Morek")


def test_link_and_embed_code_lead_to_the_picture(tour):
    tour.run("frontline.setDay('2019-08-15')")
    panel = opened(tour, "Take away")
    link, code = (panel.locator("textarea").nth(i).input_value() for i in (0, 1))
    assert link.startswith(f"{tour.home}#day=2019-08-15&at=")
    assert code.startswith('<iframe src="ADDRESS-OF-THIS-FILE#embed&amp;day=2019-08-15&amp;at=')
    assert code.endswith("</iframe>")
    panel.get_by_role("button", name="Copy the link").click()
    panel.locator("[role=status]", has_text=re.compile("Copied|Selected")).wait_for()


def test_the_state_of_the_day_is_saved_as_geojson_and_csv(tour, atlas):
    tour.run("frontline.setDay('2019-08-15')")
    panel = opened(tour, "Take away")
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
    for row in state.places.itertuples():
        got = rows[row.id]
        assert (got["status"], " ".join(got["actors"])) == (row.status, row.actors)
        assert got["evidence"] == (None if row.status == "unknown" else row.evidence)
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


def test_an_embedded_page_is_compact_and_posts_its_height(visit, film, tmp_path):
    (tmp_path / "film.html").write_text(film, "utf-8")
    outer = visit(
        "<!DOCTYPE html><body><script>const got = [];"
        "addEventListener('message', (event) => got.push(event.data));</script>"
        '<iframe src="film.html#embed&amp;day=2019-08-15" width="600" height="300"></iframe>'
    )
    outer.until("got.length > 0 && got.at(-1).height > 300")
    assert outer.run("got.at(-1).type") == "frontline:height"
    frame = outer.page.frames[1]
    assert frame.locator(".tools").is_hidden()
    assert frame.evaluate("frontline.day()") == "2019-08-15"
    posted = outer.run("got.at(-1).height")
    assert frame.evaluate("document.documentElement.scrollHeight") == pytest.approx(posted, abs=2)


def test_a_page_on_paper_has_the_words_and_no_buttons(tour):
    tour.page.emulate_media(media="print")
    for selector in (".clock", ".tools", ".drawer"):
        assert tour.page.locator(selector).is_hidden()
    box = tour.page.locator("#twin").bounding_box()
    assert box["height"] > 10
    assert box["width"] > 500


def test_a_map_of_one_day_offers_what_makes_sense_there(visit, atlas):
    seen = visit(html(page.day_map(atlas.on("2019-08-15"))))
    labels = seen.page.locator(".tools button").all_inner_texts()
    assert "What changed" not in labels
    assert {"In words", "Table of places", "Take away"} <= set(labels)
    assert "Changed" not in seen.page.text_content("#twin")
    assert seen.page.locator(".ring").count() == 0


def test_hostile_text_in_every_panel_arrives_as_written_and_nothing_runs(visit, land):
    text = "</script><script>alert(1)</script> <img src=x onerror=alert(1)> {{7*7}} \u202egnp"
    day = land.record.first + timedelta(days=2)
    moment = Moment(day=day, title=text, title_ar=text, note=text, source=f"javascript:{text}")
    places = {
        id_: place.model_copy(update={"name": f"{place.name} {text}", "admin1": text})
        for id_, place in land.package.gazetteer.items()
    }
    package = replace(land.package, title=text, gazetteer=places, moments=(moment,))
    seen = visit(html(page.animation(Atlas(package, RULES["standard"]), title=text)))
    seen.run("day => frontline.setDay(day)", day.isoformat())
    assert seen.page.text_content(".caption") == text
    for button in seen.page.locator(".tools button").all():
        button.click()
        drawer = seen.page.locator(".drawer")
        found = drawer.evaluate(
            "node => [node, ...node.querySelectorAll('textarea')]"
            ".map((one) => one.value || one.textContent).join()"
        )
        if button.inner_text() not in {"Help", "Take away"}:
            assert text in found
        assert drawer.locator("img, script, [href^='javascript']").count() == 0
    seen.page.wait_for_timeout(100)
    assert seen.complaints == []
    assert seen.requests == []


@pytest.mark.parametrize("width", [320, 768])
def test_every_panel_fits_a_narrow_window(visit, film, width):
    seen = visit(film, viewport={"width": width, "height": 740})
    for button in seen.page.locator(".tools button").all():
        button.click()
        box = seen.page.locator(".drawer").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width + 0.5
        assert box["height"] > 150
        assert seen.run("document.documentElement.scrollWidth") <= width
        inner = "(() => {const d = document.querySelector('.drawer'); return d.scrollWidth"
        assert seen.run(f"{inner} - d.clientWidth;}})()") <= 0
        seen.page.keyboard.press("Escape")
        assert seen.page.locator(".drawer").is_hidden()
        assert button.evaluate("node => node === document.activeElement")


def test_a_reader_who_wants_calm_gets_a_slow_pace(visit, film):
    seen = visit(film, reduced_motion="reduce")
    seen.page.keyboard.press("Home")
    paces = seen.run(
        """() => {
          const found = [];
          const real = window.setInterval;
          window.setInterval = (run, pace) => { found.push(pace); return real(run, 1e6); };
          document.querySelector('.clock button').click();
          window.setInterval = real;
          return found;
        }"""
    )
    assert paces == [800]
