"""The terrain of a package: a grey hillshade, kept as one small picture.

The picture is in Web Mercator, so that a page lays it under its map as it is. Its middle grey is
flat ground; darker slopes face away from a light in the north-west, lighter ones towards it.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.grey_png import PngError, read_png, write_png

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Most pixels of a hillshade.
MOST_PIXELS = 2_000_000
#: The grey of flat ground.
FLAT = 128
#: How much of the colour below the darkest and the lightest slope covers, 0 to 1.
STRENGTH = 0.22
#: Steps of the opacity, so that the picture stays small.
_STEPS = 12
#: Ground with less slope than this is level.
_LEVEL = 0.004
#: The shading fades out over this share of the picture at each edge.
_FADING = 0.05
#: Web Mercator ends here, degrees.
MAX_LATITUDE = 85.0
_KEYWORD = "frontline"


@dataclass(frozen=True)
class Terrain:
    """A hillshade with its bounds.

    Attributes
    ----------
    bounds : tuple of float
        West, south, east and north, degrees.
    source, licence : str
        Where the elevations are from.
    png : bytes
        The file: 8-bit grey.
    """

    bounds: tuple[float, float, float, float]
    source: str
    licence: str
    png: bytes = field(repr=False)

    @classmethod
    def of(
        cls,
        grey: NDArray[np.uint8],
        bounds: tuple[float, float, float, float],
        source: str,
        licence: str,
    ) -> Terrain:
        """Return the terrain of a hillshade, rows from north to south in Web Mercator."""
        about = {"bounds": list(bounds), "source": source, "licence": licence}
        text = json.dumps(about, ensure_ascii=False)
        return cls(bounds, source, licence, write_png(grey, {_KEYWORD: text}))

    @classmethod
    def read(cls, png: bytes) -> Terrain:
        """Read the file of a package.

        Raises
        ------
        PngError
            If it is not a picture that an import has written.
        """
        _, texts = read_png(png, MOST_PIXELS)
        try:
            about: Any = json.loads(texts.get(_KEYWORD, ""))
            west, south, east, north = (float(one) for one in about["bounds"])
            source, licence = str(about["source"]), str(about["licence"])
        except (ValueError, TypeError, KeyError) as error:
            raise PngError("does not name its bounds, source and licence") from error
        inside = -180 <= west < east <= 180 and -MAX_LATITUDE <= south < north <= MAX_LATITUDE
        if not inside:
            raise PngError("has bounds that are not on the globe")
        return cls((west, south, east, north), source, licence, png)

    @cached_property
    def grey(self) -> NDArray[np.uint8]:
        """The hillshade, rows from north to south."""
        return read_png(self.png, MOST_PIXELS)[0]

    def at(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.uint8]:
        """Return the grey at positions in degrees, flat outside the bounds."""
        west, south, east, north = self.bounds
        height, width = self.grey.shape
        top, bottom = (float(mercator_y(one)) for one in (north, south))
        x = (np.asarray(lon) - west) / (east - west) * width - 0.5
        y = (top - mercator_y(lat)) / (top - bottom) * height - 0.5
        return _between(self.grey, x, y)

    def overlay(self) -> bytes:
        """Return the picture that a page lays over its ground: a PNG with opacity."""
        return shade_png(self.grey)


def mercator_y(lat: ArrayLike) -> NDArray[np.float64]:
    """Return latitudes in degrees as y of Web Mercator, in radii of the sphere.

    Examples
    --------
    >>> float(mercator_y(0.0))
    0.0
    """
    clipped = np.clip(np.asarray(lat, dtype=np.float64), -MAX_LATITUDE, MAX_LATITUDE)
    found: NDArray[np.float64] = np.arcsinh(np.tan(np.radians(clipped)))
    return found


def latitude(y: float) -> float:
    """Return y of Web Mercator, in radii of the sphere, as a latitude in degrees."""
    return math.degrees(math.atan(math.sinh(y)))


def shade_png(grey: NDArray[np.uint8]) -> bytes:
    """Return a hillshade as a PNG that darkens and lightens what is below it.

    A slope in the shade is black, one in the light white, both with an opacity of at most
    `STRENGTH`; flat ground is transparent.
    """
    slope = grey.astype(np.float64) - FLAT
    share = np.abs(slope) / np.where(slope < 0, FLAT, 255 - FLAT)
    opacity = np.rint(share * _STEPS) / _STEPS * STRENGTH * 255
    colour = np.where((slope > 0) & (opacity > 0), 255, 0)
    return write_png(np.stack([colour, np.rint(opacity)], axis=-1).astype(np.uint8))


def hillshade(elevation: NDArray[np.float64], pixel_m: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return the hillshade of elevations, with a light in the north-west at 45 degrees.

    Slopes are exaggerated so that those of a region can be seen in a small picture: of the ground
    that is not level, the steepest twentieth is drawn at 40 degrees or more.

    Parameters
    ----------
    elevation : ndarray
        Metres, rows from north to south; NaN where it is not known, which is drawn flat.
    pixel_m : ndarray
        Width and height of a pixel of each row, metres.

    Examples
    --------
    >>> hillshade(np.zeros((3, 3)), np.full(3, 100.0)).tolist()[1]
    [128, 128, 128]
    """
    known = np.isfinite(elevation)
    filled = np.where(known, elevation, np.nanmean(elevation) if known.any() else 0.0)
    south, east = (one / pixel_m[:, None] for one in np.gradient(filled))
    around = known.copy()
    around[1:-1, 1:-1] &= (
        known[:-2, 1:-1] & known[2:, 1:-1] & known[1:-1, :-2] & known[1:-1, 2:]
    )  # fmt: skip
    slopes = np.hypot(south, east)
    sloping = slopes[around & (slopes > _LEVEL)]
    steep = float(np.percentile(sloping, 95)) if sloping.size else math.inf
    times = max(1.0, math.tan(math.radians(40)) / steep)
    south, east = south * times, east * times
    # The light comes from the north-west, 45 degrees high: (-1/2, 1/2, sqrt(1/2)).
    lit = (east + south) / 2 + math.sqrt(0.5)
    shade = np.clip(lit / np.sqrt(1 + south**2 + east**2), 0.0, 1.0)
    flat = math.sqrt(0.5)
    dark, light = (shade - flat) / flat, (shade - flat) / (1 - flat)
    share = np.where(shade < flat, dark, light)
    share = share * _fading(shade.shape)
    grey = np.where(share < 0, FLAT * (1 + share), FLAT + (255 - FLAT) * share)
    return np.where(around, np.rint(grey / 8) * 8, FLAT).clip(0, 255).astype(np.uint8)


def _fading(shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return the share of the shading that remains: it fades out at the edges of the picture."""
    sides = []
    for count in shape:
        inwards = np.minimum(np.arange(count), np.arange(count)[::-1]) + 0.5
        sides.append(np.clip(inwards / (count * _FADING), 0.0, 1.0))
    faded: NDArray[np.float64] = np.minimum(sides[0][:, None], sides[1][None, :])
    return faded


def _between(
    grey: NDArray[np.uint8], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """Return grey between four pixels, flat outside."""
    height, width = grey.shape
    outside = (x < -0.5) | (y < -0.5) | (x > width - 0.5) | (y > height - 0.5)
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    left, top = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
    right, bottom = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    across, down = x - left, y - top
    above = grey[top, left] * (1 - across) + grey[top, right] * across
    below = grey[bottom, left] * (1 - across) + grey[bottom, right] * across
    mixed = above * (1 - down) + below * down
    return np.where(outside, FLAT, np.rint(mixed)).astype(np.uint8)
