"""Area reports and drawn areas for the invented land, whose towns stand 0.1 degrees apart."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date

from invented_histories import LAND

from frontline.area_models import AreaReport, ControlArea
from frontline.package.file_reader import column_names

COLUMNS = column_names(AreaReport)


def box(west, south, east, north):
    """Return a GeoJSON rectangle."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def area(id_, *bounds, **cells):
    """Return a drawn area."""
    values = {"sources": ("Atlas Bureau",), "licence": "own terms", **cells}
    return ControlArea(id=id_, geometry=box(*bounds), **values)


def area_report(id_, areas, actors, first, last=None, **cells):
    """Return a report by the monitor of the land; days are those of January 2001."""
    day = date(2001, 1, first)
    values = {
        "state": "held" if actors else "unknown", "publisher": "watch",
        "url": "https://watch.invalid/map", "published_on": day, "throughout": "yes", **cells,
    }  # fmt: skip
    return AreaReport(
        area_report_id=id_, area=areas, actors=actors, first_day=day,
        last_day=day if last is None else date(2001, 1, last), **values,
    )  # fmt: skip


def land_with(*rows, areas=(), **changes):
    """Return the invented land with area reports and drawn areas."""
    drawn = {one.id: one for one in areas}
    return replace(LAND, control_areas=drawn, area_reports=rows, **changes)


def write_areas(folder, rows=(), areas=()):
    """Write area reports and drawn areas into the folder of a package."""
    with (folder / "area_reports.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for row in rows:
            cells = row if isinstance(row, dict) else row.model_dump(mode="json")
            writer.writerow(
                {name: "; ".join(cell) if isinstance(cell, list | tuple) else cell
                 for name, cell in cells.items()}
            )  # fmt: skip
    features = []
    for one in areas:
        cells = one if isinstance(one, dict) else one.model_dump(mode="json")
        geometry = cells.pop("geometry")
        features.append({"type": "Feature", "properties": cells, "geometry": geometry})
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "control_areas.geojson").write_text(text, "utf-8")
