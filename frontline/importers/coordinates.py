"""Filter the positions in foreign files by region and country, and find outliers.

Positions are longitude, latitude in WGS 84 degrees.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.geometry.geodesy import distance_m, to_cartesian
from frontline.importers.angles import parse_degrees
from frontline.importers.rows import count_rows
from frontline.package.integrity import UNSET_REGION, region_fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.importers.options import BoundingBox, ImportOptions
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft

#: Half a degree of latitude in metres, times the square root of two for both axes.
_HALF_DEGREE_M = 111_200 / 2 * math.sqrt(2)
#: Margin of the region that is declared for a package without one.
_MARGIN_DEG = 0.05
#: Outliers are found in cells of this size; at most one row in so many is an outlier.
_CELL_DEG = 2
_COLUMNS = 360 // _CELL_DEG
_ROWS_PER_OUTLIER = 100
#: Most outliers and most countries that a note lists.
_MOST_LISTED = 3


def resolution_m(lon: object, lat: object) -> float:
    """Return the largest error in metres that the digits of a position leave open.

    Two decimals are exact to a hundredth of a degree. A position of whole minutes of arc on both
    axes was read from a map with that resolution, whatever its number of decimals.

    Examples
    --------
    >>> round(resolution_m("36.65", "35.44"), -1), round(resolution_m("36.6000", "35.4500"), -1)
    (790.0, 1310.0)
    """
    east, north = parse_degrees(lon), parse_degrees(lat)
    if east is None or north is None:
        return 0.0
    minutes = [angle.degrees * 60 for angle in (east, north)]
    whole_minutes = all(abs(value - round(value)) < 1e-3 for value in minutes)
    written = _HALF_DEGREE_M * min(east.resolution_deg, north.resolution_deg)
    return float(max(written, _HALF_DEGREE_M / 60 if whole_minutes else 0.0))


class LocatedRow(NamedTuple):
    """A position, and where it was read: file, row, name."""

    lon: float
    lat: float
    file: str
    row: int | str
    name: str


class Outlier(NamedTuple):
    """A row far from all others, with its distance in metres to the nearest."""

    row: LocatedRow
    distance_m: float


def split_outliers(
    rows: list[LocatedRow], most: int
) -> tuple[list[LocatedRow], list[LocatedRow], list[Outlier]]:
    """Separate the rows that lie far from all others.

    Rows are grouped by cells of two degrees that touch; small groups other than the largest are
    outliers.

    Parameters
    ----------
    most : number of outliers whose distance is measured

    Returns
    -------
    kept, outliers : in the order of `rows`
    measured : the first of the outliers, with their distances
    """
    groups = sorted(_groups(rows), key=lambda group: (-len(group), group[0]))
    if len(groups) < 2:
        return rows, [], []
    limit = min(max(1, len(rows) // _ROWS_PER_OUTLIER), len(groups[0]) // 2)
    far = sorted(index for group in groups[1:] if len(group) <= limit for index in group)
    removed = set(far)
    kept = [row for index, row in enumerate(rows) if index not in removed]
    outliers = [rows[index] for index in far]
    return kept, outliers, [Outlier(row, _nearest_m(row, kept)) for row in outliers[:most]]


def _groups(rows: Iterable[LocatedRow]) -> list[list[int]]:
    """Group indices of rows by cells that touch, across the antimeridian too."""
    cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        column = math.floor(row.lon / _CELL_DEG) % _COLUMNS
        cells[column, math.floor(row.lat / _CELL_DEG)].append(index)
    groups = []
    while cells:
        first, group = cells.popitem()
        edge = [first]
        while edge:
            x, y = edge.pop()
            for dx, dy in product((-1, 0, 1), repeat=2):
                neighbour = (x + dx) % _COLUMNS, y + dy
                if neighbour in cells:
                    group.extend(cells.pop(neighbour))
                    edge.append(neighbour)
        groups.append(sorted(group))
    return groups


def _nearest_m(row: LocatedRow, others: list[LocatedRow]) -> float:
    """Return the distance from a row to the nearest of others."""
    lon, lat = np.asarray([other[:2] for other in others]).T
    nearest = int(np.argmax(to_cartesian(lon, lat) @ to_cartesian(row.lon, row.lat)))
    return float(distance_m(row.lon, row.lat, lon[nearest], lat[nearest]))


class RegionFilter:
    """Keeps the places in the region of an import, and counts the others as left out.

    The region is the one in the options, else the one that the package declares. A package
    without one gets the region of the places that were kept, and outliers are listed.

    Parameters
    ----------
    options, draft, summary : of the import

    Attributes
    ----------
    options, summary : of the import
    """

    def __init__(self, options: ImportOptions, draft: Draft, summary: ImportSummary) -> None:
        self.options, self.summary = options, summary
        self._draft = draft
        declared = tuple(draft.descriptor["frontline"]["region"])
        self._declared: BoundingBox | None = None if declared == UNSET_REGION else declared
        self._requested = options.region
        self._region = options.region or self._declared
        self._countries = options.country
        self._other_countries: Counter[str] = Counter()
        #: Places that were kept, if there is no region yet.
        self._kept: list[LocatedRow] = []
        self._any_kept = False
        self._swapped = 0
        self._outside = f"outside the region {_written(self._region or ())}"

    @property
    def region(self) -> BoundingBox | None:
        """The region that is kept; None if there is none yet."""
        return self._region

    def is_in_country(self, code: object) -> bool:
        """Return whether a country is one of those requested; else count the row as left out."""
        if not self._countries:
            return True
        country = clean_text(code).upper()
        if country in self._countries:
            return True
        self.summary.left_out["of another country"] += 1
        self._other_countries[country or "(none)"] += 1
        return False

    def keeps(self, lon: float, lat: float, read_from: tuple[str, int | str, str]) -> bool:
        """Return whether a position is in the region; else count it as left out.

        Parameters
        ----------
        read_from : file, row, and name of the place, for the list of outliers
        """
        region = self._region
        if region is None:
            self._any_kept = True
            self._kept.append(LocatedRow(lon, lat, *read_from))
            return True
        west, south, east, north = region
        if west <= lon <= east and south <= lat <= north:
            self._any_kept = True
            return True
        self._swapped += west <= lat <= east and south <= lon <= north
        self.summary.left_out[self._outside] += 1
        return False

    def finish(self) -> None:
        """Add the notes, and declare the region that the package now needs.

        Raises
        ------
        InvalidRequestError
            If that is wider than a package may be.
        """
        outside = self.summary.left_out[self._outside]
        if not outside:
            del self.summary.left_out[self._outside]
        if outside and self._swapped * 2 > outside:
            cause = "--region: west,south,east,north" if self._requested else "the columns"
            self.summary.note(
                f"{count_rows(self._swapped)} would lie in the region if longitude and latitude "
                f"were swapped: check {cause}"
            )
        if self._other_countries and not (self._any_kept or outside):
            self.summary.note(self._country_note())
        if not self._any_kept:
            return
        if self._declared is None:
            self._declare(self._requested or _bounds(self._kept))
            if note := self._outlier_note():
                self.summary.note(note)
        elif self._requested is not None:
            one, two = self._declared, self._requested
            self._declare(
                (min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3]))
            )

    def _country_note(self) -> str:
        """List the countries in files that hold none of those requested."""
        counts = sorted(self._other_countries.items(), key=lambda item: (-item[1], item[0]))
        shown = ", ".join(
            f"{code[:20]} ({count_rows(count)})" for code, count in counts[:_MOST_LISTED]
        )
        more = f" and {len(counts) - _MOST_LISTED:,} more" if len(counts) > _MOST_LISTED else ""
        return f"--country {', '.join(sorted(self._countries))}: the files hold {shown}{more}"

    def _outlier_note(self) -> str:
        """List the outliers that widen the region, with the remedy; empty if there are none."""
        kept, outliers, measured = split_outliers(self._kept, _MOST_LISTED)
        if not outliers:
            return ""
        shown = "; ".join(
            f"{row.file}, row {row.row}: {row.name} at {row.lon:g}, {row.lat:g}, "
            f"{distance / 1000:,.0f} km from the nearest"
            for row, distance in measured
        )
        rest = len(outliers) - len(measured)
        more = f"; and {rest:,} more" if rest else ""
        region = _written(_bounds(kept))
        return (
            f"{len(outliers):,} of {len(self._kept):,} places are far from all others and widen "
            f"the region ({shown}{more}). If they are wrong, import into a new package with "
            f"--region {region}; or remove them from gazetteer.geojson, and set region in "
            f"datapackage.json to [{region}]"
        )

    def _declare(self, region: BoundingBox) -> None:
        if region == self._declared:
            return
        if fault := region_fault(region):
            note = self._outlier_note()
            raise InvalidRequestError(
                f"the region of the places, {_written(region)}, {fault}: choose with --region "
                "west,south,east,north or --country" + (note and f". {note}")
            )
        self._draft.set_coverage(region=list(region))
        self.summary.note(f"the package now declares the region {_written(region)}")


def _written(region: Iterable[float]) -> str:
    return ",".join(f"{degrees:g}" for degrees in region)


def _bounds(rows: list[LocatedRow]) -> BoundingBox:
    """Return the bounds of rows with a margin, within the globe."""
    lons, lats = [row.lon for row in rows], [row.lat for row in rows]
    return (
        max(-180.0, round(min(lons) - _MARGIN_DEG, 2)),
        max(-90.0, round(min(lats) - _MARGIN_DEG, 2)),
        min(180.0, round(max(lons) + _MARGIN_DEG, 2)),
        min(90.0, round(max(lats) + _MARGIN_DEG, 2)),
    )
