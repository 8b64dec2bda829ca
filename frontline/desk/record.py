"""Record: tables of the package, and the form that adds or changes an event with its reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.routing import Route

from frontline.desk import maps, record_tables
from frontline.desk.changes import (
    ConflictError,
    check_editable,
    check_unchanged,
    last_change,
    message_of,
    remember,
)
from frontline.desk.effects import effect_of
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
from frontline.errors import DataError, InvalidRequestError
from frontline.i18n import format_date
from frontline.package.draft import Draft
from frontline.package.edit import event_rows
from frontline.package.replacement import retry_if_changed
from frontline.package.undo import write_with_undo

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from frontline.package.undo import Undo


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
        own = next(one for one in package.events if one.event_id == id_)
        effect = effect_of(request, package, package.gazetteer.get(own.place_id or ""))
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
            check_unchanged(
                filled.event_id,
                filled.seen,
                lambda: digest(*event_rows(draft, filled.event_id)),
            )
        saved[:] = [put_form(draft, filled)]
        return write_with_undo(draft)

    try:
        with desk.writing:
            undo = retry_if_changed(attempt)
            remember(request, saved[0], undo)
    except DataError as error:
        problems = [str(issue) for issue in error.issues]
        return _form_page(request, filled, problems=problems, status=422)
    except ConflictError as error:
        return _form_page(request, filled, problems=first_lines(error), status=409)
    except InvalidRequestError as error:
        return _form_page(request, filled, problems=str(error).splitlines(), status=422)
    message = "unchanged" if undo is None else "saved"
    return redirect(f"/record/event?{urlencode({'id': saved[0], 'message': message})}")


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


ROUTES = [
    Route("/record", tables),
    Route("/record/event", event),
    Route("/record/event", change(save), methods=["POST"]),
    Route("/record/check", change(check), methods=["POST"]),
]
