"""Assess events by their reports, under an editorial rule."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from frontline.control.areas import all_statements
from frontline.control.denials import PlaceEvidence
from frontline.control.reasons import UNSOURCED, Reason
from frontline.control.rules import RULES
from frontline.control.sources import (
    UNVETTED_PREFIX,
    Sources,
    code_without_sources,
    independent_sources,
    is_against_interest,
    is_met,
    original_publishers,
)
from frontline.control.statements import join_statements
from frontline.dates import add_days
from frontline.models import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from frontline.control.rules import Rule
    from frontline.control.statements import Run, Statement
    from frontline.models import Event, Evidence, Publisher
    from frontline.package.package import Package


__all__ = [
    "RULES",
    "UNVETTED_PREFIX",
    "Assessment",
    "assess_event",
    "assess_events",
    "assess_place",
    "baseline_reason",
    "changes_of",
    "event_key",
    "independent_sources",
    "is_confirmed",
    "original_publishers",
]


@dataclass(frozen=True, slots=True)
class Assessment:
    """An event with the result of applying a rule to its reports.

    Parameters
    ----------
    event : Event
        The event.
    accepted : bool
        Whether the event takes effect.
    evidence : {"confirmed", "claimed", "disputed", "inferred"}
        How well the event is known.
    reason : Reason
        Why the rule came to this result.
    from_day : date, optional
        The day from which the event takes effect, if a denial delays it: because its publisher
        agreed on that day, or, of an event that is not accepted, because nobody repeated it.
    """

    event: Event
    accepted: bool
    evidence: Evidence
    reason: Reason
    from_day: date | None = None


def event_key(event: Event) -> tuple[date, date, tuple[tuple[int, int, str], ...], str]:
    """Return a sort key: latest day, earliest day, then id with its numbers as numbers."""
    return event.date_latest, event.date_earliest, _natural(event.event_id), event.event_id


@lru_cache(maxsize=1 << 16)  # events are sorted again without each source
def _natural(event_id: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key of an id with its numbers as numbers."""
    parts = re.findall(r"\d+|\D+", event_id)
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def changes_of(package: Package) -> list[Event]:
    """Return the events that are assessed: all but statements about places."""
    return [event for event in package.events if event.kind != "held" or event.highway]


def assess_events(
    package: Package, rule: Rule, stated: Iterable[Statement] | None = None
) -> tuple[Assessment, ...]:
    """Assess the changes of a package, in the order of ``events.csv``.

    Events of kind ``held`` at places are no changes; `frontline.control.statements` has them.

    Parameters
    ----------
    package : Package
        The package.
    rule : Rule
        The editorial rule.
    stated : iterable of Statement, optional
        What is stated about places; all statements of the package by default.
    """
    statements: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in all_statements(package) if stated is None else stated:
        statements[statement.place_id].append(statement)
    by_place: defaultdict[str | None, list[Event]] = defaultdict(list)
    changes = changes_of(package)
    for event in changes:
        by_place[event.place_id].append(event)
    package.load((), (event.event_id for event in changes))
    reports, publishers = package.reports, package.publishers
    found: dict[int, Assessment] = {}
    alike: dict[tuple[str, str, frozenset[str]], Assessment] = {}
    for place_id, events in by_place.items():
        own = statements.get(place_id, []) if place_id is not None else []
        about = [reports.get(event.event_id, ()) for event in events]
        if own or any(one.says == "denies" for some in about for one in some):
            assessed = assess_place(events, reports, own, publishers, rule)
            found |= dict(zip(map(id, events), assessed, strict=True))
            continue
        for event, some in zip(events, about, strict=True):
            # What no report denies depends only on who supports it: few cases of many events.
            case = (event.kind, event.before, _publishers(some, "supports"))
            known = alike.get(case)
            if known is None:
                known = alike[case] = assess_event(event, some, publishers, rule)
            found[id(event)] = Assessment(event, known.accepted, known.evidence, known.reason)
    return tuple(found[id(event)] for event in changes)


def _publishers(reports: Iterable[Report], says: str) -> frozenset[str]:
    """Return the publishers of the reports that say something, as ``supports``."""
    return frozenset([report.publisher for report in reports if report.says == says])


def assess_place(
    events: Sequence[Event],
    reports: Mapping[str, Sequence[Report]],
    statements: Sequence[Statement],
    publishers: Mapping[str, Publisher],
    rule: Rule,
) -> list[Assessment]:
    """Assess the changes at one place, each with what is known of the others.

    Parameters
    ----------
    events : sequence of Event
        The changes at the place, or those along highways, which are assessed one by one.
    reports : mapping of str to sequence of Report
        All reports, by the id of their event.
    statements : sequence of Statement
        What publishers repeat about the place.
    publishers : mapping of str to Publisher
        All publishers of the package, by id.
    rule : Rule
        The editorial rule.

    Returns
    -------
    list of Assessment
        In the order of `events`.
    """
    ordered = sorted(events, key=event_key) if len(events) > 1 else events
    evidence = PlaceEvidence(ordered, reports, join_statements(statements), publishers, rule)
    found = []
    for event in events:
        own = list(reports.get(event.event_id, ()))
        contrary = [
            _as_denial(event, one) for one in (evidence.contrary(event) if statements else ())
        ]
        assessed = assess_event(event, [*own, *contrary], publishers, rule)
        if event.place_id and assessed.reason.code == "denied" and not assessed.accepted:
            supports = [report for report in own if report.says == "supports"]
            undenied = assess_event(event, supports, publishers, rule)
            if undenied.accepted:
                assessed = _after_denial(assessed, undenied, evidence)
        found.append(assessed)
    return found


def _as_denial(event: Event, statement: Run) -> Report:
    """Return the report of another holder as a denial of a change."""
    return Report(
        report_id=f"{event.event_id}-denial",
        record_id=event.event_id,
        publisher=statement.publisher,
        url="",
        published_on=statement.last,
        says="denies",
    )


def _after_denial(denied: Assessment, undenied: Assessment, evidence: PlaceEvidence) -> Assessment:
    """Return the assessment of a denied change by what becomes of the denial."""
    event, ending = denied.event, evidence.ending(denied.event)
    if ending.verdict == "refuted":
        return denied
    from_day = None
    if ending.last is not None and ending.last >= event.date_latest:
        from_day = add_days(ending.last, 1)
    if ending.verdict == "lapsed":
        return replace(denied, from_day=from_day)
    reason = replace(denied.reason, code=ending.verdict)
    if ending.verdict in {"admitted", "borne_out"}:
        return replace(denied, accepted=True, reason=reason)
    return replace(undenied, reason=reason, from_day=from_day)


def assess_event(
    event: Event, reports: Sequence[Report], publishers: Mapping[str, Publisher], rule: Rule
) -> Assessment:
    """Assess one event by its reports. An event that no report supports is not accepted.

    Parameters
    ----------
    event : Event
        The event.
    reports : sequence of Report
        Its reports, in any order.
    publishers : mapping of str to Publisher
        All publishers of the package, by id.
    rule : Rule
        The editorial rule.

    Returns
    -------
    Assessment
        Whether the event takes effect, its evidence, and the reason.
    """
    supporting = [report for report in reports if report.says == "supports"]
    denying = [report for report in reports if report.says == "denies"]
    if not supporting:
        return Assessment(event, accepted=False, evidence="disputed", reason=Reason("no_support"))
    support = _sources_of(event, supporting, publishers, rule)
    denial = _sources_of(event, denying, publishers, rule)
    accepted = is_met(rule.accepted, support)
    if denying and len(denial.independent) >= rule.contradicted.independent_sources:
        overruled = _overrules_denial(rule, supporting, denying, support, denial)
        reason = Reason("denied", len(support.independent), len(denial.independent))
        return Assessment(event, accepted and overruled, "disputed", reason)
    ids = {report.publisher for report in supporting}
    reason = _reason(support, accepted=accepted) or Reason(
        code_without_sources(ids, publishers, rule.independence)
    )
    confirmed = is_met(rule.confirmed, support)
    return Assessment(event, accepted, "confirmed" if confirmed else "claimed", reason)


def baseline_reason(reports: Iterable[Report]) -> Reason | None:
    """Return a caveat for a baseline row that no report supports, or None.

    Rules assess changes, so the evidence of a baseline row is shown as the package states it.
    """
    return None if any(report.says == "supports" for report in reports) else UNSOURCED


def is_confirmed(
    reports: Sequence[Report], publishers: Mapping[str, Publisher], rule: Rule
) -> bool:
    """Return whether reports of a baseline row meet the criteria of a rule for ``confirmed``."""
    if any(report.says == "denies" for report in reports):
        return False
    supporting = {report.publisher for report in reports if report.says == "supports"}
    found = independent_sources(supporting, publishers, rule.independence)
    return is_met(rule.confirmed, Sources(found, against_interest=False))


def _sources_of(
    event: Event, reports: Sequence[Report], publishers: Mapping[str, Publisher], rule: Rule
) -> Sources:
    if not reports:
        return Sources(frozenset(), against_interest=False)
    ids = {report.publisher for report in reports}
    return Sources(
        independent_sources(ids, publishers, rule.independence),
        is_against_interest(event, ids, publishers, rule),
    )


def _overrules_denial(
    rule: Rule,
    supporting: Sequence[Report],
    denying: Sequence[Report],
    support: Sources,
    denial: Sources,
) -> bool:
    """Return whether a denied change takes effect under the rule."""
    match rule.contradicted.outcome:
        case "stands":
            return True
        case "later-report":
            return _last_day(supporting) > _last_day(denying)
        case "majority":
            return len(support.independent) > len(denial.independent)
        case "own-loss":
            return support.against_interest
    return False


def _last_day(reports: Sequence[Report]) -> date:
    return max((r.published_on for r in reports if r.published_on), default=date.min)


def _reason(support: Sources, *, accepted: bool) -> Reason | None:
    """Return the reason for an event that is not denied; None without independent sources."""
    number = len(support.independent)
    if number >= 2:
        return Reason("independent" if accepted else "not_enough", number)
    if support.against_interest:
        return Reason("losing_side")
    return Reason("single") if number else None
