"""Map: what an author decides about the map of a day, its preview, and the files to download."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from frontline.annotation_model import Annotation
from frontline.desk import maps
from frontline.desk.views import (
    Words,
    as_day,
    change,
    desk_of,
    download,
    first_lines,
    language_of,
    pick,
    redirect,
    render,
    texts,
)
from frontline.errors import FrontlineError, InvalidRequestError
from frontline.geometry.geodesy import parse_position
from frontline.i18n import LANGUAGES, format_date
from frontline.stills.film import film
from frontline.stills.frame import PRESETS
from frontline.stills.still import OPTIONAL, still
from frontline.theme import Theme, theme_files
from frontline.webmap.page import animation, day_map

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from starlette.datastructures import FormData
    from starlette.requests import Request

    from frontline.atlas import Atlas
    from frontline.state import State
    from frontline.stills.film import Progress
    from frontline.stills.still import Still

FIELDS = (
    "day", "title", "deck", "credit", "view", "size", "since", "arrows", "lang", "first", "style",
)  # fmt: skip
#: Fields of the layers that are left out, by layer.
HIDDEN = {name: f"hide_{name}".replace("-", "_") for name in OPTIONAL}
#: The style that no file of the package has.
BUILT_IN = "built-in"
#: Fields of an annotation, which have its number before them, and the number of annotations.
NOTE_FIELDS = ("text", "at", "to")
NOTES = 4
FORMATS = {
    "html": "text/html", "svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf",
}  # fmt: skip
#: The films.
FILMS = ("mp4", "gif")
#: What the preview of a page may do: it runs as if it were of no site, and reaches none.
_PREVIEW_HEADERS = {
    "content-security-policy": "sandbox allow-scripts; connect-src 'none'; form-action 'none'; "
    "frame-src 'none'; frame-ancestors 'self'",
    "x-frame-options": "SAMEORIGIN",
}
#: Longest side of the preview of a picture in pixels.
_PREVIEW = 900


def page(request: Request) -> Response:
    """Show the choices of an author and a preview of the picture."""
    asked, workspace, language = _asked(request), desk_of(request).workspace, language_of(request)
    words, atlas = Words(language), desk_of(request).workspace.atlas()
    problems: list[str] = []
    place = None
    try:
        _still(request, asked)
        state = workspace.state(asked["day"])
        if asked["first"] and workspace.state(asked["first"]).day > state.day:
            raise InvalidRequestError(f"{asked['first']} is not before {asked['day']}.")
        title = words("map_of_day", day=format_date(language, state.day))
        place = maps.maps_of(workspace, language).draw(_view(state, asked, title), name="where")
    except FrontlineError as error:
        problems = first_lines(error)
    query = urlencode({name: value for name, value in asked.items() if value})
    return render(
        request,
        "map.html",
        asked=asked,
        problems=problems,
        place=place,
        preview=f"/map/file?{query}&format=png&preview=yes",
        preview_of_page=f"/map/file?{query}&format=html&preview=yes",
        files=[(one, f"/map/file?{query}&format={one}") for one in FORMATS],
        embed=_embed_code(asked),
        hidden=HIDDEN,
        styles=[*theme_files(workspace.folder), BUILT_IN],
        sizes=[*PRESETS],
        languages_of_map=[*LANGUAGES],
        notes=range(1, NOTES + 1),
        film_fields=[one for one in _all_fields() if one != "first"],
        films=FILMS,
        first=atlas.record.first,
        last=atlas.record.last,
    )


def file(request: Request) -> Response:
    """Return the page or picture; as a preview the page to show, or a small picture."""
    asked, form = _asked(request), request.query_params.get("format", "")
    if form not in FORMATS:
        raise HTTPException(404)
    is_preview = request.query_params.get("preview") == "yes"
    if is_preview and form == "html":
        return HTMLResponse(_page_of(request, asked), headers=_PREVIEW_HEADERS)
    if is_preview:
        drawn = _still(request, asked)
        scale = min(1.0, _PREVIEW / max(drawn.scene.width, drawn.scene.height))
        return Response(drawn.png(scale), media_type=FORMATS["png"])
    last = desk_of(request).workspace.state(asked["day"]).day
    first = desk_of(request).workspace.state(asked["first"]).day if asked["first"] else last
    name = f"map-{last}.{form}"
    if form == "html" and first < last:
        name = f"map-{first}-{last}.html"
    return download(_content(request, asked, form), name, FORMATS[form])


def start_film(request: Request, form: FormData) -> Response:
    """Start a film of the days up to the one on the page, as a job."""
    desk, values = desk_of(request), texts(form)
    asked = pick(values, *_all_fields())
    kind = values.get("format", "")
    if kind not in FILMS:
        raise HTTPException(404)
    atlas = desk.workspace.atlas()
    last = desk.workspace.state(asked["day"]).day
    first = desk.workspace.state(values.get("first", "").strip()).day
    if first > last:
        raise InvalidRequestError(f"{first} is not before {last}.")

    notices, notes = desk.workspace.notices, _notes(first, last, atlas, asked)
    hidden, style = _hidden(asked), _style(desk.workspace.folder, asked["style"])

    def work(path: Path, progress: Progress) -> None:
        film(
            atlas, first, last, size=asked["size"], view=asked["view"] or "all",
            title=asked["title"] or None, credit=asked["credit"], language=asked["lang"],
            annotations=notes, hidden=hidden, notices=notices, style=style, progress=progress,
        ).save(path)  # fmt: skip

    desk.jobs.start(f"{first} – {last} ({kind.upper()})", f"film-{first}-{last}.{kind}", work)
    return redirect("/jobs")


def _content(request: Request, asked: dict[str, str], form: str) -> str | bytes:
    if form == "html":
        return _page_of(request, asked)
    picture = _still(request, asked)
    if form == "svg":
        return picture.svg
    return picture.png() if form == "png" else picture.pdf()


def _page_of(request: Request, asked: dict[str, str]) -> str:
    """Return the interactive page of the day, or of the days from the first on."""
    workspace = desk_of(request).workspace
    state = workspace.state(asked["day"])
    first = workspace.state(asked["first"] or asked["day"]).day
    options: dict[str, Any] = {
        **{name: asked[name] or None for name in ("title", "deck", "credit", "since")},
        "language": asked["lang"],
        "notices": workspace.notices,
        "style": _style(workspace.folder, asked["style"]),
        "view": None if asked["view"] == "all" else asked["view"],
        "annotations": _notes(first, state.day, state.atlas, asked),
        "hidden": _hidden(asked),
    }
    if first == state.day:
        return str(day_map(state, **options).get_root().render())
    drawn = animation(state.atlas, first, state.day, **options)
    return str(drawn.get_root().render())


def _style(folder: Path, name: str) -> Theme | Path | None:
    """Return a style by its name; no other file is opened."""
    if not name:
        return None
    if name == BUILT_IN:
        return Theme()
    found = theme_files(folder)
    if name not in found:
        raise InvalidRequestError(
            f"{name!r} is not a known style: use {', '.join([*found, BUILT_IN])}"
        )
    return found[name]


def _all_fields() -> list[str]:
    """Return the names of all fields of the form."""
    notes = (f"n{number}_{name}" for number in range(1, NOTES + 1) for name in NOTE_FIELDS)
    return [*FIELDS, *notes, *HIDDEN.values()]


def _hidden(asked: dict[str, str]) -> list[str]:
    """Return the layers that are left out."""
    return [layer for layer, name in HIDDEN.items() if asked[name] == "yes"]


def _asked(request: Request) -> dict[str, str]:
    """Return the choices of a request, with those that nobody made."""
    values = pick(request.query_params, *_all_fields())
    atlas = desk_of(request).workspace.atlas()
    values["day"] = values["day"] or str(atlas.record.last)
    values["size"] = values["size"] or "column-2"
    values["view"] = values["view"] or "all"
    values["lang"] = values["lang"] or language_of(request)
    return values


def _still(request: Request, asked: dict[str, str]) -> Still:
    """Return the picture, from memory if it was drawn before."""
    workspace = desk_of(request).workspace
    state = workspace.state(asked["day"])
    notes = _notes(state.day, state.day, state.atlas, asked)

    def draw() -> Still:
        return still(
            state, size=asked["size"], view=asked["view"], since=asked["since"] or None,
            arrows=bool(asked["since"] and asked["arrows"] == "yes"), annotations=notes,
            title=asked["title"] or None, deck=asked["deck"] or None, credit=asked["credit"],
            language=asked["lang"], notices=workspace.notices,
            style=_style(workspace.folder, asked["style"]),
        ).without(_hidden(asked))  # fmt: skip

    return workspace.answer(("still", *asked.values()), draw)


def _notes(first: date, last: date, atlas: Atlas, asked: dict[str, str]) -> list[Annotation]:
    """Return the annotations of an author, for the days of what is made."""
    region = atlas.package.coverage.region
    found = []
    for number in range(1, NOTES + 1):
        text, at, to = (asked[f"n{number}_{name}"] for name in NOTE_FIELDS)
        if not (text or at or to):
            continue
        if not at:
            raise InvalidRequestError(f"annotation {number}: click on the map where it belongs")
        values: dict[str, Any] = {"text": text, "text_ar": text}
        values["lon"], values["lat"] = parse_position(at, region)
        if to:
            values["to_lon"], values["to_lat"] = parse_position(to, region)
        days = {"first_day": first, "last_day": last}
        try:
            found.append(Annotation(annotation_id=f"desk-{number}", **days, **values))
        except ValidationError as error:
            reason = error.errors()[0]["msg"]
            raise InvalidRequestError(f"annotation {number}: {reason}") from None
    return found


def _view(state: State, asked: dict[str, str], title: str) -> maps.View:
    """Return the map to click on: what the picture shows."""
    atlas, view = state.atlas, asked["view"]
    parts = view.split(",")
    if len(parts) == 4:
        west, south, east, north = (float(part) for part in parts)
        return maps.View(title, state.day, ((west, south), (east, north)))
    if view == "all":
        return maps.overview(atlas, state, title)
    place = atlas.place(view)
    reach = 0.25
    points = ((place.lon - reach, place.lat - reach), (place.lon + reach, place.lat + reach))
    return maps.View(title, state.day, points, places=(place,))


def _embed_code(asked: dict[str, str]) -> str:
    """Return the HTML that shows the downloaded page inside another; it has no text of a user."""
    days = dict.fromkeys(filter(None, (as_day(asked["first"]), as_day(asked["day"]))))
    return (
        f'<iframe src="map-{"-".join(days)}.html#embed" title="Map" width="100%" height="600" '
        'loading="lazy"></iframe>'
    )


ROUTES = [
    Route("/map", page),
    Route("/map/file", file),
    Route("/map/film", change(start_film), methods=["POST"]),
]
