"""Record: tables of the package, and the form that adds or changes an event with its reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.routing import Route

from frontline.atlas import Atlas
from frontline.desk import maps, record_tables
from frontline.desk.changes import check_editable, last_change, message_of, remember
from frontline.desk.event_form import (
    KINDS,
    SAYS,
    EventForm,
    check_form,
    digest,
    form_of,
    put_form,
    read_form,
)
from frontline.desk.views import (
    Words,
    change,
    desk_of,
    first_lines,
    language_of,
    pick,
    redirect,
    render,
    texts,
)
from frontline.errors import DataError, InvalidRequestError, UnknownNameError
from frontline.i18n import format_date, format_short_date
from frontline.package.draft import Draft
from frontline.package.edit import event_rows
from frontline.package.replacement import retry_if_changed
from frontline.package.undo import write_with_undo
from frontline.sensitivity.edit_effect import edit_effect
from frontline.stills.small_map import View

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from frontline.models import Control
    from frontline.package.package import Package
    from frontline.package.undo import Undo
    from frontline.sensitivity.edit_effect import ControlChange, EditEffect

#: Most changes that a page lists.
_MOST_CHANGES = 40
#: Half the size of the maps of a change, degrees.
_AROUND_DEG = 0.12


class _ConflictError(InvalidRequestError):
    """Somebody has changed the event since the form was made."""


def tables(request: Request) -> Response:
    """Show a table of the package, filtered and sorted, with its places on the map."""
    workspace, language = desk_of(request).workspace, language_of(request)
    words = Words(language)
    atlas = workspace.atlas()
    asked = pick(request.query_params, "table", "filter", "sort", "page")
    shown = record_tables.find(atlas, **asked)
    day = atlas.record.last
    state = workspace.state(str(day))
    drawer = maps.maps_of(workspace, language)
    title = words("map_of_day", day=format_date(language, day))
    scene = maps.around(shown.places, title, state) if shown.places else None
    drawn = drawer.draw(scene or maps.overview(atlas, state, title), name="table")
    return render(
        request,
        "record.html",
        table=shown,
        tables=record_tables.NAMES,
        sort_address=lambda column: "/record?" + urlencode({**asked, "sort": column, "page": ""}),
        page_address=lambda number: "/record?" + urlencode({**asked, "page": str(number)}),
        map=drawn,
        fills=maps.fills(atlas),
        undo=last_change(request),
        message=message_of(request),
    )


def event(request: Request) -> Response:
    """Show the form of an event, or of a new one."""
    check_editable(request)
    id_ = request.query_params.get("id", "").strip()
    draft = Draft(desk_of(request).workspace.folder)
    form = form_of(*event_rows(draft, id_)) if id_ else EventForm().with_empty_reports()
    return _form_page(request, form, message=message_of(request))


def check(request: Request, form: FormData) -> Response:
    """Show what is wrong with a form, as `validate` says it, or what it would change."""
    check_editable(request)
    filled = read_form(texts(form))
    with_effect = texts(form).get("with_effect") == "yes"
    folder = desk_of(request).workspace.folder
    try:
        id_, package, issues = check_form(Draft(folder), filled)
    except InvalidRequestError as error:
        return _form_page(request, filled, problems=str(error).splitlines())
    problems = [str(issue) for issue in issues]
    effect = None
    if with_effect and package is not None:
        effect = _effect(request, package, id_)
    return _form_page(request, filled, problems=problems, effect=effect, is_checked=True)


def save(request: Request, form: FormData) -> Response:
    """Write an event and its reports, unless somebody has changed the event meanwhile."""
    check_editable(request)
    desk, filled = desk_of(request), read_form(texts(form))
    folder = desk.workspace.folder
    saved: list[str] = []

    def attempt() -> Undo | None:
        draft = Draft(folder)
        if filled.event_id:
            _check_unchanged(draft, filled)
        saved[:] = [put_form(draft, filled)]
        return write_with_undo(draft)

    try:
        with desk.writing:
            undo = retry_if_changed(attempt)
            remember(request, saved[0], undo)
    except DataError as error:
        problems = [str(issue) for issue in error.issues]
        return _form_page(request, filled, problems=problems, status=422)
    except _ConflictError as error:
        return _form_page(request, filled, problems=first_lines(error), status=409)
    except InvalidRequestError as error:
        return _form_page(request, filled, problems=str(error).splitlines(), status=422)
    message = "unchanged" if undo is None else "saved"
    return redirect(f"/record/event?{urlencode({'id': saved[0], 'message': message})}")


def _check_unchanged(draft: Draft, form: EventForm) -> None:
    """Refuse a form that was made from other rows than those on disk."""
    try:
        rows = event_rows(draft, form.event_id)
    except UnknownNameError:
        raise _ConflictError(
            f"{form.event_id} was removed meanwhile. Nothing was written."
        ) from None
    if digest(*rows) != form.seen:
        raise _ConflictError(
            f"{form.event_id} was changed by somebody else after you opened it. Nothing was "
            "written. Open it again in another window, compare, and repeat your change."
        )


def _form_page(  # noqa: PLR0913 - what a form may show
    request: Request,
    form: EventForm,
    *,
    problems: list[str] | None = None,
    effect: dict[str, Any] | None = None,
    is_checked: bool = False,
    message: str = "",
    status: int = 200,
) -> Response:
    atlas = desk_of(request).workspace.atlas()
    arabic = language_of(request) == "ar"
    return render(
        request,
        "event.html",
        status,
        form=form.with_empty_reports(),
        problems=problems or [],
        effect=effect,
        is_checked=is_checked and not problems,
        message=message,
        kinds=KINDS,
        says=SAYS,
        actors=[
            (one.id, (one.name_ar or one.name) if arabic else one.name)
            for one in atlas.package.actors.values()
        ],
        roads=[*atlas.package.highways],
        publishers=[(one.id, one.name) for one in atlas.package.publishers.values()],
        fills=maps.fills(atlas),
        undo=last_change(request),
    )


def _effect(request: Request, package: Package, event_id: str) -> dict[str, Any]:
    """Return what a change does to the record and to the map around the event."""
    workspace, language = desk_of(request).workspace, language_of(request)
    words, before = Words(language), workspace.atlas()
    after = Atlas(package, before.rule, None, before.folder)
    own = next(one for one in package.events if one.event_id == event_id)
    effect = edit_effect(before, after)
    title = words("map_of_day", day=format_date(language, effect.day))
    drawn: dict[str, Any] = {"map_before": None, "map_after": None}
    place = package.gazetteer.get(own.place_id or "")
    if place is not None:
        points = (
            (place.lon - _AROUND_DEG, place.lat - _AROUND_DEG),
            (place.lon + _AROUND_DEG, place.lat + _AROUND_DEG),
        )
        scene = View(title, effect.day, points, places=(place,))
        old = maps.maps_of(workspace, language)
        drawn["map_before"] = old.draw(scene, name="before")
        new = maps.Maps(after, language)
        drawn["map_after"] = new.draw(scene, name="after")
    return {
        "lines": [_change_line(one, words, before) for one in effect.changes[:_MOST_CHANGES]],
        "more": max(0, len(effect.changes) - _MOST_CHANGES),
        "numbers": _numbers(effect, words, language),
        **drawn,
    }


def _change_line(change_: ControlChange, words: Words, atlas: Atlas) -> str:
    place, language = change_.place, words.language
    name = (place.name_ar or place.name) if language == "ar" else place.name
    return words(
        "effect_place", place=name, before=_control(change_.before, words, atlas),
        after=_control(change_.after, words, atlas),
        first=format_short_date(language, change_.first),
        last=format_short_date(language, change_.last),
    )  # fmt: skip


def _control(control: Control, words: Words, atlas: Atlas) -> str:
    actors = atlas.package.actors
    names = [
        (actors[id_].name_ar or actors[id_].name) if words.language == "ar" else actors[id_].name
        for id_ in control.actors
    ]
    held = words(f"status_{control.status}", actors=" / ".join(names))
    return f"{held} ({words(f'evidence_{control.evidence}')})" if control.evidence else held


def _numbers(effect: EditEffect, words: Words, language: str) -> list[str]:
    """Return how the front and the areas change on the day."""
    day = format_short_date(language, effect.day)
    old, new = effect.front_km
    lines = []
    if abs(new - old) < 0.05:
        lines.append(words("front_same", day=day))
    else:
        key = "front_longer" if new > old else "front_shorter"
        lines.append(words(key, day=day, km=f"{abs(new - old):.1f}"))
    for actor, area in effect.areas_km2[1].items():
        gained = area - effect.areas_km2[0].get(actor, 0.0)
        if abs(gained) >= 0.05:
            lines.append(f"{actor}: {gained:+.1f} km²")
    return lines


ROUTES = [
    Route("/record", tables),
    Route("/record/event", event),
    Route("/record/event", change(save), methods=["POST"]),
    Route("/record/check", change(check), methods=["POST"]),
]
