"""Makes the picture in the README: the page of a day, opened in Chromium."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import frontline
from frontline.drawing import page

TOP = Path(__file__).parent.parent
DAYS = {"15-august-2019": "2019-08-15", "23-august-2019": "2019-08-23"}


def main() -> None:
    """Write docs/*.png."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser_path is None:
        sys.exit("Chromium is needed: see tools/browser.sh")
    atlas = frontline.open()
    (TOP / "docs").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        opened = browser.new_page(viewport={"width": 1200, "height": 750})
        for name, day in DAYS.items():
            path = Path(folder) / f"{day}.html"
            page.save(page.day_map(atlas.on(day)), path)
            opened.goto(path.as_uri())
            opened.wait_for_function("window.frontline && frontline.drawn()")
            opened.screenshot(path=TOP / "docs" / f"{name}.png")
        path = Path(folder) / "animation.html"
        page.save(page.animation(atlas), path)
        opened.goto(path.as_uri())
        opened.wait_for_function("window.frontline && frontline.drawn()")
        opened.evaluate("frontline.setDay('2020-02-14')")
        opened.screenshot(path=TOP / "docs" / "animation.png")
        opened.emulate_media(color_scheme="dark")
        opened.get_by_role("button", name="العربية").click()
        opened.evaluate("frontline.setDay('2019-08-23')")
        opened.wait_for_timeout(300)
        opened.screenshot(path=TOP / "docs" / "arabic.png")
        browser.close()


if __name__ == "__main__":
    main()
