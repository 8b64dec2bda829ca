"""Measure the processor time and memory of importing a million rows of events."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from import_places import write_dump
from peak import measure_all
from rows import Row

ROWS = 1_000_000
PLACES = 3_000
_FIRST = date(2001, 1, 1)
_ACLED = (
    *("event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1"),
    *("inter1", "actor2", "inter2", "location", "latitude", "longitude", "geo_precision"),
    *("source", "notes"),
)
_UCDP = (
    *("id", "type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates"),
    *("latitude", "longitude", "date_prec", "date_start", "date_end", "source_office"),
)
_SIDES = ("Army of South=south", "North Front=north")
_KINDS = ("Armed clash", "Air/drone strike", "Shelling/artillery/missile attack")


def battles(seed, places):
    """Return a random generator, and for each row its number, place, position and day."""
    draw = random.Random(seed)  # noqa: S311 - the same war each time
    for number in range(ROWS):
        yield draw, number, *draw.choice(places), _FIRST + timedelta(days=number * 3000 // ROWS)


def acled(places):
    """Make an ACLED export in which one row in fifty reports control."""
    yield _ACLED
    sides = ("Army of South", "State forces", "North Front", "Rebel group")
    note = "On that day the two sides fought, as the source says at some length." * 2
    for draw, number, name, lon, lat, day in battles(5, places):
        kind = "Government regains territory" if number % 50 == 0 else draw.choice(_KINDS)
        yield [f"XX{number}", day, 1, "Battles", kind, *sides, name, lat, lon, 1, "A; B", note]


def viina():
    """Make a status for each place and day, of which few change."""
    draw = random.Random(6)  # noqa: S311 - the same war each time
    yield "geonameid", "date", *(f"status_{one}" for one in ("wiki", "dsm", "isw")), "status"
    for place in range(1, PLACES + 1):
        status = draw.choice(("UA", "RU"))
        for number in range(ROWS // PLACES):
            status = draw.choice(("UA", "RU")) if draw.random() < 0.003 else status
            yield [place, f"{_FIRST + timedelta(days=number):%Y%m%d}", *[status] * 4]


def ucdp(places):
    """Make a UCDP GED file, of whose rows few name an exact place and day."""
    yield _UCDP
    for draw, number, name, lon, lat, day in battles(8, places):
        codes = (draw.choice("1123"), "Army of South", "North Front", draw.choice("112345"))
        yield [number, *codes, name, lat, lon, draw.choice("1112"), day, day, "A;B"]


def table(places):
    """Make a table of reports, each of another change."""
    yield "id", "day", "place", "lon", "lat", "before", "after", "publisher", "url"
    sides = ["Army of South", "North Front"]
    for draw, number, name, lon, lat, day in battles(7, places):
        draw.shuffle(sides)
        said = (f"Paper {draw.randrange(40)}", f"https://example.org/{number}")
        yield [f"R{number:07d}", day, name, lon, lat, *sides, *said]


def write_rows(path, rows):
    """Write a table row by row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _add_actors(path):
    """Add two actors; further columns of the table stay empty."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        write = csv.DictWriter(file, columns, lineterminator="\n").writerow
        write({"id": "north", "name": "North", "colour": "#2f7f86", "pattern": "plain"})
        write({"id": "south", "name": "South", "colour": "#b5532d", "pattern": "plain"})


def imports():
    """Import a million rows of each of four sources into a package of places."""
    command = [sys.executable, "-m", "frontline"]
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write_dump(home / "XX.txt", PLACES)
        rows = [line.split("\t") for line in (home / "XX.txt").read_text("utf-8").splitlines()]
        places = [(row[1], row[5], row[4]) for row in rows if row[6] == "P"]
        for rows in (acled(places), viina(), ucdp(places), table(places)):
            write_rows(home / f"{rows.__name__}.csv", rows)
        for kind, into, about, actors in (
            ("acled", "one", "ACLED, one in fifty used", _SIDES),
            ("ucdp", "one", "UCDP GED, beside those of ACLED", _SIDES),
            ("viina", "two", "VIINA", ("UA=north", "RU=south")),
            ("table", "three", "a table, each of another change", _SIDES),
        ):
            folder = home / into
            if not folder.exists():
                _begin(command, folder, home / "XX.txt")
            given = [f"--actor={one}" for one in actors]
            given += ["--yes"] if kind == "table" else []
            words = [kind, home / f"{kind}.csv", "--into", folder, *given]
            took, elapsed, held = measure_all(*command, "import", *words)
            yield Row(f"import of {ROWS:,} rows of {about}", took)
            yield Row("the same: elapsed", elapsed)
            yield Row("the same: peak memory of all processes", held, unit="MB")


def _begin(command, folder, dump):
    """Create a package with the places of a dump and two actors."""
    subprocess.run([*command, "init", folder], check=True, capture_output=True)
    words = [*command, "import", "geonames", dump, "--into", folder]
    subprocess.run(words, check=True, capture_output=True)
    _add_actors(folder / "actors.csv")


if __name__ == "__main__":
    for row in imports():
        print(row.line())
