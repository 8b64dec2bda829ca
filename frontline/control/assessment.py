"""From reports to accepted events, by a stated editorial rule.

Under the rules that ship, reports that repeat one origin count once, and so do all publishers
aligned with one actor: two bulletins of one army are one voice. Publishers of stance ``other``
(wikis, digests) can support a change but not confirm it, since they restate or compile what
others reported; nor can those that nobody has vetted, of which nothing is said. A rule file can
say otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from frontline.control.rules import RULES, Independence, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from frontline.control.rules import Criteria
    from frontline.models import Baseline, Event, Evidence, Publisher, Report
    from frontline.package.package import Package


#: Begins the note of a publisher of which nobody has said yet whose side it is on.
UNVETTED_PREFIX = "Not vetted:"


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a rule made of an event.

    Parameters
    ----------
    event : the event
    accepted : whether it takes effect
    evidence : ``confirmed``, ``claimed`` or ``disputed``
    why : one sentence
    """

    event: Event
    accepted: bool
    evidence: Evidence
    why: str


def assess_events(package: Package, rule: Rule) -> tuple[Assessment, ...]:
    """Judge every event of a package by its reports, in the order of the file.

    An event without any report does not stand: somebody must have said it.
    """
    return tuple(
        assess_event(event, package.reports.get(event.event_id, ()), package.publishers, rule)
        for event in package.events
    )


def assess_event(
    event: Event, reports: Sequence[Report], publishers: Mapping[str, Publisher], rule: Rule
) -> Assessment:
    """Judge one event by the reports that speak to it, in any order."""
    supporting = [report for report in reports if report.says == "supports"]
    denying = [report for report in reports if report.says == "denies"]
    heard = _hear(event, supporting, publishers, rule)
    if not supporting:
        return Assessment(event, accepted=False, evidence="disputed", why="No report supports it.")
    stands = _met(rule.stands, heard)
    against = _hear(event, denying, publishers, rule)
    if denying and len(against.independent_sources) >= rule.contradicted.voices:
        ended = _ends(rule, supporting, denying, (heard, against))
        both = _count(heard.independent_sources), _count(against.independent_sources)
        why = "Reported by {}, denied by {}.".format(*both)
        return Assessment(event, accepted=stands and ended, evidence="disputed", why=why)
    why = _why(heard, stands=stands) or _why_unheard(supporting, publishers, rule.voice)
    confirmed = _met(rule.confirmed, heard)
    return Assessment(event, stands, "confirmed" if confirmed else "claimed", why)


def why_at_start(row: Baseline, reports: Iterable[Report]) -> str:
    """Say that nobody is named who said what a baseline row states; empty where somebody is.

    The evidence that the row states is answered as it stands: a rule judges changes, and a reader
    is told that here it is the package's own word. What is ``inferred`` says so by itself.
    """
    if row.evidence == "inferred" or any(report.says == "supports" for report in reports):
        return ""
    return "Stated in the package; no report of it is given."


def is_confirmed(
    reports: Sequence[Report], publishers: Mapping[str, Publisher], rule: Rule
) -> bool:
    """Tell whether reports make sure what held when a record began, when nobody lost by it."""
    if any(report.says == "denies" for report in reports):
        return False
    supporting = {report.publisher for report in reports if report.says == "supports"}
    found = independent_sources(supporting, publishers, rule.voice)
    return _met(rule.confirmed, _Heard(found, _neutral(found), own_loss=False))


class _Heard(NamedTuple):
    """Who reports an event: voices, those of them of no side, and whether the loser is one."""

    independent_sources: frozenset[str]
    neutral: frozenset[str]
    own_loss: bool


def _hear(
    event: Event, reports: Sequence[Report], publishers: Mapping[str, Publisher], rule: Rule
) -> _Heard:
    found = independent_sources({report.publisher for report in reports}, publishers, rule.voice)
    lost = _against_interest(event, reports, publishers, rule)
    return _Heard(found, _neutral(found), lost)


def _neutral(found: frozenset[str]) -> frozenset[str]:
    return frozenset(voice for voice in found if not voice.startswith("side:"))


def _met(needs: Criteria, heard: _Heard) -> bool:
    """Tell whether one of the ways that are named is open."""
    if needs.own_loss == "enough" and heard.own_loss:
        return True
    if needs.voices is not None and len(heard.independent_sources) >= needs.voices:
        return True
    return needs.neutral_voices is not None and len(heard.neutral) >= needs.neutral_voices


def _ends(
    rule: Rule,
    supporting: Sequence[Report],
    denying: Sequence[Report],
    heard: tuple[_Heard, _Heard],
) -> bool:
    """Tell whether a contradicted change takes effect; `heard` is who supports, who denies."""
    forth, back = heard
    match rule.contradicted.ends:
        case "stands":
            return True
        case "later-report":
            return _last_day(supporting) > _last_day(denying)
        case "majority":
            return len(forth.independent_sources) > len(back.independent_sources)
        case "own-loss":
            return forth.own_loss
    return False


def _last_day(reports: Sequence[Report]) -> date:
    return max((r.published_on for r in reports if r.published_on), default=date.min)


def _why(heard: _Heard, *, stands: bool) -> str:
    if len(heard.independent_sources) >= 2:
        why = f"Reported by {_count(heard.independent_sources)} independent of each other."
        return why if stands else f"{why} The rule asks for others."
    if heard.own_loss:
        return "Reported by the side that lost by it."
    return "Reported by one voice only." if heard.independent_sources else ""


def _why_unheard(
    supporting: Sequence[Report], publishers: Mapping[str, Publisher], counting: Independence
) -> str:
    """Say what is known of publishers of which none is a voice, and no more than is known."""
    ids = {report.publisher for report in supporting}
    speaking = [publishers[id_] for id_ in sorted(_speaking(ids, publishers, counting))]
    of_other = [one for one in speaking if one.stance == "other"]
    unvetted = [one for one in of_other if one.note.startswith(UNVETTED_PREFIX)]
    if unvetted and len(unvetted) == len(speaking):
        return "Reported only by publishers that nobody has vetted."
    if of_other and len(of_other) == len(speaking) and not unvetted:
        return "Reported only by texts that restate or compile."
    return "Reported only by publishers that count as no voice of their own."


def _count(found: frozenset[str]) -> str:
    return "one voice" if len(found) == 1 else f"{len(found)} voices"


def original_publishers(publisher_id: str, publishers: Mapping[str, Publisher]) -> frozenset[str]:
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


def independent_sources(
    publisher_ids: Iterable[str],
    publishers: Mapping[str, Publisher],
    counting: Independence = RULES["standard"].voice,
) -> frozenset[str]:
    """Give the independent voices among publishers.

    Parameters
    ----------
    counting : what counts as independent; as under ``standard`` if not given

    Returns
    -------
    ``side:actor`` for a side, ``side:actor:id`` where each publisher of it is its own voice,
    and the id of a publisher of no side.
    """
    found = set()
    for origin in _speaking(publisher_ids, publishers, counting):
        publisher = publishers[origin]
        if publisher.stance in counting.silent:
            continue
        if publisher.stance == "aligned":
            own = "" if counting.side == "one" else f":{origin}"
            found.add(f"side:{publisher.aligned_with}{own}")
        else:
            found.add(origin)
    return frozenset(found)


def _speaking(
    publisher_ids: Iterable[str], publishers: Mapping[str, Publisher], counting: Independence
) -> frozenset[str]:
    """Give whose words publishers carry, each its own where a rule takes repeats for voices."""
    if counting.repeats == "each":
        return frozenset(publisher_ids)
    return frozenset(one for id_ in publisher_ids for one in original_publishers(id_, publishers))


def _against_interest(
    event: Event, reports: Iterable[Report], publishers: Mapping[str, Publisher], rule: Rule
) -> bool:
    """Tell whether a change is reported by the side that lost by it."""
    if event.kind not in rule.own_loss.events:
        return False
    heard = {report.publisher for report in reports}
    if rule.own_loss.heard == "relayed":
        heard = {origin for id_ in heard for origin in original_publishers(id_, publishers)}
    return any(publishers[id_].aligned_with == event.before for id_ in heard)
