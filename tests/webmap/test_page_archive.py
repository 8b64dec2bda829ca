"""A page with an archive of tiles beside it: it reads this file and no other."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from frontline.errors import DataError, InvalidRequestError
from frontline.webmap import page
from frontline.webmap.tiles import TileArchive, find_tiles

HOST = "http://maps.invalid/desk/"
SCRIPT = (
    Path(__file__).parents[2] / "tools/js/node_modules/protomaps-leaflet/dist/protomaps-leaflet.js"
)


def varint(number):
    parts = []
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])


def field(number, value):
    """Write a field of a protocol buffer: an integer, or bytes."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def zigzag(number):
    return varint(number << 1 if number >= 0 else -number * 2 - 1)


def earth_tile():
    """Return a vector tile that land covers."""
    moves = [9, *(0, 0), 26, *(4096, 0, 0, 4096, -4096, 0), 15]
    commands = {0, 3, 10}
    geometry = b"".join(
        varint(number) if at in commands else zigzag(number) for at, number in enumerate(moves)
    )
    feature = field(3, 3) + field(4, geometry)
    layer = field(15, 2) + field(1, b"earth") + field(2, feature) + field(5, 4096)
    return field(3, layer)


def archive_of(tile):
    """Return a PMTiles archive, version 3, of one tile of zoom 0."""
    directory = varint(1) + varint(0) + varint(1) + varint(len(tile)) + varint(1)
    metadata = b"{}"
    at = 127
    offsets = [at, len(directory), at + len(directory), len(metadata)]
    data = at + len(directory) + len(metadata)
    header = struct.pack(
        "<7sB11Q6B4iB2i", b"PMTiles", 3, *offsets, data, 0, data, len(tile), 1, 1, 1,
        *(1, 1, 1, 1, 0, 0), *(-1800000000, -850000000, 1800000000, 850000000), 0, 0, 0,
    )  # fmt: skip
    assert len(header) == 127
    return header + directory + metadata + tile


@pytest.mark.browser
def test_the_page_reads_its_archive_and_nothing_else(chromium, land):
    # The page has the coast of Natural Earth, and names it itself.
    tiles = TileArchive("region.pmtiles", SCRIPT, "Natural Earth · Protomaps")
    text = page.animation(land, tiles=tiles).get_root().render()
    assert "Protomaps LLC" in text  # the licence of what draws the tiles
    archive = archive_of(earth_tile())
    asked, complaints = [], []

    def answer(route):
        name = route.request.url.removeprefix(HOST)
        asked.append(name)
        if name == "map.html":
            route.fulfill(body=text, content_type="text/html; charset=utf-8")
            return
        wanted = route.request.headers.get("range", "bytes=0-99999").removeprefix("bytes=")
        first, last = (int(part) for part in wanted.split("-"))
        part = archive[first : last + 1]
        spot = f"bytes {first}-{first + len(part) - 1}/{len(archive)}"
        route.fulfill(status=206, body=part, headers={"content-range": spot, "etag": "x"})

    context = chromium.new_context(viewport={"width": 800, "height": 600})
    tab = context.new_page()
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda line: complaints.append(line.text))
    tab.route("**/*", answer)
    tab.goto(f"{HOST}map.html")
    painted = """() => [...document.querySelectorAll('.leaflet-tile-pane canvas')].some((one) =>
      one.getContext('2d').getImageData(one.width / 2, one.height / 2, 1, 1).data[3] > 0)"""
    for _ in range(100):
        if tab.evaluate(painted):
            break
        tab.wait_for_timeout(50)
    assert tab.evaluate(painted)
    assert set(asked) == {"map.html", "region.pmtiles"}
    assert [line for line in complaints if not line.startswith("Canvas2D")] == []
    credit = tab.inner_text(".leaflet-control-attribution")
    assert credit.count("Natural Earth") == credit.count("Protomaps") == 1
    other = "fetch('other.json').then(() => 'read', (error) => error.name)"
    assert tab.evaluate(other) == "TypeError"
    assert set(asked) == {"map.html", "region.pmtiles"}
    context.close()


def test_a_page_without_an_archive_may_connect_to_nothing(land):
    assert "connect-src" not in page.animation(land).get_root().render().split("<style>")[0]


@pytest.mark.parametrize(
    "name",
    ["../region.pmtiles", "https://maps.invalid/a.pmtiles", "/region.pmtiles", "a b.pmtiles"],
)
def test_an_archive_that_is_not_beside_the_page_is_refused(name):
    with pytest.raises(InvalidRequestError, match="beside the page"):
        find_tiles(name)
    below = TileArchive("tiles/region.pmtiles", SCRIPT)
    assert find_tiles(below) == below


def test_an_archive_needs_the_library_that_draws_it(land, tmp_path):
    with pytest.raises(InvalidRequestError, match="--tiles-script FILE"):
        find_tiles("region.pmtiles")
    other = tmp_path / "other.js"
    other.write_text("alert(1)")
    with pytest.raises(DataError, match="is not protomaps-leaflet"):
        page.animation(land, tiles=TileArchive("a.pmtiles", other)).get_root().render()
