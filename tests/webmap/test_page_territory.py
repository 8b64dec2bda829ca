"""The rounded territory on every day of the record: no gap, no overlap, each place on its side.

The scripts of the page make the shapes in Node; the tests read only the path data.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from invented_land import grid_atlas
from parsed_page import rings_of_cells

from frontline.webmap.payload import page_data

TOOL = Path(__file__).parent.parent / "js" / "shapes_of_days.mjs"
#: Pieces that a curve is cut into; even, so that half a curve is cut at the same points.
PIECES = 8
NUMBER = re.compile(r"-?[\d.]+")


def rings_of(text, corners=None):
    """Read a path as polylines.

    Curves are cut in `PIECES`; given the corners of all cells, a curve that bends elsewhere is
    one half of another, and is cut at the same points.
    """
    if not text:
        return []
    signs = np.asarray(re.findall("[MLQZ]", text))
    numbers = np.asarray([float(one) for one in NUMBER.findall(text)]).reshape(-1, 2)
    pairs = np.select([signs == "Q", signs == "Z"], [2, 0], 1)
    last = np.cumsum(pairs) - 1
    is_curve = signs == "Q"
    ends = numbers[last]
    starts, bends = numbers[last[is_curve] - 2], numbers[last[is_curve] - 1]
    pieces = np.where(is_curve, PIECES, np.where(signs == "Z", 0, 1))
    if corners is not None:
        pieces[is_curve] = [
            PIECES if tuple(bend) in corners else PIECES // 2 for bend in bends.tolist()
        ]
    points = np.repeat(ends, pieces, axis=0)
    begins = np.cumsum(pieces) - pieces
    for count in {*pieces[is_curve].tolist()}:
        own = pieces[is_curve] == count
        share = np.linspace(0, 1, count + 1)[1:, None]
        curves = (
            (1 - share) ** 2 * starts[own, None]
            + 2 * share * (1 - share) * bends[own, None]
            + share**2 * ends[is_curve][own, None]
        )
        places = begins[is_curve][own][:, None] + np.arange(count)
        points[places.ravel()] = curves.reshape(-1, 2)
    first = np.flatnonzero(signs == "M")
    is_closed = signs[np.append(first[1:], len(signs)) - 1] == "Z"
    lines = np.split(points, begins[first[1:]])
    return [
        np.vstack([line, line[:1]]) if closed else line
        for line, closed in zip(lines, is_closed, strict=True)
    ]


@cache
def outlines_of(text):
    """Read a path once for all tests: it stays the same while nothing near it moves."""
    return rings_of(text)


def sides_of(text, corners):
    """Return the straight sides of a path as pairs of points, in the direction of the path."""
    found = Counter()
    for ring in rings_of(text, corners):
        points = [tuple(point) for point in np.round(ring, 3).tolist()]
        found.update((a, b) for a, b in pairwise(points) if a != b)
    return found


def area_of(text):
    total = 0.0
    for ring in outlines_of(text):
        x, y = ring.T
        total += float(x[:-1] @ y[1:] - x[1:] @ y[:-1]) / 2
    return total


def inside(texts, points):
    """Return which points lie in some paths, where a ring within a ring is a hole."""
    rings = [ring for text in texts for ring in outlines_of(text) if len(ring) > 3]
    polygons = np.asarray([shapely.Polygon(ring) for ring in rings], dtype=object)
    _, within = shapely.STRtree(shapely.points(points)).query(polygons, predicate="contains")
    return np.bincount(within, minlength=len(points)) % 2 == 1


def shapes_of(data, folder):
    path = folder / "data.json"
    path.write_text(json.dumps(data))
    done = subprocess.run(["node", str(TOOL), str(path)], capture_output=True, check=True)
    head, *days = (json.loads(line) for line in done.stdout.splitlines())
    corners = {day["day"]: {tuple(corner) for corner in day["corners"]} for day in days}
    patches = {day["day"]: day["patches"] for day in days}
    return np.asarray(head["sites"], dtype=float), corners, patches


@pytest.fixture(scope="module")
def atlas(atlas_of_places):
    """The laws below are those of ground that no report of an area extends."""
    return atlas_of_places


@pytest.fixture(scope="module")
def record(atlas, tmp_path_factory):
    data = page_data(atlas, atlas.record.first, atlas.record.last, title="All")
    return data, *shapes_of(data, tmp_path_factory.mktemp("shapes"))


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A record so large that its territory is drawn in patches."""
    # Of a record beyond 100,000 places times days, no distances between places are measured.
    atlas = grid_atlas(places=1800, days=56, changes=300)
    data = page_data(atlas, atlas.record.first, atlas.record.last, title="Large")
    return atlas, *shapes_of(data, tmp_path_factory.mktemp("large"))


def controls(atlas, day):
    codes = atlas.record.codes(atlas.record.first + timedelta(days=day))
    return [atlas.record.states[code] for code in codes[: len(atlas.sites)]]


def key_of(atlas, state):
    return "-".join([state.status, *(str(atlas.actors.index(actor)) for actor in state.actors)])


def territories(patches):
    """Return key and path of all territory of a day."""
    return [item for patch in patches for item in patch["territory"].items()]


def joined(patches, part):
    return "".join(patch[part] for patch in patches)


def assert_places_lie_in_their_territory(atlas, sites, day, patches):
    states = controls(atlas, day)
    keys = np.asarray([key_of(atlas, state) for state in states])
    drawn = territories(patches)
    for key in {*keys, *(key for key, _ in drawn)}:
        inside_own = inside([text for own, text in drawn if own == key], sites)
        assert (inside_own == (keys == key)).all(), (day, key)
    for number, kind in enumerate(("inferred", "claimed", "disputed")):
        covered = inside([patch["evidence"][number] for patch in patches], sites)
        weak = [state.status == "held" and state.evidence == kind for state in states]
        assert (covered == np.asarray(weak)).all(), (day, kind)


def assert_no_gap_and_no_overlap(day, patches, corners):
    """Each side is in one path, and in opposite direction in another path or none."""
    owner = {}
    for key, text in territories(patches):
        for side, times in sides_of(text, corners).items():
            assert times == 1, (day, side)
            assert side not in owner, (day, side)
            owner[side] = key
    shared = {
        (one, other): {key, owner[other, one]}
        for (one, other), key in owner.items()
        if (other, one) in owner
    }
    kinds = {
        side: sorted(key.split("-")[0] for key in keys)
        for side, keys in shared.items()
        if len(keys) == 2
    }
    front = {side for side, kind in kinds.items() if kind == ["held", "held"]}
    drawn = sides_of(joined(patches, "front"), corners)
    reversed_ = {(other, one) for one, other in drawn}
    assert set(drawn.values()) <= {1}
    assert not reversed_ & set(drawn)
    assert reversed_ | set(drawn) == front, day
    outline = sides_of(joined(patches, "outline"), corners)
    fought = {side for side, kind in kinds.items() if kind == ["contested", "held"]}
    assert {(other, one) for one, other in outline} | set(outline) == fought, day
    return len(front)


def test_each_place_lies_in_the_territory_of_its_class_on_every_day(atlas, record):
    _, sites, _, days = record
    assert len(days) > 80
    for day, patches in days.items():
        assert len(patches) == 1
        assert_places_lie_in_their_territory(atlas, sites, day, patches)


def test_neighbours_share_one_line_on_every_day_and_the_front_is_that_line(record):
    _, _, corners, days = record
    assert min(assert_no_gap_and_no_overlap(*item, corners[item[0]]) for item in days.items()) > 100


def test_a_large_record_is_drawn_in_patches_without_gap_or_overlap(large):
    atlas, sites, corners, days = large
    for day, patches in list(days.items())[::8]:
        assert len(patches) > 4
        assert_places_lie_in_their_territory(atlas, sites, day, patches)
        assert assert_no_gap_and_no_overlap(day, patches, corners[day]) > 100


def test_the_territory_has_the_area_of_all_known_cells_on_every_day(atlas, record):
    data, _, _, days = record
    cells = sizes_of_cells(data)
    for day, patches in days.items():
        drawn = [(key, abs(area_of(text))) for key, text in territories(patches)]
        assert sum(area for _, area in drawn) == pytest.approx(cells.sum(), rel=1e-5), day
        known = np.asarray([state.status != "unknown" for state in controls(atlas, day)])
        coloured = sum(area for key, area in drawn if key != "unknown")
        # The border with unknown territory is rounded too.
        assert coloured == pytest.approx(cells[known].sum(), rel=2e-3), day


def test_outlines_are_valid_and_evidence_lies_within_territory(record):
    _, _, _, days = record
    for patches in list(days.values())[::15]:
        held = [whole(text) for key, text in territories(patches) if key.startswith("held")]
        for territory in held:
            assert territory.is_valid
        own = shapely.union_all(held)
        for covered in patches[0]["evidence"]:
            if covered:
                beyond = whole(covered).difference(own.buffer(0.01)).area
                assert beyond < 1e-6 * own.area


def test_the_band_is_that_of_the_library_and_holds_the_front(atlas, record):
    data, _, _, days = record
    for day, patches in list(days.items())[::15]:
        state = atlas.on(atlas.record.first + timedelta(days=day))
        expected = shapely.transform(
            atlas.cells.to_geographic(state.front_shape.band), lambda xy: to_units(data, *xy.T)
        )
        parts = [shapely.make_valid(shapely.Polygon(r)) for r in rings_of(patches[0]["band"])]
        band = shapely.union_all(parts)
        assert band.symmetric_difference(expected).area < 0.02 * expected.area
        front = shapely.union_all([shapely.linestrings(r) for r in rings_of(patches[0]["front"])])
        assert front.difference(band.buffer(1)).length < 1e-3 * front.length


def whole(text):
    """Return the polygon of a path; rings within rings are holes."""
    first, *rest = (shapely.Polygon(ring) for ring in rings_of(text) if len(ring) > 3)
    for ring in rest:
        first = first.symmetric_difference(ring)
    return first


def to_units(data, lon, lat):
    """Project longitudes and latitudes to the plane of the page, by Web Mercator."""

    def world(lon, lat):
        north = np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)) / (2 * np.pi)
        return 256 * 2**17 * np.column_stack([lon / 360 + 0.5, 0.5 - north])

    west, _, _, north = data["region"]
    corner = world(*((np.asarray([[west], [north]]) + np.reshape(data["origin"], (2, 1))) / 1e5))
    return world(np.asarray(lon), np.asarray(lat)) - np.floor(corner)


def sizes_of_cells(data):
    """Compute the area of each cell in the plane of the page."""
    cells, (lon0, lat0) = data["ground"], data["origin"]
    xy = to_units(data, (np.cumsum(cells["x"]) + lon0) / 1e5, (np.cumsum(cells["y"]) + lat0) / 1e5)
    areas = []
    for rings in rings_of_cells(data):
        area = 0.0
        for ring in rings:
            u, v = (xy[ring] - xy[ring[0]]).T
            area += float(u @ np.roll(v, -1) - v @ np.roll(u, -1)) / 2
        areas.append(abs(area))
    return np.asarray(areas)
