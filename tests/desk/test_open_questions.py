"""The questions that earlier imports have left in `review.csv` have a page of their own."""

from __future__ import annotations

import csv
import re
from html import unescape

import pytest
from desk_client import Client, assert_nothing_ran

import frontline
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.importers.review import Listed, Question, Review, Suggestion
from frontline.package.draft import Draft

PAGE = "/import/questions"
#: Rows without a district, of two villages of one name, and of one that nobody knows.
TABLE = """place,day,after,before,publisher,url,lon,lat
Yew,2001-01-04,south,north,watch,https://watch.invalid/yew,,
Rowan <b>,2001-01-06,south,north,watch,https://watch.invalid/rowan,30.0712,0.0355
"""


@pytest.fixture
def folder(own_client):
    """A package with two places called Yew, and the two questions of an import."""
    folder = own_client.desk.workspace.folder
    draft = Draft(folder)
    elm = draft.get("gazetteer", "elm")
    for id_, lon in (("yew-west", 30.03), ("yew-east", 30.13)):
        names = {"id": id_, "name": "Yew", "name_ar": "", "names": [], "geonames_id": None}
        draft.put("gazetteer", {**elm, **names, "lon": lon, "lat": 0.14})
    draft.write()
    again(folder)
    return folder


def again(folder):
    table = folder.parent / "table.csv"
    table.write_text(TABLE)
    return import_files("table", ImportOptions(files=(table,)), folder)


def rows(folder):
    with (folder / "review.csv").open(newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def question(text, name):
    part = text[text.index(f"<legend><bdi>{name}</bdi>") :].partition("</fieldset>")[0]
    field = re.search(r'name="(answer_\w+)"', part)[1]
    return field, re.findall(rf'name="{field}" value="([^"]*)"', part), part


def test_an_answer_is_written_and_the_next_import_uses_the_row(own_client, folder):
    assert "(2)" in own_client.get("/import").text
    text = unescape(own_client.get(PAGE).text)
    field, offered, part = question(text, "Yew")
    assert {*offered} == {
        "yew-west",
        "yew-east",
        "skip",
    }  # without a position there is no new place
    assert part.count('class="map"') == 1
    rowan, offered, part = question(text, "Rowan <b>")
    assert "new" in offered
    assert "30.0712,0.0355" in part
    answer = own_client.post(PAGE, {field: "yew-east", rowan: "new"})
    assert answer.headers["location"] == f"{PAGE}?message=saved"
    assert {name: row["choice"] for name, row in rows(folder).items()} == {
        "Yew": "yew-east", "Rowan <b>": "new",
    }  # fmt: skip
    assert again(folder).waiting == 0
    assert "yew-east" in {one.place_id for one in frontline.open(folder).package.events}
    shown = own_client.get(PAGE).text
    assert "<legend>" not in shown
    assert own_client.post(PAGE, {field: ""}).status_code == 409  # not seen to be decided
    assert own_client.post(PAGE, {field: "", f"seen_{field[7:]}": "yew-east"}).status_code == 303
    assert rows(folder)["Yew"]["choice"] == ""


def test_another_place_is_named_and_a_change_is_taken_back(own_client, folder):
    before = (folder / "review.csv").read_bytes()
    field, _, _ = question(unescape(own_client.get(PAGE).text), "Yew")
    other = {f"other_{field[7:]}": "fir", field: "skip"}
    assert own_client.post(PAGE, other).status_code == 303
    assert rows(folder)["Yew"]["choice"] == "fir"
    assert own_client.post(PAGE, {}).headers["location"].endswith("unchanged")
    token = re.search(r'name="change" value="([^"]*)"', own_client.get(PAGE).text)[1]
    own_client.post("/record/undo", {"change": token, "back": PAGE})
    assert ((folder / "review.csv").read_bytes() == before) is True


def test_what_is_not_an_answer_is_refused_and_nothing_written(own_client, folder):
    before = (folder / "review.csv").read_bytes()
    field, _, _ = question(unescape(own_client.get(PAGE).text), "Yew")
    for choice in ("nowhere", "new", "../x", "<b>"):
        answer = own_client.post(PAGE, {field: choice})
        assert answer.status_code == 422, choice
        assert 'role="alert"' in answer.text
    assert ((folder / "review.csv").read_bytes() == before) is True


def test_two_people_do_not_overwrite_the_answer_of_each_other(own_client, folder):
    other = Client(folder)
    field, _, _ = question(unescape(own_client.get(PAGE).text), "Yew")
    assert other.post(PAGE, {field: "yew-west"}).status_code == 303
    answer = own_client.post(PAGE, {field: "yew-east"})
    assert answer.status_code == 409
    assert rows(folder)["Yew"]["choice"] == "yew-west"


def test_a_package_without_questions_and_one_with_a_faulty_table_say_so(own_client):
    assert "No open questions" in own_client.get(PAGE).text
    folder = own_client.desk.workspace.folder
    (folder / "review.csv").write_text("question,choice\nq1,no such place\n")
    assert "(0)" not in own_client.get("/import").text
    assert "not a place of the gazetteer" in own_client.get(PAGE).text


def test_the_built_in_record_has_no_such_page(wide_client):
    assert wide_client.get(PAGE).status_code == 403
    assert wide_client.post(PAGE, {}).status_code == 403


def test_a_question_is_read_from_the_table_as_it_was_put(tmp_path):
    put = [
        (Question("a", "Ash", "f.csv", 2, "Idlib; 36.71, -35.5", "", (36.71, -35.5)),
         (Suggestion("ash-1", 97, 1234.0, "Ash (old), Sub; district"), Suggestion("x", 60, 0.0))),
        (Question("b", "Bay", "f.csv", 3, "36.7, 35.5", "ash-1", (36.7, 35.5)),
         (Suggestion("ash-1", 100, 0.0, "Ash"),)),
        (Question("c", "Sea; (y", "g.csv", 4), (Suggestion("ash-1", 70),)),
    ]  # fmt: skip
    review = Review(tmp_path, ["ash-1", "x"])
    for one, suggestions in put:
        review.ask(one, suggestions)
    (tmp_path / "review.csv").write_text(review.text())
    found = Review(tmp_path, ["ash-1", "x"]).listed()
    for one, (asked, suggestions) in zip(found, put, strict=True):
        assert isinstance(one, Listed)
        assert (one.name, one.file, one.row) == (asked.name, asked.file, str(asked.row))
        assert one.point == asked.point
        assert [(c.id, c.score) for c in one.candidates] == [(c.id, c.score) for c in suggestions]
        assert [c.distance_m for c in one.candidates] == [
            None if c.distance_m is None else pytest.approx(c.distance_m, abs=51)
            for c in suggestions
        ]
    assert [one.can_be_new for one in found] == [True, False, False]


@pytest.mark.browser
def test_a_person_answers_on_the_map(browse, folder):
    seen = browse(folder)
    seen.page.goto(f"{seen.base}/import")
    seen.page.get_by_role("link", name="Questions of earlier imports").click()
    asked = seen.page.locator("fieldset", has=seen.page.locator("legend", has_text="Yew"))
    shown = asked.locator("svg.map")
    corners = asked.locator("[data-corners]").get_attribute("data-corners").split()
    (west, north), (east, south) = (map(float, corners[at].split(",")) for at in (0, 2))
    box = shown.bounding_box()
    at = {
        "x": (30.13 - west) / (east - west) * box["width"],
        "y": (north - 0.14) / (north - south) * box["height"],
    }
    seen.until("document.readyState === 'complete'")
    shown.click(position=at)
    assert asked.locator("input:checked").get_attribute("value") == "yew-east"
    seen.page.get_by_role("button", name="Save the answers").click()
    seen.page.wait_for_selector("main > .done")
    assert rows(folder)["Yew"]["choice"] == "yew-east"
    assert_nothing_ran(seen)
