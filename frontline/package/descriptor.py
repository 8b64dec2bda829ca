"""Make the Frictionless descriptor of a data package from the models.

See https://datapackage.org/. Each CSV file gets a Table Schema.
"""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from frontline.package.file_reader import column_names
from frontline.package.package import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo


_TITLES = {
    "actors": "Parties that can hold a place, with their colours and patterns",
    "publishers": "Where reports were read, on whose side, and whom they repeat",
    "baseline": "Who held what on the first day",
    "events": "Dated changes, and attested non-changes, at places and along highways",
    "reports": "One row for each publisher and address that speaks to an event or baseline row",
    "unplaced": "What was reported of places that could not be located, and why",
    "moments": "Named days that a reader can jump to, with a source",
    "annotations": "Texts and arrows on the maps of some days",
    "gazetteer": "Places: a point, names in two scripts, sources and position error",
    "footprints": "Built-up areas by place_id",
    "highways": "Centre lines of highways",
    "admin": "Administrative areas, for orientation",
    "rivers": "Rivers, for orientation",
    "roads": "Secondary roads, for orientation",
    "area_reports": "Reports of who held an area, on a day or over a span of days",
    "control_areas": "Ground that area reports refer to, as publishers drew it",
}


_LAYER_FILES = (
    "gazetteer", "footprints", "highways", "admin", "rivers", "roads", "control_areas",
)  # fmt: skip


def table_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the Table Schema of a CSV file whose rows are `model`."""
    named = zip(column_names(model), model.model_fields.values(), strict=True)
    return {
        "fields": [_field(name, info) for name, info in named],
        "missingValues": [""],
        "primaryKey": next(iter(column_names(model))),
    }


def _field(name: str, info: FieldInfo) -> dict[str, Any]:
    described: dict[str, Any] = {"name": name, "type": _field_type(info.annotation)}
    constraints: dict[str, Any] = {}
    if info.is_required():
        constraints["required"] = True
    choices = _choices(info.annotation)
    if choices:
        constraints["enum"] = choices
    if constraints:
        described["constraints"] = constraints
    return described


def _plain_types(annotation: Any) -> list[Any]:
    """Return the types inside Annotated and Optional."""
    if hasattr(annotation, "__metadata__"):
        return _plain_types(annotation.__origin__)
    if get_origin(annotation) in {Union, types.UnionType}:
        return [kind for part in get_args(annotation) for kind in _plain_types(part)]
    return [] if annotation is type(None) else [annotation]


def _field_type(annotation: Any) -> str:
    names = {"date": "date", "float": "number", "int": "integer"}
    return next(
        (names[kind.__name__] for kind in _plain_types(annotation) if kind.__name__ in names)
        if all(isinstance(kind, type) for kind in _plain_types(annotation))
        else iter(()),
        "string",
    )


def _choices(annotation: Any) -> list[str]:
    return [
        word
        for kind in _plain_types(annotation)
        if get_origin(kind) is Literal
        for word in get_args(kind)
    ]


def describe(about: Mapping[str, Any], files: Collection[str]) -> dict[str, Any]:
    """Return the descriptor of a package.

    Parameters
    ----------
    about : mapping
        Properties of the package: name, title, description, version, licenses, sources,
        contributors, frontline.
    files : collection of str
        Names of the files that exist.
    """
    resources = []
    for name, model, _ in TABLES:
        if f"{name}.csv" in files:
            resources.append(
                {
                    "name": name,
                    "path": f"{name}.csv",
                    "title": _TITLES[name],
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    "schema": table_schema(model),
                }
            )
    resources += [
        {
            "name": name,
            "path": f"{name}.geojson",
            "title": _TITLES[name],
            "format": "geojson",
            "mediatype": "application/geo+json",
            "encoding": "utf-8",
        }
        for name in (
            "gazetteer",
            "footprints",
            "highways",
            "admin",
            "rivers",
            "roads",
            "control_areas",
        )
        if f"{name}.geojson" in files
    ]
    return {"profile": "data-package", **about, "resources": resources}
