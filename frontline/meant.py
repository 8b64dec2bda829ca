"""Names that stand where an id belongs: the id that is meant is said, if only one can be."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from frontline.errors import Fault
    from frontline.references import Reading

__all__ = ["ids_for_names"]

#: Which file has the ids that a column names.
_FILES = {
    "place_id": "gazetteer",
    "key_places": "gazetteer",
    "highway": "highways",
    "publisher": "publishers",
    **dict.fromkeys(("holder", "to", "from", "aligned_with"), "actors"),
}
#: The rules that a name breaks.
_RULE = re.compile(r"(\w+)(?:\.\d+)?: (?:is no id|no such (?:place|highway|publisher|actor))")


def ids_for_names(faults: Iterable[Fault], read: Reading) -> list[Fault]:
    """Say of each value that is a name and no id which id is meant; the rest stays as it is.

    Parameters
    ----------
    faults : of a package
    read : all that was read of it; of files that were skimmed no name is known
    """
    known: dict[str, Mapping[str, set[str]]] = {}
    return [_with_id(fault, read, known) for fault in faults]


def _with_id(fault: Fault, read: Reading, known: dict[str, Mapping[str, set[str]]]) -> Fault:
    found = _RULE.fullmatch(fault.rule)
    file = _FILES.get(found[1]) if found else None
    if found is None or file is None:
        return fault
    if file not in known:
        known[file] = _called(named for _, named in read.rows[file])
    ids = known[file].get(fault.value.casefold(), set())
    if len(ids) != 1:
        return fault
    (id_,) = ids
    return replace(fault, rule=f"{found[1]}: is a name; its id is {id_}", remedy=f"Write {id_}.")


def _called(rows: Iterable[Any]) -> Mapping[str, set[str]]:
    """Give the ids of places, roads, publishers or actors by each of their names."""
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in (row.name, getattr(row, "name_ar", ""), *getattr(row, "names", ())):
            if name:
                ids[name.casefold()].add(row.id)
    return ids
