"""Rows, ids and issues of a package while its files are read."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

    from frontline.coverage_model import Coverage
    from frontline.errors import Issue
    from frontline.models import Highway
    from frontline.terrain import Terrain


#: After so many issues the rest of a large package is not read.
_MANY_ISSUES = 1000


@dataclass(kw_only=True)
class Contents:
    """Rows, ids and issues of a package while its files are read.

    Files are named without their extension.

    Attributes
    ----------
    ids_only : frozenset of str
        Files of which only the ids are kept, since they may be larger than the memory.
    title, version : str
        Title and version of the package.
    coverage : Coverage or None
        Region and days of the package; None if they cannot be read.
    issues : list of Issue
        Everything that is wrong so far.
    rows : dict
        Valid rows of each file, with their row number or feature id.
    footprints : dict
        GeoJSON geometries by place id.
    terrain : Terrain or None
        The hillshade, if there is one.
    ids : dict
        For each file the row in which an id first appears; invalid rows count too.
    repeated_ids : dict
        Further rows of an id, by file and id.
    last_rows : dict
        Number of the last row of each table that was read to its end.
    incomplete : set of str
        Files that could not be read to their end.
    is_large : bool
        Whether the package is so large that it is not read on after many issues.
    points : dict
        The first place at each longitude and latitude.
    road_event_count : int
        Number of valid events about a highway instead of a place.
    """

    ids_only: frozenset[str] = frozenset()
    title: str = ""
    version: str = ""
    coverage: Coverage | None = None
    issues: list[Issue] = field(default_factory=list)
    rows: defaultdict[str, list[tuple[int | str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    footprints: dict[str, dict[str, Any]] = field(default_factory=dict)
    terrain: Terrain | None = None
    ids: defaultdict[str, dict[str, int | str]] = field(default_factory=lambda: defaultdict(dict))
    repeated_ids: defaultdict[tuple[str, str], list[int | str]] = field(
        default_factory=lambda: defaultdict(list)
    )
    last_rows: dict[str, int] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)
    is_large: bool = False
    points: dict[tuple[float, float], str] = field(default_factory=dict)
    road_event_count: int = 0

    def lacks(self, value: str, *files: str) -> bool:
        """Whether an id is in none of some files; False where a file is incomplete."""
        for file in files:  # noqa: SIM110 - called for every row; a generator is slower
            if value in self.ids[file] or file in self.incomplete:
                return False
        return True

    def lacks_any(self, values: set[str], *files: str) -> bool:
        """Whether any of some ids is in none of some files; False where a file is incomplete."""
        unknown = values
        for file in files:
            if file in self.incomplete:
                return False
            unknown = unknown.difference(self.ids[file])
        return bool(unknown)

    def add_row(self, file: str, number: int | str, id_: object, row: BaseModel | None) -> None:
        """Keep the id of a row, and the row itself if it is valid."""
        if isinstance(id_, str) and id_:
            ids = self.ids[file]
            if id_ in ids:
                self.repeated_ids[file, id_].append(number)
            else:
                ids[id_] = number
        if row is not None and file not in self.ids_only:
            self.rows[file].append((number, row))

    def are_new(self, file: str, ids: list[str]) -> bool:
        """Whether the ids of some rows are in no row before, and each in one of them."""
        return len(set(ids)) == len(ids) and self.ids[file].keys().isdisjoint(ids)

    def add_rows(
        self, file: str, numbers: Sequence[int | str], ids: list[str], rows: list[Any]
    ) -> None:
        """Keep valid rows, whose ids are new."""
        self.ids[file].update(zip(ids, numbers, strict=True))
        if file not in self.ids_only:
            self.rows[file] += zip(numbers, rows, strict=True)

    @property
    def is_hopeless(self) -> bool:
        """Whether a large package has so many issues that the rest need not be read."""
        return self.is_large and len(self.issues) >= _MANY_ISSUES

    @cached_property
    def lengths_km(self) -> dict[str, float]:
        """Lengths of the highways in kilometres by id; they must have been read."""
        return {road.id: _length_km(road) for _, road in self.rows["highways"]}

    @property
    def usable(self) -> bool:
        """Whether the package can be used: there is no error."""
        errors = any(issue.severity == "error" for issue in self.issues)
        return self.coverage is not None and not errors


def _length_km(road: Highway) -> float:
    """Return the length of a highway in kilometres to a few parts in 100,000.

    Each edge is measured with the radii of curvature of WGS 84 at its middle latitude, which is
    enough to find a typo; `geometry.geodesy` measures exactly.
    """
    total = 0.0
    for (lon1, lat1), (lon2, lat2) in pairwise(road.coordinates):
        middle = math.radians((lat1 + lat2) / 2)
        normal = 6_378_137.0 / math.sqrt(1 - 0.00669438 * math.sin(middle) ** 2)
        meridian = normal**3 * (1 - 0.00669438) / 6_378_137.0**2
        east = normal * math.cos(middle) * math.radians((lon2 - lon1 + 180) % 360 - 180)
        total += math.hypot(east, meridian * math.radians(lat2 - lat1))
    return total / 1000
