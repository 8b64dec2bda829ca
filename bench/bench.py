"""Measures this project beside its peers, in one run, and prints ratios.

Times depend on the machine; ratios hold. Nothing here is asserted: run `make bench` and read.
Made-up places come from a seeded generator, so that each run measures the same work.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import geopy.distance
import numpy as np
import shapely
from export import exports
from geographiclib.geodesic import Geodesic
from rich.console import Console
from rich.table import Table

import frontline
from frontline import geodesy, territory
from frontline.atlas import Atlas
from frontline.evidence import RULES
from frontline.front import front_lines
from frontline.gazetteer import Gazetteer
from frontline.geodesic_lines import Line
from frontline.model import Actor, Baseline, Event, Frame, Place, Publisher, Report
from frontline.package import Package

REGION = (35.9, 34.9, 37.4, 36.4)
FIRST = date(2019, 5, 1)


def timed(work, repeat=3):
    """Give the shortest time of several runs, in seconds, and the last result."""
    best, result = float("inf"), None
    for _ in range(repeat):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def invented(places, days, changes):
    """Make a package of places in two halves, some of which change hands."""
    rng = np.random.default_rng(7)
    lon = rng.uniform(REGION[0] + 0.05, REGION[2] - 0.05, places).round(5)
    lat = rng.uniform(REGION[1] + 0.05, REGION[3] - 0.05, places).round(5)
    rows = {
        f"p{i}": Place(
            id=f"p{i}", name=f"Place {i}", name_ar=f"قرية {i}", kind="village",
            lon=float(lon[i]), lat=float(lat[i]), position_error_m=200,
            sources=("invented",), licence="CC0",
        )
        for i in range(places)
    }  # fmt: skip
    holder = ["north" if lat[i] > 35.6 else "south" for i in range(places)]
    order = np.argsort(np.abs(lat - 35.6))[:changes]
    when = np.sort(rng.integers(1, days, len(order)))
    events = [
        Event.model_validate(
            {
                "event_id": f"E{n}", "place_id": f"p{i}", "place_as_reported": f"Place {i}",
                "date_earliest": FIRST + timedelta(days=int(when[n])),
                "date_latest": FIRST + timedelta(days=int(when[n])),
                "kind": "capture", "from": holder[i],
                "to": "south" if holder[i] == "north" else "north",
            }
        )
        for n, i in enumerate(order)
    ]  # fmt: skip
    return Package(
        title="Invented", version="1",
        frame=Frame(region=REGION, first_day=FIRST, last_day=FIRST + timedelta(days=days - 1)),
        gazetteer=rows,
        actors={
            "north": Actor(id="north", name="North", colour="#2f7f86", pattern="dots"),
            "south": Actor(id="south", name="South", colour="#b5532d"),
        },
        publishers={"watch": Publisher(id="watch", name="Watch", stance="monitor")},
        baseline=tuple(
            Baseline(
                baseline_id=f"B{i}", place_id=f"p{i}", place_as_reported=f"Place {i}",
                holder=holder[i], evidence="claimed",
            )
            for i in range(places)
        ),
        events=tuple(events),
        all_reports=tuple(
            Report(
                report_id=f"{e.event_id}-r1", record_id=e.event_id, publisher="watch",
                url="https://watch.invalid/",
            )
            for e in events
        ),
    )  # fmt: skip


def fronts():
    """Fronts of 120 days at 1,500 places, against a dissolve of each day."""
    atlas = Atlas(invented(1500, 120, 200), RULES["standard"])
    cells, record = atlas.cells, atlas.record
    lon = np.asarray([place.lon for place in atlas.cell_places])
    lat = np.asarray([place.lat for place in atlas.cell_places])
    once, _ = timed(lambda: territory.tessellate(atlas.projection, lon, lat, 6000.0))

    def ours():
        for step in range(120):
            codes = record.codes(FIRST + timedelta(days=step))
            front_lines(cells, territory.actor_of(codes, record.states, atlas.actors))

    def peer(days=3):
        for step in range(days):
            codes = record.codes(FIRST + timedelta(days=step))
            holders = territory.actor_of(codes, record.states, atlas.actors)
            frame = gpd.GeoDataFrame({"holder": holders}, geometry=cells.cells, crs="EPSG:32637")
            both = frame.dissolve("holder").geometry.boundary
            shapely.intersection(*both.to_numpy()[:2])

    mine, _ = timed(ours)
    theirs = timed(peer, repeat=1)[0] / 3 * 120
    yield "cells of 1,500 places, once", once, None, ""
    yield "fronts of 120 days, 1,500 places", mine, theirs, "geopandas dissolve each day"


def pairs():
    """A million geodesic pairs, against a loop over geopy."""
    rng = np.random.default_rng(7)
    lon1, lon2 = rng.uniform(35.9, 37.4, (2, 1_000_000))
    lat1, lat2 = rng.uniform(34.9, 36.4, (2, 1_000_000))
    mine, _ = timed(lambda: geodesy.distance_m(lon1, lat1, lon2, lat2))

    def loop(count=5000):
        for i in range(count):
            _ = geopy.distance.geodesic((lat1[i], lon1[i]), (lat2[i], lon2[i])).m

    theirs = timed(loop, repeat=1)[0] * 200
    yield "1,000,000 geodesic pairs", mine, theirs, "geopy loop (5,000, scaled)"


def to_highway():
    """Points to the M5, exact to a millimetre, against geographiclib over every segment."""
    road = frontline.open().package.highways["m5"]
    line = Line(road.coordinates)
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(35.9, 37.4, 50_000), rng.uniform(34.9, 36.4, 50_000)
    mine, _ = timed(lambda: line.nearest(lon, lat))
    coordinates = np.asarray(road.coordinates)

    def brute():
        for one, other in coordinates:
            Geodesic.WGS84.Inverse(lat[0], lon[0], other, one)

    theirs = timed(brute, repeat=1)[0] * 50_000
    yield "50,000 points to the M5", mine, theirs, "geographiclib to every vertex (1, scaled)"


def names():
    """10,000 names, some misspelt, against 10,000 places."""
    rng = np.random.default_rng(7)
    parts = ["Kafr", "Tal", "Khan", "Maarat", "Umm", "Abu", "Deir", "Jabal", "Ayn", "Bayt"]
    syllables = ["sha", "ri", "nun", "ba", "lat", "mor", "qas", "dun", "hij", "zay", "tim", "rof"]
    made = list(
        dict.fromkeys(
            f"{parts[a]} {''.join(syllables[i] for i in mix).title()}"
            for a, *mix in rng.integers(0, [10, 12, 12, 12, 12], (14_000, 5))
        )
    )[:10_000]
    places = [
        Place(
            id=f"p{i}", name=name, kind="village", lon=36 + i * 1e-5, lat=35.5,
            position_error_m=100, sources=("invented",), licence="CC0",
        )
        for i, name in enumerate(made)
    ]  # fmt: skip
    gazetteer = Gazetteer(places)
    asked = [name if i % 5 else name.replace("a", "e", 1) + "x" for i, name in enumerate(made)]
    mine, _ = timed(lambda: gazetteer.resolve(asked))
    yield "10,000 names (1 in 5 misspelt), 10,000 places", mine, None, ""


def page_data():
    """Page data for 1,200 places and 120 days, against folium's TimestampedGeoJson."""
    from folium.plugins import TimestampedGeoJson

    from frontline.drawing.player import page_data as encode

    atlas = Atlas(invented(1200, 120, 200), RULES["standard"])
    _ = atlas.cells, atlas.record.matrix
    mine, data = timed(
        lambda: encode(atlas, FIRST, FIRST + timedelta(days=119), title="Bench"), repeat=1
    )
    del data["history"]  # the peer carries no sources either
    size = len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())

    def daily(days):
        features = []
        for step in range(days):
            state = atlas.on(FIRST + timedelta(days=step))
            geographic = atlas.cells.geographic(atlas.cells.cells)
            for cell, holder in zip(geographic, state.holders, strict=True):
                features.append(
                    {
                        "type": "Feature",
                        "properties": {
                            "times": [state.day.isoformat()],
                            "style": {"fillColor": "#b5532d" if holder else "#2f7f86"},
                        },
                        "geometry": shapely.geometry.mapping(cell),
                    }
                )
        collection = {"type": "FeatureCollection", "features": features}
        return len(TimestampedGeoJson(collection).data.encode())

    def intervals():
        cells = atlas.cells.geographic(atlas.cells.cells)
        features = [
            {
                "type": "Feature",
                "properties": {
                    "times": [span.first.isoformat(), span.last.isoformat()],
                    "style": {"fillColor": "#b5532d"},
                },
                "geometry": shapely.geometry.mapping(cell),
            }
            for place, cell in zip(atlas.cell_places, cells, strict=True)
            for span in atlas.record.spans(place.id)
        ]
        return len(TimestampedGeoJson({"type": "FeatureCollection", "features": features}).data)

    took, bytes_ = timed(lambda: daily(3), repeat=1)
    name = "TimestampedGeoJson, each day (3, scaled)"
    yield "page data, 1,200 places x 120 days: time", mine, took * 40, name
    yield "page data: size in MB", size / 1e6, bytes_ * 40 / 1e6, name
    took, bytes_ = timed(intervals, repeat=1)
    name = "TimestampedGeoJson, each interval"
    yield "page data: time", mine, took, name
    yield "page data, with fronts and places: size in MB", size / 1e6, bytes_ / 1e6, name


def processes():
    """Cold processes, and the build of all pages."""
    command = [sys.executable, "-m", "frontline.cli"]

    def run(*words):
        subprocess.run(words, check=True, capture_output=True)

    plain, _ = timed(lambda: run(sys.executable, "-c", "import geopandas"))
    asked, _ = timed(
        lambda: run(*command, "distance", "Khan Sheikhoun", "government", "--on", "2019-08-15")
    )
    helped, _ = timed(lambda: run(*command, "--help"))
    yield "frontline distance, cold", asked, plain, "python -c 'import geopandas'"
    yield "frontline --help, cold", helped, plain, "python -c 'import geopandas'"
    with tempfile.TemporaryDirectory() as folder:
        took, _ = timed(lambda: run(*command, "build", "--out", folder), repeat=1)
        pages = sorted(Path(folder).glob("*.html"))
        total = sum(page.stat().st_size for page in pages) / 1e6
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield f"frontline build, {len(pages)} pages", took, None, ""
    yield "frontline build: pages in MB", total, None, ""
    yield "frontline build: peak memory in MB", peak, None, ""


def main():
    warnings.simplefilter("ignore")
    table = Table("work", "here", "peer", "ratio", "which peer")
    for group in (fronts, pairs, to_highway, names, page_data, processes, exports):
        for work, mine, theirs, peer in group():
            shown = "" if theirs is None else f"{theirs:.3f}"
            ratio = "" if theirs is None else f"{theirs / mine:.1f}x"
            table.add_row(work, f"{mine:.3f}", shown, ratio, peer)
    Console(width=120).print(table)
    print("seconds unless said otherwise; ratio over 1: this project is that much ahead")


if __name__ == "__main__":
    main()
