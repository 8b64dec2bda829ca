"""Find out at once whether many rows refer only to what is known.

Nearly every row does. `frontline.package.integrity` finds the issues of the others, one by one.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from frontline.package.integrity import URL, has_reference_check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from frontline.models import Baseline, Event, Place, Report
    from frontline.package.contents import Contents


def are_known(file: str, rows: Sequence[Any], contents: Contents) -> bool:
    """Return whether the check of each row by itself would find nothing, and note the rows.

    Parameters
    ----------
    file : str
        Name of the file without extension.
    rows : sequence
        Valid rows of the file. Those of files with few rows are never looked at.
    contents : Contents
        What has been read; it is changed only if the answer is yes.
    """
    if file in _CHECKS:
        return _CHECKS[file](rows, contents)
    return not has_reference_check(file)


def _values(rows: Sequence[Any], field: str) -> set[Any]:
    return set(map(attrgetter(field), rows))


def _places(rows: Sequence[Place], contents: Contents) -> bool:
    points = {(row.lon, row.lat): row.id for row in rows}
    if len(points) < len(rows) or not contents.points.keys().isdisjoint(points):
        return False
    contents.points.update(points)
    return True


def _baseline(rows: Sequence[Baseline], contents: Contents) -> bool:
    holders = _values(rows, "holder") - {None}
    return not (
        contents.lacks_any(_values(rows, "place_id"), "gazetteer")
        or contents.lacks_any(holders, "actors")
    )


def _events(rows: Sequence[Event], contents: Contents) -> bool:
    places, coverage = _values(rows, "place_id"), contents.coverage
    actors = _values(rows, "before") | _values(rows, "after")
    return (
        coverage is not None
        and None not in places
        and all(_values(rows, name) == {None} for name in ("highway", "from_km", "to_km"))
        and coverage.first_day <= min(_values(rows, "date_earliest"))
        and max(_values(rows, "date_latest")) <= coverage.last_day
        and not contents.lacks_any(places, "gazetteer")
        and not contents.lacks_any(actors, "actors")
    )


def _reports(rows: Sequence[Report], contents: Contents) -> bool:
    return (
        all(map(URL.fullmatch, _values(rows, "url")))
        and not contents.lacks_any(_values(rows, "record_id"), "events", "baseline", "unplaced")
        and not contents.lacks_any(_values(rows, "publisher"), "publishers")
    )


_CHECKS: dict[str, Callable[[Sequence[Any], Contents], bool]] = {
    "gazetteer": _places,
    "baseline": _baseline,
    "events": _events,
    "reports": _reports,
}
