"""Write an invented package of any number of places at one density, with half as many events.

A front of two sides moves north through a year. A place changes hands a few days before or after
the front has passed it; one event in ten has an earliest and a latest day.
"""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from frontline.package.descriptor import describe

if TYPE_CHECKING:
    from pathlib import Path

FIRST, DAYS = date(2020, 1, 1), 365
#: Typical distance between neighbours, and the middle of the region.
_SPACING_KM, _LON, _LAT = 3.5, 31.0, 49.0
#: Parts of names, in English and Arabic.
_PARTS = {
    "Kafr": "كفر", "Tal": "تل", "Khan": "خان", "Maarat": "معرة", "Umm": "أم", "Abu": "أبو",
    "Deir": "دير", "Jabal": "جبل", "Ayn": "عين", "Bayt": "بيت",
}  # fmt: skip
_SYLLABLES = {
    "sha": "شا", "ri": "ري", "nun": "نون", "ba": "با", "lat": "لات", "mor": "مور", "qas": "قاس",
    "dun": "دون", "hij": "هيج", "zay": "زي", "tim": "تيم", "rof": "روف",
}  # fmt: skip


def write_package(folder: Path, places: int, days: int = DAYS, events: int | None = None) -> Path:
    """Write a package, of the same bytes each time, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = np.random.default_rng(7)
    events = places // 2 if events is None else events
    half_km = _SPACING_KM * places**0.5 / 2
    high = half_km / 111.2
    wide = high / np.cos(np.radians(_LAT))
    region = [_LON - wide, _LAT - high, _LON + wide, _LAT + high]
    lon = chance.uniform(region[0], region[2], places).round(5)
    lat = chance.uniform(region[1], region[3], places).round(5)
    coverage = {
        "region": [round(one, 4) for one in region],
        "first_day": FIRST.isoformat(),
        "last_day": (FIRST + timedelta(days=days - 1)).isoformat(),
    }
    _write_gazetteer(folder / "gazetteer.geojson", lon, lat, chance)
    _write_tables(folder, lat, days, events, chance)
    road = [[_LON, float(one)] for one in np.linspace(region[1], region[3], 200)]
    properties = {
        "id": "h1", "name": "H1", "position_error_m": 50, "sources": ["invented"], "licence": "CC0",
    }  # fmt: skip
    _write_features(
        folder / "highways.geojson",
        [_feature("h1", properties, {"type": "LineString", "coordinates": road})],
    )
    about = {
        "name": "growth", "title": f"Invented, {places} places", "version": "1",
        "frontline": coverage,
    }  # fmt: skip
    names = {path.name for path in folder.iterdir()}
    (folder / "datapackage.json").write_text(json.dumps(describe(about, names), indent=1))
    return folder


def _feature(id_, properties, geometry):
    return {"type": "Feature", "id": id_, "properties": properties, "geometry": geometry}


def _write_features(path, features):
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection",\n"features": [\n')
        for number, feature in enumerate(features):
            file.write(",\n" * bool(number) + json.dumps(feature, ensure_ascii=False))
        file.write("\n]}\n")


def _write_gazetteer(path, lon, lat, chance):
    mix = chance.integers(0, [10, 12, 12, 12], (len(lon), 4))
    parts, syllables, features = list(_PARTS), list(_SYLLABLES), []
    for i, (part, *rest) in enumerate(mix.tolist()):
        first, name = parts[part], "".join(syllables[one] for one in rest).title()
        name_ar = "".join(_SYLLABLES[syllables[one]] for one in rest)
        properties = {
            "id": f"p{i}", "name": f"{first} {name} {i}", "kind": "village",
            "name_ar": f"{_PARTS[first]} {name_ar} {i}",
            "position_error_m": 200, "sources": ["invented"], "licence": "CC0",
        }  # fmt: skip
        at = {"type": "Point", "coordinates": [float(lon[i]), float(lat[i])]}
        features.append(_feature(f"p{i}", properties, at))
    _write_features(path, features)


def _write_tables(folder, lat, days, events, chance):
    """Write who held what on the first day, who took it when, and who said so."""
    count = len(lat)
    order = np.argsort(lat, kind="stable")
    first = (count - min(events, count // 2)) // 2
    moving = order[first : first + min(events, count // 2)]
    rank = np.empty(count, dtype=int)
    rank[order] = np.arange(count)
    holders = np.where(rank < first, "south", "north")
    _write(folder / "actors.csv", "id,name,colour,pattern", [
        ("north", "North", "#2f7f86", "dots"), ("south", "South", "#b5532d", "plain"),
    ])  # fmt: skip
    _write(
        folder / "publishers.csv", "id,name,stance",
        [("watch", "Watch", "monitor"), ("wire", "Wire", "agency")],
    )  # fmt: skip
    _write(folder / "baseline.csv", "baseline_id,place_id,place_as_reported,holder,evidence", [
        (f"B{i}", f"p{i}", f"Place {i}", holders[i], "claimed") for i in range(count)
    ])  # fmt: skip
    rows, reports = [], [(f"B{i}-r1", f"B{i}", "watch") for i in range(count)]
    rounds = -(-events // max(len(moving), 1))
    when = np.linspace(1, days / rounds - 12, len(moving)) + chance.uniform(0, 10, len(moving))
    wide = chance.random(len(moving)) < 0.1
    for number in range(events):
        turn, at = divmod(number, len(moving))
        latest = int(when[at] + turn * days / rounds)
        earliest = max(latest - 3, 0) if wide[at] else latest
        sides = ("north", "south") if turn % 2 == 0 else ("south", "north")
        span = [(FIRST + timedelta(days=one)).isoformat() for one in (earliest, latest)]
        rows.append((f"E{number}", f"p{moving[at]}", "Place", *span, "capture", *sides))
        reports += [
            (f"E{number}-r{n}", f"E{number}", who) for n, who in enumerate(("watch", "wire"), 1)
        ]
    _write(
        folder / "events.csv",
        "event_id,place_id,place_as_reported,date_earliest,date_latest,kind,from,to",
        rows,
    )
    _write(folder / "reports.csv", "report_id,record_id,publisher,url", [
        (*row, f"https://{row[2]}.invalid/{row[1]}") for row in reports
    ])  # fmt: skip


def _write(path, head, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head.split(","), *rows])
