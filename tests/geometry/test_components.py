"""Connected pieces of ground are found whatever their shape, in few turns."""

from __future__ import annotations

import numpy as np
import pytest

from frontline.geometry.tessellation import _components


def components_on_paper(pairs, member):
    """Follow links from each member, one after another."""
    links = {n: set() for n in np.flatnonzero(member).tolist()}
    for one, other in pairs.tolist():
        if one in links and other in links:
            links[one].add(other)
            links[other].add(one)
    found, seen = [], set()
    for begin in links:
        pending, piece = [begin], set()
        while pending:
            number = pending.pop()
            if number not in seen:
                seen.add(number)
                piece.add(number)
                pending += links[number]
        if piece:
            found.append(sorted(piece))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_components_are_those_that_links_connect(seed):
    chance = np.random.default_rng(seed)
    for number, count in ((1, 0), (12, 8), (60, 50), (60, 200)):
        pairs = chance.integers(0, number, (count, 2))
        member = chance.random(number) < chance.choice([0.2, 0.7, 1.0])
        found = [piece.tolist() for piece in _components(pairs, member)]
        assert found == components_on_paper(pairs, member)


def test_a_winding_strip_is_joined_in_few_turns(monkeypatch):
    turns, compare = [], np.array_equal
    monkeypatch.setattr(np, "array_equal", lambda *two: turns.append(1) or compare(*two))
    for number in (256, 4096):
        strip = np.random.default_rng(3).permutation(number)
        turns.clear()
        pieces = _components(np.column_stack([strip[:-1], strip[1:]]), np.ones(number, dtype=bool))
        assert [piece.tolist() for piece in pieces] == [list(range(number))]
        assert len(turns) < 8 * np.log2(number)
