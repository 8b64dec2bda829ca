"""Helpers that use a page as a reader does."""

from __future__ import annotations

import re

from frontline.formatting import format_km2

MARKS = re.compile("[\u2066-\u2069]")


def html(drawn):
    return drawn.get_root().render()


def plain(text):
    return " ".join(MARKS.sub("", text).split())


def opened(seen, label):
    """Open the panel of a button and return it."""
    seen.page.get_by_role("button", name=label, exact=True).click()
    return seen.page.locator(".drawer")


def shown_km2(area_km2):
    """Write an area as pages do: with two significant digits, or three from 100 km² on."""
    if area_km2 < 9.95:
        return format_km2(area_km2)
    digits = 2 if area_km2 < 99.5 else 3
    return f"{float(f'{area_km2:.{digits}g}'):,.0f}"


def open_key(seen):
    """Open what lies behind "More" in the legend."""
    seen.run("document.querySelector('.legend .more').open = true")


def panels(seen):
    return seen.page.locator(".tools button").all()


def in_each_panel(seen, look, value=None):
    """Open one panel after the other; return what a function of the page returns in each.

    It is one script, which waits for nothing: a page is painted only between two tasks, and that
    takes most of its time. The last panel stays open.
    """
    script = f"""(value) => {{
      const look = {look};
      const found = {{}};
      for (const button of document.querySelectorAll(".tools button")) {{
        button.click();
        const isOpen = document.querySelector(".drawer").checkVisibility();
        found[button.textContent] = isOpen ? look(value) : "not open";
      }}
      return found;
    }}"""
    found = seen.run(script, value)
    assert len(found) >= 4
    assert "not open" not in found.values()
    return found


def at(seen, fragment):
    """Open the same page at an address, as a reader does who follows a link."""
    seen.page.goto("about:blank")
    seen.page.goto(f"{seen.home}{fragment}")
