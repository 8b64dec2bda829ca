"""Monte Carlo: the numbers of a day when places move within their position errors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_histories import DAYS, LAND, LAST, TOWNS
from invented_land import LAND as FOLDER
from run_command import invoke, run_on_land

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.errors import InvalidRequestError
from frontline.sensitivity.monte_carlo import _disc_points, _draw_territory, monte_carlo


def with_position_error(package, error_m=0.001):
    places = {
        id_: place.model_copy(update={"position_error_m": error_m})
        for id_, place in package.gazetteer.items()
    }
    return replace(package, gazetteer=places)


@pytest.mark.parametrize(
    "between",
    [("elm", "alder"), ("birch", "south"), ("north", "south"), ("h1", "south"), ("cedar", "front")],
)
def test_without_position_errors_every_draw_equals_the_estimate(between):
    state = Atlas(with_position_error(LAND), RULES["standard"]).on("2001-01-04")
    result = monte_carlo(state, between, draws=5)
    distance = state.distance(*between)
    for percentiles, value in (
        (result.centre_m, distance.centre_m),
        (result.edge_m, distance.edge_m),
    ):
        assert percentiles.estimate == value
        assert (percentiles.p05, percentiles.p95) == pytest.approx((value, value), abs=0.1)
    for actor, area in result.areas_km2.items():
        assert (area.p05, area.p95) == pytest.approx([state.areas_km2[actor]] * 2, rel=1e-6)
    assert result.front_km.p05 == pytest.approx(result.front_km.estimate, rel=1e-6)


@settings(max_examples=20)
@given(st.integers(0, 10**9), st.sampled_from(DAYS), st.permutations(TOWNS))
def test_a_distance_between_two_places_stays_within_its_interval(seed, day, towns):
    state = Atlas(LAND, RULES["standard"]).on(day)
    distance = state.distance(*towns[:2])
    result = monte_carlo(state, tuple(towns[:2]), draws=10, seed=seed)
    assert distance.low_m - 1 <= result.edge_m.p05 <= result.edge_m.p95
    assert result.centre_m.p05 <= result.centre_m.p95 <= distance.high_m + 1


def test_moved_places_divide_the_same_area():
    state = Atlas(with_position_error(LAND, 3000.0), RULES["standard"]).on("2001-01-01")
    moves = _disc_points(np.random.default_rng(1), 10, np.full(9, 3000.0))
    numbers, lines = _draw_territory(state, moves)
    whole = state.atlas.cells.extent.area / 1e6
    assert numbers[:, :-1].sum(axis=1) == pytest.approx(np.full(10, whole))
    assert numbers[:, -1] == pytest.approx([line.length / 1000 for line in lines])
    assert len(set(numbers[:, 0])) == 10


def test_moves_cover_the_disc_of_the_position_error_and_nothing_else():
    moves = _disc_points(np.random.default_rng(1), 20_000, np.asarray([100.0, 2000.0]))
    far = np.hypot(moves[..., 0], moves[..., 1])
    assert (far.max(axis=0) <= [100.0, 2000.0]).all()
    # Uniform over a disc: half the points lie within 1/sqrt(2) of its radius, on every side.
    assert (far < np.asarray([100.0, 2000.0]) / np.sqrt(2)).mean(axis=0) == pytest.approx(
        [0.5, 0.5], abs=0.02
    )
    assert (moves > 0).mean(axis=0).ravel() == pytest.approx([0.5] * 4, abs=0.02)


def test_the_same_seed_returns_the_same_result_and_another_seed_a_different_one(atlas):
    state = atlas.on("2019-08-15")
    once, again = (monte_carlo(state, draws=3, seed=7) for _ in range(2))
    assert once == again
    assert monte_carlo(state, draws=3, seed=8).areas_km2 != once.areas_km2


def test_the_nearest_village_to_khan_shaykhun_depends_on_positions(atlas):
    result = monte_carlo(atlas.on("2019-08-15"), ("khan-shaykhun", "government"), draws=40)
    assert sum(count for _, count in result.nearest) == 40
    assert result.nearest[0][0] == "tell-aas"
    assert len(result.nearest) > 1
    assert result.edge_m.p05 < result.edge_m.estimate < result.edge_m.p95


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (-1, 1), (2001, 1), (10, -1)])
def test_invalid_draws_and_seeds_raise(draws, seed):
    state = Atlas(LAND, RULES["standard"]).on(LAST)
    with pytest.raises(InvalidRequestError, match="1 to 2000 draws"):
        monte_carlo(state, draws=draws, seed=seed)


def test_fragility_takes_two_endpoints_or_none():
    result = invoke("fragility", "elm", "--on", "2001-01-04", "--data", FOLDER, code=2)
    assert "Name both endpoints" in result.stderr


def test_the_text_of_fragility_names_the_excluded_sources_and_the_draws():
    words = run_on_land("fragility", "birch", "south", "--on", "2001-01-07", "--draws", "5")
    assert "publisher North Herald: 1 place" in words
    assert "5 draws with seed 20190815" in words
    words = run_on_land("fragility", "birch", "south", "--on", "2001-01-02", "--draws", "5")
    assert "then the distance cannot be measured" in words
