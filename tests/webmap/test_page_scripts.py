"""The scripts of the pages as text, and their own tests in node."""

from __future__ import annotations

import posixpath
import re
import subprocess
from pathlib import Path

from frontline.webmap import bundle
from frontline.webmap.i18n import tables

ASSETS = Path(bundle.__file__).parent / "assets"
SCRIPTS = sorted(ASSETS.rglob("*.js"))

#: Scripts that are not joined to that of a map.
APART = {"map/foliumBridge.js", "index.js"}


def test_top_level_names_are_unique_over_all_scripts():
    declared = re.compile(
        r"^(?:export )?(?:async )?(?:function\*?|const|let|var|class) (\w+)", re.MULTILINE
    )
    names = [
        name
        for path in SCRIPTS
        if path.relative_to(ASSETS).as_posix() not in APART
        for name in declared.findall(path.read_text())
    ]
    assert len(names) > 60
    assert sorted(names) == sorted(set(names))


def test_every_script_is_joined_after_those_it_imports():
    order = bundle.script_order()
    assert {f"{name}.js" for name in order} == {
        path.relative_to(ASSETS).as_posix() for path in SCRIPTS
    } - APART
    for position, name in enumerate(order):
        text = (ASSETS / f"{name}.js").read_text()
        for path in re.findall(r'from "(\.[\w./]+)\.js"', text):
            needed = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            assert order.index(needed) < position
    joined = bundle.page_script()
    assert not re.search(r"^(import|export) ", joined, re.MULTILINE)


def test_no_script_of_ours_turns_text_into_markup_or_code():
    forbidden = re.compile(
        r"innerHTML\s*=|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    )
    for path in SCRIPTS:
        found = forbidden.findall(path.read_text())
        # The bridge makes elements of what the author of a folium layer wrote as HTML.
        assert found == (["innerHTML ="] if path.name == "foliumBridge.js" else [])


def test_every_word_that_scripts_use_is_defined():
    named = re.compile(r"\bwords\.(?!js\b)(\w+)|\btold\(\"(\w+)\"\)|\blabel: \"(\w+)\"")
    found = [names for path in SCRIPTS for names in named.findall(path.read_text())]
    used = {word for names in found for word in names if word}
    assert len(used) > 100
    assert used <= set(tables()["en"])


def test_no_day_is_read_in_the_time_of_the_reader():
    local = re.compile(r"\.get(?:Date|Day|Month|FullYear|Hours)\(|toLocaleDate|new Date\(\)")
    for path in SCRIPTS:
        assert not local.search(path.read_text()), path.name


def test_the_scripts_pass_their_own_tests():
    folder = Path(__file__).parent.parent / "js"
    files = sorted(str(path) for path in folder.glob("*.test.mjs"))
    assert files
    done = subprocess.run(
        ["node", "--test", *files], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert re.search(r"^# pass \d\d", done.stdout, re.MULTILINE)
