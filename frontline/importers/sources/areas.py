"""Administrative areas and rivers, for orientation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import shapely

from frontline.gazetteer.normalize import slugify
from frontline.importers.columns import plain
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
    from frontline.package.editor import Draft


_AREAS = ("Polygon", "MultiPolygon")
_WATER = ("LineString", "MultiLineString", *_AREAS)
_LEVEL = re.compile(r"adm(?:in)?(\d)(?:_?p?_?cod|_?en|_?name|pcode|name)")


def import_admin(asked: Asked, draft: Draft, _: Review, report: Report) -> None:
    """Bring in areas, each with its level: ``admin1`` for the largest within a country.

    The level is that of ``--set level=``, of ``--column level=``, or the deepest that the names
    of the columns speak of (``ADM2_PCODE``), as in the files of OCHA.
    """
    origin = origin_of(asked, draft, "level")
    _bring("admin", asked, draft, report, origin)


def import_rivers(asked: Asked, draft: Draft, _: Review, report: Report) -> None:
    """Bring in rivers and lakes, as lines or areas."""
    origin = origin_of(asked, draft, "level")
    _bring("rivers", asked, draft, report, origin)


def _bring(file: str, asked: Asked, draft: Draft, report: Report, origin: Origin) -> None:
    kinds, layer = (_AREAS, "multipolygons") if file == "admin" else (_WATER, "lines")
    region = region_of(draft, asked)
    seen: set[str] = set()
    for shape in read_shapes(asked, report, kinds, layer):
        level, code, name, name_ar = _told(file, shape.properties, asked)
        id_ = "-".join(filter(None, (level, slugify(code) or slugify(name))))[:80].strip("-")
        class_ = word_of(shape.properties, asked, "class", ("adminlevel", "waterway", "fclass"))
        if asked.classes and not {class_, code, name} & asked.classes:
            report.left_out["of another class of features (--class chooses)"] += 1
        elif not level:
            report.refuse(shape.file, shape.row, "of which level? --set level=admin1", name)
        elif not name or id_ == level:
            report.refuse(shape.file, shape.row, "has no name (--column name=NAME)", code)
        elif not region.intersects(shape.geometry):
            report.left_out["outside the region"] += 1
        elif id_ in seen:
            report.refuse(shape.file, shape.row, "another area has this name or code", id_)
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
            _put(file, row, shape, draft, report)


def _told(file: str, told: dict[str, Any], asked: Asked) -> tuple[str, str, str, str]:
    """Give level, code, name and Arabic name of a feature."""
    deepest = max((m[1] for name in told if (m := _LEVEL.match(plain(name)))), default="")
    n = f"adm{deepest}", f"admin{deepest}"
    level = asked.settings.get("level") or word_of(told, asked, "level", ("level",))
    if not level:
        level = "river" if file == "rivers" else f"admin{deepest}" if deepest else ""
    codes = [f"{one}pcode" for one in n] if deepest else []
    names = [f"{one}{end}" for end in ("en", "nameen", "name") for one in n] if deepest else []
    arabic = [f"{one}{end}" for end in ("ar", "namear") for one in n] if deepest else []
    code = word_of(told, asked, "pcode", [*codes, "pcode", "code", "osmid"])
    name = word_of(told, asked, "name", [*names, "nameen", "name"])
    name_ar = word_of(told, asked, "name_ar", [*arabic, "namear"])
    return slugify(level), code, name or name_ar, name_ar


def _put(file: str, row: dict[str, Any], shape: Shape, draft: Draft, report: Report) -> None:
    geometry = shape.geometry
    if not geometry.is_valid:
        made = shapely.make_valid(geometry)
        parts = [one for one in shapely.get_parts(made) if one.geom_type in _AREAS]
        geometry = shapely.union_all(parts) if parts else geometry
        report.note(f"{row['id']}: its outline crossed itself and was repaired")
    if geometry.is_empty or not geometry.is_valid:
        report.refuse(shape.file, shape.row, "the outline cannot be repaired", row["id"])
        return
    if draft.get(file, row["id"]) is not None:
        if not draft.has_feature(file, row, as_geojson(geometry)):
            words = f"{row['id']} ({shape.file}, row {shape.row}): the package has it otherwise"
            report.disagreements.append(f"{words}, and keeps it")
        report.merged += 1
        return
    draft.put(file, row, as_geojson(geometry))
    report.used += 1
