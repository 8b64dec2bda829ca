"""Ask a geocoder for places, and add one of its answers to a gazetteer with its source.

The services are Nominatim, Photon, Pelias and GeoNames, through geopy.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

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

from frontline.errors import DataError, InvalidRequestError
from frontline.importers.coordinates import RegionFilter
from frontline.importers.geocode_http import HttpxAdapter
from frontline.importers.merge_places import PlaceMerger
from frontline.importers.options import ImportOptions
from frontline.package.csv_reader import read_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from frontline.importers.candidates import PlaceCandidate
    from frontline.importers.geocode_answers import Answer
    from frontline.importers.options import BoundingBox
    from frontline.importers.review import Review
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft

#: A geopy geocoder, and the options of its method ``geocode``.
Service: TypeAlias = tuple[Any, dict[str, Any]]

#: Default hosts; a Pelias service is always one's own or a paid one.
_DOMAINS = {
    "nominatim": "nominatim.openstreetmap.org",
    "photon": "photon.komoot.io",
    "geonames": "secure.geonames.org",
}
_PREFIX = "FRONTLINE_GEOCODER_"
#: Addresses of the sources behind the services.
_ADDRESSES = {
    "OpenStreetMap": "https://www.openstreetmap.org/copyright",
    "GeoNames": "https://www.geonames.org/",
    "Who's On First": "https://whosonfirst.org/",
}
#: Properties of a gazetteer row that an answer has.
_FEATURE_FIELDS = (
    *("name", "name_ar", "names", "kind", "position_error_m", "admin1", "admin2", "admin3"),
    *("geonames_id", "population"),
)


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
        table = read_toml(path).get("geocoder", {})
    except DataError:
        raise
    except ValueError as error:
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
            raise InvalidRequestError(f"the geocoder at {host} did not answer: {cause}") from None
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            raise InvalidRequestError(
                f"the geocoder at {host} answered in another format: check that it is a "
                f"{self.settings.service} service"
            ) from None
        return [one.raw for one in found or ()]


def _shared(settings: Settings) -> dict[str, Any]:
    return {
        "domain": settings.domain,
        "scheme": settings.scheme,
        "user_agent": settings.user_agent,
        "timeout": settings.timeout_s,
        "adapter_factory": HttpxAdapter,
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
