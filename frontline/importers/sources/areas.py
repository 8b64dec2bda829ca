"""Administrative areas, rivers and lakes, as background of maps.

Format: polygons or lines in one of the vector formats, such as the COD-AB files of OCHA
(https://data.humdata.org/), whose columns ``ADM1_EN``, ``ADM1_AR``, ``ADM1_PCODE`` are known;
``--column name=NAME`` states others. The user states source and licence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import shapely

from frontline.gazetteer.languages import is_written_in
from frontline.gazetteer.normalize import slugify
from frontline.importers.cells import cell_id
from frontline.importers.columns import plain
from frontline.importers.vector import (
    attribute,
    feature_id,
    import_region,
    read_origin,
    read_shapes,
    refuse_for_columns,
    round_degrees,
    to_geojson,
)

if TYPE_CHECKING:
    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.summary import ImportSummary
    from frontline.importers.vector import Origin, Shape
    from frontline.package.draft import Draft


_AREAS = ("Polygon", "MultiPolygon")
_WATER = ("LineString", "MultiLineString", *_AREAS)
#: Columns that name the level: ADM2_PCODE of OCHA, ADMIN_1, NAME_1 and GID_1 of GADM.
_LEVEL = re.compile(r"(?:adm(?:in)?(\d)(?:pcod|en|name|pcode|$)|(?:name|gid)(\d)$)")


def import_admin(options: ImportOptions, draft: Draft, _: Review, summary: ImportSummary) -> None:
    """Import areas with their level: ``admin1`` for the largest within a country.

    The level is stated by ``--set level=`` or ``--column level=``; else it is the deepest level
    in the names of the columns (``ADM2_PCODE``), as in the files of OCHA.
    """
    origin = read_origin(options, draft, "level")
    _import("admin", options, draft, summary, origin)


def import_rivers(options: ImportOptions, draft: Draft, _: Review, summary: ImportSummary) -> None:
    """Import rivers and lakes, as lines or areas."""
    origin = read_origin(options, draft, "level")
    _import("rivers", options, draft, summary, origin)


def _import(
    file: str, options: ImportOptions, draft: Draft, summary: ImportSummary, origin: Origin
) -> None:
    kinds = _AREAS if file == "admin" else _WATER
    region = import_region(draft, options)
    seen: set[str] = set()
    for shape in read_shapes(options, summary, kinds):
        level, code, name, name_ar = _identity(file, shape.properties, options)
        id_ = "-".join(filter(None, (level, feature_id(code) or feature_id(name))))
        id_ = id_[:80].strip("-")
        class_ = attribute(shape.properties, options, "class", ("adminlevel", "waterway", "fclass"))
        if options.classes and not {class_, code, name} & options.classes:
            summary.left_out["of another class of features (--class chooses)"] += 1
        elif not level:
            reason = (
                "the level is missing: add --set level=admin1 (or admin2) for a map of provinces; "
                "a map of who holds what is imported with frontline import areas"
            )
            refuse_for_columns(shape, summary, reason, name)
        elif not name or id_ == level:
            refuse_for_columns(shape, summary, "has no name: add --column name=NAME", code)
        elif not region.intersects(shape.geometry):
            summary.left_out["outside the region"] += 1
        elif id_ in seen:
            summary.refuse(
                shape.file,
                shape.row,
                "another area has this name or code: delete one of the two",
                id_,
            )
        else:
            seen.add(id_)
            row = {
                "id": id_,
                "name": name,
                "name_ar": name_ar,
                "level": slugify(level),
                "sources": [origin.source],
                "licence": origin.licence,
            }
            _put(file, row, shape, draft, summary)


def _identity(
    file: str, properties: dict[str, Any], options: ImportOptions
) -> tuple[str, str, str, str]:
    """Return level, code, name and Arabic name of a feature."""
    levels = [match for name in properties if (match := _LEVEL.match(plain(name)))]
    deepest = max((match[1] or match[2] for match in levels), default="")
    n = f"adm{deepest}", f"admin{deepest}"
    level = options.settings.get("level") or attribute(properties, options, "level", ("level",))
    if not level:
        level = "river" if file == "rivers" else f"admin{deepest}" if deepest else ""
    codes = [f"{one}pcode" for one in n] if deepest else []
    names = [f"{one}{end}" for end in ("en", "nameen", "name", "") for one in n] if deepest else []
    names += [f"name{deepest}"] if deepest else []
    codes += [f"gid{deepest}"] if deepest else []
    arabic = [f"{one}{end}" for end in ("ar", "namear") for one in n] if deepest else []
    code = cell_id(
        attribute(properties, options, "pcode", [*codes, "pcode", "code", "shapeiso", "osmid"])
    )
    name = attribute(properties, options, "name", [*names, "nameen", "name", "shapename"])
    name_ar = attribute(properties, options, "name_ar", [*arabic, "namear"])
    if not name_ar and is_written_in(name, "ar"):
        name_ar = name
    return slugify(level), code, name or name_ar, name_ar


def _put(
    file: str, row: dict[str, Any], shape: Shape, draft: Draft, summary: ImportSummary
) -> None:
    geometry = shape.geometry
    if not geometry.is_valid:
        made = shapely.make_valid(geometry)
        parts = [one for one in shapely.get_parts(made) if one.geom_type in _AREAS]
        geometry = shapely.union_all(parts) if parts else geometry
        summary.note(f"{row['id']}: the outline crossed itself and was repaired")
    geometry = round_degrees(geometry)
    if geometry.is_empty or not geometry.is_valid:
        summary.refuse(
            shape.file, shape.row, "the outline cannot be repaired: draw it again", row["id"]
        )
        return
    if draft.get(file, row["id"]) is not None:
        if not draft.has_feature(file, row, to_geojson(geometry)):
            where = f"{shape.file}, row {shape.row}"
            summary.disagreements.append(
                f"{row['id']} ({where}): the package has another geometry or name, and keeps it"
            )
        summary.merged += 1
        return
    draft.put(file, row, to_geojson(geometry))
    summary.used += 1
