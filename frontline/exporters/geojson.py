"""GeoJSON (RFC 7946): one layer a file, a feature a line, licence and sources in ``frontline``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.exporters.layers import Layer
    from frontline.exporters.metadata import About


#: Rows that are held as text at once.
CHUNK = 20_000
#: Control characters that JSON may carry as they are, and that a terminal obeys.
_UNSEEN = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}


def compact(value: Any) -> str:
    """Write JSON on one line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_UNSEEN)


def write_geojson(path: Path, layer: Layer, told: About) -> None:
    """Write a layer as a FeatureCollection; GDAL and QGIS read ``start`` and ``end`` as dates."""
    names = [column.name for column in layer.columns]
    head = {"type": "FeatureCollection", "name": layer.name, "frontline": told}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{compact(head)[:-1]},"features":[\n')
        for start in range(0, len(layer), CHUNK):
            rows = slice(start, start + CHUNK)
            cells = zip(*(column.plain(rows) for column in layer.columns), strict=True)
            shapes = shapely.to_geojson(layer.geometry[rows])
            lines = (
                f'{{"type":"Feature","properties":{compact(dict(zip(names, row, strict=True)))},'
                f'"geometry":{shape}}}'
                for row, shape in zip(cells, shapes, strict=True)
            )
            file.write(",\n" if start else "")
            file.write(",\n".join(lines))
        file.write("\n]}\n")
