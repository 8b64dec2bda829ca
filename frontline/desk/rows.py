"""Forms of single rows of the record: a place, a publisher, a report."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.routing import Route

from frontline.desk import maps
from frontline.desk.changes import (
    ConflictError,
    check_editable,
    check_unchanged,
    last_change,
    message_of,
    remember,
)
from frontline.desk.effects import effect_of
from frontline.desk.views import (
    Words,
    change,
    desk_of,
    first_lines,
    language_of,
    redirect,
    render,
    texts,
)
from frontline.errors import DataError, InvalidRequestError
from frontline.i18n import format_date
from frontline.io import json_text
from frontline.package.draft import Draft
from frontline.package.edit_rows import KINDS, put_row, row_texts
from frontline.package.replacement import retry_if_changed
from frontline.package.undo import write_with_undo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from frontline.package.undo import Undo

#: The values of a field that has a list of them.
CHOICES = {
    "stance": ("agency", "monitor", "aligned", "other"),
    "says": ("supports", "denies", "context"),
}


def row(request: Request) -> Response:
    """Show the form of a row, or of a new one."""
    check_editable(request)
    table = _table(request.query_params.get("table", ""))
    id_ = request.query_params.get("id", "").strip()
    values = dict.fromkeys(KINDS[table].fields, "")
    seen = ""
    if id_:
        values = row_texts(Draft(desk_of(request).workspace.folder), table, id_)
        seen = _digest(values)
    elif "record" in request.query_params and "record_id" in values:
        values["record_id"] = request.query_params["record"][:100]
    return _page(request, table, id_, values, seen=seen, message=message_of(request))


def check(request: Request, form: FormData) -> Response:
    """Show what `validate` says of a form, or what it would change."""
    check_editable(request)
    table, id_, values = _read(form)
    seen = texts(form).get("seen", "")
    draft = Draft(desk_of(request).workspace.folder)
    try:
        new_id = put_row(draft, table, values, id_ or None)
        package, issues = draft.preview()
    except InvalidRequestError as error:
        return _page(request, table, id_, values, seen=seen, problems=str(error).splitlines())
    problems = [str(one) for one in issues if one.severity == "error"]
    effect = None
    if package is not None and texts(form).get("with_effect") == "yes":
        place = package.gazetteer.get(new_id) if table == "places" else None
        effect = effect_of(request, package, place)
    return _page(
        request, table, id_, values, seen=seen, problems=problems, effect=effect, is_checked=True
    )


def save(request: Request, form: FormData) -> Response:
    """Write a row, unless somebody has changed it meanwhile."""
    check_editable(request)
    desk = desk_of(request)
    table, id_, values = _read(form)
    seen, saved = texts(form).get("seen", ""), [""]

    def attempt() -> Undo | None:
        draft = Draft(desk.workspace.folder)
        if id_:
            check_unchanged(id_, seen, lambda: _digest(row_texts(draft, table, id_)))
        saved[0] = put_row(draft, table, values, id_ or None)
        return write_with_undo(draft)

    try:
        with desk.writing:
            undo = retry_if_changed(attempt)
            remember(request, saved[0], undo)
    except DataError as error:
        problems = [str(issue) for issue in error.issues]
        return _page(request, table, id_, values, seen=seen, problems=problems, status=422)
    except InvalidRequestError as error:
        status = 409 if isinstance(error, ConflictError) else 422
        lines = first_lines(error)
        return _page(request, table, id_, values, seen=seen, problems=lines, status=status)
    message = "unchanged" if undo is None else "saved"
    query = urlencode({"table": table, "id": saved[0], "message": message})
    return redirect(f"/record/row?{query}")


def _table(name: str) -> str:
    if name not in KINDS:
        raise HTTPException(404)
    return name


def _read(form: FormData) -> tuple[str, str, dict[str, str]]:
    """Return the table, the id and the fields of a form."""
    values = texts(form)
    table = _table(values.get("table", ""))
    fields = {name: values.get(name, "").strip() for name in KINDS[table].fields}
    if "position" in values and "," in values["position"]:
        fields["lon"], fields["lat"] = map(str.strip, values["position"].split(",", 1))
    return table, values.get("id", "").strip(), fields


def _digest(values: Mapping[str, str]) -> str:
    return hashlib.sha256(json_text(dict(values)).encode()).hexdigest()


def _page(  # noqa: PLR0913 - what a form may show
    request: Request,
    table: str,
    id_: str,
    values: dict[str, str],
    *,
    seen: str = "",
    problems: list[str] | None = None,
    effect: dict[str, Any] | None = None,
    is_checked: bool = False,
    message: str = "",
    status: int = 200,
) -> Response:
    workspace, language = desk_of(request).workspace, language_of(request)
    atlas = workspace.atlas()
    drawn = None
    if table == "places":
        state = workspace.state(str(atlas.record.last))
        title = Words(language)("map_of_day", day=format_date(language, state.day))
        place = atlas.package.gazetteer.get(id_)
        scene = maps.overview(atlas, state, title)
        if place is not None:
            scene = maps.around([place], title, state)
        drawn = maps.maps_of(workspace, language).draw(scene, name="place")
    return render(
        request,
        "row.html",
        status,
        table=table,
        id=id_,
        values=values,
        seen=seen,
        problems=problems or [],
        effect=effect,
        is_checked=is_checked and not problems,
        message=message,
        choices=CHOICES,
        actors=[
            (one.id, (language == "ar" and one.name_ar) or one.name)
            for one in atlas.package.actors.values()
        ],
        publishers=[(one.id, one.name) for one in atlas.package.publishers.values()],
        kinds=sorted({one.kind for one in atlas.package.gazetteer.values()}),
        map=drawn,
        fills=maps.fills(atlas),
        undo=last_change(request),
    )


ROUTES = [
    Route("/record/row", row),
    Route("/record/row", change(save), methods=["POST"]),
    Route("/record/row/check", change(check), methods=["POST"]),
]
