"""Read one file of a package and check its rows.

Rows, ids and issues are added to the `Contents` of the package.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from frontline.coverage_model import Coverage
from frontline.errors import DataError, Issue
from frontline.grey_png import PngError
from frontline.input_files import read_whole
from frontline.models import Highway, Place
from frontline.package.csv_reader import TableReader, read_json
from frontline.package.geojson import FeatureReader
from frontline.package.integrity import reference_check
from frontline.package.validation import (
    check_geometry,
    check_in_region,
    check_row,
    point_inside,
)
from frontline.terrain import Terrain

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from pydantic import BaseModel

    from frontline.package.contents import Contents
    from frontline.package.csv_reader import TablePart
    from frontline.package.validation import Problem

#: Geometry types that are allowed in each file.
_GEOMETRY_TYPES: dict[str, tuple[str, ...]] = {
    "gazetteer": ("Point",),
    "highways": ("LineString",),
    "admin": ("Polygon", "MultiPolygon"),
    "rivers": ("LineString", "MultiLineString", "Polygon", "MultiPolygon"),
    "roads": ("LineString", "MultiLineString"),
    "footprints": ("Polygon", "MultiPolygon"),
    "control_areas": ("Polygon", "MultiPolygon"),
}

#: Largest file of a hillshade, bytes.
_MAX_TERRAIN = 8 << 20

#: Share of the positions that must lie inside the region: a highway may leave it, and a country
#: may be larger.
_MIN_SHARE_INSIDE = {
    "gazetteer": 1.0,
    "highways": 1e-9,
    "admin": 0.0,
    "rivers": 0.0,
    "roads": 0.0,
    "footprints": 1.0,
    "control_areas": 0.0,
}


def column_names(model: type[BaseModel]) -> list[str]:
    """Return the column names of a model as the files spell them."""
    return [info.alias or name for name, info in model.model_fields.items()]


def read_descriptor(path: Path, contents: Contents) -> None:
    """Read and check title, version and coverage in ``datapackage.json``."""
    try:
        descriptor = read_json(path)
    except DataError as error:
        contents.issues += error.issues
        return
    if not isinstance(descriptor, dict):
        issue = Issue(path.name, None, "", "is not a JSON object", "Restore the file.")
        contents.issues.append(issue)
        return
    texts = [descriptor.get("title", ""), descriptor.get("version", "")]
    for name, text in zip(("title", "version"), texts, strict=True):
        if not isinstance(text, str):
            issue = Issue(path.name, None, "", f"{name}: is not text", "Write it in quotes.")
            contents.issues.append(issue)
    coverage = descriptor.get("frontline")
    if not isinstance(coverage, dict):
        hint = "Add it with region, first_day and last_day, as in the built-in data."
        contents.issues.append(Issue(path.name, None, "", "has no 'frontline' object", hint))
        return
    contents.coverage, issues = check_row(Coverage, coverage, path.name, "frontline")
    contents.issues += issues
    contents.title, contents.version = texts


def _exists(path: Path, contents: Contents, *, required: bool) -> bool:
    """Whether a file exists; a missing required file is an issue."""
    if os.path.lexists(path):
        return True
    if required:
        contents.incomplete.add(path.stem)
        hint = f"Put it into {path.parent}; an empty file still has its header."
        contents.issues.append(Issue(path.name, None, "", "the file is missing", hint))
    return False


@contextmanager
def _collect_issues(path: Path, contents: Contents) -> Generator[list[Issue]]:
    """Add the issues of a file to those of the package; after an error rows may be missing."""
    issues: list[Issue] = []
    try:
        yield issues
    except DataError as error:
        issues += error.issues
    contents.issues += issues
    if any(issue.severity == "error" for issue in issues):
        contents.incomplete.add(path.stem)


def read_table(
    path: Path,
    model: type[BaseModel],
    contents: Contents,
    *,
    required: bool,
    part: TablePart | None = None,
) -> None:
    """Read and check a table, or some of its rows."""
    if not _exists(path, contents, required=required):
        return
    file, name, key = path.name, path.stem, column_names(model)[0]
    check, hopeless = reference_check(name), contents.is_hopeless
    for number, cells in _table_rows(path, model, contents, part):
        if hopeless:
            break
        row, issues = check_row(model, cells, file, number)
        contents.add_row(name, number, cells[key], row)
        found = issues if row is None else check(number, row, contents)
        if found:
            contents.issues += found
            hopeless = contents.is_hopeless


def _table_rows(
    path: Path, model: type[BaseModel], contents: Contents, part: TablePart | None
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number and cells of each row."""
    required = [
        info.alias or name for name, info in model.model_fields.items() if info.is_required()
    ]
    with _collect_issues(path, contents) as issues:
        table = TableReader(path, frozenset(column_names(model)), frozenset(required), part)
        yield from table.rows
        contents.last_rows[path.stem] = table.last_row
        issues.extend(table.issues)


def _features(
    path: Path, key: str, contents: Contents
) -> Iterator[tuple[int | str, dict[str, Any], Any]]:
    """Yield the id, properties and geometry of each feature."""
    with _collect_issues(path, contents) as issues:
        features = FeatureReader(path, key)
        yield from features
        issues.extend(features.issues)


def read_layer(path: Path, model: type[BaseModel], contents: Contents, *, required: bool) -> None:
    """Read and check a GeoJSON file."""
    if not _exists(path, contents, required=required):
        return
    file, name = path.name, path.stem
    check = reference_check(name)
    for number, properties, geometry in _features(path, "id", contents):
        if contents.is_hopeless:
            break
        lon, lat, problem = _positions(name, geometry, contents)
        if problem is not None:
            contents.issues.append(Issue(file, number, *problem))
        # Any value will do in place of an invalid geometry: the row has an issue already.
        values: dict[str, Any] = {"lon": (lon or [0.0])[0], "lat": (lat or [0.0])[0]}
        if model is Highway:
            values = {"coordinates": list(zip(lon, lat, strict=True)) or [(0.0, 0.0), (1.0, 0.0)]}
        elif model is not Place:
            values = {"geometry": geometry if lon else {}}
        row, issues = check_row(model, properties, file, number, values)
        if issues:
            contents.issues += issues
        if problem is not None:
            row = None
        contents.add_row(name, number, properties.get("id"), row)
        if row is not None:
            contents.issues += check(number, row, contents)


def _positions(
    name: str, geometry: Any, contents: Contents
) -> tuple[list[float], list[float], Problem | None]:
    """Return the longitudes and latitudes of a geometry and its first problem."""
    if name == "gazetteer" and contents.coverage is not None:
        lon, lat = point_inside(geometry, contents.coverage.region)
        if lon:  # as nearly all places are
            return lon, lat, None
    lon, lat, problem = check_geometry(geometry, _GEOMETRY_TYPES[name])
    if problem is None and contents.coverage is not None:
        region, min_share = contents.coverage.region, _MIN_SHARE_INSIDE[name]
        problem = check_in_region(lon, lat, region, min_share=min_share)
    return lon, lat, problem


def read_footprints(path: Path, contents: Contents) -> None:
    """Read and check the footprints, if the file exists."""
    if not _exists(path, contents, required=False):
        return
    file, name = path.name, path.stem
    for number, properties, geometry in _features(path, "place_id", contents):
        if contents.is_hopeless:
            break
        place_id = properties.get("place_id")
        problem = _positions(name, geometry, contents)[2]
        if not isinstance(place_id, str) or not place_id:
            hint = "Write the id of the place that the outline belongs to."
            problem = problem or ("", "place_id: is missing", hint)
        elif place_id in contents.ids[name]:
            message, hint = "this place has two footprints", "Merge them into one MultiPolygon."
            problem = problem or (place_id[:80], message, hint)
        else:
            contents.ids[name][place_id] = number
            contents.footprints[place_id] = geometry
        if problem is not None:
            contents.issues.append(Issue(file, number, *problem))


def read_terrain(path: Path, contents: Contents) -> None:
    """Read and check the hillshade, if the file exists."""
    if not _exists(path, contents, required=False):
        return
    with _collect_issues(path, contents) as issues:
        content = read_whole(path, _MAX_TERRAIN)
        try:
            contents.terrain = Terrain.read(content)
        except PngError as error:
            hint = "Make it again with `frontline import terrain`, or delete the file."
            issues.append(Issue(path.name, None, "", f"{error}: is not a hillshade", hint))
