"""The shell of the desk: two languages, no violation of axe-core, and hostile text does nothing."""

from __future__ import annotations

import csv
import re
import string
from pathlib import Path
from urllib.parse import quote

import pytest
from desk_client import Client, assert_nothing_ran
from poisoned_land import HOSTILE, PAYLOADS

import frontline
from frontline.desk import app, compare, pictures, record_tables, views
from frontline.i18n import LANGUAGES

TEMPLATES = Path(app.__file__).parent
AXE = Path(__file__).parents[2] / "tools/js/node_modules/axe-core/axe.min.js"
#: The page in the frame has tests of its own, and takes no messages.
CHECK = """
async () => {
  const options = { resultTypes: ["violations"], iframes: false };
  const { violations } = await axe.run(document, options);
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 5)]);
}
"""
SIZES = {
    "desk": {"width": 1280, "height": 800},
    "tablet": {"width": 820, "height": 1180},
    "phone": {"width": 390, "height": 844},
}
#: How two of them are used.
LOOKS = {
    "desk": {"color_scheme": "light", "locale": "en"},
    "tablet": {"color_scheme": "dark", "locale": "ar"},
}
REVIEW_COLUMNS = ("question", "name", "file", "row", "where", "candidates", "choice")
#: What has the same name in every language.
OWN_NAMES = r"review\.csv|GeoTIFF|HTML|CSV|SVG|PNG|PDF|MP4|GIF|ClaimReview"
#: Pages of the invented land that show everything the desk has.
PAGES = [
    "/ask",
    "/ask?place=cedar&to=south&day=2001-01-05&sources=test",
    "/ask?place=fir&day=2001-01-10",
    "/ask?place=nowhere&to=north&day=2001-01-05",
    "/record?table=events",
    "/record?table=places&sort=-lat",
    "/record?table=reports&filter=elm",
    "/record/event?id=E1",
    "/record/row?table=places&id=elm",
    "/record/row?table=publishers",
    "/check",
    "/compare",
    "/compare?kind=rules&a=standard&b=two-source&day=2001-01-08",
    "/map?day=2001-01-08",
    "/import",
    "/import/questions",
    "/jobs",
]


def ask_of_an_import(folder, text):
    """Let a package have two questions of an import, one with a decision, with this text."""
    listed = f"elm ({text}, 90% similar, 1.2 km); fir ({text}, 80% similar)"
    rows = [(f"{number} {text}", text, number, text, f"{text}; 30.1, 0.1", listed, choice)
            for number, choice in ((1, ""), (2, "elm"))]  # fmt: skip
    with (folder / "review.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([REVIEW_COLUMNS, *rows])


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_texts_and_placeholders():
    tables = views.phrases()
    assert list(tables) == list(LANGUAGES)
    assert list(tables["en"]) == list(tables["ar"])
    for key, text in tables["en"].items():
        assert placeholders(text) == placeholders(tables["ar"][key]), key


def test_no_arabic_text_is_in_latin_letters():
    for key, text in views.phrases()["ar"].items():
        bare = re.sub(rf"\{{\w+\}}|`[^`]*`|{OWN_NAMES}", "", text)
        assert not re.search("[A-Za-z]{2}", bare), key


def test_every_text_is_used():
    used = "".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.html"))
    used += "".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.py"))
    made = (
        "look",
        "evidence",
        "status",
        "says",
        "kind",
        "part",
        "column",
        "table",
        "message",
        "export",
        "compare",
        "side",
        "make",
        "job",
        "reads",
        "set",
        "choice",
        "answer",
        "add",
        "field",
        "stance",
        "hide",
        "ground",
    )
    for key in views.phrases()["en"]:
        is_made = key.startswith(tuple(f"{start}_" for start in made))
        assert is_made or f'"{key}"' in used or f"'{key}'" in used, key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_language_throughout(own_client, page, language):
    answer = own_client.get(page, headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text


def loaded(seen):
    """Wait until htmx has loaded what a page loads after it."""
    seen.until("!document.querySelector('.waiting, .htmx-request')")


@pytest.fixture(scope="module")
def axe():
    if not AXE.exists():
        pytest.fail("axe-core is not installed: `make test` does it, or `npm ci --prefix tools/js`")
    return AXE.read_text("utf-8")


def violations(seen):
    """Let axe look at the page with all that can be opened in it."""
    seen.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    return seen.run(CHECK)


def assert_no_overflow(seen, page):
    """Check that a page has no scroll bar at its side, whatever the size of the window."""
    own = seen.page.viewport_size
    for size in sorted(SIZES.values(), key=lambda size: size == own):
        seen.page.set_viewport_size(size)
        over = seen.run("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, (page, size, over)


@pytest.mark.browser
@pytest.mark.parametrize("size", LOOKS)
def test_axe_finds_nothing(browse, axe, land_copy, size):
    ask_of_an_import(land_copy, "A name")
    seen = browse(land_copy, first=axe, viewport=SIZES[size], **LOOKS[size])
    found = {}
    for page in PAGES:
        seen.page.goto(seen.base + page)
        loaded(seen)
        found[page] = violations(seen)
        assert_no_overflow(seen, page)
    seen.page.goto(f"{seen.base}/check")
    seen.page.fill("#text", "South forces captured Elm on 3 January 2001, 12 km from Cedar.")
    seen.page.fill("#published", "2001-01-04")
    seen.page.locator("main form button.main").click()
    seen.page.wait_for_selector("article.card")
    found["article"] = violations(seen)
    assert_no_overflow(seen, "article")
    seen.page.goto(f"{seen.base}/import")
    rows = "place,day,after,before,publisher,url\nAlderr Hill,2001-01-04,Reds,north,watch,\n"
    file = {"name": "rows.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    seen.page.set_input_files("#files", file)
    seen.page.locator("main form button.main").click()
    seen.page.wait_for_selector("#first-rows")
    seen.page.locator("#import-form button.main").click()
    seen.page.wait_for_selector("#counts, #result [role=alert]")
    found["import"] = violations(seen)
    assert_no_overflow(seen, "import")
    assert {page: some for page, some in found.items() if some} == {}
    assert seen.complaints == []


@pytest.mark.browser
def test_hostile_text_in_every_column_and_field_does_nothing(browse, poisoned):
    folder, taken = poisoned
    assert len(taken) > 15
    ask_of_an_import(folder, HOSTILE)
    seen = browse(folder)
    atlas = frontline.open(folder)
    places = [one.id for one in atlas.sites]
    pages = [
        "/ask",
        f"/ask?place={places[0]}&to={atlas.actors[0]}&day=2001-01-05&sources=test",
        f"/ask?place={places[4]}&day=2001-01-05",
    ]
    pages += [f"/ask?place=elm&day={quote(HOSTILE)}", f"/compare?a={quote(HOSTILE)}&b=x"]
    pages += ["/compare?a=standard&b=all&day=2001-01-08", "/map?day=2001-01-08"]
    pages += [f"/map?day=2001-01-08&title={quote(HOSTILE)}", f"/map?day={quote(HOSTILE)}"]
    pages += [f"/map?day=2001-01-08&n1_text={quote(HOSTILE[:150])}&n1_at=30.1,0.1"]
    pages += [f"/record?table={name}" for name in record_tables.NAMES]
    pages += [f"/record?filter={quote(HOSTILE)}", "/record/event?id=E1", "/record/event?id=E2"]
    pages += ["/import", "/import/questions"]
    for page in pages:
        seen.page.goto(seen.base + page)
        loaded(seen)
        seen.page.wait_for_timeout(50)
        assert_nothing_ran(seen)
        whole = seen.run("document.documentElement.outerHTML")
        assert "49" not in re.findall(r"\{\{7\*7\}\}|(?<=>)49(?=<)", whole)
    seen.page.goto(f"{seen.base}/ask?place=elm&day=2001-01-05")
    seen.page.fill("#place", "elm <img src=x onerror=ran=1>")
    seen.page.wait_for_timeout(400)
    assert_nothing_ran(seen)


def test_hostile_text_in_any_field_of_an_address_is_written_as_text(client):
    """No page has a script of its own, so that what is escaped in it cannot run."""
    marked = [one for one in PAYLOADS if "<" in one]
    assert len(marked) >= 4
    fields = [("/ask", {"place": "elm", "day": "2001-01-05"}, name)
              for name in ("place", "to", "day", "rule", "as_of", "district")]  # fmt: skip
    fields += [("/compare", {"kind": kind, "a": "x", "b": "x"}, "a") for kind in compare.KINDS]
    fields += [("/map", {"day": "2001-01-08"}, name) for name in pictures.FIELDS]
    for page, usual, name in fields:
        text = client.get(page, params={**usual, name: HOSTILE}).text
        assert not [one for one in marked if one in text], (page, usual, name)
        assert not [one for one in ("<script>", "ran=1>", ">49<") if one in text], (page, name)


@pytest.mark.browser
def test_a_reader_finds_the_distance_and_copies_the_sentence(browse, land_copy):
    seen = browse(land_copy)
    seen.page.fill("#place", "Cedr")
    seen.page.wait_for_selector("#place-names option[value=cedar]", state="attached")
    seen.page.fill("#place", "cedar")
    seen.page.fill("#to", "south")
    seen.page.fill("#day", "2001-01-05")
    seen.page.get_by_role("button", name="Ask", exact=True).click()
    seen.page.wait_for_selector("#sentence")
    sentence = seen.text("#sentence")
    assert "Cedar" in sentence
    assert seen.run("location.search").startswith("?place=cedar&to=south&day=2001-01-05")
    seen.run("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    seen.page.get_by_role("button", name="Copy the sentence").click()
    assert seen.run("window.copied") == sentence
    assert seen.text(".copy") == "Copied"
    seen.page.go_back()
    seen.page.wait_for_selector("#answer:not(:has(#sentence))", state="attached")


@pytest.mark.browser
def test_a_click_on_the_map_fills_in_the_position_under_it(browse, land_copy):
    seen = browse(land_copy)
    seen.page.goto(f"{seen.base}/ask?place=elm&day=2001-01-05")
    box = seen.page.locator("#map svg.map .highlight circle").bounding_box()
    seen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lon, lat = map(float, seen.page.input_value("#place").split(","))
    assert lon == pytest.approx(30.1, abs=0.001)
    assert lat == pytest.approx(0.1, abs=0.001)


@pytest.mark.browser
def test_the_keyboard_reaches_everything_and_the_language_is_kept(browse, land_copy):
    seen = browse(land_copy)
    reached = []
    for _ in range(24):
        seen.page.keyboard.press("Tab")
        reached.append(seen.run("document.activeElement.id || document.activeElement.className"))
    assert reached[0] == "skip"
    assert {"place", "to", "day", "main"} <= set(reached)
    seen.page.get_by_role("button", name="العربية").click()
    seen.page.wait_for_selector("html[dir=rtl]")
    seen.page.goto(f"{seen.base}/ask")
    assert seen.run("document.documentElement.lang") == "ar"


@pytest.mark.browser
def test_it_works_without_scripts(browse, land_copy):
    seen = browse(land_copy, java_script_enabled=False)
    seen.page.fill("#place", "elm")
    seen.page.fill("#day", "2001-01-05")
    seen.page.get_by_role("button", name="Ask", exact=True).click()
    assert "Elm" in seen.page.locator("#sentence").text_content()


def test_the_built_in_record_opens_without_a_folder(wide_client):
    assert isinstance(wide_client, Client)
    assert wide_client.get("/").headers["location"] == "/ask"
