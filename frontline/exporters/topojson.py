"""TopoJSON: shapes as shared arcs on a grid, small for the web.

The format is M. Bostock's (https://github.com/topojson/topojson-specification): lines and rings
are cut where they part from one another, each piece is kept once, and shapes name its number,
or the complement of it where they run along it backwards. Borders that do not move from one
row to the next are one arc in all of them.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.exporters.geojson import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from frontline.exporters.layers import Layer
    from frontline.exporters.metadata import About


#: The step of the grid: a millionth of a degree, 11 cm.
STEP_DEG = 1e-6
_STEPS = 1_000_000

Dot = tuple[int, int]
Path_ = list[Dot]


def write_topojson(path: Path, layers: Sequence[Layer], told: About) -> None:
    """Write layers as the objects of one topology."""
    path.write_text(compact(topology(layers, told)) + "\n", encoding="utf-8", newline="\n")


def topology(layers: Sequence[Layer], told: About) -> dict[str, Any]:
    """Give the topology of layers; rings and lines that the grid swallows are left out."""
    traced = [[_trace(shape) for shape in layer.geometry] for layer in layers]
    arcs = _Arcs(path for rows in traced for row in rows for part in row for path in part)
    objects = {
        layer.name: {
            "type": "GeometryCollection",
            "geometries": [
                {**_geometry(layer, shape, row, arcs), "properties": properties}
                for shape, row, properties in zip(
                    layer.geometry, rows, _properties(layer), strict=True
                )
            ],
        }
        for layer, rows in zip(layers, traced, strict=True)
    }
    return {
        "type": "Topology",
        "frontline": told,
        "transform": {"scale": [STEP_DEG, STEP_DEG], "translate": [0, 0]},
        "objects": objects,
        "arcs": [_steps(arc) for arc in arcs.arcs],
    }


def _properties(layer: Layer) -> list[dict[str, Any]]:
    names = [column.name for column in layer.columns]
    cells = zip(*(column.plain() for column in layer.columns), strict=True)
    return [dict(zip(names, row, strict=True)) for row in cells]


def _geometry(layer: Layer, shape: Any, row: list[list[Path_]], arcs: _Arcs) -> dict[str, Any]:
    if layer.shape == "Point":
        return {"type": "Point", "coordinates": list(_dots(shape)[0])}
    if layer.shape == "MultiLineString":
        return {"type": layer.shape, "arcs": [arcs.along(part[0]) for part in row]}
    return {"type": layer.shape, "arcs": [[arcs.along(ring) for ring in part] for part in row]}


def _dots(shape: Any) -> Path_:
    """Put a line on the grid, without points that fall on the one before."""
    steps = np.rint(shapely.get_coordinates(shape) * _STEPS).astype(np.int64)
    moved = np.r_[True, (np.diff(steps, axis=0) != 0).any(axis=1)]
    return [(x, y) for x, y in steps[moved].tolist()]


def _trace(shape: Any) -> list[list[Path_]]:
    """Give the parts of a shape, each as its paths: one of a line, the rings of a polygon."""
    if shape.geom_type == "MultiLineString":
        lines = ([_dots(part)] for part in shape.geoms)
        return [part for part in lines if len(part[0]) > 1]
    if shape.geom_type == "MultiPolygon":
        rings = ([_dots(ring) for ring in (p.exterior, *p.interiors)] for p in shape.geoms)
        return [[ring for ring in part if len(ring) > 3] for part in rings if len(part[0]) > 3]
    return []


def _steps(arc: Path_) -> list[list[int]]:
    first, *_ = arc
    moves = ([x - x0, y - y0] for (x0, y0), (x, y) in pairwise(arc))
    return [list(first), *moves]


class _Arcs:
    """The pieces of all paths, each once.

    Attributes
    ----------
    arcs : in the order in which they are first met by `along`
    """

    def __init__(self, paths: Iterable[Path_]) -> None:
        self.arcs: list[Path_] = []
        self._numbers: dict[tuple[Dot, ...], int] = {}
        self._ends = _junctions(paths)

    def along(self, path: Path_) -> list[int]:
        """Give the numbers of the arcs that a path runs along; ``~n`` is arc n backwards."""
        if path[0] == path[-1]:
            path = self._turned(path)
        cuts = [n for n in range(1, len(path) - 1) if path[n] in self._ends]
        ends = [0, *cuts, len(path) - 1]
        return [self._number(tuple(path[low : high + 1])) for low, high in pairwise(ends)]

    def _turned(self, ring: Path_) -> Path_:
        """Let a ring begin at a junction; one without any at its least corner."""
        corners = ring[:-1]
        first = next((n for n, dot in enumerate(corners) if dot in self._ends), None)
        if first is None:
            first = corners.index(min(corners))
        return [*corners[first:], *corners[: first + 1]]

    def _number(self, arc: tuple[Dot, ...]) -> int:
        if arc in self._numbers:
            return self._numbers[arc]
        back = arc[::-1]
        if back in self._numbers:
            return ~self._numbers[back]
        self._numbers[arc] = len(self.arcs)
        self.arcs.append(list(arc))
        return len(self.arcs) - 1


def _junctions(paths: Iterable[Path_]) -> set[Dot]:
    """Find the points where paths part, meet or end: those with more than two neighbours."""
    beside: defaultdict[Dot, set[Dot]] = defaultdict(set)
    ends: set[Dot] = set()
    for path in paths:
        for one, other in pairwise(path):
            beside[one].add(other)
            beside[other].add(one)
        if path[0] != path[-1]:
            ends |= {path[0], path[-1]}
    return ends | {dot for dot, near in beside.items() if len(near) > 2}
