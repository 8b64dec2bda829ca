"""From reports to accepted events, by a stated editorial rule.

Reports that repeat one origin count once, and so do all publishers aligned with one actor:
two bulletins of one army are one voice. Publishers of stance ``other`` (wikis, digests) can
support a change but not confirm it, since they restate what others reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from frontline.model import Event, Evidence, Publisher, Report
    from frontline.package import Package

__all__ = ["RULES", "Rule", "Ruling", "rule_events"]


@dataclass(frozen=True, slots=True)
class Rule:
    """How reports become control.

    Parameters
    ----------
    name : as the user writes it
    says : one sentence for the reader of a page
    needs_two : a change takes effect only when two independent voices report it
    contradicted_stands : a contradicted change takes effect all the same
    """

    name: str
    says: str
    needs_two: bool = False
    contradicted_stands: bool = False


RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            "standard",
            "A reported change stands unless another report denies it; a denied change does not "
            "take effect, and the place is marked disputed.",
        ),
        Rule(
            "two-source",
            "A change stands only when two independent voices report it and none denies it.",
            needs_two=True,
        ),
        Rule(
            "all",
            "Every reported change stands, even one that another report denies.",
            contradicted_stands=True,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule made of an event.

    Parameters
    ----------
    event : the event
    stands : whether it takes effect
    evidence : ``confirmed``, ``claimed`` or ``disputed``
    why : one sentence
    """

    event: Event
    stands: bool
    evidence: Evidence
    why: str


def find_rule(name: str) -> Rule:
    """Give the rule of that name; RequestError lists the names there are."""
    try:
        return RULES[name]
    except KeyError:
        raise RequestError(f"no rule {name!r}: use one of {', '.join(RULES)}") from None


def rule_events(package: Package, rule: Rule) -> tuple[Ruling, ...]:
    """Judge every event of a package by its reports, in the order of the file.

    An event without any report does not stand: somebody must have said it.
    """
    return tuple(
        _judge(event, package.reports.get(event.event_id, ()), package.publishers, rule)
        for event in package.events
    )


def _judge(
    event: Event, reports: Sequence[Report], publishers: Mapping[str, Publisher], rule: Rule
) -> Ruling:
    supporting = [report.publisher for report in reports if report.says == "supports"]
    denying = [report.publisher for report in reports if report.says == "denies"]
    for_it = voices(supporting, publishers)
    if not supporting:
        return Ruling(event, stands=False, evidence="disputed", why="No report supports it.")
    if denying:
        why = f"Reported by {_count(for_it)}, denied by {_count(voices(denying, publishers))}."
        return Ruling(event, stands=rule.contradicted_stands, evidence="disputed", why=why)
    independent = len(for_it) >= 2
    if independent:
        why = f"Reported by {_count(for_it)} independent of each other."
    elif _against_interest(event, supporting, publishers):
        why = "Reported by the side that lost by it."
    else:
        why = "Reported by one voice only." if for_it else "Reported only by texts that restate."
        return Ruling(event, stands=not rule.needs_two, evidence="claimed", why=why)
    return Ruling(event, stands=independent or not rule.needs_two, evidence="confirmed", why=why)


def _count(found: frozenset[str]) -> str:
    return "one voice" if len(found) == 1 else f"{len(found)} voices"


def origins(publisher_id: str, publishers: Mapping[str, Publisher]) -> frozenset[str]:
    """Follow a publisher back to those whose words it carries, itself if it repeats nobody."""
    found: set[str] = set()
    seen: set[str] = set()
    ahead = [publisher_id]
    while ahead:
        current = ahead.pop()
        if current in seen:
            continue
        seen.add(current)
        ahead.extend(publishers[current].origin)
        if not publishers[current].origin:
            found.add(current)
    return frozenset(found)


def voices(publisher_ids: Iterable[str], publishers: Mapping[str, Publisher]) -> frozenset[str]:
    """Give the independent voices among publishers: ``side:actor``, or a publisher's id."""
    found = set()
    for publisher_id in publisher_ids:
        for origin in origins(publisher_id, publishers):
            publisher = publishers[origin]
            if publisher.stance == "aligned":
                found.add(f"side:{publisher.aligned_with}")
            elif publisher.stance != "other":
                found.add(origin)
    return frozenset(found)


def _against_interest(
    event: Event, supporting: Iterable[str], publishers: Mapping[str, Publisher]
) -> bool:
    """Tell whether a change is reported by the side that lost by it."""
    loser = event.before
    if event.kind not in {"capture", "withdrawal"}:
        return False
    return f"side:{loser}" in voices(supporting, publishers)
