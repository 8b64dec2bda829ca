"""Positions in foreign files: read from text, judged by how finely they are written, let in or not.

Longitude comes before latitude, in WGS 84 degrees.
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
from frontline.package.integrity import UNSET_REGION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.importers.options import Asked, Box
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft

_CELL_DEG = 2
_ACROSS = 360 // _CELL_DEG
#: One place in so many may be astray.
_FEW = 100


class Spot(NamedTuple):
    """A position and where it was read: file, row, name."""

    lon: float
    lat: float
    file: str
    row: int | str
    name: str


class Stray(NamedTuple):
    """A position that lies far from all others, and how far."""

    spot: Spot
    distance_m: float


def part_strays(spots: list[Spot], most: int) -> tuple[list[Spot], list[Spot], list[Stray]]:
    """Part the positions that lie far from all others from the rest.

    Parameters
    ----------
    most : strays whose distance to the nearest of the rest is measured

    Returns
    -------
    kept, astray : in the order in which they came
    measured : the first of those astray
    """
    groups = sorted(_groups(spots), key=lambda group: (-len(group), group[0]))
    if len(groups) < 2:
        return spots, [], []
    limit = min(max(1, len(spots) // _FEW), len(groups[0]) // 2)
    far = sorted(at for group in groups[1:] if len(group) <= limit for at in group)
    gone = set(far)
    kept = [spot for at, spot in enumerate(spots) if at not in gone]
    astray = [spots[at] for at in far]
    return kept, astray, [Stray(spot, _apart_m(spot, kept)) for spot in astray[:most]]


def _groups(spots: Iterable[Spot]) -> list[list[int]]:
    """Put positions, by their indices, into groups of cells that touch, over the date line too."""
    cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for at, spot in enumerate(spots):
        column = math.floor(spot.lon / _CELL_DEG) % _ACROSS
        cells[column, math.floor(spot.lat / _CELL_DEG)].append(at)
    groups = []
    while cells:
        first, group = cells.popitem()
        edge = [first]
        while edge:
            column, row = edge.pop()
            for dx, dy in product((-1, 0, 1), repeat=2):
                beside = (column + dx) % _ACROSS, row + dy
                if beside in cells:
                    group.extend(cells.pop(beside))
                    edge.append(beside)
        groups.append(sorted(group))
    return groups


def _apart_m(spot: Spot, others: list[Spot]) -> float:
    """Measure from a position to the nearest of others."""
    lon, lat = np.asarray([other[:2] for other in others]).T
    near = int(np.argmax(to_cartesian(lon, lat) @ to_cartesian(spot.lon, spot.lat)))
    return float(distance_m(spot.lon, spot.lat, lon[near], lat[near]))


#: Half a degree of latitude in metres, times the root of two for both axes at once.
_HALF_DEGREE_M = 111_200 / 2 * math.sqrt(2)
#: How far around what was imported the region of a package without one is drawn.
_MARGIN_DEG = 0.05
#: No package is wider: see `frontline.package.integrity`.
_WIDEST_DEG = 40
#: So many places that lie far from all others are named, and so many countries.
_SHOWN = 3
#: A map that small, or a row that lies about zero, is no position.
_NULL_DEG = 1e-6


def number(value: object) -> float | None:
    """Read a number that may have a decimal comma; None for anything else.

    Examples
    --------
    >>> number("35,44"), number(" 35.44 "), number("1,234,5"), number("nan"), number("")
    (35.44, 35.44, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str) and "," in value and "." not in value:
        value = value.replace(",", ".", 1)
    try:
        read = float(value)
    except (ValueError, OverflowError):
        return None
    return read if math.isfinite(read) else None


def read_position(lon: object, lat: object) -> tuple[float, float] | str:
    """Read a position, or say in words why it is none."""
    east, north = number(lon), number(lat)
    if east is None or north is None:
        return "has no position"
    if abs(north) > 90 and abs(east) <= 90 and abs(north) <= 180:
        return "the latitude is beyond 90 degrees: longitude and latitude may be swapped"
    if abs(north) > 90 or abs(east) > 180:
        return "the position is not on the globe: longitude -180 to 180, latitude -90 to 90"
    if abs(east) < _NULL_DEG and abs(north) < _NULL_DEG:
        return "the position is 0, 0, which stands for none"
    return east, north


def resolution_m(lon: object, lat: object) -> float:
    """Say how far off a position may be by the way it is written: in metres.

    Two decimals are to a hundredth of a degree; a position of whole minutes of arc on both axes
    was read from a map of that fineness, however many decimals it has.

    Examples
    --------
    >>> round(resolution_m("36.65", "35.44"), -1), round(resolution_m("36.6000", "35.4500"), -1)
    (790.0, 1310.0)
    """
    east, north = number(lon), number(lat)
    if east is None or north is None:
        return 0.0
    minutes = all(abs(value * 60 - round(value * 60)) < 1e-3 for value in (east, north))
    written = _HALF_DEGREE_M / 10 ** max(_decimals(lon), _decimals(lat))
    return float(max(written, _HALF_DEGREE_M / 60 if minutes else 0.0))


def _decimals(value: object) -> int:
    return min(len(clean_text(value).replace(",", ".").partition(".")[2]), 9)


class Gate:
    """Lets in what lies in the region of an import, and counts what does not.

    The region is the one asked for, else the one that the package declares. A package that
    declares none gets the region of what was let in, and what lies far from all else is named.
    """

    def __init__(self, asked: Asked, draft: Draft, report: Report) -> None:
        self._draft = draft
        self._report = report
        declared = tuple(draft.descriptor["frontline"]["region"])
        self._declared: Box | None = None if declared == UNSET_REGION else declared
        self._box = asked.region or self._declared
        self._asked = asked.region
        self._swapped = 0
        self._countries = asked.country
        self._abroad: Counter[str] = Counter()
        self._seen: list[Spot] = []
        self._any = False
        shown = ",".join(f"{one:g}" for one in self._box or ())
        self._outside = f"outside the region {shown}"

    def is_home(self, code: object) -> bool:
        """Whether a country is one of those asked for; if not, its row is counted as left out."""
        if not self._countries:
            return True
        country = clean_text(code).upper()
        if country in self._countries:
            return True
        self._report.left_out["of another country"] += 1
        self._abroad[country or "(none)"] += 1
        return False

    def admits(self, lon: float, lat: float, told: tuple[str, int | str, str]) -> bool:
        """Whether a position is in the region; if not, it is counted as left out.

        Parameters
        ----------
        told : file, row, and name of the place, should it be named
        """
        box = self._box
        if box is None or (box[0] <= lon <= box[2] and box[1] <= lat <= box[3]):
            self._any = True
            if box is None:
                self._seen.append(Spot(lon, lat, *told))
            return True
        self._swapped += box[0] <= lat <= box[2] and box[1] <= lon <= box[3]
        self._report.left_out[self._outside] += 1
        return False

    def close(self) -> None:
        """Let the package declare the region that it now needs.

        Raises
        ------
        InvalidRequestError
            When that is wider than a package may be.
        """
        outside = self._report.left_out[self._outside]
        if not outside:
            del self._report.left_out[self._outside]
        if outside and self._swapped * 2 > outside:
            look = "--region: west,south,east,north" if self._asked else "the columns"
            self._report.note(
                f"{self._swapped:,} rows would lie in the region if longitude and latitude were "
                f"swapped: look at {look}"
            )
        if self._abroad and not (self._any or outside):
            self._report.note(self._elsewhere())
        if not self._any:
            return
        if self._declared is None:
            self._declare(self._asked or _around(self._seen))
            if words := self._astray():
                self._report.note(words)
        elif self._asked is not None:
            one, two = self._declared, self._asked
            self._declare(
                (min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3]))
            )

    def _elsewhere(self) -> str:
        """Say which countries the files hold, where they hold none that was asked for."""
        held = sorted(self._abroad.items(), key=lambda item: (-item[1], item[0]))
        told = ", ".join(f"{code[:20]} ({count:,} rows)" for code, count in held[:_SHOWN])
        more = f" and {len(held) - _SHOWN:,} more" if len(held) > _SHOWN else ""
        return f"--country {', '.join(sorted(self._countries))}: the files hold {told}{more}"

    def _astray(self) -> str:
        """Name what lies far from all else and widens the region, and say how to undo it."""
        kept, astray, measured = part_strays(self._seen, _SHOWN)
        if not astray:
            return ""
        told = "; ".join(
            f"{far.spot.file}, row {far.spot.row}: {far.spot.name} at {far.spot.lon:g}, "
            f"{far.spot.lat:g}, {far.distance_m / 1000:,.0f} km from the nearest"
            for far in measured
        )
        more = f"; and {len(astray) - len(measured):,} more" if len(astray) > len(measured) else ""
        box = ",".join(f"{one:g}" for one in _around(kept))
        return (
            f"{len(astray):,} of {len(self._seen):,} places lie far from all others and widen the "
            f"region ({told}{more}). If they do not belong here, import into a new package with "
            f"--region {box}; or take them out of gazetteer.geojson, and set region in "
            f"datapackage.json to [{box}]"
        )

    def _declare(self, box: Box) -> None:
        if box == self._declared:
            return
        shown = ",".join(f"{one:g}" for one in box)
        if max(box[2] - box[0], box[3] - box[1]) > _WIDEST_DEG:
            words = self._astray()
            raise InvalidRequestError(
                f"the places span {shown}, more than {_WIDEST_DEG} degrees: choose with "
                "--region west,south,east,north or --country" + (words and f". {words}")
            )
        self._draft.set_coverage(region=list(box))
        self._report.note(f"the package now declares the region {shown}")


def _around(spots: list[Spot]) -> Box:
    lons, lats = [spot.lon for spot in spots], [spot.lat for spot in spots]
    return (
        max(-180.0, round(min(lons) - _MARGIN_DEG, 2)),
        max(-90.0, round(min(lats) - _MARGIN_DEG, 2)),
        min(180.0, round(max(lons) + _MARGIN_DEG, 2)),
        min(90.0, round(max(lats) + _MARGIN_DEG, 2)),
    )
