"""Brackets of a JSON text are counted outside its strings, wherever the text is cut."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline import input_files
from frontline.input_files import NestingCounter, NestingError

TEXTS = st.text(st.sampled_from('a"\\[]{}\n☂')) | st.text()
VALUES = st.recursive(
    st.none() | st.integers() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


def depth_of(value):
    inner = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return 0
    return 1 + max(map(depth_of, inner), default=0)


@given(VALUES, st.booleans(), st.lists(st.integers(0, 300)))
def test_the_depth_is_counted_outside_strings_wherever_the_text_is_cut(value, ascii_only, cuts):
    text = json.dumps(value, ensure_ascii=ascii_only).encode()
    ends = sorted({0, *(cut for cut in cuts if cut < len(text)), len(text)})
    for levels in {depth_of(value), max(depth_of(value) - 1, 0)}:
        counter = NestingCounter(levels)
        try:
            for one, other in pairwise(ends):
                counter.add(text[one:other])
            passes = True
        except NestingError:
            passes = False
        assert passes == (depth_of(value) <= levels)


@pytest.mark.parametrize("part", [b"x" * 999, rb"\"" * 500, rb"\\" * 500, "☂".encode() * 300])
def test_a_string_may_not_go_on_for_ever(part, monkeypatch):
    monkeypatch.setattr(input_files, "MAX_LINE", 20_000)
    short, long = NestingCounter(), NestingCounter()
    short.add(b'["' + part * 10)
    short.add(b'"]')
    long.add(b'["')
    with pytest.raises(NestingError, match="string is longer"):
        any(map(long.add, [part] * 60))
