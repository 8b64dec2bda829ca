"""Nobody but the user of this machine, or who knows the password, reads or changes anything."""

from __future__ import annotations

import re

import pytest
from desk_client import ORIGIN, Client
from invented_land import LAND
from starlette.routing import Route

from frontline.desk.access import MAX_BODY
from frontline.desk.app import create_app
from frontline.desk.server import check_host, make_access
from frontline.desk.views import own_path
from frontline.errors import InvalidRequestError


@pytest.fixture(scope="module")
def stranger():
    return Client(LAND, signed_in=False)


def routes():
    return [one for one in create_app(Client(LAND).desk).routes if isinstance(one, Route)]


def address_of(route):
    return re.sub(r"\{[^}]*\}", "1", route.path)


READS = sorted({address_of(one) for one in routes() if "GET" in one.methods})
CHANGES = sorted({address_of(one) for one in routes() if "POST" in one.methods})


def test_the_first_address_begins_a_session_and_leaves_the_token_behind():
    client = Client(LAND, signed_in=False)
    answer = client.get(f"/ask?day=2001-01-05&token={client.access.token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ask?day=2001-01-05")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert str(client.access.port) in cookie.partition("=")[0]
    assert client.access.token not in cookie
    assert client.get("/ask").status_code == 200


@pytest.mark.parametrize("path", [path for path in READS if not path.startswith("/static")])
def test_a_stranger_sees_only_the_page_to_sign_in(stranger, path):
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert "Alder" not in answer.text
    assert "invented" not in answer.text.lower()


def test_a_wrong_token_or_a_forged_cookie_is_no_session(stranger):
    assert stranger.get("/?token=wrong").status_code == 401
    assert stranger.get(f"/?token={stranger.access.token}&token=x").status_code == 401
    for value in ("x", "x.y", ".", f"x.{'0' * 64}", "\u0661.\u0662"):
        cookie = f"{stranger.access.cookie}={value}".encode()
        assert stranger.get("/ask", headers={"cookie": cookie}).status_code == 401
    other = Client(LAND).access.new_session()
    cookie = {"cookie": f"{stranger.access.cookie}={other}"}
    assert stranger.get("/ask", headers=cookie).status_code == 401


@pytest.mark.parametrize("host", ["evil.example:8000", "127.0.0.1", "127.0.0.1:9", "", "localhost"])
def test_another_host_is_refused_also_with_the_cookie(client, host):
    """After DNS rebinding a foreign name leads to this machine."""
    assert client.get("/ask", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9", None])
def test_a_change_from_another_origin_is_refused(client, path, origin):
    headers = {} if origin is None else {"origin": origin}
    answer = client.post(path, token=client.token(), headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("path", [path for path in CHANGES if path != "/sign-in"])
def test_a_change_needs_the_token_of_its_session(client, stranger, path):
    for token in ("", "0" * 64, client.access.change_token(client.access.new_session())):
        assert client.post(path, token=token).status_code == 403
    assert stranger.post(path, token=client.token()).status_code == 403


def test_another_site_may_not_read_with_scripts(client):
    assert client.get("/ask", headers={"origin": "http://evil.example"}).status_code == 403
    script = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert client.get("/ask", headers=script).status_code == 403
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert client.get("/ask", headers=link).status_code == 200


def test_a_link_from_elsewhere_leads_on_through_the_page_to_sign_in(stranger):
    """Such a request has no cookie; the next one, from our own page, has it."""
    text = stranger.get("/ask?place=elm&day=2001-01-05").text
    assert 'href="/ask?place=elm&amp;day=2001-01-05"' in text


@pytest.mark.parametrize("path", READS)
def test_every_answer_has_the_headers_that_confine_it(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", CHANGES)
def test_a_body_that_is_too_large_is_refused_before_it_is_read(client, path):
    limit = max(size for start, size in MAX_BODY.items() if path.startswith(start))
    answer = client.http.post(path, headers={**ORIGIN, "content-length": str(limit + 1)})
    assert answer.status_code == 413


def test_a_body_that_does_not_say_its_size_is_bounded_too(client):
    def pieces():
        for _ in range(40):
            yield b"x" * 65536

    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = client.http.post("/settings", content=pieces(), headers={**ORIGIN, **kind})
    assert answer.status_code == 413


@pytest.mark.parametrize("name", ["../locales/en.toml", "..%2flocales%2fen.toml", "app.py", "%00"])
def test_only_the_files_of_the_desk_are_served(client, name):
    assert client.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize("rule", ["/etc/passwd", "../x.toml", "~/rule.toml", "rules/a.toml"])
def test_no_rule_file_is_opened_by_its_path(client, rule):
    answer = client.get("/ask", params={"place": "elm", "day": "2001-01-05", "rule": rule})
    assert answer.status_code == 200
    assert "Unknown rule" in answer.text


def test_the_settings_lead_back_to_the_desk_only():
    client = Client(LAND)
    values = {"language": "ar", "look": "dark", "back": "/ask?place=elm"}
    answer = client.post("/settings", values)
    assert answer.headers["location"] == "/ask?place=elm"
    assert all("HttpOnly" in one for one in answer.headers.get_list("set-cookie"))
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", ""):
        assert client.post("/settings", {"back": back}).headers["location"] == "/"


@pytest.mark.parametrize("address", ["", "x", "//a", "/\\a", "/a\nb", "/a\\b", "/\u2028"])
def test_what_is_no_address_of_the_desk_becomes_the_first_page(address):
    assert own_path(address) == "/"


def test_another_host_needs_a_password_and_one_name():
    every = ("0.0.0.0", "::", "")  # noqa: S104 - refused
    for host in (*every, "192.0.2.7", "desk.example", "a b", "desk.example/x"):
        with pytest.raises(InvalidRequestError):
            check_host(host, None)
    for host in (*every, "a b", "desk.example/x"):
        with pytest.raises(InvalidRequestError):
            check_host(host, "a password of some length")
    with pytest.raises(InvalidRequestError):
        check_host("192.0.2.7", "short")
    check_host("192.0.2.7", "a password of some length")
    check_host("localhost", None)
    hosts = make_access("192.0.2.7", 8001, "a password of some length").hosts
    assert hosts == {"192.0.2.7:8001"}
    assert make_access("127.0.0.1", 8001, None).hosts == {"127.0.0.1:8001", "localhost:8001"}


def test_a_colleague_signs_in_with_the_password(monkeypatch):
    waits = []

    async def no_wait(seconds):
        waits.append(seconds)

    monkeypatch.setattr("frontline.desk.app.asyncio.sleep", no_wait)
    client = Client(LAND, password="correct horse battery", signed_in=False)  # noqa: S106
    for wrong in ("", "correct horse", "correct horse batterY"):
        answer = client.http.post("/sign-in", data={"password": wrong}, headers=ORIGIN)
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
    assert waits == [1, 1, 1]
    right = {"password": "correct horse battery", "wanted": "/ask?place=elm"}
    answer = client.http.post("/sign-in", data=right, headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/ask?place=elm")
    assert client.get("/ask").status_code == 200


def test_without_a_password_nobody_signs_in(monkeypatch, stranger):
    async def no_wait(_seconds):
        pass

    monkeypatch.setattr("frontline.desk.app.asyncio.sleep", no_wait)
    for word in ("", "None", "password"):
        answer = stranger.http.post("/sign-in", data={"password": word}, headers=ORIGIN)
        assert answer.status_code == 401
    assert "password" not in stranger.get("/sign-in").text.replace("password that", "")
