"""A data package that is being added to: opened, changed row by row, and written whole or not.

Rows keep the order and the spelling of their files, so that what changes is all that a diff
shows. Nothing is written before the changed package has passed the checks of every package.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import BaseModel

from frontline.dates import day_written
from frontline.errors import DataError, OutputError
from frontline.io import json_text
from frontline.models import Place
from frontline.package.csv_reader import read_json
from frontline.package.descriptor import describe
from frontline.package.geojson import FeatureReader
from frontline.package.integrity import UNSET_DAY
from frontline.package.package import (
    DESCRIPTOR,
    LAYERS,
    LONG,
    TABLES,
    columns,
    find_errors,
    read_files,
    read_package,
)
from frontline.package.staging import EditableLayer, EditableTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from frontline.errors import Issue
    from frontline.models import Actor
    from frontline.package.package import Package


#: What became of a row: it is new, it changed one that was there, or all of it was there.
Outcome: TypeAlias = Literal["added", "changed", "same"]

_MODELS = {name: model for name, model, _ in (*TABLES, *LAYERS)}
_FOOTPRINTS = "footprints"


class Draft:
    """A data package on disk, to be added to.

    Parameters
    ----------
    folder : of the package; it must pass its checks as it is

    Attributes
    ----------
    actors : of the package as it was when it was opened, by id
    descriptor : the descriptor without its resources; change it through the methods

    Raises
    ------
    DataError
        When the package has issues already.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        read = read_files(folder, LONG)
        if not read.usable:
            raise DataError([_advised(issue, folder) for issue in read.issues])
        self.actors: dict[str, Actor] = {actor.id: actor for _, actor in read.rows["actors"]}
        described = read_json(folder / DESCRIPTOR)
        self._resources: list[dict[str, Any]] = described.pop("resources", [])
        self.descriptor: dict[str, Any] = described
        self._before = json_text(described)
        self._open: dict[str, EditableTable | EditableLayer] = {}
        self._extra_files: dict[str, str] = {}

    @property
    def region(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the package, in degrees."""
        west, south, east, north = self.descriptor["frontline"]["region"]
        return west, south, east, north

    @cached_property
    def places(self) -> dict[str, Place]:
        """Places by id, as they were when the package was opened."""
        return {place.id: place for place in self.original_places()}

    def original_places(self) -> Iterator[Place]:
        """Give each place as it was when the package was opened, whatever has changed since."""
        for _, properties, geometry in FeatureReader(self.folder / "gazetteer.geojson"):
            lon, lat = geometry["coordinates"][:2]
            yield Place.model_validate({**properties, "lon": lon, "lat": lat})

    @cached_property
    def package(self) -> Package:
        """The whole package as it was when this was first asked for, its events too."""
        return read_package(self.folder)

    def rows(self, file: str) -> Iterator[dict[str, Any]]:
        """Give the rows of a file in its order, as cells or as properties.

        Parameters
        ----------
        file : its name without ending, such as ``events``
        """
        return self._file(file).rows()

    def ids(self, file: str) -> Iterator[str]:
        """Give the ids of a file, in no order; it is read when the first is asked for."""
        yield from self._file(file)

    def has(self, file: str, id_: str) -> bool:
        """Whether a row with this id is there."""
        return id_ in self._file(file)

    def get(self, file: str, id_: str) -> dict[str, Any] | None:
        """Give one row as cells or properties, or None."""
        return self._file(file).get(id_)

    def put(
        self,
        file: str,
        row: Mapping[str, Any] | BaseModel,
        geometry: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Add a row, or change the row with its id where it says otherwise.

        Parameters
        ----------
        file : name of the file without ending
        row : values by column; its id is in the first column. Columns that are not given stay
            as they are. A place gives ``lon`` and ``lat`` here instead of a geometry
        geometry : a GeoJSON geometry, for the files that have one
        """
        if type(row) is not dict and isinstance(row, BaseModel):  # asking pydantic takes longer
            row = row.model_dump(mode="json", by_alias=True, exclude_none=True)
        cells = dict(row)
        opened = self._file(file)
        if isinstance(opened, EditableTable):
            return opened.put(cells)
        if file == "gazetteer" and "lon" in cells:
            geometry = {"type": "Point", "coordinates": [cells.pop("lon"), cells.pop("lat")]}
        if file == "highways" and "coordinates" in cells:
            geometry = {"type": "LineString", "coordinates": cells.pop("coordinates")}
        return opened.put(cells, geometry)

    def geometry(self, file: str, id_: str) -> dict[str, Any] | None:
        """Give the geometry of a feature, or None."""
        opened = self._file(file)
        return opened.geometry(id_) if isinstance(opened, EditableLayer) else None

    def has_feature(self, file: str, row: Mapping[str, Any], geometry: Mapping[str, Any]) -> bool:
        """Whether a feature stands there with these properties and this geometry."""
        own = self.get(file, row["id"]) or {}
        same = all(own.get(name) == value for name, value in row.items() if name != "note")
        return same and self.geometry(file, row["id"]) == geometry

    def remove(self, file: str, id_: str) -> bool:
        """Take a row out; whether it was there."""
        return self._file(file).remove(id_)

    def add_source(self, title: str, path: str, *, closed_terms: str = "") -> None:
        """Name a source of the package, with its licence in the title and its address, once.

        Parameters
        ----------
        closed_terms : what it is under, as its rows say, where that is no open licence
        """
        sources = self.descriptor.setdefault("sources", [])
        if not any(one.get("title") == title for one in sources if isinstance(one, dict)):
            own = {"title": title, "path": path, "closed_terms": closed_terms}
            sources.append({key: text for key, text in own.items() if text})

    def set_coverage(self, **values: Any) -> None:
        """Set what the package says of itself: region, first_day, last_day, reach_km."""
        self.descriptor["frontline"].update(values)

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day of the record."""
        own = self.descriptor["frontline"]
        return day_written(own["first_day"]), day_written(own["last_day"])

    def extend_span(self, first: date, last: date) -> None:
        """Let the record reach from `first` to `last`, if it does not already."""
        start, end = self.span
        if start == end == UNSET_DAY:
            self.set_coverage(first_day=first.isoformat(), last_day=last.isoformat())
        elif first < start or last > end:
            days = min(first, start), max(last, end)
            self.set_coverage(first_day=days[0].isoformat(), last_day=days[1].isoformat())

    def add_file(self, name: str, text: str) -> None:
        """Write a text beside the files of the package, together with them."""
        self._extra_files[name] = text

    def _file(self, file: str) -> EditableTable | EditableLayer:
        if file not in self._open:
            if any(file == name for name, _, _ in TABLES):
                model = _MODELS[file]
                path = self.folder / f"{file}.csv"
                self._open[file] = EditableTable(path, columns(model), _defaults(model))
            elif file in _MODELS or file == _FOOTPRINTS:
                key = "place_id" if file == _FOOTPRINTS else "id"
                self._open[file] = EditableLayer(self.folder / f"{file}.geojson", key)
            else:
                raise KeyError(file)
        return self._open[file]

    def _changes(self) -> dict[str, Iterable[str]]:
        """Give the lines of every file that differs from the one on disk."""
        made: dict[str, Iterable[str]]
        made = {s.path.name: s.lines() for s in self._open.values() if s.changed}
        made |= {
            name: [text]
            for name, text in self._extra_files.items()
            if not _holds(self.folder / name, text)
        }
        about = self._described(set(made))
        if about is not None:
            made[DESCRIPTOR] = [about]
        return made

    def _described(self, made: set[str]) -> str | None:
        """Write the descriptor, if anything in it is to change."""
        listed = {one.get("path") for one in self._resources if isinstance(one, dict)}
        new = {name for name in made if Path(name).stem in {*_MODELS, _FOOTPRINTS}} - listed
        if not new and json_text(self.descriptor) == self._before:
            return None
        names = {path.name: True for path in self.folder.iterdir()} | dict.fromkeys(made, True)
        own = {one.get("path"): one for one in self._resources if isinstance(one, dict)}
        about = describe(self.descriptor, names)
        known = [{**own.get(one["path"], {}), **one} for one in about["resources"]]
        paths = {one["path"] for one in known}
        others = [one for one in self._resources if one.get("path") not in paths]
        return json_text({**about, "resources": [*known, *others]})

    def write(self) -> tuple[str, ...]:
        """Check the changed package and write every changed file, or none.

        The draft is spent then: open another to go on.

        Returns
        -------
        names : of the files that were written, in order of the alphabet; none if nothing changed

        Raises
        ------
        DataError
            When the package would have issues; nothing was written.
        OutputError
            When a file could not be written; those before it are put back.
        """
        made = self._changes()
        if not made:
            return ()
        try:
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=".frontline-") as name:
                staged = Path(name)
                self._stage(staged, made)
                self._open.clear()  # half a million places and their names make room for the check
                issues = find_errors(staged)
                if issues:
                    raise DataError(issues)
                _exchange(staged, self.folder, sorted(made))
        except OSError as error:
            raise OutputError(
                f"{self.folder}: could not be written ({error.strerror or error}). Nothing was "
                "changed; check its rights, or make room."
            ) from error
        return tuple(sorted(made))

    def _stage(self, staged: Path, made: dict[str, Iterable[str]]) -> None:
        """Lay out the package as it is to be."""
        for path in self.folder.iterdir():
            if path.name not in made and path.is_file() and path.suffix in {".csv", ".geojson"}:
                shutil.copyfile(path, staged / path.name)
        if DESCRIPTOR not in made:
            shutil.copyfile(self.folder / DESCRIPTOR, staged / DESCRIPTOR)
        for name, lines in made.items():
            with (staged / name).open("w", encoding="utf-8", newline="") as file:
                file.writelines(lines)


def _advised(issue: Issue, folder: Path) -> Issue:
    """Say of a folder that is not there how a package is begun."""
    if issue.message != "there is no such folder":
        return issue
    return replace(issue, hint=f"`frontline init {folder}` begins a package there.")


def _defaults(model: type[BaseModel]) -> dict[str, str]:
    """Give the words that a row has where it says nothing."""
    fields = model.model_fields.items()
    return {name: info.default for name, info in fields if isinstance(info.default, str)}


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _exchange(staged: Path, folder: Path, names: list[str]) -> None:
    """Put files in place of the old ones; on a failure the old ones back."""
    kept = staged / "before"
    kept.mkdir()
    done: list[str] = []
    try:
        for name in names:
            target = (folder / name).resolve()
            if target.exists():
                shutil.copyfile(target, kept / name)
            done.append(name)
            (staged / name).chmod(0o644)
            (staged / name).replace(target)
    except BaseException:  # an interruption too must leave no half of a change
        for name in done:
            target = (folder / name).resolve()
            if (kept / name).exists():
                (kept / name).replace(target)
            else:
                target.unlink(missing_ok=True)
        raise
