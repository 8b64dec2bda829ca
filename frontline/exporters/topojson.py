"""TopoJSON: all layers in one small file for the web, with shared borders stored once.

Lines and rings are cut where they separate, each piece ("arc") is stored once, and geometries
refer to arcs by number; ``~n`` is arc ``n`` in the opposite direction. A border that does not
move from one row to the next is one arc in all of them. The format is specified at
https://github.com/topojson/topojson-specification.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.exporters.frames import field_names, geometry_array, plain_rows
from frontline.exporters.geojson import compact_json
from frontline.exporters.layers import LAYERS
from frontline.geometry.arcs import Arcs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import geopandas as gpd

    from frontline.exporters.frames import GeometryType
    from frontline.exporters.metadata import Metadata

#: The step of the grid: a millionth of a degree, 11 cm.
STEP_DEG = 1e-6
_STEPS = 1_000_000

Point = tuple[int, int]
Points = list[Point]


def write_topojson(path: Path, layers: Mapping[str, gpd.GeoDataFrame], metadata: Metadata) -> None:
    """Write layers as the objects of one topology."""
    text = compact_json(make_topology(layers, metadata))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def make_topology(layers: Mapping[str, gpd.GeoDataFrame], metadata: Metadata) -> dict[str, Any]:
    """Return the topology of layers, without rings and lines that collapse on the grid."""
    parts = {
        name: [_parts(geometry) for geometry in geometry_array(frame)]
        for name, frame in layers.items()
    }
    arcs = Arcs(
        points for rows in parts.values() for row in rows for part in row for points in part
    )
    # Read in the order in which the lines were cut.
    numbers = iter(arcs.numbers)
    return {
        "type": "Topology",
        "frontline": metadata,
        "transform": {"scale": [STEP_DEG, STEP_DEG], "translate": [0, 0]},
        "objects": {
            name: {
                "type": "GeometryCollection",
                "geometries": _geometries(name, frame, parts[name], numbers),
            }
            for name, frame in layers.items()
        },
        "arcs": [_steps(arc.tolist()) for arc in arcs.arcs],
    }


def _geometries(
    name: str,
    frame: gpd.GeoDataFrame,
    parts: list[list[list[Points]]],
    numbers: Iterator[list[int]],
) -> list[dict[str, Any]]:
    geometry_type, fields = LAYERS[name].geometry_type, field_names(frame)
    return [
        {
            **_geometry(geometry_type, geometry, row_parts, numbers),
            "properties": dict(zip(fields, row, strict=True)),
        }
        for geometry, row_parts, row in zip(
            geometry_array(frame), parts, plain_rows(frame), strict=True
        )
    ]


def _geometry(
    geometry_type: GeometryType,
    geometry: Any,
    parts: list[list[Points]],
    numbers: Iterator[list[int]],
) -> dict[str, Any]:
    if geometry_type == "Point":
        return {"type": "Point", "coordinates": list(_on_grid(geometry)[0])}
    if geometry_type == "MultiLineString":
        return {"type": geometry_type, "arcs": [next(numbers) for _ in parts]}
    return {
        "type": geometry_type,
        "arcs": [[next(numbers) for _ in part] for part in parts],
    }


def _on_grid(line: Any) -> Points:
    """Round the vertices of a line to the grid, without repeated points."""
    steps = np.rint(shapely.get_coordinates(line) * _STEPS).astype(np.int64)
    moved = np.r_[True, (np.diff(steps, axis=0) != 0).any(axis=1)]
    return [(x, y) for x, y in steps[moved].tolist()]


def _parts(geometry: Any) -> list[list[Points]]:
    """Return the parts of a geometry: of a line its points, of a polygon its rings."""
    if geometry.geom_type == "MultiLineString":
        lines = ([_on_grid(part)] for part in geometry.geoms)
        return [part for part in lines if len(part[0]) > 1]
    if geometry.geom_type == "MultiPolygon":
        # D3 draws the outside of a counterclockwise ring, unlike what RFC 7946 says for GeoJSON.
        polygons = shapely.orient_polygons(geometry, exterior_cw=True).geoms
        rings = ([_on_grid(ring) for ring in (p.exterior, *p.interiors)] for p in polygons)
        return [[ring for ring in part if len(ring) > 3] for part in rings if len(part[0]) > 3]
    return []


def _steps(arc: Points) -> list[list[int]]:
    """Write an arc as its first point and the differences from point to point."""
    moves = ([x - x0, y - y0] for (x0, y0), (x, y) in pairwise(arc))
    return [list(arc[0]), *moves]
