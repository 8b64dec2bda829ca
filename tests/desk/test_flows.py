"""What users do in Chromium: on the record of the war, and in two windows on one package."""

from __future__ import annotations

import pytest

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
    seen.page.wait_for_function("window.copied")
    assert seen.run("window.copied") == expected.wording
    assert seen.page.locator("#map svg.map").count() == 1
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
