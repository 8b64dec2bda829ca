"""What a record covers: reports by district and month, known ground by day, and disputes.

Districts are the second administrative level of the gazetteer, or the first where it has no
second. Ground is measured inside the areas of the finest level in ``admin.geojson``, or inside
the whole study area if there are none; what no report reaches is blank.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.dates import parse_day
from frontline.serialize import as_of_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.control.assessment import Assessment
    from frontline.models import Place, Unplaced

#: Columns of the tables; those of the districts and of the rows that are not on the map have a
#: column for each month after them.
DISTRICT_COLUMNS = ("district", "places", "reported", "reports")
UNPLACED_COLUMNS = ("area", "why", "rows", "reports")
DISPUTE_COLUMNS = ("event", "place", "on", "to", "counted", "supports", "denies", "note")
#: How ground is known, from best to worst: the evidence of control, contested, blank.
KNOWLEDGE = ("confirmed", "claimed", "disputed", "presumed", "contested", "blank")


@dataclass(frozen=True, slots=True)
class District:
    """The reports about one district.

    Parameters
    ----------
    name : str
        District and governorate; empty for events that are not at a place.
    places : int
        Places of the gazetteer.
    reported : int
        Places with a report of their own.
    events : mapping of str to int
        Number of events by month, as ``2019-08``: the month of their last day.
    reports : int
        Reports about its events and baseline rows.
    """

    name: str
    places: int
    reported: int
    events: Mapping[str, int]
    reports: int


@dataclass(frozen=True, slots=True)
class UnplacedRows:
    """The rows of one area, such as a governorate, that are not on the map for one reason.

    Parameters
    ----------
    area : str
        First administrative level as the rows have it; empty if they do not say.
    why : str
        ``not-located``, ``ambiguous`` or ``not-a-place``.
    rows : int
        Events and baseline rows.
    events : mapping of str to int
        Number of events by month, as ``2019-08``: the month of their last day.
    reports : int
        Reports about the rows.
    """

    area: str
    why: str
    rows: int
    events: Mapping[str, int]
    reports: int


@dataclass(frozen=True, slots=True)
class Ground:
    """How the ground is known on one day.

    Parameters
    ----------
    day : date
        The day.
    area_km2 : mapping of str to float
        Area by kind of knowledge, in the order of `KNOWLEDGE`.
    """

    day: date
    area_km2: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Dispute:
    """An event that reports deny.

    Parameters
    ----------
    assessment : Assessment
        The event, and what the rule makes of it.
    supporting, denying : tuple of str
        Ids of the publishers on each side, each once.
    """

    assessment: Assessment
    supporting: tuple[str, ...]
    denying: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordCoverage:
    """What a record covers.

    Parameters
    ----------
    districts : tuple of District
        By name.
    unplaced : tuple of UnplacedRows
        By area and reason.
    months : tuple of str
        Every month of the record, as ``2019-08``.
    ground : tuple of Ground
        One for each of the days, in order.
    disputes : tuple of Dispute
        In the order of ``events.csv``.
    """

    districts: tuple[District, ...]
    unplaced: tuple[UnplacedRows, ...]
    months: tuple[str, ...]
    ground: tuple[Ground, ...]
    disputes: tuple[Dispute, ...]


def measure_coverage(atlas: Atlas, days: Iterable[str | date] | None = None) -> RecordCoverage:
    """Return what the record of an atlas covers.

    Parameters
    ----------
    atlas : Atlas
        A data package under a rule and an as-of day.
    days : iterable of str or date, optional
        Days on which ground is measured; by default the key days of the package, or its first
        and last day.

    Raises
    ------
    UnknownDayError
        For a day outside the record.

    Examples
    --------
    >>> import frontline
    >>> from frontline.coverage import measure_coverage
    >>> found = measure_coverage(frontline.open(), ["2019-08-15"])
    >>> found.ground[0].day.isoformat(), found.months[0]
    ('2019-08-15', '2019-04')
    """
    declared = atlas.package.coverage
    chosen = [parse_day(day) for day in days] if days is not None else list(declared.key_days)
    chosen = chosen or [declared.first_day, declared.last_day]
    return RecordCoverage(
        tuple(_districts(atlas)),
        tuple(_unplaced(atlas)),
        tuple(_months(declared.first_day, declared.last_day)),
        tuple(_ground(atlas, sorted(set(chosen)))),
        tuple(_disputes(atlas)),
    )


def _months(first: date, last: date) -> Iterator[str]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield f"{year}-{month:02}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _districts(atlas: Atlas) -> Iterator[District]:
    package = atlas.package
    places = Counter(_district(place) for place in package.gazetteer.values())
    own = {row.place_id for row in package.baseline}
    own |= {event.place_id for event in package.events if event.place_id is not None}
    reported = Counter(_district(package.gazetteer[id_]) for id_ in sorted(own))
    events: defaultdict[str, Counter[str]] = defaultdict(Counter)
    reports: Counter[str] = Counter()
    for event in package.events:
        name = _district(package.gazetteer[event.place_id]) if event.place_id else ""
        events[name][f"{event.date_latest:%Y-%m}"] += 1
        reports[name] += len(package.reports.get(event.event_id, ()))
    for row in package.baseline:
        name = _district(package.gazetteer[row.place_id])
        reports[name] += len(package.reports.get(row.baseline_id, ()))
    for name in sorted({*reported, *events}):
        yield District(name, places[name], reported[name], dict(events[name]), reports[name])


def _unplaced(atlas: Atlas) -> Iterator[UnplacedRows]:
    package = atlas.package
    groups: defaultdict[tuple[str, str], list[Unplaced]] = defaultdict(list)
    for row in package.unplaced:
        groups[row.admin1, row.why].append(row)
    for (area, why), rows in sorted(groups.items()):
        events = Counter(
            f"{row.date_latest:%Y-%m}"
            for row in rows
            if row.kind != "baseline" and row.date_latest is not None
        )
        reports = sum(len(package.reports.get(row.record_id, ())) for row in rows)
        yield UnplacedRows(area, why, len(rows), dict(events), reports)


def _district(place: Place) -> str:
    parts = dict.fromkeys(part for part in (place.admin2, place.admin1) if part)
    return ", ".join(parts)


def _ground(atlas: Atlas, days: Iterable[date]) -> Iterator[Ground]:
    named = _named_ground(atlas)
    inside = shapely.area(shapely.intersection(atlas.cells.cells, named)) / 1e6
    total = float(shapely.area(named)) / 1e6
    kinds = np.asarray(
        [KNOWLEDGE.index(_knowledge(state.status, state.evidence)) for state in atlas.record.states]
    )
    for day in days:
        codes = atlas.record.codes(day)[: len(atlas.sites)]
        sums = np.bincount(kinds[codes], weights=inside, minlength=len(KNOWLEDGE))
        areas = dict(zip(KNOWLEDGE, sums.tolist(), strict=True))
        areas["blank"] = max(total - sum(sums[:-1].tolist()), 0.0)
        yield Ground(day, areas)


def _knowledge(status: str, evidence: str | None) -> str:
    if status == "unknown" or evidence is None:
        return "blank"
    if status == "contested":
        return "contested"
    return "presumed" if evidence == "inferred" else evidence


def _named_ground(atlas: Atlas) -> Any:
    """Return the finest administrative areas, or the study area, without water, in the plane."""
    areas = atlas.package.admin
    finest = max((area.level for area in areas), default=None)
    shapes = [shapely.geometry.shape(area.geometry) for area in areas if area.level == finest]
    whole = atlas.study_area if finest is None else shapely.union_all(shapes)
    return shapely.difference(atlas.projection.to_plane(whole), atlas.water)


def _disputes(atlas: Atlas) -> Iterator[Dispute]:
    for assessment in atlas.assessments:
        reports = atlas.package.reports.get(assessment.event.event_id, ())
        sides = {
            says: tuple(dict.fromkeys(one.publisher for one in reports if one.says == says))
            for says in ("supports", "denies")
        }
        if sides["denies"]:
            yield Dispute(assessment, sides["supports"], sides["denies"])


# --- For the terminal and other programs -----------------------------------------------------


def district_rows(found: RecordCoverage) -> list[dict[str, str | int]]:
    """Return a row for each district, with a column for each month."""
    return [
        {
            "district": one.name,
            "places": one.places,
            "reported": one.reported,
            "reports": one.reports,
            **{month: one.events.get(month, 0) for month in found.months},
        }
        for one in found.districts
    ]


def unplaced_rows(found: RecordCoverage) -> list[dict[str, str | int]]:
    """Return a row for each area and reason, with a column for each month."""
    return [
        {
            "area": one.area,
            "why": one.why,
            "rows": one.rows,
            "reports": one.reports,
            **{month: one.events.get(month, 0) for month in found.months},
        }
        for one in found.unplaced
    ]


def ground_rows(found: RecordCoverage) -> list[dict[str, str | float]]:
    """Return a row for each day: square kilometres by kind of knowledge."""
    return [
        {"day": one.day.isoformat(), **{kind: round(one.area_km2[kind], 1) for kind in KNOWLEDGE}}
        for one in found.ground
    ]


def dispute_rows(found: RecordCoverage) -> list[dict[str, str]]:
    """Return a row for each dispute: the event, the publishers on both sides, and the note."""
    return [
        {
            "event": one.assessment.event.event_id,
            "place": one.assessment.event.place_as_reported,
            "on": one.assessment.event.date_latest.isoformat(),
            "to": one.assessment.event.after,
            "counted": "yes" if one.assessment.accepted else "no",
            "supports": ";".join(one.supporting),
            "denies": ";".join(one.denying),
            "note": one.assessment.event.note,
        }
        for one in found.disputes
    ]


def coverage_json(found: RecordCoverage, atlas: Atlas) -> dict[str, Any]:
    """Return the coverage of a record as JSON-able values; `events` are in order of `months`."""
    districts = [
        {
            "district": one.name,
            "places": one.places,
            "reported": one.reported,
            "reports": one.reports,
            "events": [one.events.get(month, 0) for month in found.months],
        }
        for one in found.districts
    ]
    unplaced = [
        {
            "area": one.area,
            "why": one.why,
            "rows": one.rows,
            "reports": one.reports,
            "events": [one.events.get(month, 0) for month in found.months],
        }
        for one in found.unplaced
    ]
    return {
        "rule": atlas.rule.name,
        "known_on": as_of_day(atlas),
        "months": list(found.months),
        "districts": districts,
        "unplaced": unplaced,
        "ground": ground_rows(found),
        "disputes": dispute_rows(found),
    }


def coverage_lines(found: RecordCoverage) -> Iterator[str]:
    """Yield the coverage of a record as lines of text."""
    yield "Events by district and month; places with a report of all places in the gazetteer"
    width = max((len(one.name) for one in found.districts), default=0) or len("(roads)")
    yield f"  {'':{width}}  {'places':>11}  {'  '.join(month[2:] for month in found.months)}"
    for one in found.districts:
        counts = (one.events.get(month, 0) or "." for month in found.months)
        share = f"{one.reported} of {one.places}" if one.name else ""
        name = one.name or "(roads)"
        yield f"  {name:{width}}  {share:>11}  {'  '.join(f'{count:>5}' for count in counts)}"
    yield from _unplaced_lines(found)
    yield "Ground, km²"
    yield f"  {'day':10}  {'  '.join(f'{kind:>9}' for kind in KNOWLEDGE)}"
    for row in ground_rows(found):
        areas = (f"{row[kind]:>9,.0f}" for kind in KNOWLEDGE)
        yield f"  {row['day']}  {'  '.join(areas)}"
    yield f"Denied events: {len(found.disputes)}"
    for line in dispute_rows(found):
        counted = "counted" if line["counted"] == "yes" else "not counted"
        yield f"  {line['event']}  {line['on']}  {line['place']} to {line['to']}, {counted}"
        yield f"    for: {line['supports'].replace(';', ', ')}"
        yield f"    against: {line['denies'].replace(';', ', ')}"
        if line["note"]:
            yield f"    {line['note']}"


def _unplaced_lines(found: RecordCoverage) -> Iterator[str]:
    if not found.unplaced:
        return
    yield "Not on the map: rows by area and reason, and their events by month"
    names = [f"{one.area or '(no area)'}, {one.why}" for one in found.unplaced]
    width = max(len(name) for name in names)
    yield f"  {'':{width}}  rows  {'  '.join(month[2:] for month in found.months)}"
    for name, one in zip(names, found.unplaced, strict=True):
        counts = (one.events.get(month, 0) or "." for month in found.months)
        yield f"  {name:{width}}  {one.rows:>4}  {'  '.join(f'{count:>5}' for count in counts)}"
