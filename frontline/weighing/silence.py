"""Whose silence is tried out: a publisher's own reports, or a voice with all who carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from frontline.evidence import origins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from frontline.model import Publisher, Report
    from frontline.package import Package

__all__ = ["Silence", "silences"]


@dataclass(frozen=True)
class Silence:
    """Somebody who is supposed to have said nothing.

    Parameters
    ----------
    kind : ``publisher``: its own reports go; ``voice``: also those of all who only repeat it;
        ``side``: all publishers aligned with an actor, and all who only repeat them
    id, name : of the publisher or the actor
    reports : the reports that go
    publishers : all, with whom each still repeats
    touched : the events and rows that any of them speaks to
    """

    kind: Literal["publisher", "voice", "side"]
    id: str
    name: str
    reports: frozenset[str]
    publishers: Mapping[str, Publisher]
    touched: frozenset[str]


def silences(package: Package) -> tuple[Silence, ...]:
    """Give everybody who can be left out: sides, voices that others repeat, publishers.

    A publisher that carries a silenced voice beside another goes on with the other alone.
    """
    publishers = package.publishers
    carried = {id_: origins(id_, publishers) for id_ in publishers}
    found = []
    for actor in package.actors.values():
        own = {p.id for p in publishers.values() if p.aligned_with == actor.id and not p.origin}
        found.append(_silence(package, "side", (actor.id, actor.name), own, carried))
    repeated = {one for id_, ids in carried.items() for one in ids if one != id_}
    found += [
        _silence(package, "voice", (id_, publishers[id_].name), {id_}, carried)
        for id_ in sorted(repeated)
    ]
    for id_, publisher in sorted(publishers.items()):
        reports = frozenset(r.report_id for r in package.all_reports if r.publisher == id_)
        about = _records(package.all_reports, {id_})
        found.append(Silence("publisher", id_, publisher.name, reports, publishers, about))
    return tuple(one for one in found if one.touched)


def _silence(
    package: Package,
    kind: Literal["voice", "side"],
    named: tuple[str, str],
    own: set[str],
    carried: Mapping[str, frozenset[str]],
) -> Silence:
    silent = {id_ for id_, ids in carried.items() if ids and ids <= own}
    fewer = {
        id_: package.publishers[id_].model_copy(update={"origin": tuple(sorted(ids - own))})
        for id_, ids in carried.items()
        if ids & own and not ids <= own
    }
    reports = frozenset(r.report_id for r in package.all_reports if r.publisher in silent)
    touched = _records(package.all_reports, silent | fewer.keys())
    return Silence(kind, *named, reports, {**package.publishers, **fewer}, touched)


def _records(reports: Iterable[Report], publishers: set[str]) -> frozenset[str]:
    return frozenset(r.record_id for r in reports if r.publisher in publishers)
