"""Blur: the package with its places moved to a fixed grid, so that nobody sees where they are."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.errors import InvalidRequestError
from frontline.geometry.geodesic_lines import GeodesicLine
from frontline.geometry.grid import SIZES_KM, cell_centres, grid_cells
from frontline.geometry.near import places_near_stretch
from frontline.package.area_statements import area_reports_on_places
from frontline.package.content_digest import kept_descriptor, with_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.annotation_model import Annotation
    from frontline.models import Place
    from frontline.package.package import Package

#: Places of one cell are set on a ring around its centre, with this radius in parts of the size.
_RING = 0.1


def blur_positions(package: Package, size_km: float) -> Package:
    """Return the package with every place moved to a grid, and without built-up outlines.

    Who held a place is decided on true positions: which places a report about a stretch of road
    speaks for is stored before they are moved, and reports about areas become reports about the
    places in them. Kilometres of road reports are rounded outwards to the size. Ids of other
    gazetteers and notes, which can name the true position, are dropped.

    Places of one cell are set on a small ring around its centre, in the order of their ids, so that
    none shares its position with another. The position errors grow by what a place can have moved.

    Parameters
    ----------
    package : Package
        The package, after an embargo if there is one.
    size_km : float
        Size of the grid: one of `frontline.geometry.grid.SIZES_KM`.

    Raises
    ------
    InvalidRequestError
        For another size.
    """
    if size_km not in SIZES_KM:
        sizes = ", ".join(map(str, SIZES_KM[:-1]))
        raise InvalidRequestError(
            f"A blur of {size_km:g} km: use {sizes} or {SIZES_KM[-1]}. Other sizes could be "
            "combined to find the true positions."
        )
    size = int(size_km)
    places = [package.gazetteer[place_id] for place_id in sorted(package.gazetteer)]
    lon, lat = _ringed(places, size) if places else (np.empty(0), np.empty(0))
    moved = {
        place.id: _moved(place, float(lon[i]), float(lat[i]), size)
        for i, place in enumerate(places)
    }
    return with_digest(
        replace(
            package,
            gazetteer={place_id: moved[place_id] for place_id in package.gazetteer},
            footprints={},
            events=tuple(_rounded(event, size) for event in package.events),
            annotations=tuple(_moved_annotation(row, size) for row in package.annotations),
            control_areas={},
            area_reports=area_reports_on_places(package),
            road_places=_road_places(package),
            row_numbers={},
            descriptor=kept_descriptor(package),
        )
    )


def _road_places(package: Package) -> Mapping[str, tuple[str, ...]]:
    """Return, by road event, the ids of the places that it speaks for."""
    lines = {id_: GeodesicLine(road.coordinates) for id_, road in package.highways.items()}
    places = tuple(package.gazetteer.values())
    return {
        event.event_id: tuple(
            place.id
            for place in places_near_stretch(
                lines[event.highway], (event.from_km, event.to_km), places, package.outlines
            )
        )
        for event in package.events
        if event.highway is not None
    }


def _rounded(event: Any, size_km: int) -> Any:
    """Return an event with its kilometres rounded outwards."""
    if event.highway is None:
        return event
    update = {}
    if event.from_km is not None:
        update["from_km"] = float(math.floor(event.from_km / size_km) * size_km)
    if event.to_km is not None:
        update["to_km"] = float(math.ceil(event.to_km / size_km) * size_km)
    return event.model_copy(update=update)


def _ringed(places: list[Place], size_km: int) -> tuple[np.ndarray, np.ndarray]:
    """Return longitude and latitude of places, moved to the grid; those of one cell on a ring."""
    cells = grid_cells([place.lon for place in places], [place.lat for place in places], size_km)
    lon, lat = cell_centres(cells, size_km)
    _, group, count = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    group = group.ravel()
    order = np.argsort(group, kind="stable")
    rank = np.empty(len(places), dtype=np.int64)
    rank[order] = np.arange(len(places)) - np.repeat(np.cumsum(count) - count, count)
    angle = 2 * np.pi * rank / count[group]
    radius_deg = _RING * size_km / 111.0
    return (
        lon + radius_deg * np.cos(angle) / np.cos(np.radians(lat)),
        lat + radius_deg * np.sin(angle),
    )


def _moved(place: Place, lon: float, lat: float, size_km: int) -> Place:
    # Half the diagonal of a cell, and the ring: 0.71 + 0.1; a metre for rounding.
    error = min(place.position_error_m + 1000 * size_km * 0.82 + 1, 100_000.0)
    return place.model_copy(
        update={
            "lon": round(lon, 5),
            "lat": round(lat, 5),
            "position_error_m": error,
            "geonames_id": None,
            "sources": tuple(dict.fromkeys(map(_without_id, place.sources))),
            "note": "",
        }
    )


def _without_id(source: str) -> str:
    """Return the name of a gazetteer without the id that finds the place in it."""
    kept = [word for word in source.split() if not any(char.isdigit() for char in word)]
    return " ".join(kept) or "gazetteer"


def _moved_annotation(row: Annotation, size_km: int) -> Annotation:
    """Return an annotation with its positions in the centres of their cells."""
    update: dict[str, float] = {}
    for lon_name, lat_name in (("lon", "lat"), ("to_lon", "to_lat")):
        lon, lat = getattr(row, lon_name), getattr(row, lat_name)
        if lon is not None:
            centre = cell_centres(grid_cells([lon], [lat], size_km), size_km)
            update |= {lon_name: round(float(centre[0][0]), 5)}
            update |= {lat_name: round(float(centre[1][0]), 5)}
    return row.model_copy(update=update)
