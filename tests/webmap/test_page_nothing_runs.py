"""Hostile text appears on a page as written, in its own element, and nothing runs."""

from __future__ import annotations

from datetime import date

import pytest
from hostile_package import HOSTILE, assert_nothing_ran, with_hostile_text
from reader import html

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.webmap import index, page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hostile_atlas(land):
    return Atlas(with_hostile_text(land.package), RULES["standard"])


@pytest.mark.parametrize("kind", ["animation", "day"])
def test_hostile_text_appears_as_written_and_nothing_runs(visit, hostile_atlas, kind):
    drawn = (
        page.animation(hostile_atlas, title=HOSTILE, notices=[HOSTILE])
        if kind == "animation"
        else page.day_map(hostile_atlas.on("2001-01-06"), title=HOSTILE, notices=[HOSTILE])
    )
    # Wide enough for names as long as these: one that does not fit is left out.
    seen = visit(html(drawn), viewport={"width": 2560, "height": 1200})
    seen.run("frontline.choose('birch')")
    seen.page.locator(".about summary").click()
    assert_nothing_ran(seen)
    content = seen.run("selector => document.querySelector(selector).textContent", "h1")
    assert content == HOSTILE
    assert " ".join(HOSTILE.split()) in " ".join(seen.page.title().split())
    for selector in (".notice", ".legend", ".card h2", ".card .where", ".card ol", ".about"):
        text = seen.run("selector => document.querySelector(selector).textContent", selector)
        assert HOSTILE in text, selector
    names = seen.run("[...document.querySelectorAll('.name')].map((one) => one.textContent)")
    assert any(HOSTILE in text for text in names)
    assert seen.run("document.querySelectorAll('.card a').length") == 0
    assert "javascript:alert" not in seen.run(
        "[...document.querySelectorAll('a')].map((one) => one.href).join()"
    )


def test_direction_marks_have_no_effect_outside_their_element(visit, hostile_atlas):
    seen = visit(html(page.animation(hostile_atlas)))
    seen.run("frontline.choose('birch')")
    loose = seen.run(
        """() => {
          const found = [];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const parent = node.parentElement;
            if (!node.data.includes('\\u202e') || parent.closest('script')) continue;
            const style = getComputedStyle(parent);
            const isolated = /isolate/.test(style.unicodeBidi) || /\\u2068/.test(node.data);
            if (!isolated && style.display === 'inline') found.push(parent.outerHTML.slice(0, 80));
          }
          return found;
        }"""
    )
    assert loose == []


def test_the_index_opens_its_pages_and_runs_nothing(visit, hostile_atlas):
    entries = [index.Entry("all.html", f"{HOSTILE} by day", date(2001, 1, 1), date(2001, 1, 10))]
    seen = visit(index.index(hostile_atlas, entries))
    assert_nothing_ran(seen)
    link = seen.page.locator("main:not([hidden]) a")
    assert link.evaluate("node => node.textContent") == f"{HOSTILE} by day"
    assert link.get_attribute("href") == "all.html"
