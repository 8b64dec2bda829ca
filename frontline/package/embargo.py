"""An embargo: the package made of what had been published by a day, and of nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from frontline.annotation_model import annotations_about
from frontline.errors import InvalidRequestError
from frontline.package.content_digest import kept_descriptor, with_digest
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
#: How the sources of places begin that were imported from a public gazetteer.
_GAZETTEERS = ("GeoNames", "OpenStreetMap", "OCHA", "Who's On First")


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
            descriptor=kept_descriptor(package),
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
