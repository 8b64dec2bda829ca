"""The data package: a folder of plain files, read once and checked at the door.

`read_package` gives a `Package` or raises one `DataError` that carries every fault of every
file. The files and their columns are those of the descriptor ``datapackage.json``, which is
itself written from the models, so that the two cannot drift apart.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from frontline.errors import DataError, Fault
from frontline.files import read_json, read_rows
from frontline.model import (
    Actor,
    Area,
    Baseline,
    Event,
    Frame,
    Highway,
    Place,
    Publisher,
    Report,
    Unplaced,
)
from frontline.references import reference_faults
from frontline.wording import explain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Package", "columns", "inspect_package", "read_package"]

Row = TypeVar("Row", bound=BaseModel)


@dataclass(frozen=True)
class Package:
    """Everything a data package holds, in the order of its files.

    Attributes
    ----------
    gazetteer : places by id
    footprints : GeoJSON geometries (built-up area) by place id
    reports : reports by the event or baseline row they speak to
    digest : SHA-256 over all files, to name the version of the data
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
    digest: str = ""

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
        ids = {row.place_id for row in self.baseline}
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
)

#: GeoJSON files, in the same way.
LAYERS: tuple[tuple[str, type[BaseModel], bool], ...] = (
    ("gazetteer", Place, True),
    ("highways", Highway, False),
    ("admin", Area, False),
    ("rivers", Area, False),
)

DESCRIPTOR = "datapackage.json"


def columns(model: type[BaseModel]) -> list[str]:
    """Give the column names of a model, as the files write them."""
    return [info.alias or name for name, info in model.model_fields.items()]


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
    if not folder.is_dir():
        remedy = "Name a folder that holds datapackage.json and the files it lists."
        return None, [Fault(str(folder), None, "", "there is no such folder", remedy)]
    faults: list[Fault] = []
    title, version, frame = _read_descriptor(folder, faults)
    read: dict[str, list[Any]] = {}
    for name, model, required in TABLES:
        read[name] = _read_table(folder / f"{name}.csv", model, faults, required=required)
    for name, model, required in LAYERS:
        path = folder / f"{name}.geojson"
        read[name] = _read_layer(path, model, frame, faults, required=required)
    footprints = _read_footprints(folder / "footprints.geojson", faults)
    faults += reference_faults(read, footprints, frame)
    if frame is None or any(fault.severity == "error" for fault in faults):
        return None, faults
    package = Package(
        title=title,
        version=version,
        frame=frame,
        gazetteer={place.id: place for place in read["gazetteer"]},
        actors={actor.id: actor for actor in read["actors"]},
        publishers={publisher.id: publisher for publisher in read["publishers"]},
        baseline=tuple(read["baseline"]),
        events=tuple(read["events"]),
        all_reports=tuple(read["reports"]),
        footprints=footprints,
        highways={highway.id: highway for highway in read["highways"]},
        admin=tuple(read["admin"]),
        rivers=tuple(read["rivers"]),
        unplaced=tuple(read["unplaced"]),
        digest=_digest(folder),
    )
    return package, faults


def _read_descriptor(folder: Path, faults: list[Fault]) -> tuple[str, str, Frame | None]:
    try:
        descriptor = read_json(folder / DESCRIPTOR)
    except DataError as error:
        faults.extend(error.faults)
        return "", "", None
    if not isinstance(descriptor, dict):
        faults.append(Fault(DESCRIPTOR, None, "", "is not a JSON object", "Restore the file."))
        return "", "", None
    try:
        frame = Frame.model_validate(descriptor.get("frontline", {}))
    except ValidationError as error:
        faults.extend(explain(error, DESCRIPTOR, "frontline"))
        return "", "", None
    return str(descriptor.get("title", "")), str(descriptor.get("version", "")), frame


def _absent(path: Path, faults: list[Fault], *, required: bool) -> bool:
    if path.exists():
        return False
    if required:
        remedy = f"Put it into {path.parent}; an empty file still has its header."
        faults.append(Fault(path.name, None, "", "the file is missing", remedy))
    return True


def _read_table(
    path: Path, model: type[Row], faults: list[Fault], *, required: bool
) -> list[Row]:
    if _absent(path, faults, required=required):
        return []
    needed = {info.alias or name for name, info in model.model_fields.items() if info.is_required()}
    try:
        lines, torn = read_rows(path, frozenset(columns(model)), frozenset(needed))
    except DataError as error:
        faults.extend(error.faults)
        return []
    faults += torn
    rows = []
    for number, cells in lines:
        try:
            rows.append(model.model_validate(cells))
        except ValidationError as error:
            faults.extend(explain(error, path.name, number))
    return rows


def _read_features(path: Path, faults: list[Fault]) -> list[tuple[int | str, dict[str, Any]]]:
    """Give each feature with its id (or number) and a geometry that is an object."""
    try:
        collection = read_json(path)
    except DataError as error:
        faults.extend(error.faults)
        return []
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        rule, remedy = "is not a GeoJSON FeatureCollection", "Export it as GeoJSON."
        faults.append(Fault(path.name, None, "", rule, remedy))
        return []
    features: list[tuple[int | str, dict[str, Any]]] = []
    for number, feature in enumerate(collection["features"], start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            rule, remedy = "the feature has no properties", "Give it at least an id."
            faults.append(Fault(path.name, number, "", rule, remedy))
            continue
        row = str(properties.get("id", number))
        if not isinstance(geometry, dict) or not geometry.get("coordinates"):
            rule, remedy = "the geometry is empty", "Draw it, or remove the feature."
            faults.append(Fault(path.name, row, "", rule, remedy))
            continue
        features.append((row, feature))
    return features


def _read_layer(
    path: Path, model: type[Row], frame: Frame | None, faults: list[Fault], *, required: bool
) -> list[Row]:
    if _absent(path, faults, required=required):
        return []
    rows = []
    for row, feature in _read_features(path, faults):
        geometry = feature["geometry"]
        cells = dict(feature["properties"])
        if model is Place:
            fault = _place_position(path.name, row, geometry, frame, cells)
            if fault is not None:
                faults.append(fault)
                continue
        elif model is Highway:
            cells["coordinates"] = geometry["coordinates"]
        else:
            cells["geometry"] = geometry
        try:
            rows.append(model.model_validate(cells))
        except ValidationError as error:
            faults.extend(explain(error, path.name, row))
    return rows


def _place_position(
    file: str, row: int | str, geometry: dict[str, Any], frame: Frame | None, cells: dict[str, Any]
) -> Fault | None:
    """Put lon and lat into `cells`, or say what is wrong with them."""
    position = geometry["coordinates"]
    numbers = isinstance(position, list) and all(isinstance(x, int | float) for x in position)
    if geometry.get("type") != "Point" or not numbers or len(position) not in (2, 3):
        return Fault(file, row, str(position)[:60], "a place is a Point", "Give [lon, lat].")
    lon, lat = position[:2]
    cells["lon"], cells["lat"] = lon, lat
    if frame is None:
        return None
    west, south, east, north = frame.region
    if west <= lon <= east and south <= lat <= north:
        return None
    if west <= lat <= east and south <= lon <= north:
        rule = "longitude and latitude look swapped"
        return Fault(file, row, f"{lon}, {lat}", rule, f"Write [{lat}, {lon}]: longitude first.")
    rule = f"lies outside the declared region {west}, {south}, {east}, {north}"
    remedy = "Correct the position, or widen the region in datapackage.json."
    return Fault(file, row, f"{lon}, {lat}", rule, remedy)


def _read_footprints(path: Path, faults: list[Fault]) -> dict[str, dict[str, Any]]:
    if _absent(path, faults, required=False):
        return {}
    footprints: dict[str, dict[str, Any]] = {}
    for row, feature in _read_features(path, faults):
        place_id = str(feature["properties"].get("place_id", ""))
        geometry = feature["geometry"]
        if geometry.get("type") not in {"Polygon", "MultiPolygon"}:
            rule, remedy = "a footprint is a Polygon or MultiPolygon", "Draw it as an area."
            faults.append(Fault(path.name, row, str(geometry.get("type")), rule, remedy))
        elif place_id in footprints:
            rule, remedy = "this place has two footprints", "Join them to one MultiPolygon."
            faults.append(Fault(path.name, row, place_id, rule, remedy))
        else:
            footprints[place_id] = geometry
    return footprints


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
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
