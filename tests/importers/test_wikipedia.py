"""Maps of Wikipedia: the marks of a day become first holders, or statements."""

from __future__ import annotations

import pytest
from sample_imports import SAMPLES, events, import_sample, reasons
from typer.testing import CliRunner

from frontline.atlas import Atlas
from frontline.cli import app
from frontline.control.rules import RULES
from frontline.package.package import read_package

WIKIPEDIA = {"red": "south", "green": "north"}
REVISION = {"on": "2001-01-10", "url": "https://en.wikipedia.org/w/index.php?oldid=7"}


def test_marks_of_a_later_day_become_statements(land_copy):
    summary = import_sample(land_copy, "wikipedia", "detailed_map.lua", WIKIPEDIA, REVISION)
    assert (summary.read, summary.used, summary.merged) == (8, 3, 0)
    assert summary.left_out == {
        "a circle or arc shows pressure, not control": 1,
        "the mark has no colour of an actor": 1,
        "the mark of a rural area is not a place": 1,
    }
    assert reasons(summary) == {
        "the picture of the mark is not in this file": "Fir",
        "longitude and latitude look swapped": "0.0, 30.2",
    }
    # Alder is as the record has it, Birch in other hands, and Elm contested.
    new = [one for key, one in events(land_copy).items() if key.startswith("WIKI-")]
    assert [(one.place_id, one.kind, one.before, one.after) for one in new] == [
        ("alder", "held", "north", "north"),
        ("birch", "held", "south", "south"),
        ("elm", "held", "north", "south"),
    ]
    assert str(read_package(land_copy).reports[new[0].event_id][0].published_on) == "2001-01-10"


def test_marks_of_several_revisions_confirm_the_holder_and_date_the_change(land_copy):
    for name in ("baseline", "events", "reports", "unplaced"):
        path = land_copy / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    colours = {"2001-01-01": "red", "2001-01-20": "red", "2001-02-03": "red", "2001-02-04": "green"}
    for day, colour in colours.items():
        path = land_copy.parent / f"{day}.lua"
        path.write_text(
            'return { marks = { { lat = "0.1", long = "30.1", '
            f'mark = "Location dot {colour}.svg", label = "Elm" }} }} }}\n'
        )
        settings = {"on": day, "url": f"https://en.wikipedia.org/w/index.php?oldid={day[-2:]}"}
        import_sample(land_copy, "wikipedia", path, WIKIPEDIA, settings)
    package = read_package(land_copy)
    assert str(package.coverage.last_day) == "2001-02-04"
    spans = Atlas(package, RULES["standard"]).record.spans("elm")
    held = [(s.control.status, s.control.holder, str(s.first), str(s.reported)) for s in spans]
    assert held == [
        ("held", "south", "2001-01-01", "2001-01-01"),
        ("held", "south", "2001-01-20", "2001-01-20"),
        ("held", "south", "2001-02-03", "2001-02-03"),
        ("held", "north", "2001-02-04", "2001-02-04"),
    ]


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
    assert [(one.kind, one.before, one.after) for one in package.events] == [
        ("held", "north", "south")
    ]


@pytest.mark.parametrize("lacks", ["on", "url"])
def test_a_map_needs_its_day_and_its_address(land_copy, lacks):
    words = ["import", "wikipedia", str(SAMPLES / "detailed_map.lua"), "--into", str(land_copy)]
    given = [f"--set={key}={value}" for key, value in REVISION.items() if key != lacks]
    done = CliRunner().invoke(app.app, [*words, *given])
    assert done.exit_code == 2
    assert f"--set {lacks}=" in done.stderr
