"""Starts a new data package: empty, or with the nine invented towns to try things on."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from frontline.errors import InvalidRequestError, OutputError
from frontline.gazetteer.normalize import clean_text, slugify
from frontline.io import csv_text, json_text, write_atomic
from frontline.package.descriptor import describe
from frontline.package.integrity import UNSET_DAY, UNSET_REGION
from frontline.package.package import DESCRIPTOR, TABLES, columns

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


#: The package as a whole: what may stand beside rows of OpenStreetMap.
_LICENCE = {
    "name": "ODbL-1.0",
    "path": "https://opendatacommons.org/licenses/odbl/1-0/",
    "title": "Open Data Commons Open Database License 1.0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What is known of a package before there is anything in it.

    Attributes
    ----------
    title : for readers
    region : west, south, east, north in degrees; None leaves it to the first import
    first_day, last_day : of the record; None leaves them to the first import
    """

    title: str = "A new record"
    region: tuple[float, float, float, float] | None = None
    first_day: date | None = None
    last_day: date | None = None


def create_package(folder: Path, about: Template, *, example: bool = False) -> tuple[str, ...]:
    """Write a new package into a folder that is empty or not there yet.

    Returns
    -------
    names : of the files written

    Raises
    ------
    InvalidRequestError
        When only one of the two days is given, or they are in the wrong order.
    OutputError
        When the folder holds something, or cannot be written.
    """
    _check(folder, about)
    files = _example() if example else _empty()
    described = _described(about, example=example)
    files[DESCRIPTOR] = json_text(describe(described, dict.fromkeys(files, True)))
    title = described["title"]
    files["README.md"] = _packed("newsroom.md").replace("{title}", title)
    for name, text in files.items():
        write_atomic(folder / name, text)
    return tuple(sorted(files))


def _check(folder: Path, about: Template) -> None:
    if (about.first_day is None) != (about.last_day is None):
        raise InvalidRequestError("give both days of the record, --from and --to, or neither")
    if about.first_day and about.last_day and about.last_day < about.first_day:
        raise InvalidRequestError(f"--to {about.last_day} lies before --from {about.first_day}")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise OutputError(f"{folder} is not empty: name a new folder, or an empty one")
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(f"{folder} cannot be read ({error.strerror or error})") from error


def _packed(name: str) -> str:
    return resources.files("frontline.package").joinpath(name).read_text("utf-8")


def _empty() -> dict[str, str]:
    files = {f"{name}.csv": csv_text(columns(model), []) for name, model, _ in TABLES}
    files["gazetteer.geojson"] = '{"type": "FeatureCollection",\n"features": []}\n'
    return files


def _example() -> dict[str, str]:
    folder = resources.files("frontline.package").joinpath("example")
    listed = sorted(path.name for path in folder.iterdir() if path.name.endswith((".csv", "json")))
    return {name: folder.joinpath(name).read_text("utf-8") for name in listed}


def _described(about: Template, *, example: bool) -> dict[str, Any]:
    """Give what the package says of itself."""
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
        "name": slugify(about.title) or "record",
        "title": clean_text(about.title) or "A new record",
        "description": "",
        "version": "0.1.0",
        "licenses": [_LICENCE],
        "sources": [],
        "frontline": {
            "region": list(about.region or UNSET_REGION),
            "first_day": (about.first_day or UNSET_DAY).isoformat(),
            "last_day": (about.last_day or UNSET_DAY).isoformat(),
            "reach_km": 6.0,
            "key_days": [],
            "key_places": [],
        },
    }
