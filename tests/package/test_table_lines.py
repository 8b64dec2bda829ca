"""Rows of tables as text: what stands in a cell comes back, however many are written at once."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from frontline.io import csv_line, csv_lines

CELL = st.text(st.sampled_from("ab ,\"\r\n'؛;"), max_size=4)


@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.tuples(*[CELL] * n), max_size=240)))
def test_rows_written_together_are_those_written_one_by_one(rows):
    assert "".join(csv_lines(rows)) == "".join(map(csv_line, rows))


@given(st.lists(st.tuples(CELL, CELL), max_size=120))
def test_rows_come_back(rows):
    written = io.StringIO("".join(csv_lines(rows)), newline="")
    assert list(map(tuple, csv.reader(written, strict=True))) == rows


def test_many_plain_rows_and_one_that_needs_quotes():
    rows = [("a", "b")] * 250 + [("a,b", 'c"')] + [("a", "b")] * 3
    assert "".join(csv_lines(rows)).splitlines() == ["a,b"] * 250 + ['"a,b","c"""'] + ["a,b"] * 3
