"""Split a name that contains several names: "Bakhmut (Artemivsk)", "Novo/Staro".

A remark in brackets can be another name, or say what or where the place is. Only the name before
it is certainly a name of the place, unless the remark distinguishes it: "Kafr (North)" is not
"Kafr".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from frontline.gazetteer.normalize import distinguishing_words, match_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_BRACKETS = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]\s*")
_ALTERNATIVES = re.compile(r"\s*[/|;／]\s*")
_SEVERAL = re.compile(r"[(\[（/|;／]")
#: Introduces a former name within brackets.
_FORMERLY = re.compile(r"^(?:formerly|former|ex|a\.?k\.?a\.?|also|now)\b[\s:.-]*", re.IGNORECASE)
_ADDRESS = "://"
#: Words for kinds of places; they are no names, and what stands in brackets behind them is where
#: the place is.
_KINDS = frozenset(
    map(
        match_key,
        (
            *("village", "town", "city", "hamlet", "settlement", "hill", "mountain", "camp"),
            *("checkpoint", "base", "airport", "airbase", "airfield", "barracks", "area"),
            *("district", "subdistrict", "province", "governorate", "region", "road", "junction"),
            *("crossing", "bridge", "station", "factory", "mill", "farm", "school", "hospital"),
            *("quarter", "suburb", "neighbourhood"),
            *("قرية", "بلدة", "مدينة", "تل", "جبل", "حاجز", "معسكر", "مخيم", "مطار", "قاعدة"),
            *("منطقة", "ناحية", "محافظة", "حي", "جسر"),
            *("село", "місто", "селище", "хутір", "гора", "табір", "деревня", "город"),
        ),
    )
)


class NameParts(NamedTuple):
    """The names within a name.

    Attributes
    ----------
    own : tuple of str
        Names that are certainly names of the place: before brackets, between slashes.
    remarks : tuple of str
        What stands in brackets and may be another name.
    """

    own: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def split_parts(name: str) -> NameParts:
    """Return the names that a name contains; none if it is one name.

    Examples
    --------
    >>> split_parts("Bakhmut (Artemivsk)")
    NameParts(own=('Bakhmut',), remarks=('Artemivsk',))
    >>> split_parts("Novo / Staro").own, split_parts("Sector 1 (North)").own
    (('Novo', 'Staro'), ())
    """
    if _SEVERAL.search(name) is None or _ADDRESS in name:
        return NameParts()
    remarks = [_FORMERLY.sub("", remark.strip()) for remark in _BRACKETS.findall(name)]
    if any(map(distinguishing_words, remarks)):
        return NameParts()
    whole = _BRACKETS.sub(" ", name).strip()
    own = [part for part in _ALTERNATIVES.split(whole) if _is_name(part)]
    if own == [name]:
        return NameParts()
    is_located = any(match_key(word) in _KINDS for word in whole.split())
    named = [] if is_located else [one for remark in remarks for one in _ALTERNATIVES.split(remark)]
    return NameParts(tuple(own), tuple(filter(_is_name, named)))


def may_contain_names(names: Iterable[str]) -> bool:
    """Return whether any of the names may contain several; most have neither bracket nor slash."""
    return _SEVERAL.search("\n".join(names)) is not None


def names_within(names: Iterable[str], areas: Collection[str]) -> Iterator[str]:
    """Yield the names that the names of a place contain.

    Parameters
    ----------
    areas : collection of str
        Keys of the names of areas: in brackets they say where the place is.

    Examples
    --------
    >>> list(names_within(["Bakhmut (Artemivsk)", "Kafr (Idlib)"], {match_key("Idlib")}))
    ['Bakhmut', 'Artemivsk', 'Kafr']
    """
    for name in names:
        own, remarks = split_parts(name)
        yield from own
        yield from (remark for remark in remarks if match_key(remark) not in areas)


def _is_name(part: str) -> bool:
    """Return whether a part has a word that is neither a number nor a kind of place."""
    keys = [match_key(word) for word in part.split()]
    return any(len(key) > 1 and not key.isdecimal() and key not in _KINDS for key in keys)
