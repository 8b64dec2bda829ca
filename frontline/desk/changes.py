"""The changes that this run of the desk has written, the last of which can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.routing import Route

from frontline.desk.access import new_id
from frontline.desk.views import (
    Words,
    change,
    desk_of,
    language_of,
    own_path,
    redirect,
    texts,
    with_message,
)
from frontline.errors import InvalidRequestError, UnknownNameError
from frontline.package.replacement import ChangedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from frontline.package.undo import Undo

#: What a page says after a change; the keys of the texts begin with ``message_``.
MESSAGES = ("saved", "unchanged", "taken_back", "nothing_to_undo", "changed_since")


class ConflictError(InvalidRequestError):
    """Somebody has changed the row since the form was made."""


def check_unchanged(id_: str, seen: str, digest_now: Callable[[], str]) -> None:
    """Refuse a form that was made from other rows than those on disk.

    Parameters
    ----------
    id_ : str
        Id of the row.
    seen : str
        Digest of the rows that the form was made from.
    digest_now : callable
        It returns the digest of the rows on disk.

    Raises
    ------
    ConflictError
        If they differ, or if the row is gone.
    """
    try:
        now = digest_now()
    except UnknownNameError:
        raise ConflictError(f"{id_} was removed meanwhile. Nothing was written.") from None
    if now != seen:
        raise ConflictError(
            f"{id_} was changed by somebody else after you opened it. Nothing was written. Open it "
            "again in another window, compare, and repeat your change."
        )


@dataclass(frozen=True)
class Change:
    """A change that was written.

    Attributes
    ----------
    label : str
        What was changed, for the user.
    undo : Undo
        What takes it back.
    token : str
        Names the change in a form.
    """

    label: str
    undo: Undo
    token: str = field(default_factory=new_id)


def remember(request: Request, label: str, undo: Undo | None) -> None:
    """Remember a change; the caller holds the lock of writing."""
    if undo is not None:
        desk_of(request).changes.append(Change(label, undo))


def last_change(request: Request) -> Change | None:
    """Return the change that can be taken back; None without one."""
    changes = desk_of(request).changes
    return changes[-1] if changes else None


def check_editable(request: Request) -> None:
    """Refuse a change of the built-in record and of a redacted one."""
    workspace = desk_of(request).workspace
    if not workspace.is_editable:
        words = Words(language_of(request))
        raise HTTPException(403, words("built_in" if workspace.is_built_in else "redacted"))


def message_of(request: Request) -> str:
    """Return the key of what the page says about the last change; empty if nothing."""
    said = request.query_params.get("message", "")
    return said if said in MESSAGES else ""


def take_back(request: Request, form: FormData) -> Response:
    """Take the last change back, if nobody has changed the package since."""
    check_editable(request)
    desk, values = desk_of(request), texts(form)
    back = own_path(values.get("back") or "/record")
    with desk.writing:
        if not desk.changes or values.get("change") != desk.changes[-1].token:
            return redirect(with_message(back, "nothing_to_undo"))
        undo = desk.changes.pop().undo
        try:
            undo.apply()
        except ChangedError:
            desk.changes.clear()
            return redirect(with_message(back, "changed_since"))
        desk.changes[:] = [replace(one, undo=one.undo.when_undone(undo)) for one in desk.changes]
    return redirect(with_message(back, "taken_back"))


ROUTES = [Route("/record/undo", change(take_back), methods=["POST"])]
