"""Any content of a source of events is accounted for by row, or refused with one message."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from importing import few_examples, import_bytes_or_refuse

SAMPLES = Path(__file__).parent / "samples"
ACTORS = {
    "Military Forces of South (1990-)": "south", "Government of South": "south", "RU": "south",
    "red": "south", "North Front": "north", "UA": "north", "green": "north",
}  # fmt: skip
FILES = {
    "acled": "acled.csv", "ucdp": "ged.csv", "viina": "control_latest_2001.csv",
    "table": "newsroom.csv", "wikipedia": "detailed_map.lua",
}  # fmt: skip
SETTINGS = {
    "table": {"publisher": "Desk", "url": "https://desk.invalid/", "guess": "no"},
    "wikipedia": {"on": "2001-01-10", "url": "https://w.invalid/"},
}


def import_content(kind, content, **more):
    chosen = SETTINGS.get(kind, {}) | more.pop("settings", {})
    return import_bytes_or_refuse(
        kind, FILES[kind], content, actors=ACTORS, settings=chosen, **more
    )


@pytest.mark.parametrize("kind", FILES)
@given(content=st.binary(max_size=200))
@example(content=b"")
@example(content=b"\xff\xfe\x00")
@example(content=b"PK\x03\x04")
@few_examples
def test_bytes_of_any_kind(kind, content):
    import_content(kind, content)


DAYS = st.one_of(
    st.dates().map(str),
    st.dates().map("{:%d/%m/%Y}".format),
    st.sampled_from(["2001-01-05", "05/01/2001", "5 January 2001", "20010105", "January", "", "0"]),
)
NUMBERS = st.one_of(
    st.floats(-200, 200).map(str),
    st.sampled_from(["30.1", "0.1", "30,1", "", "nan", "1e400", "-0", "30°", "1", "2", "3"]),
)
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Elm", "Fir", "Oak", "=1+1", "{{7*7}}", '"', "a;b", "إيلم", "\x00", "UA"]),
)


@st.composite
def damaged(draw, kind):
    """Return a sample in which cells, rows, axes or the encoding are wrong."""
    text = (SAMPLES / FILES[kind]).read_text(encoding="utf-8")
    mark = ";" if kind == "table" else ","
    header, *rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    for row in rows:
        for _ in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(row) - 1))
            row[at] = draw(st.one_of(DAYS, NUMBERS, WORDS))
        if draw(st.integers(0, 5)) == 0:
            axes = [
                n for n, name in enumerate(header) if name.casefold().startswith(("lat", "lon"))
            ]
            if len(axes) == 2:
                row[axes[0]], row[axes[1]] = row[axes[1]], row[axes[0]]
        if draw(st.integers(0, 7)) == 0:
            del row[draw(st.integers(0, len(row) - 1)) :]
    rows = draw(st.permutations(rows))
    made = io.StringIO()
    csv.writer(
        made, delimiter=mark, lineterminator=draw(st.sampled_from(["\n", "\r\n"]))
    ).writerows([header, *rows])
    cut = made.getvalue()
    cut = cut[: draw(st.sampled_from([len(cut)] * 4 + [len(cut) // 2]))]
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1256", "latin-1", "utf-16"]))
    return cut.encode(encoding, errors="replace")


@pytest.mark.parametrize("kind", [kind for kind in FILES if kind != "wikipedia"])
@given(data=st.data())
@few_examples
def test_every_row_of_a_damaged_export_is_accounted_for(kind, data):
    columns = {}
    if kind == "table":
        columns = {"place": "Village", "day": "Date", "after": "Taken by", "before": "Lost by"}
        columns |= {"lat": "Latitude", "lon": "Longitude"}
    order = data.draw(st.sampled_from([{}, {"dates": "day-first"}, {"dates": "month-first"}]))
    import_content(kind, data.draw(damaged(kind)), columns=columns, settings=order)


PIECES = [
    "{ ",
    " }",
    ",",
    "lat = ",
    '"0.1"',
    "long = ",
    '"30.1"',
    "mark = ",
    '"Location dot red.svg"',
]
PIECES += ["label = ", '"[[Elm]]"', "mk.gov", "--", "[[", "]]", "\n", '"', "=", "return ", "\x00"]


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=60))
@few_examples
def test_every_mark_of_a_damaged_map_is_accounted_for(pieces):
    import_content("wikipedia", "".join(pieces).encode())


@given(at=st.integers(0, 2000), instead=st.binary(max_size=3))
@few_examples
def test_a_map_with_missing_bytes(at, instead):
    whole = (SAMPLES / "detailed_map.lua").read_bytes()
    import_content("wikipedia", whole[:at] + instead + whole[at + 5 :])


def test_the_fuzz_starts_from_samples_that_are_used():
    """Else it would only ever see refusals."""
    for kind in ("acled", "wikipedia"):
        assert import_content(kind, (SAMPLES / FILES[kind]).read_bytes()).used
    assert import_content("ucdp", (SAMPLES / "ged.csv").read_bytes()).merged
