"""Any change to the files of a package causes issues, never another error."""

from __future__ import annotations

import json
import shutil

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_land import LAND
from package_edits import FILES, issues_of

ODD_CELLS = st.sampled_from(
    ["", "nan", "-1", "1e999", "true", "=1+1", "2001-02-30", "elm", "E1", "x" * 300, "\x1b[31m"]
) | st.text(max_size=8)

ODD_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["Point", "Polygon", "elm", [30.1, 0.1], [[[30, 0], [30, 1], [30, 0]]]]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)

FUZZ = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@FUZZ
@given(data=st.data())
def test_random_bytes_cause_only_issues(land_copy, data):
    name = data.draw(st.sampled_from(FILES))
    whole = (LAND / name).read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 40))
    raw = whole[:start] + data.draw(st.binary(max_size=40)) + whole[start + length :]
    (land_copy / name).write_bytes(raw)
    issues_of(land_copy)
    shutil.copy(LAND / name, land_copy / name)


@FUZZ
@given(data=st.data())
def test_random_cells_cause_only_issues(land_copy, data):
    name = data.draw(st.sampled_from([name for name in FILES if name.endswith(".csv")]))
    lines = [line.split(",") for line in (LAND / name).read_text("utf-8").splitlines()]
    for _ in range(data.draw(st.integers(1, 4))):
        line = data.draw(st.sampled_from(lines))
        line[data.draw(st.integers(0, len(line) - 1))] = data.draw(ODD_CELLS)
    text = "\n".join(",".join(line) for line in lines)
    (land_copy / name).write_text(text + "\n", "utf-8", errors="replace")
    issues_of(land_copy)
    shutil.copy(LAND / name, land_copy / name)


@FUZZ
@given(data=st.data())
def test_random_json_values_cause_only_issues(land_copy, data):
    name = data.draw(st.sampled_from([name for name in FILES if name.endswith("json")]))
    value = json.loads((LAND / name).read_text("utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        put_odd_value(value, data)
    (land_copy / name).write_text(json.dumps(value), "utf-8")
    issues_of(land_copy)
    shutil.copy(LAND / name, land_copy / name)


def put_odd_value(value, data):
    """Put an odd value anywhere into a JSON value."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        inner = value[key]
        if not isinstance(inner, dict | list) or data.draw(st.integers(0, 4)) == 0:
            value[key] = data.draw(ODD_VALUES)
            return
        value = inner
