"""A place as a row of the gazetteer, and how a row and a source are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.names import key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.intake.found import FoundPlace

__all__ = [
    "FACTS",
    "all_names",
    "apart_deg",
    "both",
    "filled",
    "is_id",
    "one_fact",
    "row",
    "without",
]

#: What a source may fill where the package says nothing, and disagree with where it does.
FACTS = (
    *("name_ar", "admin1", "admin2", "admin3", "admin1_pcode", "admin3_pcode"),
    *("geonames_id", "population"),
)
_NAMED = frozenset({"name_ar", "admin1", "admin2", "admin3"})


def apart_deg(one: float, other: float) -> float:
    """Say how far two longitudes are apart, over the date line too."""
    return abs((one - other + 180) % 360 - 180)


def is_id(cited: str, source: str) -> bool:
    """Whether a citation ends in an id of the source, rather than in a date or a title."""
    id_ = cited.removeprefix(f"{source} ").replace("/", "")
    return id_.isalnum() and any(map(str.isdigit, id_))


def row(found: FoundPlace) -> dict[str, Any]:
    """Give a new place as the gazetteer has it."""
    return {
        "name": found.name,
        "name_ar": found.name_ar,
        "names": _others(found.names, [found.name, found.name_ar]),
        "kind": found.kind,
        "position_error_m": found.position_error_m,
        **{name: getattr(found, name) for name in FACTS if name != "name_ar"},
        "sources": [found.cited],
        "licence": found.licence,
        "note": "",
        "lon": found.lon,
        "lat": found.lat,
    }


def filled(found: FoundPlace, row: dict[str, Any]) -> dict[str, Any]:
    """Give the facts that the package lacks and the source has."""
    return {
        name: getattr(found, name)
        for name in FACTS
        if not row.get(name) and getattr(found, name) not in {None, ""}
    }


def all_names(found: FoundPlace, row: dict[str, Any]) -> list[str]:
    """Give the spellings of a place with those that the source adds."""
    here = [row["name"], row.get("name_ar") or found.name_ar]
    listed = list(row.get("names", ()))
    more = _others([found.name, found.name_ar, *found.names], [*here, *listed])
    return [*listed, *more]


def _others(names: Iterable[str], known: list[str]) -> list[str]:
    """Give the names that are not yet known, each once."""
    seen = set(known)
    return [name for name in dict.fromkeys(names) if name and name not in seen]


def without(source: str, sources: list[str]) -> list[str]:
    """Take out the bare name of a source whose id is now known."""
    return [one for one in sources if one != source]


def both(here: str, there: str) -> str:
    """Name a further licence of a place."""
    listed = [one.strip() for one in here.split(",")]
    return here if there in listed else ", ".join([*filter(None, listed), there])


def one_fact(name: str, here: Any, there: Any) -> bool:
    """Whether two say the same: of names, in any spelling of the press."""
    if name in _NAMED:
        return here == there or key(str(here)) == key(str(there))
    return bool(here == there)
