"""What a page shows of the news: gains, the earlier front, headlines; and how ground is filled."""

from __future__ import annotations

import itertools
import re
from datetime import date

import pytest
from parsed_page import data_of
from reader import html, open_key, plain
from typer.testing import CliRunner

import frontline
from frontline.cli import app
from frontline.colours import contrast, separate_fills
from frontline.errors import InvalidRequestError
from frontline.i18n import spanned_titles
from frontline.stills.style import styles
from frontline.theme import DARK, LIGHT, Theme
from frontline.webmap import page
from frontline.webmap.stylesheet import LABEL_SIZES, make_stylesheet

SHOWN = "[...document.querySelectorAll('.legend .chip')].filter((n) => n.checkVisibility())"
#: From the first to the last day of this span, Elm was taken.
EARLIER, DAY = "2001-01-02", "2001-01-06"


@pytest.fixture(scope="module")
def winter_html(atlas):
    return html(page.day_map(atlas.on("2020-02-14")))


@pytest.mark.parametrize("ground", [LIGHT["land"], DARK["land"], "#ffffff", "#101010"])
def test_fills_differ_in_lightness_from_each_other_and_from_blank_ground(ground):
    hues = ["#b5532d", "#2f7f86", "#7a5fa0", "#c9a227", "#336699", "#888888", "#00aa55"]
    for colours in itertools.permutations(hues, 3):
        fills = separate_fills(dict(zip("abc", colours, strict=True)), ground)
        for one, other in itertools.combinations(fills.values(), 2):
            assert contrast(one, other) >= 1.3, (colours, fills)
        assert min(contrast(fill, ground) for fill in fills.values()) >= 1.2, (colours, fills)


def test_the_style_sheet_has_a_fill_and_a_gain_for_each_actor_by_day_and_by_night(atlas):
    sheet = make_stylesheet(Theme(), atlas.package.actors)
    for name in ("fill", "gain"):
        assert len(re.findall(rf"--{name}-\d: #\w{{6}};", sheet)) == 3 * len(atlas.actors)
    assert min(LABEL_SIZES) >= 12


@pytest.mark.browser
def test_a_page_has_at_most_three_textures_and_one_fill_for_a_side(visit, atlas, winter_html):
    seen = visit(winter_html)
    used = seen.run(
        "[...new Set([...document.querySelectorAll('.svg-overlay .territory path[d]')]"
        ".filter((n) => n.getAttribute('d')).map((n) => n.getAttribute('fill')))].filter(Boolean)"
    )
    textures = [fill for fill in used if fill.startswith("url(")]
    kinds = {re.sub(r"-\d.*", "", fill[len("url(#territory-") : -1]) for fill in textures}
    assert kinds == {"contested", "claimed", "presumed"}
    held = [fill for fill in used if fill.startswith("var(--fill")]
    assert sorted(held) == [f"var(--fill-{i})" for i in range(len(atlas.actors))]


@pytest.mark.browser
def test_ground_gained_since_the_last_change_is_marked_and_dated(visit, land, film):
    seen = visit(film)
    drawn = seen.drawn("2001-01-03")
    south = land.actors.index("south")
    assert land.on("2001-01-03").control("Elm").control.holder == "south"
    assert drawn["gained"][f"held-{south}"]
    assert not drawn["gained"][f"held-{1 - south}"]
    key = plain(" ".join(seen.run(f"{SHOWN}.map((n) => n.textContent)")))
    assert "Gained since 2 Jan 2001" in key
    assert seen.drawn("2001-01-01")["gained"][f"held-{south}"] == ""


@pytest.mark.browser
def test_a_page_compares_with_a_chosen_day_and_draws_its_front(visit, land):
    earlier = visit(html(page.day_map(land.on(EARLIER))))
    before = earlier.drawn()
    earlier.leave()
    for made in (
        page.day_map(land.on(DAY), since=EARLIER), page.animation(land, last=DAY, since=EARLIER),
    ):  # fmt: skip
        seen = visit(html(made))
        drawn = seen.drawn()
        assert drawn["earlier"] == before["front"] + before["presumed"]
        assert drawn["earlier"] != drawn["front"]
        assert seen.page.locator("path.earlier-front").count() == 2  # one is in the key
        key = plain(" ".join(seen.run(f"{SHOWN}.map((n) => n.textContent)")))
        assert "Front line on 2 Jan 2001" in key
        assert "Gained since 2 Jan 2001" in key
        assert seen.complaints == []
        seen.leave()
    assert visit(html(page.day_map(land.on(DAY)))).drawn()["earlier"] == ""


def test_a_later_day_to_compare_with_is_refused(land):
    with pytest.raises(InvalidRequestError, match="earlier day"):
        page.day_map(land.on(DAY), since=DAY)


@pytest.mark.browser
def test_title_deck_and_credit_are_on_the_page_and_on_the_map(visit, land_copy, tmp_path):
    out = tmp_path / "film.html"
    texts = {"--title": "The fall of Elm", "--deck": "Three days in January", "--credit": "Desk/AB"}
    words = ["animate", "--data", str(land_copy), "--out", str(out), "--since", EARLIER]
    done = CliRunner().invoke(app.app, [*words, *itertools.chain(*texts.items())])
    assert done.exit_code == 0, done.output
    seen = visit(out.read_text("utf-8"))
    assert plain(seen.text("h1")) == texts["--title"]
    assert plain(seen.text(".caption")) == texts["--deck"]
    assert plain(seen.text(".leaflet-control-attribution")).startswith("Desk/AB · ")


@pytest.mark.browser
def test_a_sentence_of_the_author_stands_on_the_page_of_a_key_date(visit, land_copy):
    row = f"{DAY},A bridge falls,,By night.,https://news.example/bridge\n"
    (land_copy / "moments.csv").write_text(f"day,title,title_ar,note,source\n{row}", "utf-8")
    own = frontline.open(land_copy)
    for deck, shown in (("Four days in January", "Four days in January"), (None, "A bridge falls")):
        seen = visit(html(page.day_map(own.on(DAY), deck=deck)))
        assert plain(seen.text(".caption")).startswith(shown)
        seen.leave()
    seen = visit(html(page.animation(own, EARLIER, DAY, deck="Four days in January")))
    assert plain(seen.text(".caption")).startswith("A bridge falls")


def test_the_title_says_the_span_that_is_shown(atlas, land, day_html):
    first, last = atlas.record.first, atlas.record.last
    whole = spanned_titles(atlas, first, last)
    assert whole["en"] == atlas.package.title
    assert whole["ar"] == atlas.package.coverage.title_ar
    month = spanned_titles(atlas, date(2020, 2, 1), date(2020, 2, 29))
    assert month["en"] == "North-west Syria (Idlib and Hama), 1 February 2020 to 29 February 2020"
    assert month["ar"].endswith("من 1 شباط 2020 إلى 29 شباط 2020")
    day = data_of(day_html)["title"]
    assert day["en"] == "North-west Syria (Idlib and Hama)"
    part = data_of(html(page.animation(land, EARLIER, DAY)))["title"]
    assert part["en"] == "Nine invented towns, 2 January 2001 to 6 January 2001"
    named = data_of(html(page.animation(land, title="Three days")))["title"]
    assert named["en"] == "Three days"


@pytest.mark.browser
def test_a_key_date_is_the_headline_with_its_note(visit, year_html):
    seen = visit(year_html)
    seen.drawn("2020-03-06")
    assert seen.text(".caption b") == "Truce"
    assert plain(seen.text(".caption span")) == "From midnight."
    seen.page.get_by_role("button", name="العربية").click()
    assert seen.text(".caption b") == "هدنة"


@pytest.mark.browser
def test_labels_keep_clear_of_the_front(visit, winter_html):
    """Only names of towns and of places that changed may cross it, if they have no other room."""
    seen = visit(winter_html)
    seen.run(
        "Object.values(window).find((one) => one instanceof L.Map)"
        ".setView([35.8, 36.75], 11, { animate: false })"
    )
    seen.page.wait_for_timeout(400)
    crossing = seen.run(
        """() => {
          const spots = [];
          for (const path of document.querySelectorAll('.svg-overlay path.front:not(.open)')) {
            const matrix = path.getScreenCTM();
            const length = path.getTotalLength();
            const step = Math.max(length / 1500, 150);
            for (let at = 0; at < length; at += step) {
              spots.push(path.getPointAtLength(at).matrixTransform(matrix));
            }
          }
          const isCrossed = (name) => {
            const { left, right, top, bottom } = name.getBoundingClientRect();
            return spots.some(
              ({ x, y }) => x > left + 1 && x < right - 1 && y > top + 2 && y < bottom - 2,
            );
          };
          const all = [...document.querySelectorAll('.name.rank3, .name.rank4')];
          return [all.length, all.filter(isCrossed).map((one) => one.textContent)];
        }"""
    )
    assert crossing[0] > 20
    assert len(crossing[1]) <= 0.1 * crossing[0], crossing


@pytest.mark.browser
def test_the_key_has_three_lines_and_the_rest_is_behind_more(visit, film):
    seen = visit(film)
    seen.drawn(DAY)
    assert seen.page.locator(".legend .key > li").count() == 3
    box = seen.page.locator(".legend").bounding_box()
    assert box["height"] <= 120
    assert not seen.page.locator(".evidence-kinds").is_visible()
    seen.page.locator(".more > summary").click()
    assert seen.page.locator(".evidence-kinds").is_visible()
    seen.page.keyboard.press("Escape")
    assert not seen.page.locator(".evidence-kinds").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1440, 900), (900, 700), (844, 390)])
def test_the_key_does_not_lie_over_the_subject(visit, film, width, height):
    seen = visit(film, viewport={"width": width, "height": height})
    under = seen.run(
        """() => {
          const key = document.querySelector('.legend').getBoundingClientRect();
          return [...document.querySelectorAll('.marker[role=button]')].filter((node) => {
            const { left, right, top, bottom } = node.getBoundingClientRect();
            return left < key.right && right > key.left && top < key.bottom && bottom > key.top;
          }).length;
        }"""
    )
    assert under == 0


@pytest.mark.browser
def test_both_scripts_are_only_on_pages_that_ask_for_them(visit, land, tmp_path):
    style = tmp_path / "both.toml"
    style.write_text('labels = "both"\n', "utf-8")
    state = land.on("2001-01-05")
    for chosen, expected in ((None, False), (style, True)):
        seen = visit(html(page.day_map(state, style=chosen)))
        open_key(seen)
        arabic = re.compile("[\u0600-\u06ff]")
        assert bool(arabic.search(seen.page.text_content(".names"))) == expected
        assert bool(arabic.search(seen.page.text_content(".legend"))) == expected
        seen.leave()


@pytest.mark.browser
def test_a_headline_is_whole_in_a_low_window_and_on_one_line_of_a_desktop(visit, land):
    title = "Southern troops reach the river after a week of fighting"
    seen = visit(html(page.day_map(land.on("2001-01-05"), title=title)))
    whole = (
        "(() => { const h = document.querySelector('.top h1');"
        "return h.scrollWidth <= h.clientWidth + 1 && h.scrollHeight <= h.clientHeight + 1; })()"
    )
    for width, height in ((667, 375), (844, 390), (640, 400), (800, 360)):
        seen.page.set_viewport_size({"width": width, "height": height})
        assert seen.run(whole), (width, height)
    for width in (1100, 1280, 1440, 1600):
        seen.page.set_viewport_size({"width": width, "height": 800})
        high = seen.run("document.querySelector('.top h1').getBoundingClientRect().height")
        assert high < 45, (width, high)  # two lines at most


def test_ground_that_was_gained_has_the_same_fill_on_a_page_as_in_a_picture(atlas):
    sheet = make_stylesheet(Theme(), atlas.package.actors)
    look = styles(tuple(atlas.package.actors.values()), 18.0)
    for number, actor in enumerate(atlas.package.actors.values()):
        day, *night = re.findall(rf"--gain-{number}: (#\w{{6}});", sheet)
        fill = re.findall(rf"--fill-{number}: (#\w{{6}});", sheet)
        assert contrast(day, look[f"gained-{actor.id}"]["fill"]) < 1.1
        for gained, held in zip((day, *night), fill, strict=True):
            assert contrast(gained, held) > 1.3, (actor.id, gained, held)
