"""What area reports say of places, as statements that the record combines with all others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from frontline.control.statements import Statement, package_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.models import Evidence
    from frontline.package.area_statements import AreaStatement
    from frontline.package.package import Package


def all_statements(package: Package) -> tuple[Statement, ...]:
    """Return the statements in the events of a package, then those of its area reports."""
    return (*package_statements(package), *statements_of_areas(package))


def statements_of_areas(package: Package) -> Iterator[Statement]:
    """Yield what area reports say of places.

    A report that is not made of the whole area without exception counts only for places without
    an earlier report of their own, and its evidence is ``inferred``.

    Parameters
    ----------
    package : Package
        Its area reports, its places, and the reports about them.
    """
    if not package.area_reports:
        return
    own_days = _first_own_days(package)
    for one in package.area_statements:
        if not one.throughout and own_days.get(one.place_id, date.max) <= one.first:
            continue
        yield Statement(
            one.place_id,
            one.actors,
            one.first,
            one.last,
            one.publisher,
            _evidence(one),
            one.record_ids,
        )


def _first_own_days(package: Package) -> dict[str, date]:
    """Return the first day that a report about a single place speaks of, by place."""
    days = {row.place_id: package.coverage.first_day for row in package.baseline}
    for event in package.events:
        if event.place_id is not None:
            known = days.get(event.place_id, event.date_earliest)
            days[event.place_id] = min(known, event.date_earliest)
    return days


def _evidence(one: AreaStatement) -> Evidence | None:
    """Return the evidence of a statement; None if the rule assesses it."""
    if not one.throughout:
        return "inferred"
    return "claimed" if one.claimed else None
