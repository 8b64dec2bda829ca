"""Ground as publishers draw it: polygons that are repaired, split into parts, and named.

A part has an id made from its publisher and its coordinates, so that ground that does not change
between two days is stored once.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely

from frontline.geometry.geodesy import Projection
from frontline.importers.vector import round_degrees

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from frontline.importers.summary import ImportSummary
    from frontline.importers.vector import Shape
    from frontline.package.area_statements import Kind

_ID_DIGITS = 12
#: Ground of two kinds that is smaller is a matter of drawing.
_SMALLEST_OVERLAP_KM2 = 0.1
#: Most repaired outlines that the summary names.
_MOST_NAMED = 5


@dataclass
class MapOfDay:
    """What one publisher draws of one day.

    Attributes
    ----------
    day : date
        The day of the map.
    files : list of str
        Names of the files.
    parts : dict
        Polygons by kind of ground.
    count : int
        Number of features.
    """

    day: date
    files: list[str] = field(default_factory=list)
    parts: defaultdict[Kind, list[Any]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0

    def add(self, kind: Kind, shape: Shape, polygons: list[Any]) -> None:
        """Add the polygons of a feature."""
        self.parts[kind] += polygons
        self.count += 1
        if shape.file not in self.files:
            self.files.append(shape.file)

    def overlaps_km2(self) -> Iterator[tuple[Kind, Kind, float]]:
        """Yield pairs of kinds whose ground overlaps, with the area."""
        ground = {kind: shapely.union_all(parts) for kind, parts in self.parts.items()}
        kinds = sorted(ground)
        for number, kind in enumerate(kinds):
            for other in kinds[number + 1 :]:
                area_km2 = _area_km2(shapely.intersection(ground[kind], ground[other]))
                if area_km2 >= _SMALLEST_OVERLAP_KM2:
                    yield kind, other, area_km2


class Outlines:
    """Makes valid polygons from the geometries of features, and reports what was repaired."""

    def __init__(self) -> None:
        self._repaired: list[str] = []

    def polygons(self, shape: Shape) -> list[Any]:
        """Return the polygons of a feature, rounded and valid; empty if nothing is left."""
        geometry = shape.geometry
        if not shapely.is_valid(geometry):
            where = shapely.is_valid_reason(geometry).partition("[")[2].rstrip("]")
            lon, _, lat = where.partition(" ")
            near = f", near {float(lon):.4f},{float(lat):.4f}" if lat else ""
            self._repaired.append(f"{shape.file}, row {shape.row}{near}")
            geometry = _valid(geometry)
        return _polygon_parts(round_degrees(geometry))

    def report(self, summary: ImportSummary) -> None:
        """Note which outlines were repaired."""
        count = len(self._repaired)
        if count:
            more = f" and {count - _MOST_NAMED:,} more" if count > _MOST_NAMED else ""
            what = (
                "1 outline crossed itself and was"
                if count == 1
                else (f"{count:,} outlines crossed themselves and were")
            )
            named = "; ".join(self._repaired[:_MOST_NAMED])
            which = "it" if count == 1 else "them"
            summary.note(f"{what} repaired ({named}{more}): compare {which} with the source")


def _area_km2(geometry: Any) -> float:
    if geometry.is_empty:
        return 0.0
    west, south, east, north = geometry.bounds
    plane = Projection.around([west, east], [south, north])
    return float(shapely.area(plane.to_plane(geometry))) / 1e6


def _valid(geometry: Any) -> Any:
    """Return a geometry without crossings."""
    return shapely.make_valid(geometry, method="structure", keep_collapsed=False)


def _polygon_parts(geometry: Any) -> list[Any]:
    """Return the polygons in a geometry, also of nested collections."""
    found = []
    waiting = [geometry]
    while waiting:
        one = waiting.pop()
        if one.geom_type == "Polygon":
            found += [] if one.is_empty else [one]
        elif hasattr(one, "geoms"):
            waiting += reversed(one.geoms)
    return found


def part_id(prefix: str, polygon: Any) -> str:
    """Return the id of a polygon: the same for the same outline, wherever its ring begins."""
    digest = hashlib.sha256(shapely.to_wkb(shapely.normalize(polygon), byte_order=1)).hexdigest()
    return f"{prefix[:60]}-{digest[:_ID_DIGITS]}"
