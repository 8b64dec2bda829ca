"""Edit an event of a package together with its reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from frontline.errors import InvalidRequestError, UnknownNameError
from frontline.gazetteer.gazetteer import Gazetteer
from frontline.package.add import (
    NewEvent,
    NewPublisher,
    add_event,
    add_publisher,
    add_report,
    find_actor,
    find_road,
    publisher_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.package.add import NewReport
    from frontline.package.draft import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedReport:
    """A report of an event, as a form has it.

    Parameters
    ----------
    new : NewReport
        What the report says; its ``record`` is replaced by the id of the event.
    report_id : str
        Id of a report of the package; empty for a new one.
    stance : str
        Stance of a publisher that the package does not have: agency, monitor, other or an actor.
    removed : bool
        Whether the report is removed.
    """

    new: NewReport
    report_id: str = ""
    stance: str = ""
    removed: bool = False


def event_rows(draft: Draft, event_id: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the row of an event and the rows of its reports, as on disk.

    Raises
    ------
    UnknownNameError
        If there is no such event.
    """
    row = draft.get("events", event_id)
    if row is None:
        raise UnknownNameError(f"no event {event_id!r} in events.csv: it may have been removed")
    return row, [one for one in draft.rows("reports") if one["record_id"] == event_id]


def put_event(
    draft: Draft, event: NewEvent, reports: Iterable[EditedReport], event_id: str | None = None
) -> str:
    """Add an event with its reports to a draft, or change one; the draft checks it when written.

    Parameters
    ----------
    draft : Draft
    event : NewEvent
    reports : iterable of EditedReport
        The reports to add, change or remove; others of the event stay as they are.
    event_id : str, optional
        Id of the event to change; None for a new event.

    Returns
    -------
    str
        Id of the event.

    Raises
    ------
    InvalidRequestError
        If a name is unknown or ambiguous, or the package has the event or a report already.
    """
    if event_id is None:
        id_ = add_event(draft, event)
    else:
        id_ = event_id
        _change_event(draft, event, id_)
    for report in reports:
        _put_report(draft, report, id_, is_new_event=event_id is None)
    return id_


def _change_event(draft: Draft, event: NewEvent, id_: str) -> None:
    """Change the cells of an event that differ."""
    old, _ = event_rows(draft, id_)
    package = draft.package
    if (event.place is None) == (event.highway is None):
        raise InvalidRequestError("an event needs a place or a highway, not both")
    place = road = ""
    if event.place is not None:
        found = Gazetteer(package.gazetteer.values()).place(event.place, district=event.district)
        place = found.id
    else:
        road = find_road(package, event.highway or "").id
    row = {
        "event_id": id_,
        "place_id": place,
        "date_earliest": event.date_earliest.isoformat(),
        "date_latest": event.date_latest.isoformat(),
        "kind": event.kind,
        "from": find_actor(package, event.before).id,
        "to": find_actor(package, event.after).id,
        "highway": road,
        "from_km": _km(event.from_km, old["from_km"]),
        "to_km": _km(event.to_km, old["to_km"]),
        "note": event.note,
    }
    if (place, road) != (old["place_id"], old["highway"]):
        row["place_as_reported"] = event.place or event.highway or ""
    draft.put("events", row)


def _km(value: float | None, old: str) -> str:
    """Return a kilometre as a cell; as it was written if it is the same number."""
    if value is None:
        return ""
    return old if old and float(old) == value else f"{value:g}"


def _put_report(draft: Draft, report: EditedReport, event_id: str, *, is_new_event: bool) -> None:
    """Add, change or remove a report of an event."""
    if report.removed:
        draft.remove("reports", report.report_id)
        return
    new = report.new
    if report.stance and not _is_known(draft, new.publisher):
        add_publisher(draft, NewPublisher(name=new.publisher, stance=report.stance))
    if not report.report_id:
        add_report(draft, replace(new, record=event_id), new_record=is_new_event)
        return
    old = draft.get("reports", report.report_id)
    if old is None or old["record_id"] != event_id:
        raise UnknownNameError(f"no report {report.report_id!r} of {event_id}")
    draft.put(
        "reports",
        {
            "report_id": report.report_id,
            "publisher": publisher_id(draft, new.publisher),
            "url": new.url.strip(),
            "published_on": None if new.published_on is None else new.published_on.isoformat(),
            "published_note": new.published_note,
            "says": new.says,
            "note": new.note,
        },
    )


def _is_known(draft: Draft, publisher: str) -> bool:
    try:
        publisher_id(draft, publisher)
    except InvalidRequestError:
        return False
    return True
