"""Whose file this may be, when it is not of the kind that it was said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.errors import FrontlineError
from frontline.intake.rows import read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

__all__ = ["advice", "columns_of"]

#: Columns that only one source publishes, by the kind of import; and what it is called.
_OWN: dict[str, tuple[frozenset[str], str]] = {
    "acled": (frozenset({"event_id_cnty", "sub_event_type"}), "an export of ACLED"),
    "ucdp": (frozenset({"type_of_violence", "side_a", "side_b"}), "UCDP GED"),
    "viina": (frozenset({"geonameid", "date", "status"}), "the control file of VIINA"),
}
#: A dump of GeoNames has no header: its first row has so many cells, the seventh a class.
_DUMP_CELLS, _CLASS_AT, _CLASSES = 19, 6, frozenset("AHLPRSTUV")


def columns_of(path: Path, encoding: str | None = None) -> tuple[str, ...]:
    """Give the header of a table; none if it cannot be read as one."""
    try:
        return read_table(path, encoding=encoding).columns
    except FrontlineError:
        return ()


def advice(columns: Sequence[str], needed: Collection[str] = ()) -> str:
    """Say which import a file looks made for, by its header; empty if none.

    Parameters
    ----------
    needed : columns of the kind that it was said to be: an old export of that kind stays one

    Examples
    --------
    >>> advice(["id", "Type_of_Violence", "side_a", "side_b"])
    'It looks like UCDP GED: frontline import ucdp.'
    """
    here = {name.strip().casefold() for name in columns}
    for kind, (own, words) in _OWN.items():
        if own <= here and not own <= set(needed):
            return f"It looks like {words}: frontline import {kind}."
    if len(columns) == _DUMP_CELLS and columns[0].isdigit() and columns[_CLASS_AT] in _CLASSES:
        return "It looks like a dump of GeoNames: frontline import geonames."
    return ""
