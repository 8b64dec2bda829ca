"""Import: a file is looked at, mapped, planned, decided on a map, written, and taken back."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
import zipfile
from html import unescape
from pathlib import Path

import pytest
from desk_client import Client, assert_nothing_ran
from poisoned_land import HOSTILE

import frontline
from frontline.desk.form_words import in_form
from frontline.desk.views import Words
from frontline.importers.options import ImportOptions
from frontline.importers.recognition import look_at
from frontline.importers.registry import KINDS, import_files, plan_import
from frontline.package.draft import Draft
from frontline.package.package import find_errors

SAMPLES = Path(__file__).parents[1] / "importers" / "samples"
TABLE = """Village,Date,Taken by,Lost by,Source,Link
Alder,2001-01-04,South,North,Radio Gorse,https://gorse.invalid/1
Birch,2001-01-05,Red Army,North,Radio Gorse,https://gorse.invalid/2
Alderr Hill,2001-01-06,South,North,Radio Gorse,https://gorse.invalid/3
,2001-01-06,South,North,Radio Gorse,https://gorse.invalid/4
"""
#: A village whose name two places have; the rows name no district.
TWINS = """place,day,after,before,publisher,url
Oak,2001-01-04,south,north,watch,https://watch.invalid/oak
"""


def files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def upload(client, content, name="rows.csv"):
    """Upload a file, and return the address of its page."""
    content = content.encode() if isinstance(content, str) else content
    answer = client.post("/import", files={"files": (name, content)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def fields_of(text):
    """Return what the form of an import would send."""
    form = text[text.index('id="import-form"') : text.index("</form>", text.index('"import-form"'))]
    values = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)[1]
        if 'type="checkbox"' not in tag:
            values[name] = unescape(re.search(r'value="([^"]*)"', tag)[1])
    for name, inner in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.findall(r'<option(?: value="([^"]*)")? selected>([^<]*)', inner)
        values[name] = unescape(chosen[0][0] or chosen[0][1]) if chosen else ""
    values.pop("change_token")
    return values


def plan(client, address, **fields):
    """Plan an import with the choices of its page and others; return the next page."""
    values = fields_of(client.get(address).text) | {"action": "plan"} | fields
    answer = client.post("/import/file", values)
    assert answer.status_code == 303, answer.text
    client.desk.jobs.wait()
    return unescape(client.get(address).text)


def run(client, address):
    answer = client.post("/import/run", {"id": address.partition("id=")[2]})
    assert answer.status_code == 303, answer.text
    client.desk.jobs.wait()
    return unescape(client.get(address).text)


def counts(text):
    found = re.search(r'id="counts">(.*?)</dl>', text, re.DOTALL)[1]
    return dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", found))


def question(text, name):
    """Return the field and the possible answers of a question."""
    part = text[text.index(f"<legend><bdi>{name}</bdi>") :].partition("</fieldset>")[0]
    field = re.search(r'name="(answer_\w+)"', part)[1]
    return field, re.findall(rf'name="{field}" value="([^"]*)"', part)


def back(client, address):
    token = re.search(r'name="change" value="([^"]*)"', client.get(address).text)
    values = {"change": token[1] if token else "", "back": address}
    return client.post("/record/undo", values).headers["location"]


@pytest.fixture
def folder(own_client):
    yield own_client.desk.workspace.folder
    own_client.desk.jobs.close()
    own_client.desk.uploads.close()


@pytest.fixture
def twins(folder):
    """Two places called Oak, 0.1 degree apart."""
    draft = Draft(folder)
    elm = draft.get("gazetteer", "elm")
    for id_, lon in (("oak-west", 30.03), ("oak-east", 30.13)):
        names = {"id": id_, "name": "Oak", "name_ar": "", "names": [], "geonames_id": None}
        draft.put("gazetteer", {**elm, **names, "lon": lon, "lat": 0.14})
    draft.write()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("acled.csv", "acled"), ("ged.csv", "ucdp"), ("control_latest_2001.csv", "viina"),
        ("newsroom.csv", "table"), ("detailed_map.lua", "wikipedia"),
        ("country/XX.txt", "geonames"), ("country/roads.geojson", "highways"),
    ],
)  # fmt: skip
def test_the_kind_of_a_file_is_recognised(name, kind):
    assert look_at(SAMPLES / name).kind == kind


def feature(kind, coordinates):
    """Return GeoJSON of one feature with a day and a side."""
    geometry = {"type": kind, "coordinates": coordinates}
    one = {"type": "Feature", "properties": {"date": "2001-01-04", "side": "x"}}
    return json.dumps({"type": "FeatureCollection", "features": [one | {"geometry": geometry}]})


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.csv", "name,lon,lat\nElm,30.1,0.1\n", "places"),
        ("a.csv", "ADM4_PCODE,ADM4_EN,lon,lat\nX01,Elm,30.1,0.1\n", "ocha"),
        ("a.geojson", feature("Polygon", [[[30, 0], [30.1, 0], [30, 0.1], [30, 0]]]), "areas"),
        ("a.geojson", feature("Point", [30, 0]), "places"),
        ("a.json", '[{"place":"Elm","day":"2001-01-04","after":"south"}]', "table"),
        ("a.csv", "", "table"),
        ("a.xlsx", "no workbook", "table"),
    ],
)  # fmt: skip
def test_other_files_are_recognised_by_their_content(tmp_path, name, content, kind):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    look = look_at(path)
    assert look.kind == kind
    assert bool(look.rows) != bool(look.problem)


NAMES_OF_ELM = "11\t7000001\tar\tالمو\t1\t\t\t\t\t\n12\t7000001\ten\tElm\t\t\t\t\t\t\n"


def test_a_file_without_a_header_is_shown_with_the_columns_that_geonames_publishes(tmp_path):
    dump = (SAMPLES / "country/XX.txt").read_text("utf-8")
    (tmp_path / "XX.txt").write_text(dump, encoding="utf-8")
    (tmp_path / "names.txt").write_text(NAMES_OF_ELM, encoding="utf-8")
    (tmp_path / "codes.txt").write_text("XX.01\tWest\tWest\t9\nXX.02\tEast\tEast\t8\n")
    with zipfile.ZipFile(tmp_path / "XX.zip", "w") as archive:
        archive.writestr("readme.txt", "a\tb\nc\td\n")
        archive.writestr("XX.txt", dump)
    cases = {
        "XX.txt": ("name", ["Ardun", "Belmar"]), "XX.zip": ("name", ["Ardun", "Belmar"]),
        "names.txt": ("alternate name", ["المو", "Elm"]), "codes.txt": ("name", ["West", "East"]),
    }  # fmt: skip
    for name, (column, first) in cases.items():
        look = look_at(tmp_path / name)
        assert look.kind == "geonames", name
        at = look.columns.index(column)
        assert [row[at] for row in look.rows[:2]] == first, name
    (tmp_path / "table.txt").write_text("place\tday\tafter\tbefore\nElm\t2001-01-04\ta\tb\n")
    assert look_at(tmp_path / "table.txt").kind == "table"


def test_a_table_is_shown_with_its_first_rows_and_the_guessed_fields(own_client, folder):
    before = files(folder)
    text = own_client.get(upload(own_client, TABLE)).text
    values = fields_of(text)
    assert values["kind"] == "table"
    mapped = [values[f"column_{number}"] for number in range(6)]
    assert mapped == ["place", "day", "after", "before", "publisher", "url"]
    assert "Alderr Hill" in text
    assert files(folder) == before


def test_a_plan_is_what_the_command_reports_and_writes_nothing(own_client, folder, tmp_path):
    before = files(folder)
    text = plan(own_client, upload(own_client, TABLE))
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (tmp_path / "rows.csv").write_text(TABLE)
    mapped = look_at(tmp_path / "rows.csv").fields
    summary = import_files(
        "table", ImportOptions(files=(tmp_path / "rows.csv",), columns=mapped), copy
    )
    found = counts(text)
    assert found["Rows read"] == str(summary.read) == "4"
    assert found["Used"] == str(summary.used)
    assert found["Not used"] == str(summary.unused_count)
    assert found["Questions"] == str(summary.waiting) == "1"
    for reason in {one.reason for one in summary.unused}:
        assert in_form(reason, Words("en")) in text
    assert files(folder) == before


def test_an_import_writes_what_the_command_writes(own_client, folder, tmp_path):
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (tmp_path / "rows.csv").write_text(TABLE)
    mapped = look_at(tmp_path / "rows.csv").fields
    actors = {"Red Army": "south"}
    own = {"cite": "Own table, CC0"}
    options = ImportOptions(
        files=(tmp_path / "rows.csv",), columns=mapped, actors=actors, settings=own
    )
    import_files("table", options, copy)
    address = upload(own_client, TABLE)
    text = plan(own_client, address, set_cite=own["cite"])
    assert "Red Army" in text
    text = plan(own_client, address, name_0="Red Army", actor_0="south")
    assert "Import</button>" in text
    text = run(own_client, address)
    assert "Written:" in text
    assert files(folder) == files(copy)
    report = re.search(r'href="(/jobs/file\?id=\w+)"', text)[1]
    assert own_client.get(report).text.startswith("table: 4 rows read")


@pytest.mark.usefixtures("twins")
def test_an_ambiguous_name_is_answered_and_the_answer_is_kept(own_client, folder):
    before = files(folder)
    address = upload(own_client, TWINS)
    text = plan(own_client, address)
    assert counts(text)["Questions"] == "1"
    field, answers = question(text, "Oak")
    assert {*answers} == {"oak-west", "oak-east", "skip"}
    assert "data-corners" in text
    assert re.search(r"Next to .*km\)", text)
    text = plan(own_client, address, **{field: "oak-east"})
    assert counts(text) | {"Questions": "0", "Used": "1"} == counts(text)
    text = run(own_client, address)
    assert frontline.open(folder).on("2001-01-05").control("oak-east").control.holder == "south"
    assert b",oak-east" in (folder / "review.csv").read_bytes()
    assert find_errors(folder) == []
    again = plan(own_client, upload(own_client, TWINS))
    assert counts(again) | {"Questions": "0", "Used": "0", "Merged with existing rows": "1"} == (
        counts(again)
    )
    assert "taken_back" in back(own_client, address)
    assert files(folder) == before
    assert own_client.get(address).status_code == 200


@pytest.mark.usefixtures("twins")
def test_an_answer_is_changed_and_only_what_was_offered_is_taken(own_client):
    address = upload(own_client, TWINS)
    text = plan(own_client, address)
    field, _ = question(text, "Oak")
    values = fields_of(own_client.get(address).text) | {"action": "plan", field: "elm"}
    assert own_client.post("/import/file", values).status_code == 422
    assert counts(plan(own_client, address, **{field: "skip"}))["Questions"] == "0"
    assert counts(plan(own_client, address, **{field: ""}))["Questions"] == "1"


def test_a_refusal_names_the_field_that_helps_and_the_field_does(own_client, folder):
    rows = "".join(
        f"{place},{day:02}/01/2001,south,north,watch,https://watch.invalid/{place}\n"
        for place, day in (("Cedar", 3), ("Dogwood", 4), ("Alder", 2))
    )
    address = upload(
        own_client, TWINS.splitlines(keepends=True)[0].replace("before", "lost") + rows
    )
    asked = plan(own_client, address)
    assert "fill in “Order of days such as 03/04/2019”: day first or month first" in asked
    assert "--set" not in asked
    assert "“ترتيب الأيام مثل 03/04/2019”: اليوم أولاً" in in_arabic(own_client, address)
    assert counts(plan(own_client, address, set_dates="day-first"))["Used"] == "3"
    held = plan(own_client, address, set_dates="day-first", set_kind="held", column_3="")
    assert counts(held)["Used"] == "3"
    run(own_client, address)
    assert frontline.open(folder).on("2001-01-04").control("dogwood").control.holder == "south"


def in_arabic(client, address):
    return unescape(client.get(address, headers={"accept-language": "ar"}).text)


def test_a_new_place_is_made_at_the_point_in_the_file(own_client, folder):
    rows = TWINS.replace("place,", "place,lon,lat,").replace("Oak,", "Rowan,30.05,0.15,")
    address = upload(own_client, rows)
    field, answers = question(plan(own_client, address), "Rowan")
    assert "new" in answers
    plan(own_client, address, **{field: "new"})
    run(own_client, address)
    place = frontline.open(folder).place("rowan")
    assert (place.lon, place.lat) == (30.05, 0.15)


@pytest.mark.usefixtures("folder")
def test_a_file_in_another_encoding_waits_for_a_choice(own_client):
    rows = TWINS.replace("place", "Село").replace("Oak", "Харків")
    address = upload(own_client, rows.encode("cp1251"))
    text = own_client.get(address).text
    assert "cp1251: Село" in text
    values = fields_of(text) | {"encoding": "cp1251", "action": "look"}
    own_client.post("/import/file", values)
    assert "Харків" in own_client.get(address).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"column_0": "day"}, "same field"),
        ({"header_row": "x"}, "header_row"),
        ({"new_within": "1e9"}, "new_within"),
        ({"kind": "areas", "set_within": "/etc/passwd"}, "within"),
    ],
)
def test_a_choice_that_is_not_possible_says_why(own_client, folder, fields, said):
    before = files(folder)
    address = upload(own_client, TABLE)
    values = fields_of(own_client.get(address).text) | {"action": "plan"} | fields
    answer = own_client.post("/import/file", values)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert files(folder) == before


@pytest.mark.parametrize("kind", [*KINDS])
def test_every_kind_refuses_a_foreign_file_with_a_reason(own_client, folder, kind):
    before = files(folder)
    address = upload(own_client, "a,b\n1,2\n")
    text = plan(own_client, address, kind=kind)
    assert 'role="alert"' in text or counts(text)["Not used"] == "1"
    run(own_client, address)
    assert files(folder) == before


@pytest.mark.usefixtures("folder")
def test_settings_that_name_a_file_are_not_taken_from_a_browser(own_client, tmp_path):
    secret = tmp_path / "actors.csv"
    secret.write_text("name,id\nRed Army,south\n")
    text = plan(own_client, upload(own_client, TABLE), set_actors=str(secret))
    assert "(1 rows)" in text
    assert counts(text)["Used"] == "1"


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.csv",
        "/etc/evil.csv",
        "C:\\evil.csv",
        "..",
        ".hidden",
        "a\x00b.csv",
        "<b>.csv",
        "x" * 300,
    ],
)
def test_a_hostile_file_name_leads_nowhere_else(own_client, folder, name):
    before = set(folder.parent.rglob("*"))
    address = upload(own_client, TABLE, name)
    own = own_client.desk.uploads.find(address.partition("id=")[2])
    (path,) = own.files
    assert path.parent.name == own.id
    assert not path.name.startswith(".")
    assert set(folder.parent.rglob("*")) == before
    assert own_client.get(address).status_code == 200


@pytest.mark.usefixtures("folder")
def test_nothing_is_uploaded_without_a_file_or_beyond_the_most(own_client):
    assert own_client.post("/import").status_code == 422
    many = [("files", (f"{number}.csv", b"a\n1\n")) for number in range(30)]
    assert own_client.post("/import", files=many).status_code == 400
    for _ in range(6):
        address = upload(own_client, TABLE)
    assert len(own_client.desk.uploads.all()) == 4
    assert own_client.get(address).status_code == 200
    assert own_client.get("/import/file?id=../x").status_code == 404


@pytest.mark.usefixtures("folder")
def test_the_parts_of_a_shapefile_are_one_import(own_client):
    parts = [("files", (f"a{end}", b"x")) for end in (".shp", ".shx", ".dbf", ".prj")]
    answer = own_client.post("/import", files=parts)
    own = own_client.desk.uploads.find(answer.headers["location"].partition("id=")[2])
    assert [path.name for path in own.files] == ["a.shp"]


def test_the_built_in_record_takes_no_import(wide_client):
    assert "copy" in wide_client.get("/import").text.lower()
    for path in ("/import", "/import/file", "/import/run"):
        assert wide_client.post(path, {"id": "x"}).status_code == 403


def test_a_large_import_shows_its_progress_is_cancelled_and_leaves_nothing(own_client, folder):
    before = files(folder)
    row = "Alder,2001-01-04,south,north,watch,https://watch.invalid/9\n"
    address = upload(own_client, TWINS.splitlines(keepends=True)[0] + row * 20_000)
    plan(own_client, address)
    seen, go_on = threading.Event(), threading.Event()
    (_, job), *_ = own_client.desk.jobs.all()
    assert job.done >= 19_000

    def held(*arguments):
        seen.set()
        go_on.wait(30)
        return plan_import(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("frontline.desk.importing.plan_import", held)
        run_it = ("/import/run", {"id": address.partition("id=")[2]})
        thread = threading.Thread(target=own_client.post, args=run_it)
        thread.start()
        assert seen.wait(30)
        began = time.perf_counter()
        assert own_client.get("/ask?place=elm&day=2001-01-05").status_code == 200
        assert time.perf_counter() - began < 20
        (id_, job), *_ = own_client.desk.jobs.all()
        answer = own_client.post("/jobs/cancel", {"id": id_})
        assert answer.headers["location"] == address
        go_on.set()
        thread.join()
        own_client.desk.jobs.wait()
    assert job.state == "cancelled"
    assert files(folder) == before
    assert own_client.desk.changes == []


def test_the_job_of_an_import_reads_the_package_again_for_the_pages_after_it(
    own_client, monkeypatch
):
    address = upload(own_client, TWINS.replace("Oak", "Cedar"))
    plan(own_client, address)
    read = []

    def opened(folder, *arguments):
        read.append(folder)
        return frontline.open(folder, *arguments)

    monkeypatch.setattr("frontline.desk.workspace.open_atlas", opened)
    own_client.post("/import/run", {"id": address.partition("id=")[2]})
    own_client.desk.jobs.wait()
    assert len(read) == 1
    assert "Written:" in own_client.get(address).text
    assert own_client.get("/ask?place=elm&day=2001-01-05").status_code == 200
    assert len(read) == 1


def test_an_import_of_somebody_else_meanwhile_is_kept(own_client, folder):
    other = Client(folder)
    mine, theirs = upload(own_client, TABLE), upload(other, TWINS.replace("Oak", "Cedar"))
    plan(own_client, mine)
    plan(other, theirs)
    run(other, theirs)
    run(own_client, mine)
    holders = {one.place_id for one in frontline.open(folder).package.events}
    assert {"alder", "cedar"} <= holders
    assert find_errors(folder) == []


def click_at(seen, selector, lon, lat):
    """Click on a position of a map."""
    corners = seen.page.locator(f"{selector} [data-corners]").get_attribute("data-corners")
    (west, north), _, (east, south), _ = [map(float, one.split(",")) for one in corners.split()]
    shown = seen.page.locator(f"{selector} svg.map")
    seen.until("document.readyState === 'complete'")
    box = shown.bounding_box()
    across, down = (lon - west) / (east - west), (north - lat) / (north - south)
    shown.click(position={"x": across * box["width"], "y": down * box["height"]})


@pytest.mark.browser
@pytest.mark.usefixtures("twins")
def test_an_editor_imports_a_table_and_answers_on_the_map(browse, folder, tmp_path):
    path = tmp_path / "oak.csv"
    path.write_text(TWINS)
    seen = browse(folder)
    seen.page.get_by_role("link", name="Import", exact=True).click()
    seen.page.set_input_files("#files", path)
    seen.page.get_by_role("button", name="Open the file").click()
    seen.page.wait_for_selector("#first-rows")
    seen.page.get_by_role("button", name="Preview the import").click()
    seen.page.wait_for_selector("#counts")
    click_at(seen, ".asked", 30.131, 0.139)
    assert seen.page.locator("input[value=oak-east]").is_checked()
    seen.page.get_by_role("button", name="Apply the answers").click()
    seen.page.wait_for_selector("#counts")
    seen.page.get_by_role("button", name="Import", exact=True).click()
    seen.page.wait_for_selector("#result .done")
    assert frontline.open(folder).on("2001-01-05").control("oak-east").control.holder == "south"
    seen.page.get_by_role("button", name="Undo the change").click()
    seen.page.wait_for_selector("main > .done")
    assert not (folder / "review.csv").exists()
    assert seen.complaints == []


@pytest.mark.browser
def test_hostile_text_in_a_file_does_nothing(browse, folder):
    rows = TWINS.replace("Oak", '"' + HOSTILE.replace('"', '""') + '"')
    rows = rows.replace("publisher", '"' + HOSTILE.replace('"', '""') + '"')
    seen = browse(folder)
    seen.page.goto(f"{seen.base}/import")
    seen.page.set_input_files(
        "#files",
        {"name": "<img src=x onerror=ran=1>.csv", "mimeType": "text/csv", "buffer": rows.encode()},
    )
    seen.page.get_by_role("button", name="Open the file").click()
    seen.page.wait_for_selector("#first-rows")
    assert_nothing_ran(seen)
    seen.page.locator("select[name=column_4]").select_option("publisher")
    seen.page.get_by_role("button", name="Preview the import").click()
    seen.page.wait_for_selector("#counts, #result [role=alert]")
    assert_nothing_ran(seen)
