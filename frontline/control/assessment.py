"""Assess events by their reports, under an editorial rule.

Under the built-in rules, publishers that repeat one origin count as one independent source, and
so do all publishers aligned with one actor. Publishers with the stance ``other`` (wikis,
digests, publishers that have not been vetted) can support a change but do not count as
independent sources. A rule file can change these settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from frontline.control.reasons import Reason
from frontline.control.rules import RULES, Independence, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from frontline.control.rules import Criteria
    from frontline.models import Event, Evidence, Publisher, Report
    from frontline.package.package import Package


#: Prefix of the note of a publisher whose stance nobody has judged yet.
UNVETTED_PREFIX = "Not vetted:"


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
    """

    event: Event
    accepted: bool
    evidence: Evidence
    reason: Reason


def assess_events(package: Package, rule: Rule) -> tuple[Assessment, ...]:
    """Assess every event of a package, in the order of ``events.csv``."""
    return tuple(
        assess_event(event, package.reports.get(event.event_id, ()), package.publishers, rule)
        for event in package.events
    )


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
    accepted = _is_met(rule.accepted, support)
    if denying and len(denial.independent) >= rule.contradicted.independent_sources:
        overruled = _overrules_denial(rule, supporting, denying, support, denial)
        reason = Reason("denied", len(support.independent), len(denial.independent))
        return Assessment(event, accepted and overruled, "disputed", reason)
    reason = _reason(support, accepted=accepted) or Reason(
        _code_without_sources(supporting, publishers, rule.independence)
    )
    confirmed = _is_met(rule.confirmed, support)
    return Assessment(event, accepted, "confirmed" if confirmed else "claimed", reason)


def baseline_reason(reports: Iterable[Report]) -> Reason | None:
    """Return a caveat for a baseline row that no report supports, or None.

    Rules assess changes, so the evidence of a baseline row is shown as the package states it.
    """
    return None if any(report.says == "supports" for report in reports) else Reason("unsourced")


def is_confirmed(
    reports: Sequence[Report], publishers: Mapping[str, Publisher], rule: Rule
) -> bool:
    """Return whether reports of a baseline row meet the criteria of a rule for ``confirmed``."""
    if any(report.says == "denies" for report in reports):
        return False
    supporting = {report.publisher for report in reports if report.says == "supports"}
    found = independent_sources(supporting, publishers, rule.independence)
    return _is_met(rule.confirmed, _Sources(found, against_interest=False))


def original_publishers(publisher_id: str, publishers: Mapping[str, Publisher]) -> frozenset[str]:
    """Return the publishers whose reports a publisher repeats, itself if it repeats none.

    The column `origin` is followed to its end. Publishers that only repeat each other have no
    original publisher.
    """
    originals: set[str] = set()
    visited: set[str] = set()
    pending = [publisher_id]
    while pending:
        current = pending.pop()
        if current in visited:
            continue
        visited.add(current)
        pending.extend(publishers[current].origin)
        if not publishers[current].origin:
            originals.add(current)
    return frozenset(originals)


def independent_sources(
    publisher_ids: Iterable[str],
    publishers: Mapping[str, Publisher],
    independence: Independence = RULES["standard"].independence,
) -> frozenset[str]:
    """Return the independent sources behind publishers.

    Parameters
    ----------
    publisher_ids : iterable of str
        Ids of the publishers.
    publishers : mapping of str to Publisher
        All publishers of the package, by id.
    independence : Independence, optional
        What counts as independent; that of the rule ``standard`` by default.

    Returns
    -------
    frozenset of str
        ``side:ACTOR`` for all publishers aligned with an actor, ``side:ACTOR:PUBLISHER`` where
        the rule counts each of them, and the id of any other publisher.
    """
    found = set()
    for publisher_id in _counted_publishers(publisher_ids, publishers, independence):
        publisher = publishers[publisher_id]
        if publisher.stance in independence.excluded_stances:
            continue
        if publisher.stance == "aligned":
            suffix = "" if independence.side == "one" else f":{publisher_id}"
            found.add(f"side:{publisher.aligned_with}{suffix}")
        else:
            found.add(publisher_id)
    return frozenset(found)


class _Sources(NamedTuple):
    """The independent sources of some reports, and whether the losing side is among them."""

    independent: frozenset[str]
    against_interest: bool

    @property
    def neutral(self) -> int:
        """The number of independent sources that are aligned with no actor."""
        return sum(not source.startswith("side:") for source in self.independent)


def _sources_of(
    event: Event, reports: Sequence[Report], publishers: Mapping[str, Publisher], rule: Rule
) -> _Sources:
    ids = {report.publisher for report in reports}
    return _Sources(
        independent_sources(ids, publishers, rule.independence),
        _is_against_interest(event, ids, publishers, rule),
    )


def _is_against_interest(
    event: Event, publisher_ids: Iterable[str], publishers: Mapping[str, Publisher], rule: Rule
) -> bool:
    """Return whether the side that lost the place reports the event itself."""
    if event.kind not in rule.against_interest.events:
        return False
    ids = set(publisher_ids)
    if rule.against_interest.attribution == "relayed":
        ids = {original for id_ in ids for original in original_publishers(id_, publishers)}
    return any(publishers[id_].aligned_with == event.before for id_ in ids)


def _is_met(criteria: Criteria, sources: _Sources) -> bool:
    """Return whether at least one of the criteria is met."""
    if criteria.against_interest == "enough" and sources.against_interest:
        return True
    needed, neutral = criteria.independent_sources, criteria.neutral_sources
    if needed is not None and len(sources.independent) >= needed:
        return True
    return neutral is not None and sources.neutral >= neutral


def _overrules_denial(
    rule: Rule,
    supporting: Sequence[Report],
    denying: Sequence[Report],
    support: _Sources,
    denial: _Sources,
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


def _reason(support: _Sources, *, accepted: bool) -> Reason | None:
    """Return the reason for an event that is not denied; None without independent sources."""
    number = len(support.independent)
    if number >= 2:
        return Reason("independent" if accepted else "not_enough", number)
    if support.against_interest:
        return Reason("losing_side")
    return Reason("single") if number else None


def _code_without_sources(
    supporting: Sequence[Report],
    publishers: Mapping[str, Publisher],
    independence: Independence,
) -> Literal["unvetted", "secondary", "not_independent"]:
    """Return why none of the supporting publishers counts as an independent source."""
    ids = {report.publisher for report in supporting}
    counted = [publishers[id_] for id_ in _counted_publishers(ids, publishers, independence)]
    other = [publisher for publisher in counted if publisher.stance == "other"]
    unvetted = [publisher for publisher in other if publisher.note.startswith(UNVETTED_PREFIX)]
    if unvetted and len(unvetted) == len(counted):
        return "unvetted"
    if other and len(other) == len(counted) and not unvetted:
        return "secondary"
    return "not_independent"


def _counted_publishers(
    publisher_ids: Iterable[str], publishers: Mapping[str, Publisher], independence: Independence
) -> frozenset[str]:
    """Return the original publishers, or the publishers themselves if repeats count."""
    if independence.repeats == "each":
        return frozenset(publisher_ids)
    return frozenset(one for id_ in publisher_ids for one in original_publishers(id_, publishers))
