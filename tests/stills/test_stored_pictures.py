"""Stored pictures guard every layer of the scene: an invented land, byte for byte.

Renew them with ``--renew-pictures``, and look at each.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from area_rows import area, area_report
from invented_ground import ROAD, TERRAIN
from invented_histories import LAND

from frontline.annotation_model import Annotation
from frontline.atlas import Atlas
from frontline.control.rules import RULES
from frontline.stills.scene import LAYERS
from frontline.stills.still import still

FOLDER = Path(__file__).parent.parent / "pictures"
DAYS = {"first_day": date(2001, 1, 1), "last_day": date(2001, 1, 10)}
NOTES = (
    Annotation(annotation_id="N1", place_id="elm", text="The bridge is closed", **DAYS),
    Annotation(annotation_id="N2", lon=30.25, lat=0.05, to_lon=30.12, to_lat=0.12, actor="south",
               **DAYS),
)  # fmt: skip
VIEWS = {
    "still-near": {
        "size": "560x560",
        "since": "2001-01-01",
        "title": "Nine invented towns",
        "band": True,
    },
    "still-far": {"size": "640x480", "view": "28,-3,34,1.6", "language": "ar"},
    "still-old": {"size": "480x360"},
}


@pytest.fixture(scope="module")
def pictures():
    strip = area("strip", 29.9, -0.1, 30.05, 0.3)
    seen = area_report("A1", ("strip",), ("south",), 1, 9, throughout="")
    hill = LAND.gazetteer["elm"].model_copy(
        update={"id": "hill", "name": "Hill", "name_ar": "", "lon": 29.96, "lat": 0.24}
    )
    package = replace(
        LAND, gazetteer={**LAND.gazetteer, "hill": hill}, annotations=NOTES,
        control_areas={"strip": strip}, area_reports=(seen,),
        roads=(ROAD,), terrain=TERRAIN,
    )  # fmt: skip
    state = Atlas(package, RULES["standard"]).on("2001-01-05")
    states = {"still-old": old_claim()}
    return {name: still(states.get(name, state), **options) for name, options in VIEWS.items()}


def old_claim():
    """Return a day two months after the only report, a claim about a town among the others."""
    rows = tuple(
        row.model_copy(update={"holder": "south"}) if row.place_id == "birch" else row
        for row in LAND.baseline
    )
    longer = LAND.coverage.model_copy(update={"last_day": date(2001, 3, 31)})
    package = replace(LAND, baseline=rows, events=(), all_reports=(), coverage=longer)
    return Atlas(package, RULES["standard"]).on("2001-03-01")


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_picture_is_the_stored_one(pictures, name, ending, request):
    drawn = pictures[name]
    found = drawn.svg.encode() if ending == "svg" else drawn.png()
    path = FOLDER / f"{name}.{ending}"
    if request.config.getoption("--renew-pictures"):
        path.write_bytes(found)
    assert path.read_bytes() == found, f"{path.name} differs; see --renew-pictures"


def test_the_stored_pictures_show_every_layer(pictures):
    drawn = {
        layer for one in pictures.values() for layer, marks in one.scene.layers.items() if marks
    }
    assert set(LAYERS) == drawn
