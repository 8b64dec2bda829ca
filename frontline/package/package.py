"""The data package: a folder of plain files, read once and checked at the door.

`read_package` gives a `Package` or raises one `DataError` that carries every fault of every
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
from frontline.package.csv_reader import Table, read_json
from frontline.package.geojson import Features
from frontline.package.integrity import (
    UNDATED,
    Reading,
    ids_for_names,
    reference_faults,
    row_faults,
)
from frontline.package.validation import check_row, check_shape, crossed_shapes, outside
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


def is_there(path: Path, read: Reading, *, required: bool) -> bool:
    """Whether a file is there; one that must be is missed."""
    if os.path.lexists(path):
        return True
    if required:
        read.torn.add(path.stem)
        remedy = f"Put it into {path.parent}; an empty file still has its header."
        read.faults.append(Issue(path.name, None, "", "the file is missing", remedy))
    return False


def read_table(path: Path, model: type[BaseModel], read: Reading, *, required: bool) -> None:
    """Read and check a table; its rows, ids and faults go to what was read."""
    if not is_there(path, read, required=required):
        return
    file, name, key = path.name, path.stem, columns(model)[0]
    for number, cells in _rows(path, model, read):
        row, wrong = check_row(model, cells, file, number)
        keep(read, name, number, cells[key], row)
        read.faults += wrong if row is None else row_faults(name, number, row, read)


def _rows(
    path: Path, model: type[BaseModel], read: Reading
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a table; what keeps it from being read goes to the faults."""
    needed = {info.alias or name for name, info in model.model_fields.items() if info.is_required()}
    with telling(path, read) as faults:
        table = Table(path, frozenset(columns(model)), frozenset(needed))
        yield from table.rows
        faults.extend(table.faults)


@contextmanager
def telling(path: Path, read: Reading) -> Generator[list[Issue]]:
    """Tell the faults of a file with those that were read; nobody knows what else it holds."""
    faults: list[Issue] = []
    try:
        yield faults
    except DataError as error:
        faults += error.faults
    if faults:
        read.torn.add(path.stem)
        read.faults += faults


def keep(
    read: Reading, name: str, number: int | str, stated: object, row: BaseModel | None
) -> None:
    """Note the id that a row states, whatever its faults, and the row if it has none."""
    if isinstance(stated, str) and stated:
        ids = read.ids[name]
        if stated in ids:
            read.again[name, stated].append(number)
        else:
            ids[stated] = number
    if row is not None and name not in read.skim:
        read.rows[name].append((number, row))


#: The tables that reports name rows of.
_OF_REPORTS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("publishers", Publisher),
    ("unplaced", Unplaced),
    ("baseline", Baseline),
    ("events", Event),
)


class ReportsRead(NamedTuple):
    """What came of checking the reports of a package by themselves, as `Reading` has it.

    Of their ids only those are here that stand several times.
    """

    faults: list[Issue]
    ids: dict[str, int | str]
    again: dict[tuple[str, str], list[int | str]]
    torn: bool

    def into(self, read: Reading) -> None:
        """Join it to what was read of the other files."""
        read.faults += self.faults
        read.ids["reports"].update(self.ids)
        read.again.update(self.again)
        if self.torn:
            read.torn.add("reports")


def reports_apart(folder: Path) -> Generator[ReportsRead]:
    """Check the reports of a package without the rest of it, of which they need only ids."""
    read = Reading(skim=frozenset({"reports"}))
    for name, model in _OF_REPORTS:
        path = folder / f"{name}.csv"
        if is_there(path, read, required=name != "unplaced"):
            key = columns(model)[0]
            for _, cells in _rows(path, model, read):
                keep(read, name, 0, cells[key], None)
    read.faults.clear()  # they are told where those tables are checked
    read.again.clear()
    read_table(folder / "reports.csv", Report, read, required=True)
    ids = {id_: read.ids["reports"][id_] for _, id_ in read.again}
    yield ReportsRead(read.faults, ids, dict(read.again), "reports" in read.torn)


DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Package:
    """Everything a data package holds, in the order of its files.

    Attributes
    ----------
    gazetteer : places by id
    footprints : GeoJSON geometries (built-up area) by place id
    reports : reports by the event or baseline row they speak to
    numbers : row numbers (of features, ids) by file name without ending, and id
    descriptor : ``datapackage.json`` as it stands, for the licences and sources it names
    digest : SHA-256 over all files, to name the version of the data
    spoken_of : ids of places that keep their cells though no row left here speaks of them
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
    numbers: Mapping[tuple[str, str], int | str] = field(default_factory=dict)
    descriptor: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    spoken_of: tuple[str, ...] = ()

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
        ids = {row.place_id for row in self.baseline} | set(self.spoken_of)
        ids |= {event.place_id for event in self.events if event.place_id is not None}
        return tuple(sorted(ids))

    @cached_property
    def is_undated(self) -> bool:
        """Whether no row has a day yet and the descriptor names none, as in a new package."""
        return not self.events and self.coverage.first_day == self.coverage.last_day == UNDATED

    def check_dated(self) -> None:
        """Raise DataError, with what to do next, for a package that is still undated."""
        if not self.is_undated:
            return
        empty = not (self.gazetteer or self.baseline)
        rule = "the package is still empty" if empty else "the package has no dated row yet"
        remedy = (
            "Bring events in with `frontline import`, or add one with `frontline add event`; or "
            "set first_day and last_day."
        )
        raise DataError([Issue(DESCRIPTOR, "frontline", "", rule, remedy)])


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
        With every fault found: types, ids, references, positions outside the region.
    """
    package, faults = inspect_package(folder)
    if package is None:
        raise DataError(faults)
    return package


def inspect_package(folder: Path) -> tuple[Package | None, list[Issue]]:
    """Read a data package as far as it goes; None when a fault stops it from being used."""
    read = read_files(folder)
    if read.coverage is None or not read.usable:
        return None, read.faults
    rows = {name: [row for _, row in read.rows[name]] for name, _, _ in (*TABLES, *LAYERS)}
    package = Package(
        title=read.title,
        version=read.version,
        coverage=read.coverage,
        gazetteer={place.id: place for place in rows["gazetteer"]},
        actors={actor.id: actor for actor in rows["actors"]},
        publishers={publisher.id: publisher for publisher in rows["publishers"]},
        baseline=tuple(rows["baseline"]),
        events=tuple(rows["events"]),
        all_reports=tuple(rows["reports"]),
        footprints=read.footprints,
        highways={highway.id: highway for highway in rows["highways"]},
        admin=tuple(rows["admin"]),
        rivers=tuple(rows["rivers"]),
        unplaced=tuple(rows["unplaced"]),
        moments=tuple(sorted(rows["moments"], key=lambda moment: moment.day)),
        numbers={(name, id_): row for name in read.ids for id_, row in read.ids[name].items()},
        descriptor=read_json(folder / DESCRIPTOR),
        digest=_digest(folder),
    )
    return package, read.faults


def read_files(folder: Path, skim: Collection[str] = ()) -> Reading:
    """Read and check every file of a package.

    Parameters
    ----------
    folder : of the package
    skim : files, without ending, of which only the ids are kept: however long, they are checked
        row by row
    """
    read = Reading(skim=frozenset(skim), faults=_no_folder(folder))
    if read.faults:
        return read
    _read_descriptor(folder, read)
    tables = {name: (model, required) for name, model, required in TABLES}
    for name in _NAMED:
        model, required = tables.pop(name)
        read_table(folder / f"{name}.csv", model, read, required=required)
    for name, model, required in LAYERS:
        _read_layer(folder / f"{name}.geojson", model, read, required=required)
    reports = folder / "reports.csv"
    # Two tables may be long, of events and of their reports: both are checked at a time.
    apart = "reports" in read.skim and is_worth_it(reports)
    with ahead(reports_apart, folder, apart=True) if apart else nullcontext() as found:
        for name, (model, required) in tables.items():
            if found is not None and name == "reports":
                for reports_read in found:
                    reports_read.into(read)
            else:
                read_table(folder / f"{name}.csv", model, read, required=required)
    _read_footprints(folder / "footprints.geojson", read)
    read.faults = ids_for_names([*read.faults, *reference_faults(read)], read)
    return read


def _no_folder(folder: Path) -> list[Issue]:
    try:
        if folder.is_dir():
            return [] if _has_any(folder) else [_no_package(folder)]
        rule = "there is no such folder"
    except OSError as error:
        rule = f"the folder cannot be read ({error.strerror})"
    remedy = "Name a folder that holds datapackage.json and the files it lists."
    return [Issue(str(folder), None, "", rule, remedy)]


def _has_any(folder: Path) -> bool:
    """Whether a folder has any file of a package: then the others are missing, one by one."""
    named = [f"{name}.csv" for name, _, _ in TABLES] + [f"{name}.geojson" for name, _, _ in LAYERS]
    return any(os.path.lexists(folder / name) for name in (DESCRIPTOR, *named))


def _no_package(folder: Path) -> Issue:
    remedy = f"Name the folder that holds {DESCRIPTOR}; `frontline init DIR` begins a new one."
    return Issue(str(folder), None, "", "is no data package: none of its files is here", remedy)


def _read_descriptor(folder: Path, read: Reading) -> None:
    try:
        descriptor = read_json(folder / DESCRIPTOR)
    except DataError as error:
        read.faults += error.faults
        return
    if not isinstance(descriptor, dict):
        fault = Issue(DESCRIPTOR, None, "", "is not a JSON object", "Restore the file.")
        read.faults.append(fault)
        return
    words = [descriptor.get("title", ""), descriptor.get("version", "")]
    for name, word in zip(("title", "version"), words, strict=True):
        if not isinstance(word, str):
            fault = Issue(DESCRIPTOR, None, "", f"{name}: is not text", "Write it in quotes.")
            read.faults.append(fault)
    cells = descriptor.get("frontline")
    if not isinstance(cells, dict):
        remedy = "Add it: region, first_day and last_day, as in the built-in data."
        read.faults.append(Issue(DESCRIPTOR, None, "", "has no 'frontline' object", remedy))
        return
    read.coverage, wrong = check_row(Coverage, cells, DESCRIPTOR, "frontline")
    read.faults += wrong
    read.title, read.version = words


def _features(
    path: Path, key: str, read: Reading
) -> Iterator[tuple[int | str, dict[str, Any], Any]]:
    with telling(path, read) as faults:
        features = Features(path, key)
        yield from features
        faults.extend(features.faults)


def _read_layer(path: Path, model: type[BaseModel], read: Reading, *, required: bool) -> None:
    if not is_there(path, read, required=required):
        return
    file, name = path.name, path.stem
    for row, properties, geometry in _features(path, "id", read):
        lon, lat, wrong = _positions(name, geometry, read)
        if wrong is not None:
            read.faults.append(Issue(file, row, *wrong))
        # Any shape will do for one that was refused: the row has faults already.
        shape: dict[str, Any] = {"lon": (lon or [0.0])[0], "lat": (lat or [0.0])[0]}
        if model is Highway:
            shape = {"coordinates": list(zip(lon, lat, strict=True)) or [(0.0, 0.0), (1.0, 0.0)]}
        elif model is not Place:
            shape = {"geometry": geometry if lon else {}}
        named, more = check_row(model, properties, file, row, shape)
        read.faults += more
        if wrong is not None:
            named = None
        keep(read, name, row, properties.get("id"), named)
        if named is not None:
            read.faults += row_faults(name, row, named, read)


def _positions(
    name: str, geometry: Any, read: Reading
) -> tuple[list[float], list[float], tuple[str, str, str] | None]:
    """Give the positions of a shape, and what is wrong with it or where it lies."""
    lon, lat, wrong = check_shape(geometry, _SHAPES[name])
    if wrong is None and read.coverage is not None:
        wrong = outside(lon, lat, read.coverage.region, least=_INSIDE[name])
    return lon, lat, wrong


def _read_footprints(path: Path, read: Reading) -> None:
    if not os.path.lexists(path):
        return
    file, name = path.name, path.stem
    for row, properties, geometry in _features(path, "place_id", read):
        place_id = properties.get("place_id")
        wrong = _positions(name, geometry, read)[2]
        if not isinstance(place_id, str) or not place_id:
            wrong = wrong or ("", "place_id: is missing", "Say whose outline it is.")
        elif place_id in read.ids[name]:
            rule, remedy = "this place has two footprints", "Join them to one MultiPolygon."
            wrong = wrong or (place_id[:80], rule, remedy)
        else:
            read.ids[name][place_id] = row
            read.footprints[place_id] = geometry
        if wrong is not None:
            read.faults.append(Issue(file, row, *wrong))


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


def errors_of(folder: Path) -> list[Issue]:
    """Give what keeps a package from being used."""
    read = read_files(folder, LONG)
    found = read.faults
    if read.usable:  # else some of the shapes may be none
        found += crossed_shapes(read.footprints, [area for _, area in read.rows["admin"]])
    return [fault for fault in found if fault.severity == "error"]
