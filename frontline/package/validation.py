"""Says what is wrong with a row or a shape, and what to do about it.

pydantic checks rows; what it would let through with a guess is refused here: a day written as
a number of seconds, ``true`` where a number belongs, numbers that are not finite.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from itertools import chain as chain_up
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import shapely
from pydantic import BaseModel, ValidationError

from frontline.dates import parse_day
from frontline.errors import InvalidRequestError, Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from frontline.models import Area


Row = TypeVar("Row", bound=BaseModel)
#: The value, message and hint of an issue.
Wrong: TypeAlias = tuple[str, str, str]

#: What to do, by the kind of pydantic error.
_HINTS = {
    "missing": "Fill it in.",
    "extra_forbidden": "Remove it; nothing reads it.",
    "literal_error": "Use one of the words listed.",
    "string_too_short": "Fill it in.",
    "string_too_long": "Shorten it.",
    "finite_number": "Write a finite number.",
    "float_parsing": "Write a number with a decimal point.",
    "float_type": "Write a number.",
    "int_parsing": "Write a whole number.",
    "int_from_float": "Write a whole number.",
    "string_type": 'Write text; where there is none, "".',
    "value_error": "Correct the row.",
}

#: What is wrong, where pydantic says it in a programmer's words.
_MESSAGES = {
    "missing": "is missing",
    "extra_forbidden": "is no property of this file",
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
    shape: Mapping[str, Any] | None = None,
) -> tuple[Row | None, list[Issue]]:
    """Read a row; None, and an issue for each thing wrong in it, if anything is.

    Parameters
    ----------
    model : what the row is to be
    cells : its cells or properties by name
    file, row : where it stands, for the issues
    shape : further cells, from a geometry that was checked
    """
    days, shape = _days(model), shape or {}
    issues: dict[str, Issue] = {}
    # Nearly every row is sound, and there may be millions.
    sound = _PLAIN.issuperset(map(type, cells.values()))
    for name, needed in days.items():
        sound = sound and _may_stand(cells.get(name, ""), needed)
    if not sound:
        issues = {
            name: Issue(file, row, _short(value), f"{name}: {message}", hint)
            for name, cell in cells.items()
            if type(cell) not in _PLAIN or (name in days and not _is_day(cell))
            for value, message, hint in _refused(cell, days.get(name))
        }
    for name in [name for name in shape if name in cells]:
        message = f"{name}: stands in the geometry already"
        issues[name] = Issue(file, row, _short(cells[name]), message, _HINTS["extra_forbidden"])
    try:
        read = model.model_validate({**cells, **shape} if shape else cells)
    except ValidationError as error:
        details = [item for item in error.errors() if not issues.keys() & set(item["loc"][:1])]
        return None, [*issues.values(), *(_explain(detail, file, row) for detail in details)]
    return (None if issues else read), list(issues.values())


@lru_cache
def _days(model: type[BaseModel]) -> dict[str, bool]:
    """Name the cells that hold days, and whether they must."""
    return {
        name: info.is_required()
        for name, info in model.model_fields.items()
        if "datetime.date" in repr(info.annotation)
    }


def _refused(cell: Any, needed: bool | None) -> Iterator[tuple[Any, str, str]]:  # noqa: FBT001 - from a table
    """Find what pydantic would take for something else, or could not say well.

    Parameters
    ----------
    needed : whether the cell must hold a day; None if it holds no day at all
    """
    if (cell == "" and not needed) or (needed is None and _only_text(cell)):
        return
    for value in _values(cell):
        if isinstance(value, bool):
            yield value, "true and false mean nothing here", "Write a number or a text."
        elif isinstance(value, float) and not math.isfinite(value):
            yield value, "is not a finite number", "Write a finite number, or leave the row out."
        elif needed is not None and value is not None:
            yield from _no_day(value)


#: What pydantic can take only for what it is, unless a day is wanted.
_PLAIN = frozenset({str, int, type(None)})


@lru_cache(1 << 12)
def _is_day(cell: str | int | None) -> bool:
    return not any(_no_day(cell))


def _may_stand(cell: Any, needed: bool) -> bool:  # noqa: FBT001 - from a table
    return _is_day(cell) or (cell == "" and not needed)


def _only_text(cell: Any) -> bool:
    return type(cell) is list and {str}.issuperset(map(type, cell))


def _values(cell: Any) -> Iterator[Any]:
    """Give a value, or those inside a list or object, however deep."""
    waiting = [cell]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list | tuple):
            waiting.extend(value)
        elif isinstance(value, dict):
            waiting.extend(value.values())
        else:
            yield value


def _no_day(value: Any) -> Iterator[tuple[Any, str, str]]:
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
    """Write a value as it stands, if that is short; of a list or object, nothing."""
    if isinstance(value, str):
        return value if len(value) <= 80 else f"{value[:79]}…"
    # As the file has it: true, null, NaN.
    return "" if isinstance(value, list | dict | tuple) else json.dumps(value, default=str)[:80]


def _explain(detail: ErrorDetails, file: str, row: int | str) -> Issue:
    """Say one of pydantic's findings in words."""
    kind, value = detail["type"], detail["input"]
    column = ".".join(str(part) for part in detail["loc"])
    message = detail["msg"].removeprefix("Value error, ")
    message = _MESSAGES.get(kind, message[:1].lower() + message[1:])
    hint = _HINTS.get(kind, "Correct the value.")
    if value == "" and kind != "value_error":
        message, hint = "is empty", "Fill it in."
    elif kind == "string_pattern_mismatch":
        message, hint = _pattern(str(detail["ctx"]["pattern"]))
    return Issue(file, row, _short(value), f"{column}: {message}" if column else message, hint)


def _pattern(pattern: str) -> tuple[str, str]:
    if pattern.startswith("^#"):
        return "is no colour", "Write it as #2f7f86."
    if "A-Z" in pattern:
        return "is no id", "Use letters, digits, dots, hyphens and underscores, without spaces."
    return "is no id", "Use lower-case letters, digits, hyphens and underscores, without spaces."


_NUMBERS = frozenset({int, float})
_LENGTHS = ({2}, {3})

#: How deep positions lie in the coordinates of a shape.
_DEPTHS = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}

_EMPTY = ("", "the geometry is empty, or a part of it", "Draw it, or remove the feature.")


def check_geometry(
    geometry: Any, kinds: tuple[str, ...]
) -> tuple[list[float], list[float], Wrong | None]:
    """Read the positions of a GeoJSON geometry.

    Parameters
    ----------
    geometry : as the file has it, whatever that is
    kinds : the types it may have

    Returns
    -------
    lon, lat : of each vertex; a height is left out
    wrong : value, message and hint of the first thing that is wrong, else None
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if geometry is None or (isinstance(geometry, dict) and geometry.get("coordinates") == []):
        return [], [], _EMPTY
    if not isinstance(kind, str) or kind not in kinds:
        message = f"the geometry is not a {' or '.join(kinds)}"
        return [], [], ("" if kind is None else _short(kind), message, f"Draw it as a {kinds[0]}.")
    chains = [geometry.get("coordinates")]
    for _ in range(_DEPTHS[kind] - 1):
        if any(not isinstance(chain, list) or not chain for chain in chains):
            return [], [], _EMPTY
        chains = [part for chain in chains for part in chain]
    if kind != "Point" and any(not isinstance(chain, list) or not chain for chain in chains):
        return [], [], _EMPTY
    listed = chains if kind == "Point" else list(chain_up.from_iterable(chains))
    positions = _positions(listed)
    if positions is None:
        return [], [], _bad_position(listed)
    return *positions, next(filter(None, (_unfinished(chain, kind) for chain in chains)), None)


def _bad_position(listed: list[Any]) -> Wrong:
    for one in listed:
        if _positions([one]) is None:
            written = one if isinstance(one, list) else [one]
            value = ", ".join(_short(part) or "[...]" for part in written[:4])
            message = "a position is two finite numbers, longitude -180 to 180, latitude -90 to 90"
            return value, message, "Write [lon, lat], longitude first."
    return "", "only some positions have a height", "Leave the heights out."


def _unfinished(chain: list[Any], kind: str) -> Wrong | None:
    """Say what is wrong with a ring or line whose positions are sound."""
    if "Polygon" in kind and (chain[0][:2] != chain[-1][:2] or _corners(chain) < 3):
        message = "a ring has three corners or more, and ends where it begins"
        return _at(chain), message, "Draw the area again."
    if "Line" in kind and _corners(chain) < 2:
        return _at(chain), "a line has two ends", "Draw it, or remove the feature."
    return None


def _at(chain: list[Any]) -> str:
    return f"{chain[0][0]}, {chain[0][1]}"


def _corners(chain: list[Any]) -> int:
    """Count the distinct positions of a ring or line, up to three."""
    if len(chain) > 3 and chain[0] != chain[1] != chain[2] != chain[0]:
        return 3
    return len({tuple(position[:2]) for position in chain})


def _positions(chain: list[Any]) -> tuple[list[float], list[float]] | None:
    """Read many positions without a loop, since a package has many thousands; None if any is bad.

    The sum of what is not finite is not finite, so that nan cannot hide from min and max; true
    and false, which Python takes for numbers, are found by their type.
    """
    if set(map(type, chain)) != {list} or set(map(len, chain)) not in _LENGTHS:
        return None
    if not _NUMBERS.issuperset(map(type, chain_up.from_iterable(chain))):
        return None
    lon, lat = list(map(itemgetter(0), chain)), list(map(itemgetter(1), chain))
    on_globe = _within(lon, lat, (-180, -90, 180, 90)) and math.isfinite(sum(lon) + sum(lat))
    return (lon, lat) if on_globe else None


def _within(lon: list[float], lat: list[float], region: tuple[float, float, float, float]) -> bool:
    west, south, east, north = region
    return west <= min(lon) and max(lon) <= east and south <= min(lat) and max(lat) <= north


def outside(
    lon: list[float],
    lat: list[float],
    region: tuple[float, float, float, float],
    *,
    least: float,
) -> Wrong | None:
    """Say (value, message, hint) that a shape lies outside the region, or looks swapped.

    Parameters
    ----------
    region : west, south, east, north
    least : share of its positions that must lie inside; at 0, only swapping is refused
    """
    if not lon or _within(lon, lat, region):
        return None
    away = [(x, y) for x, y in zip(lon, lat, strict=True) if not _within([x], [y], region)]
    share = 1 - len(away) / len(lon)
    if share > 0 and share >= least:
        return None
    x, y = away[0]
    if any(_within([y], [x], region) for x, y in away):
        message = "longitude and latitude look swapped"
        return f"{x}, {y}", message, f"Write [{y}, {x}]: longitude first."
    if not least:
        return None
    message = f"lies outside the declared region {', '.join(map(str, region))}"
    hint = "Correct the position, or widen the region in datapackage.json."
    return f"{x}, {y}", message, hint


def find_invalid_outlines(
    footprints: Mapping[str, dict[str, Any]], areas: Iterable[Area]
) -> Iterator[Issue]:
    """Find outlines and areas that cross themselves, or whose parts overlap."""
    shapes = {"footprints.geojson": footprints}
    shapes["admin.geojson"] = {area.id: area.geometry for area in areas}
    for file, geometries in shapes.items():
        for name, geometry in geometries.items():
            reason = shapely.is_valid_reason(shapely.geometry.shape(geometry))
            if reason != "Valid Geometry":
                cause, _, where = reason.rstrip("]").partition("[")
                message = f"the outline crosses itself, or its parts overlap ({cause.lower()})"
                yield Issue(file, name, where, message, "Draw it again without the crossing.")
