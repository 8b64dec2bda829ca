"""Which publishers count as independent sources, and what a rule requires of them.

Under the built-in rules, publishers that repeat one origin count as one independent source, and
so do all publishers aligned with one actor. Publishers with the stance ``other`` (wikis,
digests, publishers that have not been vetted) can support a change but do not count as
independent sources. A rule file can change these settings.

`package_of_source` is the package as one publisher alone reports it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from frontline.control.rules import RULES, Independence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from frontline.control.rules import Criteria, Rule
    from frontline.models import Event, Publisher
    from frontline.package.package import Package


#: Prefix of the note of a publisher whose stance nobody has judged yet.
UNVETTED_PREFIX = "Not vetted:"


def original_publishers(publisher_id: str, publishers: Mapping[str, Publisher]) -> frozenset[str]:
    """Return the publishers whose reports a publisher repeats, itself if it repeats none.

    The column `origin` is followed to its end. Publishers that only repeat each other have no
    original publisher.
    """
    if not publishers[publisher_id].origin:  # as of most publishers
        return frozenset((publisher_id,))
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
    for publisher_id in counted_publishers(publisher_ids, publishers, independence):
        publisher = publishers[publisher_id]
        if publisher.stance in independence.excluded_stances:
            continue
        if publisher.stance == "aligned":
            suffix = "" if independence.side == "one" else f":{publisher_id}"
            found.add(f"side:{publisher.aligned_with}{suffix}")
        else:
            found.add(publisher_id)
    return frozenset(found)


class Sources(NamedTuple):
    """The independent sources of some reports, and whether the losing side is among them."""

    independent: frozenset[str]
    against_interest: bool

    @property
    def neutral(self) -> int:
        """The number of independent sources that are aligned with no actor."""
        return sum(not source.startswith("side:") for source in self.independent)


def is_met(criteria: Criteria, sources: Sources) -> bool:
    """Return whether at least one of the criteria is met."""
    if criteria.against_interest == "enough" and sources.against_interest:
        return True
    needed, neutral = criteria.independent_sources, criteria.neutral_sources
    if needed is not None and len(sources.independent) >= needed:
        return True
    return neutral is not None and sources.neutral >= neutral


def is_against_interest(
    event: Event, publisher_ids: Iterable[str], publishers: Mapping[str, Publisher], rule: Rule
) -> bool:
    """Return whether the side that lost the place reports the event itself."""
    if event.kind not in rule.against_interest.events:
        return False
    ids = set(publisher_ids)
    if rule.against_interest.attribution == "relayed":
        ids = {original for id_ in ids for original in original_publishers(id_, publishers)}
    return any(publishers[id_].aligned_with == event.before for id_ in ids)


def counted_publishers(
    publisher_ids: Iterable[str], publishers: Mapping[str, Publisher], independence: Independence
) -> frozenset[str]:
    """Return the original publishers, or the publishers themselves if repeats count."""
    if independence.repeats == "each":
        return frozenset(publisher_ids)
    return frozenset(one for id_ in publisher_ids for one in original_publishers(id_, publishers))


def code_without_sources(
    ids: Iterable[str],
    publishers: Mapping[str, Publisher],
    independence: Independence,
) -> Literal["unvetted", "secondary", "not_independent"]:
    """Return why none of these publishers counts as an independent source."""
    counted = [publishers[id_] for id_ in counted_publishers(ids, publishers, independence)]
    other = [publisher for publisher in counted if publisher.stance == "other"]
    unvetted = [publisher for publisher in other if publisher.note.startswith(UNVETTED_PREFIX)]
    if unvetted and len(unvetted) == len(counted):
        return "unvetted"
    if other and len(other) == len(counted) and not unvetted:
        return "secondary"
    return "not_independent"


def package_of_source(package: Package, publisher: str) -> Package:
    """Return a package with nothing but what one publisher reported.

    Events and baseline rows remain that a report of the publisher supports; denials and reports
    for context do not make them. All places keep their cells, so that several publishers can be
    compared.

    Parameters
    ----------
    package : Package
        The package with the reports of all publishers.
    publisher : str
        Id of the publisher.
    """
    reports = tuple(report for report in package.all_reports if report.publisher == publisher)
    supported = {report.record_id for report in reports if report.says == "supports"}
    return replace(
        package,
        baseline=tuple(row for row in package.baseline if row.baseline_id in supported),
        events=tuple(event for event in package.events if event.event_id in supported),
        all_reports=reports,
        area_reports=tuple(one for one in package.area_reports if one.publisher == publisher),
        annotations=(),
        extra_place_ids=package.evidence_place_ids,
    )
