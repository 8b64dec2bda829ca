"""Map: the preview and the files are what the library draws from the same choices."""

from __future__ import annotations

import io
import re
from urllib.parse import urlencode

import pytest
from invented_land import LAND
from parsed_page import data_of
from PIL import Image

from frontline.annotation_model import Annotation
from frontline.stills.still import still
from frontline.webmap import page

CHOICES = {
    "day": "2001-01-08", "since": "2001-01-02", "size": "square", "view": "elm",
    "title": "A title", "deck": "A deck", "credit": "Our desk", "lang": "en",
    "n1_text": "A bridge", "n1_at": "30.1,0.1",
    "n2_text": "", "n2_at": "30.05,0.05", "n2_to": "30.1,0.1",
}  # fmt: skip


def file(client, form, **fields):
    return client.get("/map/file", params={**CHOICES, **fields, "format": form})


def notes(first, last=None):
    days = {"first_day": first, "last_day": last or first}
    return [
        Annotation(
            annotation_id="desk-1", text="A bridge", text_ar="A bridge", lon=30.1, lat=0.1, **days
        ),
        Annotation(annotation_id="desk-2", lon=30.05, lat=0.05, to_lon=30.1, to_lat=0.1, **days),
    ]


def test_the_picture_is_the_one_of_the_library(client, land):
    state = land.on("2001-01-08")
    expected = still(
        state, size="square", view="elm", since="2001-01-02", title="A title", deck="A deck",
        credit="Our desk", annotations=notes(state.day),
    )  # fmt: skip
    answer = file(client, "svg")
    assert answer.text == expected.svg
    assert answer.headers["content-disposition"] == 'attachment; filename="map-2001-01-08.svg"'
    picture = Image.open(io.BytesIO(file(client, "png").content))
    assert picture.size == (1080, 1080)
    preview = client.get("/map/file", params={**CHOICES, "format": "png", "preview": "yes"})
    assert max(Image.open(io.BytesIO(preview.content)).size) == 900


def test_the_page_is_one_file_that_runs_only_its_own_scripts(client):
    answer = file(client, "html")
    assert answer.text.startswith("<!DOCTYPE html>")
    assert "A title" in answer.text
    assert "sandbox" in answer.headers["content-security-policy"]


LAYERS = {
    "hide_roads": ("roads",), "hide_names": ("names", "labels"), "hide_places": ("places",),
    "hide_built_up": ("built-up",), "hide_annotations": ("annotations",),
}  # fmt: skip


def layers_of(svg):
    """Return what is drawn in each layer of a picture."""
    return dict(re.findall(r'<g id="([\w-]+)"[^>]*>(.*?)(?=<g id="|</svg>)', svg, re.DOTALL))


def test_layers_are_left_out_of_the_picture_and_no_others(client):
    whole = layers_of(file(client, "svg").text)
    for name, layers in LAYERS.items():
        found = layers_of(file(client, "svg", **{name: "yes"}).text)
        for layer, drawn in whole.items():
            if layer in layers:
                assert found.get(layer, "").count("<") < drawn.count("<"), layer
            else:
                assert found[layer] == drawn, (name, layer)
    assert whole["territory"]


def test_the_page_of_a_span_is_that_of_the_library(client, land):
    answer = file(client, "html", first="2001-01-06")
    drawn = page.animation(
        land, "2001-01-06", "2001-01-08", title="A title", deck="A deck", credit="Our desk",
        since="2001-01-02", language="en", view="elm",
        annotations=notes(land.on("2001-01-06").day, land.on("2001-01-08").day),
    )  # fmt: skip
    assert (answer.text == drawn.get_root().render()) is True
    name = 'filename="map-2001-01-06-2001-01-08.html"'
    assert name in answer.headers["content-disposition"]
    shown = client.get("/map", params=CHOICES | {"first": "2001-01-06"}).text
    assert "map-2001-01-06-2001-01-08.html#embed" in shown


def test_pages_and_pictures_have_the_style_that_was_chosen(own_client):
    folder = own_client.desk.workspace.folder
    (folder / "style-print.toml").write_text('[light]\nlink = "#123456"\nink = "#123457"\n')
    (folder / "other.toml").write_text('[light]\nlink = "#123456"\n')
    assert "style-print.toml" in own_client.get("/map", params=CHOICES).text
    assert "#123456" in file(own_client, "html", style="style-print.toml").text
    assert "#123456" not in file(own_client, "html", style="built-in").text
    assert "#123457" in file(own_client, "svg", style="style-print.toml").text
    assert "#123457" not in file(own_client, "svg", style="built-in").text
    assert file(own_client, "html", style="other.toml").status_code == 400


def test_the_page_has_what_the_author_chose(client, land):
    hidden = {"hide_roads": "yes", "hide_annotations": "", "hide_built_up": "yes"}
    drawn = page.day_map(
        land.on("2001-01-08"), title="A title", deck="A deck", credit="Our desk",
        since="2001-01-02", language="en", view="elm", annotations=notes(land.on("2001-01-08").day),
        hidden=["built-up", "roads"],
    )  # fmt: skip
    answer = file(client, "html", **hidden)
    assert (answer.text == drawn.get_root().render()) is True
    data = data_of(answer.text)
    assert data["hidden"] == ["built-up", "roads"]
    assert "A bridge" in str(data["annotations"])
    whole = data_of(file(client, "html", view="all").text)
    assert whole["hidden"] == []
    assert whole["view"] != data["view"]
    assert data_of(file(client, "html", hide_annotations="yes").text)["annotations"] == []


def test_a_pdf_is_written(client):
    assert file(client, "pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "fields",
    [
        {"day": "1999-01-01"},
        {"day": "../x"},
        {"view": "nowhere at all"},
        {"view": "1,2,3,x"},
        {"size": "9x9"},
        {"size": "99999x99999"},
        {"since": "2001-01-09"},
        {"lang": "xx"},
        {"n1_at": ""},
        {"n1_at": "here"},
        {"n1_text": "x" * 201},
        {"n2_to": "1"},
        {"first": "2001-01-09"},
        {"first": "soon"},
        {"style": "../../style.toml"},
        {"style": "/etc/hosts"},
    ],
)
def test_a_choice_that_is_not_possible_says_why(client, fields):
    answer = client.get("/map", params=CHOICES | fields)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert '<img class="picture"' not in answer.text
    form = "html" if fields.keys() & {"first", "style"} else "png"
    assert file(client, form, **fields).status_code == 400


@pytest.mark.parametrize("form", ["exe", "", "../png"])
def test_another_format_is_not_found(client, form):
    assert file(client, form).status_code == 404


@pytest.mark.browser
def test_an_editor_makes_a_square_picture_with_two_annotations(browse, land_copy):
    seen = browse(land_copy)
    seen.page.get_by_role("link", name="Map", exact=True).click()
    seen.page.wait_for_url("**/map")
    seen.page.fill("#day", "2001-01-08")
    seen.page.select_option("#size", "square")
    for number, (across, down) in enumerate(((0.4, 0.5), (0.6, 0.5)), 1):
        seen.page.fill(f"#n{number}_text", f"Note {number}")
        seen.page.focus(f"#n{number}_at")
        shown = seen.page.locator("#where svg.map")
        box = shown.bounding_box()
        shown.click(position={"x": across * box["width"], "y": down * box["height"]})
    first, second = (seen.page.input_value(f"#n{number}_at") for number in (1, 2))
    assert float(first.split(",")[0]) < float(second.split(",")[0])
    seen.page.get_by_role("button", name="Preview").click()
    seen.page.wait_for_selector("img.picture")
    assert seen.run("document.querySelector('img.picture').decode().then(() => true)")
    with seen.page.expect_download() as started:
        seen.page.get_by_role("link", name="SVG").click()
    text = started.value.path().read_text("utf-8")
    assert re.search(r'width="1080"[^>]*height="1080"', text)
    assert "Note 1" in text
    assert "Note 2" in text
    assert seen.complaints == []


@pytest.mark.browser
def test_an_editor_chooses_the_area_by_dragging_over_the_map(browse, land_copy):
    seen = browse(land_copy, viewport={"width": 1280, "height": 1400})
    seen.page.goto(f"{seen.base}/map?day=2001-01-08")
    seen.page.get_by_role("button", name="Choose an area").click()
    shown = seen.page.locator("#where svg.map")
    shown.scroll_into_view_if_needed()
    box = shown.bounding_box()
    corners = seen.page.locator("#where [data-corners]").get_attribute("data-corners")
    west, north = map(float, corners.split()[0].split(","))
    east, south = map(float, corners.split()[2].split(","))
    seen.page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 0.8 * box["height"])
    seen.page.mouse.down()
    seen.page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"], steps=4)
    seen.page.mouse.up()
    seen.page.wait_for_url("**view=3*")
    found = [float(one) for one in seen.page.input_value("#view").split(",")]
    wide, high = east - west, north - south
    expected = [west + 0.5 * wide, north - 0.8 * high, west + 0.75 * wide, north - 0.4 * high]
    assert found == pytest.approx(expected, abs=0.02 * wide)
    assert [seen.page.input_value(f"#n{number}_at") for number in range(1, 5)] == [""] * 4
    seen.page.wait_for_selector("img.picture")
    assert seen.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("locale", "label", "heading"),
    [
        ("en", "Preview of the interactive page", "A title"),
        ("ar", "معاينة الصفحة التفاعلية", "عنوان"),
    ],
)
def test_the_page_is_shown_as_it_will_be_and_reaches_nothing_of_the_desk(
    browse, locale, label, heading
):
    seen = browse(LAND, locale=locale)
    wanted = {**CHOICES, "first": "2001-01-06", "lang": locale, "title": heading}
    seen.page.goto(f"{seen.base}/map?{urlencode(wanted)}")
    assert not any("format=html" in url for url in seen.requests)  # until someone asks for it
    seen.page.get_by_text(label, exact=True).click()
    shown = seen.page.query_selector("iframe.page").content_frame()
    for _ in range(600):
        if shown.evaluate("typeof window.frontline?.drawn === 'function'"):
            break
        seen.page.wait_for_timeout(50)
    shown.evaluate("frontline.setDay('2001-01-07')")
    assert shown.evaluate("frontline.day()") == "2001-01-07"
    assert shown.evaluate("document.documentElement.lang") == locale
    assert heading in shown.evaluate("document.body.innerText")
    assert shown.evaluate("self.origin") == "null"
    for reached in ("document.cookie", "localStorage.length", "parent.document.body"):
        failure = f"() => {{ try {{ {reached}; }} catch (error) {{ return error.name; }} }}"
        assert shown.evaluate(failure) == "SecurityError", reached
    assert seen.complaints == []


def test_only_the_preview_of_a_page_may_be_framed_and_only_by_the_desk(client):
    preview = file(client, "html", preview="yes")
    assert (preview.text == file(client, "html").text) is True
    policy = preview.headers["content-security-policy"].split("; ")
    assert {"sandbox allow-scripts", "frame-ancestors 'self'", "connect-src 'none'"} <= {*policy}
    assert preview.headers["x-frame-options"] == "SAMEORIGIN"
    assert "content-disposition" not in preview.headers
    for other in (client.get("/map", params=CHOICES), file(client, "html"), file(client, "svg")):
        assert other.headers["x-frame-options"] == "DENY"
    written = client.get("/map", params=CHOICES).text
    assert re.findall(r'<iframe[^>]*sandbox="([^"]*)"', written) == ["allow-scripts"]
    assert written.count("<iframe") == 1
