"""Make the package that can be published: recent reports left out, positions moved to a grid.

A map of an ongoing war can guide fire. What is published must not depend on what is left out, so
redaction is one step: it returns a package of its own, and answers, pages and exports see only
that. It is built from what remains and copies nothing else. Free text without a day, the digest of
the files and the numbers of rows do not remain.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel

from frontline.errors import InvalidRequestError
from frontline.geometry.geodesic_lines import GeodesicLine
from frontline.geometry.grid import SIZES_KM, cell_centres, grid_cells
from frontline.geometry.near import places_near_stretch
from frontline.models import Text
from frontline.package.annotations import annotations_about, move_annotation
from frontline.package.area_statements import area_reports_on_places
from frontline.package.publication import cut_statement, publication_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.area_models import AreaReport, ControlArea
    from frontline.coverage_model import Coverage
    from frontline.models import Event, Place, Publisher, Report
    from frontline.package.package import Package

#: The start of a publisher's note that says that nobody has set its stance. It has a meaning, so it
#: remains where other notes go.
_NOT_VETTED = "Not vetted:"
#: Keys of the descriptor that remain: the licence of the whole and where it is from.
_DESCRIPTOR_KEYS = ("name", "licenses", "sources", "contributors")
#: How the sources of places begin that were imported from a public gazetteer.
_GAZETTEERS = ("GeoNames", "OpenStreetMap", "OCHA", "Who's On First")
#: Places of one cell are set on a ring around its centre, with this radius in parts of the size.
_RING = 0.1


def redact(
    package: Package, embargo_days: int, today: date | None, blur_km: float
) -> tuple[Package, tuple[Text, ...]]:
    """Return the package that can be published, and the notices that readers must see.

    Parameters
    ----------
    package : Package
        The whole package.
    embargo_days : int
        Leave out what is younger than so many days; 0 for no embargo.
    today : date or None
        The day from which an embargo counts back; required for one.
    blur_km : float
        Move places to a grid of this size; 0 for none.

    Raises
    ------
    InvalidRequestError
        If the embargo has no day, leaves nothing, or is negative; for another size of the grid.
    """
    notices = []
    if embargo_days:
        if today is None:
            raise InvalidRequestError("An embargo counts back from a day: name it.")
        package = apply_embargo(package, embargo_days, today)
        notices.append(
            Text(
                f"Left out: what was published, or happened, in the {embargo_days} days before "
                f"{today}.",
                f"لا يُعرض ما نُشر أو حدث في الأيام التي تسبق {today} (عددها {embargo_days}).",
            )
        )
    if blur_km:
        package = blur_positions(package, blur_km)
        notices.append(
            Text(
                f"Coarsened: places are moved to a grid of {blur_km:g} km.",
                f"مقرَّب: نُقلت المواقع إلى شبكة مربعاتها {blur_km:g} كم.",
            )
        )
    return package, tuple(notices)


def apply_embargo(package: Package, days: int, today: date) -> Package:
    """Return a package made of what had been published by the end of an embargo.

    Reports remain that were published by that day. Events, baseline rows and rows of places that
    could not be located remain if one of their reports does, and if they had happened by then; of
    what is stated again and again, the days until then and each publisher's first report. A
    baseline row without any report is the package's own statement about the first day, and remains.
    Reports about areas remain that were published by that day and are about days until then, and
    the areas that they name.

    Annotations remain that are drawn only on days until then, and speak only of rows that remain.

    Actors and publishers remain if a remaining row names them. So do places, and those of public
    gazetteers that are key places or lie in an area which remains: a place that was added for a
    report is not from a public gazetteer. Notes have no day and are left out. The record ends with
    the last day that remains.

    Parameters
    ----------
    package : Package
        The whole package.
    days : int
        Length of the embargo.
    today : date
        The day from which the embargo counts back.

    Raises
    ------
    InvalidRequestError
        If nothing old enough remains, or `days` is negative.
    """
    if days < 0:
        raise InvalidRequestError(f"An embargo of {days} days: use 0 or more.")
    first = package.coverage.first_day
    if days > (today - first).days:
        raise InvalidRequestError(
            f"An embargo of {days} days before {today} leaves nothing: the record begins on "
            f"{first}."
        )
    rest = _Rest(package, today - timedelta(days=days))
    return with_digest(
        replace(
            package,
            coverage=rest.coverage,
            gazetteer={id_: rest.place(id_) for id_ in rest.place_ids},
            actors={
                id_: actor.model_copy(update={"note": ""})
                for id_, actor in package.actors.items()
                if id_ in rest.actor_ids
            },
            publishers=rest.publishers,
            baseline=rest.baseline,
            events=rest.events,
            all_reports=rest.reports,
            footprints={
                id_: package.footprints[id_] for id_ in rest.place_ids if id_ in package.footprints
            },
            unplaced=rest.unplaced,
            moments=rest.moments,
            annotations=rest.annotations,
            control_areas=rest.control_areas,
            area_reports=rest.area_reports,
            row_numbers={},
            descriptor=_descriptor(package),
            extra_place_ids=(),
        )
    )


@dataclass(frozen=True)
class _Rest:
    """What remains of a package whose reports end on a day."""

    package: Package
    end: date

    def _is_old(self, report: Report | AreaReport) -> bool:
        day = publication_day(report)
        return day is not None and day <= self.end

    @cached_property
    def old(self) -> frozenset[str]:
        """Ids of rows that an old report says something about."""
        reports = self.package.all_reports
        return frozenset(r.record_id for r in reports if r.says != "context" and self._is_old(r))

    @cached_property
    def events(self) -> tuple[Any, ...]:
        known = (event for event in self.package.events if event.event_id in self.old)
        return tuple(
            event.model_copy(update={"note": ""})
            for event in map(self._known, known)
            if event.date_latest <= self.end
        )

    def _known(self, event: Event) -> Event:
        """Return an event; of a statement only the days that had been published by the end."""
        if event.kind != "held":
            return event
        return cut_statement(event, self.package.reports[event.event_id], self.end)

    @cached_property
    def baseline(self) -> tuple[Any, ...]:
        reported = {report.record_id for report in self.package.all_reports}
        return tuple(
            row.model_copy(update={"note": ""})
            for row in self.package.baseline
            if row.baseline_id in self.old or row.baseline_id not in reported
        )

    @cached_property
    def unplaced(self) -> tuple[Any, ...]:
        return tuple(
            row.model_copy(update={"reason": "", "note": ""})
            for row in self.package.unplaced
            if row.record_id in self.old
            and (row.date_latest is None or row.date_latest <= self.end)
        )

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        ids = {event.event_id for event in self.events}
        ids |= {row.baseline_id for row in self.baseline} | {row.record_id for row in self.unplaced}
        old = [
            report
            for report in self.package.all_reports
            if report.record_id in ids and self._is_old(report)
        ]
        return tuple(one for one in old if one.record_id not in self._stated or self._is_first(one))

    @cached_property
    def _stated(self) -> Mapping[str, Mapping[str, date]]:
        """The day of each publisher's first report, by statement: a later one shows how it goes on.

        Reports without a day count as the last.
        """
        found: dict[str, dict[str, date]] = {
            event.event_id: {} for event in self.package.events if event.kind == "held"
        }
        for report in self.package.all_reports:
            days = found.get(report.record_id)
            if days is not None:
                day = publication_day(report) or date.max
                days[report.publisher] = min(day, days.get(report.publisher, day))
        return found

    def _is_first(self, report: Report) -> bool:
        first = self._stated[report.record_id][report.publisher]
        return publication_day(report) == first

    @cached_property
    def area_reports(self) -> tuple[AreaReport, ...]:
        return tuple(
            report.model_copy(update={"note": ""})
            for report in self.package.area_reports
            if report.last_day <= self.end and self._is_old(report)
        )

    @cached_property
    def control_areas(self) -> Mapping[str, ControlArea]:
        """The areas that remaining reports name."""
        return {
            id_: area.model_copy(update={"note": ""})
            for id_, area in self.package.control_areas.items()
            if id_ in self.area_ids
        }

    @cached_property
    def area_ids(self) -> frozenset[str]:
        """Ids of the areas and places that remaining area reports name."""
        return frozenset(id_ for report in self.area_reports for id_ in report.area)

    @cached_property
    def moments(self) -> tuple[Any, ...]:
        return tuple(
            moment.model_copy(update={"note": "", "note_ar": ""})
            for moment in self.package.moments
            if moment.day <= self.end
        )

    @cached_property
    def annotations(self) -> tuple[Any, ...]:
        rows = {event.event_id for event in self.events}
        rows |= {row.baseline_id for row in self.baseline}
        rows |= {report.area_report_id for report in self.area_reports}
        return tuple(
            row
            for row in annotations_about(self.package.annotations, rows, self.end)
            if (row.place_id is None or row.place_id in self.place_ids)
            and (row.actor is None or row.actor in self.actor_ids)
        )

    @cached_property
    def publishers(self) -> Mapping[str, Publisher]:
        """Publishers of reports that remain, and those that they repeat."""
        everybody, ids = self.package.publishers, set[str]()
        waiting = [report.publisher for report in self.reports]
        waiting += [report.publisher for report in self.area_reports]
        while waiting:
            id_ = waiting.pop()
            if id_ not in ids and id_ in everybody:
                ids.add(id_)
                waiting += everybody[id_].origin
        notes = {id_: _NOT_VETTED * everybody[id_].note.startswith(_NOT_VETTED) for id_ in ids}
        return {
            id_: publisher.model_copy(update={"note": notes[id_]})
            for id_, publisher in everybody.items()
            if id_ in ids
        }

    @cached_property
    def actor_ids(self) -> frozenset[str]:
        ids = {row.holder for row in self.baseline}
        ids |= {actor for event in self.events for actor in (event.before, event.after)}
        ids |= {publisher.aligned_with for publisher in self.publishers.values()}
        ids |= {actor for report in self.area_reports for actor in report.actors}
        return frozenset(id_ for id_ in ids if id_)

    @cached_property
    def place_ids(self) -> tuple[str, ...]:
        """Places that remaining rows name or cover, in the order of the gazetteer."""
        ids = {row.place_id for row in self.baseline}
        ids |= {event.place_id for event in self.events if event.place_id is not None}
        ids |= self.area_ids | self._covered_ids
        gazetteer = self.package.gazetteer
        ids |= {id_ for id_ in self.package.coverage.key_places if _is_public(gazetteer[id_])}
        return tuple(id_ for id_ in self.package.gazetteer if id_ in ids)

    @property
    def _covered_ids(self) -> set[str]:
        """Ids of the places of public gazetteers that lie in an area which remains."""
        public = {id_: p for id_, p in self.package.gazetteer.items() if _is_public(p)}
        rest = replace(
            self.package,
            gazetteer=public,
            control_areas=self.control_areas,
            area_reports=self.area_reports,
        )
        return {statement.place_id for statement in rest.area_statements}

    def place(self, id_: str) -> Place:
        return self.package.gazetteer[id_].model_copy(update={"note": ""})

    @cached_property
    def coverage(self) -> Coverage:
        """The coverage, with the last day that anything remaining speaks of or was published."""
        coverage = self.package.coverage
        key_days = tuple(day for day in coverage.key_days if day <= self.end)
        days = [coverage.first_day, *key_days, *(moment.day for moment in self.moments)]
        days += [event.date_latest for event in self.events]
        days += [report.last_day for report in self.area_reports]
        reports: tuple[Report | AreaReport, ...] = (*self.reports, *self.area_reports)
        days += [day for day in map(publication_day, reports) if day is not None]
        key_places = tuple(id_ for id_ in coverage.key_places if id_ in set(self.place_ids))
        return coverage.model_copy(
            update={"last_day": max(days), "key_days": key_days, "key_places": key_places}
        )


def _is_public(place: Place) -> bool:
    """Return whether the position of a place is that of a public gazetteer."""
    return any(source.startswith(_GAZETTEERS) for source in place.sources)


def blur_positions(package: Package, size_km: float) -> Package:
    """Return the package with every place moved to a grid, and without built-up outlines.

    Who held a place is decided on true positions: which places a report about a stretch of road
    speaks for is stored before they are moved, and reports about areas become reports about the
    places in them. Kilometres of road reports are rounded outwards to the size. Ids of other
    gazetteers and notes, which can name the true position, are dropped.

    Places of one cell are set on a small ring around its centre, in the order of their ids, so that
    none shares its position with another. The position errors grow by what a place can have moved.

    Parameters
    ----------
    package : Package
        The package, after an embargo if there is one.
    size_km : float
        Size of the grid: one of `frontline.geometry.grid.SIZES_KM`.

    Raises
    ------
    InvalidRequestError
        For another size.
    """
    if size_km not in SIZES_KM:
        sizes = ", ".join(map(str, SIZES_KM[:-1]))
        raise InvalidRequestError(
            f"A blur of {size_km:g} km: use {sizes} or {SIZES_KM[-1]}. Other sizes could be "
            "combined to find the true positions."
        )
    size = int(size_km)
    places = [package.gazetteer[place_id] for place_id in sorted(package.gazetteer)]
    lon, lat = _ringed(places, size) if places else (np.empty(0), np.empty(0))
    moved = {
        place.id: _moved(place, float(lon[i]), float(lat[i]), size)
        for i, place in enumerate(places)
    }
    return with_digest(
        replace(
            package,
            gazetteer={place_id: moved[place_id] for place_id in package.gazetteer},
            footprints={},
            events=tuple(_rounded(event, size) for event in package.events),
            annotations=tuple(move_annotation(row, size) for row in package.annotations),
            control_areas={},
            area_reports=area_reports_on_places(package),
            road_places=_road_places(package),
            row_numbers={},
            descriptor=_descriptor(package),
        )
    )


def _road_places(package: Package) -> Mapping[str, tuple[str, ...]]:
    """Return, by road event, the ids of the places that it speaks for."""
    lines = {id_: GeodesicLine(road.coordinates) for id_, road in package.highways.items()}
    places = tuple(package.gazetteer.values())
    return {
        event.event_id: tuple(
            place.id
            for place in places_near_stretch(
                lines[event.highway], (event.from_km, event.to_km), places, package.footprints
            )
        )
        for event in package.events
        if event.highway is not None
    }


def _rounded(event: Any, size_km: int) -> Any:
    """Return an event with its kilometres rounded outwards."""
    if event.highway is None:
        return event
    update = {}
    if event.from_km is not None:
        update["from_km"] = float(math.floor(event.from_km / size_km) * size_km)
    if event.to_km is not None:
        update["to_km"] = float(math.ceil(event.to_km / size_km) * size_km)
    return event.model_copy(update=update)


def _ringed(places: list[Place], size_km: int) -> tuple[np.ndarray, np.ndarray]:
    """Return longitude and latitude of places, moved to the grid; those of one cell on a ring."""
    cells = grid_cells([place.lon for place in places], [place.lat for place in places], size_km)
    lon, lat = cell_centres(cells, size_km)
    _, group, count = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    group = group.ravel()
    order = np.argsort(group, kind="stable")
    rank = np.empty(len(places), dtype=np.int64)
    rank[order] = np.arange(len(places)) - np.repeat(np.cumsum(count) - count, count)
    angle = 2 * np.pi * rank / count[group]
    radius_deg = _RING * size_km / 111.0
    return (
        lon + radius_deg * np.cos(angle) / np.cos(np.radians(lat)),
        lat + radius_deg * np.sin(angle),
    )


def _moved(place: Place, lon: float, lat: float, size_km: int) -> Place:
    # Half the diagonal of a cell, and the ring: 0.71 + 0.1; a metre for rounding.
    error = min(place.position_error_m + 1000 * size_km * 0.82 + 1, 100_000.0)
    return place.model_copy(
        update={
            "lon": round(lon, 5),
            "lat": round(lat, 5),
            "position_error_m": error,
            "geonames_id": None,
            "sources": tuple(dict.fromkeys(map(_without_id, place.sources))),
            "note": "",
        }
    )


def _without_id(source: str) -> str:
    """Return the name of a gazetteer without the id that finds the place in it."""
    kept = [word for word in source.split() if not any(char.isdigit() for char in word)]
    return " ".join(kept) or "gazetteer"


def _descriptor(package: Package) -> dict[str, Any]:
    """Return the descriptor without what describes the files as they are."""
    kept = {key: package.descriptor[key] for key in _DESCRIPTOR_KEYS if key in package.descriptor}
    return {**kept, "title": package.title, "version": package.version}


def with_digest(package: Package) -> Package:
    """Return the package with a digest of what it holds, not of the files it was read from."""
    digest = hashlib.sha256()
    for field in fields(package):
        if field.name not in {"digest", "row_numbers"}:
            value = [field.name, getattr(package, field.name)]
            text = json.dumps(value, default=_plain, sort_keys=True, ensure_ascii=False)
            digest.update(text.encode("utf-8", "surrogatepass"))
    return replace(package, digest=digest.hexdigest())


def _plain(value: object) -> object:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)
