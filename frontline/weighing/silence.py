"""Whose silence is tried out: a publisher's own reports, or a voice with all who carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from frontline.evidence import origins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.model import Publisher, Report
    from frontline.package import Package

__all__ = ["Silence", "publishers_silent", "silences"]


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
    publishers, said = package.publishers, _said(package)
    carried = {id_: origins(id_, publishers) for id_ in publishers}
    found = []
    for actor in package.actors.values():
        own = {p.id for p in publishers.values() if p.aligned_with == actor.id and not p.origin}
        found.append(_silence(said, "side", (actor.id, actor.name), own, package))
    repeated = {one for id_, ids in carried.items() for one in ids if one != id_}
    found += [
        _silence(said, "voice", (id_, publishers[id_].name), {id_}, package)
        for id_ in sorted(repeated)
    ]
    found += publishers_silent(package).values()
    return tuple(one for one in found if one.touched)


def publishers_silent(package: Package) -> Mapping[str, Silence]:
    """Give each publisher of a package as if it alone had said nothing, by id."""
    publishers, said = package.publishers, _said(package)
    return {
        id_: Silence(
            "publisher",
            id_,
            publisher.name,
            frozenset(report.report_id for report in said[id_]),
            publishers,
            frozenset(report.record_id for report in said[id_]),
        )
        for id_, publisher in sorted(publishers.items())
    }


def _said(package: Package) -> Mapping[str, list[Report]]:
    said: dict[str, list[Report]] = {id_: [] for id_ in package.publishers}
    for report in package.all_reports:
        said[report.publisher].append(report)
    return said


def _silence(
    said: Mapping[str, list[Report]],
    kind: Literal["voice", "side"],
    named: tuple[str, str],
    own: set[str],
    package: Package,
) -> Silence:
    publishers = package.publishers
    carried = {id_: origins(id_, publishers) for id_ in publishers}
    silent = {id_ for id_, ids in carried.items() if ids and ids <= own}
    fewer = {
        id_: publishers[id_].model_copy(update={"origin": tuple(sorted(ids - own))})
        for id_, ids in carried.items()
        if ids & own and not ids <= own
    }
    reports = frozenset(report.report_id for id_ in silent for report in said[id_])
    touched = frozenset(r.record_id for id_ in silent | fewer.keys() for r in said[id_])
    return Silence(kind, *named, reports, {**publishers, **fewer}, touched)
