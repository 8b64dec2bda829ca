"""What moves when places are moved within the errors of their positions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_histories import DAYS, LAND, LAST, TOWNS
from invented_land import LAND as FOLDER
from run_command import invoke
from run_command import run_on_land as say

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.errors import InvalidRequestError
from frontline.sensitivity.monte_carlo import _discs, _ground, monte_carlo


def still(package, error_m=0.001):
    places = {
        id_: place.model_copy(update={"position_error_m": error_m})
        for id_, place in package.gazetteer.items()
    }
    return replace(package, gazetteer=places)


@pytest.mark.parametrize(
    "asked",
    [("elm", "alder"), ("birch", "south"), ("north", "south"), ("h1", "south"), ("cedar", "front")],
)
def test_where_positions_are_sure_every_draw_is_what_is_drawn(asked):
    state = Atlas(still(LAND), RULES["standard"]).on("2001-01-04")
    shaken = monte_carlo(state, asked, draws=5)
    way = state.distance(*asked)
    for spread, value in ((shaken.centre_m, way.centre_m), (shaken.edge_m, way.edge_m)):
        assert spread.drawn == value
        assert (spread.low, spread.high) == pytest.approx((value, value), abs=0.1)
    for actor, spread in shaken.areas_km2.items():
        assert (spread.low, spread.high) == pytest.approx([state.areas_km2[actor]] * 2, rel=1e-6)
    assert shaken.front_km.low == pytest.approx(shaken.front_km.drawn, rel=1e-6)


@settings(max_examples=20)
@given(st.integers(0, 10**9), st.sampled_from(DAYS), st.permutations(TOWNS))
def test_a_distance_between_two_places_is_shaken_no_farther_than_its_interval(seed, day, towns):
    state = Atlas(LAND, RULES["standard"]).on(day)
    way = state.distance(*towns[:2])
    shaken = monte_carlo(state, tuple(towns[:2]), draws=10, seed=seed)
    assert way.low_m - 1 <= shaken.edge_m.low <= shaken.edge_m.high
    assert shaken.centre_m.low <= shaken.centre_m.high <= way.high_m + 1


def test_moved_places_share_out_the_same_ground():
    state = Atlas(still(LAND, 3000.0), RULES["standard"]).on("2001-01-01")
    moves = _discs(np.random.default_rng(1), 10, np.full(9, 3000.0))
    numbers, lines = _ground(state, moves)
    whole = state.atlas.cells.ground.area / 1e6
    assert numbers[:, :-1].sum(axis=1) == pytest.approx(np.full(10, whole))
    assert numbers[:, -1] == pytest.approx([line.length / 1000 for line in lines])
    assert len(set(numbers[:, 0])) == 10


def test_a_place_is_moved_to_all_of_its_disc_and_no_farther():
    moves = _discs(np.random.default_rng(1), 20_000, np.asarray([100.0, 2000.0]))
    far = np.hypot(moves[..., 0], moves[..., 1])
    assert (far.max(axis=0) <= [100.0, 2000.0]).all()
    # Uniform over a disc: half the points lie within 1/sqrt(2) of its radius, on every side.
    assert (far < np.asarray([100.0, 2000.0]) / np.sqrt(2)).mean(axis=0) == pytest.approx(
        [0.5, 0.5], abs=0.02
    )
    assert (moves > 0).mean(axis=0).ravel() == pytest.approx([0.5] * 4, abs=0.02)


def test_the_same_seed_gives_the_same_spread_and_another_another(atlas):
    state = atlas.on("2019-08-15")
    once, again = (monte_carlo(state, draws=3, seed=7) for _ in range(2))
    assert once == again
    assert monte_carlo(state, draws=3, seed=8).areas_km2 != once.areas_km2


def test_which_village_is_nearest_to_khan_shaykhun_depends_on_positions(atlas):
    shaken = monte_carlo(atlas.on("2019-08-15"), ("khan-shaykhun", "government"), draws=40)
    assert sum(count for _, count in shaken.nearest) == 40
    assert shaken.nearest[0][0] == "tell-aas"
    assert len(shaken.nearest) > 1
    assert shaken.edge_m.low < shaken.edge_m.drawn < shaken.edge_m.high


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (-1, 1), (2001, 1), (10, -1)])
def test_draws_and_seeds_out_of_bounds_are_refused(draws, seed):
    state = Atlas(LAND, RULES["standard"]).on(LAST)
    with pytest.raises(InvalidRequestError, match="1 to 2000 draws"):
        monte_carlo(state, draws=draws, seed=seed)


def test_fragility_takes_two_ends_or_none():
    result = invoke("fragility", "elm", "--on", "2001-01-04", "--data", FOLDER, code=2)
    assert "has two ends" in result.stderr


def test_fragility_in_words_names_who_is_left_out_and_the_draws():
    words = say("fragility", "birch", "south", "--on", "2001-01-07", "--draws", "5")
    assert "publisher North Herald: 1 place" in words
    assert "5 draws from seed 20190815" in words
    words = say("fragility", "birch", "south", "--on", "2001-01-02", "--draws", "5")
    assert "the distance cannot be measured then" in words
