"""The scripts of the pages as text, and their tests in Node."""

from __future__ import annotations

import posixpath
import re
import subprocess
from pathlib import Path

from frontline.i18n import locale_tables
from frontline.webmap import bundle

ASSETS = Path(bundle.__file__).parent / "assets"
SCRIPTS = sorted(ASSETS.rglob("*.js"))

#: Scripts that are not part of the script of a map.
SEPARATE = {"core/copyButton.js", "map/foliumBridge.js", "index.js", "report.js", "story.js"}


def test_top_level_names_are_unique_over_all_scripts():
    declared = re.compile(
        r"^(?:export )?(?:async )?(?:function\*?|const|let|var|class) (\w+)", re.MULTILINE
    )
    names = [
        name
        for path in SCRIPTS
        if path.relative_to(ASSETS).as_posix() not in SEPARATE
        for name in declared.findall(path.read_text())
    ]
    assert len(names) > 60
    assert sorted(names) == sorted(set(names))


def test_every_script_is_joined_after_those_it_imports():
    order = bundle.script_order()
    assert {f"{name}.js" for name in order} == {
        path.relative_to(ASSETS).as_posix() for path in SCRIPTS
    } - SEPARATE
    for position, name in enumerate(order):
        text = (ASSETS / f"{name}.js").read_text()
        for path in re.findall(r'from "(\.[\w./]+)\.js"', text):
            needed = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            assert order.index(needed) < position
    joined = bundle.page_script()
    assert not re.search(r"^(import|export) ", joined, re.MULTILINE)
    assert not re.search(r"^\s*//|\n\s*\n|\.js$", joined, re.MULTILINE)


def test_the_styles_of_a_page_have_no_comments_and_all_rules():
    style, source = bundle.page_style(""), (ASSETS / "css" / "print.css").read_text()
    assert not re.search(r"/\*|\n\s*\n", style)
    rule = re.compile(r"^\s*([^{}/*\n]+)\{", re.MULTILINE)
    assert len(rule.findall(source)) > 10
    assert all(one in rule.findall(style) for one in rule.findall(source))


def test_no_script_interprets_text_as_markup_or_code():
    forbidden = re.compile(
        r"innerHTML\s*=|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    )
    for path in SCRIPTS:
        found = forbidden.findall(path.read_text())
        # The bridge makes elements from HTML of the author of a folium layer.
        assert found == (["innerHTML ="] if path.name == "foliumBridge.js" else [])


def test_every_message_that_scripts_use_is_defined():
    named = re.compile(r"\bmessages\.(\w+)|\bliveText\(\"(\w+)\"\)|\blabel: \"(\w+)\"")
    found = [keys for path in SCRIPTS for keys in named.findall(path.read_text())]
    used = {key for keys in found for key in keys if key}
    assert len(used) > 100
    assert used <= set(locale_tables()["en"])


def test_no_date_depends_on_the_time_zone_of_the_reader():
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
