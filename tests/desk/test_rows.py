"""Record: places, publishers and reports are added and changed as `validate` allows."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlparse

import pytest
from desk_client import Client

import frontline
from frontline.package.edit_rows import KINDS
from frontline.package.package import find_errors

NEW = {
    "places": {
        "name": "Rowan", "kind": "village", "lon": "30.05", "lat": "0.15",
        "position_error_m": "250", "sources": "Survey 4; Atlas, p. 3", "licence": "CC0",
        "names": "Rowan Hill; Ruwan",
    },
    "publishers": {"name": "Hill Radio", "stance": "monitor", "language": "en"},
    "reports": {
        "record_id": "B4", "publisher": "wire", "url": "https://wire.invalid/b4",
        "published_on": "2001-01-02", "says": "supports",
    },
}  # fmt: skip


def files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def values_of(client, table, id_):
    """Return what the form of a row would send if nobody changed a field."""
    text = client.get("/record/row", params={"table": table, "id": id_}).text
    form = text[text.index('id="row-form"') :].partition("</form>")[0]
    values = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag)[1], re.search(r'value="([^"]*)"', tag)[1]
        values[name] = unescape(value)
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)">(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        values[name] = chosen[1] if chosen else ""
    values.pop("change_token")
    return values


def save(client, table, values):
    return client.post("/record/row", {"table": table, **values})


@pytest.fixture
def folder(own_client):
    return own_client.desk.workspace.folder


@pytest.mark.parametrize("table", [*KINDS])
def test_a_row_is_added_as_one_line_and_taken_back(own_client, folder, table):
    before = files(folder)
    answer = save(own_client, table, NEW[table])
    assert answer.status_code == 303, unescape(answer.text)
    after = files(folder)
    (changed,) = [name for name in after if after[name] != before[name]]
    assert len(after[changed].splitlines()) == len(before[changed].splitlines()) + 1
    assert find_errors(folder) == []
    text = own_client.get(answer.headers["location"]).text
    assert "Saved." in text
    token = re.search(r'name="change" value="([^"]*)"', text)[1]
    assert "taken_back" in own_client.post("/record/undo", {"change": token}).headers["location"]
    assert files(folder) == before


def test_an_added_row_is_what_was_written(own_client, folder):
    for table, values in NEW.items():
        save(own_client, table, values)
    package = frontline.open(folder).package
    place = package.gazetteer["rowan"]
    assert (place.lon, place.lat, place.position_error_m) == (30.05, 0.15, 250)
    assert place.names == ("Rowan Hill", "Ruwan")
    assert place.sources == ("Survey 4", "Atlas, p. 3")
    assert package.publishers["hill-radio"].stance == "monitor"
    assert [one.publisher for one in package.reports["B4"]] == ["watch", "wire"]


@pytest.mark.parametrize(
    ("table", "id_"), [("places", "elm"), ("publishers", "wire-citing-watch"), ("reports", "B1-r1")]
)
def test_saving_without_a_change_writes_nothing(own_client, folder, table, id_):
    before = files(folder)
    answer = own_client.post("/record/row", values_of(own_client, table, id_))
    assert "unchanged" in answer.headers["location"]
    assert files(folder) == before


@pytest.mark.parametrize(
    ("table", "id_", "fields", "replaced"),
    [
        ("places", "elm", {"lon": "30.12"}, ("[30.1, 0.1]", "[30.12, 0.1]")),
        ("places", "elm", {"position_error_m": "90"}, ('error_m": 100', 'error_m": 90')),
        ("publishers", "blog", {"name": "The blog"}, ("blog,A blog", "blog,The blog")),
        ("reports", "B1-r1", {"says": "context"}, ("01-01,,supports", "01-01,,context")),
    ],
)  # fmt: skip
def test_a_changed_field_is_the_only_difference(own_client, table, id_, fields, replaced):
    folder = own_client.desk.workspace.folder
    before = files(folder)
    values = values_of(own_client, table, id_) | fields
    assert own_client.post("/record/row", values).status_code == 303
    after = files(folder)
    (changed,) = [name for name in after if after[name] != before[name]]
    lines = before[changed].decode().splitlines()
    differing = [
        pair for pair in zip(lines, after[changed].decode().splitlines(), strict=True)
        if pair[0] != pair[1]
    ]  # fmt: skip
    assert len(differing) == 1
    assert differing[0][1] == differing[0][0].replace(*replaced)


@pytest.mark.parametrize(
    ("table", "fields", "said"),
    [
        ("places", {"lon": "east"}, "lon"),
        ("places", {"lon": "nan"}, "lon"),
        ("places", {"lat": "95"}, "lat"),
        ("places", {"lon": ""}, "lon"),
        ("places", {"name": "Elm"}, "taken"),
        ("places", {"name": "قرية"}, "Latin"),
        ("places", {"position_error_m": "-1"}, "position_error_m"),
        ("places", {"position_error_m": ""}, "position_error_m"),
        ("places", {"sources": ""}, "sources"),
        ("places", {"lon": "30.1", "lat": "0.1"}, "elm"),
        ("publishers", {"stance": "friendly"}, "stance"),
        ("publishers", {"stance": "aligned"}, "aligned_with"),
        ("publishers", {"name": ""}, "name"),
        ("publishers", {"origin": "nobody"}, "nobody"),
        ("reports", {"record_id": "X9"}, "X9"),
        ("reports", {"publisher": "nobody"}, "nobody"),
        ("reports", {"url": "javascript:alert(1)"}, "url"),
        ("reports", {"published_on": "soon"}, "soon"),
    ],
)
def test_what_validate_refuses_is_said_while_typing_and_never_written(
    own_client, folder, table, fields, said
):
    before = files(folder)
    values = {"table": table, **NEW[table], **fields}
    checked = own_client.post("/record/row/check", values)
    saved = own_client.post("/record/row", values)
    assert saved.status_code == 422
    for answer in (checked, saved):
        problems = unescape(answer.text.partition('id="problems"')[2].partition("</div>\n<p")[0])
        assert said in problems
        assert "No errors found" not in problems
    assert files(folder) == before


def test_the_effect_of_a_moved_place_is_shown_before_it_is_saved(own_client, folder):
    before = files(folder)
    values = values_of(own_client, "places", "elm") | {"lon": "30.14", "with_effect": "yes"}
    text = unescape(own_client.post("/record/row/check", values).text)
    assert text.count("data-corners") == 3
    assert "No place changes hands" in text
    assert re.search(r"The front of .* becomes [\d.]+ km", text)
    assert files(folder) == before


@pytest.mark.parametrize(("table", "id_"), [("places", "elm"), ("publishers", "wire")])
def test_two_windows_do_not_overwrite_each_other(own_client, folder, table, id_):
    other = Client(folder)
    mine, theirs = values_of(own_client, table, id_), values_of(other, table, id_)
    assert own_client.post("/record/row", mine | {"note": "mine"}).status_code == 303
    late = other.post("/record/row", theirs | {"note": "theirs"})
    assert late.status_code == 409
    assert 'value="theirs"' in late.text
    assert b"theirs" not in b"".join(files(folder).values())


def test_an_unknown_row_or_table_is_refused(own_client, wide_client):
    assert own_client.get("/record/row?table=places&id=nowhere").status_code == 400
    assert own_client.get("/record/row?table=actors&id=north").status_code == 404
    assert own_client.post("/record/row", {"table": "../x"}).status_code == 404
    assert wide_client.get("/record/row?table=places").status_code == 403
    for path in ("/record/row", "/record/row/check"):
        assert wide_client.post(path, {"table": "places"}).status_code == 403


@pytest.mark.browser
def test_an_editor_adds_a_place_with_a_click_on_the_map(browse, land_copy):
    seen = browse(land_copy)
    seen.page.goto(f"{seen.base}/record?table=places")
    seen.page.get_by_role("link", name="Add a place").click()
    for name, value in NEW["places"].items():
        if name not in {"lon", "lat"}:
            seen.page.fill(f"#{name}", value)
    shown = seen.page.locator("#map svg.map")
    seen.until("document.readyState === 'complete'")
    box = shown.bounding_box()
    shown.click(position={"x": 0.4 * box["width"], "y": 0.4 * box["height"]})
    seen.page.wait_for_selector("#problems .done")
    seen.page.get_by_role("button", name="Save", exact=True).click()
    seen.page.wait_for_selector("main > .done")
    place = frontline.open(land_copy).place("rowan")
    assert 30 < place.lon < 30.2
    assert 0 < place.lat < 0.2
    query = parse_qs(urlparse(seen.page.url).query)
    assert query["id"] == ["rowan"]
    assert seen.complaints == []
