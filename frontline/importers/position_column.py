"""Read the positions in one column of a table, with one order of latitude and longitude for all.

"36.2, 37.1" may have the latitude first or the longitude. The name of the column, the region of
the package or the user decides it for the whole column; otherwise the column is refused.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.positions import is_inside, read_text, split_pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from frontline.importers.options import BoundingBox
    from frontline.importers.positions import PairOrder, Position

#: Number of rows that are looked at to find the order.
_MOST_ROWS = 10_000
#: The order is that of the rows if at most one in so many contradicts it.
_ROWS_PER_SLIP = 100
_GLOBE: BoundingBox = (-180.0, -90.0, 180.0, 90.0)


class PositionColumn:
    """Reads the positions in a column of one file.

    Parameters
    ----------
    file, column : names, for messages
    scan : returns the value of each row; called once, at the first pair without sides
    region : of the package; None if it has none yet
    order : of the two numbers, as the user states it; None to find it
    """

    def __init__(
        self,
        file: str,
        column: str,
        scan: Callable[[], Iterable[object]],
        region: BoundingBox | None,
        order: PairOrder | None = None,
    ) -> None:
        self.name = column
        self._file, self._scan, self._region = file, scan, region
        self._order = order or _order_in_name(column)

    def position(self, value: object) -> Position:
        """Return longitude and latitude, or the reason why there are none.

        Raises
        ------
        InvalidRequestError
            If nothing shows the order of two numbers.
        """
        if self._order is None and _is_bare_pair(value):
            self._order = self._find_order(clean_text(value))
        return read_text(value, self._order, self._region)

    def _find_order(self, example: str) -> PairOrder:
        """Return the order in which the numbers of the column lie in the region."""
        fits: dict[PairOrder, int] = {"lat-lon": 0, "lon-lat": 0}
        for value in islice(self._scan(), _MOST_ROWS):
            pair = split_pair(clean_text(value)) if _is_bare_pair(value) else None
            if pair is None:
                continue
            first, second = pair[0].degrees, pair[1].degrees
            region = self._region or _GLOBE
            is_first_lat = is_inside((second, first), region)
            if is_first_lat != is_inside((first, second), region):
                fits["lat-lon" if is_first_lat else "lon-lat"] += 1
        few, most = sorted(fits, key=lambda order: fits[order])
        if fits[most] and fits[few] * _ROWS_PER_SLIP <= fits[most]:
            return most
        raise InvalidRequestError(
            f"{self._file}, column {self.name!r}: nothing shows whether {example!r} has the "
            "latitude or the longitude first: add --set pairs=lat-lon or --set pairs=lon-lat"
        )


def _is_bare_pair(value: object) -> bool:
    """Return whether a value is two numbers without sides."""
    pair = split_pair(clean_text(value)) if isinstance(value, str) else None
    return pair is not None and all(angle.is_latitude is None for angle in pair)


def _order_in_name(column: str) -> PairOrder | None:
    """Return the order that the name of a column states.

    Examples
    --------
    >>> _order_in_name("Lat/Lon"), _order_in_name("X, Y"), _order_in_name("Coordinates")
    ('lat-lon', 'lon-lat', None)
    """
    name = "".join(filter(str.isalpha, column.casefold()))
    if name.startswith("lat") and ("lon" in name or "lng" in name):
        return "lat-lon"
    is_lon_first = name.startswith("lon") and "lat" in name
    return "lon-lat" if is_lon_first or name in {"xy", "lnglat"} else None
