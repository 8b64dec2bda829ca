"""Compare the ground of a day in two forms: as cells, or as a publisher drew it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import shapely

from frontline.geometry.geodesy import GEOD

if TYPE_CHECKING:
    from frontline.models import Place
    from frontline.state import State

#: Holders of ground besides the actors.
CONTESTED, NOBODY = "contested", "unknown"
#: Smaller differences are slivers between two outlines of one border, km².
_SLIVER_KM2 = 0.05


@dataclass(frozen=True, slots=True)
class GroundDifference:
    """Ground that one form gives to another holder.

    Attributes
    ----------
    holders : tuple of str
        The holder in each form: id of an actor, ``contested`` or ``unknown``.
    area_km2 : float
        Size of the ground.
    """

    holders: tuple[str, str]
    area_km2: float


@dataclass(frozen=True, slots=True)
class GroundComparison:
    """The differences of two forms of the ground of a day.

    Attributes
    ----------
    ground : tuple of GroundDifference
        The largest first.
    places : tuple of (Place, (str, str))
        The places that lie in the ground of different holders, with these.
    """

    ground: tuple[GroundDifference, ...]
    places: tuple[tuple[Place, tuple[str, str]], ...]


def compare_ground(one: State, other: State) -> GroundComparison:
    """Return where two forms of the ground of a day have another holder.

    Parameters
    ----------
    one, other : State
        The same day of atlases that `Atlas.with_ground` returns.

    Examples
    --------
    >>> import frontline
    >>> state = frontline.open().on("2019-08-15")
    >>> compare_ground(state, state)
    GroundComparison(ground=(), places=())
    """
    grounds = _ground(one), _ground(other)
    found = [
        GroundDifference((mine, theirs), area)
        for mine, theirs in product([*grounds[0], NOBODY], [*grounds[1], NOBODY])
        if mine != theirs
        if (area := _area_km2(_common(grounds, mine, theirs))) >= _SLIVER_KM2
    ]
    found.sort(key=lambda difference: (-difference.area_km2, difference.holders))
    places = []
    for place in one.atlas.sites:
        point = shapely.Point(place.lon, place.lat)
        mine, theirs = (_holder(ground, point) for ground in grounds)
        if mine != theirs:
            places.append((place, (mine, theirs)))
    return GroundComparison(tuple(found), tuple(places))


def _ground(state: State) -> dict[str, Any]:
    """Return the ground of each holder without open water, in degrees."""
    parts: dict[str, list[Any]] = {}
    for actor, shape in zip(state.territory["actor"], state.territory.geometry, strict=True):
        holder = actor if isinstance(actor, str) else CONTESTED  # a missing value can be NaN
        parts.setdefault(holder, []).append(shapely.make_valid(shape))
    grounds = {holder: shapely.union_all(shapes) for holder, shapes in parts.items()}
    atlas = state.atlas
    if atlas.drawn is not None or atlas.water.is_empty:
        return grounds
    water = atlas.projection.from_plane(atlas.water)
    return {holder: shapely.difference(ground, water) for holder, ground in grounds.items()}


def _common(grounds: tuple[dict[str, Any], dict[str, Any]], mine: str, theirs: str) -> Any:
    """Return the ground of a holder in one form and of another in the other."""
    if mine == NOBODY and theirs == NOBODY:
        return shapely.Polygon()
    if mine == NOBODY:
        return shapely.difference(grounds[1][theirs], shapely.union_all([*grounds[0].values()]))
    if theirs == NOBODY:
        return shapely.difference(grounds[0][mine], shapely.union_all([*grounds[1].values()]))
    return shapely.intersection(grounds[0][mine], grounds[1][theirs])


def _area_km2(shape: Any) -> float:
    polygons = [part for part in shapely.get_parts(shape) if shapely.get_dimensions(part) == 2]
    return sum(abs(float(GEOD.geometry_area_perimeter(part)[0])) for part in polygons) / 1e6


def _holder(ground: dict[str, Any], point: Any) -> str:
    return next((holder for holder, shape in ground.items() if shape.covers(point)), NOBODY)
