"""Measure this project and comparable tools in one run, and print the ratios.

Times depend on the machine; ratios hold. Nothing here is asserted: run `make bench` and read. A row
is printed as soon as it is measured; `python bench/bench.py fronts roads` runs only these groups.
With `--renew` each group that was measured replaces its table in docs/benchmarks.md.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import warnings
from datetime import timedelta
from pathlib import Path

import geopandas as gpd
import geopy.distance
import numpy as np
import pyproj
import shapely
from areas import areas
from export import exports
from geographiclib.geodesic import Geodesic
from import_events import imports as event_imports
from import_places import imports
from invented import FIRST, invented
from peak import measure
from pictures import pictures
from rows import Row, line, renew, table

import frontline
from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.gazetteer.gazetteer import Gazetteer
from frontline.geometry import geodesy, tessellation
from frontline.geometry.geodesic_lines import GeodesicLine
from frontline.models import Place


def timed(work, repeat=3):
    """Return the shortest processor time of several runs, in seconds, and the last result."""
    best, result = float("inf"), None
    for _ in range(repeat):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def fronts():
    """Compute the fronts of 120 days as a user does, with the band; compared with a dissolve."""
    atlas = Atlas(invented(1500, 120, 200), RULES["standard"])
    lon = np.asarray([place.lon for place in atlas.sites])
    lat = np.asarray([place.lat for place in atlas.sites])
    once, _ = timed(lambda: tessellation.tessellate(atlas.projection, lon, lat, 6000.0))
    days = [FIRST + timedelta(days=step) for step in range(120)]
    cells, _ = atlas.cells, atlas.on(FIRST).front  # the cells are made, and geopandas is imported

    def peer():
        for day in days:
            frame = gpd.GeoDataFrame(
                {"holder": atlas.on(day).holders}, geometry=cells.cells, crs="EPSG:32637"
            )
            both = frame.dissolve("holder", method="coverage").geometry.boundary
            shapely.intersection(*both.to_numpy()[:2])

    mine, _ = timed(lambda: [atlas.on(day).front for day in days])
    theirs, _ = timed(peer)
    yield Row("cells of 1,500 places, once", once)
    name = "geopandas, dissolve by coverage each day, without a band"
    yield Row("`State.front` of 120 days, 1,500 places, with the band", mine, theirs, name)


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
    yield Row("1,000,000 geodesic pairs", mine, theirs, "a loop over geopy (5,000, scaled)")


def to_highway():
    """Measure points to the M5 to a millimetre; compared with a plane, and with geographiclib."""
    road = frontline.open().package.highways["m5"]
    line = GeodesicLine(road.coordinates)
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(35.9, 37.4, 50_000), rng.uniform(34.9, 36.4, 50_000)
    mine, found = timed(lambda: line.nearest_point(lon, lat))
    to_plane = pyproj.Transformer.from_crs(4326, 32637, always_xy=True).transform
    flat = shapely.LineString(np.column_stack(to_plane(*np.asarray(road.coordinates).T)))
    shapely.prepare(flat)

    def planar():
        return shapely.distance(flat, shapely.points(*to_plane(lon, lat)))

    theirs, metres = timed(planar)
    worst = np.abs(metres - found.distance_m).max()
    name = f"shapely in UTM, wrong by up to {worst:.1f} m"
    yield Row("50,000 points to the M5, exact to 1 mm", mine, theirs, name)
    coordinates = np.asarray(road.coordinates)

    def brute():
        for one, other in coordinates:
            Geodesic.WGS84.Inverse(lat[0], lon[0], other, one)

    theirs = timed(brute, repeat=1)[0] * 50_000
    name = "geographiclib to every vertex (1 point, scaled)"
    yield Row("50,000 points to the M5, exact to 1 mm", mine, theirs, name)


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
    mine, _ = timed(lambda: gazetteer.find_many(asked))
    yield Row("10,000 names, one in five misspelt, among 10,000 places", mine)


def page_data():
    """Encode 1,200 places and 120 days; compared with folium's TimestampedGeoJson."""
    from folium.plugins import TimestampedGeoJson

    from frontline.webmap.payload import page_data as encode

    atlas = Atlas(invented(1200, 120, 200), RULES["standard"])
    _ = atlas.cells, atlas.record.table
    mine, data = timed(
        lambda: encode(atlas, FIRST, FIRST + timedelta(days=119), title="Bench"), repeat=1
    )
    del data["history"]  # the peer carries no sources either
    size = len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())

    def daily(days):
        features = []
        for step in range(days):
            state = atlas.on(FIRST + timedelta(days=step))
            geographic = atlas.cells.to_geographic(atlas.cells.cells)
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
        cells = atlas.cells.to_geographic(atlas.cells.cells)
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
    name, work = (
        "TimestampedGeoJson, a feature a day (3, scaled)",
        "page data, 1,200 places x 120 days",
    )
    yield Row(work, mine, took * 40, name)
    yield Row(f"{work}: size", size / 1e6, bytes_ * 40 / 1e6, name, "MB")
    took, bytes_ = timed(intervals, repeat=1)
    name = "TimestampedGeoJson, a feature an interval, without fronts"
    yield Row(work, mine, took, name)
    yield Row(f"{work}: size", size / 1e6, bytes_ / 1e6, name, "MB")


def articles():
    """Make articles of a thousand words with claims in most sentences, each of another day."""
    from frontline.claims.articles import Article
    from frontline.claims.batch import check_many
    from frontline.parallel import available_cpus

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
    work = f"`check --batch`, {words}, {available_cpus()} processes: elapsed"
    yield Row(work, took)
    yield Row("the same: articles", rows / took, unit="a second")


def processes():
    """Measure cold processes, and the build of all pages."""
    command = [sys.executable, "-m", "frontline"]

    def best(*words):
        return min(measure(*words)[0] for _ in range(3))

    plain = best(sys.executable, "-c", "import geopandas")
    asked = best(*command, "distance", "Khan Sheikhoun", "government", "--on", "2019-08-15")
    found = best(*command, "place", "Khan Sheikhoun")
    helped = best(*command, "--help")
    for name, took in (("distance", asked), ("place", found), ("--help", helped)):
        yield Row(f"`frontline {name}`, cold", took, plain, '`python -c "import geopandas"`')
    with tempfile.TemporaryDirectory() as folder:
        took, peak = measure(*command, "build", "--out", folder)
        pages = sorted(Path(folder).glob("*.html"))
        total = sum(page.stat().st_size for page in pages) / 1e6
    yield Row(f"`frontline build`, {len(pages)} pages", took)
    yield Row("the same: size of the pages", total, unit="MB")
    yield Row("the same: peak memory", peak, unit="MB")


GROUPS = {
    "fronts": fronts,
    "pairs": pairs,
    "roads": to_highway,
    "names": names,
    "page-data": page_data,
    "articles": articles,
    "processes": processes,
    "places": imports,
    "events": event_imports,
    "areas": areas,
    "exports": exports,
    "pictures": pictures,
}


def main(words):
    """Measure the groups that are named, or all."""
    warnings.simplefilter("ignore")
    chosen = [word for word in words if word != "--renew"] or [*GROUPS, "pages"]
    unknown = sorted({*chosen} - {*GROUPS, "pages"})
    if unknown:
        sys.exit(f"unknown: {', '.join(unknown)}. Groups: {', '.join(GROUPS)}, pages; or --renew.")
    print("Seconds of processor time unless stated otherwise. A ratio over 1: the peer takes more.")
    print(line(), flush=True)
    for name in filter(chosen.__contains__, GROUPS):
        measured = []
        for row in GROUPS[name]():
            print(row.line(), flush=True)
            measured.append(row.cells())
        if "--renew" in words:
            renew("benchmarks.md", name, table(measured))
    if "pages" in chosen:
        from pages import print_pages  # opens a browser

        print_pages(to_docs="--renew" in words)


if __name__ == "__main__":
    main(sys.argv[1:])
