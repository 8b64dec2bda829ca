"""The desk for tests: an application in this process, and a server for the browser."""

from __future__ import annotations

import re
import shutil
import threading
import weakref
from pathlib import Path
from tempfile import mkdtemp

import pytest
import uvicorn
from browser import Visit
from invented_land import LAND
from starlette.testclient import TestClient

from frontline.claims.article_folder import ArticleFolder
from frontline.desk.app import Desk, create_app
from frontline.desk.server import make_access, open_socket
from frontline.desk.workspace import Workspace

PORT = 8000
BASE = f"http://127.0.0.1:{PORT}"
ORIGIN = {"origin": BASE}


class Client:
    """A browser of a test: it has the session of its first visit and sends the change token."""

    def __init__(self, folder=None, *, password=None, signed_in=True, redaction=None, **desk):
        self.access = make_access("127.0.0.1", PORT, password)
        kept = mkdtemp(prefix="frontline-")
        weakref.finalize(self, shutil.rmtree, kept)
        articles = ArticleFolder(Path(kept))
        self.desk = Desk(Workspace(folder, redaction), self.access, articles, **desk)
        app = create_app(self.desk)
        self.http = TestClient(app, base_url=BASE, follow_redirects=False)
        self._tokens = {}
        if signed_in:
            self.http.get(f"/?token={self.access.token}")

    def get(self, url, **options):
        return self.http.get(url, **options)

    def token(self, url="/ask"):
        return re.search(r'name="change_token" value="([0-9a-f]+)"', self.get(url).text)[1]

    def _token_of_session(self):
        """Return the token of this session, which stays the same; a page is read for it once."""
        session = tuple(self.http.cookies.items())
        if session not in self._tokens:
            self._tokens[session] = self.token()
        return self._tokens[session]

    def post(self, url, data=None, *, token=None, headers=ORIGIN, **options):
        token = self._token_of_session() if token is None else token
        fields = {"change_token": token, **(data or {})}
        return self.http.post(url, data=fields, headers=headers, **options)


def assert_nothing_ran(seen):
    assert seen.run("typeof ran") == "undefined"
    assert seen.complaints == []
    strange = (
        "img:not(.picture), iframe:not([sandbox=allow-scripts]), object, embed, svg[onload],"
        " main script"
    )
    assert seen.run("which => document.querySelectorAll(which).length", strange) == 0
    links = "[...document.querySelectorAll('a')].every((one) => /^https?:/.test(one.href))"
    assert seen.run(links)
    assert all(url.startswith((seen.base, "data:")) for url in seen.requests)


@pytest.fixture(scope="session")
def client():
    """The desk of the invented land, which tests only read."""
    return Client(LAND)


@pytest.fixture(scope="session")
def wide_client():
    """The desk of the built-in record, which nobody can change."""
    return Client()


@pytest.fixture
def own_client(land_copy):
    """The desk of a copy of the invented land, which a test may change."""
    return Client(land_copy)


@pytest.fixture
def browse(chromium, served):
    """Give a function that opens a desk in a browser of its own, as its user does."""
    opened = []

    def open_desk(folder=None, *, first="", **options):
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        opened.append(context)
        seen = Visit(context.new_page())
        seen.page.add_init_script(
            "document.addEventListener('securitypolicyviolation', (event) =>"
            " console.error('policy', event.violatedDirective, event.blockedURI));"
        )
        seen.page.add_init_script(first)
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("dialog", lambda dialog: seen.complaints.append(f"dialog {dialog.message}"))
        seen.page.on("console", lambda line: seen.complaints.append(line.text))
        address = folder if isinstance(folder, str) else served(folder)
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.goto(address)
        seen.base = address.partition("/?")[0]
        return seen

    yield open_desk
    for context in opened:
        context.close()


@pytest.fixture
def served(tmp_path_factory):
    """Give a function that serves a desk on a free port; return its first address."""
    running = []

    def serve(folder, **options):
        listening = open_socket("127.0.0.1", 0)
        port = listening.getsockname()[1]
        access = make_access("127.0.0.1", port, None)
        articles = ArticleFolder(tmp_path_factory.mktemp("articles"))
        app = create_app(Desk(Workspace(folder), access, articles, **options))
        config = uvicorn.Config(app, log_level="error", ws="none", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        running.append((server, thread, listening))
        return f"http://127.0.0.1:{port}/?token={access.token}"

    yield serve
    for server, thread, listening in running:
        server.should_exit = True
        thread.join(10)
        listening.close()
        assert not thread.is_alive()
