"""Chromium for the tests: pages are opened as a reader would, with the network off."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

#: The shell is the same browser without windows: it takes half the processor time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
INSTALL = (
    "these tests open pages in Chromium, which was not found: "
    "install it (Debian: apt-get install chromium-headless-shell) and run them again"
)


#: The size of the window, if a test asks for no other.
WINDOW = {"width": 1280, "height": 800}

#: The address of a tab that shows nothing.
EMPTY = "about:blank"

#: Options that a page can have of its own, without a context, and so a process, for them.
MEDIA = {"color_scheme": "light", "reduced_motion": "no-preference"}

#: Reports what the policy of a page forbids.
REPORT_VIOLATIONS = (
    "document.addEventListener('securitypolicyviolation', (event) =>"
    " console.error('policy', event.violatedDirective, event.blockedURI));"
)

#: Paint everything again, and wait longer than the labels take to find their places.
REPAINT = """() => new Promise((done) => {
  const { style } = document.body;
  style.display = 'none';
  document.body.offsetHeight;
  style.display = '';
  requestAnimationFrame(() => setTimeout(done, 250));
})"""

#: Counts the paths that are written while a page goes to a day.
WRITTEN = """async (day) => {
  let count = 0;
  const watch = new MutationObserver((found) => {
    count += found.filter(({ target }) => target.tagName === "path").length;
  });
  watch.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["d"] });
  frontline.setDay(day);
  await Promise.resolve();
  watch.disconnect();
  return count;
}"""


#: How scripts are run; the sizes are in megabytes.
SCRIPTS = (
    *("--single-threaded", "--no-turbofan", "--no-maglev"),
    *("--min-semi-space-size=64", "--initial-heap-size=512"),
)


@dataclass
class Visit:
    """An open page, what it asked for, and what the browser complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    #: Ends the visit, so that the next page is opened in the same tab and alone.
    leave: Any = None

    def run(self, script: str, value: Any = None) -> Any:
        return self.page.evaluate(script, value)

    def drawn(self, day: str | None = None) -> dict[str, Any]:
        if day is not None:
            self.run("day => frontline.setDay(day)", day)
        return self.run("frontline.drawn()")

    def described(self) -> str:
        """Return the description of the day, which is written once the day has stayed."""
        lead = "document.querySelector('#day-summary').textContent"
        self.until(f"{lead}.includes(document.querySelector('.date').textContent)")
        return self.page.text_content("#day-summary")

    def text(self, selector: str) -> str:
        return self.page.inner_text(selector)

    def until(self, condition: str) -> None:
        """Wait until something holds; a page's policy forbids the browser's own way of waiting."""
        for _ in range(600):
            if self.run(condition):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"never: {condition}")

    def settled(self) -> bytes:
        """Return a screenshot of the whole page once nothing of it changes any more.

        The page is painted anew: where only parts are painted, corners can have other pixels.
        """
        before = b""
        for _ in range(60):
            self.run(REPAINT)
            now = self.page.screenshot(animations="disabled")
            if (now == before) is True:
                return now
            before = now
        pytest.fail("the page never settles")


@pytest.fixture(scope="session")
def chromium():
    """Start the system's Chromium once; without it the tests fail, they are never skipped."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(INSTALL)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            # One process draws the pages of a context: the next page starts in three quarters of
            # the time, since the scripts are compiled. Paths are drawn once for each tile that
            # they touch, so that a window of one tile takes less than one of twenty. A page is
            # open for a second: compiling its scripts for speed takes longer than they run, and
            # so does looking for what can be freed of it.
            args=[
                *("--no-sandbox", "--disable-gpu", "--renderer-process-limit=1"),
                *("--default-tile-width=1312", "--default-tile-height=832"),
                f"--js-flags={' '.join(SCRIPTS)}",
            ],
        )
        yield browser
        browser.close()


class Tab:
    """A page of the browser, which shows what one test after the other opens."""

    def __init__(self, page: Any, first: str) -> None:
        self.page = page
        self.seen = Visit(page)
        page.add_init_script(REPORT_VIOLATIONS)
        page.add_init_script(first)
        page.on("request", lambda request: self.seen.requests.append(request.url))
        page.on("pageerror", lambda error: self.seen.complaints.append(str(error)))
        page.on("dialog", lambda box: self.seen.complaints.append(f"dialog {box.message}"))
        page.on("console", lambda line: self.seen.complaints.append(line.text))

    def show(self, address: str, media: dict[str, str], size: dict[str, int]) -> Visit:
        """Open an address, as a new page would; nothing of the page before is seen."""
        if self.page.url != EMPTY:
            self.leave()  # and so what follows is not done to a large page
        self.page.emulate_media(media="null", **{**MEDIA, **media})
        self.page.set_viewport_size(size)
        seen = Visit(self.page)

        def begin(_: Any) -> None:
            self.seen = seen

        self.page.once("framenavigated", begin)
        self.page.goto(address)
        return seen

    def leave(self) -> None:
        """Show nothing: an open page slows down every other page, even if nothing of it moves."""
        self.page.goto(EMPTY)


@pytest.fixture(scope="session")
def tabs(chromium):
    """Give a function that returns the unused tabs with a first script and these options.

    A page in a tab that was used is opened in less time than one in a new tab.
    """
    contexts: dict[str, Any] = {}
    unused: dict[tuple[str, str], list[Tab]] = {}

    def tabs_with(first: str, options: dict[str, Any]) -> list[Tab]:
        key = repr(sorted(options.items()))
        if key not in contexts:
            contexts[key] = chromium.new_context(**options)
        kept = unused.setdefault((key, first), [])
        if not kept:
            kept.append(Tab(contexts[key].new_page(), first))
        return kept

    yield tabs_with
    for context in contexts.values():
        context.close()


@pytest.fixture
def visit(tabs, tmp_path):
    """Give a function that opens HTML text, offline, and waits until it is drawn.

    `first` is a script that runs before those of the page; the rest are options of the context.
    Pages store nothing, so tests can share tabs; a tab has one page at a time.
    """
    used: dict[Tab, list[Tab]] = {}
    numbers = itertools.count()

    def leave(tab: Tab) -> None:
        unused = used.pop(tab)
        if not tab.page.is_closed():
            tab.leave()
            unused.append(tab)

    def open_page(html: str, first: str = "", **options: Any) -> Visit:
        path: Path = tmp_path / f"page-{next(numbers)}.html"
        path.write_bytes(html.encode("utf-8"))
        size = options.pop("viewport", WINDOW)
        media = {name: options.pop(name) for name in MEDIA if name in options}
        unused = tabs(first, {"offline": True, **options})
        tab = unused.pop()
        used[tab] = unused
        seen = tab.show(path.as_uri(), media, size)
        seen.leave = partial(leave, tab)
        return seen

    yield open_page
    for tab in [*used]:
        leave(tab)
