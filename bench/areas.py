"""Measure how long places take their control from two years of daily maps."""

from __future__ import annotations

import json
import sys
import time
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import shapely
from peak import run
from rows import Row

from frontline.area_models import AreaReport, ControlArea
from frontline.models import Place
from frontline.package.area_statements import area_statements

PLACES, DAYS, CORNERS = 100_000, 770, 2_800
FIRST = date(2019, 1, 1)


def maps():
    """Yield the ground of one side on each day; its front moves on a fiftieth of its length."""
    chance = np.random.default_rng(7)
    lat = np.linspace(33, 37, CORNERS)
    lon = 37 + 0.3 * np.sin(lat * 9) + chance.normal(0, 0.005, CORNERS)
    for _ in range(DAYS):
        start = int(chance.integers(0, CORNERS - CORNERS // 50))
        lon[start : start + CORNERS // 50] += chance.normal(0, 0.005)
        yield shapely.Polygon([(35, 33), *zip(lon, lat, strict=True), (35, 37)])


def invented():
    """Return what an import makes of the maps, and places between them."""
    chance = np.random.default_rng(11)
    spots = chance.uniform([35, 33], [39, 37], (PLACES, 2))
    places = {
        f"p{n}": Place(
            id=f"p{n}", name="x", kind="village", lon=lon, lat=lat, position_error_m=500,
            sources=("invented",), licence="CC0",
        )
        for n, (lon, lat) in enumerate(spots.tolist())
    }  # fmt: skip
    shapes = {f"a{n}": ground for n, ground in enumerate(maps())}
    shapes["all"] = shapely.box(35, 33, 39, 37)
    areas = {
        id_: ControlArea(
            id=id_, geometry=json.loads(shapely.to_geojson(shape)), sources=("x",), licence="CC0"
        )
        for id_, shape in shapes.items()
    }
    rows = []
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        for id_, actor, extent in ((f"a{n}", "west", "whole"), ("all", "east", "rest")):
            rows.append(
                AreaReport(
                    area_report_id=f"{extent}-{n}", area=(id_,), extent=extent, state="held",
                    actors=(actor,), first_day=day, last_day=day, throughout="yes",
                    publisher="atlas", url="https://atlas.invalid/",
                )
            )  # fmt: skip
    coverage = SimpleNamespace(region=(35, 33, 39, 37))
    return SimpleNamespace(
        gazetteer=places, outlines={}, admin=(), control_areas=areas, area_reports=tuple(rows),
        coverage=coverage,
    )  # fmt: skip


def points_alone(package, days=10):
    """Find the points in each polygon with shapely, without errors and spans; scaled."""
    points = shapely.points([(p.lon, p.lat) for p in package.gazetteer.values()])
    shapes = [shapely.geometry.shape(package.control_areas[f"a{n}"].geometry) for n in range(days)]
    start = time.process_time()
    for shape in shapes:
        shapely.contains(shape, points)
    return (time.process_time() - start) / days * DAYS


def areas():
    """Measure in a process of its own, whose memory counts."""
    (took, peer), _, peak = run(sys.executable, __file__)
    took, peer = float(took), float(peer)
    work = f"{PLACES:,} places on {DAYS} daily maps of {CORNERS:,} corners"
    yield Row(work, took, peer, "`shapely.contains` each day, points alone (10 days, scaled)")
    yield Row("the same: peak memory", peak, unit="MB")


if __name__ == "__main__":
    made = invented()
    began = time.process_time()  # one thread; the processor time on a busy machine too
    area_statements(made)
    ended = time.process_time() - began
    print(ended, points_alone(made))
