"""Leave recent events out of a package and move places to a coarse grid.

A map of an ongoing war can guide fire. Both functions return a reduced package, so that nothing
that is withheld can reach an answer, a page or an export.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from frontline.errors import InvalidRequestError
from frontline.geometry.geodesy import Projection
from frontline.models import Text

if TYPE_CHECKING:
    from datetime import date

    from frontline.models import Place
    from frontline.package.package import Package


def redact(
    package: Package, embargo_days: int, today: date | None, blur_km: float
) -> tuple[Package, tuple[Text, ...]]:
    """Return a package without recent events and exact positions, and notices for readers.

    Parameters
    ----------
    package : Package
        The package to reduce.
    embargo_days, today : int, date or None
        See `apply_embargo`; nothing is left out for 0 days or without a day.
    blur_km : float
        See `blur_positions`; 0 leaves the positions as they are.
    """
    notices = []
    if embargo_days and today is not None:
        package = apply_embargo(package, embargo_days, today)
        notices.append(
            Text(
                f"Events of the {embargo_days} days before {today} are left out.",
                f"أحداث الأيام التي تسبق {today} (عددها {embargo_days}) غير معروضة.",
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
    """Return the package without what happened, or was published, in the last days.

    An event that may have happened in these days is left out too, and one without an older report:
    even a denial would reveal it.

    Parameters
    ----------
    package : Package
        The package to reduce.
    days : int
        Length of the embargo.
    today : date
        The day from which the embargo is counted back.

    Raises
    ------
    InvalidRequestError
        If `days` is negative or the embargo covers the whole record.
    """
    coverage = package.coverage
    if days < 0:
        raise InvalidRequestError(f"an embargo of {days} days: use 0 or more")
    if days > (today - coverage.first_day).days:
        raise InvalidRequestError(
            f"an embargo of {days} days before {today} leaves nothing: the record begins on "
            f"{coverage.first_day}"
        )
    last = today - timedelta(days=days)
    if last >= coverage.last_day:
        return package
    reports = [report for report in package.all_reports if report.says != "context"]
    recent_only = {report.record_id for report in reports} - {
        report.record_id
        for report in reports
        if report.published_on is None or report.published_on <= last
    }
    events = tuple(
        event
        for event in package.events
        if event.date_latest <= last and event.event_id not in recent_only
    )
    kept_ids = {event.event_id for event in events} | {row.baseline_id for row in package.baseline}
    return replace(
        package,
        coverage=coverage.model_copy(
            update={
                "last_day": last,
                "key_days": tuple(day for day in coverage.key_days if day <= last),
            }
        ),
        events=events,
        all_reports=tuple(
            report
            for report in package.all_reports
            if report.record_id in kept_ids
            and (report.published_on is None or report.published_on <= last)
        ),
        unplaced=tuple(
            row
            for row in package.unplaced
            if row.date_latest is not None and row.date_latest <= last
        ),
        moments=tuple(moment for moment in package.moments if moment.day <= last),
        row_numbers={},
    )


def blur_positions(package: Package, km: float) -> Package:
    """Return the package with places moved to a grid and without footprints.

    Places of one grid point are put on a small ring around it in the order of their ids, so that
    all positions differ and none is the true one. The position error of a place grows by the
    largest possible move.

    Parameters
    ----------
    package : Package
        The package to reduce.
    km : float
        Spacing of the grid in kilometres, 0.1 to 50.

    Raises
    ------
    InvalidRequestError
        If `km` is out of range.
    """
    if not 0.1 <= km <= 50:
        raise InvalidRequestError(f"cannot blur by {km:g} km: use at least 0.1 and at most 50")
    places = [package.gazetteer[place_id] for place_id in sorted(package.gazetteer)]
    west, south, east, north = package.coverage.region
    plane = Projection.around([west, east], [south, north])
    x, y = plane.forward([place.lon for place in places], [place.lat for place in places])
    grid = np.round(np.column_stack([x, y]) / (km * 1000)).astype(np.int64)
    moved = _spread_on_rings(grid, km * 1000)
    lon, lat = plane.inverse(moved[:, 0], moved[:, 1])
    blurred = {
        place.id: _moved(place, float(lon[i]), float(lat[i]), km) for i, place in enumerate(places)
    }
    gazetteer = {place_id: blurred[place_id] for place_id in package.gazetteer}
    return replace(package, gazetteer=gazetteer, footprints={})


def _spread_on_rings(grid: np.ndarray, step_m: float) -> np.ndarray:
    """Put the places of each grid point on a ring with a tenth of the step as radius."""
    _, group, count = np.unique(grid, axis=0, return_inverse=True, return_counts=True)
    group = group.ravel()
    order = np.argsort(group, kind="stable")
    rank = np.empty(len(grid), dtype=np.int64)
    rank[order] = np.arange(len(grid)) - np.repeat(np.cumsum(count) - count, count)
    angle = 2 * np.pi * rank / count[group]
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) * 0.1 * step_m
    return grid * step_m + ring


def _moved(place: Place, lon: float, lat: float, km: float) -> Place:
    # Half the diagonal of a grid square plus the ring: 0.71 + 0.1; one metre for rounding.
    error = min(place.position_error_m + 1000 * km * 0.81 + 1, 100_000.0)
    return place.model_copy(
        update={"lon": round(lon, 5), "lat": round(lat, 5), "position_error_m": error}
    )
