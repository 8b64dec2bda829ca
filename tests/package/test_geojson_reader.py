"""GeoJSON that is read in pieces is the same as GeoJSON that is read whole."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.errors import DataError
from frontline.package import geojson
from frontline.package.geojson import FeatureStream

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
HEADS = st.dictionaries(TEXTS.filter(lambda name: name != "features"), VALUES, max_size=3)


@pytest.fixture(params=[1, 2, 7, 1 << 20], autouse=True)
def _chunk_size(request, monkeypatch):
    monkeypatch.setattr(geojson, "_CHUNK_SIZE", request.param)


def read(text):
    """Return the features and the head of a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.geojson"
        path.write_text(text, "utf-8", newline="")
        found = FeatureStream(path)
        return list(found), found.head


@given(HEADS, st.lists(VALUES, max_size=4), HEADS, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_reading_in_pieces_returns_the_whole_collection(before, features, after, indent, plain):
    whole = {**before, "features": features, **after}
    text = json.dumps(whole, indent=indent, ensure_ascii=plain)
    head = {name: value for name, value in whole.items() if name != "features"}
    assert read(text) == (features, head)


@given(HEADS, st.lists(VALUES, min_size=1, max_size=3), st.data())
def test_a_truncated_collection_is_rejected(head, features, data):
    text = json.dumps({**head, "features": features})
    cut = text[: data.draw(st.integers(1, len(text) - 1))]
    with pytest.raises(DataError):
        read(cut)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "7",
        "{}",
        '{"features": {}}',
        '{"features": [1,]}',
        '{"features": [1 2]}',
        '{"features": [] "a": 1}',
        '{"features": []} {}',
        '{"features": []},',
        '{7: [], "features": []}',
        '{"features": [], }',
        '{"a" 1, "features": []}',
        r'{"features": ["\ud83d"]}',
        '{"features": [' + "[" * 100_000,
        '{"features": [' + "9" * 5_000 + "]}",
    ],
)
def test_other_json_is_rejected_with_a_message(text):
    with pytest.raises(DataError) as caught:
        read(text)
    (issue,) = caught.value.issues
    assert (issue.file, bool(issue.message), bool(issue.hint)) == ("some.geojson", True, True)


def test_nan_and_infinity_are_read_as_floats():
    features, _ = read(r'{"features": [NaN, -Infinity, "\ud83d\ude00"]}')
    assert [str(one) for one in features] == ["nan", "-inf", "😀"]
