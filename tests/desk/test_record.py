"""Record: tables, and events that are added and changed as `validate` allows, by several people."""

from __future__ import annotations

import re
import threading
from html import unescape
from urllib.parse import parse_qs, urlparse

import pytest
from desk_client import Client
from invented_land import LAND

import frontline
from frontline.errors import InvalidRequestError
from frontline.package.draft import Draft
from frontline.package.package import find_errors
from frontline.sensitivity.edit_effect import edit_effect, front_length_km

NEW = {
    "place": "hazel", "kind": "capture", "date_earliest": "2001-01-04", "date_latest": "",
    "before": "south", "after": "north", "note": "two voices again",
    "r1_publisher": "watch", "r1_url": "https://watch.invalid/hazel",
    "r1_published_on": "2001-01-05", "r1_says": "supports",
}  # fmt: skip


def files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def lines_added(before, after):
    old = before.decode().splitlines()
    return [line for line in after.decode().splitlines() if line not in old]


def form_values(client, id_):
    """Return what the form of an event would send if nobody changed a field."""
    text = client.get(f"/record/event?id={id_}").text
    text = text[text.index('id="event-form"') :]
    values = {
        unescape(name): unescape(value)
        for tag in re.findall(r"<input[^>]*>", text)
        if 'type="checkbox"' not in tag
        for name, value in re.findall(r'name="([^"]*)"[^>]*value="([^"]*)"', tag)
    }
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)">(.*?)</select>', text, re.DOTALL):
        chosen = re.findall(r'<option(?: value="([^"]*)")? selected>([^<]*)', inner)
        values[name] = (chosen[0][0] or chosen[0][1]) if chosen else ""
    values.pop("change_token")
    return values


@pytest.fixture
def folder(own_client):
    return own_client.desk.workspace.folder


@pytest.mark.parametrize("table", ["events", "places", "reports", "publishers"])
def test_a_table_has_every_row_of_its_file(client, land, table):
    package = land.package
    ids = {
        "events": [one.event_id for one in package.events],
        "places": [*package.gazetteer],
        "reports": [one.report_id for one in package.all_reports],
        "publishers": [*package.publishers],
    }[table]
    text = client.get(f"/record?table={table}").text
    for id_ in ids:
        assert f">{id_}</" in text


def shown_ids(answer):
    return re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]*)', answer.text)


def test_a_table_is_filtered_and_sorted(client):
    assert shown_ids(client.get("/record?table=events&filter=elm")) == ["E1", "E4"]
    forward = shown_ids(client.get("/record?table=places&sort=lat"))
    backward = shown_ids(client.get("/record?table=places&sort=-lat"))
    assert forward[0] in {"gorse", "hazel", "ivy"}
    assert backward[0] in {"alder", "birch", "cedar"}
    assert len(forward) == len(backward) == 9
    assert shown_ids(client.get("/record?table=places&filter=no+such+row")) == []


@pytest.mark.parametrize(
    "query", ["table=x", "page=99999", "page=-1", "page=x", "sort=--", "sort=x"]
)
def test_a_strange_question_shows_the_first_page(client, query):
    answer = client.get(f"/record?{query}")
    assert answer.status_code == 200
    assert shown_ids(answer)


def test_a_long_table_has_pages(wide_client):
    first = wide_client.get("/record?table=places")
    second = wide_client.get("/record?table=places&page=2")
    assert len(shown_ids(first)) == len(shown_ids(second)) == 50
    assert not {*shown_ids(first)} & {*shown_ids(second)}


def test_an_event_is_added_with_its_report_and_nothing_else_changes(own_client, folder):
    before = files(folder)
    answer = own_client.post("/record/event", NEW)
    assert answer.status_code == 303, answer.text
    (id_,) = parse_qs(urlparse(answer.headers["location"]).query)["id"]
    after = files(folder)
    assert {name for name in after if after[name] != before[name]} == {"events.csv", "reports.csv"}
    (event,) = lines_added(before["events.csv"], after["events.csv"])
    (report,) = lines_added(before["reports.csv"], after["reports.csv"])
    assert event.startswith(f"{id_},hazel,")
    assert ",watch," in report
    assert len(after["events.csv"].splitlines()) == len(before["events.csv"].splitlines()) + 1
    assert find_errors(folder) == []
    assert frontline.open(folder).on("2001-01-06").control("hazel").control.holder == "north"
    shown = own_client.get(answer.headers["location"]).text
    assert "Saved." in shown
    assert 'value="two voices again"' in shown


def test_saving_without_a_change_writes_nothing(own_client, folder):
    before = files(folder)
    answer = own_client.post("/record/event", form_values(own_client, "E2"))
    assert "unchanged" in answer.headers["location"]
    assert files(folder) == before


def test_a_changed_cell_is_the_only_difference(own_client, folder):
    before = files(folder)
    values = form_values(own_client, "E2") | {"date_latest": "2001-01-06"}
    assert own_client.post("/record/event", values).status_code == 303
    after = files(folder)
    assert {name for name in after if after[name] != before[name]} == {"events.csv"}
    (line,) = lines_added(before["events.csv"], after["events.csv"])
    (old,) = lines_added(after["events.csv"], before["events.csv"])
    assert line == old.replace("2001-01-07", "2001-01-06")


def test_a_report_is_changed_and_removed(own_client, folder):
    values = form_values(own_client, "E1")
    count = len(frontline.open(folder).package.reports["E1"])
    assert count >= 2
    own_client.post("/record/event", values | {"r1_note": "read again"})
    assert frontline.open(folder).package.reports["E1"][0].note == "read again"
    values = form_values(own_client, "E1") | {"r2_removed": "yes"}
    own_client.post("/record/event", values)
    assert len(frontline.open(folder).package.reports["E1"]) == count - 1


def test_a_new_publisher_comes_with_its_report(own_client, folder):
    values = NEW | {"r1_publisher": "Hill Radio", "r1_stance": "monitor"}
    assert own_client.post("/record/event", values).status_code == 303
    assert frontline.open(folder).package.publishers["hill-radio"].stance == "monitor"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"date_earliest": "2001-02-31"}, "2001-02-31"),
        ({"date_earliest": ""}, "date_earliest"),
        ({"date_latest": "2001-01-01"}, "date_latest is before date_earliest"),
        ({"place": "nowhere"}, "nowhere"),
        ({"place": ""}, "place"),
        ({"place": "alder", "highway": "h1"}, "not both"),
        ({"kind": "conquest"}, "conquest"),
        ({"kind": ""}, "kind"),
        ({"after": "south"}, "two different actors"),
        ({"after": "east"}, "east"),
        ({"date_earliest": "2009-01-01"}, "2009-01-01"),
        ({"r1_url": ""}, "url"),
        ({"r1_publisher": "nobody at all"}, "nobody at all"),
        ({"r1_published_on": "soon"}, "soon"),
        ({"r1_published_on": "", "r1_published_note": ""}, "published_on"),
        ({"r1_says": "hints"}, "hints"),
        ({"place": "", "highway": "h1", "from_km": "x"}, "from_km"),
        ({"place": "", "highway": "h1", "from_km": "0", "to_km": "9999"}, "9999"),
    ],
)
def test_what_validate_refuses_is_said_while_typing_and_never_written(
    own_client, folder, fields, said
):
    before = files(folder)
    checked = own_client.post("/record/check", NEW | fields)
    saved = own_client.post("/record/event", NEW | fields)
    assert saved.status_code == 422
    for answer in (checked, saved):
        problems = unescape(answer.text.partition('id="problems"')[2].partition("</div>\n<p")[0])
        assert said in problems
        assert "No errors found" not in problems
    assert files(folder) == before


def test_a_form_without_problems_says_so_and_writes_nothing(own_client, folder):
    before = files(folder)
    answer = own_client.post("/record/check", NEW)
    assert "No errors found" in answer.text
    assert files(folder) == before


def test_the_effect_is_shown_before_it_is_saved_and_is_true(own_client, folder):
    before = frontline.open(folder)
    answer = own_client.post("/record/check", NEW | {"with_effect": "yes"})
    text = unescape(answer.text)
    assert "Hazel: held by South" in text
    assert "→ held by North" in text
    assert "from 4 January 2001 to 8 January 2001" in text
    assert text.count("data-corners") == 2
    own_client.post("/record/event", NEW)
    after = frontline.open(folder)
    effect = edit_effect(before, after, before.record.first.replace(day=4))
    assert {one.place.id for one in effect.changes} == {"hazel"}
    lengths = [front_length_km(one.on("2001-01-04")) for one in (before, after)]
    assert effect.front_km == pytest.approx(lengths)
    word = "longer" if lengths[1] > lengths[0] else "shorter"
    assert f"{abs(lengths[1] - lengths[0]):.1f} km {word}" in text


def test_the_effect_of_a_removed_event_lists_each_span_of_days(land_copy):
    before = frontline.open(land_copy)
    draft = Draft(land_copy)
    draft.remove("events", "E1")
    for row in [*draft.rows("reports")]:
        if row["record_id"] == "E1":
            draft.remove("reports", row["report_id"])
    draft.write()
    after = frontline.open(land_copy)
    effect = edit_effect(before, after, before.record.last)
    assert {one.place.id for one in effect.changes} == {"elm"}
    for change in effect.changes:
        for day in (change.first, change.last):
            assert before.record.control_on("elm", day) == change.before
            assert after.record.control_on("elm", day) == change.after


def undo(client):
    text = client.get("/record").text
    change = re.search(r'name="change" value="([^"]*)"', text)
    return client.post("/record/undo", {"change": unescape(change[1]) if change else ""})


def test_a_change_is_taken_back_to_the_same_bytes(own_client, folder):
    before = files(folder)
    own_client.post("/record/event", NEW)
    own_client.post("/record/event", form_values(own_client, "E2") | {"note": "other words"})
    assert "taken_back" in undo(own_client).headers["location"]
    assert "taken_back" in undo(own_client).headers["location"]
    assert files(folder) == before
    assert "nothing_to_undo" in undo(own_client).headers["location"]


def test_a_change_before_that_of_somebody_else_is_not_taken_back_either(own_client, folder):
    own_client.post("/record/event", NEW)
    Client(folder).post("/record/event", form_values(own_client, "E1") | {"note": "theirs"})
    own_client.post("/record/event", form_values(own_client, "E2") | {"note": "mine"})
    assert "taken_back" in undo(own_client).headers["location"]
    kept = files(folder)
    assert "changed_since" in undo(own_client).headers["location"]
    assert files(folder) == kept


def test_a_change_is_not_taken_back_over_that_of_somebody_else(own_client, folder):
    own_client.post("/record/event", NEW)
    path = folder / "events.csv"
    path.write_bytes(path.read_bytes().replace(b"two voices\n", b"three voices\n"))
    changed = files(folder)
    assert "changed_since" in undo(own_client).headers["location"]
    assert files(folder) == changed


def test_two_windows_do_not_overwrite_each_other(own_client, folder):
    other = Client(folder)
    mine, theirs = form_values(own_client, "E1"), form_values(other, "E1")
    assert own_client.post("/record/event", mine | {"note": "mine"}).status_code == 303
    late = other.post("/record/event", theirs | {"note": "theirs"})
    assert late.status_code == 409
    assert "changed by somebody else" in late.text
    assert 'value="theirs"' in late.text
    events = {one.event_id: one for one in frontline.open(folder).package.events}
    assert events["E1"].note == "mine"
    added = other.post("/record/event", NEW)
    assert added.status_code == 303


def test_an_event_that_was_removed_meanwhile_is_not_written_again(own_client, folder):
    values = form_values(own_client, "E2")
    draft = Draft(folder)
    draft.remove("events", "E2")
    for row in [*draft.rows("reports")]:
        if row["record_id"] == "E2":
            draft.remove("reports", row["report_id"])
    draft.write()
    before = files(folder)
    assert own_client.post("/record/event", values).status_code == 409
    assert files(folder) == before


def test_many_additions_at_once_are_all_kept(own_client, folder):
    token, places = own_client.token(), ["alder", "birch", "cedar", "dogwood", "gorse", "ivy"]
    answers = []

    def add(place):
        before, after = ("south", "north") if place in {"gorse", "ivy"} else ("north", "south")
        values = NEW | {"place": place, "before": before, "after": after}
        values |= {"date_earliest": "2001-01-02", "r1_url": f"https://watch.invalid/{place}"}
        answers.append(own_client.post("/record/event", values, token=token).status_code)

    threads = [threading.Thread(target=add, args=(place,)) for place in places]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers == [303] * 6
    events = frontline.open(folder).package.events
    assert len(events) == 11
    assert {one.place_id for one in events} >= {*places}
    assert find_errors(folder) == []


def test_a_write_that_is_cut_off_is_completed_or_undone_by_the_next_page(
    own_client, folder, monkeypatch
):
    """The server is stopped between the decision and the last file."""
    before = files(folder)

    def stop(moves):
        moves[0][0].replace(moves[0][1])
        raise _Stopped

    class _Stopped(BaseException):
        pass

    monkeypatch.setattr("frontline.package.replacement.replace_files", stop)
    draft = Draft(folder)
    row = draft.get("events", "E1") | {"note": "cut off"}
    draft.put("events", row)
    draft.put("publishers", {"id": "late", "name": "Late", "stance": "other"})
    with pytest.raises(_Stopped):
        draft.write()
    monkeypatch.undo()
    text = own_client.get("/record?table=events").text
    after = files(folder)
    is_new = "cut off" in text
    assert (b"cut off" in after["events.csv"]) == is_new
    assert (b"\nlate," in after["publishers.csv"]) == is_new
    if not is_new:
        assert after == before
    assert find_errors(folder) == []


def test_the_built_in_record_cannot_be_changed(wide_client):
    assert wide_client.get("/record/event").status_code == 403
    for path in ("/record/event", "/record/check", "/record/undo"):
        assert wide_client.post(path, NEW).status_code == 403


def test_an_unknown_event_is_refused(own_client):
    assert own_client.get("/record/event?id=E99").status_code == 400
    assert own_client.get("/record/event?id=../x").status_code == 400


@pytest.mark.browser
def test_an_editor_adds_an_event_and_sees_the_front_move(browse, land_copy):
    seen = browse(land_copy)
    seen.page.goto(f"{seen.base}/record")
    seen.page.get_by_role("link", name="Add an event").click()
    seen.page.fill("#place", "nowhere in particular")
    seen.page.wait_for_selector("#problems [role=alert]")
    seen.page.fill("#place", "hazel")
    seen.page.select_option("#kind", "capture")
    seen.page.fill("#date_earliest", "2001-01-04")
    seen.page.select_option("#before", "south")
    seen.page.select_option("#after", "north")
    seen.page.fill("#r1_publisher", "watch")
    seen.page.fill("#r1_url", "https://watch.invalid/hazel")
    seen.page.fill("#r1_published_on", "2001-01-05")
    seen.page.wait_for_selector("#problems .done")
    seen.page.get_by_role("button", name="Show the effect").click()
    seen.page.wait_for_selector("#effect svg.map")
    assert seen.page.input_value("#place") == "hazel"
    assert "Hazel" in seen.text("#effect ul")
    assert frontline.open(land_copy).on("2001-01-06").control("hazel").control.holder == "south"
    seen.page.get_by_role("button", name="Save", exact=True).click()
    seen.page.wait_for_selector(".done")
    assert frontline.open(land_copy).on("2001-01-06").control("hazel").control.holder == "north"
    seen.page.get_by_role("button", name="Undo the change").click()
    seen.page.wait_for_selector(".tabs")
    assert files(land_copy) == files(LAND)
    assert seen.complaints == []


@pytest.mark.browser
def test_an_older_check_is_never_shown_after_a_newer_one(browse, land_copy, monkeypatch):
    """The first check is answered after the second; its answer is not shown."""
    asked, first_may_end, first_has_ended = [], threading.Event(), threading.Event()

    def slow(_, form):
        asked.append(form.event["place"])
        if form.event["place"] == "first village":
            first_may_end.wait(30)
            first_has_ended.set()
        raise InvalidRequestError(f"This is a problem of the {form.event['place']}.")

    monkeypatch.setattr("frontline.desk.record.check_form", slow)
    seen = browse(land_copy)
    seen.page.goto(f"{seen.base}/record/event")
    seen.page.fill("#place", "first village")
    with seen.page.expect_request("**/record/check") as first:
        pass
    seen.page.fill("#place", "second village")
    seen.page.wait_for_selector("#problems [role=alert]")
    said = seen.text("#problems")
    assert "second village" in said  # so that the answers differ
    first_may_end.set()
    assert first_has_ended.wait(30)
    if answer := first.value.response():  # none if the page has given it up
        answer.finished()
    seen.until("!document.querySelector('.htmx-request')")
    assert asked == ["first village", "second village"]
    assert seen.text("#problems") == said
    seen.run("() => fetch('/ask/names?text=elm').then((answer) => answer.text())")
    assert seen.text("#problems") == said


@pytest.mark.browser
def test_an_effect_is_not_shown_of_what_was_changed_since(browse, land_copy):
    seen = browse(land_copy)
    seen.page.goto(f"{seen.base}/record/event?id=E2")
    seen.page.fill("#date_latest", "2001-01-06")
    seen.page.get_by_role("button", name="Show the effect").click()
    seen.page.wait_for_selector("#effect svg.map")
    seen.page.fill("#date_latest", "2001-01-07")
    assert seen.page.locator("#effect *").count() == 0
    seen.page.wait_for_selector("#problems .done")
    assert seen.complaints == []


@pytest.mark.browser
def test_what_is_typed_before_the_script_has_loaded_is_checked(browse, land_copy):
    seen = browse(land_copy)
    late = []

    def hold(route):
        late.append(route)

    seen.page.route("**/desk.js", hold)
    seen.page.goto(f"{seen.base}/record/event", wait_until="commit")
    seen.page.fill("#place", "no such village")
    late[0].continue_()
    seen.page.wait_for_selector("#problems [role=alert]")
    assert seen.complaints == []
