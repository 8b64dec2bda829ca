"""Asking a geocoder where a place is: the only part that makes a request, and only when told to.

Which service is asked, under what name and how often is the user's choice: a public service has
rules of use, and who asks it tells it what is looked for. Settings come from a TOML file and
from the environment, which goes before the file::

    [geocoder]
    service = "nominatim"          # or photon, pelias, geonames
    user_agent = "desk@newsroom.example, maps of reported control"
    domain = "nominatim.openstreetmap.org"
    min_delay_s = 1.0

``FRONTLINE_GEOCODER_USER_AGENT`` and so on set the same fields; a key is best kept there.
"""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING, Any, Literal

from geopy.adapters import URLLibAdapter
from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import GeoNames, Nominatim, Pelias, Photon
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from frontline.errors import RequestError
from frontline.files import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["Answer", "Geocoder", "Settings", "read_settings"]

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
    RequestError
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
        raise RequestError(f"settings of the geocoder: {field}: {first['msg'].lower()}") from None
    return _complete(settings)


def _table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(read_text(path)).get("geocoder", {})
    except tomllib.TOMLDecodeError as error:
        raise RequestError(f"{path}: is not TOML: {error}") from None
    if not isinstance(table, dict):
        raise RequestError(f"{path}: has no table [geocoder]")
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
        raise RequestError(
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
        RequestError
            When it cannot be reached, refuses, or answers with something else.
        """
        host = self.settings.domain
        try:
            found = self._ask(name, exactly_one=False, **self._options)
        except GeopyError as error:
            cause = " ".join(str(error).split())[:200] or type(error).__name__
            raise RequestError(f"the geocoder at {host} did not answer: {cause}") from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise RequestError(
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
        raise RequestError("photon cannot be asked for one country: leave --country out")
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
