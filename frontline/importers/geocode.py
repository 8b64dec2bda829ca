"""Ask a geocoder for places, and add one of its answers to a gazetteer with its source.

The services are Nominatim, Photon, Pelias and GeoNames, through geopy. The ids are those of the
source behind the service, so that a later import of that source identifies the place.
"""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

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
from frontline.importers.candidates import PlaceCandidate
from frontline.importers.coordinates import RegionFilter, read_position
from frontline.importers.merge_places import PlaceMerger
from frontline.importers.options import ImportOptions
from frontline.package.csv_reader import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from frontline.importers.options import BoundingBox
    from frontline.importers.review import Review
    from frontline.importers.summary import ImportSummary
    from frontline.package.editor import Draft

Answer: TypeAlias = dict[str, Any]
#: A geopy geocoder, and the options of its method ``geocode``.
Service: TypeAlias = tuple[Any, dict[str, Any]]

#: Default hosts; a Pelias service is always one's own or a paid one.
_DOMAINS = {
    "nominatim": "nominatim.openstreetmap.org",
    "photon": "photon.komoot.io",
    "geonames": "secure.geonames.org",
}
_PREFIX = "FRONTLINE_GEOCODER_"


class Settings(BaseModel):
    """Settings of a geocoder.

    Parameters
    ----------
    service : name of the service
    user_agent : name of the user, with a contact address
    domain : host, with a port if needed
    scheme : https or http
    key : of a Pelias service
    username : of a GeoNames account
    min_delay_s : shortest time between two requests of one run
    timeout_s : longest time for an answer
    licence : of the answers, if the service does not state it
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
    path : TOML file with a table ``geocoder``; None if there is none
    environment : variables; those that begin with ``FRONTLINE_GEOCODER_`` override the file
    flags : values of the command line, which override both; None if not set

    Raises
    ------
    InvalidRequestError
        If the file is not TOML, a field is unknown, or the service needs another field.
    """
    values: dict[str, Any] = {} if path is None else _table(path)
    named = {name: name.removeprefix(_PREFIX).lower() for name in environment}
    values |= {named[n]: text for n, text in environment.items() if n.startswith(_PREFIX)}
    values |= {name: value for name, value in flags.items() if value is not None}
    try:
        settings = Settings.model_validate(values)
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
    """Refuse settings that the service would refuse, and add its default domain."""
    needed = {"user_agent": "your name with a contact address"}
    if settings.service == "pelias":
        needed["domain"] = "the host of the Pelias service"
    if settings.service == "geonames":
        needed["username"] = "your account at geonames.org"
    missing = [f"{name} ({why})" for name, why in needed.items() if not getattr(settings, name)]
    if missing:
        raise InvalidRequestError(
            f"{settings.service} needs {' and '.join(missing)}: set it under [geocoder] in the "
            f"file of --settings, or as {_PREFIX}NAME in the environment"
        )
    domain = settings.domain or _DOMAINS[settings.service]
    return settings.model_copy(update={"domain": domain})


class Geocoder:
    """A geocoding service, asked no more often than its settings allow.

    Parameters
    ----------
    settings : as `read_settings` returns them
    region : west, south, east, north; places in it come first if the service supports it
    country : two-letter code; only places in it
    """

    def __init__(
        self, settings: Settings, region: BoundingBox | None = None, country: str | None = None
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
        """Return the raw answers of the service for a name.

        Raises
        ------
        InvalidRequestError
            If it cannot be reached, refuses, or answers in another format.
        """
        host = self.settings.domain
        try:
            found = self._ask(name, exactly_one=False, **self._options)
        except GeopyError as error:
            cause = " ".join(str(error).split())[:200] or type(error).__name__
            raise InvalidRequestError(f"the geocoder at {host} did not answer: {cause}") from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InvalidRequestError(
                f"the geocoder at {host} answered in another format: check that it is a "
                f"{self.settings.service} service"
            ) from error
        return [one.raw for one in found or ()]


def _shared(settings: Settings) -> dict[str, Any]:
    return {
        "domain": settings.domain,
        "scheme": settings.scheme,
        "user_agent": settings.user_agent,
        "timeout": settings.timeout_s,
        "adapter_factory": URLLibAdapter,
    }


def _nominatim(settings: Settings, region: BoundingBox | None, country: str | None) -> Service:
    options: dict[str, Any] = {"limit": 10, "addressdetails": True, "namedetails": True}
    if region is not None:
        west, south, east, north = region
        options["viewbox"] = [(south, west), (north, east)]  # geopy takes latitude first
    if country is not None:
        options["country_codes"] = country
    return Nominatim(**_shared(settings)), options


def _photon(settings: Settings, region: BoundingBox | None, country: str | None) -> Service:
    options: dict[str, Any] = {"limit": 10}
    if region is not None:
        west, south, east, north = region
        options["location_bias"] = ((south + north) / 2, (west + east) / 2)
    if country is not None:
        raise InvalidRequestError("photon cannot search in one country: leave out --country")
    return Photon(**_shared(settings)), options


def _pelias(settings: Settings, region: BoundingBox | None, country: str | None) -> Service:
    options: dict[str, Any] = {} if country is None else {"countries": [country]}
    if region is not None:
        west, south, east, north = region
        options["boundary_rect"] = [(south, west), (north, east)]
    return Pelias(api_key=settings.key or None, **_shared(settings)), options


def _geonames(settings: Settings, region: BoundingBox | None, country: str | None) -> Service:
    del region  # the service has no such option
    options: dict[str, Any] = {} if country is None else {"country": country}
    return GeoNames(settings.username, **_shared(settings)), options


_SERVICES: dict[str, Callable[[Settings, BoundingBox | None, str | None], Service]] = {
    "nominatim": _nominatim,
    "photon": _photon,
    "pelias": _pelias,
    "geonames": _geonames,
}


#: Errors of points of nodes and of other points, as the importers use them.
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
#: Types of OpenStreetMap objects by the letters of Photon.
_OBJECTS = {"N": "node", "W": "way", "R": "relation"}


#: Properties of a gazetteer row that an answer has.
_FEATURE_FIELDS = (
    *("name", "name_ar", "names", "kind", "position_error_m", "admin1", "admin2", "admin3"),
    *("geonames_id", "population"),
)


def parse_answers(
    service: str, answers: Iterable[Answer], licence: str = ""
) -> tuple[PlaceCandidate, ...]:
    """Return the places in the answers of a service, without answers that lack a name or point.

    Parameters
    ----------
    service : name of the service
    answers : as `Geocoder.ask` returns them
    licence : of answers whose source is not known
    """
    places = (_PARSERS[service](answer, licence) for answer in answers)
    unique = {place.citation: place for place in places if place is not None}
    return tuple(unique.values())


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _parse_nominatim(answer: Answer, licence: str) -> PlaceCandidate | None:
    del licence
    address, names = _dict(answer.get("address")), _dict(answer.get("namedetails"))
    local = clean_text(answer.get("name") or names.get("name") or "")
    name = clean_text(names.get("name:en") or names.get("int_name") or "") or local
    arabic = clean_text(names.get("name:ar")) or (local if is_arabic(local) else "")
    kind = clean_text(answer.get("type")) or "place"
    osm = clean_text(answer.get("osm_type"))
    box = answer.get("boundingbox")
    south, north, west, east = box if isinstance(box, list) and len(box) == 4 else [None] * 4
    return _candidate(
        "OpenStreetMap",
        f"{osm}/{clean_text(answer.get('osm_id'))}",
        name,
        (answer.get("lon"), answer.get("lat")),
        error_m=_NODE_M if osm == "node" else _half_diagonal_m(west, south, east, north, _NODE_M),
        kind=kind,
        name_ar=arabic,
        names=tuple(clean_text(value) for value in names.values()),
        areas=(address.get("state"), address.get("county"), address.get("municipality")),
    )


def _parse_photon(answer: Answer, licence: str) -> PlaceCandidate | None:
    del licence
    properties = _dict(answer.get("properties"))
    osm = _OBJECTS.get(clean_text(properties.get("osm_type")), "")
    name, extent = clean_text(properties.get("name")), properties.get("extent")
    west, north, east, south = (
        extent if isinstance(extent, list) and len(extent) == 4 else [None] * 4
    )
    return _candidate(
        "OpenStreetMap",
        f"{osm}/{clean_text(properties.get('osm_id'))}" if osm else "",
        name,
        _point(answer),
        error_m=_NODE_M if osm == "node" else _half_diagonal_m(west, south, east, north, _NODE_M),
        kind=clean_text(properties.get("osm_value")) or "place",
        name_ar=name if is_arabic(name) else "",
        areas=(properties.get("state"), properties.get("county"), properties.get("district")),
    )


def _parse_pelias(answer: Answer, licence: str) -> PlaceCandidate | None:
    properties = _dict(answer.get("properties"))
    known = {
        "openstreetmap": "OpenStreetMap",
        "geonames": "GeoNames",
        "whosonfirst": "Who's On First",
    }
    word = clean_text(properties.get("source"))
    source, id_ = known.get(word, word), clean_text(properties.get("source_id"))
    box = answer.get("bbox")
    west, south, east, north = box if isinstance(box, list) and len(box) == 4 else [None] * 4
    exact = clean_text(properties.get("accuracy")) == "point"
    return _candidate(
        source,
        id_,
        clean_text(properties.get("name")),
        _point(answer),
        error_m=_POINT_M if exact else _half_diagonal_m(west, south, east, north, _POINT_M),
        kind=clean_text(properties.get("layer")) or "place",
        areas=(properties.get("region"), properties.get("county"), properties.get("localadmin")),
        licence=licence,
    )


def _parse_geonames(answer: Answer, licence: str) -> PlaceCandidate | None:
    del licence
    population = answer.get("population")
    id_ = clean_text(answer.get("geonameId"))
    return _candidate(
        "GeoNames",
        id_,
        clean_text(answer.get("name")),
        (answer.get("lng"), answer.get("lat")),
        error_m=_POINT_M,
        kind="village" if answer.get("fcl") == "P" else "place",
        names=(clean_text(answer.get("toponymName")),),
        areas=(answer.get("adminName1"),),
        geonames_id=int(id_) if id_.isascii() and id_.isdigit() else None,
        population=population if isinstance(population, int) and population > 0 else None,
    )


def _candidate(  # noqa: PLR0913 - a place has as many columns
    source: str,
    id_: str,
    name: str,
    point: tuple[object, object],
    *,
    error_m: float,
    kind: str,
    areas: tuple[Any, ...],
    licence: str = "",
    name_ar: str = "",
    names: tuple[str, ...] = (),
    **facts: Any,
) -> PlaceCandidate | None:
    position = read_position(*point)
    if not name or not source or not id_.strip("/") or isinstance(position, str):
        return None
    state, county, district = (*map(clean_text, areas), "", "", "")[:3]
    return PlaceCandidate(
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
    point = _dict(answer.get("geometry")).get("coordinates")
    return (point[0], point[1]) if isinstance(point, list) and len(point) >= 2 else (None, None)


def _half_diagonal_m(west: Any, south: Any, east: Any, north: Any, least: float) -> float:
    """Return half the diagonal of a box, the error of the centre of an area for its village."""
    one, other = read_position(west, south), read_position(east, north)
    if isinstance(one, str) or isinstance(other, str):
        return least
    half = float(distance_m(*one, *other)) / 2
    return min(max(least, round(half, -1)), 100_000.0)


_PARSERS: dict[str, Callable[[Answer, str], PlaceCandidate | None]] = {
    "nominatim": _parse_nominatim,
    "photon": _parse_photon,
    "pelias": _parse_pelias,
    "geonames": _parse_geonames,
}


def to_feature(place: PlaceCandidate) -> dict[str, Any]:
    """Return a place as a GeoJSON feature with the properties of a gazetteer row."""
    properties = {name: getattr(place, name) for name in _FEATURE_FIELDS}
    properties["names"] = list(place.names)
    return {
        "type": "Feature",
        "properties": {**properties, "sources": [place.citation], "licence": place.licence},
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
    }


def add_place(draft: Draft, review: Review, summary: ImportSummary, place: PlaceCandidate) -> None:
    """Add a place to a draft as an import would: as a new one, merged, or asked about."""
    summary.read += 1
    region_filter = RegionFilter(ImportOptions(files=()), draft, summary)
    if region_filter.keeps(place.lon, place.lat, (place.file, place.row, place.name)):
        PlaceMerger(draft, review, summary, place.source).add(place)
    region_filter.finish()
    if summary.used or summary.changed:
        draft.add_source(f"{place.source}, {place.licence}", _ADDRESSES.get(place.source, ""))
