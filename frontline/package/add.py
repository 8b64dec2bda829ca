"""Add one event, report or publisher to a draft of a package."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from frontline.errors import InvalidRequestError, UnknownNameError
from frontline.gazetteer.actors import actor_ids_by_name, fold_name
from frontline.gazetteer.gazetteer import Gazetteer
from frontline.gazetteer.normalize import clean_text, slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from frontline.models import Actor, Event, Highway, Publisher, Report
    from frontline.package.draft import Draft
    from frontline.package.package import Package


Named = TypeVar("Named", "Actor", "Publisher")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event as a user describes it.

    Parameters
    ----------
    date_earliest, date_latest : date
        First and last day on which it may have happened.
    kind : str
        capture, withdrawal, contested, repelled, or held: stated for each of the days.
    before, after : str
        Ids or names of actors.
    place : str, optional
        Name or id of the place; None for an event on a highway.
    district : str, optional
        District in which the place is searched.
    highway : str, optional
        Id of the highway.
    from_km, to_km : float, optional
        Part of the highway in kilometres from its start.
    note : str
        Free text.
    event_id : str, optional
        Id of the event; None for the next id in the pattern of the package.
    """

    date_earliest: date
    date_latest: date
    kind: str
    before: str
    after: str
    place: str | None = None
    district: str | None = None
    highway: str | None = None
    from_km: float | None = None
    to_km: float | None = None
    note: str = ""
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """A report as a user describes it.

    Parameters
    ----------
    record : str
        Id of the event or baseline row.
    publisher : str
        Id or name of the publisher.
    url : str
        Web address of the report.
    published_on : date, optional
        Day of publication.
    published_note : str
        What is known about the day if `published_on` is None.
    says : str
        supports, denies or context.
    note : str
        Free text.
    """

    record: str
    publisher: str
    url: str
    published_on: date | None = None
    published_note: str = ""
    says: str = "supports"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPublisher:
    """A publisher that the package does not have yet.

    Parameters
    ----------
    name : str
        Name in Latin letters.
    stance : str
        agency, monitor, other, or the id or name of the actor it is aligned with.
    language : str
        Language of its reports.
    """

    name: str
    stance: str
    language: str = ""


def add_event(draft: Draft, new: NewEvent) -> str:
    """Add an event to a draft, which checks it when it is written.

    Returns
    -------
    str
        Id of the event.

    Raises
    ------
    InvalidRequestError
        If a name is unknown or ambiguous, or the package has this event already.
    """
    package = draft.package
    if (new.place is None) == (new.highway is None):
        raise InvalidRequestError("an event needs a place or a highway, not both")
    place, road = None, None
    if new.place is not None:
        place = Gazetteer(package.gazetteer.values()).place(new.place, district=new.district)
    else:
        road = find_road(package, new.highway or "")
    row = {
        "place_id": "" if place is None else place.id,
        "date_earliest": new.date_earliest.isoformat(),
        "date_latest": new.date_latest.isoformat(),
        "kind": new.kind,
        "from": find_actor(package, new.before).id,
        "to": find_actor(package, new.after).id,
        "highway": "" if road is None else road.id,
        "from_km": "" if new.from_km is None else f"{new.from_km:g}",
        "to_km": "" if new.to_km is None else f"{new.to_km:g}",
    }
    _check_is_new(package, row)
    id_ = _new_event_id(package, new.event_id)
    as_reported = new.place or new.highway or ""
    draft.put(
        "events", {"event_id": id_, "place_as_reported": as_reported, **row, "note": new.note}
    )
    return id_


def _check_is_new(package: Package, row: Mapping[str, str]) -> None:
    for event in package.events:
        values = event.model_dump(mode="json", by_alias=True)
        if all(_is_equal(values[name], cell) for name, cell in row.items()):
            raise InvalidRequestError(
                f"this event exists already: {event.event_id}. "
                f"To add a source, use: frontline add report --for {event.event_id}"
            )


def _is_equal(value: object, cell: str) -> bool:
    if isinstance(value, float):
        return f"{value:g}" == cell
    return (value or "") == cell


def _new_event_id(package: Package, requested: str | None) -> str:
    """Return the requested id if it is free, or the one after the highest of the package."""
    taken = {event.event_id for event in package.events}
    taken |= {row.baseline_id for row in package.baseline}
    taken |= {row.record_id for row in package.unplaced}
    if requested is not None:
        if requested in taken:
            raise InvalidRequestError(
                f"the id {requested} is taken: omit it to use the next free id"
            )
        return requested
    own_ids = [event.event_id for event in package.events if not _is_imported(event)]
    stem = split_number(own_ids[-1])[0] if own_ids else "E"
    numbers = [number for head, number in map(split_number, taken) if head == stem and number]
    highest = max(numbers, key=int, default="0")
    return f"{stem}{int(highest) + 1:0{len(highest)}d}"


def _is_imported(event: Event) -> bool:
    """Whether the id comes from a collection, where the next number is another event."""
    return re.match(rf"\S+ {re.escape(event.event_id)}:", event.note) is not None


def split_number(id_: str) -> tuple[str, str]:
    """Split the number from the end of an id: ``NWS-`` and ``002``."""
    match = re.fullmatch(r"(.*?)(\d*)", id_)
    assert match is not None  # noqa: S101 - the pattern matches every text
    return match[1], match[2]


def add_report(draft: Draft, new: NewReport, *, new_record: bool = False) -> str:
    """Add a report to a draft, which checks it when it is written.

    Parameters
    ----------
    draft : Draft
        The draft.
    new : NewReport
        The report.
    new_record : bool
        Whether the event or baseline row is in the draft but not yet on disk.

    Returns
    -------
    str
        Id of the report.

    Raises
    ------
    InvalidRequestError
        If the record or publisher is unknown, or the package has this report already.
    """
    record = new.record if new_record else find_record(draft.package, new.record)
    publisher = publisher_id(draft, new.publisher)
    reports = draft.package.reports.get(record, ())
    for report in reports:
        if (report.publisher, report.url) == (publisher, new.url.strip()):
            raise InvalidRequestError(f"this report exists already: {report.report_id}")
    id_ = _new_report_id(record, reports)
    draft.put(
        "reports",
        {
            "report_id": id_,
            "record_id": record,
            "publisher": publisher,
            "url": new.url.strip(),
            "published_on": None if new.published_on is None else new.published_on.isoformat(),
            "published_note": new.published_note,
            "says": new.says,
            "note": new.note,
        },
    )
    return id_


def _new_report_id(record: str, reports: Iterable[Report]) -> str:
    taken = {report.report_id for report in reports}
    number = len(taken) + 1
    while f"{record}-r{number}" in taken:
        number += 1
    return f"{record}-r{number}"


def publisher_id(draft: Draft, word: str) -> str:
    """Return the id of a publisher in the package or the draft."""
    row = draft.get("publishers", word.strip()) or draft.get("publishers", slugify(word))
    return find_publisher(draft.package, word).id if row is None else str(row["id"])


def add_publisher(draft: Draft, new: NewPublisher) -> str:
    """Add a publisher to a draft.

    Returns
    -------
    str
        Id of the publisher, made from its name.

    Raises
    ------
    InvalidRequestError
        If it exists already, or its name has no Latin letter for an id.
    """
    id_ = slugify(new.name)
    if not id_:
        raise InvalidRequestError(f"{new.name!r}: add a publisher with a name in Latin letters")
    if draft.get("publishers", id_) is not None:
        raise InvalidRequestError(f"the publisher {id_} exists already: omit --stance")
    stance = new.stance.strip().lower()
    row = {"stance": stance}
    if stance not in {"agency", "monitor", "other"}:
        row = {"stance": "aligned", "aligned_with": find_actor(draft.package, new.stance).id}
    draft.put("publishers", {"id": id_, "name": new.name, **row, "language": new.language})
    return id_


def find_actor(package: Package, word: str) -> Actor:
    """Return an actor by id or any name; an UnknownNameError lists the actors."""
    alias_id = actor_ids_by_name(package.actors).get(fold_name(clean_text(word)), "")
    actor = _find(package.actors, word) or package.actors.get(alias_id)
    if actor is None:
        known = ", ".join(package.actors) or "none yet: add them to actors.csv"
        raise UnknownNameError(f"no actor {word!r}: the data has {known}")
    return actor


def find_publisher(package: Package, word: str) -> Publisher:
    """Return a publisher by id or name; an UnknownNameError explains how to add one."""
    publisher = _find(package.publishers, word)
    if publisher is None:
        near = [id_ for id_ in package.publishers if slugify(word) and slugify(word) in id_]
        hint = f" Near: {', '.join(near[:5])}." if near else ""
        raise UnknownNameError(
            f"no publisher {word!r} in publishers.csv.{hint} To add it, use --stance with "
            "agency, monitor, other, or the id of an actor"
        )
    return publisher


def _find(known: Mapping[str, Named], word: str) -> Named | None:
    bare = clean_text(word).casefold()
    if bare in known:
        return known[bare]
    named = [one for one in known.values() if one.name.casefold() == bare]
    return named[0] if len(named) == 1 else known.get(slugify(word))


def find_road(package: Package, word: str) -> Highway:
    """Return a highway by id; an UnknownNameError lists the highways."""
    road = package.highways.get(word.strip().lower())
    if road is None:
        known = ", ".join(package.highways) or "none"
        raise UnknownNameError(f"no highway {word!r}: the data has {known}")
    return road


def find_record(package: Package, word: str) -> str:
    """Return the id of an event or baseline row, whose case may differ."""
    events: Iterable[Event] = package.events
    known = [event.event_id for event in events]
    known += [row.baseline_id for row in package.baseline]
    exact = [id_ for id_ in known if id_ == word.strip()]
    matches = exact or [id_ for id_ in known if id_.casefold() == word.strip().casefold()]
    if len(matches) == 1:
        return matches[0]
    if not known:
        raise UnknownNameError(
            f"no event or baseline row {word!r}: the package has none; "
            "`frontline add event` adds one"
        )
    raise UnknownNameError(
        f"no event or baseline row {word!r}: `frontline control PLACE` shows the ids of a place"
    )
