"""What is known about one place: its rows, assessed without those of other places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.control.areas import all_statements
from frontline.control.assessment import assess_events
from frontline.control.statements import combine

if TYPE_CHECKING:
    from frontline.control.assessment import Assessment
    from frontline.control.rules import Rule
    from frontline.control.statements import Position
    from frontline.models import Baseline, Event
    from frontline.package.package import Package


@dataclass(frozen=True, slots=True)
class PlaceEvidence:
    """The rows about a place, and what a rule makes of them.

    Parameters
    ----------
    package : Package
        A package with at least the reports of these rows.
    baseline : tuple of Baseline
        The baseline rows about the place.
    events : tuple of Event
        The events at the place.
    assessments : tuple of Assessment
        Its assessed changes, those that reports on highways imply last.
    positions : tuple of Position
        What is repeated about it, in order of days.
    """

    package: Package
    baseline: tuple[Baseline, ...]
    events: tuple[Event, ...]
    assessments: tuple[Assessment, ...]
    positions: tuple[Position, ...]


def is_separable(package: Package) -> bool:
    """Return whether each row is about one place: there are no reports on areas or highways."""
    return not package.area_reports and not package.events_of(None)


def assess_alone(package: Package, place_id: str, rule: Rule) -> PlaceEvidence:
    """Return what is known about a place of a package that is separable.

    Parameters
    ----------
    package : Package
    place_id : str
        Id of the place.
    rule : Rule
        The editorial rule.
    """
    part = package.of_place(place_id)
    statements = all_statements(part)
    return PlaceEvidence(
        part,
        part.baseline,
        part.events,
        assess_events(part, rule, statements),
        combine(statements, part.publishers, rule).get(place_id, ()),
    )
