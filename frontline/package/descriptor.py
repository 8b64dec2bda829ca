"""Writes the descriptor of a data package from the models, so that the two cannot drift apart.

The result is a Frictionless Data Package (https://datapackage.org/): schema, licence and
sources for each file.
"""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from frontline.package.package import TABLES, columns

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "gazetteer": "Places: a point, names in two scripts, sources and position error",
    "footprints": "Built-up areas by place_id",
    "highways": "Centre lines of highways",
    "admin": "Administrative areas, for orientation",
    "rivers": "Rivers, for orientation",
}


def table_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Give the Table Schema of a CSV file whose rows are `model`."""
    named = zip(columns(model), model.model_fields.values(), strict=True)
    return {
        "fields": [_field(name, info) for name, info in named],
        "missingValues": [""],
        "primaryKey": next(iter(columns(model))),
    }


def _field(name: str, info: FieldInfo) -> dict[str, Any]:
    kind = _kind(info.annotation)
    described: dict[str, Any] = {"name": name, "type": kind}
    constraints: dict[str, Any] = {}
    if info.is_required():
        constraints["required"] = True
    choices = _choices(info.annotation)
    if choices:
        constraints["enum"] = choices
    if constraints:
        described["constraints"] = constraints
    return described


def _plain(annotation: Any) -> list[Any]:
    """Unwrap Annotated and Optional down to plain types."""
    if hasattr(annotation, "__metadata__"):
        return _plain(annotation.__origin__)
    if get_origin(annotation) in {Union, types.UnionType}:
        return [kind for part in get_args(annotation) for kind in _plain(part)]
    return [] if annotation is type(None) else [annotation]


def _kind(annotation: Any) -> str:
    names = {"date": "date", "float": "number", "int": "integer"}
    return next(
        (names[kind.__name__] for kind in _plain(annotation) if kind.__name__ in names)
        if all(isinstance(kind, type) for kind in _plain(annotation))
        else iter(()),
        "string",
    )


def _choices(annotation: Any) -> list[str]:
    return [
        word
        for kind in _plain(annotation)
        if get_origin(kind) is Literal
        for word in get_args(kind)
    ]


def describe(about: Mapping[str, Any], files: Mapping[str, bool]) -> dict[str, Any]:
    """Give the descriptor of a package.

    Parameters
    ----------
    about : name, title, description, version, licenses, sources, contributors, frontline
    files : file names that exist
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
        for name in ("gazetteer", "footprints", "highways", "admin", "rivers")
        if f"{name}.geojson" in files
    ]
    return {"profile": "data-package", **about, "resources": resources}
