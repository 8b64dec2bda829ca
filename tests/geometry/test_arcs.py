"""Lines cut into arcs: each line is made of its arcs, and what lines share is stored once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from frontline.geometry.arcs import Arcs


def rebuilt(found, numbers):
    """Return the points of a line from its arcs."""
    points = []
    for number in numbers:
        arc = found.arcs[number] if number >= 0 else found.arcs[~number][::-1]
        points += arc.tolist()[1 if points else 0 :]
    return points


def rotated(ring, first):
    """Return a ring from another of its points on."""
    at = ring.index(first)
    return [*ring[at:-1], *ring[: at + 1]]


def random_lines(rng):
    """Return lines that go from point to point of a small grid, and rings among them."""
    lines = []
    for _ in range(rng.integers(1, 12)):
        line = [rng.integers(-3, 4, 2).tolist()]
        while len(line) < rng.integers(2, 12):
            point = rng.integers(-3, 4, 2).tolist()
            line += [point] if point != line[-1] else []
        if len(line) > 3 and line[0] != line[-1] and rng.random() < 0.6:
            line.append(line[0])
        if len(line) > 1:
            lines.append(line)
    return lines


def test_lines_are_made_of_their_arcs_and_no_step_is_stored_twice():
    failures = []
    for seed in range(400):
        lines = random_lines(np.random.default_rng(seed))
        found = Arcs(lines)
        for line, numbers in zip(lines, found.numbers, strict=True):
            points = rebuilt(found, numbers)
            if points == line or (
                line[0] == line[-1]
                and points[0] in line
                and any(
                    points == [*line[at:-1], *line[: at + 1]]
                    for at, one in enumerate(line[:-1])
                    if one == points[0]
                )
            ):
                continue
            failures.append((seed, line, points))
        of_step = {}
        for number, arc in enumerate(found.arcs):
            for one, other in pairwise(arc.tolist()):
                step = tuple(sorted([tuple(one), tuple(other)]))
                if of_step.setdefault(step, number) != number:
                    failures.append((seed, step))
    assert failures == []


@pytest.mark.parametrize("first", [(0, 0), (9, 0), (9, 9)])
def test_a_ring_is_one_arc_wherever_it_begins_and_whichever_way_it_goes(first):
    ring = [(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)]
    found = Arcs([ring, rotated(ring, first), rotated(ring, first)[::-1]])
    assert len(found.arcs) == 1
    assert {max(number, ~number) for numbers in found.numbers for number in numbers} == {0}


def test_a_border_that_two_neighbours_share_is_one_arc_in_both():
    left = [(0, 0), (5, 0), (6, 3), (5, 6), (0, 6), (0, 0)]
    right = [(5, 0), (9, 0), (9, 6), (5, 6), (6, 3), (5, 0)]
    found = Arcs([left, right])
    (shared,) = {max(n, ~n) for n in found.numbers[0]} & {max(n, ~n) for n in found.numbers[1]}
    assert sorted(found.arcs[shared].tolist()) == [[5, 0], [5, 6], [6, 3]]


def test_no_lines_have_no_arcs():
    assert (Arcs([]).arcs, Arcs([]).numbers) == ([], [])
