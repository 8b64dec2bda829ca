"""Read one file of a package and check its rows.

Rows, ids and issues are added to the `Contents` of the package.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any

from frontline.coverage_model import Coverage
from frontline.errors import DataError, Issue
from frontline.grey_png import PngError
from frontline.input_files import read_whole
from frontline.models import Highway, Place
from frontline.package.column_check import FEWEST_ROWS, MISSING, column_check
from frontline.package.csv_reader import TableReader, read_json
from frontline.package.geojson import FeatureReader
from frontline.package.integrity import reference_check
from frontline.package.known_references import are_known
from frontline.package.validation import (
    check_geometry,
    check_in_region,
    check_row,
    point_inside,
)
from frontline.terrain import Terrain

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence
    from pathlib import Path

    from pydantic import BaseModel

    from frontline.package.contents import Contents
    from frontline.package.csv_reader import TablePart
    from frontline.package.geojson import Feature
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
    for table, block in _table_blocks(path, model, contents, part):
        if hopeless:
            break
        if _add_valid_rows(name, model, table.header, block, contents):
            continue
        for number, cells in block:
            row_cells = table.row(number, cells)
            if row_cells is None:
                continue
            if hopeless:
                break
            row, issues = check_row(model, row_cells, file, number)
            contents.add_row(name, number, row_cells[key], row)
            found = issues if row is None else check(number, row, contents)
            if found:
                contents.issues += found
                hopeless = contents.is_hopeless


def _table_blocks(
    path: Path, model: type[BaseModel], contents: Contents, part: TablePart | None
) -> Iterator[tuple[TableReader, list[tuple[int, list[str]]]]]:
    """Yield the rows of a table, some at a time, with their table."""
    required = [
        info.alias or name for name, info in model.model_fields.items() if info.is_required()
    ]
    with _collect_issues(path, contents) as issues:
        table = TableReader(path, frozenset(column_names(model)), frozenset(required), part)
        for block in table.blocks():
            yield table, block
        contents.last_rows[path.stem] = table.last_row
        issues.extend(table.issues)


def _add_valid_rows(
    name: str,
    model: type[BaseModel],
    header: list[str],
    block: list[tuple[int, list[str]]],
    contents: Contents,
) -> bool:
    """Add some rows of a table at once, if nothing is wrong with any; return whether they are."""
    if len(block) < FEWEST_ROWS or {len(cells) for _, cells in block} != {len(header)}:
        return False
    numbers, cells = zip(*block, strict=True)
    columns = [list(map(str.strip, column)) for column in zip(*cells, strict=True)]
    if not all(columns[0]):  # a row may be blank
        return False
    given = dict(zip(header, columns, strict=True))
    return _add_valid(name, model, (numbers, given[column_names(model)[0]]), given, contents)


def _add_valid(
    name: str,
    model: type[BaseModel],
    keys: tuple[Sequence[int | str], list[str]],
    columns: Mapping[str, Sequence[Any]],
    contents: Contents,
) -> bool:
    """Add rows of columns, if nothing is wrong with any, and return whether they are added.

    `keys` are their numbers and their ids.
    """
    numbers, ids = keys
    rows = column_check(model).rows(columns, len(ids))
    if rows is None or not contents.are_new(name, ids) or not are_known(name, rows, contents):
        return False
    contents.add_rows(name, numbers, ids, rows)
    return True


def _features(path: Path, key: str, contents: Contents) -> Iterator[list[Feature]]:
    """Yield the id, properties and geometry of the features, some at a time."""
    with _collect_issues(path, contents) as issues:
        features = FeatureReader(path, key)
        yield from features.blocks()
        issues.extend(features.issues)


def read_layer(path: Path, model: type[BaseModel], contents: Contents, *, required: bool) -> None:
    """Read and check a GeoJSON file."""
    if not _exists(path, contents, required=required):
        return
    name = path.stem
    for block in _features(path, "id", contents):
        if model is Place and not contents.is_hopeless and _add_valid_places(block, contents):
            continue
        for feature in block:
            if contents.is_hopeless:
                return
            _add_feature(path.name, name, model, feature, contents)


def _add_feature(
    file: str, name: str, model: type[BaseModel], feature: Feature, contents: Contents
) -> None:
    """Check a feature and add its row."""
    number, properties, geometry = feature
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
        contents.issues += reference_check(name)(number, row, contents)


def _add_valid_places(block: list[Feature], contents: Contents) -> bool:
    """Add some places at once, if nothing is wrong with any; return whether they are added."""
    if len(block) < FEWEST_ROWS or contents.coverage is None:
        return False
    numbers, properties, geometries = zip(*block, strict=True)
    region = contents.coverage.region
    points = [point_inside(geometry, region) for geometry in geometries]
    names = set().union(*properties)
    if not all(lon for lon, _ in points) or names & {"lon", "lat"}:
        return False
    columns = {name: [one.get(name, MISSING) for one in properties] for name in names}
    ids = columns.get("id", [])
    if not {str}.issuperset(map(type, ids)) or not all(ids):
        return False
    columns |= {"lon": [lon for (lon,), _ in points], "lat": [lat for _, (lat,) in points]}
    return _add_valid("gazetteer", Place, (numbers, ids), columns, contents)


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
    for number, properties, geometry in chain.from_iterable(_features(path, "place_id", contents)):
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
