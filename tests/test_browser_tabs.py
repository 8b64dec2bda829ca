"""A page that is opened in a used tab is as in a new one, so that tests do not depend on others."""

from __future__ import annotations

import pytest

PAGE = """<!DOCTYPE html><html lang="en"><head><title>A page</title><style>
button { height: 100px; width: 100px }
button:hover { width: 150px }
</style></head><body style="height: 5000px; margin: 100px"><button>Here</button>
<script>console.log("opened")</script></body></html>"""
STATE = """() => ({
  width: document.querySelector("button").getBoundingClientRect().width,
  size: [innerWidth, innerHeight], at: scrollY, hash: location.hash,
  isDark: matchMedia("(prefers-color-scheme: dark)").matches,
  isCalm: matchMedia("(prefers-reduced-motion: reduce)").matches,
  isPrint: matchMedia("print").matches, focus: document.activeElement.tagName,
  own: [typeof left, window.name, history.state],
})"""


@pytest.mark.browser
def test_nothing_of_the_page_before_is_seen_in_a_used_tab(tabs, tmp_path):
    paths = [tmp_path / name for name in ("one.html", "other.html")]
    for path in paths:
        path.write_text(PAGE, "utf-8")
    unused = tabs("", {"offline": True})
    tab = unused.pop()
    usual = {"width": 900, "height": 700}
    new = tab.show(paths[0].as_uri(), {}, usual)
    before = new.run(STATE)
    assert (before["width"], before["size"]) == (100, [900, 700])
    dark = {"color_scheme": "dark", "reduced_motion": "reduce"}
    used = tab.show(paths[0].as_uri(), dark, {"width": 300, "height": 200})
    used.page.mouse.move(150, 150)
    used.until("document.querySelector('button').getBoundingClientRect().width === 150")
    used.page.emulate_media(media="print")
    used.run("document.querySelector('button').focus()")
    used.run("scrollTo(0, 900)")
    used.run("() => { window.left = 1; location.hash = 'day'; history.replaceState(1, ''); }")
    used.run("() => { setInterval(() => console.error('late'), 1); }")
    assert used.run(STATE) != before
    again = tab.show(paths[1].as_uri(), {}, usual)
    assert again.run(STATE) == before
    assert again.complaints == ["opened"]
    assert again.requests == []
    unused.append(tab)
