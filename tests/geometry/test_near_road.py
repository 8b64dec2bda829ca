"""A report about a road speaks for the places near it, wherever the road runs."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from frontline.geometry import near
from frontline.geometry.geodesic_lines import GeodesicLine
from frontline.geometry.near import places_near_stretch


@pytest.mark.parametrize("middle", [0.0, 35.5, -54.0, 71.0])
def test_the_places_near_a_road_are_found_at_every_latitude(monkeypatch, middle):
    chance = np.random.default_rng(11)
    road = GeodesicLine([(20.0, middle), (20.3, middle + 0.2), (21.0, middle + 0.25)])
    places = [
        SimpleNamespace(
            id=str(n),
            lon=chance.uniform(19.5, 21.5),
            lat=chance.uniform(middle - 0.4, middle + 0.7),
        )
        for n in range(1500)
    ]
    away_m = road.nearest_point([p.lon for p in places], [p.lat for p in places]).distance_m
    within = {p.id for p, away in zip(places, np.asarray(away_m), strict=True) if away <= 8000}
    chosen = near._around(road, places)  # noqa: SLF001 - the fast test
    assert within <= {place.id for place in chosen}
    assert len(chosen) < len(places)
    # A town reaches the road although its centre does not.
    outlines = {
        place.id: shapely.box(place.lon, place.lat, place.lon + 0.03, place.lat + 0.02)
        for place in places[::3]
    }
    towns = places_near_stretch(road, (None, None), places, outlines)
    found = places_near_stretch(road, (None, None), places, {})
    assert {place.id for place in found} < {place.id for place in towns}
    assert {place.id for place in towns if place not in found} <= outlines.keys()
    assert places_near_stretch(road, (None, None), [], {}) == []
    far = [place for place in places if place.id not in within]
    assert places_near_stretch(road, (None, None), far, outlines) == []
    monkeypatch.setattr(near, "_around", lambda _, places: list(places))
    assert found == places_near_stretch(road, (None, None), places, {})
    assert towns == places_near_stretch(road, (None, None), places, outlines)
    assert found
