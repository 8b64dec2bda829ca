"""The command desk: it serves until it is stopped, and a stop in a write loses nothing."""

from __future__ import annotations

import asyncio
import http.client
import re
import signal
import socket
import threading
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from forked_command import Running
from typer.testing import CliRunner

import frontline
from frontline.cli import app
from frontline.desk.server import open_socket
from frontline.package.package import find_errors


class Served:
    """The command in a process of its own, and a browser without scripts."""

    def __init__(self, folder, *options):
        words = ["desk", "--no-browser", "--data", str(folder), *options]
        self.process = Running(*words, needs=["frontline.desk.server"])
        self.printed = [self.process.stdout.readline() for _ in range(3)]
        self.address = urllib.parse.urlparse(self.printed[1].strip())
        self.cookie = ""

    @property
    def base(self):
        return f"http://{self.address.netloc}"

    def send(self, method, path, body=None, cookie=None):
        """Return status, headers and text of an answer."""
        headers = {"Origin": self.base, "Cookie": self.cookie if cookie is None else cookie}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(self.address.netloc, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def sign_in(self):
        status, headers, _ = self.send("GET", f"/?{self.address.query}")
        self.cookie = headers["set-cookie"].partition(";")[0]
        return status, headers["location"]

    def get(self, path):
        return self.send("GET", path)[2]

    def post(self, path, **fields):
        status, headers, text = self.send("POST", path, urllib.parse.urlencode(fields))
        assert status == 303, text
        return headers["location"]


@pytest.fixture
def running():
    started = []

    def start(folder, *options):
        started.append(Served(folder, *options))
        return started[-1]

    yield start
    for one in started:
        one.process.stop(signal.SIGKILL)


def test_it_prints_its_address_and_serves_until_it_is_stopped(running, land_copy):
    desk = running(land_copy)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{40,}\n", desk.printed[1])
    assert "Nine invented towns" in desk.printed[0]
    assert desk.sign_in() == (303, "/")
    assert 'id="sentence"' in desk.get("/ask?place=elm&day=2001-01-05")
    code, _, err = desk.process.stop(signal.SIGINT)
    assert code == 2
    assert "Traceback" not in err


def test_two_desks_have_sessions_of_their_own(running, land_copy):
    one, other = running(land_copy), running(land_copy)
    one.sign_in()
    other.sign_in()
    assert one.cookie.partition("=")[0] != other.cookie.partition("=")[0]
    assert one.send("GET", "/ask")[0] == 200
    assert other.send("GET", "/ask", cookie=one.cookie)[0] == 401


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_stop_in_the_middle_of_writes_loses_nothing_that_was_saved(running, land_copy, number):
    desk = running(land_copy)
    desk.sign_in()
    token = re.search(r'name="change_token" value="(\w+)"', desk.get("/record"))[1]
    saved, ready = [], threading.Event()

    def save_many():
        sides = {"south": ("gorse", "hazel", "ivy"), "north": ("alder", "cedar", "dogwood")}
        held = [(side, place) for side, places in sides.items() for place in places]
        for (side, place), day in product(held, range(1, 10)):
            try:
                url = desk.post(
                    "/record/event", change_token=token, place=place, kind="repelled",
                    date_earliest=f"2001-01-0{day}", before=side, after=side,
                    note=f"at {place}", r1_publisher="watch", r1_says="supports",
                    r1_url=f"https://watch.invalid/{place}/{day}", r1_published_on="2001-01-09",
                )  # fmt: skip
            except (OSError, http.client.HTTPException):
                return
            saved.append(urllib.parse.parse_qs(urllib.parse.urlparse(url).query)["id"][0])
            if len(saved) == 4:
                ready.set()

    thread = threading.Thread(target=save_many)
    thread.start()
    assert ready.wait(60)
    desk.process.stop(number)
    thread.join(60)
    events = {one.event_id for one in frontline.open(land_copy).package.events}
    assert events >= {*saved}
    assert len(saved) >= 4
    assert find_errors(land_copy) == []
    left = {one.name for one in land_copy.iterdir() if one.name.startswith(".frontline")}
    assert left <= {".frontline_lock"}


@pytest.mark.parametrize(
    "options",
    [
        ["--host", "192.0.2.7"],
        ["--host", "0.0.0.0", "--password", "a long enough password"],  # noqa: S104 - refused
        ["--host", "192.0.2.7", "--password", "short"],
        ["--data", "no-such-folder"],
        ["--articles", "no-such-folder"],
    ],
)
def test_what_is_not_safe_or_not_there_is_refused(options, land_copy, monkeypatch):
    monkeypatch.delenv("FRONTLINE_DESK_PASSWORD", raising=False)
    data = [] if "--data" in options else ["--data", str(land_copy)]
    result = CliRunner().invoke(app.app, ["desk", "--no-browser", *data, *options])
    assert result.exit_code in {1, 2}, result.output
    assert "Traceback" not in result.output


def test_an_answer_is_sent_at_once():
    with open_socket("127.0.0.1", 0) as listening:

        async def is_set():
            found = asyncio.get_running_loop().create_future()

            async def connected(_, writer):
                sock = writer.get_extra_info("socket")
                found.set_result(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
                writer.close()
                await writer.wait_closed()

            async with await asyncio.start_server(connected, sock=listening):
                reader, writer = await asyncio.open_connection(*listening.getsockname())
                assert await reader.read() == b""
                writer.close()
                await writer.wait_closed()
                return await found

        # Browser tests leave an event loop running in this thread.
        with ThreadPoolExecutor(1) as threads:
            assert threads.submit(asyncio.run, is_set()).result()
