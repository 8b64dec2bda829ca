"""The data package: a folder of plain files, read once and checked at the door.

`read_package` gives a `Package` or raises one `DataError` that carries every issue of every
file. The files and their columns are those of the descriptor ``datapackage.json``, which is
itself written from the models, so that the two cannot drift apart.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.errors import DataError, Issue
from frontline.models import (
    Actor,
    Area,
    Baseline,
    Coverage,
    Event,
    Highway,
    Moment,
    Place,
    Publisher,
    Report,
    Unplaced,
)
from frontline.package.csv_reader import TableReader, read_json
from frontline.package.geojson import FeatureReader
from frontline.package.integrity import (
    UNSET_DAY,
    Contents,
    ids_for_names,
    reference_issues,
    row_issues,
)
from frontline.package.validation import check_geometry, check_row, find_invalid_outlines, outside
from frontline.workers import ahead, is_worth_it

if TYPE_CHECKING:
    from collections.abc import (
        Collection,
        Generator,
        Iterator,
        Mapping,
    )
    from pathlib import Path

    from pydantic import BaseModel


def columns(model: type[BaseModel]) -> list[str]:
    """Give the column names of a model, as the files write them."""
    return [info.alias or name for name, info in model.model_fields.items()]


def is_there(path: Path, contents: Contents, *, required: bool) -> bool:
    """Whether a file is there; one that must be is missed."""
    if os.path.lexists(path):
        return True
    if required:
        contents.torn.add(path.stem)
        hint = f"Put it into {path.parent}; an empty file still has its header."
        contents.issues.append(Issue(path.name, None, "", "the file is missing", hint))
    return False


def read_table(path: Path, model: type[BaseModel], contents: Contents, *, required: bool) -> None:
    """Read and check a table; its rows, ids and issues go to what was contents."""
    if not is_there(path, contents, required=required):
        return
    file, name, key = path.name, path.stem, columns(model)[0]
    for number, cells in _rows(path, model, contents):
        row, wrong = check_row(model, cells, file, number)
        keep(contents, name, number, cells[key], row)
        contents.issues += wrong if row is None else row_issues(name, number, row, contents)


def _rows(
    path: Path, model: type[BaseModel], contents: Contents
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a table; what keeps it from being read goes to the issues."""
    needed = {info.alias or name for name, info in model.model_fields.items() if info.is_required()}
    with telling(path, contents) as issues:
        table = TableReader(path, frozenset(columns(model)), frozenset(needed))
        yield from table.rows
        issues.extend(table.issues)


@contextmanager
def telling(path: Path, contents: Contents) -> Generator[list[Issue]]:
    """Tell the issues of a file with those that were read; nobody knows what else it holds."""
    issues: list[Issue] = []
    try:
        yield issues
    except DataError as error:
        issues += error.issues
    if issues:
        contents.torn.add(path.stem)
        contents.issues += issues


def keep(
    contents: Contents, name: str, number: int | str, stated: object, row: BaseModel | None
) -> None:
    """Note the id that a row states, whatever its issues, and the row if it has none."""
    if isinstance(stated, str) and stated:
        ids = contents.ids[name]
        if stated in ids:
            contents.again[name, stated].append(number)
        else:
            ids[stated] = number
    if row is not None and name not in contents.skim:
        contents.rows[name].append((number, row))


#: The tables that reports name rows of.
_OF_REPORTS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("publishers", Publisher),
    ("unplaced", Unplaced),
    ("baseline", Baseline),
    ("events", Event),
)


class ReportsRead(NamedTuple):
    """What came of checking the reports of a package by themselves, as `Contents` has it.

    Of their ids only those are here that stand several times.
    """

    issues: list[Issue]
    ids: dict[str, int | str]
    again: dict[tuple[str, str], list[int | str]]
    torn: bool

    def into(self, contents: Contents) -> None:
        """Join it to what was read of the other files."""
        contents.issues += self.issues
        contents.ids["reports"].update(self.ids)
        contents.again.update(self.again)
        if self.torn:
            contents.torn.add("reports")


def reports_apart(folder: Path) -> Generator[ReportsRead]:
    """Check the reports of a package without the rest of it, of which they need only ids."""
    contents = Contents(skim=frozenset({"reports"}))
    for name, model in _OF_REPORTS:
        path = folder / f"{name}.csv"
        if is_there(path, contents, required=name != "unplaced"):
            key = columns(model)[0]
            for _, cells in _rows(path, model, contents):
                keep(contents, name, 0, cells[key], None)
    contents.issues.clear()  # they are told where those tables are checked
    contents.again.clear()
    read_table(folder / "reports.csv", Report, contents, required=True)
    ids = {id_: contents.ids["reports"][id_] for _, id_ in contents.again}
    yield ReportsRead(contents.issues, ids, dict(contents.again), "reports" in contents.torn)


DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Package:
    """Everything a data package holds, in the order of its files.

    Attributes
    ----------
    gazetteer : places by id
    footprints : GeoJSON geometries (built-up area) by place id
    reports : reports by the event or baseline row they speak to
    row_numbers : row numbers (of features, ids) by file name without ending, and id
    descriptor : ``datapackage.json`` as it stands, for the licences and sources it names
    digest : SHA-256 over all files, to name the version of the data
    extra_place_ids : ids of places that keep their cells though no row left here speaks of them
    """

    title: str
    version: str
    coverage: Coverage
    gazetteer: Mapping[str, Place]
    actors: Mapping[str, Actor]
    publishers: Mapping[str, Publisher]
    baseline: tuple[Baseline, ...]
    events: tuple[Event, ...]
    all_reports: tuple[Report, ...]
    footprints: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    highways: Mapping[str, Highway] = field(default_factory=dict)
    admin: tuple[Area, ...] = ()
    rivers: tuple[Area, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    moments: tuple[Moment, ...] = ()
    row_numbers: Mapping[tuple[str, str], int | str] = field(default_factory=dict)
    descriptor: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    extra_place_ids: tuple[str, ...] = ()

    @cached_property
    def reports(self) -> Mapping[str, tuple[Report, ...]]:
        """Reports by the event or baseline row they speak to."""
        grouped: defaultdict[str, list[Report]] = defaultdict(list)
        for report in self.all_reports:
            grouped[report.record_id].append(report)
        return {record: tuple(reports) for record, reports in grouped.items()}

    @cached_property
    def evidence_place_ids(self) -> tuple[str, ...]:
        """Ids of the places that any baseline row or event speaks of, in order of the alphabet."""
        ids = {row.place_id for row in self.baseline} | set(self.extra_place_ids)
        ids |= {event.place_id for event in self.events if event.place_id is not None}
        return tuple(sorted(ids))

    @cached_property
    def is_undated(self) -> bool:
        """Whether no row has a day yet and the descriptor names none, as in a new package."""
        return not self.events and self.coverage.first_day == self.coverage.last_day == UNSET_DAY

    def check_dated(self) -> None:
        """Raise DataError, with what to do next, for a package that is still undated."""
        if not self.is_undated:
            return
        empty = not (self.gazetteer or self.baseline)
        message = "the package is still empty" if empty else "the package has no dated row yet"
        hint = (
            "Bring events in with `frontline import`, or add one with `frontline add event`; or "
            "set first_day and last_day."
        )
        raise DataError([Issue(DESCRIPTOR, "frontline", "", message, hint)])


#: CSV files: name without ending, model, whether a package must have it.
TABLES: tuple[tuple[str, type[BaseModel], bool], ...] = (
    ("actors", Actor, True),
    ("publishers", Publisher, True),
    ("baseline", Baseline, True),
    ("events", Event, True),
    ("reports", Report, True),
    ("unplaced", Unplaced, False),
    ("moments", Moment, False),
)

#: Tables that rows of others name, which are therefore read first. In `TABLES` baseline and events
#: stand before reports for the same reason.
_NAMED = ("actors", "publishers", "unplaced")

#: Files that may be larger than the memory.
LONG = frozenset({"events", "reports", "unplaced", "gazetteer"})

#: GeoJSON files, in the same way.
LAYERS: tuple[tuple[str, type[BaseModel], bool], ...] = (
    ("gazetteer", Place, True),
    ("highways", Highway, False),
    ("admin", Area, False),
    ("rivers", Area, False),
)

#: What the features of each file may be.
_SHAPES: dict[str, tuple[str, ...]] = {
    "gazetteer": ("Point",),
    "highways": ("LineString",),
    "admin": ("Polygon", "MultiPolygon"),
    "rivers": ("LineString", "MultiLineString", "Polygon", "MultiPolygon"),
    "footprints": ("Polygon", "MultiPolygon"),
}

#: What share of each must lie inside the region: a road runs beyond it, a country is larger.
_INSIDE = {"gazetteer": 1.0, "highways": 1e-9, "admin": 0.0, "rivers": 0.0, "footprints": 1.0}


def read_package(folder: Path) -> Package:
    """Read a data package.

    Raises
    ------
    DataError
        With every issue found: types, ids, references, positions outside the region.
    """
    package, issues = inspect_package(folder)
    if package is None:
        raise DataError(issues)
    return package


def inspect_package(folder: Path) -> tuple[Package | None, list[Issue]]:
    """Read a data package as far as it goes; None when an issue stops it from being used."""
    contents = read_files(folder)
    if contents.coverage is None or not contents.usable:
        return None, contents.issues
    rows = {name: [row for _, row in contents.rows[name]] for name, _, _ in (*TABLES, *LAYERS)}
    package = Package(
        title=contents.title,
        version=contents.version,
        coverage=contents.coverage,
        gazetteer={place.id: place for place in rows["gazetteer"]},
        actors={actor.id: actor for actor in rows["actors"]},
        publishers={publisher.id: publisher for publisher in rows["publishers"]},
        baseline=tuple(rows["baseline"]),
        events=tuple(rows["events"]),
        all_reports=tuple(rows["reports"]),
        footprints=contents.footprints,
        highways={highway.id: highway for highway in rows["highways"]},
        admin=tuple(rows["admin"]),
        rivers=tuple(rows["rivers"]),
        unplaced=tuple(rows["unplaced"]),
        moments=tuple(sorted(rows["moments"], key=lambda moment: moment.day)),
        row_numbers={
            (name, id_): row for name in contents.ids for id_, row in contents.ids[name].items()
        },
        descriptor=read_json(folder / DESCRIPTOR),
        digest=_digest(folder),
    )
    return package, contents.issues


def read_files(folder: Path, skim: Collection[str] = ()) -> Contents:
    """Read and check every file of a package.

    Parameters
    ----------
    folder : of the package
    skim : files, without ending, of which only the ids are kept: however long, they are checked
        row by row
    """
    contents = Contents(skim=frozenset(skim), issues=_no_folder(folder))
    if contents.issues:
        return contents
    _read_descriptor(folder, contents)
    tables = {name: (model, required) for name, model, required in TABLES}
    for name in _NAMED:
        model, required = tables.pop(name)
        read_table(folder / f"{name}.csv", model, contents, required=required)
    for name, model, required in LAYERS:
        _read_layer(folder / f"{name}.geojson", model, contents, required=required)
    reports = folder / "reports.csv"
    # Two tables may be long, of events and of their reports: both are checked at a time.
    apart = "reports" in contents.skim and is_worth_it(reports)
    with ahead(reports_apart, folder, apart=True) if apart else nullcontext() as found:
        for name, (model, required) in tables.items():
            if found is not None and name == "reports":
                for reports_read in found:
                    reports_read.into(contents)
            else:
                read_table(folder / f"{name}.csv", model, contents, required=required)
    _read_footprints(folder / "footprints.geojson", contents)
    contents.issues = ids_for_names([*contents.issues, *reference_issues(contents)], contents)
    return contents


def _no_folder(folder: Path) -> list[Issue]:
    try:
        if folder.is_dir():
            return [] if _has_any(folder) else [_no_package(folder)]
        message = "there is no such folder"
    except OSError as error:
        message = f"the folder cannot be read ({error.strerror})"
    hint = "Name a folder that holds datapackage.json and the files it lists."
    return [Issue(str(folder), None, "", message, hint)]


def _has_any(folder: Path) -> bool:
    """Whether a folder has any file of a package: then the others are missing, one by one."""
    named = [f"{name}.csv" for name, _, _ in TABLES] + [f"{name}.geojson" for name, _, _ in LAYERS]
    return any(os.path.lexists(folder / name) for name in (DESCRIPTOR, *named))


def _no_package(folder: Path) -> Issue:
    hint = f"Name the folder that holds {DESCRIPTOR}; `frontline init DIR` begins a new one."
    return Issue(str(folder), None, "", "is no data package: none of its files is here", hint)


def _read_descriptor(folder: Path, contents: Contents) -> None:
    try:
        descriptor = read_json(folder / DESCRIPTOR)
    except DataError as error:
        contents.issues += error.issues
        return
    if not isinstance(descriptor, dict):
        issue = Issue(DESCRIPTOR, None, "", "is not a JSON object", "Restore the file.")
        contents.issues.append(issue)
        return
    words = [descriptor.get("title", ""), descriptor.get("version", "")]
    for name, word in zip(("title", "version"), words, strict=True):
        if not isinstance(word, str):
            issue = Issue(DESCRIPTOR, None, "", f"{name}: is not text", "Write it in quotes.")
            contents.issues.append(issue)
    cells = descriptor.get("frontline")
    if not isinstance(cells, dict):
        hint = "Add it: region, first_day and last_day, as in the built-in data."
        contents.issues.append(Issue(DESCRIPTOR, None, "", "has no 'frontline' object", hint))
        return
    contents.coverage, wrong = check_row(Coverage, cells, DESCRIPTOR, "frontline")
    contents.issues += wrong
    contents.title, contents.version = words


def _features(
    path: Path, key: str, contents: Contents
) -> Iterator[tuple[int | str, dict[str, Any], Any]]:
    with telling(path, contents) as issues:
        features = FeatureReader(path, key)
        yield from features
        issues.extend(features.issues)


def _read_layer(path: Path, model: type[BaseModel], contents: Contents, *, required: bool) -> None:
    if not is_there(path, contents, required=required):
        return
    file, name = path.name, path.stem
    for row, properties, geometry in _features(path, "id", contents):
        lon, lat, wrong = _positions(name, geometry, contents)
        if wrong is not None:
            contents.issues.append(Issue(file, row, *wrong))
        # Any shape will do for one that was refused: the row has issues already.
        shape: dict[str, Any] = {"lon": (lon or [0.0])[0], "lat": (lat or [0.0])[0]}
        if model is Highway:
            shape = {"coordinates": list(zip(lon, lat, strict=True)) or [(0.0, 0.0), (1.0, 0.0)]}
        elif model is not Place:
            shape = {"geometry": geometry if lon else {}}
        named, more = check_row(model, properties, file, row, shape)
        contents.issues += more
        if wrong is not None:
            named = None
        keep(contents, name, row, properties.get("id"), named)
        if named is not None:
            contents.issues += row_issues(name, row, named, contents)


def _positions(
    name: str, geometry: Any, contents: Contents
) -> tuple[list[float], list[float], tuple[str, str, str] | None]:
    """Give the positions of a shape, and what is wrong with it or where it lies."""
    lon, lat, wrong = check_geometry(geometry, _SHAPES[name])
    if wrong is None and contents.coverage is not None:
        wrong = outside(lon, lat, contents.coverage.region, least=_INSIDE[name])
    return lon, lat, wrong


def _read_footprints(path: Path, contents: Contents) -> None:
    if not os.path.lexists(path):
        return
    file, name = path.name, path.stem
    for row, properties, geometry in _features(path, "place_id", contents):
        place_id = properties.get("place_id")
        wrong = _positions(name, geometry, contents)[2]
        if not isinstance(place_id, str) or not place_id:
            wrong = wrong or ("", "place_id: is missing", "Say whose outline it is.")
        elif place_id in contents.ids[name]:
            message, hint = "this place has two footprints", "Join them to one MultiPolygon."
            wrong = wrong or (place_id[:80], message, hint)
        else:
            contents.ids[name][place_id] = row
            contents.footprints[place_id] = geometry
        if wrong is not None:
            contents.issues.append(Issue(file, row, *wrong))


def _digest(folder: Path) -> str:
    """Hash the names and bytes of the files a package is made of."""
    names = [f"{name}.csv" for name, _, _ in TABLES]
    names += [f"{name}.geojson" for name, _, _ in LAYERS]
    names += ["footprints.geojson", DESCRIPTOR]
    total = hashlib.sha256()
    for name in sorted(names):
        path = folder / name
        if path.exists():
            total.update(f"{name}\0".encode())
            with path.open("rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def find_errors(folder: Path) -> list[Issue]:
    """Give what keeps a package from being used."""
    contents = read_files(folder, LONG)
    found = contents.issues
    if contents.usable:  # else some of the shapes may be none
        found += find_invalid_outlines(
            contents.footprints, [area for _, area in contents.rows["admin"]]
        )
    return [issue for issue in found if issue.severity == "error"]
