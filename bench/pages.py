"""Measure pages in Chromium and folium's time plugins on the same invented record.

The scripts that folium's pages load from elsewhere are served from bench/peers, so that no time
is spent on a network; ours are in the page. Each page is opened in a fresh context, and the best
of a few runs counts. The peers draw cells alone: no front, place, source or distance. With all 120
days, the page of TimestampedGeoJson has four times the size, and its tab takes over a gigabyte.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import folium
import shapely
from folium.plugins import Timeline, TimelineSlider, TimeSliderChoropleth, TimestampedGeoJson
from folium.utilities import JsCode
from invented import invented
from playwright.sync_api import sync_playwright
from rows import figure, renew, table

import frontline
from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.webmap import page

#: Commands of Chromium, the fastest first.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = Path(__file__).parent / "peers" / "node_modules"
#: Number of days that are measured at most; the first ones are like the rest.
MOST_STEPS = 300
COLOURS = ("#2f7f86", "#b5532d")
#: Files that folium's pages request, by the end of the address, and where npm has them.
SERVED = {
    "/leaflet.js": "leaflet/dist/leaflet.js",
    "/leaflet.css": "leaflet/dist/leaflet.css",
    "/jquery-3.7.1.min.js": "jquery/dist/jquery.min.js",
    "/jquery.min.js": "jquery/dist/jquery.min.js",
    "/jquery-ui.min.js": "jquery-ui-dist/jquery-ui.min.js",
    "/bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "/leaflet.awesome-markers.js": "leaflet.awesome-markers/dist/leaflet.awesome-markers.min.js",
    "/iso8601.min.js": "iso8601-js-period/iso8601.js",
    "/leaflet.timedimension.min.js": "leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "/leaflet.timedimension.control.css": (
        "leaflet-timedimension/dist/leaflet.timedimension.control.css"
    ),
    "/moment.min.js": "moment/min/moment.min.js",
    "/leaflet.timeline.min.js": "leaflet.timeline/dist/leaflet.timeline.js",
    "/d3.v4.min.js": "d3/build/d3.min.js",
}
#: Records the time at which the first territory has been painted.
WATCH = """
(() => {
  const done = () => setTimeout(() => { window.benchFirst = performance.now(); }, 0);
  const look = () =>
    requestAnimationFrame(document.querySelector(".leaflet-pane path[d^=M]") ? done : look);
  look();
})();
"""
DRAWN = """() => new Promise((done) => {
  const look = () => (window.benchFirst ? done() : setTimeout(look, 20));
  look();
})"""
#: Goes through the days, one frame each; and without drawing.
FRAMED = """async (days) => {
  for (let day = 0; day < days; day += 1) {
    (() => { %s })();
    await new Promise(requestAnimationFrame);
  }
}"""
BARE = """(days) => {
  for (let day = 0; day < days; day += 1) (() => { %s })();
}"""


@dataclass
class Film:
    """A page to measure: what it is, its HTML, the script that moves it to a day, its days."""

    name: str
    html: str
    go: str
    days: int
    runs: int = 3


@dataclass
class Result:
    name: str
    raw_mb: float
    gzip_mb: float
    first_s: float
    heap_mb: float
    script_ms: float
    all_ms: float


def ours(name, atlas):
    first, last = atlas.record.first, atlas.record.last
    html = page.animation(atlas).get_root().render()
    return Film(name, html, "frontline.setDay(day)", (last - first).days + 1)


def cells_of(atlas):
    return [shapely.geometry.mapping(cell) for cell in atlas.cells.to_geographic(atlas.cells.cells)]


def drawn(atlas, *layers):
    west, south, east, north = atlas.package.coverage.region
    made = folium.Map([(south + north) / 2, (west + east) / 2], zoom_start=9, tiles=None)
    for layer in layers:
        layer.add_to(made)
    html = made.get_root().render()
    return html, made.get_name()


def collection(features):
    return {"type": "FeatureCollection", "features": list(features)}


def feature(geometry, number=0, **properties):
    return {"type": "Feature", "id": number, "properties": properties, "geometry": geometry}


def stamp(day):
    """Return a day as milliseconds since 1970, as scripts count them."""
    return (day - date(1970, 1, 1)).days * 86_400_000


def timestamped(atlas, days):
    """Return each cell on each day, because a polygon of many days is not drawn."""
    first, cells = atlas.record.first, cells_of(atlas)
    features = (
        feature(
            cell,
            times=[(first + timedelta(days=step)).isoformat()],
            style={"fillColor": COLOURS[holder], "color": "#ffffff", "weight": 0.8},
        )
        for step in range(days)
        for cell, holder in zip(
            cells, atlas.on(first + timedelta(days=step)).holders.tolist(), strict=True
        )
    )
    layer = TimestampedGeoJson(
        collection(features), period="P1D", duration="PT1H", auto_play=False, add_last_point=False
    )
    html, name = drawn(atlas, layer)
    return Film(
        f"TimestampedGeoJson, {days} of the days",
        html,
        f"{name}.timeDimension.setCurrentTimeIndex(day)",
        days,
        1,
    )


def timeline(atlas, days):
    """Return each cell once for each span in which one actor held it."""
    cells, first = cells_of(atlas), atlas.record.first
    features = (
        feature(
            cell,
            start=stamp(max(span.first, first)),
            end=stamp(span.last + timedelta(days=1)) - 1,
            fill=COLOURS[atlas.actors.index(span.control.actors[0])],
        )
        for place, cell in zip(atlas.sites, cells, strict=True)
        for span in atlas.record.spans(place.id)
    )
    style = JsCode(
        "(one) => ({fillColor: one.properties.fill, color: '#fff', weight: 0.8, fillOpacity: 1})"
    )
    layer = Timeline(collection(features), style=style)
    slider = TimelineSlider(auto_play=False, show_ticks=False).add_timelines(layer)
    html, _ = drawn(atlas, layer, slider)
    go = f"{slider.get_name()}.setTime({stamp(first)} + day * 86400000)"
    return Film("Timeline", html, go, days)


def choropleth(atlas, days):
    """Return each cell once, with its colour on each day."""
    first, cells = atlas.record.first, cells_of(atlas)
    shown = [atlas.on(first + timedelta(days=step)).holders.tolist() for step in range(days)]
    styles = {
        str(number): {
            str(stamp(first + timedelta(days=step)) // 1000): {
                "color": COLOURS[shown[step][number]],
                "opacity": 0.7,
            }
            for step in range(days)
        }
        for number in range(len(cells))
    }
    features = (feature(cell, str(number)) for number, cell in enumerate(cells))
    html, _ = drawn(atlas, TimeSliderChoropleth(collection(features), styles))
    go = (
        "const box = document.querySelector('[id^=slider_] input');"
        "box.value = day; box.dispatchEvent(new Event('input'));"
    )
    return Film("TimeSliderChoropleth", html, go, days)


class Bench:
    """A browser that opens pages and measures them."""

    def __init__(self, browser, folder):
        self._browser = browser
        self._path = Path(folder) / "page.html"

    def measure(self, film):
        self._path.write_text(film.html, encoding="utf-8")
        runs = [self._run(film) for _ in range(film.runs)]
        first, heap, script, everything = (min(column) for column in zip(*runs, strict=True))
        body = film.html.encode()
        size = len(body) / 1e6, len(gzip.compress(body, mtime=0)) / 1e6
        return Result(film.name, *size, first / 1e3, heap / 1e6, script, everything)

    def _run(self, film):
        context = self._browser.new_context(viewport={"width": 1280, "height": 800})
        try:
            context.route("http*://**/*", serve)
            opened = context.new_page()
            debugger = context.new_cdp_session(opened)
            debugger.send("Performance.enable", {"timeDomain": "threadTicks"})
            opened.add_init_script(WATCH)
            opened.on("crash", give_up)
            opened.goto(self._path.as_uri(), wait_until="commit", timeout=300_000)
            opened.evaluate(DRAWN)
            debugger.send("HeapProfiler.collectGarbage")
            heap = metric(debugger, "JSHeapUsedSize")
            everything, script = (cpu(opened, debugger, film, steps) for steps in (FRAMED, BARE))
            return opened.evaluate("benchFirst"), heap, script, everything
        finally:
            context.close()


def give_up(opened):
    raise SystemExit(f"the tab of {opened.url} crashed: has the machine too little memory?")


def cpu(opened, debugger, film, steps):
    """Return the milliseconds that the page's main thread was busy, for each day.

    Time of the processor, not of the clock: other work on the machine does not count.
    """
    before = metric(debugger, "TaskDuration")
    days = min(film.days, MOST_STEPS)
    opened.evaluate(steps % film.go, days)
    return 1e3 * (metric(debugger, "TaskDuration") - before) / days


def metric(debugger, name):
    found = debugger.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in found if one["name"] == name)


def serve(route):
    """Serve the files of the hosts that folium's pages use, without fonts and pictures."""
    address = route.request.url.split("?")[0]
    found = next((MODULES / path for end, path in SERVED.items() if address.endswith(end)), None)
    if found is None:
        kind = "text/css" if address.endswith(".css") else "text/plain"
        route.fulfill(status=200, content_type=kind, body="")
    else:
        route.fulfill(path=found)


def films() -> Iterator[Film]:
    """Make the pages in turn; the first is ours on the record that the other tools show too."""
    atlas = Atlas(invented(1200, 120, 200), RULES["standard"])
    yield ours("here, 1,200 places x 120 days", atlas)
    yield choropleth(atlas, 120)
    yield timeline(atlas, 120)
    yield timestamped(atlas, 30)
    yield ours("here, the built-in record", frontline.open())
    yield ours(
        "here, 10,000 places x 1,000 days", Atlas(invented(10_000, 1000, 2000), RULES["standard"])
    )


def results() -> Iterator[Result]:
    """Measure every page."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        raise SystemExit("Chromium is needed: see tools/browser.sh")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        bench = Bench(browser, folder)
        for film in films():
            yield bench.measure(film)
        browser.close()


COLUMNS = {
    "page, MB": "raw_mb",
    "gzipped, MB": "gzip_mb",
    "first picture, s": "first_s",
    "heap, MB": "heap_mb",
    "script, ms a step": "script_ms",
    "all work, ms a step": "all_ms",
}


def print_pages(*, to_docs=False):
    """Print a line for each page, and put the table into the documentation if that is wanted."""
    print(f"{'page':40}" + "".join(f"{name:>22}" for name in COLUMNS), flush=True)
    found = []
    for result in results():
        shown = [figure(getattr(result, column)) for column in COLUMNS.values()]
        print(f"{result.name:40}" + "".join(f"{one:>22}" for one in shown), flush=True)
        found.append((result.name, *shown))
    if to_docs:
        renew("benchmarks.md", "pages", table(found, ("page", *COLUMNS)))


if __name__ == "__main__":
    print_pages()
