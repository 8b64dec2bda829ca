"""Hostile text in every column of every file: it reaches the page as text or not at all."""

from __future__ import annotations

import pytest
from poisoned_land import FREE, HOSTILE, opens, poison_table, poisoned  # noqa: F401 - a fixture
from reader import in_each_panel

import frontline
from frontline.errors import FrontlineError
from frontline.webmap.site import build


@pytest.mark.browser
def test_hostile_text_in_every_column_of_every_file_does_nothing(visit, poisoned, tmp_path):  # noqa: F811 - the fixture
    folder, taken = poisoned
    assert taken >= FREE
    atlas = frontline.open(folder)
    built = [*build(atlas, tmp_path, notices=[HOSTILE])]
    assert len(built) > 2
    for path in built:
        seen = visit(path.read_text(encoding="utf-8"), viewport={"width": 2560, "height": 1400})
        whole = seen.run("document.body.textContent")
        assert "{{7*7}}" in whole
        if path.name != "index.html":
            look_everywhere(seen, atlas)
            assert missing_in(seen, ".card h2", ".legend", "h1", ".notice") == []
        seen.page.wait_for_timeout(100)
        assert seen.run("typeof ran") == "undefined"
        assert seen.complaints == []
        assert seen.requests == []
        strange = "document.querySelectorAll('img, iframe, object, embed, svg[onload]').length"
        assert seen.run(strange) == 0
        assert seen.run(
            "[...document.querySelectorAll('a')].every((a) => /^(https?|file):/.test(a.href))"
        )
        seen.leave()


#: Shows each day of the record, or each place.
DAYS = "() => { for (let day = 0; day < 10; day += 1) frontline.setDay(day); }"
PLACES = "(places) => places.forEach((place) => frontline.choose(place))"


def look_everywhere(seen, atlas):
    """Open each panel on each day, each card, the search and the footer."""
    seen.page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    in_each_panel(seen, DAYS)
    seen.run(PLACES, [place.id for place in atlas.sites])
    seen.page.fill(".search input", "elm")
    assert seen.page.locator("[role=option]").count() == 1


def missing_in(seen, *selectors):
    """Return the elements in which the hostile text is not as it was written."""
    wanted = " ".join(HOSTILE.split())
    read = "selector => document.querySelector(selector).textContent.replace(/\\s+/g, ' ')"
    return [one for one in selectors if wanted not in seen.run(read, one)]


def test_a_column_that_refuses_text_is_named_in_the_error(land_copy):
    path = land_copy / "events.csv"
    for column, write in poison_table(path):
        before = path.read_bytes()
        write()
        if ("events.csv", column) not in FREE and not opens(land_copy):
            with pytest.raises(FrontlineError, match=column):
                frontline.open(land_copy)
        path.write_bytes(before)
