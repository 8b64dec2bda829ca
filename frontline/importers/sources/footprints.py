"""Footprints: import outlines of built-up areas, each for the place that lies in it.

Format: polygons in one of the vector formats, with an optional column of the name, such as
``landuse=residential`` of an OpenStreetMap extract. The user states source and licence.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import match_key
from frontline.geometry.geodesy import Projection
from frontline.importers.vector import (
    attribute,
    import_region,
    metres_setting,
    read_origin,
    read_shapes,
    to_geojson,
)

if TYPE_CHECKING:
    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.summary import ImportSummary
    from frontline.importers.vector import Origin, Shape
    from frontline.models import Place
    from frontline.package.draft import Draft


#: An outline without a place belongs to the nearest place within this distance.
_WITHIN_M = 500.0
_NAMES = ("nameen", "name", "namear")
#: An outline with more places is not that of a town, but of ground that somebody holds.
_MOST_PLACES = 20
#: Tolerance for an outline that the package has already: some centimetres.
_SAME_DEG = 1e-6


def import_footprints(
    options: ImportOptions, draft: Draft, _: Review, summary: ImportSummary
) -> None:
    """Import outlines; several outlines of one place become one.

    An outline belongs to the place in it. If there are several, its name decides; if there is
    none, it belongs to the nearest place within 500 m (``--set within_m=``).
    """
    origin = read_origin(options, draft, "within_m")
    places = list(draft.places.values())
    if not places:
        raise InvalidRequestError("the gazetteer is empty: import places before their outlines")
    region = import_region(draft, options)
    within_m = max(0.0, metres_setting(options, "within_m", _WITHIN_M))
    finder = _Finder(places, within_m, draft.region)
    own: defaultdict[str, list[Shape]] = defaultdict(list)
    for shape in read_shapes(options, summary, ("Polygon", "MultiPolygon")):
        class_ = attribute(shape.properties, options, "class", ("landuse", "fclass", "place"))
        if options.classes and class_ not in options.classes:
            summary.left_out["of another class of features (--class chooses)"] += 1
        elif not region.covers(shape.geometry):
            summary.left_out["outside the region, or across its edge"] += 1
        elif not shape.geometry.is_valid:
            reason = "the outline crosses itself: draw it again"
            summary.refuse(shape.file, shape.row, reason, shapely.is_valid_reason(shape.geometry))
        else:
            name = attribute(shape.properties, options, "name", _NAMES)
            found = finder.places_of(shape.geometry, name)
            if len(found) == 1:
                own[found[0].id].append(shape)
            elif not found:
                summary.refuse(
                    shape.file,
                    shape.row,
                    "there is no place in it or near it: import the place first",
                    name,
                )
            elif len(found) > _MOST_PLACES:
                summary.refuse(
                    shape.file,
                    shape.row,
                    "there are too many places in it for the outline of a town: "
                    "import a map of who holds what with frontline import areas",
                    f"{len(found):,} places",
                )
            else:
                several = ", ".join(one.id for one in found)
                summary.refuse(
                    shape.file,
                    shape.row,
                    "there are several places in it: draw one outline for each",
                    several,
                )
    for place_id in sorted(own):
        _put(place_id, own[place_id], draft, summary, origin)


class _Finder:
    """Finds the place that an outline belongs to."""

    def __init__(
        self, places: list[Place], within_m: float, region: tuple[float, float, float, float]
    ) -> None:
        self._places = places
        self._within_m = within_m
        self._plane = Projection.of_region(region)
        x, y = self._plane.forward([one.lon for one in places], [one.lat for one in places])
        self._tree = shapely.STRtree(shapely.points(np.asarray(x), np.asarray(y)))

    def places_of(self, outline: shapely.Geometry, name: str) -> list[Place]:
        """Return the place, or all places that it may be."""
        flat = self._plane.to_plane(outline)
        inside = sorted(self._tree.query(flat, "intersects"))
        if not inside:
            inside = sorted(self._tree.query(flat, "dwithin", distance=self._within_m))
        found = [self._places[at] for at in inside]
        name_key = match_key(name) if name else ""
        same = [one for one in found if name_key and name_key in _keys(one)]
        return same if len(same) == 1 else found


def _keys(place: Place) -> set[str]:
    return set(map(match_key, place.all_names))


def _put(
    place_id: str, shapes: list[Shape], draft: Draft, summary: ImportSummary, origin: Origin
) -> None:
    outline = shapely.union_all([shape.geometry for shape in shapes])
    known = draft.geometry("footprints", place_id)
    if known is None:
        row = {"place_id": place_id, "source": origin.source, "licence": origin.licence}
        draft.put("footprints", row, to_geojson(outline))
        summary.used += len(shapes)
        return
    held = shapely.geometry.shape(known).buffer(_SAME_DEG)
    for shape in shapes:
        if not held.covers(shape.geometry):
            summary.disagreements.append(
                f"{place_id} ({shape.file}, row {shape.row}): the package has another outline, "
                "and keeps it"
            )
    summary.merged += len(shapes)
