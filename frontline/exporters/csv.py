"""CSV: one layer a file; points as ``lon`` and ``lat``, lines and polygons as ``WKT``.

The last columns name the data, its licence and its sources, because a table has no other place
for them. A text that a spreadsheet would run as a formula gets an apostrophe in front.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from frontline.exporters.frames import DECIMALS, chunks, field_names, geometry_array, plain_rows
from frontline.exporters.layers import LAYERS
from frontline.io import csv_text

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from frontline.exporters.metadata import Metadata


def write_csv(path: Path, name: str, frame: gpd.GeoDataFrame, metadata: Metadata) -> None:
    """Write a layer as a table."""
    provenance = {
        "data": f"{metadata['title']}, version {metadata['version']}",
        "data_licence": "; ".join(metadata["licences"]),
        "data_attribution": "; ".join(metadata["attribution"]),
        "data_notices": " ".join(metadata["notices"]),
    }
    is_point = LAYERS[name].geometry_type == "Point"
    header = [*field_names(frame), *(["lon", "lat"] if is_point else ["WKT"]), *provenance]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_text(header, []))
        for part in chunks(frame):
            positions = _positions(part, is_point=is_point)
            lines = [
                [*row, *position, *provenance.values()]
                for row, position in zip(plain_rows(part), positions, strict=True)
            ]
            file.write(csv_text([], lines)[1:])  # without the line of the empty header


def _positions(frame: gpd.GeoDataFrame, *, is_point: bool) -> list[Any]:
    geometries = geometry_array(frame)
    if is_point:
        return shapely.get_coordinates(geometries).tolist()  # type: ignore[no-any-return]
    return [[text] for text in shapely.to_wkt(geometries, rounding_precision=DECIMALS)]
