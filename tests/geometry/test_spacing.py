"""The typical distance between neighbouring places, and the reach that fits it."""

from __future__ import annotations

import numpy as np
import pytest

from frontline.geometry.spacing import fitting_reach_km, misfit, typical_spacing_km


def test_the_spacing_of_a_lattice_is_its_step():
    lon, lat = np.meshgrid(np.arange(12) * 0.1, np.arange(12) * 0.1)
    # A tenth of a degree at the equator is 11.1 km.
    assert typical_spacing_km(lon.ravel(), lat.ravel()) == pytest.approx(11.1, abs=0.1)


def test_one_remote_place_and_places_at_one_point_change_little():
    lon, lat = (part.ravel() for part in np.meshgrid(np.arange(9) * 0.1, np.arange(9) * 0.1))
    whole = typical_spacing_km([*lon, 40.0, lon[0]], [*lat, 0.0, lat[0]])
    assert whole == pytest.approx(typical_spacing_km(lon, lat), rel=0.1)


def test_places_on_one_line_have_a_spacing():
    assert typical_spacing_km([10.0, 10.1, 10.2], [0.0, 0.0, 0.0]) == pytest.approx(11.1, abs=0.1)
    assert typical_spacing_km([10.0, 10.3], [0.0, 0.0]) == pytest.approx(33.4, abs=0.1)


def test_a_lone_place_has_no_spacing_and_an_ordinary_reach():
    assert typical_spacing_km([10.0], [0.0]) is None
    assert typical_spacing_km([10.0, 10.0], [0.0, 0.0]) is None
    assert fitting_reach_km(None) == 6.0


@pytest.mark.parametrize("spacing_km", [0.02, 0.15, 4.0, 25.0, 900.0])
def test_the_reach_that_fits_stays_within_limits(spacing_km):
    reach = fitting_reach_km(spacing_km)
    assert 0.1 <= reach <= 100
    if 0.1 < spacing_km < 60:
        assert misfit(reach, spacing_km) is None
