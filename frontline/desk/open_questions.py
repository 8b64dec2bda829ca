"""The questions of earlier imports that `review.csv` keeps, to answer on maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from frontline.desk import maps, questions
from frontline.desk.changes import (
    ConflictError,
    check_editable,
    last_change,
    message_of,
    remember,
)
from frontline.desk.views import (
    Words,
    change,
    desk_of,
    first_lines,
    language_of,
    redirect,
    render,
    texts,
    with_message,
)
from frontline.errors import FrontlineError, InvalidRequestError
from frontline.importers.review import REVIEW, Review
from frontline.package.draft import Draft
from frontline.package.replacement import retry_if_changed
from frontline.package.undo import write_with_undo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from frontline.importers.review import Listed

ADDRESS = "/import/questions"


def page(request: Request) -> Response:
    """Show the open questions, each with its candidates on a map, and the decisions so far."""
    check_editable(request)
    return _page(request)


def save(request: Request, form: FormData) -> Response:
    """Write the decisions of a form into `review.csv`; an empty one opens a question again."""
    check_editable(request)
    desk, values = desk_of(request), texts(form)

    def attempt() -> bool:
        draft = Draft(desk.workspace.folder)
        review = Review(draft.folder, draft.ids("gazetteer"))
        if not _decide(review, values):
            return False
        draft.add_file(REVIEW, review.text() or "")
        undo = write_with_undo(draft)
        remember(request, REVIEW, undo)
        return undo is not None

    try:
        with desk.writing:
            is_saved = retry_if_changed(attempt)
    except FrontlineError as error:
        status = 409 if isinstance(error, ConflictError) else 422
        return _page(request, first_lines(error), status)
    return redirect(with_message(ADDRESS, "saved" if is_saved else "unchanged"))


def count_open(request: Request) -> int:
    """Return the number of open questions; 0 of a table with faults, which the page lists."""
    try:
        return sum(not one.choice for one in _listed(request))
    except FrontlineError:
        return 0


def _decide(review: Review, values: Mapping[str, str]) -> bool:
    """Enter the decisions of a form; return whether there is one.

    Raises
    ------
    ConflictError
        If somebody else has decided a question since the form was made.
    """
    is_any = False
    for one in review.listed():
        key = questions.short_key(one.question)
        choice = values.get(f"other_{key}", "").strip() or values.get(f"answer_{key}")
        if choice is None or choice == one.choice:
            continue
        if values.get(f"seen_{key}", "") != one.choice:
            raise ConflictError(f"{one.name}: somebody else has decided this. Load the page again.")
        if choice == "new" and not one.can_be_new:
            raise InvalidRequestError(f"{one.name}: choose one of the answers")
        review.choose(one.question, choice)
        is_any = True
    return is_any


def _listed(request: Request) -> list[Listed]:
    atlas = desk_of(request).workspace.atlas()
    return Review(desk_of(request).workspace.folder, atlas.package.gazetteer).listed()


def _page(request: Request, problems: list[str] | None = None, status: int = 200) -> Response:
    atlas, words = desk_of(request).workspace.atlas(), Words(language_of(request))
    try:
        listed = _listed(request)
    except FrontlineError as error:  # the table has faults
        listed, problems = [], first_lines(error)
    waiting = [one for one in listed if not one.choice]
    shown = waiting[: questions.MOST_SHOWN]
    return render(
        request,
        "open_questions.html",
        status,
        problems=problems or [],
        asked=[_shown(request, one, words) for one in shown],
        more=len(waiting) - len(shown),
        decided=[
            {
                "key": questions.short_key(one.question),
                "name": one.name,
                "where": one.where,
                "choice": one.choice,
                "title": questions.title_of(atlas, one.choice),
            }
            for one in listed
            if one.choice
        ],
        fills=maps.fills(atlas),
        undo=last_change(request),
        message=message_of(request),
    )


def _shown(request: Request, one: Listed, words: Words) -> dict[str, Any]:
    atlas, key = desk_of(request).workspace.atlas(), questions.short_key(one.question)
    return questions.on_map(atlas, one, one.candidates, words) | {
        "key": key,
        "can_be_new": one.can_be_new,
    }


ROUTES = [Route(ADDRESS, page), Route(ADDRESS, change(save, files=0), methods=["POST"])]
