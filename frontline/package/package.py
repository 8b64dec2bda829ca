"""The data package: a folder of plain files that is read and checked as a whole.

`read_package` returns a `Package` or raises one `DataError` with the issues of all files. The
columns of each file are the fields of its model; `descriptor` writes ``datapackage.json`` from the
same models.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from frontline.annotation_model import Annotation
from frontline.area_models import AreaReport, ControlArea
from frontline.errors import DataError, Issue
from frontline.input_files import collection_paused
from frontline.models import (
    Actor,
    Area,
    Baseline,
    Event,
    Highway,
    Moment,
    Place,
    Publisher,
    Report,
    Unplaced,
)
from frontline.package.contents import Contents
from frontline.package.csv_reader import read_json
from frontline.package.integrity import (
    UNSET_DAY,
    check_references,
    descriptor_faults,
    suggest_ids,
)
from frontline.package.replacement import read_unchanged
from frontline.package.row_numbers import RowNumbers

if TYPE_CHECKING:
    from collections.abc import (
        Collection,
        Iterable,
        Mapping,
    )
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from pydantic import BaseModel

    from frontline.coverage_model import Coverage
    from frontline.package.area_statements import AreaStatement
    from frontline.package.cache import CacheFile
    from frontline.terrain import Terrain


DESCRIPTOR = "datapackage.json"
#: The hillshade of a package.
TERRAIN = "terrain.png"

#: CSV files: name without extension, model, whether the file is required.
TABLES: tuple[tuple[str, type[BaseModel], bool], ...] = (
    ("actors", Actor, True),
    ("publishers", Publisher, True),
    ("baseline", Baseline, True),
    ("events", Event, True),
    ("reports", Report, True),
    ("unplaced", Unplaced, False),
    ("moments", Moment, False),
    ("area_reports", AreaReport, False),
    ("annotations", Annotation, False),
)

#: Order in which tables are read: rows refer to rows of tables before them.
_READ_BEFORE_LAYERS = ("actors", "publishers", "unplaced")
_READ_AFTER_LAYERS = ("baseline", "events", "area_reports", "reports", "moments", "annotations")

#: Files that may be larger than the memory.
LARGE_FILES = frozenset({"events", "reports", "unplaced", "gazetteer"})

#: A larger package is not read to its end if its first rows or its descriptor are wrong.
_LARGE_BYTES = 32_000_000
_NOT_READ = Issue(
    DESCRIPTOR, None, "", "the package is large, and the rest of it was not read",
    "Correct these first.",
)  # fmt: skip

#: GeoJSON files: name without extension, model, whether the file is required.
LAYERS: tuple[tuple[str, type[BaseModel], bool], ...] = (
    ("gazetteer", Place, True),
    ("highways", Highway, False),
    ("admin", Area, False),
    ("rivers", Area, False),
    ("roads", Area, False),
    ("control_areas", ControlArea, False),
)


#: Attributes that are the rows of a file by their id.
BY_ID = frozenset({"gazetteer", "actors", "publishers", "highways", "control_areas"})


@dataclass(frozen=True)
class Package:
    """The validated content of a data package; rows keep the order of their files.

    Attributes
    ----------
    title, version : str
        Title and version of the data, from the descriptor.
    coverage : Coverage
        Region, first and last day, and key places and days.
    gazetteer : mapping of str to Place
        Places by id.
    actors, publishers : mapping
        Actors and publishers by id.
    baseline : tuple of Baseline
        Who held a place on the first day.
    events : tuple of Event
        Changes of control.
    all_reports : tuple of Report
        Reports of events and baseline rows.
    footprints : mapping of str to dict
        GeoJSON geometries of built-up areas by place id.
    highways : mapping of str to Highway
        Highways by id.
    admin, rivers, roads : tuple of Area
        Administrative areas, rivers and secondary roads, for orientation.
    unplaced : tuple of Unplaced
        Reported changes whose place could not be located.
    moments : tuple of Moment
        Key dates in chronological order.
    annotations : tuple of Annotation
        Texts and arrows on the maps of some days.
    control_areas : mapping of str to ControlArea
        Ground that area reports refer to, by id.
    area_reports : tuple of AreaReport
        Reports of who held an area.
    row_numbers : mapping
        Row number (feature id in GeoJSON) by file name without extension and id.
    descriptor : mapping
        Content of ``datapackage.json``.
    digest : str
        SHA-256 of all files, which identifies the version of the data.
    terrain : Terrain or None
        A hillshade, drawn under the ground.
    extra_place_ids : tuple of str
        Places that keep their cells although no row of this (reduced) package refers to them.
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
    roads: tuple[Area, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    moments: tuple[Moment, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    control_areas: Mapping[str, ControlArea] = field(default_factory=dict)
    area_reports: tuple[AreaReport, ...] = ()
    row_numbers: Mapping[tuple[str, str], int | str] = field(default_factory=dict)
    descriptor: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    extra_place_ids: tuple[str, ...] = ()
    road_places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    terrain: Terrain | None = None

    #: The file of the cache that holds this package, if one does.
    store: ClassVar[CacheFile | None] = None

    @cached_property
    def reports(self) -> Mapping[str, tuple[Report, ...]]:
        """Reports by the id of their event, baseline row or area report."""
        return self.grouped_reports()

    def grouped_reports(self) -> dict[str, tuple[Report, ...]]:
        """Return all reports by the id of their record."""
        grouped: defaultdict[str, list[Report]] = defaultdict(list)
        for report in self.all_reports:
            grouped[report.record_id].append(report)
        for area_report in self.area_reports:
            grouped[area_report.area_report_id].append(area_report.as_report())
        return {record: tuple(reports) for record, reports in grouped.items()}

    def baseline_of(self, place_id: str) -> tuple[Baseline, ...]:
        """Return the baseline rows about a place, in the order of their file."""
        return tuple(row for row in self.baseline if row.place_id == place_id)

    def events_of(self, place_id: str | None) -> tuple[Event, ...]:
        """Return the events at a place, or for None along highways, in the order of their file."""
        return tuple(event for event in self.events if event.place_id == place_id)

    def values(self, name: str, field: str) -> list[Any]:
        """Return a field of all rows of a table, such as ``baseline``, in the order of its file."""
        rows = getattr(self, name)
        return [getattr(row, field) for row in (rows.values() if name in BY_ID else rows)]

    def unmade(self) -> Package:
        """Return the package with none of its rows made, if they are made when asked for."""
        return self

    def load(self, place_ids: Iterable[str], record_ids: Iterable[str]) -> None:
        """Make some places and reports at once, which a package of the cache makes when asked."""

    def of_place(self, place_id: str) -> Package:
        """Return a package with only the rows about one place, without reports on areas.

        Parameters
        ----------
        place_id : str
            Id of the place.
        """
        place = self.gazetteer.get(place_id)
        baseline, events = self.baseline_of(place_id), self.events_of(place_id)
        ids = dict.fromkeys(
            [*(row.baseline_id for row in baseline), *(event.event_id for event in events)]
        )
        return Package(
            title=self.title,
            version=self.version,
            coverage=self.coverage,
            gazetteer={} if place is None else {place_id: place},
            actors=self.actors,
            publishers=self.publishers,
            baseline=baseline,
            events=events,
            all_reports=tuple(one for id_ in ids for one in self.reports.get(id_, ())),
        )

    @cached_property
    def evidence_place_ids(self) -> tuple[str, ...]:
        """Sorted ids of the places that a baseline row, an event or an area report is about."""
        ids = {row.place_id for row in self.baseline} | set(self.extra_place_ids)
        ids |= {one.place_id for one in self.area_statements if one.status != "unknown"}
        ids |= {event.place_id for event in self.events if event.place_id is not None}
        return tuple(sorted(ids))

    @cached_property
    def area_statements(self) -> tuple[AreaStatement, ...]:
        """What the area reports say of single places, by place and day."""
        from frontline.package.area_statements import area_statements

        return area_statements(self)

    @cached_property
    def built_up(self) -> NDArray[np.object_]:
        """The built-up areas as polygons in longitude and latitude, in the order of footprints."""
        from frontline.geometry.geojson_polygons import polygons

        return polygons(list(self.footprints.values()))

    @cached_property
    def outlines(self) -> dict[str, Any]:
        """The built-up areas as polygons in longitude and latitude, by place id."""
        return dict(zip(self.footprints, self.built_up, strict=True))

    @cached_property
    def spacing_km(self) -> float | None:
        """Typical distance between neighbouring places with evidence; None if there is one."""
        from frontline.geometry.spacing import typical_spacing_km

        kept = None if self.store is None else self.store.get_added_json("spacing")
        if kept is not None:
            return float(kept)
        places = [self.gazetteer[id_] for id_ in self.evidence_place_ids]
        found = typical_spacing_km([one.lon for one in places], [one.lat for one in places])
        if self.store is not None:
            self.store.put_json("spacing", found)
        return found

    @cached_property
    def reach_km(self) -> float:
        """Distance around a place to which its control is drawn, as set or as the places need."""
        from frontline.geometry.spacing import fitting_reach_km

        return self.coverage.reach_km or fitting_reach_km(self.spacing_km)

    @property
    def reach_note(self) -> tuple[str, str] | None:
        """What is wrong with the reach, and what to do; None if it fits the places."""
        from frontline.geometry.spacing import fitting_reach_km, misfit

        problem = misfit(self.reach_km, self.spacing_km)
        if problem is None or self.spacing_km is None:
            return None
        apart = f"{self.spacing_km:.2g}" if self.spacing_km < 100 else f"{self.spacing_km:.0f}"
        rule = (
            f"reach_km is {self.reach_km:g}, but neighbouring places are typically {apart} km "
            f"apart: {problem}"
        )
        fits = fitting_reach_km(self.spacing_km)
        if fits < self.spacing_km and misfit(fits, self.spacing_km) is not None:
            return rule, f"{fits:g} km is the widest reach: add reports on places between these."
        return rule, f"Set reach_km to about {fits:g}, or leave it out: then it fits the places."

    @cached_property
    def is_undated(self) -> bool:
        """Whether there is no event and the descriptor has no days yet, as in a new package."""
        return (
            not (self.events or self.area_reports)
            and self.coverage.first_day == self.coverage.last_day == UNSET_DAY
        )

    def check_dated(self) -> None:
        """Raise a DataError if the package is still undated."""
        if not self.is_undated:
            return
        empty = not (self.gazetteer or self.baseline)
        message = "the package is still empty" if empty else "the package has no dated row yet"
        hint = (
            "Import events with `frontline import`, add one with `frontline add event`, or set "
            "first_day and last_day."
        )
        raise DataError([Issue(DESCRIPTOR, "frontline", "", message, hint)])


def read_package(folder: Path) -> Package:
    """Return the data package in a folder.

    Raises
    ------
    DataError
        With all issues of all files: types, ids, references, positions outside the region.
    """
    package, issues = inspect_package(folder)
    if package is None:
        raise DataError(issues)
    return package


def inspect_package(folder: Path) -> tuple[Package | None, list[Issue]]:
    """Return the data package in a folder, or None if it has an error, and all issues."""
    try:
        with collection_paused():
            return read_unchanged(folder, lambda: _inspect(folder))
    except DataError as error:  # an interrupted change that cannot be completed
        return None, list(error.issues)


def _inspect(folder: Path) -> tuple[Package | None, list[Issue]]:
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
        roads=tuple(rows["roads"]),
        terrain=contents.terrain,
        unplaced=tuple(rows["unplaced"]),
        moments=tuple(sorted(rows["moments"], key=lambda moment: moment.day)),
        annotations=tuple(rows["annotations"]),
        control_areas={area.id: area for area in rows["control_areas"]},
        area_reports=tuple(rows["area_reports"]),
        row_numbers=RowNumbers(contents.ids),
        descriptor=read_json(folder / DESCRIPTOR),
        digest=folder_digest(folder),
    )
    return package, contents.issues


def find_errors(folder: Path) -> list[Issue]:
    """Return the errors of a data package, which may be larger than the memory."""
    from frontline.package.validation import find_invalid_outlines

    contents = read_files(folder, LARGE_FILES)
    issues = contents.issues
    if contents.usable:  # else some geometries may be invalid JSON
        admin, control = (
            [area for _, area in contents.rows[name]] for name in ("admin", "control_areas")
        )
        issues += find_invalid_outlines(contents.footprints, admin, control)
    return [issue for issue in issues if issue.severity == "error"]


def read_files(folder: Path, ids_only: Collection[str] = ()) -> Contents:
    """Read and check every file of a package.

    Parameters
    ----------
    folder : Path
        Folder of the package.
    ids_only : collection of str
        Files, without extension, of which only the ids are kept. Their rows are checked one by one,
        so that they may be larger than the memory; a large table is checked in parts, in several
        processes.
    """
    from frontline.package.file_reader import (
        read_descriptor,
        read_footprints,
        read_layer,
        read_table,
        read_terrain,
    )
    from frontline.package.table_parts import read_divisible_table

    contents = Contents(ids_only=frozenset(ids_only), issues=_folder_issues(folder))
    if contents.issues:
        return contents
    read_descriptor(folder / DESCRIPTOR, contents)
    contents.is_large = _size(folder) > _LARGE_BYTES
    faults = descriptor_faults(contents)
    if contents.is_large and (faults or contents.coverage is None):
        contents.issues = [*contents.issues, *faults, _NOT_READ]
        return contents
    tables = {name: (model, required) for name, model, required in TABLES}

    def read_named(name: str) -> None:
        model, required = tables[name]
        read = read_divisible_table if name in contents.ids_only else read_table
        read(folder / f"{name}.csv", model, contents, required=required)

    for name in _READ_BEFORE_LAYERS:
        read_named(name)
    for name, model, required in LAYERS:
        read_layer(folder / f"{name}.geojson", model, contents, required=required)
    for name in _READ_AFTER_LAYERS:
        read_named(name)
    read_footprints(folder / "footprints.geojson", contents)
    read_terrain(folder / TERRAIN, contents)
    if contents.is_hopeless:
        contents.issues = [*suggest_ids(contents.issues, contents), _NOT_READ]
        return contents
    contents.issues = suggest_ids([*contents.issues, *check_references(contents)], contents)
    return contents


def _size(folder: Path) -> int:
    """Return the size of the files of a package in bytes."""
    paths = (folder / name for name in _file_names())
    return sum(path.stat().st_size for path in paths if path.is_file())


def _folder_issues(folder: Path) -> list[Issue]:
    """Return an issue if the folder does not exist or contains no file of a package."""
    hint = f"Use a folder that contains {DESCRIPTOR} and the files it lists."
    try:
        if not folder.is_dir():
            return [Issue(str(folder), None, "", "there is no such folder", hint)]
        if any(os.path.lexists(folder / name) for name in _file_names()):
            return []  # missing files are reported one by one
    except OSError as error:
        message = f"the folder cannot be read ({error.strerror})"
        return [Issue(str(folder), None, "", message, hint)]
    message = "is not a data package: it contains none of the files of one"
    hint = f"Use the folder that contains {DESCRIPTOR}; `frontline init DIR` creates a new package."
    return [Issue(str(folder), None, "", message, hint)]


def _file_names() -> list[str]:
    """Return the names of the files that a package may have."""
    names = [f"{name}.csv" for name, _, _ in TABLES]
    names += [f"{name}.geojson" for name, _, _ in LAYERS]
    return [*names, "footprints.geojson", TERRAIN, DESCRIPTOR]


def folder_digest(folder: Path) -> str:
    """Return the SHA-256 of the names and bytes of the files of a package."""
    total = hashlib.sha256()
    for name in sorted(_file_names()):
        path = folder / name
        if path.exists():
            total.update(f"{name}\0".encode())
            with path.open("rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()
