"""The application: its routes, its errors, and what they share."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from frontline.desk import (
    ask,
    changes,
    check,
    compare,
    importing,
    jobs,
    open_questions,
    pictures,
    record,
    rows,
)
from frontline.desk.access import Gate
from frontline.desk.uploads import Uploads
from frontline.desk.views import (
    LANGUAGE_COOKIE,
    LOOK_COOKIE,
    LOOKS,
    change,
    desk_of,
    own_path,
    redirect,
    render,
    texts,
)
from frontline.errors import DataError, FrontlineError
from frontline.i18n import LANGUAGES
from frontline.theme import Theme, find_theme
from frontline.webmap import bundle
from frontline.webmap.stylesheet import make_stylesheet

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from frontline.claims.article_folder import ArticleFolder
    from frontline.desk.access import Access
    from frontline.desk.changes import Change
    from frontline.desk.workspace import Workspace

#: The parts of the desk in the order of the menu: key of the name, and address.
PARTS = (
    ("part_ask", "/ask"), ("part_check", "/check"), ("part_map", "/map"),
    ("part_record", "/record"), ("part_import", "/import"), ("part_compare", "/compare"),
    ("part_jobs", "/jobs"),
)  # fmt: skip
#: The script of htmx, which comes with a package.
_HTMX = resources.files("js_lib_htmx") / "static" / "htmx" / "htmx.min.js"
_STATIC = {"desk.css": "text/css", "desk.js": "text/javascript"}
_YEAR_S = 31_536_000


@dataclass
class Desk:
    """What the routes share.

    Attributes
    ----------
    workspace : Workspace
        The data package.
    access : Access
        Who may use the desk.
    articles : ArticleFolder
        The checked articles.
    articles_are_kept : bool
        Whether the folder of the articles stays when the desk is stopped.
    changes : list of Change
        The changes of this run, the last of which can be taken back.
    uploads : Uploads
        The files that are being imported.
    jobs : Jobs
        Work that takes long.
    writing : Lock
        Held while a package is written.
    asking : Lock
        Held while a question is answered.
    """

    workspace: Workspace
    access: Access
    articles: ArticleFolder
    articles_are_kept: bool = False
    parts: tuple[tuple[str, str], ...] = PARTS
    jobs: jobs.Jobs = field(default_factory=jobs.Jobs)
    changes: list[Change] = field(default_factory=list)
    uploads: Uploads = field(default_factory=Uploads)
    writing: threading.Lock = field(default_factory=threading.Lock)
    sign_in_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)


def create_app(desk: Desk) -> Starlette:
    """Return the application of a desk."""
    app = Starlette(
        routes=[
            Route("/", _first_page),
            Route("/static/{name}", _static),
            Route("/theme.css", _theme),
            Route("/settings", change(_settings), methods=["POST"]),
            Route("/sign-in", _sign_in_page),
            Route("/sign-in", _sign_in, methods=["POST"]),
            *ask.ROUTES,
            *check.ROUTES,
            *pictures.ROUTES,
            *record.ROUTES,
            *rows.ROUTES,
            *changes.ROUTES,
            *importing.ROUTES,
            *open_questions.ROUTES,
            *compare.ROUTES,
            *jobs.ROUTES,
        ],
        middleware=[Middleware(Gate, desk.access)],
        exception_handlers={
            HTTPException: _refused,
            FrontlineError: _failed,
            404: _refused,
        },
    )
    app.state.desk = desk
    return app


def _first_page(_: Request) -> Response:
    return RedirectResponse(PARTS[0][1], 303)


def _static(request: Request) -> Response:
    """Return a script or style of the package; only the names listed are known."""
    name = request.path_params["name"]
    if name == "findings.css":
        return Response(bundle.report_style_inside(".findings"), media_type="text/css")
    if name == "copyButton.js":
        return Response(bundle.copy_module(), media_type="text/javascript")
    if name == "htmx.js":
        return Response(_HTMX.read_bytes(), media_type="text/javascript")
    if name not in _STATIC:
        raise HTTPException(404)
    content = (resources.files("frontline.desk") / "static" / name).read_text("utf-8")
    return Response(content, media_type=_STATIC[name])


def _theme(request: Request) -> Response:
    """Return the colours and fonts of the package."""
    try:
        atlas = desk_of(request).workspace.atlas()
        sheet = make_stylesheet(find_theme(None, atlas), atlas.package.actors)
    except DataError:  # the page says what is wrong with the package
        sheet = make_stylesheet(Theme())
    return Response(sheet, media_type="text/css")


def _settings(_: Request, form: FormData) -> Response:
    """Keep the language and the colours that the user chose."""
    values = texts(form)
    response = redirect(own_path(values.get("back", "/")))
    for cookie, name, known in (
        (LANGUAGE_COOKIE, "language", LANGUAGES),
        (LOOK_COOKIE, "look", LOOKS),
    ):
        if values.get(name) in known:
            response.set_cookie(
                cookie, values[name], max_age=_YEAR_S, httponly=True, samesite="strict"
            )
    return response


async def _sign_in_page(request: Request) -> Response:
    desk = desk_of(request)
    wanted = own_path(getattr(request.state, "wanted", "/"))
    return render(
        request, "sign_in.html", 401, wanted=wanted, is_wrong=False,
        has_password=desk.access.password is not None,
    )  # fmt: skip


async def _sign_in(request: Request) -> Response:
    """Begin a session with the password; a wrong one costs a second, one after the other."""
    desk = desk_of(request)
    async with request.form(max_files=0, max_fields=4, max_part_size=4096) as form:
        values = texts(form)
    wanted = own_path(values.get("wanted", "/"))
    async with desk.sign_in_lock:
        if desk.access.is_password(values.get("password", "")):
            response = redirect(wanted)
            desk.access.set_cookie(response.headers)
            return response
        await asyncio.sleep(1)
    return render(
        request, "sign_in.html", 401, wanted=wanted, is_wrong=True,
        has_password=desk.access.password is not None,
    )  # fmt: skip


def _refused(request: Request, error: Exception) -> Response:
    """Show a refusal, such as an unknown address."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    return render(
        request, "error.html", error.status_code, title_key="refused", lines=[error.detail]
    )


def _failed(request: Request, error: Exception) -> Response:
    """Show an error raised on purpose; faults of the data are listed."""
    title = "data_error" if isinstance(error, DataError) else "request_error"
    status = 409 if isinstance(error, DataError) else 400
    lines = str(error).splitlines()[:40]
    return render(request, "error.html", status, title_key=title, lines=lines)
