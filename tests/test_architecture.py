"""The house: each module stands on a floor and imports only from floors beneath it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import frontline

HOUSE = Path(frontline.__file__).parent

#: The floors of the house by its parts, in each the lowest first; the numbers leave room between
#: neighbours. A new module fails until it is given its floor here.
FLOORS = {
    # what can go wrong; values, days, names, files, phrases; the data package and its files
    "errors": 0,
    "ahead": 100,
    "version": 0,
    "days": 100,
    "files": 100,
    "feature_files": 110,
    "model": 100,
    "names": 100,
    "parties": 120,
    "near_names": 100,
    "writing": 100,
    "wording": 110,
    "references": 150,
    "meant": 160,
    "package_tables": 190,
    "package": 200,
    "beginning": 210,
    "descriptor": 210,
    "licences": 210,
    "saying": 220,
    # places, rules, evidence, control
    "gazetteer": 300,
    "editorial": 390,
    "evidence": 400,
    "history": 490,
    "control": 500,
    # the ellipsoid; ground, roads, the front, distances; what is held back, by when it was known
    "geodesy": 600,
    "strips": 610,
    "geodesic_lines": 620,
    "geodesic_areas": 630,
    "caution": 700,
    "clock": 700,
    "territory": 700,
    "checks": 710,
    "highway": 710,
    "front": 800,
    "distance": 900,
    "frames": 900,
    "sketch": 900,
    "nearest": 910,
    # intake: what others hold, brought into a package
    "intake.encodings": 950,
    "intake.found": 950,
    "intake.columns": 960,
    "intake.place_rows": 960,
    "intake.report": 960,
    "intake.review": 965,
    "intake.rows": 960,
    "intake.store": 950,
    "intake.kindred": 970,
    "intake.strays": 970,
    "intake.sheets": 965,
    "intake.cast": 970,
    "intake.day_columns": 970,
    "intake.draft": 970,
    "intake.guessing": 970,
    "intake.lua": 970,
    "intake.placing": 970,
    "intake.asked": 980,
    "intake.geocoder": 980,
    "intake.merging": 980,
    "intake.voices": 980,
    "intake.positions": 981,
    "intake.layers": 982,
    "intake.records": 982,
    "intake.shapes": 983,
    "intake.settling": 984,
    "intake.areas": 985,
    "intake.geonames": 985,
    "intake.ocha": 985,
    "intake.openstreetmap": 985,
    "intake.outlines": 985,
    "intake.roads": 985,
    "intake.whosonfirst": 985,
    "intake.exports": 986,
    "intake.acled": 988,
    "intake.reports_table": 988,
    "intake.ucdp": 988,
    "intake.viina": 988,
    "intake.wikipedia": 988,
    "intake.adding": 990,
    "intake.kinds": 990,
    "intake.proposals": 990,
    "intake.starting": 990,
    # a package without its days, and one day of it
    "ground": 999,
    "groundwork": 1000,
    "state": 1010,
    # export: what leaves for other tools
    "export.layer": 1020,
    "export.markup": 1020,
    "export.runs": 1020,
    "export.whole": 1020,
    "export.about": 1030,
    "export.metadata": 1035,
    "export.places": 1030,
    "export.geojson": 1040,
    "export.ground": 1040,
    "export.kml": 1040,
    "export.parquet": 1040,
    "export.qgis": 1040,
    "export.roads": 1040,
    "export.sheet": 1040,
    "export.geopackage": 1050,
    "export.topology": 1050,
    "export.write": 1060,
    # weighing: what an answer rests on
    "weighing.draws": 0,
    "weighing.comparison": 1020,
    "weighing.knowledge": 1020,
    "weighing.silence": 1020,
    "weighing.left_out": 1030,
    "weighing.shaking": 1030,
    "weighing.omission": 1040,
    # the desk's reader: from text to claims
    "desk.plain_text": 910,
    "desk.vocabulary": 920,
    "desk.forces_in_text": 930,
    "desk.numerals": 930,
    "desk.places_in_text": 930,
    "desk.calendar_days": 935,
    "desk.calendar_words": 940,
    "desk.quantities": 940,
    "desk.roads_in_text": 940,
    "desk.mentions": 950,
    "desk.grammar": 960,
    "desk.referents": 970,
    "desk.claims": 980,
    "desk.distance_claims": 990,
    "desk.direction_claims": 1000,
    "desk.ground_claims": 1000,
    "desk.verb_frames": 1000,
    "desk.control_claims": 1010,
    "desk.reading": 1020,
    # the desk's judge: from claims to answers
    "desk.force_distance": 1030,
    "desk.verdict": 1030,
    "desk.lengths": 1070,
    "desk.rounding": 1070,
    "desk.ways": 1070,
    "desk.fragility": 1080,
    "desk.of_areas": 1080,
    "desk.of_counts": 1080,
    "desk.of_forces": 1080,
    "desk.printable": 1080,
    "desk.of_distance": 1090,
    "desk.of_rings": 1100,
    "desk.of_roads": 1100,
    "desk.of_control": 1110,
    "desk.check": 1120,
    # the one object a user holds
    "atlas": 1130,
    # answers as plain data, and as words; many articles at once
    "tables": 1200,
    "talk": 1200,
    "articles": 1210,
    "desk.tables": 1210,
    "weighing.tables": 1210,
    "weighing.talk": 1210,
    "batch": 1220,
    # drawing: pages, and what a notebook opens
    "drawing.colours": 1180,
    "drawing.palette": 1180,
    "drawing.house": 1190,
    "drawing.districts": 1200,
    "drawing.wordbook": 1200,
    "drawing.ages": 1210,
    "drawing.focus": 1210,
    "drawing.moments": 1210,
    "drawing.nearness": 1210,
    "drawing.reasons": 1210,
    "drawing.seal": 1210,
    "drawing.shapes": 1210,
    "drawing.spellings": 1210,
    "drawing.style": 1210,
    "drawing.tiles": 1210,
    "drawing.bundle": 1220,
    "drawing.history": 1220,
    "drawing.layers": 1220,
    "drawing.locator": 1220,
    "drawing.marked_text": 1220,
    "drawing.number_line": 1220,
    "drawing.routes": 1220,
    "drawing.window": 1220,
    "drawing.contents": 1230,
    "drawing.player": 1230,
    "drawing.root": 1230,
    "drawing.small_map": 1230,
    "drawing.page": 1240,
    "drawing.scenes": 1240,
    "drawing.build": 1250,
    "drawing.cards": 1250,
    "drawing.report": 1260,
    "notebook": 1260,
    # the command
    "options": 1270,
    "asking": 1280,
    "terminal": 1280,
    "commands.adding": 1290,
    "commands.ask": 1290,
    "commands.claims": 1290,
    "commands.files": 1290,
    "commands.intake": 1290,
    "commands.locating": 1290,
    "commands.packages": 1290,
    "commands.pages": 1290,
    "commands.weigh": 1290,
    "cli": 1300,
}

#: Where a foreign library may be imported; a module or a folder.
HOMES = {
    "folium": {"drawing"},
    "branca": {"drawing"},
    "xyzservices": {"drawing"},
    "typer": {"cli", "options", "terminal", "asking", "commands"},
    "rich": {"terminal"},
    "rapidfuzz": {"near_names"},
    "pyproj": {"geodesy", "intake.layers"},
    "geopy": {"geodesy", "intake.geocoder"},
    "pydantic": {
        "model",
        "wording",
        "package",
        "package_tables",
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
        if imported not in FOLDERS and not FLOORS.get(imported, 9999) < floor
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
