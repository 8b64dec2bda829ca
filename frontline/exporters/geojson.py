"""GeoJSON (RFC 7946): one layer a file, a feature a line, metadata in the member ``frontline``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely

from frontline.exporters.frames import chunks, field_names, geometry_array, plain_rows

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from frontline.exporters.metadata import Metadata

#: Control characters that JSON leaves as they are, and that a terminal would obey.
_CONTROL_CHARACTERS = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}


def compact_json(value: Any) -> str:
    """Write JSON on one line, without spaces between its parts."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_CONTROL_CHARACTERS)


def write_geojson(path: Path, name: str, frame: gpd.GeoDataFrame, metadata: Metadata) -> None:
    """Write a layer as a FeatureCollection; GDAL and QGIS read ``start`` and ``end`` as dates."""
    fields = field_names(frame)
    head = {"type": "FeatureCollection", "name": name, "frontline": metadata}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{compact_json(head)[:-1]},"features":[\n')
        for number, part in enumerate(chunks(frame)):
            geometries = shapely.to_geojson(geometry_array(part))
            lines = (
                f'{{"type":"Feature",'
                f'"properties":{compact_json(dict(zip(fields, row, strict=True)))},'
                f'"geometry":{geometry}}}'
                for row, geometry in zip(plain_rows(part), geometries, strict=True)
            )
            file.write(",\n" if number else "")
            file.write(",\n".join(lines))
        file.write("\n]}\n")
