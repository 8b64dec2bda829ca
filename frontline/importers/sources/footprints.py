"""Footprints: outlines of built-up ground, each given to the place that lies in it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import match_key
from frontline.geometry.geodesy import Projection
from frontline.importers.vector import (
    as_geojson,
    origin_of,
    read_shapes,
    region_of,
    word_of,
)

if TYPE_CHECKING:
    from frontline.importers.options import Asked
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.importers.vector import Origin, Shape
    from frontline.models import Place
    from frontline.package.editor import Draft


#: An outline in which no place lies belongs to the nearest, if that is within this.
_WITHIN_M = 500.0
_NAMES = ("nameen", "name", "namear")
#: The package has an outline already if it covers a new one to this: some centimetres.
_SAME_DEG = 1e-6


def import_footprints(asked: Asked, draft: Draft, _: Review, report: Report) -> None:
    """Bring in outlines, several of one place as one; those of no place are listed.

    An outline belongs to the place in it; of several, to the one whose name it bears; without
    any, to the nearest within 500 m (``--set within_m=``).
    """
    origin = origin_of(asked, draft, "within_m")
    places = list(draft.places.values())
    if not places:
        raise InvalidRequestError(
            "the gazetteer is empty: import places first, then their outlines"
        )
    region = region_of(draft, asked)
    finder = _Finder(places, _within_m(asked), draft.region)
    own: defaultdict[str, list[Shape]] = defaultdict(list)
    for shape in read_shapes(asked, report, ("Polygon", "MultiPolygon"), "multipolygons"):
        class_ = word_of(shape.properties, asked, "class", ("landuse", "fclass", "place"))
        if asked.classes and class_ not in asked.classes:
            report.left_out["of another class of features (--class chooses)"] += 1
        elif not region.covers(shape.geometry):
            report.left_out["outside the region, or across its edge"] += 1
        elif not shape.geometry.is_valid:
            reason = "the outline crosses itself"
            report.refuse(shape.file, shape.row, reason, shapely.is_valid_reason(shape.geometry))
        else:
            name = word_of(shape.properties, asked, "name", _NAMES)
            found = finder.places_of(shape.geometry, name)
            if len(found) == 1:
                own[found[0].id].append(shape)
            elif not found:
                report.refuse(shape.file, shape.row, "no place lies in it or near it", name)
            else:
                several = ", ".join(one.id for one in found)
                report.refuse(shape.file, shape.row, "several places lie in it", several)
    for place_id in sorted(own):
        _put(place_id, own[place_id], draft, report, origin)


def _within_m(asked: Asked) -> float:
    said = asked.settings.get("within_m", str(_WITHIN_M))
    try:
        return max(0.0, float(said))
    except ValueError:
        raise InvalidRequestError(f"--set within_m={said}: write metres as a number") from None


class _Finder:
    """Finds the place that an outline belongs to."""

    def __init__(
        self, places: list[Place], within_m: float, region: tuple[float, float, float, float]
    ) -> None:
        self._places = places
        self._within_m = within_m
        west, south, east, north = region
        self._plane = Projection.around([west, east], [south, north])
        x, y = self._plane.forward([one.lon for one in places], [one.lat for one in places])
        self._tree = shapely.STRtree(shapely.points(np.asarray(x), np.asarray(y)))

    def places_of(self, outline: shapely.Geometry, name: str) -> list[Place]:
        """Give the place, or all that it may be."""
        flat = self._plane.to_plane(outline)
        inside = sorted(self._tree.query(flat, "intersects"))
        if not inside:
            inside = sorted(self._tree.query(flat, "dwithin", distance=self._within_m))
        found = [self._places[at] for at in inside]
        called = match_key(name) if name else ""
        same = [one for one in found if called and called in _keys(one)]
        return same if len(same) == 1 else found


def _keys(place: Place) -> set[str]:
    return {match_key(name) for name in (place.name, place.name_ar, *place.names) if name}


def _put(place_id: str, shapes: list[Shape], draft: Draft, report: Report, origin: Origin) -> None:
    outline = shapely.union_all([shape.geometry for shape in shapes])
    known = draft.geometry("footprints", place_id)
    if known is None:
        row = {"place_id": place_id, "source": origin.source, "licence": origin.licence}
        draft.put("footprints", row, as_geojson(outline))
        report.used += len(shapes)
        return
    held = shapely.geometry.shape(known).buffer(_SAME_DEG)
    for shape in shapes:
        if not held.covers(shape.geometry):
            words = f"{place_id} ({shape.file}, row {shape.row}): the package has another outline"
            report.disagreements.append(f"{words}, and keeps it")
    report.merged += len(shapes)
