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
    # 3 to 5: places, evidence, control
    "gazetteer": 30,
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
    "highway": 71,
    "checks": 71,
    # 8 and 9: the front, distances
    "front": 80,
    "distance": 90,
    "frames": 90,
    # 10: a package without its days, one day of it, and the desk that sets claims against it
    "groundwork": 100,
    "state": 101,
    "desk.claim_words": 103,
    "desk.common_words": 103,
    "desk.force_distance": 103,
    "desk.marks": 103,
    "desk.numerals": 103,
    "desk.plain_text": 103,
    "desk.quantity_words": 103,
    "desk.saying": 103,
    "desk.verdict": 103,
    "desk.calendar_words": 104,
    "desk.places_in_text": 104,
    "desk.quantities": 104,
    "desk.verb_frames": 104,
    "desk.referents": 105,
    "desk.roads_in_text": 105,
    "desk.claims": 106,
    "desk.mentions": 106,
    "desk.control_claims": 107,
    "desk.distance_claims": 107,
    "desk.ways": 107,
    "desk.left_out": 107,
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
    "desk.direction_claims": 108,
    "desk.held_claims": 108,
    "desk.reading": 109,
    "desk.check": 112,
    # 11: the one object a user holds
    "atlas": 113,
    # 12: answers as plain data, as words, as pages
    "tables": 120,
    "talk": 120,
    "desk.tables": 121,
    "articles": 121,
    "batch": 122,
    "drawing.style": 121,
    "drawing.shapes": 121,
    "drawing.seal": 121,
    "drawing.tiles": 121,
    "drawing.history": 121,
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
    # 13: the command
    "options": 127,
    "terminal": 128,
    "commands.ask": 129,
    "commands.pages": 129,
    "commands.claims": 129,
    "commands.packages": 129,
    "cli": 130,
}

#: Where a foreign library may be imported; a module or a folder.
HOMES = {
    "folium": {"drawing"},
    "branca": {"drawing"},
    "xyzservices": {"drawing"},
    "typer": {"cli", "options", "terminal", "commands"},
    "rich": {"terminal"},
    "rapidfuzz": {"names"},
    "pyproj": {"geodesy"},
    "geopy": {"geodesy"},
    "pydantic": {"model", "wording", "package", "descriptor"},
    "pydantic_core": {"wording"},
    "geopandas": {"territory", "highway", "front", "frames", "state"},
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


@pytest.mark.parametrize("name", sorted(set(TREES) - {"cli", "terminal"}))
def test_only_the_command_prints_exits_or_asks_what_day_it_is(name):
    named = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.Attribute | ast.Name)]
    found = [f"line {node.lineno}: {dotted(node)}" for node in named]
    assert [one for one in found if one.split(": ")[1] in ONLY_THE_COMMAND] == []
