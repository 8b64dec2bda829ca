"""What a geocoder answered, as places that a gazetteer could hold, each with its source.

The ids are those of the source behind the service, so that a later import of that source knows
the place again.
"""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING, Any, Literal

from geopy.adapters import URLLibAdapter
from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import (
    GeoNames,
    Nominatim,
    Pelias,
    Photon,
)
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
)

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text, is_arabic
from frontline.geometry.geodesy import distance_m
from frontline.importers.candidates import FoundPlace
from frontline.importers.coordinates import Gate, read_position
from frontline.importers.merge_places import Merging
from frontline.importers.options import Asked
from frontline.package.csv_reader import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft

Answer = dict[str, Any]
Region = tuple[float, float, float, float]

#: Where each service is, if the settings do not say; a Pelias is always one's own or a hired one.
_DOMAINS = {
    "nominatim": "nominatim.openstreetmap.org",
    "photon": "photon.komoot.io",
    "geonames": "secure.geonames.org",
}
_PREFIX = "FRONTLINE_GEOCODER_"


class Settings(BaseModel):
    """How a geocoder is asked.

    Parameters
    ----------
    user_agent : who asks, with an address to write to
    domain : host, with a port if it has one
    key : of a Pelias service
    username : of a GeoNames account
    min_delay_s : between two questions of one run
    licence : of the answers, where the service does not say
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    service: Literal["nominatim", "photon", "pelias", "geonames"] = "nominatim"
    user_agent: str = ""
    domain: str = ""
    scheme: Literal["https", "http"] = "https"
    key: str = ""
    username: str = ""
    min_delay_s: float = Field(default=1.0, ge=0, le=3600)
    timeout_s: float = Field(default=10.0, gt=0, le=600)
    licence: str = ""


def read_settings(
    path: Path | None, environment: Mapping[str, str] = os.environ, **flags: str | None
) -> Settings:
    """Read the settings of a geocoder.

    Parameters
    ----------
    path : TOML file with a table ``geocoder``; None for none
    environment : variables; those that begin with ``FRONTLINE_GEOCODER_`` count
    flags : what was said on the command line; goes before both

    Raises
    ------
    InvalidRequestError
        For a file that is no TOML, a field there is not, and for what the service insists on.
    """
    told: dict[str, Any] = {} if path is None else _table(path)
    named = {name: name.removeprefix(_PREFIX).lower() for name in environment}
    told |= {named[n]: text for n, text in environment.items() if n.startswith(_PREFIX)}
    told |= {name: value for name, value in flags.items() if value is not None}
    try:
        settings = Settings.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InvalidRequestError(
            f"settings of the geocoder: {field}: {first['msg'].lower()}"
        ) from None
    return _complete(settings)


def _table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(read_text(path)).get("geocoder", {})
    except tomllib.TOMLDecodeError as error:
        raise InvalidRequestError(f"{path}: is not TOML: {error}") from None
    if not isinstance(table, dict):
        raise InvalidRequestError(f"{path}: has no table [geocoder]")
    return dict(table)


def _complete(settings: Settings) -> Settings:
    """Refuse settings that the service would refuse, and fill in its domain."""
    needed = {"user_agent": "say who asks, with an address to write to"}
    if settings.service == "pelias":
        needed["domain"] = "name the host of the Pelias service"
    if settings.service == "geonames":
        needed["username"] = "name your account at geonames.org"
    missing = [f"{name} ({why})" for name, why in needed.items() if not getattr(settings, name)]
    if missing:
        raise InvalidRequestError(
            f"{settings.service} needs {' and '.join(missing)}: set it under [geocoder] in a file "
            f"given with --settings, or as {_PREFIX}NAME in the environment"
        )
    domain = settings.domain or _DOMAINS[settings.service]
    return settings.model_copy(update={"domain": domain})


class Geocoder:
    """A service that can be asked, no more often than its settings allow.

    Parameters
    ----------
    settings : as `read_settings` gives them
    region : west, south, east, north; places in it come first where the service can do so
    country : code of two letters; only places in it
    """

    def __init__(
        self, settings: Settings, region: Region | None = None, country: str | None = None
    ) -> None:
        self.settings = settings
        service, options = _SERVICES[settings.service](settings, region, country)
        self._options = options
        self._ask = RateLimiter(
            service.geocode,
            min_delay_seconds=settings.min_delay_s,
            error_wait_seconds=settings.min_delay_s,
            max_retries=0,
            swallow_exceptions=False,
        )

    def ask(self, name: str) -> list[Answer]:
        """Give the answers of the service for a name, as it writes them.

        Raises
        ------
        InvalidRequestError
            When it cannot be reached, refuses, or answers with something else.
        """
        host = self.settings.domain
        try:
            found = self._ask(name, exactly_one=False, **self._options)
        except GeopyError as error:
            cause = " ".join(str(error).split())[:200] or type(error).__name__
            raise InvalidRequestError(f"the geocoder at {host} did not answer: {cause}") from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InvalidRequestError(
                f"the geocoder at {host} gave an answer of another shape: is it a "
                f"{self.settings.service}?"
            ) from error
        return [one.raw for one in found or ()]


Made = tuple[Any, dict[str, Any]]


def _shared(settings: Settings) -> dict[str, Any]:
    return {
        "domain": settings.domain,
        "scheme": settings.scheme,
        "user_agent": settings.user_agent,
        "timeout": settings.timeout_s,
        "adapter_factory": URLLibAdapter,
    }


def _nominatim(settings: Settings, region: Region | None, country: str | None) -> Made:
    options: dict[str, Any] = {"limit": 10, "addressdetails": True, "namedetails": True}
    if region is not None:
        west, south, east, north = region
        options["viewbox"] = [(south, west), (north, east)]  # geopy takes latitude first
    if country is not None:
        options["country_codes"] = country
    return Nominatim(**_shared(settings)), options


def _photon(settings: Settings, region: Region | None, country: str | None) -> Made:
    options: dict[str, Any] = {"limit": 10}
    if region is not None:
        west, south, east, north = region
        options["location_bias"] = ((south + north) / 2, (west + east) / 2)
    if country is not None:
        raise InvalidRequestError("photon cannot be asked for one country: leave --country out")
    return Photon(**_shared(settings)), options


def _pelias(settings: Settings, region: Region | None, country: str | None) -> Made:
    options: dict[str, Any] = {} if country is None else {"countries": [country]}
    if region is not None:
        west, south, east, north = region
        options["boundary_rect"] = [(south, west), (north, east)]
    return Pelias(api_key=settings.key or None, **_shared(settings)), options


def _geonames(settings: Settings, region: Region | None, country: str | None) -> Made:
    del region  # it has no such question
    options: dict[str, Any] = {} if country is None else {"country": country}
    return GeoNames(settings.username, **_shared(settings)), options


_SERVICES: dict[str, Callable[[Settings, Region | None, str | None], Made]] = {
    "nominatim": _nominatim,
    "photon": _photon,
    "pelias": _pelias,
    "geonames": _geonames,
}


#: How far off a point may be that a source gives for a place: the importers' own figures.
_NODE_M = 500.0
_POINT_M = 1000.0
#: Licences by source.
LICENCES = {
    "OpenStreetMap": "ODbL 1.0",
    "GeoNames": "CC BY 4.0",
    "Who's On First": "CC BY 4.0",
}
_ADDRESSES = {
    "OpenStreetMap": "https://www.openstreetmap.org/copyright",
    "GeoNames": "https://www.geonames.org/",
    "Who's On First": "https://whosonfirst.org/",
}
_OBJECTS = {"N": "node", "W": "way", "R": "relation"}


def propose(service: str, answers: Iterable[Answer], licence: str = "") -> tuple[FoundPlace, ...]:
    """Read the answers of a service; those without a name, an id or a position are passed over.

    Parameters
    ----------
    licence : of answers whose source is not known
    """
    found = (_READERS[service](answer, licence) for answer in answers)
    unique = {place.cited: place for place in found if place is not None}
    return tuple(unique.values())


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _nominatim_proposals(answer: Answer, licence: str) -> FoundPlace | None:
    del licence
    address, names = _dict(answer.get("address")), _dict(answer.get("namedetails"))
    local = clean_text(answer.get("name") or names.get("name") or "")
    called = clean_text(names.get("name:en") or names.get("int_name") or "") or local
    arabic = clean_text(names.get("name:ar")) or (local if is_arabic(local) else "")
    kind = clean_text(answer.get("type")) or "place"
    osm = clean_text(answer.get("osm_type"))
    box = answer.get("boundingbox")
    south, north, west, east = box if isinstance(box, list) and len(box) == 4 else [None] * 4
    return _found(
        "OpenStreetMap",
        f"{osm}/{clean_text(answer.get('osm_id'))}",
        called,
        (answer.get("lon"), answer.get("lat")),
        error_m=_NODE_M if osm == "node" else _half(west, south, east, north, _NODE_M),
        kind=kind,
        name_ar=arabic,
        names=tuple(clean_text(value) for value in names.values()),
        areas=(address.get("state"), address.get("county"), address.get("municipality")),
    )


def _photon_proposals(answer: Answer, licence: str) -> FoundPlace | None:
    del licence
    told = _dict(answer.get("properties"))
    osm = _OBJECTS.get(clean_text(told.get("osm_type")), "")
    name, extent = clean_text(told.get("name")), told.get("extent")
    west, north, east, south = (
        extent if isinstance(extent, list) and len(extent) == 4 else [None] * 4
    )
    return _found(
        "OpenStreetMap",
        f"{osm}/{clean_text(told.get('osm_id'))}" if osm else "",
        name,
        _point(answer),
        error_m=_NODE_M if osm == "node" else _half(west, south, east, north, _NODE_M),
        kind=clean_text(told.get("osm_value")) or "place",
        name_ar=name if is_arabic(name) else "",
        areas=(told.get("state"), told.get("county"), told.get("district")),
    )


def _pelias_proposals(answer: Answer, licence: str) -> FoundPlace | None:
    told = _dict(answer.get("properties"))
    known = {
        "openstreetmap": "OpenStreetMap",
        "geonames": "GeoNames",
        "whosonfirst": "Who's On First",
    }
    word = clean_text(told.get("source"))
    source, id_ = known.get(word, word), clean_text(told.get("source_id"))
    box = answer.get("bbox")
    west, south, east, north = box if isinstance(box, list) and len(box) == 4 else [None] * 4
    exact = clean_text(told.get("accuracy")) == "point"
    return _found(
        source,
        id_,
        clean_text(told.get("name")),
        _point(answer),
        error_m=_POINT_M if exact else _half(west, south, east, north, _POINT_M),
        kind=clean_text(told.get("layer")) or "place",
        areas=(told.get("region"), told.get("county"), told.get("localadmin")),
        licence=licence,
    )


def _geonames_proposals(answer: Answer, licence: str) -> FoundPlace | None:
    del licence
    people = answer.get("population")
    id_ = clean_text(answer.get("geonameId"))
    return _found(
        "GeoNames",
        id_,
        clean_text(answer.get("name")),
        (answer.get("lng"), answer.get("lat")),
        error_m=_POINT_M,
        kind="village" if answer.get("fcl") == "P" else "place",
        names=(clean_text(answer.get("toponymName")),),
        areas=(answer.get("adminName1"),),
        geonames_id=int(id_) if id_.isascii() and id_.isdigit() else None,
        population=people if isinstance(people, int) and people > 0 else None,
    )


def _found(  # noqa: PLR0913 - a place has as many sides
    source: str,
    id_: str,
    name: str,
    at: tuple[object, object],
    *,
    error_m: float,
    kind: str,
    areas: tuple[Any, ...],
    licence: str = "",
    name_ar: str = "",
    names: tuple[str, ...] = (),
    **facts: Any,
) -> FoundPlace | None:
    position = read_position(*at)
    if not name or not source or not id_.strip("/") or isinstance(position, str):
        return None
    state, county, district = (*map(clean_text, areas), "", "", "")[:3]
    return FoundPlace(
        source=source,
        source_id=id_,
        name=name,
        name_ar=name_ar,
        names=tuple(dict.fromkeys(one for one in names if one and one not in {name, name_ar})),
        kind=kind,
        lon=position[0],
        lat=position[1],
        position_error_m=error_m,
        licence=LICENCES.get(source, licence) or "unknown: ask the service",
        admin1=state,
        admin2=county,
        admin3=district,
        file="geocoder",
        row=f"{source} {id_}",
        **facts,
    )


def _point(answer: Answer) -> tuple[object, object]:
    place = _dict(answer.get("geometry")).get("coordinates")
    return (place[0], place[1]) if isinstance(place, list) and len(place) >= 2 else (None, None)


def _half(west: Any, south: Any, east: Any, north: Any, least: float) -> float:
    """Give half the diagonal of a box: the middle of an area is no nearer to its village."""
    one, other = read_position(west, south), read_position(east, north)
    if isinstance(one, str) or isinstance(other, str):
        return least
    half = float(distance_m(*one, *other)) / 2
    return min(max(least, round(half, -1)), 100_000.0)


_READERS: dict[str, Callable[[Answer, str], FoundPlace | None]] = {
    "nominatim": _nominatim_proposals,
    "photon": _photon_proposals,
    "pelias": _pelias_proposals,
    "geonames": _geonames_proposals,
}


def feature(place: FoundPlace) -> dict[str, Any]:
    """Give a proposal as a GeoJSON feature with the properties of a gazetteer row."""
    named = ("name", "name_ar", "names", "kind", "position_error_m", "admin1", "admin2", "admin3")
    told = {name: getattr(place, name) for name in (*named, "geonames_id", "population")}
    told["names"] = list(place.names)
    return {
        "type": "Feature",
        "properties": {**told, "sources": [place.cited], "licence": place.licence},
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
    }


def put(draft: Draft, review: Review, report: Report, place: FoundPlace) -> None:
    """Put a proposal into a draft as an import would: new, joined to a place, or asked about."""
    report.read += 1
    gate = Gate(Asked(files=()), draft, report)
    if gate.admits(place.lon, place.lat, (place.file, place.row, place.name)):
        Merging(draft, review, report, place.source).add(place)
    gate.close()
    if report.used or report.changed:
        draft.add_source(f"{place.source}, {place.licence}", _ADDRESSES.get(place.source, ""))
