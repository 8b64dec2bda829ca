"""A page says its rule in two languages, and by which clock it goes, in Chromium."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from frontline.atlas import Atlas
from frontline.drawing import page
from frontline.evidence import RULES
from frontline.package import read_package

pytestmark = pytest.mark.browser

LAND = read_package(Path(__file__).parent / "land")
HOSTILE = "</script><img src=x onerror=alert(1)> {{7*7}} ${alert(1)} \u202egnp"


def shown(visit, atlas):
    return visit(page.animation(atlas).get_root().render())


def test_the_foot_of_a_page_has_the_rules_own_sentence_in_english_and_arabic(visit):
    seen = shown(visit, Atlas(LAND, RULES["against-interest"]))
    foot = seen.page.locator("footer.about")
    assert RULES["against-interest"].says in foot.text_content()
    arabic = foot.locator("dd[lang=ar]")
    assert arabic.text_content() == RULES["against-interest"].says_ar
    assert seen.page.locator(".notice").count() == 0


def test_a_page_of_the_second_clock_says_so_under_its_heading(visit):
    seen = shown(visit, Atlas(LAND, RULES["standard"], date(2001, 1, 4)))
    assert "As known on 2001-01-04" in seen.page.text_content(".notice")
    assert seen.page.locator("time.date").get_attribute("datetime") == "2001-01-04"


def test_a_hostile_sentence_of_a_rule_arrives_as_written_and_nothing_runs(visit):
    rule = RULES["standard"].model_copy(update={"says": HOSTILE, "says_ar": HOSTILE})
    seen = shown(visit, Atlas(LAND, rule))
    foot = seen.page.locator("footer.about")
    assert foot.text_content().count(HOSTILE) == 2
    assert foot.locator("img").count() == 0
    assert seen.complaints == []
    assert seen.requests == []
