"""A page says its rule, and by which clock it goes, in its language, in Chromium."""

from __future__ import annotations

from datetime import date

import pytest
from invented_histories import LAND

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.webmap import page

pytestmark = pytest.mark.browser

HOSTILE = "</script><img src=x onerror=alert(1)> {{7*7}} ${alert(1)} \u202egnp"


def shown(visit, atlas, language="en"):
    return visit(page.animation(atlas, language=language).get_root().render())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_foot_of_a_page_has_the_rules_own_sentence_in_its_language(visit, language):
    rule = RULES["against-interest"]
    seen = shown(visit, Atlas(LAND, rule), language)
    sentence = rule.description if language == "en" else rule.description_ar
    assert sentence in seen.page.text_content("footer.about")
    assert seen.page.locator(".notice").count() == 0


def test_a_page_of_the_second_clock_says_so_in_arabic_too(visit):
    seen = shown(visit, Atlas(LAND, RULES["standard"], date(2001, 1, 4)), "ar")
    assert "كما كان معروفًا في 2001-01-04" in seen.page.text_content(".notice")


def test_a_page_of_the_second_clock_says_so_under_its_heading(visit):
    seen = shown(visit, Atlas(LAND, RULES["standard"], date(2001, 1, 4)))
    assert "As known on 2001-01-04" in seen.page.text_content(".notice")
    assert seen.page.locator("time.date").get_attribute("datetime") == "2001-01-04"


def test_a_hostile_sentence_of_a_rule_arrives_as_written_and_nothing_runs(visit):
    rule = RULES["standard"].model_copy(update={"description": HOSTILE, "description_ar": HOSTILE})
    seen = shown(visit, Atlas(LAND, rule))
    foot = seen.page.locator("footer.about")
    assert foot.text_content().count(HOSTILE) == 1
    assert foot.locator("img").count() == 0
    assert seen.complaints == []
    assert seen.requests == []
