"""Measure pictures and films of the built-in record, by cold commands."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from peak import measure
from rows import Row

import frontline

DAY = "2020-02-10"
#: The peer draws the same ground in the same size: no names, front, key, scale or basemap.
_PEER = """
import sys
import geopandas
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
ground = geopandas.read_file(sys.argv[1])
figure, axes = plt.subplots(figsize=(19.2, 10.8), dpi=100)
ground.plot(ax=axes, column="holder", legend=True)
figure.savefig(sys.argv[2])
"""


def pictures():
    """Measure a still, a film of the whole record, and a GIF of a month."""
    command = [sys.executable, "-m", "frontline"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ground = folder / "ground.geojson"
        layers = frontline.open().layers(first=DAY, last=DAY, layers="territory")
        layers["territory"].to_file(ground)
        peer = [sys.executable, "-c", _PEER, ground, folder / "peer.png"]
        measure(*peer)  # makes the font cache of matplotlib
        still = [*command, "map", "--on", DAY, "--size", "1920x1080", "--out", folder / "map.png"]
        mine, theirs = (min(measure(*words)[0] for _ in range(3)) for words in (still, peer))
        yield Row(
            "a still of 1920 x 1080, cold", mine, theirs, "geopandas, matplotlib: ground alone"
        )
        film = [*command, "animate", "--size", "1920x1080", "--out", folder / "film.mp4"]
        took, peak = measure(*film)
        yield Row("the whole record as MP4 of 1920 x 1080", took)
        yield Row("the same: peak memory", peak, unit="MB")
        yield Row("the same: size", (folder / "film.mp4").stat().st_size / 1e6, unit="MB")
        month = ["--from", "2020-01-24", "--to", "2020-02-23", "--size", "800x600"]
        took = measure(*command, "animate", *month, "--out", folder / "month.gif")[0]
        yield Row("a month as GIF of 800 x 600", took)
        yield Row("the same: size", (folder / "month.gif").stat().st_size / 1e6, unit="MB")
