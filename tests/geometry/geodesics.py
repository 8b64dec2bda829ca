"""Positions, lines and rings anywhere on the globe, and lengths as geographiclib has them."""

from __future__ import annotations

import itertools
import math

from geographiclib.geodesic import Geodesic
from hypothesis import settings
from hypothesis import strategies as st

WGS84 = Geodesic.WGS84
REGION = (35.8, 34.9, 37.5, 36.5)
ANCHORS = [(36.6, 35.4), (151.2, -33.9), (15.6, 78.2), (179.9, -16.8), (-40.0, 89.8), (0.0, 0.0)]
measured = settings(deadline=None, max_examples=40)
lons = st.floats(-180, 180)
lats = st.floats(-90, 90)
anywhere = st.tuples(lons, lats)
bearings = st.floats(0, 360, exclude_max=True)
steps = st.tuples(bearings, st.sampled_from([0.0, 0.5, 30.0, 499.0, 4_000.0, 50_000.0]))


def destination(position, bearing, metres):
    end = WGS84.Direct(position[1], position[0], bearing, metres)
    return end["lon2"], end["lat2"]


def distance_between(one, two):
    return WGS84.Inverse(one[1], one[0], two[1], two[0])["s12"]


@st.composite
def random_lines(draw):
    """Vertices of a line of one to five edges that starts at one of the anchors."""
    vertices = [draw(st.sampled_from(ANCHORS))]
    for bearing, metres in draw(st.lists(steps, min_size=1, max_size=5)):
        vertices.append(destination(vertices[-1], bearing, metres))
    return vertices


@st.composite
def random_rings(draw, radii=(200.0, 3_000.0, 40_000.0)):
    """Vertices of a ring around its centre, none twice, no edge through the centre."""
    centre = draw(st.sampled_from(ANCHORS))
    radius = draw(st.sampled_from(radii))
    shares = draw(st.lists(st.floats(0.5, 1), min_size=5, max_size=8))
    turn = draw(st.floats(0, 70))
    ring = [
        destination(centre, turn + 360 * i / len(shares), share * radius)
        for i, share in enumerate(shares)
    ]
    return centre, radius, ring


def offsets(reach_m):
    return st.tuples(bearings, st.one_of(st.floats(0, 10), st.floats(0, reach_m)))


def edge_distance(start, end, position):
    """Golden-section search along one edge: the distance has one minimum on it."""
    line = WGS84.InverseLine(start[1], start[0], end[1], end[0])

    def at(metres):
        there = line.Position(metres)
        return distance_between(position, (there["lon2"], there["lat2"]))

    low, high, ratio = 0.0, line.s13, (math.sqrt(5) - 1) / 2
    left, right = high - ratio * high, ratio * high
    at_left, at_right = at(left), at(right)
    for _ in range(55):
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - ratio * (high - low)
            at_left = at(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + ratio * (high - low)
            at_right = at(right)
    return min(at_left, at_right, at(0), at(line.s13))


def line_distance(vertices, position, most=math.inf):
    """The distance of the nearest edge, or `most` if all are farther.

    An edge is searched if it can be nearer than what was found: by the triangle inequality, no
    position on it is nearer than half of what its ends are farther away than it is long.
    """
    edges = list(itertools.pairwise(vertices))
    away = list(itertools.pairwise(distance_between(position, one) for one in vertices))
    spare = [sum(two) - distance_between(*edge) for two, edge in zip(away, edges, strict=True)]
    nearest = min(most, *map(min, away))
    for least, edge in sorted(zip(spare, edges, strict=True)):
        if least / 2 > nearest:
            break
        nearest = min(nearest, edge_distance(*edge, position))
    return nearest


def close_ring(ring):
    return [*ring, ring[0]]


def sample_ring(ring, every_m):
    """Positions along the edges of a ring, made by geographiclib."""
    found = []
    for start, end in itertools.pairwise(close_ring(ring)):
        line = WGS84.InverseLine(start[1], start[0], end[1], end[0])
        count = max(math.ceil(line.s13 / every_m), 1)
        for i in range(count):
            there = line.Position(line.s13 * i / count)
            found.append((there["lon2"], there["lat2"]))
    return found


def winds_around(ring, radius, position):
    """Whether the ring goes around a position, from the bearings at which it is seen."""
    seen = [
        WGS84.Inverse(position[1], position[0], lat, lon)["azi1"]
        for lon, lat in close_ring(sample_ring(ring, radius / 20))
    ]
    turns = sum((b - a + 180) % 360 - 180 for a, b in itertools.pairwise(seen))
    return abs(turns) > 180
