"""Make the pictures of the README and the documentation: stills, and pages opened in Chromium."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from playwright.sync_api import sync_playwright

import frontline
from frontline.stills.film import film
from frontline.stills.layout import span_heading
from frontline.stills.still import still
from frontline.webmap import page

#: Commands of Chromium, the fastest first.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")

if TYPE_CHECKING:
    from playwright.sync_api import Page

DOCS = Path(__file__).parent.parent / "docs"
#: The animation; every other name is the map of that day.
FILM = "animation"
DESK, PHONE = (1200, 750), (390, 844)
#: Number of colours of a stored picture, and of its most frequent colours, which are kept exactly.
COLOURS, EXACT = 192, 64


@dataclass
class Picture:
    """A picture: the page, the address fragment, the window size, and the buttons to click."""

    name: str
    opened: str
    address: str = ""
    size: tuple[int, int] = DESK
    clicks: list[str] = field(default_factory=list)


PICTURES = [
    Picture("15-august-2019", "2019-08-15"),
    Picture("23-august-2019", "2019-08-23"),
    Picture("animation", FILM, "#day=2020-02-14"),
    Picture("card", FILM, "#day=2019-08-15&at=35.45,36.75,10.5&place=khan-shaykhun"),
    Picture("changes", FILM, "#day=2019-08-23&since=2019-08-15", clicks=["Changes"]),
    Picture("road", FILM, "#day=2020-02-08", (1200, 1000)),
    Picture("arabic", FILM, "#day=2019-08-23&lang=ar"),
    Picture("dark", FILM, "#day=2019-08-21&at=35.42,36.65,10.5&look=dark"),
    Picture("phone", FILM, "#day=2019-08-23", PHONE),
]


def take(opened: Page, picture: Picture, url: str) -> bytes:
    """Open a page as a reader does who follows a link, and take its picture."""
    width, height = picture.size
    opened.set_viewport_size({"width": width, "height": height})
    opened.goto("about:blank")
    opened.goto(f"{url}{picture.address}")
    opened.wait_for_function("window.frontline && frontline.drawn()")
    for label in picture.clicks:
        opened.get_by_role("button", name=label, exact=True).click()
    opened.mouse.move(0, 0)
    opened.wait_for_timeout(300)
    return opened.screenshot()


def small(png: bytes) -> Image.Image:
    """Reduce a picture to few colours: a third of the bytes, with flat areas unchanged."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    common = sorted(image.getcolors(image.width * image.height), reverse=True)[:EXACT]
    rest = image.quantize(COLOURS - EXACT, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*(channel for _, colour in common for channel in colour), *rest])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


#: Stills by name: the day and the options.
STILLS: dict[str, tuple[str, dict[str, Any]]] = {
    "still-column": ("2019-08-23", {"size": "column-1"}),
    "still-square": (
        "2020-02-20",
        {"size": "square", "since": "2020-01-20", "arrows": True, "view": "36.3,35.4,37.4,36.4"},
    ),
    "still-story": ("2020-03-05", {"size": "story"}),
}
#: The day of the frame of a film.
FRAME = "2020-01-28"


def draw_stills(atlas: frontline.Atlas) -> None:
    """Write the stills, and a frame of a film."""
    for name, (day, options) in STILLS.items():
        picture = still(atlas.on(day), **options)
        small(picture.png()).save(DOCS / f"{name}.png", optimize=True)
    day = atlas.on(FRAME).day
    title = span_heading(atlas.on(atlas.record.first), atlas.on(atlas.record.last))[0]
    frame = film(atlas, day, day, size="1280x720", title=title).pictures[day]
    small(frame.png()).save(DOCS / "film-frame.png", optimize=True)


def main() -> None:
    """Write docs/*.png."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        sys.exit("Chromium is needed: see tools/browser.sh")
    atlas = frontline.open()
    draw_stills(atlas)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        # The pages' own policy forbids what Playwright waits with.
        opened = browser.new_context(bypass_csp=True).new_page()
        for picture in PICTURES:
            path = Path(folder) / f"{picture.opened}.html"
            if not path.exists():
                film = picture.opened == FILM
                page.save(
                    page.animation(atlas) if film else page.day_map(atlas.on(path.stem)), path
                )
            png = take(opened, picture, path.as_uri())
            small(png).save(DOCS / f"{picture.name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
