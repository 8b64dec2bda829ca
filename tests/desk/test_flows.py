"""What users do in Chromium: on the record of the war, and in two windows on one package."""

from __future__ import annotations

import re
import signal

import pytest
from forked_command import Running

import frontline
from frontline.claims.question import answer_question


@pytest.mark.browser
def test_a_reporter_finds_the_distance_of_15_august_and_copies_the_sentence(browse, atlas):
    seen = browse(None)
    seen.page.fill("#place", "Khan Sheikhoun")
    seen.page.fill("#to", "government")
    seen.page.fill("#day", "2019-08-15")
    seen.page.get_by_role("button", name="Ask", exact=True).click()
    seen.page.wait_for_selector("#sentence")
    expected = answer_question(atlas.on("2019-08-15"), "Khan Sheikhoun", "government")
    assert seen.text("#sentence") == expected.wording
    seen.run("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    seen.page.get_by_role("button", name="Copy the sentence").click()
    seen.until("window.copied")
    assert seen.run("window.copied") == expected.wording
    seen.page.wait_for_selector("#map svg.map")
    assert seen.complaints == []


@pytest.mark.browser
def test_two_windows_that_edit_one_event_do_not_overwrite_each_other(browse, served, land_copy):
    address = served(land_copy)
    windows = [browse(address), browse(address)]
    for number, seen in enumerate(windows):
        seen.page.goto(f"{seen.base}/record/event?id=E1")
        seen.page.fill("#note", f"window {number}")
    windows[0].page.get_by_role("button", name="Save", exact=True).click()
    windows[0].page.wait_for_selector("main > .done")
    windows[1].page.get_by_role("button", name="Save", exact=True).click()
    windows[1].page.wait_for_selector("#problems [role=alert]")
    assert "changed by somebody else" in windows[1].text("#problems")
    assert windows[1].page.input_value("#note") == "window 1"
    events = {one.event_id: one for one in frontline.open(land_copy).package.events}
    assert events["E1"].note == "window 0"
    windows[1].page.goto(f"{windows[1].base}/record/event?id=E1")
    assert windows[1].page.input_value("#note") == "window 0"
    windows[1].page.fill("#note", "both")
    windows[1].page.get_by_role("button", name="Save", exact=True).click()
    windows[1].page.wait_for_selector("main > .done")
    events = {one.event_id: one for one in frontline.open(land_copy).package.events}
    assert events["E1"].note == "both"


@pytest.mark.browser
def test_an_editor_makes_a_square_picture_of_23_august_in_an_empty_folder(
    browse, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    desk = Running("desk", "--no-browser", needs=["frontline.desk.server"])
    try:
        printed = [desk.stdout.readline() for _ in range(3)]
        seen = browse(printed[1].strip())
        seen.page.get_by_role("link", name="Map", exact=True).click()
        seen.page.wait_for_url("**/map")  # and for its script, which takes the clicks
        seen.page.fill("#day", "2019-08-23")
        seen.page.select_option("#size", "square")
        shown = seen.page.locator("#where svg.map")
        for number, text in ((1, "The town is taken"), (2, "The pocket")):
            seen.page.fill(f"#n{number}_text", text)
            seen.page.focus(f"#n{number}_at")
            box = shown.bounding_box()
            at = {"x": (0.3 + 0.2 * number) * box["width"], "y": 0.6 * box["height"]}
            shown.click(position=at)
            assert seen.page.input_value(f"#n{number}_at")
        seen.page.get_by_role("button", name="Preview").click()
        seen.page.wait_for_url("**day=2019-08-23**")
        with seen.page.expect_download() as started:
            seen.page.get_by_role("link", name="SVG").click()
        assert started.value.suggested_filename == "map-2019-08-23.svg"
        picture = started.value.path().read_text("utf-8")
        assert re.search(r'width="1080"[^>]*height="1080"', picture)
        assert "The town is taken" in picture
        assert "The pocket" in picture
        assert seen.complaints == []
        assert [*tmp_path.iterdir()] == []
    finally:
        desk.stop(signal.SIGTERM)
