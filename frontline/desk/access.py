"""Who may use the desk: the checks that every request passes before a route sees it.

A page that the user visits elsewhere can send requests to this machine. Such a request has another
``Origin``, or after DNS rebinding another ``Host``, and does not carry the cookie, which is
``SameSite=Strict``. A change needs a token of the session besides.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Largest body of a request in bytes, by the longest start of its path.
MAX_BODY = {"": 1 << 20, "/check": 24 << 20, "/import": 512 << 20, "/import/": 1 << 20}
#: What a page of the desk may load and do.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}
_SAFE = frozenset({"GET", "HEAD"})
#: Paths that need no session: the form to sign in, and the scripts and styles of the package.
_OPEN = ("/sign-in", "/static/")


def new_id() -> str:
    """Return an id that nobody can guess."""
    return secrets.token_hex(8)


@dataclass(frozen=True)
class Access:
    """The secrets of one run of the server.

    Attributes
    ----------
    hosts : frozenset of str
        The ``host:port`` under which the desk is opened.
    port : int
        Its port, which is part of the name of the cookie: cookies do not differ by port.
    token : str
        What the first address contains.
    password : str or None
        What colleagues sign in with; None if the desk is open on this machine only.
    """

    hosts: frozenset[str]
    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    password: str | None = field(default=None, repr=False)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @property
    def cookie(self) -> str:
        """Name of the cookie."""
        return f"frontline_desk_{self.port}"

    def new_session(self) -> str:
        """Return the value of the cookie of a new session."""
        id_ = secrets.token_urlsafe(18)
        return f"{id_}.{self._sign('session', id_)}"

    def is_session(self, value: str) -> bool:
        """Whether the value of a cookie is one that `new_session` returned."""
        id_, _, signature = value.partition(".")
        return _equal(signature, self._sign("session", id_))

    def change_token(self, session: str) -> str:
        """Return the token that each change of a session carries."""
        return self._sign("change", session)

    def is_change_token(self, session: str, token: str) -> bool:
        """Whether a token is the one of a session."""
        return _equal(token, self.change_token(session))

    def is_token(self, token: str) -> bool:
        """Whether a token is that of the first address."""
        return _equal(token, self.token)

    def is_password(self, password: str) -> bool:
        """Whether somebody may sign in with a password."""
        return self.password is not None and _equal(password, self.password)

    def set_cookie(self, headers: MutableHeaders) -> None:
        """Begin a session in the answer to a request."""
        value = f"{self.cookie}={self.new_session()}; Path=/; HttpOnly; SameSite=Strict"
        headers.append("set-cookie", value)

    def _sign(self, purpose: str, text: str) -> str:
        message = f"{purpose}:{text}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


class Gate:
    """ASGI middleware that refuses what does not come from a page of this desk."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # the desk has no WebSocket
            await send({"type": "websocket.close", "code": 1008})
            return
        guarded = _with_headers(send)
        headers = Headers(scope=scope)
        refused = self._refuse(scope, headers)
        if refused is not None:
            await refused(scope, receive, guarded)
            return
        session = _cookie(headers.get("cookie", ""), self._access.cookie)
        if not self._access.is_session(session):
            session = ""
        if not session and (first := self._first_visit(scope)) is not None:
            await first(scope, receive, guarded)
            return
        scope.setdefault("state", {})["session"] = session
        if not session and not scope["path"].startswith(_OPEN):
            if scope["method"] not in _SAFE:
                ended = PlainTextResponse("The session has ended. Open the desk again.", 403)
                await ended(scope, receive, guarded)
                return
            scope["state"]["wanted"] = _address(scope)
            scope["path"], scope["raw_path"] = "/sign-in", b"/sign-in"
        await self._app(scope, _bounded(receive, _limit(scope["path"])), guarded)

    def _refuse(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        """Return the refusal of a request that a foreign page may have sent."""
        host = headers.get("host", "").lower()
        if host not in self._access.hosts:
            return PlainTextResponse("The desk is not opened under this address.", 421)
        origin = headers.get("origin")
        own = f"http://{host}"
        if scope["method"] not in _SAFE and origin != own:
            return PlainTextResponse("A change must come from a page of the desk.", 403)
        if origin not in {None, own}:
            return PlainTextResponse("Another site may not read the desk.", 403)
        site, mode = headers.get("sec-fetch-site", "none"), headers.get("sec-fetch-mode", "")
        if site not in {"none", "same-origin"} and mode != "navigate":
            return PlainTextResponse("Another site may not read the desk.", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > _limit(scope["path"]):
            return PlainTextResponse("The request is too large.", 413)
        return None

    def _first_visit(self, scope: Scope) -> RedirectResponse | None:
        """Return the answer to an address with the token: a session, and the address without."""
        fields = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        tokens = [value for name, value in fields if name == "token"]
        if len(tokens) != 1 or not self._access.is_token(tokens[0]):
            return None
        rest = urlencode([pair for pair in fields if pair[0] != "token"])
        response = RedirectResponse(_address(scope, rest), 303)
        self._access.set_cookie(response.headers)
        return response


def _address(scope: Scope, query: str | None = None) -> str:
    """Return the path and query of a request, which cannot name another site."""
    if query is None:
        query = scope["query_string"].decode("latin-1")
    path = quote("/" + scope["path"].lstrip("/\\"))
    return f"{path}?{query}" if query else path


def _cookie(header: str, name: str) -> str:
    """Return the value of a cookie; empty if there is none, or the header is not valid."""
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return "" if found is None else found.value


def _limit(path: str) -> int:
    """Return the largest body of a request to a path."""
    return MAX_BODY[max(filter(path.startswith, MAX_BODY), key=len)]


def _bounded(receive: Receive, limit: int) -> Receive:
    """Return a receiver that ends the request when its body is too large."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, "The request is too large.")
        return message

    return bounded


def _with_headers(send: Send) -> Send:
    """Return a sender that adds the headers of the desk, unless a route has set them."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return guarded
