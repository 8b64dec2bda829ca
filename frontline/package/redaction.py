"""For those who map a live war: leave out what is young, and coarsen where things are.

A map of a war that goes on can guide fire. An embargo leaves out every event of the last days;
blurring moves places to a grid and drops their outlines. Both make a smaller package, so that
nothing held back can reach a page.
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
    package: Package, embargo_days: int, as_of: date | None, blur_km: float
) -> tuple[Package, tuple[Text, ...]]:
    """Leave out what is young and coarsen positions, with the words that say so.

    Parameters
    ----------
    embargo_days, as_of : as of `apply_embargo`; without a day, or for 0 days, nothing is left out
    blur_km : as of `blur_positions`; 0 leaves places where they are
    """
    notices = []
    if embargo_days and as_of is not None:
        package = apply_embargo(package, embargo_days, as_of)
        notices.append(
            Text(
                f"Events of the {embargo_days} days before {as_of} are left out.",
                f"أحداث الأيام التي تسبق {as_of} (عددها {embargo_days}) غير معروضة.",
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


def apply_embargo(package: Package, days: int, as_of: date) -> Package:
    """Leave out what happened, or may have happened, or was published in the last days.

    An event goes with the last of its reports: that something is disputed would tell of it too.

    Parameters
    ----------
    days : how long news is held back
    as_of : the day it is counted back from

    Raises
    ------
    InvalidRequestError
        When nothing old enough is left, or for fewer than no days.
    """
    coverage = package.coverage
    if days < 0:
        raise InvalidRequestError(f"an embargo of {days} days: use 0 or more")
    held = (as_of - coverage.first_day).days
    if days > held:
        raise InvalidRequestError(
            f"an embargo of {days} days before {as_of} leaves nothing: the record begins on "
            f"{coverage.first_day}"
        )
    last = as_of - timedelta(days=days)
    if last >= coverage.last_day:
        return package
    speaking = [report for report in package.all_reports if report.says != "context"]
    redact = {report.record_id for report in speaking} - {
        report.record_id
        for report in speaking
        if report.published_on is None or report.published_on <= last
    }
    events = tuple(
        event
        for event in package.events
        if event.date_latest <= last and event.event_id not in redact
    )
    left = {event.event_id for event in events} | {row.baseline_id for row in package.baseline}
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
            if report.record_id in left
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
    """Move every place to a grid of `km`, and drop footprints.

    Places that fall on one grid point are set on a small ring around it, in the order of their
    ids, so that none shares its position with another and none stands where it truly is. The
    position errors grow by what a place can have been moved.
    """
    if not 0.1 <= km <= 50:
        raise InvalidRequestError(f"cannot blur by {km:g} km: use at least 0.1 and at most 50")
    places = [package.gazetteer[place_id] for place_id in sorted(package.gazetteer)]
    west, south, east, north = package.coverage.region
    plane = Projection.around([west, east], [south, north])
    x, y = plane.forward([place.lon for place in places], [place.lat for place in places])
    grid = np.round(np.column_stack([x, y]) / (km * 1000)).astype(np.int64)
    moved = _apart(grid, km * 1000)
    lon, lat = plane.inverse(moved[:, 0], moved[:, 1])
    coarse = {
        place.id: _moved(place, float(lon[i]), float(lat[i]), km) for i, place in enumerate(places)
    }
    gazetteer = {place_id: coarse[place_id] for place_id in package.gazetteer}
    return replace(package, gazetteer=gazetteer, footprints={})


def _apart(grid: np.ndarray, step_m: float) -> np.ndarray:
    """Set those that share a grid point on a ring of a tenth of the step around it."""
    _, group, count = np.unique(grid, axis=0, return_inverse=True, return_counts=True)
    group = group.ravel()
    order = np.argsort(group, kind="stable")
    rank = np.empty(len(grid), dtype=np.int64)
    rank[order] = np.arange(len(grid)) - np.repeat(np.cumsum(count) - count, count)
    angle = 2 * np.pi * rank / count[group]
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) * 0.1 * step_m
    return grid * step_m + ring


def _moved(place: Place, lon: float, lat: float, km: float) -> Place:
    # Half the diagonal of a square of the grid, and the ring: 0.71 + 0.1; a metre for rounding.
    error = min(place.position_error_m + 1000 * km * 0.81 + 1, 100_000.0)
    return place.model_copy(
        update={"lon": round(lon, 5), "lat": round(lat, 5), "position_error_m": error}
    )
