"""Measure this project and comparable tools in one run, and print the ratios.

Times depend on the machine; ratios hold. Nothing here is asserted: run `make bench` and read.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from datetime import timedelta
from pathlib import Path

import geopandas as gpd
import geopy.distance
import numpy as np
import shapely
from areas import areas
from export import exports
from geographiclib.geodesic import Geodesic
from import_events import imports as event_imports
from import_places import imports
from invented import FIRST, invented
from pages import print_pages
from rich.console import Console
from rich.table import Table

import frontline
from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.gazetteer.gazetteer import Gazetteer
from frontline.geometry import geodesy, tessellation
from frontline.geometry.front import front_lines
from frontline.geometry.geodesic_lines import GeodesicLine
from frontline.models import Place


def timed(work, repeat=3):
    """Return the shortest time of several runs, in seconds, and the last result."""
    best, result = float("inf"), None
    for _ in range(repeat):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def fronts():
    """Compute fronts of 120 days at 1,500 places; compared with a dissolve of each day."""
    atlas = Atlas(invented(1500, 120, 200), RULES["standard"])
    cells, record = atlas.cells, atlas.record
    lon = np.asarray([place.lon for place in atlas.sites])
    lat = np.asarray([place.lat for place in atlas.sites])
    once, _ = timed(lambda: tessellation.tessellate(atlas.projection, lon, lat, 6000.0))

    def ours():
        for step in range(120):
            codes = record.codes(FIRST + timedelta(days=step))
            front_lines(cells, tessellation.holder_indices(codes, record.states, atlas.actors))

    def peer(days=3):
        for step in range(days):
            codes = record.codes(FIRST + timedelta(days=step))
            holders = tessellation.holder_indices(codes, record.states, atlas.actors)
            frame = gpd.GeoDataFrame({"holder": holders}, geometry=cells.cells, crs="EPSG:32637")
            both = frame.dissolve("holder").geometry.boundary
            shapely.intersection(*both.to_numpy()[:2])

    mine, _ = timed(ours)
    theirs = timed(peer, repeat=1)[0] / 3 * 120
    yield "cells of 1,500 places, once", once, None, ""
    yield "fronts of 120 days, 1,500 places", mine, theirs, "geopandas dissolve each day"


def pairs():
    """Measure a million geodesic distances; compared with a loop over geopy."""
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
    """Measure points to the M5 to a millimetre; compared with geographiclib on every segment."""
    road = frontline.open().package.highways["m5"]
    line = GeodesicLine(road.coordinates)
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(35.9, 37.4, 50_000), rng.uniform(34.9, 36.4, 50_000)
    mine, _ = timed(lambda: line.nearest_point(lon, lat))
    coordinates = np.asarray(road.coordinates)

    def brute():
        for one, other in coordinates:
            Geodesic.WGS84.Inverse(lat[0], lon[0], other, one)

    theirs = timed(brute, repeat=1)[0] * 50_000
    yield "50,000 points to the M5", mine, theirs, "geographiclib to every vertex (1, scaled)"


def names():
    """Find 10,000 names, some misspelt, among 10,000 places."""
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
    """Encode 1,200 places and 120 days; compared with folium's TimestampedGeoJson."""
    from folium.plugins import TimestampedGeoJson

    from frontline.webmap.payload import page_data as encode

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
            for place, cell in zip(atlas.sites, cells, strict=True)
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


def articles():
    """Make articles of a thousand words with claims in most sentences, each of another day."""
    from frontline.claims.articles import Article
    from frontline.claims.batch import check_many
    from frontline.claims.parallel import available_cpus

    said = (
        "Pro-government troops stood three kilometres (1.8 miles) from Khan Sheikhoun, after "
        "capturing five villages to the northwest overnight. The town lies on the highway from "
        "Damascus to Aleppo. The aim is to surround Khan Sheikhoun and reach the highway. "
        "Rebels hold Saraqib, which lies 15 km east of Idlib city. Fighting killed 24 people. "
    )
    filler = "The monitor said that shelling went on in the countryside through the night. "
    text = said + filler * 72
    made = (
        Article(f"a{n}", (FIRST + timedelta(days=10 + n % 290)).isoformat(), text)
        for n in range(10_000)
    )
    start = time.perf_counter()
    rows = sum(1 for _ in check_many(made, frontline.open))
    took = time.perf_counter() - start
    words = f"{rows:,} articles of {len(text.split()):,} words"
    yield f"frontline check --batch, {words}, {available_cpus()} processes", took, None, ""
    yield "the same: articles a second", rows / took, None, ""


def processes():
    """Measure cold processes, and the build of all pages."""
    command = [sys.executable, "-m", "frontline"]

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
    groups = (
        fronts,
        pairs,
        to_highway,
        names,
        page_data,
        articles,
        processes,
        imports,
        event_imports,
        areas,
        exports,
    )
    for group in groups:
        for work, mine, theirs, peer in group():
            shown = "" if theirs is None else f"{theirs:.3f}"
            ratio = "" if theirs is None else f"{theirs / mine:.1f}x"
            table.add_row(work, f"{mine:.3f}", shown, ratio, peer)
    Console(width=120).print(table)
    print("seconds unless said otherwise; ratio over 1: this project is that much ahead")
    print_pages()


if __name__ == "__main__":
    main()
