"""The form of an event and its reports: what it holds, and what is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from frontline.dates import parse_day
from frontline.errors import InvalidRequestError
from frontline.io import json_text
from frontline.package.add import NewEvent, NewReport
from frontline.package.edit import EditedReport, put_event

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from frontline.errors import Issue
    from frontline.package.draft import Draft
    from frontline.package.package import Package

#: Fields of an event; the names of the columns, but for the place and the day.
EVENT_FIELDS = (
    "place", "highway", "from_km", "to_km", "kind", "date_earliest", "date_latest", "before",
    "after", "note",
)  # fmt: skip
#: Fields of a report, which have its number before them.
REPORT_FIELDS = (
    "id", "publisher", "url", "published_on", "published_note", "says", "note", "stance", "removed",
)  # fmt: skip
KINDS = ("capture", "withdrawal", "contested", "repelled", "held")
SAYS = ("supports", "denies", "context")
#: Number of empty reports in a form, and the most that one may have.
_EMPTY_REPORTS, _MOST_REPORTS = 1, 60


@dataclass
class EventForm:
    """The texts of a form.

    Attributes
    ----------
    event_id : str
        Id of the event that is changed; empty for a new one.
    event : dict of str to str
        The fields of `EVENT_FIELDS`.
    reports : list of dict
        The fields of `REPORT_FIELDS` of each report.
    seen : str
        Digest of the rows as they were when the form was made.
    extend : bool
        Whether the record is extended to the days of the event.
    """

    event_id: str = ""
    event: dict[str, str] = field(default_factory=lambda: dict.fromkeys(EVENT_FIELDS, ""))
    reports: list[dict[str, str]] = field(default_factory=list)
    seen: str = ""
    extend: bool = False

    def with_empty_reports(self) -> EventForm:
        """Return the form with room for a new report at its end."""
        if not self.reports or self.reports[-1]["publisher"]:
            blank = dict.fromkeys(REPORT_FIELDS, "") | {"says": SAYS[0]}
            self.reports += [dict(blank) for _ in range(_EMPTY_REPORTS)]
        return self


def digest(event: Mapping[str, Any], reports: list[dict[str, Any]]) -> str:
    """Return a digest of the rows of an event."""
    return hashlib.sha256(json_text([dict(event), reports]).encode()).hexdigest()


def form_of(event: dict[str, Any], reports: list[dict[str, Any]]) -> EventForm:
    """Return the form of an event of the package."""
    values = {name: str(event.get(name, "") or "") for name in EVENT_FIELDS}
    values |= {"place": event["place_id"], "before": event["from"], "after": event["to"]}
    rows = [
        {name: str(one.get(name, "") or "") for name in REPORT_FIELDS} | {"id": one["report_id"]}
        for one in reports
    ]
    return EventForm(event["event_id"], values, rows, digest(event, reports)).with_empty_reports()


def read_form(values: Mapping[str, str]) -> EventForm:
    """Return what a browser has sent."""
    numbers = sorted(
        int(name[1:-10])
        for name in values
        if name.startswith("r") and name.endswith("_publisher") and name[1:-10].isdecimal()
    )[:_MOST_REPORTS]
    reports = [
        {name: values.get(f"r{number}_{name}", "").strip() for name in REPORT_FIELDS}
        for number in numbers
    ]
    event = {name: values.get(name, "").strip() for name in EVENT_FIELDS}
    return EventForm(
        values.get("event_id", "").strip(), event, reports, values.get("seen", ""),
        values.get("extend", "") == "yes",
    )  # fmt: skip


def put_form(draft: Draft, form: EventForm) -> str:
    """Put what a form states into a draft; return the id of the event.

    Raises
    ------
    InvalidRequestError
        With every field that cannot be read, a line each.
    """
    problems: list[str] = []
    event = _event(form, problems)
    reports = [
        edited
        for number, one in enumerate(form.reports, 1)
        if (edited := _report(one, number, problems)) is not None
    ]
    if problems or event is None:
        raise InvalidRequestError("\n".join(problems))
    if form.extend or draft.package.is_undated:
        draft.extend_span(event.date_earliest, event.date_latest)
    return put_event(draft, event, reports, form.event_id or None)


def check_form(draft: Draft, form: EventForm) -> tuple[str, Package | None, list[Issue]]:
    """Return the id of the event, the package as it would be, and the issues of `validate`.

    Raises
    ------
    InvalidRequestError
        As `put_form`.
    """
    id_ = put_form(draft, form)
    package, issues = draft.preview()
    return id_, package, [one for one in issues if one.severity == "error"]


def _event(form: EventForm, problems: list[str]) -> NewEvent | None:
    values, before = form.event, len(problems)
    first = _day(values["date_earliest"], "date_earliest", problems)
    last = first
    if values["date_latest"]:
        last = _day(values["date_latest"], "date_latest", problems)
    from_km = _number(values["from_km"], "from_km", problems)
    to_km = _number(values["to_km"], "to_km", problems)
    problems.extend(f"{name}: fill it in" for name in ("kind", "before") if not values[name])
    after = values["after"] or (values["before"] if values["kind"] == "repelled" else "")
    if not after:
        problems.append("after: fill it in")
    if not values["place"] and not values["highway"]:
        problems.append("place: fill it in, or name a highway")
    if len(problems) > before or first is None or last is None:
        return None
    return NewEvent(
        place=values["place"] or None, highway=values["highway"] or None, from_km=from_km,
        to_km=to_km, kind=values["kind"], date_earliest=first, date_latest=last,
        before=values["before"], after=after, note=values["note"],
    )  # fmt: skip


def _report(values: dict[str, str], number: int, problems: list[str]) -> EditedReport | None:
    """Return a report of the form; None if it is left empty."""
    own = {name: text for name, text in values.items() if name != "says"}
    if not any(own.values()):
        return None
    removed = values["removed"] == "yes"
    day = None
    if values["published_on"]:
        day = _day(values["published_on"], f"report {number}, published_on", problems)
    if not removed:
        problems.extend(
            f"report {number}, {name}: fill it in"
            for name in ("publisher", "url")
            if not values[name]
        )
        if not values["published_on"] and not values["published_note"]:
            problems.append(
                f"report {number}: fill in published_on, or published_note with why it is unknown"
            )
    new = NewReport(
        record="", publisher=values["publisher"], url=values["url"], published_on=day,
        published_note=values["published_note"], says=values["says"] or SAYS[0],
        note=values["note"],
    )  # fmt: skip
    return EditedReport(new=new, report_id=values["id"], stance=values["stance"], removed=removed)


def _day(text: str, name: str, problems: list[str]) -> date | None:
    try:
        return parse_day(text)
    except InvalidRequestError as error:
        problems.append(f"{name}: {error}")
        return None


def _number(text: str, name: str, problems: list[str]) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        problems.append(f"{name}: {text[:40]!r} is not a number: write it with a decimal point")
        return None
