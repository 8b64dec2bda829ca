"""Hostile names are printed as they are and have no effect."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_land import LAND
from run_command import QUESTIONS, rows, run, run_json

from frontline.cli.output import printable

pytestmark = pytest.mark.usefixtures("_opened_once")

HOSTILE = "=1+1 {{7*7}} {% x %} ${7*7} `x` </script>\x1b[31m\x9b31m\x07\u202e\nnext"


@pytest.fixture
def hostile(tmp_path):
    folder = Path(shutil.copytree(LAND, tmp_path / "land"))
    path = folder / "gazetteer.geojson"
    collection = json.loads(path.read_text("utf-8"))
    words = ("name", "kind", "admin1", "admin3", "licence", "note")
    collection["features"][4]["properties"].update(dict.fromkeys(words, HOSTILE))
    collection["features"][4]["properties"]["sources"] = [HOSTILE]
    path.write_text(json.dumps(collection), "utf-8")
    quoted = f'"{HOSTILE}"'
    for file, old in (
        ("actors.csv", "South"),
        ("publishers.csv", "Land Watch"),
        ("events.csv", "two voices"),
    ):
        text = (folder / file).read_text("utf-8")
        (folder / file).write_text(text.replace(old, quoted, 1), "utf-8")
    return folder


def control_characters(text):
    return [c for c in text if c != "\n" and (ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0)]


@pytest.mark.parametrize("command", QUESTIONS)
def test_hostile_names_are_printed_without_control_characters(hostile, command):
    question = [word.replace("birch", "elm") for word in QUESTIONS[command][0]]
    for form in ("text", "json"):
        text = run(*question, "--data", hostile, "--format", form)
        assert control_characters(text) == []
        assert "49" not in text.replace("30.149", "")
        if form == "text":
            assert "\u202e" not in text
            assert "\nnext" not in text


def test_hostile_names_are_complete_in_json(hostile):
    assert run_json("place", "elm", "--data", hostile)["place"]["name"] == HOSTILE


def test_hostile_names_are_not_formulas_in_a_table(hostile):
    text = run("changes", "--data", hostile, "--format", "csv")
    assert control_characters(text) == []
    assert rows(text)[0]["name"].startswith("'=1+1 {{7*7}}")


@given(st.text())
def test_plain_text_has_no_control_character_and_keeps_every_other(text):
    shown = printable(text)
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert "\n" not in shown
    shown.encode("utf-8")
    hidden = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)}
    kept = [c for c in text if c not in hidden | TURNING and not "\ud800" <= c <= "\udfff"]
    left = iter(shown)
    assert all(c in left for c in kept)
    if len(kept) == len(text):
        assert shown == text


TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_plain_text_keeps_arabic_and_escapes_direction_marks():
    arabic = "خان شَيخون\u200f \u200eKhan\u200d \u061c"
    assert printable(arabic) == arabic
    assert printable("a\u202eb\u2066c") == "a<U+202E>b<U+2066>c"
    assert printable("\x1b[31m\x9b\r\n\udcff") == "\ufffd[31m\ufffd\ufffd\ufffd\ufffd"
