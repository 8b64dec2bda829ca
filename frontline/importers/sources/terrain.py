"""Terrain: make a hillshade of elevations, drawn under the ground of maps.

Format: a GeoTIFF of elevations in metres with its coordinate system, such as those of SRTM or the
Copernicus DEM. The user states source and licence. It needs rasterio, the extra ``terrain``.
"""

from __future__ import annotations

import base64
import importlib.util
import os
from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.errors import InvalidRequestError
from frontline.importers.child_process import read_in_child
from frontline.importers.vector import read_origin
from frontline.input_files import check_regular, file_error
from frontline.package.package import TERRAIN
from frontline.terrain import Terrain

if TYPE_CHECKING:
    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft

#: Longest side of the picture, pixels.
LONGEST_SIDE = 800


def import_terrain(options: ImportOptions, draft: Draft, _: Review, summary: ImportSummary) -> None:
    """Import one file of elevations; the hillshade of the package is replaced.

    Raises
    ------
    InvalidRequestError
        If rasterio is not installed, or for several files.
    DataError
        If the file cannot be read, or has no elevation in the region.
    """
    if importlib.util.find_spec("rasterio") is None:
        raise InvalidRequestError(
            "elevations need rasterio: install it with pip install 'frontline-mapper[terrain]'"
        )
    if len(options.files) != 1:
        raise InvalidRequestError("import one file of elevations: merge several into one first")
    (path,) = options.files
    check_regular(path)
    origin = read_origin(options, draft)
    request = {
        "path": os.path.abspath(path),  # noqa: PTH100 - as given
        "region": options.region or draft.region,
        "side": LONGEST_SIDE,
    }
    answer: dict[str, Any] = next(read_in_child("terrain_child", request, path.name), {})
    if "refused" in answer:
        raise file_error(path, *answer["refused"])
    size = answer["height"], answer["width"]
    grey = np.frombuffer(base64.b64decode(answer["grey"]), dtype=np.uint8).reshape(size)
    terrain = Terrain.of(grey, tuple(answer["bounds"]), origin.source, origin.licence)
    summary.read = 1
    summary.files.append(
        f"{path.name}: {answer['columns']:,} x {answer['rows']:,} elevations, "
        f"drawn with {size[1]:,} x {size[0]:,} pixels ({len(terrain.png) / 1000:,.0f} kB)"
    )
    known = (draft.folder / TERRAIN).exists()
    same = known and (draft.folder / TERRAIN).read_bytes() == terrain.png
    if same:
        summary.merged = 1
        return
    if known:
        summary.note("the hillshade of the package is replaced")
    draft.add_file(TERRAIN, terrain.png)
    summary.used = 1
