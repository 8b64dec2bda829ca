"""Validate rows and geometries and describe what is wrong.

pydantic validates rows. Values that it would convert are rejected here first: a day written as a
number of seconds, ``true`` in place of a number, numbers that are not finite.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from frontline.dates import parse_day
from frontline.errors import InvalidRequestError, Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from frontline.area_models import ControlArea
    from frontline.models import Area


Row = TypeVar("Row", bound=BaseModel)
#: Value, message and hint of an issue.
Problem: TypeAlias = tuple[str, str, str]

#: Hints by type of pydantic error.
_HINTS = {
    "missing": "Fill it in.",
    "extra_forbidden": "Remove it; it is not used.",
    "literal_error": "Use one of the words listed.",
    "string_too_short": "Fill it in.",
    "string_too_long": "Shorten it.",
    "finite_number": "Write a finite number.",
    "float_parsing": "Write a number with a decimal point.",
    "float_type": "Write a number.",
    "int_parsing": "Write a whole number.",
    "int_from_float": "Write a whole number.",
    "string_type": 'Write text; where there is none, "".',
    "stored_inference": "Delete the row, and its rows in reports.csv.",
    "value_error": "Correct the row.",
}

#: Messages that replace those of pydantic, by type of error.
_MESSAGES = {
    "missing": "is missing",
    "extra_forbidden": "is not a property of this file",
    "float_parsing": "is not a number",
    "int_parsing": "is not a whole number",
    "finite_number": "is not a finite number",
    "string_type": "is not text",
}


def check_row(
    model: type[Row],
    cells: Mapping[str, Any],
    file: str,
    row: int | str,
    from_geometry: Mapping[str, Any] | None = None,
) -> tuple[Row | None, list[Issue]]:
    """Validate a row.

    Parameters
    ----------
    model : type of BaseModel
        Model of the row.
    cells : mapping
        Cells or properties by name.
    file : str
        File name, for the issues.
    row : int or str
        Row number or feature id, for the issues.
    from_geometry : mapping, optional
        Further values, from a geometry that was checked.

    Returns
    -------
    row : BaseModel or None
        None if the row has an issue.
    issues : list of Issue
        One issue for each invalid value.
    """
    days, fields = day_columns(model)
    issues: dict[str, Issue] = {}
    # Nearly every row is valid, and there may be millions: look closer only where needed.
    valid = PLAIN_TYPES.issuperset(map(type, cells.values())) or (
        not days and all(map(_is_plain, cells.values()))
    )
    for name, required in days.items():
        cell = cells.get(name, "")
        valid = valid and ((cell == "" and not required) or is_day(cell))
    if not valid:
        issues = {
            name: Issue(file, row, _short(value), f"{name}: {message}", hint)
            for name, cell in cells.items()
            if type(cell) not in PLAIN_TYPES or (name in days and not is_day(cell))
            for value, message, hint in _problems(cell, days.get(name))
        }
    if from_geometry:
        for name in from_geometry.keys() & cells.keys():
            message = f"{name}: is already in the geometry"
            issues[name] = Issue(file, row, _short(cells[name]), message, _HINTS["extra_forbidden"])
        cells = {**cells, **from_geometry}
    try:
        validated: Row = model.__pydantic_validator__.validate_python(cells)
    except ValidationError as error:
        details = [item for item in error.errors() if not issues.keys() & set(item["loc"][:1])]
        return None, [*issues.values(), *(_explain(detail, file, row) for detail in details)]
    if issues:
        return None, list(issues.values())
    # pydantic makes a set of the given fields for each row, larger than the row itself.
    _set_attribute(validated, "__pydantic_fields_set__", fields)
    return validated, []


_set_attribute = object.__setattr__


@lru_cache
def day_columns(model: type[BaseModel]) -> tuple[dict[str, bool], set[str]]:
    """Return the columns that contain days, with whether one is required, and all columns."""
    days = {
        name: info.is_required()
        for name, info in model.model_fields.items()
        if "datetime.date" in repr(info.annotation)
    }
    return days, set(model.model_fields)


def _problems(cell: Any, required: bool | None) -> Iterator[tuple[Any, str, str]]:  # noqa: FBT001 - a column's property
    """Yield what pydantic would convert or describe badly.

    `required` says whether a day is required; None if the column does not contain days.
    """
    if (cell == "" and not required) or (required is None and _is_text_list(cell)):
        return
    for value in _values(cell):
        if isinstance(value, bool):
            yield value, "true and false are not allowed here", "Write a number or a text."
        elif isinstance(value, float) and not math.isfinite(value):
            yield value, "is not a finite number", "Write a finite number, or leave the row out."
        elif required is not None and value is not None:
            yield from _day_problems(value)


#: Types that pydantic does not convert, unless it expects a day.
PLAIN_TYPES = frozenset({str, int, type(None)})


@lru_cache(1 << 12)
def is_day(cell: str | int | None) -> bool:
    """Whether a cell is a day, as ``2019-08-15``."""
    return not any(_day_problems(cell))


def _is_plain(cell: Any) -> bool:
    """Whether pydantic does not convert a value, and describes it well, unless it is a day."""
    kind = type(cell)
    if kind is float:
        return math.isfinite(cell)
    return kind in PLAIN_TYPES or _is_text_list(cell)


def _is_text_list(cell: Any) -> bool:
    return type(cell) is list and {str}.issuperset(map(type, cell))


def _values(cell: Any) -> Iterator[Any]:
    """Yield a value, or the values nested in a list or object."""
    pending = [cell]
    while pending:
        value = pending.pop()
        if isinstance(value, list | tuple):
            pending.extend(value)
        elif isinstance(value, dict):
            pending.extend(value.values())
        else:
            yield value


def _day_problems(value: Any) -> Iterator[tuple[Any, str, str]]:
    if value == "":
        yield value, "is empty", "Fill it in, as 2019-08-15."
        return
    try:
        if isinstance(value, str):
            parse_day(value)
            return
        yield value, "is not a day", 'Write it as "2019-08-15".'
    except InvalidRequestError as cause:
        yield value, "is not a day", f"{cause}."


def _short(value: Any) -> str:
    """Return a value as the file has it, shortened; empty for a list or object."""
    if isinstance(value, str):
        return value if len(value) <= 80 else f"{value[:79]}…"
    # JSON has true, null and NaN.
    return "" if isinstance(value, list | dict | tuple) else json.dumps(value, default=str)[:80]


def _explain(detail: ErrorDetails, file: str, row: int | str) -> Issue:
    """Return the issue for an error of pydantic."""
    kind, value = detail["type"], detail["input"]
    column = ".".join(str(part) for part in detail["loc"])
    message = detail["msg"].removeprefix("Value error, ")
    message = _MESSAGES.get(kind, message[:1].lower() + message[1:])
    hint = _HINTS.get(kind, "Correct the value.")
    if value == "" and kind != "value_error":
        message, hint = "is empty", "Fill it in."
    elif kind == "string_pattern_mismatch":
        message, hint = _pattern_problem(str(detail["ctx"]["pattern"]))
    return Issue(file, row, _short(value), f"{column}: {message}" if column else message, hint)


def _pattern_problem(pattern: str) -> tuple[str, str]:
    if pattern.startswith("^#"):
        return "is not a valid colour", "Write it as #2f7f86."
    if "A-Z" in pattern:
        return (
            "is not a valid id",
            "Use letters, digits, dots, hyphens and underscores, without spaces.",
        )
    return (
        "is not a valid id",
        "Use lower-case letters, digits, hyphens and underscores, without spaces.",
    )


_NUMBER_TYPES = frozenset({int, float})
#: Positions of a geometry have two numbers, or all of them also a height.
_POSITION_LENGTHS = ({2}, {3})

#: Nesting depth of the positions in the coordinates of a geometry.
_DEPTHS = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}

_EMPTY = ("", "the geometry or a part of it is empty", "Draw it, or remove the feature.")


def check_geometry(
    geometry: Any, kinds: tuple[str, ...]
) -> tuple[list[float], list[float], Problem | None]:
    """Validate a GeoJSON geometry and return its positions.

    Parameters
    ----------
    geometry : object
        The geometry as decoded from the file, of whatever type.
    kinds : tuple of str
        The geometry types that are allowed.

    Returns
    -------
    lon, lat : list of float
        Longitude and latitude of each vertex in degrees; heights are dropped.
    problem : tuple or None
        Value, message and hint of the first problem.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if geometry is None or (isinstance(geometry, dict) and geometry.get("coordinates") == []):
        return [], [], _EMPTY
    if not isinstance(kind, str) or kind not in kinds:
        message = f"the geometry is not a {' or '.join(kinds)}"
        return [], [], ("" if kind is None else _short(kind), message, f"Draw it as a {kinds[0]}.")
    lines = [geometry.get("coordinates")]
    for _ in range(_DEPTHS[kind] - 1):
        if any(not isinstance(line, list) or not line for line in lines):
            return [], [], _EMPTY
        lines = [part for line in lines for part in line]
    if kind != "Point" and any(not isinstance(line, list) or not line for line in lines):
        return [], [], _EMPTY
    vertices = lines if kind == "Point" else list(chain.from_iterable(lines))
    positions = _positions(vertices)
    if positions is None:
        return [], [], _position_problem(vertices)
    return *positions, next(filter(None, (_line_problem(line, kind) for line in lines)), None)


def point_inside(
    geometry: Any, region: tuple[float, float, float, float]
) -> tuple[list[float], list[float]]:
    """Return the longitude and latitude of a valid point in a region; of all else, no positions.

    What is not returned may be valid too: `check_geometry` decides it.
    """
    at = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if type(at) is not list or len(at) != 2 or geometry.get("type") != "Point":
        return [], []
    lon, lat = at
    if type(lon) is not float or type(lat) is not float:
        return [], []
    west, south, east, north = region
    return ([lon], [lat]) if west <= lon <= east and south <= lat <= north else ([], [])


def _position_problem(positions: list[Any]) -> Problem:
    for position in positions:
        if _positions([position]) is None:
            parts = position if isinstance(position, list) else [position]
            value = ", ".join(_short(part) or "[...]" for part in parts[:4])
            message = "a position is two finite numbers, longitude -180 to 180, latitude -90 to 90"
            return value, message, "Write [lon, lat], longitude first."
    return "", "only some positions have a height", "Remove the heights."


def _line_problem(line: list[Any], kind: str) -> Problem | None:
    """Return what is wrong with a ring or line of valid positions."""
    if kind == "Point":
        return None
    first = f"{line[0][0]}, {line[0][1]}"
    if "Polygon" in kind and (line[0][:2] != line[-1][:2] or _distinct_positions(line) < 3):
        message = "a ring needs three corners or more and must end where it begins"
        return first, message, "Draw the area again."
    if "Line" in kind and _distinct_positions(line) < 2:
        return first, "a line needs two different positions", "Draw it, or remove the feature."
    return None


def _distinct_positions(line: list[Any]) -> int:
    """Count the distinct positions of a ring or line, up to three."""
    if len(line) > 3 and line[0] != line[1] != line[2] != line[0]:
        return 3
    return len({tuple(position[:2]) for position in line})


def _positions(vertices: list[Any]) -> tuple[list[float], list[float]] | None:
    """Return longitudes and latitudes without a Python loop; None if any position is invalid.

    A sum with a non-finite number is not finite, which finds NaN; the types find true and false.
    """
    if set(map(type, vertices)) != {list} or set(map(len, vertices)) not in _POSITION_LENGTHS:
        return None
    if not _NUMBER_TYPES.issuperset(map(type, chain.from_iterable(vertices))):
        return None
    lon, lat = list(map(itemgetter(0), vertices)), list(map(itemgetter(1), vertices))
    on_globe = _within(lon, lat, (-180, -90, 180, 90)) and math.isfinite(sum(lon) + sum(lat))
    return (lon, lat) if on_globe else None


def _within(lon: list[float], lat: list[float], region: tuple[float, float, float, float]) -> bool:
    west, south, east, north = region
    return west <= min(lon) and max(lon) <= east and south <= min(lat) and max(lat) <= north


def check_in_region(
    lon: list[float],
    lat: list[float],
    region: tuple[float, float, float, float],
    *,
    min_share: float,
) -> Problem | None:
    """Return a problem if a geometry lies outside the region or looks swapped.

    Parameters
    ----------
    lon, lat : list of float
        Longitude and latitude of each vertex in degrees.
    region : tuple of float
        West, south, east, north in degrees.
    min_share : float
        Share of the positions that must lie inside; with 0 only swapped axes are a problem.

    Returns
    -------
    tuple or None
        Value, message and hint.
    """
    if not lon or _within(lon, lat, region):
        return None
    outside = [(x, y) for x, y in zip(lon, lat, strict=True) if not _within([x], [y], region)]
    share = 1 - len(outside) / len(lon)
    if share > 0 and share >= min_share:
        return None
    x, y = outside[0]
    if any(_within([y], [x], region) for x, y in outside):
        message = "longitude and latitude look swapped"
        return f"{x}, {y}", message, f"Write [{y}, {x}]: longitude first."
    if not min_share:
        return None
    message = f"lies outside the declared region {', '.join(map(str, region))}"
    hint = "Correct the position, or widen the region in datapackage.json."
    return f"{x}, {y}", message, hint


def find_invalid_outlines(
    footprints: Mapping[str, dict[str, Any]],
    areas: Iterable[Area],
    control_areas: Iterable[ControlArea],
) -> Iterator[Issue]:
    """Yield an issue for each footprint, admin area and control area that crosses itself."""
    import shapely  # noqa: PLC0415 - only this function needs it

    files = {"footprints.geojson": footprints}
    files["admin.geojson"] = {area.id: area.geometry for area in areas}
    files["control_areas.geojson"] = {area.id: area.geometry for area in control_areas}
    for file, geometries in files.items():
        for name, geometry in geometries.items():
            reason = shapely.is_valid_reason(shapely.geometry.shape(geometry))
            if reason != "Valid Geometry":
                cause, _, where = reason.rstrip("]").partition("[")
                message = f"the outline crosses itself or its parts overlap ({cause.lower()})"
                yield Issue(file, name, where, message, "Draw it again without the crossing.")
