"""Pages of the desk: templates, languages, colours, and forms that change something."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import escape
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from frontline.errors import FrontlineError
from frontline.i18n import LANGUAGES, in_each_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.datastructures import FormData
    from starlette.requests import Request

    from frontline.desk.app import Desk

LOOKS = ("auto", "light", "dark")
#: Most fields of a form, and the longest field in bytes.
_MOST_FIELDS, _LONGEST = 2000, 20 << 20
#: Settings of htmx: no code from attributes, no style of its own, no copies of pages.
#: An answer that refuses a form (422) is shown; any other error opens as a page.
_HTMX = {
    "allowEval": False,
    "allowScriptTags": False,
    "disableInheritance": True,
    "historyCacheSize": 0,
    "includeIndicatorStyles": False,
    "refreshOnHistoryMiss": True,
    "responseHandling": [
        {"code": "200|422", "swap": True},
        {"code": ".*", "swap": False, "error": True},
    ],
    "scrollIntoViewOnBoost": False,
    "selfRequestsOnly": True,
}
#: A phrase without values in a template, such as ``{{ t("ask") }}``.
_PHRASE = re.compile(r"""\{\{ t\((?:"(\w+)"|'(\w+)')\) \}\}""")
#: Names of the cookies of the language and the colours.
LANGUAGE_COOKIE, LOOK_COOKIE = "frontline_language", "frontline_look"


@cache
def phrases() -> dict[str, dict[str, str]]:
    """Return the texts of the desk in each language, by key."""
    folder = resources.files("frontline.desk") / "locales"
    return {
        language: tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
        for language in LANGUAGES
    }


class _FixedPhrases(Extension):
    """Put the phrases without values into the templates, once instead of on each page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template with the phrases of its language."""
        del name, filename
        return _PHRASE.sub(lambda found: self._text(found[1] or found[2]), source)

    def _text(self, key: str) -> str:
        text = str(escape(Words(self.environment.globals["language"])(key)))  # type: ignore[arg-type]
        return "".join(f"{{{{ '{one}' }}}}" if one in "{}" else one for one in text)


@cache
def _environment(language: str) -> Environment:
    """Return the templates in a language."""
    environment = Environment(
        loader=PackageLoader("frontline.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["language"] = language
    environment.add_extension(_FixedPhrases)
    environment.filters["day"] = as_day
    return environment


def as_day(text: str) -> str:
    """Return a text if a field for a day can show it, else an empty one."""
    return text if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else ""


def desk_of(request: Request) -> Desk:
    """Return the desk that a request is sent to."""
    desk: Desk = request.app.state.desk
    return desk


def language_of(request: Request) -> str:
    """Return the language that the user chose, else that of the browser if the desk has it."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    wanted = request.headers.get("accept-language", "").strip().lower()[:2]
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


class Words:
    """The texts of one language.

    Parameters
    ----------
    language : str
        ``en`` or ``ar``.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a text with its placeholders filled in."""
        return phrases()[self.language][key].format(**values)


def _notices(desk: Desk, language: str) -> list[str]:
    """Return what readers must know is left out; nothing of a package that cannot be read."""
    try:
        return [in_each_language(one)[language] for one in desk.workspace.notices]
    except FrontlineError:  # the page says what is wrong with the package
        return []


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page.

    Parameters
    ----------
    request : Request
    template : str
        Name of a file in ``templates``.
    status : int
        HTTP status.
    **values
        What the template shows; every text is escaped unless it is markup.
    """
    desk, language = desk_of(request), language_of(request)
    session = request.state.session
    look = request.cookies.get(LOOK_COOKIE, LOOKS[0])
    html = (
        _environment(language)
        .get_template(template)
        .render(
            t=Words(language),
            language=language,
            direction="rtl" if language == "ar" else "ltr",
            look=look if look in LOOKS else LOOKS[0],
            looks=LOOKS,
            languages={one: phrases()[one]["own_name"] for one in LANGUAGES},
            change_token=desk.access.change_token(session) if session else "",
            parts=desk.parts,
            here=request.url.path,
            htmx_config=json.dumps(_HTMX),
            address=f"{request.url.path}?{request.url.query}".removesuffix("?"),
            editable=desk.workspace.is_editable,
            built_in=desk.workspace.is_built_in,
            left_out=_notices(desk, language) if session else (),
            **values,
        )
    )
    return HTMLResponse(html, status)


def change(
    handler: Callable[[Request, FormData], Response], *, files: int = 1
) -> Callable[[Request], Any]:
    """Return the endpoint of a form that changes something; it must carry the change token.

    Parameters
    ----------
    handler : callable
        Reads the form and returns the answer.
    files : int
        Most files that the form may have.
    """

    async def endpoint(request: Request) -> Response:
        async with request.form(
            max_files=files, max_fields=_MOST_FIELDS, max_part_size=_LONGEST
        ) as form:
            access, token = desk_of(request).access, form.get("change_token")
            session = request.state.session
            if not isinstance(token, str) or not access.is_change_token(session, token):
                raise HTTPException(403, "The form is not one of this session. Load it again.")
            return await run_in_threadpool(handler, request, form)

    return endpoint


def texts(form: FormData) -> dict[str, str]:
    """Return the fields of a form that are texts; of several with one name the last."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


def upload(form: FormData, name: str) -> UploadFile | None:
    """Return an uploaded file; None if none was chosen."""
    file = form.get(name)
    return file if isinstance(file, UploadFile) and file.filename else None


def uploads(form: FormData, name: str) -> list[UploadFile]:
    """Return the uploaded files of a field."""
    files = form.getlist(name)
    return [one for one in files if isinstance(one, UploadFile) and one.filename]


def with_message(address: str, message: str) -> str:
    """Return an address of the desk with what the page is to say, in place of an earlier message.

    Examples
    --------
    >>> with_message("/record?table=places&message=saved", "taken_back")
    '/record?table=places&message=taken_back'
    """
    parts = urlsplit(address)
    fields = [pair for pair in parse_qsl(parts.query) if pair[0] != "message"]
    return f"{parts.path}?{urlencode([*fields, ('message', message)])}"


def redirect(address: str) -> RedirectResponse:
    """Return the answer to a change: the page to show."""
    return RedirectResponse(address, 303)


def download(content: str | bytes, name: str, kind: str) -> Response:
    """Return a file to save; its name is of our own making."""
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(content, media_type=kind, headers=headers)


def own_path(address: str) -> str:
    """Return an address of the desk as it is, and that of the first page for any other.

    Examples
    --------
    >>> own_path("/ask?day=2019-08-15"), own_path("//evil.example/"), own_path("https://a.example")
    ('/ask?day=2019-08-15', '/', '/')
    """
    is_own = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_own and address.isprintable() and "\\" not in address else "/"


def first_lines(error: BaseException, most: int = 12) -> list[str]:
    """Return the lines of an error for a page."""
    lines = str(error).splitlines()
    return [*lines[:most], f"... and {len(lines) - most} more"] if len(lines) > most else lines


def pick(values: Mapping[str, str], *names: str) -> dict[str, str]:
    """Return some values without blanks around them; a missing one is empty."""
    return {name: values.get(name, "").strip() for name in names}
