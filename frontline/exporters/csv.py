"""CSV: one layer a file; points as ``lon`` and ``lat``, lines and areas as ``WKT``.

The last columns say whose the data is, since a table has no other place for it. A text that a
spreadsheet would run as a formula gets an apostrophe in front.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from frontline.exporters.layers import DECIMALS
from frontline.io import csv_text

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.exporters.layers import Layer
    from frontline.exporters.metadata import About


#: Rows that are held as text at once.
CHUNK = 20_000


def write_csv(path: Path, layer: Layer, told: About) -> None:
    """Write a layer as a table."""
    whose = {
        "data": f"{told['title']}, version {told['version']}",
        "data_licence": "; ".join(told["licences"]),
        "data_attribution": "; ".join(told["attribution"]),
        "data_notices": " ".join(told["notices"]),
    }
    where = ["lon", "lat"] if layer.shape == "Point" else ["WKT"]
    header = [*(column.name for column in layer.columns), *where, *whose]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_text(header, []))
        for start in range(0, len(layer), CHUNK):
            rows = slice(start, start + CHUNK)
            cells = zip(*(column.plain(rows) for column in layer.columns), strict=True)
            shapes = _where(layer, rows)
            lines = [[*row, *at, *whose.values()] for row, at in zip(cells, shapes, strict=True)]
            file.write(csv_text([], lines)[1:])  # after the line of a header of no columns


def _where(layer: Layer, rows: slice) -> list[Any]:
    part = layer.geometry[rows]
    if layer.shape == "Point":
        return shapely.get_coordinates(part).tolist()  # type: ignore[no-any-return]
    return [[text] for text in shapely.to_wkt(part, rounding_precision=DECIMALS)]
