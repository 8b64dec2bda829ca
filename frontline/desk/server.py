"""Run the desk: choose its addresses, and serve it until it is stopped."""

from __future__ import annotations

import ipaddress
import socket
import threading
import webbrowser
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import uvicorn

from frontline.claims.article_folder import ArticleFolder
from frontline.claims.question import answer_question
from frontline.desk.access import Access
from frontline.desk.app import Desk, create_app
from frontline.desk.workspace import Redaction, Workspace
from frontline.errors import FrontlineError, InvalidRequestError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable

LOOPBACK = "127.0.0.1"
#: Names under which a browser on this machine may open the desk.
_LOCAL_NAMES = (LOOPBACK, "localhost")
_SHORTEST_PASSWORD = 12


def check_host(host: str, password: str | None) -> None:
    """Check that a desk may be opened under a host.

    Raises
    ------
    InvalidRequestError
        For another host than this machine without a password, a short password, or a host that
        names no single address: the desk answers only under the name that it was given.
    """
    if password is not None and len(password) < _SHORTEST_PASSWORD:
        raise InvalidRequestError(f"The password has less than {_SHORTEST_PASSWORD} characters.")
    if host in _LOCAL_NAMES:
        return
    if password is None:
        raise InvalidRequestError(
            f"--host {host} opens the desk to other machines: set a password in the environment "
            "variable FRONTLINE_DESK_PASSWORD."
        )
    try:
        is_any = ipaddress.ip_address(host).is_unspecified
    except ValueError:
        is_any = not host or any(not (letter.isalnum() or letter in ".-") for letter in host)
    if is_any:
        raise InvalidRequestError(
            f"--host {host}: name the one address or name that colleagues type, as 192.0.2.10"
        )


def open_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a port; on a free one if it is 0.

    Raises
    ------
    OutputError
        If the port is in use or not allowed.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # With the protocol named, asyncio sends each answer at once (TCP_NODELAY).
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        raise OutputError(
            f"The desk cannot listen on {host} port {port} ({error.strerror}): choose another "
            "with --port."
        ) from error
    listening.listen(128)
    return listening


def make_access(host: str, port: int, password: str | None) -> Access:
    """Return who may use a desk that listens on a host and port."""
    names = {host, *_LOCAL_NAMES} if host in _LOCAL_NAMES else {host}
    shown = {f"[{name}]" if ":" in name else name.lower() for name in names}
    hosts = {f"{name}:{port}" for name in shown}
    if port == 80:
        hosts |= shown
    return Access(frozenset(hosts), port, password=password)


def serve(  # noqa: PLR0913 - the options of the command
    folder: Path | None,
    *,
    host: str = LOOPBACK,
    port: int = 0,
    password: str | None = None,
    articles: Path | None = None,
    browser: bool = True,
    redaction: Redaction | None = None,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the desk until it is stopped by Ctrl-C or a signal.

    Parameters
    ----------
    folder : Path or None
        Folder of the package; None for the built-in one.
    host, port : str, int
        Where to listen; port 0 is a free one.
    password : str, optional
        What colleagues sign in with; needed for another host than this machine.
    articles : Path, optional
        Folder in which checked articles are kept; by default until the desk is stopped.
    browser : bool
        Whether to open the browser.
    redaction : Redaction, optional
        An embargo or a blur of all that the desk shows.
    ready : callable
        Called with the first address once the desk listens.

    Raises
    ------
    InvalidRequestError, DataError, OutputError
        For an unsafe host, a package that cannot be used, a port in use.
    """
    check_host(host, password)
    workspace = Workspace(folder, redaction)
    workspace.atlas()
    with ExitStack() as stack:
        kept = articles or Path(stack.enter_context(TemporaryDirectory(prefix="frontline-")))
        folder_of_articles = ArticleFolder(kept)
        listening = stack.enter_context(open_socket(host, port))
        own_port = int(listening.getsockname()[1])
        access = make_access(host, own_port, password)
        desk = Desk(workspace, access, folder_of_articles, articles_are_kept=articles is not None)
        stack.callback(desk.uploads.close)
        stack.callback(desk.jobs.close)
        config = uvicorn.Config(
            create_app(desk), log_level="warning", access_log=False, server_header=False,
            date_header=False, proxy_headers=False, ws="none", lifespan="off",
        )  # fmt: skip
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{own_port}/?token={access.token}"
        ready(address)
        threading.Thread(target=_warm_up, args=(workspace,), daemon=True).start()
        if browser:
            webbrowser.open(address)
        uvicorn.Server(config).run([listening])


def _warm_up(workspace: Workspace) -> None:
    """Compute what every answer needs, while the browser opens.

    What cannot be computed, as in a package that is still empty, the page of a question says.
    """
    with suppress(FrontlineError):
        atlas = workspace.atlas()
        state = workspace.state(str(atlas.record.last))
        for site in atlas.sites[:1]:
            for to in ("", *atlas.actors, "front", *atlas.package.highways):
                with suppress(InvalidRequestError):  # nobody has to hold ground on this day
                    answer_question(state, site.id, to)
        for place in atlas.site_endpoints:
            with suppress(InvalidRequestError):
                _ = place.footprint
