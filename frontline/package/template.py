"""Create a new data package: empty, or with an example of nine invented towns."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

from frontline.errors import InvalidRequestError, OutputError
from frontline.gazetteer.normalize import clean_text, slugify
from frontline.io import csv_text, json_text, output_error, temporary_folder
from frontline.package.descriptor import describe
from frontline.package.file_reader import column_names
from frontline.package.integrity import UNSET_DAY, UNSET_REGION
from frontline.package.package import DESCRIPTOR, TABLES
from frontline.package.replacement import commit, recover

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path


#: Licence of a new package; it is compatible with rows from OpenStreetMap.
_LICENCE = {
    "name": "ODbL-1.0",
    "path": "https://opendatacommons.org/licenses/odbl/1-0/",
    "title": "Open Data Commons Open Database License 1.0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Title, region and days of a new package.

    Attributes
    ----------
    title : str
        Title for readers.
    region : tuple of float, optional
        West, south, east, north in degrees; the first import sets it if None.
    first_day, last_day : date, optional
        First and last day of the record; the first import sets them if None.
    places : tuple of dict
        Properties of the places that the gazetteer starts with, with their ``lon`` and ``lat``.
    source : dict of str
        Title and address of the source of these places.
    local_language : str
        Language of their local names.
    """

    title: str = "A new record"
    region: tuple[float, float, float, float] | None = None
    first_day: date | None = None
    last_day: date | None = None
    places: tuple[Mapping[str, Any], ...] = ()
    source: Mapping[str, str] = field(default_factory=dict)
    local_language: str = ""


def create_package(folder: Path, template: Template, *, example: bool = False) -> tuple[str, ...]:
    """Write a new package into a folder that is empty or does not exist yet.

    Returns
    -------
    tuple of str
        Sorted names of the files.

    Raises
    ------
    InvalidRequestError
        If only one of the two days is given, or they are in the wrong order.
    OutputError
        If the folder is not empty or cannot be written.
    """
    _check(folder, template)
    files = _example() if example else _empty(template)
    about = _about(template, example=example)
    files[DESCRIPTOR] = json_text(describe(about, files))
    files["README.md"] = _resource("newsroom.md").replace("{title}", about["title"])
    _write(folder, files)
    return tuple(sorted(files))


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write all files, or none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with temporary_folder(folder) as staged:
            for name, text in files.items():
                (staged / name).write_text(text, encoding="utf-8", newline="")
            commit(staged, folder, list(files), None)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise output_error(folder, error) from error


def _check(folder: Path, template: Template) -> None:
    first, last = template.first_day, template.last_day
    if (first is None) != (last is None):
        raise InvalidRequestError("use both --from and --to, or neither")
    if first and last and last < first:
        raise InvalidRequestError(f"--to {last} is before --from {first}")
    recover(folder)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise OutputError(f"{folder} is not empty: use a new or an empty folder")
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(f"{folder} cannot be read ({error.strerror or error})") from error


def _resource(name: str) -> str:
    return resources.files("frontline.package").joinpath(name).read_text("utf-8")


def _empty(template: Template) -> dict[str, str]:
    files = {
        f"{name}.csv": csv_text(column_names(model), [])
        for name, model, _ in TABLES
        if name not in {"area_reports", "annotations"}  # few packages need them
    }
    features = ",\n".join(map(_feature, template.places))
    rows = f"[\n{features}\n]" if features else "[]"
    files["gazetteer.geojson"] = f'{{"type": "FeatureCollection",\n"features": {rows}}}\n'
    return files


def _feature(place: Mapping[str, Any]) -> str:
    """Return a place as a GeoJSON feature, in one line."""
    properties = {key: value for key, value in place.items() if key not in {"lon", "lat"}}
    point = {"type": "Point", "coordinates": [place["lon"], place["lat"]]}
    feature = {"type": "Feature", "properties": properties, "geometry": point}
    return json.dumps(feature, ensure_ascii=False)


def _example() -> dict[str, str]:
    folder = resources.files("frontline.package").joinpath("example")
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith((".csv", "json")))
    return {name: folder.joinpath(name).read_text("utf-8") for name in names}


def _about(template: Template, *, example: bool) -> dict[str, Any]:
    """Return the properties of the descriptor without its files."""
    if example:
        return {
            "name": "nine-towns",
            "title": "Nine invented towns",
            "description": "An example to try things on: nine towns on a grid, two actors.",
            "version": "1.0.0",
            "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0"}],
            "sources": [{"title": "invented"}],
            "frontline": {
                "region": [29.9, -0.1, 30.3, 0.3],
                "first_day": "2001-01-01",
                "last_day": "2001-01-10",
                "reach_km": 6.0,
                "key_days": ["2001-01-01", "2001-01-10"],
                "key_places": ["elm"],
            },
        }
    return {
        "name": slugify(template.title) or "record",
        "title": clean_text(template.title) or "A new record",
        "description": "",
        "version": "0.1.0",
        "licenses": [_LICENCE],
        "sources": [dict(template.source)] if template.places else [],
        "frontline": {
            "region": list(template.region or UNSET_REGION),
            "first_day": (template.first_day or UNSET_DAY).isoformat(),
            "last_day": (template.last_day or UNSET_DAY).isoformat(),
            "key_days": [],
            "key_places": [],
            **({"local_language": template.local_language} if template.local_language else {}),
        },
    }
