"""Edit a data package: change rows in a draft, then write all files or none.

Rows keep the order and spelling of their files, so that a diff shows only the changes. Nothing is
written before the changed package has passed all checks.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import BaseModel

from frontline.dates import day_written
from frontline.errors import DataError, OutputError
from frontline.io import json_text, output_error, temporary_folder
from frontline.models import Place
from frontline.package.csv_reader import read_json
from frontline.package.descriptor import describe
from frontline.package.draft_tables import EditableLayer, EditableTable
from frontline.package.file_reader import column_names
from frontline.package.geojson import FeatureReader
from frontline.package.integrity import UNSET_DAY
from frontline.package.package import (
    DESCRIPTOR,
    LARGE_FILES,
    LAYERS,
    TABLES,
    TERRAIN,
    find_errors,
    inspect_package,
    read_files,
    read_package,
)
from frontline.package.replacement import commit, package_states, recover

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from frontline.errors import Issue
    from frontline.models import Actor
    from frontline.package.package import Package


#: Result of `Draft.put`.
Outcome: TypeAlias = Literal["added", "changed", "same"]

_MODELS = {name: model for name, model, _ in (*TABLES, *LAYERS)}
_FOOTPRINTS = "footprints"


class Draft:
    """Changes to a data package that are not written yet.

    Files are named without their extension, for example ``events``.

    Parameters
    ----------
    folder : Path
        Folder of the package, which must be free of errors.

    Attributes
    ----------
    actors : dict of str to Actor
        Actors by id, as on disk.
    descriptor : dict
        The descriptor without its resources; the methods change it.
    read_states : dict
        The `package_states` of the files as they were read.

    Raises
    ------
    DataError
        If the package has errors.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        recover(folder)
        self.read_states = package_states(folder)
        contents = read_files(folder, LARGE_FILES)
        if not contents.usable:
            raise DataError([_suggest_init(issue, folder) for issue in contents.issues])
        self.actors: dict[str, Actor] = {actor.id: actor for _, actor in contents.rows["actors"]}
        descriptor = read_json(folder / DESCRIPTOR)
        self._resources: list[dict[str, Any]] = descriptor.pop("resources", [])
        self.descriptor: dict[str, Any] = descriptor
        self._original_descriptor = json_text(descriptor)
        self._open: dict[str, EditableTable | EditableLayer] = {}
        self._extra_files: dict[str, str | bytes] = {}

    @property
    def region(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the package in degrees."""
        west, south, east, north = self.descriptor["frontline"]["region"]
        return west, south, east, north

    @cached_property
    def places(self) -> dict[str, Place]:
        """Places by id, as on disk."""
        return {place.id: place for place in self.original_places()}

    def original_places(self) -> Iterator[Place]:
        """Iterate over the places on disk; unwritten changes are not included."""
        for _, properties, geometry in FeatureReader(self.folder / "gazetteer.geojson"):
            lon, lat = geometry["coordinates"][:2]
            yield Place.model_validate({**properties, "lon": lon, "lat": lat})

    @cached_property
    def package(self) -> Package:
        """The package as on disk, read when first needed."""
        return read_package(self.folder)

    def rows(self, file: str) -> Iterator[dict[str, Any]]:
        """Iterate over the rows of a file in its order, as cells or properties by name."""
        return self._file(file).rows()

    def ids(self, file: str) -> Iterator[str]:
        """Iterate over the ids of a file, which is read when the first is needed."""
        yield from self._file(file)

    def has(self, file: str, id_: str) -> bool:
        """Whether there is a row with this id."""
        return id_ in self._file(file)

    def get(self, file: str, id_: str) -> dict[str, Any] | None:
        """Return the cells or properties of a row, or None."""
        return self._file(file).get(id_)

    def put(
        self,
        file: str,
        row: Mapping[str, Any] | BaseModel,
        geometry: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Add a row, or change the row with the same id where it differs.

        Parameters
        ----------
        file : str
            Name of the file.
        row : mapping or BaseModel
            Values by column, with the id. Other columns of an existing row stay as they are. A
            place may have ``lon`` and ``lat`` instead of a geometry, a highway ``coordinates``.
        geometry : mapping, optional
            GeoJSON geometry of a feature.

        Returns
        -------
        str
            ``added``, ``changed`` or ``same``.
        """
        if type(row) is not dict and isinstance(row, BaseModel):  # a dict is found faster
            row = row.model_dump(mode="json", by_alias=True, exclude_none=True)
        edited = self._file(file)
        if isinstance(edited, EditableTable):
            return edited.put(row)
        cells = dict(row)
        if file == "gazetteer" and "lon" in cells:
            geometry = {"type": "Point", "coordinates": [cells.pop("lon"), cells.pop("lat")]}
        if file == "highways" and "coordinates" in cells:
            geometry = {"type": "LineString", "coordinates": cells.pop("coordinates")}
        return edited.put(cells, geometry)

    def geometry(self, file: str, id_: str) -> dict[str, Any] | None:
        """Return the GeoJSON geometry of a feature, or None."""
        edited = self._file(file)
        return edited.geometry(id_) if isinstance(edited, EditableLayer) else None

    def has_feature(self, file: str, row: Mapping[str, Any], geometry: Mapping[str, Any]) -> bool:
        """Whether there is a feature with these properties (but the note) and this geometry."""
        own = self.get(file, row["id"]) or {}
        same = all(own.get(name) == value for name, value in row.items() if name != "note")
        return same and self.geometry(file, row["id"]) == geometry

    def remove(self, file: str, id_: str) -> bool:
        """Remove a row; return whether it existed."""
        return self._file(file).remove(id_)

    def add_source(self, title: str, path: str, *, closed_terms: str = "") -> None:
        """Add a source to the descriptor, unless it has a source with this title.

        Parameters
        ----------
        title : str
            Title and licence of the source.
        path : str
            Web address; may be empty.
        closed_terms : str
            Terms of a source without an open licence, as in the ``licence`` of its rows.
        """
        sources = self.descriptor.setdefault("sources", [])
        if not any(one.get("title") == title for one in sources if isinstance(one, dict)):
            source = {"title": title, "path": path, "closed_terms": closed_terms}
            sources.append({key: text for key, text in source.items() if text})

    def set_coverage(self, **values: Any) -> None:
        """Set region, first_day, last_day or reach_km in the descriptor."""
        self.descriptor["frontline"].update(values)

    @property
    def local_language(self) -> str:
        """Language of the local names of places; empty if the package has none."""
        return str(self.descriptor["frontline"].get("local_language", ""))

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day of the record."""
        own = self.descriptor["frontline"]
        return _span(own["first_day"], own["last_day"])

    def extend_span(self, first: date, last: date) -> None:
        """Extend the record so that it covers `first` to `last`."""
        start, end = self.span
        if start == end == UNSET_DAY:
            self.set_coverage(first_day=first.isoformat(), last_day=last.isoformat())
        elif first < start or last > end:
            days = min(first, start), max(last, end)
            self.set_coverage(first_day=days[0].isoformat(), last_day=days[1].isoformat())

    def add_file(self, name: str, content: str | bytes) -> None:
        """Write a text or a picture into the folder together with the files of the package."""
        self._extra_files[name] = content

    def _file(self, file: str) -> EditableTable | EditableLayer:
        if file not in self._open:
            if any(file == name for name, _, _ in TABLES):
                model = _MODELS[file]
                path = self.folder / f"{file}.csv"
                self._open[file] = EditableTable(path, column_names(model), _defaults(model))
            elif file in _MODELS or file == _FOOTPRINTS:
                key = "place_id" if file == _FOOTPRINTS else "id"
                self._open[file] = EditableLayer(self.folder / f"{file}.geojson", key)
            else:
                raise KeyError(file)
        return self._open[file]

    def _changes(self) -> dict[str, Iterable[str] | bytes]:
        """Return the content of each file that differs from the one on disk: bytes, or pieces."""
        changes: dict[str, Iterable[str] | bytes]
        changes = {file.path.name: file.lines() for file in self._open.values() if file.changed}
        changes |= {
            name: content if isinstance(content, bytes) else [content]
            for name, content in self._extra_files.items()
            if not _has_content(self.folder / name, content)
        }
        descriptor = self._changed_descriptor(set(changes))
        if descriptor is not None:
            changes[DESCRIPTOR] = [descriptor]
        return changes

    def _changed_descriptor(self, changed: set[str]) -> str | None:
        """Return the text of the descriptor if it changes."""
        listed = {one.get("path") for one in self._resources if isinstance(one, dict)}
        new = {name for name in changed if Path(name).stem in {*_MODELS, _FOOTPRINTS}} - listed
        if not new and json_text(self.descriptor) == self._original_descriptor:
            return None
        names = {path.name for path in self.folder.iterdir()} | changed
        own = {one.get("path"): one for one in self._resources if isinstance(one, dict)}
        descriptor = describe(self.descriptor, names)
        known = [{**own.get(one["path"], {}), **one} for one in descriptor["resources"]]
        paths = {one["path"] for one in known}
        others = [one for one in self._resources if one.get("path") not in paths]
        return json_text({**descriptor, "resources": [*known, *others]})

    def write(self) -> tuple[str, ...]:
        """Check the changed package and write all changed files, or none.

        The draft cannot be used afterwards.

        Returns
        -------
        tuple of str
            Sorted names of the files that were written; empty if nothing changed.

        Raises
        ------
        DataError
            If the package would have errors; nothing is written.
        ChangedError
            If files of the package changed since it was read; nothing is written.
        OutputError
            If a file cannot be written; the others are restored.
        """
        changes = self._changes()
        if not changes:
            return ()
        try:
            with temporary_folder(self.folder) as staged:
                self._stage(staged, changes)
                self._open.clear()  # frees the memory for the check
                issues = find_errors(staged)
                if issues:
                    raise DataError(issues)
                commit(staged, self.folder, sorted(changes), self.read_states)
        except OSError as error:
            if isinstance(error, OutputError):
                raise
            raise output_error(self.folder, error) from error
        return tuple(sorted(changes))

    @property
    def changed_files(self) -> tuple[str, ...]:
        """Sorted names of the files that `write` would write."""
        return tuple(sorted(self._changes()))

    def preview(self) -> tuple[Package | None, list[Issue]]:
        """Return the package as it would be when written, or None with errors, and all issues.

        Nothing is written; the draft can still be changed and written.
        """
        with TemporaryDirectory(prefix="frontline-") as folder:
            staged = Path(folder)
            self._stage(staged, self._changes())
            return inspect_package(staged)

    def _stage(self, staged: Path, changes: dict[str, Iterable[str] | bytes]) -> None:
        """Write the changed package into a folder."""
        suffixes = {".csv", ".geojson", Path(TERRAIN).suffix}
        for path in self.folder.iterdir():
            if path.name not in changes and path.is_file() and path.suffix in suffixes:
                shutil.copyfile(path, staged / path.name)
        if DESCRIPTOR not in changes:
            shutil.copyfile(self.folder / DESCRIPTOR, staged / DESCRIPTOR)
        for name, lines in changes.items():
            if isinstance(lines, bytes):
                (staged / name).write_bytes(lines)
                continue
            with (staged / name).open("w", encoding="utf-8", newline="") as file:
                file.writelines(lines)


@lru_cache(1 << 4)
def _span(first: str, last: str) -> tuple[date, date]:
    """Return two days; an import asks for them for each row."""
    return day_written(first), day_written(last)


def _suggest_init(issue: Issue, folder: Path) -> Issue:
    """Return the issue; for a missing folder with a hint on how to create a package."""
    if issue.message != "there is no such folder":
        return issue
    return replace(issue, hint=f"`frontline init {folder}` creates a package there.")


def _defaults(model: type[BaseModel]) -> dict[str, str]:
    """Return the default texts of a model by column."""
    fields = model.model_fields.items()
    return {name: info.default for name, info in fields if isinstance(info.default, str)}


def _has_content(path: Path, content: str | bytes) -> bool:
    wanted = content if isinstance(content, bytes) else content.encode()
    return path.is_file() and path.read_bytes() == wanted
