"""Statements that repeat who holds a place, and what they amount to when taken together.

A map or a list says again and again who holds a place. Each publisher's statements are spans of
days. On every day the publishers that speak of a place either agree, which is evidence, or
contradict each other, which the editorial rule decides.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from frontline.control.reasons import Reason
from frontline.control.sources import (
    Sources,
    code_without_sources,
    independent_sources,
    is_met,
    original_publishers,
)
from frontline.models import STATED_EVERY_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from frontline.control.rules import Rule
    from frontline.models import Event, Evidence, Publisher
    from frontline.package.package import Package


@dataclass(frozen=True, slots=True)
class Statement:
    """What one publisher says of one place on each day of a span.

    Rows of ``events.csv`` of kind ``held`` are statements, and whatever else says who held a place
    can be turned into them: the areas of a map, for each place in them. To feed others to a
    record, pass them to `combine` together with `package_statements`, and the result to `Record`;
    `Atlas.statements` is the place where an atlas collects them. Make one statement for a span of
    days, not one for each day.

    Parameters
    ----------
    place_id : str
        Id of the place.
    actors : tuple of str
        One id if an actor holds the place; several, sorted, if they contest it; none if the
        publisher no longer says who holds it, which ends what it stated before.
    first, last : date
        First and last day on which it is stated. In between it is stated at least once every
        `frontline.models.STATED_EVERY_DAYS` days.
    publisher : str
        Id of the publisher.
    evidence : {"confirmed", "claimed", "inferred"}, optional
        Evidence that the rule does not change. None for a report about the place itself, or about
        ground that the publisher drew, which the rule assesses. A statement that is ``inferred``,
        such as that of a named area, gives way to a report about the place itself of the same day,
        and later ones override it. A statement that is ``claimed`` needs what the rule requires of
        a change.
    record_ids : tuple of str
        Ids of the event, baseline row or area reports that it comes from: their reports are the
        sources of the answer.
    denies : bool
        Whether the publisher says that the actors do not hold the place.
    """

    place_id: str
    actors: tuple[str, ...]
    first: date
    last: date
    publisher: str
    evidence: Evidence | None = None
    record_ids: tuple[str, ...] = ()
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Statements of one publisher that continue each other.

    Parameters
    ----------
    actors : tuple of str
        Who holds or contests the place.
    first, last : date
        First and last day.
    publisher : str
        Id of the publisher.
    evidence : str, optional
        As for a statement.
    denies : bool
        As for a statement.
    parts : tuple of Statement
        The statements, in order of days.
    """

    actors: tuple[str, ...]
    first: date
    last: date
    publisher: str
    evidence: Evidence | None
    denies: bool
    parts: tuple[Statement, ...]

    def record_ids_on(self, day: date) -> tuple[str, ...]:
        """Return the records of the statement that had been made last on a day."""
        if len(self.parts) == 1:
            return self.parts[0].record_ids
        made = bisect_right(self.parts, day, key=lambda one: one.first)
        return self.parts[made - 1].record_ids


@dataclass(frozen=True, slots=True)
class Position:
    """What all publishers together state of a place on each day of a span.

    Parameters
    ----------
    place_id : str
        Id of the place.
    first, last : date
        First and last day; the same publishers state the same on all of them.
    actors : tuple of str
        Who holds or contests the place; all who are named if the publishers disagree.
    accepted : bool
        Whether the rule accepts it.
    evidence : str
        ``confirmed``, ``claimed``, ``inferred``, or ``disputed`` if publishers disagree.
    reason : Reason
        Why the rule came to this result.
    record_ids : tuple of str
        The records that the statements come from.
    named : tuple of tuple of str
        The actors that each group of publishers names; more than one if they disagree.
    publishers : frozenset of str
        Ids of the publishers.
    since : date
        The first day on which the publisher among them that changed last has stated it.
    """

    place_id: str
    first: date
    last: date
    actors: tuple[str, ...]
    accepted: bool
    evidence: Evidence
    reason: Reason
    record_ids: tuple[str, ...]
    named: tuple[tuple[str, ...], ...]
    since: date
    publishers: frozenset[str] = frozenset()


def stated_actors(event: Event) -> tuple[str, ...]:
    """Return who holds the place by an event of kind ``held``, or who contests it."""
    return tuple(sorted({event.before, event.after}))


def package_statements(package: Package) -> list[Statement]:
    """Return the statements in the events of a package.

    A baseline row is a statement about the first day, made by the publishers that support it.
    """
    rows = [event for event in package.events if event.kind == "held" and event.place_id]
    places = {event.place_id for event in rows}
    first = package.coverage.first_day
    facts = [
        (event.event_id, str(event.place_id), stated_actors(event), event.date_earliest,
         event.date_latest)
        for event in rows
    ]  # fmt: skip
    facts += [
        (row.baseline_id, row.place_id, (row.holder,), first, first)
        for row in package.baseline
        if row.holder is not None and row.place_id in places
    ]
    return [
        Statement(place_id, actors, start, end, publisher, None, (id_,), says == "denies")
        for id_, place_id, actors, start, end in facts
        for publisher, says in _publishers(package, id_)
    ]


def _publishers(package: Package, record_id: str) -> Iterable[tuple[str, str]]:
    reports = package.reports.get(record_id, ())
    return dict.fromkeys((one.publisher, one.says) for one in reports if one.says != "context")


def join_statements(statements: Iterable[Statement]) -> list[Run]:
    """Join the statements about one place that continue each other.

    Two of one publisher do if they name the same actors, `STATED_EVERY_DAYS` days or less apart,
    and nothing else in between. It makes no difference then in how many rows they are stored.
    """
    streams: defaultdict[tuple[str, bool, bool], list[Statement]] = defaultdict(list)
    for one in statements:
        streams[one.publisher, one.evidence is None, one.denies].append(one)
    runs: list[Run] = []
    for stream in streams.values():
        stream.sort(key=lambda one: (one.first, one.last, one.actors, one.record_ids))
        parts: list[Statement] = []
        last = stream[0].first
        for one in stream:
            goes_on = bool(parts) and parts[-1].actors == one.actors
            if parts and not (goes_on and (one.first - last).days <= STATED_EVERY_DAYS):
                runs.append(_run(parts))
                parts, last = [], one.last
            parts.append(one)
            last = max(last, one.last)
        runs.append(_run(parts))
    return runs


def _run(parts: list[Statement]) -> Run:
    one, last = parts[0], max(part.last for part in parts)
    return Run(one.actors, one.first, last, one.publisher, one.evidence, one.denies, tuple(parts))


def position_of(positions: Sequence[Position], record_id: str) -> Position | None:
    """Return the last position that a record is part of, or None."""
    return next((one for one in reversed(positions) if record_id in one.record_ids), None)


def combine(
    statements: Iterable[Statement], publishers: Mapping[str, Publisher], rule: Rule
) -> dict[str, tuple[Position, ...]]:
    """Return what the statements about each place amount to under a rule.

    Parameters
    ----------
    statements : iterable of Statement
        In any order.
    publishers : mapping of str to Publisher
        All publishers of the package, by id.
    rule : Rule
        The editorial rule. Where publishers disagree its ``[contradicted]`` decides.

    Returns
    -------
    dict
        By id of the place: positions in order of days, without overlaps.
    """
    by_place: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_place[statement.place_id].append(statement)
    judge = _Judge(publishers, rule)
    return {place_id: tuple(judge.positions(place_id, own)) for place_id, own in by_place.items()}


class _Judge:
    """Assess the statements of a place; what only depends on the publishers is kept."""

    def __init__(self, publishers: Mapping[str, Publisher], rule: Rule) -> None:
        self._publishers, self._rule = publishers, rule
        self._known: dict[tuple[tuple[str, ...], frozenset[str]], Sources] = {}

    def positions(self, place_id: str, statements: Iterable[Statement]) -> Iterable[Position]:
        """Yield a position for each span of days on which the same statements are made."""
        runs = sorted(
            join_statements(statements),
            key=lambda one: (one.first, one.last, one.actors, one.publisher, one.denies),
        )
        days = {part.first.toordinal() for one in runs for part in one.parts}
        days |= {one.last.toordinal() + 1 for one in runs}
        active: list[Run] = []
        number = 0
        for start, following in pairwise(sorted(days)):
            day = date.fromordinal(start)
            active = [one for one in active if one.last >= day]
            while number < len(runs) and runs[number].first == day:
                active.append(runs[number])
                number += 1
            if active:
                until = date.fromordinal(following - 1)
                yield self._position(place_id, active, day, until)

    def _position(self, place_id: str, active: Sequence[Run], first: date, last: date) -> Position:
        spoken = [one for one in active if one.actors] or active
        own = [one for one in spoken if one.evidence is None] or spoken
        groups: defaultdict[tuple[str, ...], list[Run]] = defaultdict(list)
        for one in own:
            if not one.denies:
                groups[one.actors].append(one)
        denied = [one.actors for one in own if one.denies]
        ids, named = _record_ids(own, first), tuple(sorted(groups))
        since = max(one.first for one in own)
        if not groups:  # only denials: nobody says who holds the place
            return Position(
                place_id, first, last, denied[0], False, "disputed", Reason("no_support"), ids,  # noqa: FBT003 - a field
                named, since,
            )  # fmt: skip
        ranked = sorted(groups, key=lambda actors: _rank(groups[actors]), reverse=True)
        if len(groups) > 1 or denied:
            return self._disagreement(place_id, groups, ranked, own, (first, last))
        (actors,) = groups
        evidence, accepted = groups[actors][0].evidence, True
        sources = self._sources(actors, groups[actors])
        if evidence is None:
            evidence = "confirmed" if is_met(self._rule.confirmed, sources) else "claimed"
        if evidence != "inferred":
            accepted = is_met(self._rule.accepted, sources)
        reason = Reason("stated", len(sources.independent))
        if not sources.independent:
            ids_ = {one.publisher for one in groups[actors]}
            independence = self._rule.independence
            reason = Reason(code_without_sources(ids_, self._publishers, independence))
        by = frozenset(one.publisher for one in own)
        return Position(
            place_id, first, last, actors, accepted, evidence, reason, ids, named, since, by
        )

    def _disagreement(
        self,
        place_id: str,
        groups: Mapping[tuple[str, ...], list[Run]],
        ranked: list[tuple[str, ...]],
        own: Sequence[Run],
        days: tuple[date, date],
    ) -> Position:
        """Return the position where publishers disagree: that of one group, or of none."""
        winners = [actors for actors in ranked if self._prevails(actors, groups[actors], own)]
        several = self._rule.contradicted.outcome == "stands"
        actors = winners[0] if winners and (several or len(winners) == 1) else None
        supporting = groups[actors or ranked[0]]
        against = [one for one in own if one not in supporting]
        chosen = own if actors is None else supporting
        named = tuple(sorted(groups))
        return Position(
            place_id,
            *days,
            actors or tuple(sorted({id_ for group in groups for id_ in group})),
            accepted=actors is not None,
            evidence="disputed" if self._counts(groups) else "claimed",
            reason=Reason(
                "denied",
                len(self._sources(ranked[0], supporting).independent),
                len(self._sources(ranked[0], against).independent),
            ),
            record_ids=_record_ids(chosen, days[0]),
            named=named,
            publishers=frozenset(one.publisher for one in own),
            since=max(one.first for one in chosen),
        )

    def _counts(self, groups: Mapping[tuple[str, ...], list[Run]]) -> bool:
        """Return whether any group would be accepted if no other contradicted it."""
        accepted = self._rule.accepted
        return any(is_met(accepted, self._sources(*group)) for group in groups.items())

    def _prevails(
        self, actors: tuple[str, ...], supporting: Sequence[Run], own: Sequence[Run]
    ) -> bool:
        """Return whether the rule accepts a group of statements that others contradict."""
        support = self._sources(actors, supporting)
        if not is_met(self._rule.accepted, support):
            return False
        denying = [one for one in own if one.actors != actors or one.denies]
        denial = self._sources(actors, denying)
        contradicted = self._rule.contradicted
        prevails = len(denial.independent) < contradicted.independent_sources
        match contradicted.outcome:
            case "stands":
                prevails = True
            case "later-report":
                prevails |= max(o.first for o in supporting) > max(o.first for o in denying)
            case "majority":
                prevails |= len(support.independent) > len(denial.independent)
            case "own-loss":
                prevails |= support.against_interest
        return prevails

    def _sources(self, actors: tuple[str, ...], runs: Sequence[Run]) -> Sources:
        ids = frozenset(one.publisher for one in runs)
        key = (actors, ids)
        if key not in self._known:
            independent = independent_sources(ids, self._publishers, self._rule.independence)
            self._known[key] = Sources(independent, self._is_admission(actors, ids))
        return self._known[key]

    @cached_property
    def _relays(self) -> bool:
        return self._rule.against_interest.attribution == "relayed"

    def _is_admission(self, actors: tuple[str, ...], ids: Iterable[str]) -> bool:
        """Return whether a publisher is aligned with an actor that does not hold the place."""
        if self._relays:
            ids = {one for id_ in ids for one in original_publishers(id_, self._publishers)}
        sides = {self._publishers[id_].aligned_with for id_ in ids}
        return bool(sides - {None, *actors})


def _rank(runs: Sequence[Run]) -> tuple[date, int, tuple[str, ...]]:
    """Return a sort key: the group that began last, then the one with the most publishers."""
    return min(one.first for one in runs), len({one.publisher for one in runs}), runs[0].actors


def _record_ids(runs: Iterable[Run], day: date) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for one in runs for id_ in one.record_ids_on(day)))
