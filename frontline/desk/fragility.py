"""What a verdict hangs on: which single publisher, or village, left out would change it.

The claim is checked again without each publisher whose silence would change who held anything
that the check looks at, and without each village that a reading stands on. A change of the
reading under which a claim holds counts as well as a change of the verdict.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from frontline.desk.left_out import Fragile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from frontline.desk.claims import Claim
    from frontline.desk.left_out import LeftOut
    from frontline.desk.verdict import Answer, Verdict
    from frontline.desk.ways import Ways

__all__ = ["fragility"]

#: A check looks at no day farther than this from those a claim is about.
_DAYS = timedelta(days=2)


def fragility(
    ways: Ways,
    left_out: LeftOut,
    claim: Claim,
    answer: Answer,
    checker: Callable[[Ways, Claim], Answer],
) -> tuple[Fragile, ...]:
    """Give what, left out, would change an answer: villages first, then publishers."""
    if not _hangs_on_reports(claim):
        return ()
    found = [*_villages(ways, left_out, claim, answer, checker)]
    near = _near(ways, claim, answer)
    publishers = left_out.publishers_of(ways.atlas.record.place_ids[column] for column in near)
    looked_at = np.zeros(len(ways.atlas.record.place_ids), dtype=np.bool_)
    looked_at[near] = True
    span, evidence = (claim.first - _DAYS, claim.last + _DAYS), claim.kind == "distance"
    for publisher in publishers:
        if left_out.matters(publisher, looked_at, span, evidence=evidence):
            name = ways.atlas.package.publishers[publisher].name
            again = checker(ways.over(left_out.publisher(publisher)), claim).verdict
            found += _told(("publisher", publisher, name), answer.verdict, again)
    return tuple(found)


def _hangs_on_reports(claim: Claim) -> bool:
    """Whether the answer depends on who held what."""
    if claim.kind == "direction":
        return False
    ends = {end.kind for end in (claim.subject, claim.target) if end is not None}
    return claim.kind != "distance" or bool(ends & {"actor", "front"})


def _near(ways: Ways, claim: Claim, answer: Answer) -> NDArray[np.intp]:
    """Give the columns of the places that can matter: for forces those near enough."""
    record, target = ways.atlas.record, claim.target
    lengths = [one.way.edge_m for one in answer.readings if one.way is not None]
    if claim.kind == "distance" and target is not None and target.kind != "front" and lengths:
        # who holds a road is told by the places whose cells it runs through
        reach = ways.atlas.package.frame.reach_km * 1000 if target.kind == "road" else 0.0
        return np.flatnonzero(ways.forces(target).perhaps_within(max([*lengths, reach])))
    if claim.kind == "control" and target is not None and target.place is not None:
        column = record.index.get(target.place.id)
        return np.asarray([] if column is None else [column], dtype=np.intp)
    return np.arange(len(record.place_ids))


def _villages(
    ways: Ways,
    left_out: LeftOut,
    claim: Claim,
    answer: Answer,
    checker: Callable[[Ways, Claim], Answer],
) -> Iterator[Fragile]:
    if claim.kind not in {"distance", "count"}:
        return
    places = {place.id: place for place in answer.places}
    for one in answer.readings:
        if one.way is not None and one.way.start.place is not None:
            places.setdefault(one.way.start.place.id, one.way.start.place)
    for id_, place in places.items():
        if id_ in ways.atlas.record.index:
            again = checker(ways.over(left_out.place(id_)), claim).verdict
            yield from _told(("place", id_, place.name), answer.verdict, again)


def _told(what: tuple[str, str, str], now: Verdict, then: Verdict) -> Iterable[Fragile]:
    if (now.word, now.holds_under) != (then.word, then.holds_under):
        yield Fragile(*what, then.word, then.holds_under)
