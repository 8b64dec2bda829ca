"""Say what can be written where an argument or an option of a command is missing."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from frontline.cli.output import choose_folder, printable, uses_cache
from frontline.errors import FrontlineError

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.atlas import Atlas

#: An example of each command, with what the data package has.
_EXAMPLES = {
    "place": "place {place}",
    "control": "control {place}",
    "distance": "distance {place} {other}",
    "highway": "highway {road} --on {day}",
    "pockets": "pockets --on {day}",
    "compare": "compare --on {day}",
    "fragility": "fragility --on {day}",
    "map": "map --on {day}",
    "export": "export --on {day} --out day.gpkg",
    "locate": "locate Aleppo",
    "story": "story steps.toml --out story.html",
    "init": 'init my-war --title "My war"',
    "import": "import geonames XX.txt --into my-war",
    "add event": "add event --into my-war",
    "add report": "add report --into my-war",
    "add area": "add area --into my-war",
}
#: What is written in an example if no data package can be read.
_NAMES = {"place": "NAME", "other": "OTHER", "road": "M5", "day": "2019-08-15"}
#: Most highways that are listed.
_MOST_ROADS = 12


def explain_missing(command: str, parameter: str, data: Path | None) -> str:
    """Return what to write for a parameter, and an example: lines of text, empty if not known.

    Parameters
    ----------
    command : str
        Name of the command, as ``add event``.
    parameter : str
        Name of the parameter in its function.
    data : Path or None
        The folder of the data package, as `frontline.cli.output.choose_folder` takes it.
    """
    example = _EXAMPLES.get(command)
    if example is None:
        return ""
    names, about = dict(_NAMES), _about(command, parameter)
    if "{" in example:
        with suppress(FrontlineError, OSError):  # the example alone helps too
            atlas = _open(data)
            names |= _names_of(atlas)
            about = _about_package(command, parameter, atlas) or about
    folder = f" --data {_quoted(str(data))}" if data is not None and "{" in example else ""
    line = f"Example: frontline {example.format_map(names)}{folder}"
    return "\n".join(printable(one) for one in (about, line) if one)


def _open(data: Path | None) -> Atlas:
    from frontline.atlas import open as open_atlas

    return open_atlas(choose_folder(data), cache=uses_cache())


def _about(command: str, parameter: str) -> str:
    """Return what a parameter is that does not depend on the data package."""
    if command == "import":
        from frontline.cli.import_ import KINDS

        return f"Kinds: {KINDS}" if parameter == "kind" else ""
    return {
        "name": "Name a place as any map spells it, or its id.",
        "place": "Name a place as any map spells it, or its id.",
        "into": "The folder of your data package; `frontline init DIR` makes one.",
        "folder": "A new or empty folder for your data package.",
        "steps": "A file with the days, views and texts of the story.",
    }.get(parameter, "")


def _about_package(command: str, parameter: str, atlas: Atlas) -> str:
    """Return what a parameter can be in a data package; empty if that is always the same."""
    coverage, package = atlas.package.coverage, atlas.package
    if (command, parameter) == ("highway", "name"):
        more = f" and {len(package.highways) - _MOST_ROADS} more" * (
            len(package.highways) > _MOST_ROADS
        )
        listed = ", ".join(islice(package.highways, _MOST_ROADS)) + more
        return f"Highways of the data package: {listed or 'none'}."
    if parameter == "on" and not package.is_undated:
        return f"Days of the data package: {coverage.first_day} to {coverage.last_day}."
    if parameter in {"start", "end"}:
        actors = f"; with --on DAY also front or {', '.join(atlas.actors)}" if atlas.actors else ""
        return f"A place, its id, lon,lat or a highway{actors}."
    return ""


def _names_of(atlas: Atlas) -> dict[str, str]:
    """Return names for an example: two places, a highway and a day."""
    package = atlas.package
    ids = dict.fromkeys([*package.coverage.key_places, *package.evidence_place_ids[:2]])
    found = [_quoted(package.gazetteer[id_].name, id_) for id_ in islice(ids, 2)]
    names: dict[str, Any] = dict(zip(("place", "other"), found, strict=False))
    if package.highways:
        names["road"] = next(iter(package.highways)).upper()
    if not package.is_undated:
        days = (*package.coverage.key_days, package.coverage.last_day)
        names["day"] = days[len(days) // 2]  # not the first: little has changed by then
    return names


def _quoted(name: str, otherwise: str = "") -> str:
    """Return a name as it is typed in any shell, or what is given for a name that is not."""
    if re.fullmatch(r"[\w./-]+", name):
        return name
    return f'"{name}"' if re.fullmatch(r"[\w./\\ '-]+", name) else otherwise or name
