"""Packed data is the same data, for the page and for the other tests."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsed_page import data_of

from frontline.webmap import bundle, csp, packing
from frontline.webmap.packing import pack

NUMBERS = st.integers(-(2**52), 2**52) | st.integers(-60, 60)
LISTS = st.lists(NUMBERS | st.just(""))
ENTRIES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.lists(NUMBERS, min_size=width, max_size=width)).map(_joined))
)
#: Numbers that JSON has.
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | FLOATS | st.text()
VALUES = st.recursive(
    SCALARS | LISTS | ENTRIES | st.lists(LISTS),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abc"), inner),
)
SCRIPT = """
import fs from "node:fs";
import {unpack} from "../../frontline/webmap/assets/core/packing.js";
for (const [packed, whole] of JSON.parse(fs.readFileSync(0, "utf8"))) {
  const found = JSON.stringify(unpack(packed));
  if (found !== JSON.stringify(whole)) console.log(found, JSON.stringify(whole));
}
"""


def _joined(entries):
    return [number for entry in entries for number in entry]


def read(value):
    """Read a value as the data of a page."""
    return data_of(f'"frontline-data">{csp.json_block(pack(value))}</script>')


@given(VALUES)
def test_packed_data_is_the_same_and_never_longer(value):
    assert read(value) == value
    assert len(csp.json_block(pack(value))) <= len(csp.json_block(value))


@given(st.lists(st.sampled_from([0, 9, -9, 57, 100, 2**40, "", [], [7], [[""]]]), max_size=30))
def test_the_shortest_form_is_taken(value):
    text = csp.json_block(pack(value))
    assert len(text) <= len(csp.json_block(value))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "_ALWAYS_SHORTER", 10**9)  # so that JSON is looked at as well
        assert csp.json_block(pack(value)) == text


@given(VALUES)
def test_long_lists_are_packed_in_pieces_as_they_are_at_once(value):
    whole = pack(value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "_AT_ONCE", 3)
        assert pack(value) == whole


def test_true_and_false_stay_what_they_are():
    value = [True, False] * 20
    assert pack(value) == value
    assert all(one is True or one is False for one in read(value))


def test_the_page_decodes_what_the_library_packs():
    ends = [0, 56, 57, 1766, 1767, 10**6, 2**52 - 1]  # around the ends of one and two signs
    numbers = [sign * (end + step) for end in ends for step in (-1, 0, 1) for sign in (1, -1)]
    values = [
        numbers, list(map(abs, numbers)), [[], ["", [numbers]], [[[]]]] * 9, [[], [1, 2] * 4] * 99,
        [[7, -8, 9] * (count % 3) for count in range(300)], {"a": [None, "[1]", {"b": [0.5] * 30}]},
    ]  # fmt: skip
    pairs = [[pack(value), value] for value in values]
    assert sum("packed" in str(packed) for packed, _ in pairs) == 5
    assert sum("columns" in str(packed) for packed, _ in pairs) == 2
    folder = Path(__file__).parent.parent / "js"
    done = subprocess.run(
        ["node", "--input-type=module", "-e", SCRIPT], cwd=folder, input=json.dumps(pairs),
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("", "")
    assert "core/packing" in bundle.script_order()


def test_the_signs_of_packed_numbers_need_no_escape():
    text = csp.json_block(pack(list(range(-800, 800))))
    assert "\\" not in text
    assert len(text) < 2.1 * 1600
