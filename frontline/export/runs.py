"""Days joined into rows: a row lasts while nothing in it changes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from datetime import date

__all__ = ["runs"]

Thing = TypeVar("Thing", bound="Hashable")


def runs(
    turns: Sequence[date], last: date, there_on: Callable[[date], Iterable[Thing]]
) -> list[tuple[date, date, Thing]]:
    """Join days to runs.

    Parameters
    ----------
    turns : the first day, and every day on which anything may change, in order
    last : the last day
    there_on : what there is from one of these days on; equal things are one and the same

    Returns
    -------
    First day, last day and thing, by first day and then as they were given.

    Examples
    --------
    >>> from datetime import date
    >>> there = {1: ["a", "b"], 3: ["a"], 5: ["a", "b"]}
    >>> found = runs([date(2020, 1, d) for d in there], date(2020, 1, 9), lambda d: there[d.day])
    >>> [(first.day, last.day, thing) for first, last, thing in found]
    [(1, 9, 'a'), (1, 2, 'b'), (5, 9, 'b')]
    """
    going: dict[Thing, tuple[date, int]] = {}
    found: list[tuple[date, int, date, Thing]] = []
    for day in turns:
        now = list(there_on(day))
        for thing in going.keys() - set(now):
            start, place = going.pop(thing)
            found.append((start, place, day - timedelta(days=1), thing))
        for place, thing in enumerate(now):
            going.setdefault(thing, (day, place))
    found += [(start, place, last, thing) for thing, (start, place) in going.items()]
    found.sort(key=lambda run: run[:2])
    return [(start, end, thing) for start, _, end, thing in found]
