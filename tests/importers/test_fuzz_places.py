"""Any content of a file gives a summary that adds up, or is refused with one message."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from importing import few_examples, import_bytes_or_refuse

PLACES = ("geonames", "ocha", "osm", "whosonfirst")
SHAPES = ("highways", "admin", "rivers", "footprints", "roads")
WITH_ORIGIN = (*SHAPES, "places")
FILES = {
    "geonames": "XX.txt",
    "ocha": "p.csv",
    "osm": "o.json",
    "whosonfirst": "w.geojson",
    "places": "l.csv",
    "highways": "h.geojson",
    "admin": "a.geojson",
    "rivers": "r.geojson",
    "roads": "s.geojson",
    "footprints": "f.geojson",
    "areas": "m_20010104.geojson",
}
#: Settings of an import of areas.
MAP = {
    "publisher": "Survey", "url": "https://survey.invalid/", "licence": "CC0", "after": "north",
}  # fmt: skip


def import_content(kind, content):
    origin = {"source": "Survey", "licence": "CC0"} if kind in WITH_ORIGIN else {}
    if kind == "areas":
        origin = MAP
    return import_bytes_or_refuse(kind, FILES[kind], content, settings=origin)


@pytest.mark.parametrize("kind", FILES)
@given(content=st.binary(max_size=200))
@example(content=b"")
@example(content=b"\xff\xfe\x00")
@example(content=b"PK\x03\x04")
@example(content=b"[[[[[[")
@example(content=b'{"type":"Feature","properties":{"other_tags":3},"geometry":3}')
@few_examples
def test_bytes_of_any_kind(kind, content):
    import_content(kind, content)


NUMBERS = st.one_of(
    st.floats(-200, 200).map(str),
    st.sampled_from(["30.05", "0.05", "30,05", "", "nan", "1e400", "-0", "30°", "NULL", "  "]),
)
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Elm", "Oak", "=1+1", "{{7*7}}", '"', '"a', "a,b", "\t", "بلوط", "\x00"]),
)


@st.composite
def dumps(draw):
    """Return rows of a dump, some broken, swapped or nonsense, in any encoding."""
    lines = []
    for number in range(draw(st.integers(1, 6))):
        cells = [str(number + 1), draw(WORDS), "x", draw(WORDS), draw(NUMBERS), draw(NUMBERS)]
        cells += ["P", "PPL", "XX", "", "01", "", "", "", draw(NUMBERS), "", "", "", draw(WORDS)]
        kept = draw(st.sampled_from([19, 19, 19, 3, 20]))
        lines.append("\t".join([*cells, "more"][:kept]))
    text = draw(st.sampled_from(["\n", "\r\n"])).join([*lines, ""])
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1256", "latin-1", "utf-16"]))
    return text.encode(encoding, errors="replace")


@given(content=dumps())
@few_examples
def test_broken_rows_swapped_axes_and_wrong_encodings_of_a_dump(content):
    import_content("geonames", content)


@st.composite
def tables(draw):
    header = ["pcode", "featureName_en", "featureName_ar", "Latitude", "Longitude", "population"]
    rows = [header]
    for number in range(draw(st.integers(0, 6))):
        code = draw(st.sampled_from([f"C{number}", "", "C1"]))
        cells = [code, draw(WORDS), draw(WORDS), draw(NUMBERS), draw(NUMBERS), draw(NUMBERS)]
        rows.append(cells[: draw(st.sampled_from([6, 6, 6, 2]))])
    mark = draw(st.sampled_from([",", ";", "\t"]))
    text = "".join(mark.join(row) + "\n" for row in rows)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1256", "latin-1"]))
    return text.encode(encoding, errors="replace")


@given(content=tables())
@few_examples
def test_broken_quoted_and_misspelt_tables(content):
    import_content("ocha", content)


@st.composite
def lists(draw):
    """Return lists of places with any cells, and the position in two columns or in one."""
    one = draw(st.booleans())
    header = ["name", "names", "kind", *(["position"] if one else ["lat", "lon"])]
    rows = [header]
    for _ in range(draw(st.integers(0, 6))):
        point = [draw(NUMBERS), draw(NUMBERS)]
        rows.append(
            [draw(WORDS), draw(WORDS), draw(WORDS), *([", ".join(point)] if one else point)]
        )
    mark = draw(st.sampled_from([";", "\t"]))
    return "".join(mark.join(row) + "\n" for row in rows).encode("utf-8", errors="replace")


@given(content=lists())
@few_examples
def test_lists_of_places_with_any_cells(content):
    import_content("places", content)


ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
POINTS = st.one_of(ANYTHING, st.tuples(st.floats(29.9, 30.3), st.floats(-0.1, 0.3)).map(list))
GEOMETRIES = st.one_of(
    ANYTHING,
    st.fixed_dictionaries({"type": st.just("Point"), "coordinates": POINTS}),
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["LineString", "Polygon", "MultiPolygon", "Curve"]),
            "coordinates": st.one_of(
                st.lists(POINTS, max_size=4), st.lists(st.lists(POINTS, max_size=5), max_size=2)
            ),
        }
    ),
)
TOLD = st.dictionaries(
    st.sampled_from(
        [
            *("name", "place", "@id", "id", "ref", "level", "population", "name:ar"),
            *("wof:id", "wof:name", "wof:placetype", "wof:hierarchy", "geom:latitude"),
            *("other_tags", "mz:is_current"),
        ]
    ),
    st.one_of(ANYTHING, st.sampled_from(["village", "locality", "node/7", "Elm", 7, "admin1"])),
)


@st.composite
def collections(draw):
    """GeoJSON of any content, cut short now and then."""
    features = [
        draw(
            st.one_of(
                ANYTHING,
                st.fixed_dictionaries({"properties": TOLD, "geometry": GEOMETRIES}),
                st.fixed_dictionaries({"tags": TOLD, "id": ANYTHING, "lat": POINTS, "lon": POINTS}),
            )
        )
        for _ in range(draw(st.integers(0, 4)))
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return text[: draw(st.sampled_from([len(text)] * 4 + [len(text) // 2]))].encode()


@pytest.mark.parametrize("kind", [kind for kind in FILES if FILES[kind].endswith("json")])
@given(content=collections())
@few_examples
def test_features_of_any_content(kind, content):
    import_content(kind, content)


def test_the_fuzz_reaches_places_that_are_used():
    """Else it would only ever see refusals."""
    row = "7\tOak\tOak\t\t0.05\t30.05\tP\tPPL\tXX\t\t01\t\t\t\t0\t\t\t\t2020-01-01\n"
    assert import_content("geonames", row.encode()).used == 1
    table = "pcode,name,lat,lon\nC1,Oak,0.05,30.05\n"
    assert import_content("ocha", table.encode()).used == 1
    tags = {"@id": "node/7", "place": "village", "name": "Oak"}
    point = {"type": "Point", "coordinates": [30.05, 0.05]}
    made = {"features": [{"properties": tags, "geometry": point}]}
    assert import_content("osm", json.dumps(made).encode()).used == 1
    plain = "name;lat;lon\nOak;0.05;30.05\n"
    assert import_content("places", plain.encode()).used == 1
