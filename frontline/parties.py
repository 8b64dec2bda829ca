"""What the actors of a package are called: by id, by name, and by the further names of each."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING

from frontline.errors import DataError, Fault
from frontline.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from frontline.model import Actor

__all__ = ["RESERVED", "actor_rows", "called", "name_faults", "plain_name"]

FILE = "actors.csv"
#: Words that questions and answers use for something else.
RESERVED = frozenset({"front", "contested", "unknown"})
_MEANS_NOBODY = "Let one actor bear it; until then nobody is meant by it."


def plain_name(name: str) -> str:
    """Give a name as names are compared: without case, with single spaces.

    Examples
    --------
    >>> plain_name(" Hirun  FRONT")
    'hirun front'
    """
    return " ".join(name.split()).casefold()


def called(actors: Mapping[str, Actor]) -> dict[str, str]:
    """Give the ids of actors by all that they are called, as `plain_name` has it.

    Ids and names go before further names. A further name that two actors list, or that means
    something else in a question, is nobody's.

    Examples
    --------
    >>> from frontline.model import Actor
    >>> rebels = Actor(id="rebels", name="Hirun Front", names=("HF", "The Front"), colour="#2f7f86")
    >>> called({"rebels": rebels})
    {'rebels': 'rebels', 'hirun front': 'rebels', 'hf': 'rebels', 'the front': 'rebels'}
    """
    known: dict[str, str] = {}
    further: defaultdict[str, set[str]] = defaultdict(set)
    for actor in actors.values():
        for name in (actor.id, actor.name, actor.name_ar):
            known.setdefault(plain_name(name), actor.id)
        for name in actor.names:
            further[plain_name(name)].add(actor.id)
    for name, ids in further.items():
        if len(ids) == 1 and name not in RESERVED:
            known.setdefault(name, *ids)
    known.pop("", None)
    return known


def actor_rows(folder: Path) -> list[tuple[int, dict[str, str]]] | None:
    """Read the rows of ``actors.csv`` with their numbers, unchecked; None where it is torn."""
    try:
        lines = list(csv.reader(io.StringIO(read_text(folder / FILE), newline=""), strict=True))
    except (DataError, csv.Error):
        return None
    header = [name.strip() for name in lines[0]] if lines else []
    rows = [(number, cells) for number, cells in enumerate(lines[1:], start=2) if _filled(cells)]
    if "id" not in header or any(len(cells) != len(header) for _, cells in rows):
        return None
    stripped = ((number, [cell.strip() for cell in cells]) for number, cells in rows)
    return [(number, dict(zip(header, cells, strict=True))) for number, cells in stripped]


def _filled(cells: Iterable[str]) -> bool:
    return any(cell.strip() for cell in cells)


def name_faults(folder: Path) -> list[Fault]:
    """Warn of further names in ``actors.csv`` by which nobody is meant."""
    rows = actor_rows(folder) or []
    bearers: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for _, cells in rows:
        own = (cells.get(column, "") for column in ("id", "name", "name_ar"))
        for name in (*own, *_further(cells)):
            bearers[plain_name(name)][cells["id"]] = None
    return [
        Fault(FILE, number, name[:80], f"names: {rule}", _MEANS_NOBODY, severity="warning")
        for number, cells in rows
        for name in _further(cells)
        if (rule := _wrong(name, cells["id"], bearers[plain_name(name)]))
    ]


def _further(cells: Mapping[str, str]) -> list[str]:
    return [name.strip() for name in cells.get("names", "").split(";") if name.strip()]


def _wrong(name: str, id_: str, bearers: Iterable[str]) -> str:
    """Say why nobody is meant by a further name of an actor; empty if the actor is."""
    if plain_name(name) in RESERVED:
        return "this word means something else in questions and answers"
    other = next((one for one in bearers if one != id_), None)
    return "" if other is None else f"{other!r} is called so too"
