"""Map tiles: services known to xyzservices, an address of your own, or an archive of tiles."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import xyzservices
import xyzservices.providers

from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


_ADDRESS = re.compile(r"(https://)([A-Za-z0-9{][A-Za-z0-9.{}-]*(?::\d+)?)(/[!-~]*)")
#: The name of an archive, relative to the page: in its folder or one below.
_ARCHIVE = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.pmtiles")
_PART = re.compile(r"\{(\w+)\}")
_NEEDED = ("{z}", "{x}", "{y}")


@dataclass(frozen=True, slots=True)
class Tiles:
    """A tile service.

    Parameters
    ----------
    url : str
        An https address with ``{z}``, ``{x}``, ``{y}`` and optionally ``{s}``.
    attribution : str
        Whom to credit, as plain text.
    subdomains : tuple of str
        Values of ``{s}``.
    max_zoom : int
        The highest zoom level of the service.

    Examples
    --------
    >>> Tiles("https://{s}.tiles.invalid/{z}/{x}/{y}.png", "Invalid", ("a", "b")).hosts
    ('https://a.tiles.invalid', 'https://b.tiles.invalid')
    """

    url: str
    attribution: str
    subdomains: tuple[str, ...] = ()
    max_zoom: int = 18

    @property
    def hosts(self) -> tuple[str, ...]:
        """The origins of the pictures."""
        match = _ADDRESS.fullmatch(self.url)
        host = "" if match is None else match[1] + match[2]
        if "{s}" not in host:
            return (host,)
        return tuple(host.replace("{s}", name) for name in self.subdomains)


@dataclass(frozen=True, slots=True)
class TileArchive:
    """An archive of vector tiles (PMTiles, Protomaps basemap) in the folder of the page.

    Parameters
    ----------
    path : str
        Its name, relative to the page, with ``/`` between folders.
    script : path-like, optional
        File of the library that draws it: ``dist/protomaps-leaflet.js`` of the npm package
        protomaps-leaflet, version 5. It becomes part of the page.
    attribution : str
        Whom to credit, as plain text.

    Examples
    --------
    >>> TileArchive("tiles/region.pmtiles", "protomaps-leaflet.js").attribution
    '© OpenStreetMap contributors · Protomaps'
    """

    path: str
    script: str | Path | None = None
    attribution: str = "© OpenStreetMap contributors · Protomaps"


def find_tiles(name: str | Tiles | TileArchive) -> Tiles | TileArchive:
    """Return a tile service by its name in xyzservices (``OpenStreetMap.Mapnik``), or an archive.

    A name that ends with ``.pmtiles`` is that of an archive beside the page.

    Raises
    ------
    InvalidRequestError
        For an unknown name, a service that needs a key, one without https, or an archive that is
        not in the folder of the page or has no script.

    Examples
    --------
    >>> find_tiles(TileArchive("region.pmtiles", "protomaps-leaflet.js")).path
    'region.pmtiles'
    """
    if isinstance(name, str) and name.endswith(".pmtiles"):
        name = TileArchive(name)
    if isinstance(name, TileArchive):
        if not _ARCHIVE.fullmatch(name.path):
            raise InvalidRequestError(
                f"the tiles {name.path!r} are not beside the page: put the file in the folder of "
                "the page and write its name, such as region.pmtiles"
            )
        if name.script is None:
            raise InvalidRequestError(
                f"the tiles {name.path!r} need a library to be drawn: get "
                "dist/protomaps-leaflet.js of the npm package protomaps-leaflet 5 and name it "
                "(--tiles-script FILE)"
            )
        return name
    if isinstance(name, Tiles):
        return _checked(name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of missing keys, which are refused below
            service = xyzservices.providers.query_name(name)
    except ValueError:
        raise InvalidRequestError(
            f"unknown tiles {name!r}: use a name of xyzservices, such as OpenStreetMap.Mapnik, "
            "or no tiles"
        ) from None
    if service.requires_token():
        raise InvalidRequestError(
            f"the tiles {name!r} need a key, which a page cannot keep secret: use others"
        )
    return _checked(
        Tiles(
            url=_PART.sub(lambda part: _part(part, service), service["url"]),
            attribution=str(service.get("attribution", "")).replace("(C)", "©"),
            subdomains=tuple(service.get("subdomains", "abc")),
            max_zoom=int(service.get("max_zoom", 18)),
        )
    )


def _part(part: re.Match[str], service: Mapping[str, Any]) -> str:
    """Fill in a placeholder of the service; those that differ from tile to tile remain."""
    return part[0] if part[1] in {"s", "x", "y", "z"} else str(service.get(part[1], ""))


def _checked(tiles: Tiles) -> Tiles:
    match = _ADDRESS.fullmatch(tiles.url)
    host = "" if match is None else match[2].replace("{s}", "s")
    if match is None or "{" in host or not all(part in match[3] for part in _NEEDED):
        raise InvalidRequestError(
            f"{tiles.url!r} is not an address of tiles: write https://host/{{z}}/{{x}}/{{y}}.png"
        )
    if not tiles.attribution.strip():
        raise InvalidRequestError(f"the tiles {tiles.url!r} need an attribution: name their owner")
    if not all(re.fullmatch(r"[A-Za-z0-9-]+", name) for name in tiles.subdomains):
        raise InvalidRequestError(
            "subdomains of tiles may contain only letters, digits and hyphens"
        )
    return tiles
