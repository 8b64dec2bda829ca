"""The data package: a folder of plain files, read once and checked at the door.

`read_package` gives a `Package` or raises one `DataError` that carries every fault of every
file. The files and their columns are those of the descriptor ``datapackage.json``, which is
itself written from the models, so that the two cannot drift apart.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from frontline.ahead import ahead, is_worth_it
from frontline.errors import DataError, Fault
from frontline.feature_files import Features
from frontline.files import read_json
from frontline.meant import ids_for_names
from frontline.model import (
    Actor,
    Area,
    Baseline,
    Event,
    Frame,
    Highway,
    Moment,
    Place,
    Publisher,
    Report,
    Unplaced,
)
from frontline.package_tables import is_there, keep, read_table, reports_apart, telling
from frontline.references import Reading, reference_faults, row_faults
from frontline.wording import check_row, check_shape, outside

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from pydantic import BaseModel

__all__ = ["LONG", "Package", "inspect_package", "read_files", "read_package"]


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
    frame: Frame
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

DESCRIPTOR = "datapackage.json"


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


def inspect_package(folder: Path) -> tuple[Package | None, list[Fault]]:
    """Read a data package as far as it goes; None when a fault stops it from being used."""
    read = read_files(folder)
    if read.frame is None or not read.usable:
        return None, read.faults
    rows = {name: [row for _, row in read.rows[name]] for name, _, _ in (*TABLES, *LAYERS)}
    package = Package(
        title=read.title,
        version=read.version,
        frame=read.frame,
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


def _no_folder(folder: Path) -> list[Fault]:
    try:
        if folder.is_dir():
            return [] if _has_any(folder) else [_no_package(folder)]
        rule = "there is no such folder"
    except OSError as error:
        rule = f"the folder cannot be read ({error.strerror})"
    remedy = "Name a folder that holds datapackage.json and the files it lists."
    return [Fault(str(folder), None, "", rule, remedy)]


def _has_any(folder: Path) -> bool:
    """Whether a folder has any file of a package: then the others are missing, one by one."""
    named = [f"{name}.csv" for name, _, _ in TABLES] + [f"{name}.geojson" for name, _, _ in LAYERS]
    return any(os.path.lexists(folder / name) for name in (DESCRIPTOR, *named))


def _no_package(folder: Path) -> Fault:
    remedy = f"Name the folder that holds {DESCRIPTOR}; `frontline init DIR` begins a new one."
    return Fault(str(folder), None, "", "is no data package: none of its files is here", remedy)


def _read_descriptor(folder: Path, read: Reading) -> None:
    try:
        descriptor = read_json(folder / DESCRIPTOR)
    except DataError as error:
        read.faults += error.faults
        return
    if not isinstance(descriptor, dict):
        fault = Fault(DESCRIPTOR, None, "", "is not a JSON object", "Restore the file.")
        read.faults.append(fault)
        return
    words = [descriptor.get("title", ""), descriptor.get("version", "")]
    for name, word in zip(("title", "version"), words, strict=True):
        if not isinstance(word, str):
            fault = Fault(DESCRIPTOR, None, "", f"{name}: is not text", "Write it in quotes.")
            read.faults.append(fault)
    cells = descriptor.get("frontline")
    if not isinstance(cells, dict):
        remedy = "Add it: region, first_day and last_day, as in the built-in data."
        read.faults.append(Fault(DESCRIPTOR, None, "", "has no 'frontline' object", remedy))
        return
    read.frame, wrong = check_row(Frame, cells, DESCRIPTOR, "frontline")
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
            read.faults.append(Fault(file, row, *wrong))
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
    if wrong is None and read.frame is not None:
        wrong = outside(lon, lat, read.frame.region, least=_INSIDE[name])
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
            read.faults.append(Fault(file, row, *wrong))


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
