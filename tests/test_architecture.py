"""The house: each module stands on a floor and imports only from floors beneath it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import frontline

HOUSE = Path(frontline.__file__).parent

#: The floors of the house, times ten, so that neighbours on one floor can stand above each other.
#: A new module fails until it is given its floor here.
FLOORS = {
    # 0: what can go wrong
    "errors": 0,
    # 1: values, days, names, and the reading and writing of files
    "model": 10,
    "days": 10,
    "names": 10,
    "files": 10,
    "wording": 11,
    # 2: the data package
    "references": 15,
    "package": 20,
    "descriptor": 21,
    # 3 to 5: places, rules, evidence, control
    "gazetteer": 30,
    "editorial": 39,
    "evidence": 40,
    "control": 50,
    # 6: the ellipsoid
    "geodesy": 60,
    "strips": 61,
    "geodesic_lines": 62,
    "geodesic_areas": 63,
    # 7: ground and roads; what is held back, and what a package says against itself
    "territory": 70,
    "caution": 70,
    "clock": 70,
    "highway": 71,
    "checks": 71,
    # 8 and 9: the front, distances
    "front": 80,
    "distance": 90,
    "frames": 90,
    "sketch": 90,
    # 9: what others hold, brought into a package
    "intake.found": 95,
    "intake.report": 96,
    "intake.encodings": 95,
    "intake.rows": 96,
    "intake.review": 96,
    "intake.sheets": 96,
    "intake.columns": 96,
    "intake.draft": 97,
    "intake.asked": 98,
    "intake.place_rows": 96,
    "intake.merging": 98,
    "intake.positions": 98.1,
    "intake.layers": 98.2,
    "intake.shapes": 98.3,
    "intake.areas": 98.5,
    "intake.outlines": 98.5,
    "intake.roads": 98.5,
    "intake.geonames": 98.5,
    "intake.ocha": 98.5,
    "intake.openstreetmap": 98.5,
    "intake.whosonfirst": 98.5,
    "intake.kinds": 99,
    "intake.day_columns": 97,
    "intake.lua": 97,
    "intake.placing": 97,
    "intake.cast": 97,
    "intake.guessing": 97,
    "intake.voices": 98,
    "intake.records": 98.2,
    "intake.settling": 98.4,
    "intake.exports": 98.6,
    "intake.acled": 98.8,
    "intake.reports_table": 98.8,
    "intake.ucdp": 98.8,
    "intake.viina": 98.8,
    "intake.wikipedia": 98.8,
    "intake.starting": 99,
    "intake.adding": 99,
    "intake.geocoder": 98,
    "intake.proposals": 99,
    # 10: a package without its days, one day of it, and the desk that sets claims against it
    "groundwork": 100,
    "state": 101,
    "export.layer": 102,
    "export.markup": 102,
    "export.runs": 102,
    "export.whole": 102,
    "export.about": 103,
    "export.places": 103,
    "export.geojson": 104,
    "export.ground": 104,
    "export.kml": 104,
    "export.parquet": 104,
    "export.qgis": 104,
    "export.roads": 104,
    "export.sheet": 104,
    "export.geopackage": 105,
    "export.topology": 105,
    "export.write": 106,
    "weighing.comparison": 102,
    "weighing.knowledge": 102,
    "weighing.silence": 102,
    "weighing.left_out": 103,
    "weighing.omission": 104,
    "weighing.shaking": 103,
    # the claim desk's reader: from text to claims
    "desk.plain_text": 91,
    "desk.vocabulary": 92,
    "desk.numerals": 93,
    "desk.forces_in_text": 93,
    "desk.places_in_text": 93,
    "desk.quantities": 94,
    "desk.calendar_words": 94,
    "desk.roads_in_text": 94,
    "desk.mentions": 95,
    "desk.grammar": 96,
    "desk.referents": 97,
    "desk.claims": 98,
    "desk.distance_claims": 99,
    "desk.direction_claims": 100,
    "desk.ground_claims": 100,
    "desk.verb_frames": 100,
    "desk.control_claims": 101,
    "desk.reading": 102,
    # and its judge: from claims to answers
    "desk.force_distance": 103,
    "desk.saying": 103,
    "desk.verdict": 103,
    "desk.ways": 107,
    "desk.lengths": 107,
    "desk.rounding": 107,
    "desk.of_areas": 108,
    "desk.of_counts": 108,
    "desk.of_forces": 108,
    "desk.fragility": 108,
    "desk.printable": 108,
    "desk.of_distance": 109,
    "desk.of_rings": 110,
    "desk.of_roads": 110,
    "desk.of_control": 111,
    "desk.check": 112,
    # 11: the one object a user holds
    "atlas": 113,
    # 12: answers as plain data, as words, as pages
    "tables": 120,
    "talk": 120,
    "desk.tables": 121,
    "weighing.tables": 121,
    "weighing.talk": 121,
    "drawing.wordbook": 120,
    "drawing.colours": 118,
    "drawing.palette": 118,
    "drawing.house": 119,
    "drawing.districts": 120,
    "articles": 121,
    "batch": 122,
    "drawing.style": 121,
    "drawing.reasons": 121,
    "drawing.shapes": 121,
    "drawing.seal": 121,
    "drawing.tiles": 121,
    "drawing.history": 122,
    "drawing.moments": 121,
    "drawing.focus": 121,
    "drawing.nearness": 121,
    "drawing.spellings": 121,
    "drawing.ages": 121,
    "drawing.bundle": 122,
    "drawing.marked_text": 122,
    "drawing.number_line": 122,
    "drawing.window": 122,
    "drawing.small_map": 123,
    "drawing.scenes": 124,
    "drawing.cards": 125,
    "drawing.report": 126,
    "drawing.layers": 122,
    "drawing.locator": 122,
    "drawing.routes": 122,
    "drawing.contents": 123,
    "drawing.player": 123,
    "drawing.root": 123,
    "drawing.page": 124,
    "drawing.build": 125,
    "notebook": 126,
    # 13: the command
    "options": 127,
    "terminal": 128,
    "asking": 128,
    "commands.adding": 129,
    "commands.ask": 129,
    "commands.files": 129,
    "commands.pages": 129,
    "commands.claims": 129,
    "commands.packages": 129,
    "commands.intake": 129,
    "commands.weigh": 129,
    "commands.locating": 129,
    "cli": 130,
}

#: Where a foreign library may be imported; a module or a folder.
HOMES = {
    "folium": {"drawing"},
    "branca": {"drawing"},
    "xyzservices": {"drawing"},
    "typer": {"cli", "options", "terminal", "asking", "commands"},
    "rich": {"terminal"},
    "rapidfuzz": {"names"},
    "pyproj": {"geodesy", "intake.layers"},
    "geopy": {"geodesy", "intake.geocoder"},
    "pydantic": {
        "model",
        "wording",
        "package",
        "descriptor",
        "editorial",
        "intake.draft",
        "intake.geocoder",
        "drawing.house",
    },
    "pydantic_core": {"wording"},
    "pyogrio": {"intake.layers", "export"},
    "ijson": {"intake.rows"},
    "python_calamine": {"intake.rows"},
    "pyarrow": {"export"},
    "geopandas": {"territory", "highway", "front", "frames", "state", "atlas", "export"},
}

#: Same input, same bytes, and no request: nothing may bring in chance, a clock or the network.
NOWHERE = {
    *("random", "secrets", "uuid", "time", "zoneinfo"),
    *("socket", "ssl", "urllib.request", "http.client", "http.server", "ftplib", "smtplib"),
    *("requests", "httpx", "aiohttp", "urllib3"),
}

#: What only the command may do: print, end the process, ask what day it is.
ONLY_THE_COMMAND = {
    *("print", "input", "breakpoint", "exit", "quit", "sys.exit", "os._exit", "SystemExit"),
    *("date.today", "datetime.date.today", "datetime.now", "datetime.today", "datetime.utcnow"),
    *("datetime.datetime.now", "datetime.datetime.today", "time.time"),
    *("sys.stdout.write", "sys.stderr.write"),
}


def name_of(path):
    """`atlas`, `drawing.page`; `drawing` for a folder's `__init__`; the root's is empty."""
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


TREES = {
    name_of(path): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(HOUSE.rglob("*.py"))
}
FOLDERS = {name_of(path) for path in HOUSE.rglob("__init__.py")}
MODULES = sorted(set(TREES) - FOLDERS)


def imports(name):
    """What a module imports, wherever in it: dotted names, absolute, with the line."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}, line {node.lineno}: imports are absolute"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                is_module = whole.removeprefix("frontline.") in TREES
                yield node.lineno, whole if is_module else node.module


def own_imports(name):
    for line, imported in imports(name):
        if imported == "frontline" or imported.startswith("frontline."):
            yield line, imported.removeprefix("frontline").removeprefix(".")


def dotted(node):
    """Write out a name such as `sys.exit`; empty where it hangs on something else."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


def test_every_module_has_a_floor():
    assert [name for name in MODULES if name not in FLOORS] == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_from_floors_beneath_it(name):
    floor = FLOORS.get(name, 0)
    up = [
        f"line {line}: {imported} is on floor {FLOORS.get(imported)}, {name} on {floor}"
        for line, imported in own_imports(name)
        if imported not in FOLDERS and not FLOORS.get(imported, 999) < floor
    ]
    assert up == []


@pytest.mark.parametrize("name", sorted(TREES))
def test_no_module_imports_the_package_root(name):
    assert [line for line, imported in own_imports(name) if not imported] == []


@pytest.mark.parametrize("name", MODULES)
def test_no_module_imports_a_folder_where_it_means_a_module(name):
    assert [line for line, imported in own_imports(name) if imported in FOLDERS] == []


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_an_init_only_hands_names_on(name):
    inside = f"{name}." if name else ""
    for _, imported in own_imports(name):
        assert imported.startswith(inside)
    made = (ast.Import, ast.ImportFrom, ast.If, ast.Assign, ast.AnnAssign, ast.Expr)
    for node in TREES[name].body:
        lazy = isinstance(node, ast.FunctionDef) and node.name == "__getattr__"
        assert lazy or isinstance(node, made), f"line {node.lineno}"


@pytest.mark.parametrize("name", sorted(TREES))
def test_a_foreign_library_stays_in_its_own_part_of_the_house(name):
    strays = [
        f"line {line}: {imported}"
        for line, imported in imports(name)
        if (home := HOMES.get(imported.split(".")[0])) is not None
        and not ({name, name.split(".")[0]} & home)
    ]
    assert strays == []


@pytest.mark.parametrize("name", sorted(TREES))
def test_no_module_brings_in_chance_or_the_network(name):
    found = [
        f"line {line}: {imported}"
        for line, imported in imports(name)
        if any(f"{imported}.".startswith(f"{banned}.") for banned in NOWHERE)
    ]
    assert found == []


@pytest.mark.parametrize("name", sorted(set(TREES) - {"cli", "terminal", "asking"}))
def test_only_the_command_prints_exits_or_asks_what_day_it_is(name):
    named = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.Attribute | ast.Name)]
    found = [f"line {node.lineno}: {dotted(node)}" for node in named]
    assert [one for one in found if one.split(": ")[1] in ONLY_THE_COMMAND] == []
