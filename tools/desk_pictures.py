"""Make the pictures of the tutorial of the desk from its pages opened in Chromium."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from picture import BROWSERS, DESK, DOCS, small
from playwright.sync_api import sync_playwright

from frontline.atlas import built_in_folder
from frontline.claims.article_folder import ArticleFolder
from frontline.desk.app import Desk, create_app
from frontline.desk.server import make_access, open_socket
from frontline.desk.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Page

ARTICLE = (
    "Government forces captured several villages in northwest Syria on Thursday. They stood three "
    "kilometres from Khan Sheikhoun, a key opposition-held town on the M5."
)
#: A name that two villages of the region have, without a district.
TABLE = (
    "place,day,after,before,publisher,url\n"
    "Rasha,2019-08-18,government,opposition,Our desk,https://desk.example/1\n"
    "Maarrzaf,2020-01-29,government,opposition,Our desk,https://desk.example/2\n"
)


def serve(folder: Path, articles: Path) -> tuple[uvicorn.Server, threading.Thread, str]:
    """Serve the desk of a folder on a free port; return its first address."""
    listening = open_socket("127.0.0.1", 0)
    port = listening.getsockname()[1]
    access = make_access("127.0.0.1", port, None)
    app = create_app(Desk(Workspace(folder), access, ArticleFolder(articles)))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    return server, thread, f"http://127.0.0.1:{port}/?token={access.token}"


def take(opened: Page, name: str) -> None:
    """Store a picture of what the window shows."""
    opened.wait_for_timeout(300)
    path = DOCS / f"desk-{name}.png"
    shot = small(opened.screenshot())
    shot.save(path, optimize=True)


def visit(opened: Page, base: str) -> None:
    """Open each part as a tutorial describes it."""
    opened.goto(f"{base}/ask?place=Khan+Sheikhoun&to=government&day=2019-08-15")
    opened.wait_for_selector("#map svg.map")
    take(opened, "ask")
    opened.goto(f"{base}/check")
    opened.fill("#text", ARTICLE)
    opened.fill("#published", "2019-08-16")
    opened.click("main form button.main")
    opened.wait_for_selector("article.card")
    take(opened, "check")
    opened.goto(
        f"{base}/map?day=2019-08-23&since=2019-08-15&size=square&view=Khan+Sheikhoun"
        "&title=The+pocket+closes&n1_text=Khan+Shaykhun+encircled&n1_at=36.65,35.30&arrows=yes"
    )
    opened.wait_for_function("document.querySelector('img.picture').complete")
    take(opened, "map")
    opened.goto(f"{base}/record/event?id=NWS-091")
    opened.fill("#date_earliest", "2019-08-20")
    opened.fill("#date_latest", "2019-08-20")
    opened.click("button[name=with_effect]")
    opened.wait_for_selector("#effect svg.map", timeout=120_000)
    opened.locator("#effect").scroll_into_view_if_needed()
    opened.locator("#effect h2").evaluate("one => one.scrollIntoView()")
    take(opened, "record")
    opened.goto(f"{base}/import")
    opened.set_input_files(
        "#files", {"name": "our-table.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    opened.click("main form button.main")
    opened.wait_for_selector("#first-rows")
    opened.click("#import-form button.main")
    opened.wait_for_selector("#result .asked svg.map")
    opened.locator("#result h2").first.evaluate("one => one.scrollIntoView()")
    take(opened, "import")


def main() -> None:
    """Write the pictures into the documentation."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(shutil.copytree(built_in_folder(), Path(made) / "package"))
        articles = Path(made) / "articles"
        articles.mkdir()
        server, thread, address = serve(folder, articles)
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        width, height = DESK
        opened = browser.new_page(viewport={"width": width, "height": height}, locale="en-GB")
        opened.set_default_timeout(120_000)
        opened.goto(address)
        visit(opened, address.partition("/?")[0])
        browser.close()
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    main()
