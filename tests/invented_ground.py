"""A secondary road and the terrain of the invented land."""

from __future__ import annotations

import numpy as np

from frontline.models import Area
from frontline.terrain import Terrain, hillshade

ROAD = Area(
    id="r1",
    name="R1",
    level="road",
    sources=("invented",),
    licence="CC0",
    geometry={"type": "LineString", "coordinates": [[30.0, 0.0], [30.1, 0.12], [30.3, 0.1]]},
)
_AWAY = np.abs(np.add.outer(np.arange(40), np.arange(40)) - 39.0)
TERRAIN = Terrain.of(
    hillshade(_AWAY * 40, np.full(40, 500.0)), (29.9, -0.1, 30.4, 0.3), "invented", "CC0"
)
