"""Map: the preview and the files are what the library draws from the same choices."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from frontline.annotation_model import Annotation
from frontline.stills.still import still

CHOICES = {
    "day": "2001-01-08", "since": "2001-01-02", "size": "square", "view": "elm",
    "title": "A title", "deck": "A deck", "credit": "Our desk", "lang": "en",
    "n1_text": "A bridge", "n1_at": "30.1,0.1",
    "n2_text": "", "n2_at": "30.05,0.05", "n2_to": "30.1,0.1",
}  # fmt: skip


def file(client, form, **fields):
    return client.get("/map/file", params={**CHOICES, **fields, "format": form})


def notes(day):
    days = {"first_day": day, "last_day": day}
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
    ],
)
def test_a_choice_that_is_not_possible_says_why(client, fields):
    answer = client.get("/map", params=CHOICES | fields)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert '<img class="picture"' not in answer.text
    assert file(client, "png", **fields).status_code == 400


@pytest.mark.parametrize("form", ["exe", "", "../png"])
def test_another_format_is_not_found(client, form):
    assert file(client, form).status_code == 404


@pytest.mark.browser
def test_an_editor_makes_a_square_picture_with_two_annotations(browse, land_copy):
    seen = browse(land_copy)
    seen.page.get_by_role("link", name="Map", exact=True).click()
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
