"""Make a hillshade of a GeoTIFF in a child process, without the network.

Only the driver of GeoTIFF is enabled, which reads the file itself and no other. The elevations are
read at the size of the picture.
"""

from __future__ import annotations

import base64
import json
import math
import os
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.importers.child_process import serve
from frontline.terrain import MAX_LATITUDE, hillshade, latitude, mercator_y

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Radius of the sphere of Web Mercator, metres.
_RADIUS_M = 6_378_137.0
#: The driver of GDAL that opens the file.
_DRIVER = "GTiff"
#: Most elevations of a file, and of one of its blocks, which is unpacked whole.
_MOST_ELEVATIONS, _MOST_IN_BLOCK = 40_000_000_000, 64_000_000
#: A picture shows more than the region: the terrain goes on so far around it, degrees.
_MARGIN = 1.0
#: Elevations outside these bounds, metres, are errors or marks for a missing one.
_LOWEST_M, _HIGHEST_M = -500.0, 9000.0
_AS_GEOTIFF = "Export it as a GeoTIFF of elevations in metres, with its coordinate system."


class _RefusedError(Exception):
    """The file cannot be used: what is wrong, and what to do."""


def _shade(request: dict[str, Any]) -> dict[str, Any]:
    """Return the hillshade of a request with its size and bounds."""
    import rasterio  # noqa: PLC0415 - an extra
    from rasterio.enums import Resampling  # noqa: PLC0415 - the same
    from rasterio.vrt import WarpedVRT  # noqa: PLC0415 - the same
    from rasterio.warp import transform_bounds  # noqa: PLC0415 - the same

    try:
        raster = rasterio.open(request["path"], driver=_DRIVER)
    except rasterio.errors.RasterioError as error:
        raise _RefusedError("is not a GeoTIFF", _AS_GEOTIFF) from error
    with raster:
        _check(raster)
        lon_lat = transform_bounds(raster.crs, "EPSG:4326", *raster.bounds, densify_pts=21)
        bounds = _common(lon_lat, request["region"])
        left, bottom, right, top = transform_bounds("EPSG:4326", "EPSG:3857", *bounds)
        width, height = _size((left, bottom, right, top), lon_lat, raster, request["side"])
        step = (right - left) / width, (top - bottom) / height
        transform = rasterio.Affine(step[0], 0, left, 0, -step[1], top)
        nodata = raster.nodata if raster.nodata is not None else -32768
        with WarpedVRT(
            raster, crs="EPSG:3857", transform=transform, width=width, height=height,
            resampling=Resampling.average, src_nodata=nodata, nodata=nodata, dtype="float64",
        ) as warped:  # fmt: skip
            elevation = warped.read(1)
        counts = raster.width, raster.height
    elevation[(elevation == nodata) | (elevation < _LOWEST_M) | (elevation > _HIGHEST_M)] = np.nan
    if not np.isfinite(elevation).any():
        raise _RefusedError("has no elevation in the region", _AS_GEOTIFF)
    rows = top - (np.arange(height) + 0.5) * step[1]
    # A metre of Web Mercator is shorter on the ground, by the cosine of the latitude.
    scale = np.cos(np.radians([latitude(float(y) / _RADIUS_M) for y in rows]))
    grey = hillshade(elevation, scale * (step[0] + step[1]) / 2)
    return {
        "bounds": [round(one, 7) for one in bounds],
        "width": width,
        "height": height,
        "columns": counts[0],
        "rows": counts[1],
        "grey": base64.b64encode(grey.tobytes()).decode("ascii"),
    }


def _check(raster: Any) -> None:
    """Refuse a file that has no elevations or coordinates, or is too large."""
    if raster.crs is None:
        raise _RefusedError("has no coordinate system", _AS_GEOTIFF)
    if raster.count != 1:
        raise _RefusedError(f"has {raster.count} bands, as a photograph", _AS_GEOTIFF)
    rows, columns = raster.block_shapes[0]
    if rows * columns > _MOST_IN_BLOCK or raster.width * raster.height > _MOST_ELEVATIONS:
        raise _RefusedError("is too large", "Cut it to the region, and export it with tiles.")


def _common(
    found: tuple[float, ...], region: tuple[float, ...]
) -> tuple[float, float, float, float]:
    """Return the part of the region, and of a margin around it, that the file covers, degrees."""
    west, south = max(found[0], region[0] - _MARGIN), max(found[1], region[1] - _MARGIN)
    east, north = min(found[2], region[2] + _MARGIN), min(found[3], region[3] + _MARGIN)
    south, north = max(south, -MAX_LATITUDE), min(north, MAX_LATITUDE)
    is_inside = found[0] < region[2] and found[2] > region[0]
    is_inside &= found[1] < region[3] and found[3] > region[1]
    if not (is_inside and west < east and south < north):
        covers = ", ".join(f"{one:g}" for one in found)
        raise _RefusedError(f"is outside the region: it covers {covers}", "Use another file.")
    return west, south, east, north


def _size(
    metres: tuple[float, float, float, float], lon_lat: tuple[float, ...], raster: Any, side: int
) -> tuple[int, int]:
    """Return width and height of the picture: at most `side`, and not finer than the file."""
    left, bottom, right, top = metres
    all_lon, all_y = lon_lat[2] - lon_lat[0], np.diff(mercator_y([lon_lat[1], lon_lat[3]]))[0]
    finest = max(math.radians(all_lon) / raster.width, float(all_y) / raster.height) * _RADIUS_M
    step = max((right - left) / side, (top - bottom) / side, finest)
    return max(3, round((right - left) / step)), max(3, round((top - bottom) / step))


def _answers(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the hillshade, or the reason why there is none."""
    import rasterio  # noqa: PLC0415 - an extra

    try:
        with rasterio.Env(
            GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR", GDAL_PAM_ENABLED="NO", GDAL_NUM_THREADS="1"
        ):
            yield _shade(request)
    except _RefusedError as refused:
        yield {"refused": list(refused.args)}
    except rasterio.errors.RasterioError:
        yield {"refused": ["is damaged", _AS_GEOTIFF]}


def main() -> None:
    """Answer the request in the first argument."""
    os.environ["PROJ_NETWORK"] = "OFF"
    serve(_answers(json.loads(sys.argv[1])))


if __name__ == "__main__":
    main()
