"""Maps of Wikipedia: the marks of a day become first holders, or changes since then."""

from __future__ import annotations

import pytest
from sample_imports import SAMPLES, events, import_sample, reasons
from typer.testing import CliRunner

from frontline.cli import app
from frontline.package.package import read_package

WIKIPEDIA = {"red": "south", "green": "north"}
REVISION = {"on": "2001-01-10", "url": "https://en.wikipedia.org/w/index.php?oldid=7"}


def test_marks_of_a_later_day_become_changes(land_copy):
    summary = import_sample(land_copy, "wikipedia", "detailed_map.lua", WIKIPEDIA, REVISION)
    assert (summary.read, summary.used, summary.merged) == (8, 1, 2)
    assert summary.left_out == {
        "a circle or arc shows pressure, not control": 1,
        "the mark has no colour of an actor": 1,
        "the mark of a rural area is not a place": 1,
    }
    assert reasons(summary) == {
        "the picture of the mark is not in this file": "Fir",
        "longitude and latitude look swapped": "0.0, 30.2",
    }
    # Alder is as the record has it; Birch adds a publisher to E3, which is denied; Elm is contested
    new = [one for key, one in events(land_copy).items() if key.startswith("WIKI-")]
    assert [(one.place_id, one.kind) for one in new] == [("elm", "contested")]
    publishers = [one.publisher for one in read_package(land_copy).reports["E3"]]
    assert "wikipedia" in publishers


def test_marks_of_the_first_day_become_first_holders(land_copy):
    for name in ("baseline", "events", "reports", "unplaced"):
        path = land_copy / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    settings = REVISION | {"on": "2001-01-01"}
    import_sample(land_copy, "wikipedia", "detailed_map.lua", WIKIPEDIA, settings)
    package = read_package(land_copy)
    assert {row.place_id: row.holder for row in package.baseline} == {
        "alder": "north", "birch": "south",
    }  # fmt: skip
    assert [one.kind for one in package.events] == ["contested"]


@pytest.mark.parametrize("lacks", ["on", "url"])
def test_a_map_needs_its_day_and_its_address(land_copy, lacks):
    words = ["import", "wikipedia", str(SAMPLES / "detailed_map.lua"), "--into", str(land_copy)]
    given = [f"--set={key}={value}" for key, value in REVISION.items() if key != lacks]
    done = CliRunner().invoke(app.app, [*words, *given])
    assert done.exit_code == 2
    assert f"--set {lacks}=" in done.stderr
