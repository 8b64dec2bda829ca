"""Adding one event or one report by hand: checked against the package before it is written."""

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
    from frontline.package.editor import Draft
    from frontline.package.package import Package


Named = TypeVar("Named", "Actor", "Publisher")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event as a person states it.

    Parameters
    ----------
    place : name or id; None for an event about a road
    district : district that the name is looked for in
    kind : capture, withdrawal, contested or repelled
    before, after : actors, by id or name
    highway, from_km, to_km : the stretch of a road
    event_id : the next of the package's own pattern if None
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
    """A report as a person states it: one publisher saying one thing about one record.

    Parameters
    ----------
    record : id of an event or baseline row
    publisher : id or name
    says : supports, denies or context
    published_note : what is known of the day, where `published_on` is None
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
    """A publisher that the package does not know yet.

    Parameters
    ----------
    stance : agency, monitor, other, or the id of the actor it is aligned with
    """

    name: str
    stance: str
    language: str = ""


def add_event(draft: Draft, new: NewEvent) -> str:
    """Put an event into a draft, which checks it when it is written.

    Returns
    -------
    Its id.

    Raises
    ------
    InvalidRequestError
        For a name that fits nothing or several, and for an event that is there already.
    """
    package = draft.package
    if (new.place is None) == (new.highway is None):
        raise InvalidRequestError("an event is about a place or about a road: name one of the two")
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
    _refuse_same_event(package, row)
    id_ = _free_id(package, new.event_id)
    words = new.place or new.highway or ""
    draft.put("events", {"event_id": id_, "place_as_reported": words, **row, "note": new.note})
    return id_


def _refuse_same_event(package: Package, row: Mapping[str, str]) -> None:
    for event in package.events:
        there = event.model_dump(mode="json", by_alias=True)
        if all(_alike(there[name], value) for name, value in row.items()):
            raise InvalidRequestError(
                f"this event is there already: {event.event_id}. "
                f"A further source is a report: frontline add report --for {event.event_id}"
            )


def _alike(there: object, stated: str) -> bool:
    if isinstance(there, float):
        return f"{there:g}" == stated
    return (there or "") == stated


def _free_id(package: Package, stated: str | None) -> str:
    """Give the id asked for, else the one after the highest of the package's own pattern."""
    taken = {event.event_id for event in package.events}
    taken |= {row.baseline_id for row in package.baseline}
    taken |= {row.record_id for row in package.unplaced}
    if stated is not None:
        if stated in taken:
            raise InvalidRequestError(
                f"the id {stated} is taken: leave it out, and the next one is used"
            )
        return stated
    # What could not be placed keeps its number of the same series.
    patterns = [_numbered(event.event_id) for event in package.events if not _foreign(event)]
    last = patterns[-1] if patterns else ("E", "0")
    stem = last[0]
    numbers = [number for head, number in map(_numbered, taken) if head == stem and number]
    highest = max(numbers, key=int, default="0")
    return f"{stem}{int(highest) + 1:0{len(highest)}d}"


def _foreign(event: Event) -> bool:
    """Whether an id was given by a collection: the next of its series is another event there."""
    return re.match(rf"\S+ {re.escape(event.event_id)}:", event.note) is not None


def _numbered(id_: str) -> tuple[str, str]:
    """Cut an id into what stands before its number, and the number; ``NWS-``, ``002``."""
    match = re.fullmatch(r"(.*?)(\d*)", id_)
    assert match is not None  # noqa: S101 - the pattern fits every text
    return match[1], match[2]


def add_report(draft: Draft, new: NewReport, *, new_record: bool = False) -> str:
    """Put a report into a draft, which checks it when it is written.

    Parameters
    ----------
    new_record : it speaks to a row that was put into the draft and is not in the package yet

    Returns
    -------
    Its id.

    Raises
    ------
    InvalidRequestError
        For an unknown record or publisher, and for a report that is there already.
    """
    record = new.record if new_record else find_record(draft.package, new.record)
    publisher = _known_publisher(draft, new.publisher)
    about = draft.package.reports.get(record, ())
    for report in about:
        if (report.publisher, report.url) == (publisher, new.url.strip()):
            raise InvalidRequestError(f"this report is there already: {report.report_id}")
    id_ = _report_id(record, about)
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


def _report_id(record: str, about: Iterable[Report]) -> str:
    taken = {report.report_id for report in about}
    number = len(taken) + 1
    while f"{record}-r{number}" in taken:
        number += 1
    return f"{record}-r{number}"


def _known_publisher(draft: Draft, word: str) -> str:
    """Give the id of a publisher of the package, or of one that was put into the draft."""
    row = draft.get("publishers", word.strip()) or draft.get("publishers", slugify(word))
    return find_publisher(draft.package, word).id if row is None else str(row["id"])


def add_publisher(draft: Draft, new: NewPublisher) -> str:
    """Put a publisher into a draft.

    Returns
    -------
    Its id, made from its name.

    Raises
    ------
    InvalidRequestError
        When it is there already, or its name has no Latin letter to make an id of.
    """
    id_ = slugify(new.name)
    if not id_:
        raise InvalidRequestError(f"{new.name!r}: add a publisher with a name in Latin letters")
    if draft.get("publishers", id_) is not None:
        raise InvalidRequestError(f"the publisher {id_} is there already: leave --stance out")
    stance = new.stance.strip().lower()
    plain = stance in {"agency", "monitor", "other"}
    row = {"stance": stance} if plain else {"stance": "aligned"}
    if not plain:
        row["aligned_with"] = find_actor(draft.package, new.stance).id
    draft.put("publishers", {"id": id_, "name": new.name, **row, "language": new.language})
    return id_


def find_actor(package: Package, word: str) -> Actor:
    """Find an actor by id or any name; UnknownNameError lists those there are."""
    further = actor_ids_by_name(package.actors).get(fold_name(clean_text(word)), "")
    found = _find(package.actors, word) or package.actors.get(further)
    if found is None:
        known = ", ".join(package.actors) or "none yet: add them to actors.csv"
        raise UnknownNameError(f"no actor {word!r}: the data has {known}")
    return found


def find_publisher(package: Package, word: str) -> Publisher:
    """Find a publisher by id or name; UnknownNameError says how to add it."""
    found = _find(package.publishers, word)
    if found is None:
        near = [id_ for id_ in package.publishers if slugify(word) and slugify(word) in id_]
        hint = f" Near: {', '.join(near[:5])}." if near else ""
        raise UnknownNameError(
            f"no publisher {word!r} in publishers.csv.{hint} If it is new, say whose it is with "
            "--stance agency, monitor, other, or the id of an actor"
        )
    return found


def _find(known: Mapping[str, Named], word: str) -> Named | None:
    bare = clean_text(word).casefold()
    if bare in known:
        return known[bare]
    named = [one for one in known.values() if one.name.casefold() == bare]
    return named[0] if len(named) == 1 else known.get(slugify(word))


def find_road(package: Package, word: str) -> Highway:
    """Find a highway by id; UnknownNameError lists those there are."""
    road = package.highways.get(word.strip().lower())
    if road is None:
        known = ", ".join(package.highways) or "none"
        raise UnknownNameError(f"no highway {word!r}: the data has {known}")
    return road


def find_record(package: Package, word: str) -> str:
    """Find an event or baseline row by its id, in any case of letters."""
    events: Iterable[Event] = package.events
    known = [event.event_id for event in events]
    known += [row.baseline_id for row in package.baseline]
    same = [id_ for id_ in known if id_ == word.strip()]
    alike = same or [id_ for id_ in known if id_.casefold() == word.strip().casefold()]
    if len(alike) == 1:
        return alike[0]
    if not known:
        raise UnknownNameError(
            f"no event or baseline row {word!r}: there is none yet; `frontline add event` adds one"
        )
    raise UnknownNameError(
        f"no event or baseline row {word!r}: `frontline control PLACE` shows the ids of a place"
    )
