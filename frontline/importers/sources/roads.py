"""Secondary roads, as background of maps: thin lines without kilometres or control.

Format: lines in one of the vector formats, such as the ways of OpenStreetMap with ``highway`` and
``ref`` (https://wiki.openstreetmap.org/wiki/Key:highway). The user states source and licence. A
road about which there are reports is imported with ``import highways``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import shapely

from frontline.gazetteer.languages import is_written_in
from frontline.gazetteer.normalize import clean_text
from frontline.importers.vector import (
    attribute,
    feature_id,
    import_region,
    read_origin,
    read_shapes,
    to_geojson,
)

if TYPE_CHECKING:
    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.summary import ImportSummary
    from frontline.importers.vector import Origin, Shape
    from frontline.package.draft import Draft

#: Points nearer to the line than this are left out, in degrees: about 10 metres.
_TOLERANCE = 1e-4
_CLASSES = ("highway", "fclass", "roadclass", "class", "type")
_NAMES = ("ref", "roadnumber", "number", "nameen", "name", "roadname")


def import_roads(options: ImportOptions, draft: Draft, _: Review, summary: ImportSummary) -> None:
    """Import lines of roads; those with one number or name become one feature.

    Roads without either are one feature for each class. ``--class`` chooses classes, such as
    secondary and tertiary.
    """
    origin = read_origin(options, draft)
    region = import_region(draft, options)
    roads: defaultdict[str, list[tuple[Shape, str, str]]] = defaultdict(list)
    for shape in read_shapes(options, summary, ("LineString", "MultiLineString")):
        class_ = attribute(shape.properties, options, "class", _CLASSES)
        name = attribute(shape.properties, options, "name", _NAMES)
        if options.classes and not {class_, name} & options.classes:
            summary.left_out["of another class of features (--class chooses)"] += 1
        elif not region.intersects(shape.geometry):
            summary.left_out["outside the region"] += 1
        elif not shape.geometry.length:
            summary.refuse(shape.file, shape.row, "has no length: draw it again", name)
        else:
            id_ = feature_id(name, "road") or f"road-{feature_id(class_, 'class')}".rstrip("-")
            roads[id_[:80].strip("-")].append((shape, name, class_))
    for id_, pieces in roads.items():
        _put(id_, pieces, (options, draft, summary), origin)


def _put(
    id_: str,
    pieces: list[tuple[Shape, str, str]],
    into: tuple[ImportOptions, Draft, ImportSummary],
    origin: Origin,
) -> None:
    """Put one road into the package; one that the package has is kept."""
    options, draft, summary = into
    first, name, _ = pieces[0]
    name_ar = attribute(first.properties, options, "name_ar", ("namear",))
    if not name_ar and is_written_in(name, "ar"):
        name_ar = name
    row: dict[str, Any] = {
        "id": id_,
        "name": clean_text(name),
        "name_ar": name_ar,
        "level": "road",
        "sources": [origin.source],
        "licence": origin.licence,
    }
    whole = shapely.line_merge(shapely.union_all([shape.geometry for shape, *_ in pieces]))
    line = to_geojson(shapely.simplify(whole, _TOLERANCE))
    if draft.get("roads", id_) is None:
        draft.put("roads", row, line)
        summary.used += len(pieces)
        return
    if not draft.has_feature("roads", row, line):
        summary.disagreements.append(
            f"{id_}: the package has another line or name, and keeps it; delete it from "
            "roads.geojson to import it again"
        )
    summary.merged += len(pieces)
