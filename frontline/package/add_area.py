"""Add one report about an area to a draft of a package."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from frontline.errors import InvalidRequestError, UnknownNameError
from frontline.gazetteer.gazetteer import Gazetteer
from frontline.gazetteer.normalize import clean_text
from frontline.package.add import find_actor, publisher_id, split_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from frontline.package.draft import Draft
    from frontline.package.package import Package

#: How the ids of reports end that an import made: publisher, day, number.
_IMPORTED = re.compile(r".*-\d{4}-\d\d-\d\d-\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAreaReport:
    """A report about an area as a user describes it.

    Parameters
    ----------
    areas : tuple of str
        Ids or names of administrative areas, drawn areas or places.
    drawn : mapping of str to dict
        Polygons drawn by hand: GeoJSON geometries by id.
    licence : str
        Licence of the polygons.
    state : str
        held, contested, claimed or unknown.
    actors : tuple of str
        Ids or names of actors.
    first_day, last_day : date
        The days that the report is about.
    throughout : bool
        Whether the report says so of the whole area without exception.
    margin_km : float, optional
        How far the edges of the polygons may be wrong.
    publisher : str
        Id or name of the publisher.
    url : str
        Web address of the report.
    published_on : date, optional
        Day of publication.
    published_note : str
        What is known about the day if `published_on` is None.
    note : str
        Free text.
    area_report_id : str, optional
        Id of the row; None for the next free one.
    """

    areas: tuple[str, ...]
    state: str
    actors: tuple[str, ...]
    first_day: date
    last_day: date
    publisher: str
    url: str
    published_on: date | None = None
    published_note: str = ""
    throughout: bool = False
    margin_km: float | None = None
    drawn: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    licence: str = ""
    note: str = ""
    area_report_id: str | None = None


def add_area_report(draft: Draft, new: NewAreaReport) -> str:
    """Add a report about an area to a draft, which checks it when it is written.

    Returns
    -------
    str
        Id of the report.

    Raises
    ------
    InvalidRequestError
        If a name is unknown or ambiguous, a polygon has no licence or margin, or the package has
        this report already.
    """
    package = draft.package
    if not (new.areas or new.drawn):
        raise InvalidRequestError("a report about an area needs an area: a name, or a polygon")
    if new.drawn and (new.margin_km is None or not new.licence.strip()):
        raise InvalidRequestError(
            "a polygon drawn by hand needs --margin-km (how far its edges may be wrong) and "
            "--licence"
        )
    publisher = publisher_id(draft, new.publisher)
    ids = tuple(dict.fromkeys([*(find_area(package, word) for word in new.areas), *new.drawn]))
    row = {
        "area": ids,
        "extent": "whole",
        "state": new.state,
        "actors": tuple(sorted({find_actor(package, word).id for word in new.actors})),
        "first_day": new.first_day,
        "last_day": new.last_day,
        "throughout": "yes" if new.throughout else "no",
        "margin_km": new.margin_km,
        "publisher": publisher,
        "url": new.url.strip(),
        "published_on": new.published_on,
        "published_note": new.published_note,
    }
    for known in package.area_reports:
        if all(getattr(known, name) == value for name, value in row.items()):
            raise InvalidRequestError(f"this report exists already: {known.area_report_id}")
    for id_, geometry in new.drawn.items():
        cells = {"id": id_, "sources": [publisher], "licence": new.licence.strip()}
        if not draft.has("control_areas", id_):
            draft.put("control_areas", cells, geometry)
    id_ = _new_id(package, new.area_report_id)
    draft.put("area_reports", {"area_report_id": id_, **row, "note": new.note})
    return id_


def find_area(package: Package, word: str) -> str:
    """Return the id of an area or a place by id or name.

    Raises
    ------
    UnknownNameError
        If nothing has this name; the message lists the administrative areas.
    InvalidRequestError
        If several administrative areas have it, or several places.
    """
    bare = clean_text(word)
    if bare in package.control_areas:
        return bare
    areas = {area.id: {area.name.casefold(), area.name_ar} for area in package.admin}
    if bare in areas:
        return bare
    named = [id_ for id_, names in areas.items() if {bare.casefold(), bare} & names]
    if len(named) > 1:
        raise InvalidRequestError(f"several areas are called {bare!r}: use {' or '.join(named)}")
    if named:
        return named[0]
    try:
        return Gazetteer(package.gazetteer.values()).place(bare).id
    except UnknownNameError as error:
        known = ", ".join(area.name for area in package.admin[:20]) or "none"
        raise UnknownNameError(f"{error}\nAdministrative areas: {known}") from None


def _new_id(package: Package, requested: str | None) -> str:
    """Return the requested id if it is free, or the one after the highest."""
    own = [report.area_report_id for report in package.area_reports]
    taken = {*own, *(event.event_id for event in package.events)}
    taken |= {row.baseline_id for row in package.baseline}
    taken |= {row.record_id for row in package.unplaced}
    if requested is not None:
        if requested in taken:
            raise InvalidRequestError(
                f"the id {requested} is taken: omit it to use the next free id"
            )
        return requested
    by_hand = [id_ for id_ in own if not _IMPORTED.fullmatch(id_)]
    stem = split_number(by_hand[-1])[0] if by_hand else "A"
    numbers = [number for head, number in map(split_number, taken) if head == stem and number]
    highest = max(numbers, key=int, default="0")
    return f"{stem}{int(highest) + 1:0{len(highest)}d}"
