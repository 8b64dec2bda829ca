"""A draft changes the rows that are put, keeps the others, and writes all files or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.errors import DataError, OutputError
from frontline.gazetteer.normalize import clean_text
from frontline.io import safe_cell
from frontline.package.draft import Draft
from frontline.package.draft_tables import EditableTable
from frontline.package.package import read_package

ELM = {"id": "elm", "name": "Elm", "lon": 30.1, "lat": 0.1}
OAK = {
    "id": "oak", "name": "Oak", "kind": "village", "lon": 30.05, "lat": 0.05,
    "position_error_m": 500, "sources": ["Book 7"], "licence": "CC0",
}  # fmt: skip


@pytest.fixture
def draft(land_copy):
    """Open a copy of the invented land for changes."""
    return Draft(land_copy)


def contents(folder):
    """Return the bytes of each file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def lines_that_differ(before, after):
    old, new = before.decode().splitlines(), after.decode().splitlines()
    return [line for line in new if line not in old]


def test_a_draft_that_changes_nothing_writes_nothing(draft):
    before = contents(draft.folder)
    assert draft.put("gazetteer", ELM) == "same"
    assert draft.write() == ()
    assert contents(draft.folder) == before


def test_a_new_place_is_one_new_line(draft):
    before = contents(draft.folder)
    assert draft.put("gazetteer", OAK | {"id": "aspen"}) == "added"
    assert draft.write() == ("gazetteer.geojson",)
    after = contents(draft.folder)
    (line,) = lines_that_differ(before["gazetteer.geojson"], after["gazetteer.geojson"])
    assert '"aspen"' in line
    assert read_package(draft.folder).gazetteer["aspen"].position_error_m == 500


def test_a_file_in_the_order_of_its_ids_stays_so(draft):
    draft.put("gazetteer", OAK | {"id": "aspen"})
    draft.write()
    ids = list(read_package(draft.folder).gazetteer)
    assert ids == sorted(ids)


def test_a_changed_cell_is_one_changed_line(draft):
    before = contents(draft.folder)
    assert draft.put("events", {"event_id": "E2", "note": "two sources now"}) == "changed"
    draft.write()
    after = contents(draft.folder)
    assert len(lines_that_differ(before["events.csv"], after["events.csv"])) == 1


texts = st.text(st.sampled_from("aé7 -=@|,;\t\u200b\n"), max_size=5)


@given(st.lists(texts | st.integers() | st.none(), min_size=6, max_size=6))
def test_each_cell_is_clean_whatever_the_others_are(values):
    columns = ["id", *"abcdef"]
    table = EditableTable(Path("none.csv"), columns, {})
    table.put({"id": "x", **dict(zip("abcdef", values, strict=True))})
    row = table.get("x")
    for name, value in zip("abcdef", values, strict=True):
        clean = clean_text(value)
        assert row[name] == (safe_cell(clean) if isinstance(value, str) else clean)


def test_formulas_are_escaped_and_stay_the_same_row(draft):
    row = {"id": "evil", "name": '=HYPERLINK("x")', "stance": "other"}
    draft.put("publishers", row)
    draft.write()
    again = Draft(draft.folder)
    assert again.get("publishers", "evil")["name"] == '\'=HYPERLINK("x")'
    assert again.put("publishers", row) == "same"


def test_a_fault_leaves_all_files_unchanged(draft):
    before = contents(draft.folder)
    draft.put("publishers", {"id": "observer", "name": "Observer", "stance": "monitor"})
    draft.put("gazetteer", OAK | {"position_error_m": 0})
    with pytest.raises(DataError, match="position_error_m"):
        draft.write()
    assert contents(draft.folder) == before


@pytest.mark.parametrize("cause", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failed_replacement_restores_all_files(draft, monkeypatch, cause):
    before = contents(draft.folder)
    draft.put("publishers", {"id": "observer", "name": "Observer", "stance": "monitor"})
    draft.put("gazetteer", OAK)
    replace, broken = Path.replace, []

    def failing(path, target):
        if path.name == "publishers.csv" and not broken:
            broken.append(path)
            raise cause
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        draft.write()
    assert broken
    assert contents(draft.folder) == before


def test_a_missing_optional_column_is_added_when_needed(draft):
    path = draft.folder / "publishers.csv"
    lines = [line.rsplit(",", 1)[0] for line in path.read_text().splitlines()]
    path.write_text("\n".join(lines) + "\n")
    again = Draft(draft.folder)
    again.put("publishers", {"id": "herald", "note": "weekly"})
    again.write()
    assert read_package(draft.folder).publishers["herald"].note == "weekly"


def test_a_new_file_is_listed_in_the_descriptor(draft):
    ring = [[30.0, 0.0], [30.1, 0.0], [30.1, 0.1], [30.0, 0.0]]
    area = {"id": "a1", "name": "A", "level": "admin1", "sources": ["Book"], "licence": "CC0"}
    draft.put("admin", area, {"type": "Polygon", "coordinates": [ring]})
    draft.add_source("Book, CC0", "https://book.invalid/")
    assert draft.write() == ("admin.geojson", "datapackage.json")
    described = json.loads((draft.folder / "datapackage.json").read_text())
    assert "admin.geojson" in [one["path"] for one in described["resources"]]
    assert {"title": "Book, CC0", "path": "https://book.invalid/"} in described["sources"]
    assert Draft(draft.folder).write() == ()


def test_reports_of_an_event_are_adjacent(draft):
    row = {
        "report_id": "E1-r9",
        "record_id": "E1",
        "publisher": "herald",
        "url": "https://h.invalid/",
    }
    draft.put("reports", row)
    draft.write()
    own = [one.record_id for one in read_package(draft.folder).all_reports]
    blocks = [one for number, one in enumerate(own) if number == 0 or own[number - 1] != one]
    assert len(blocks) == len(set(blocks))


def test_the_span_of_the_record_can_be_extended(draft):
    first, last = draft.package.coverage.first_day, draft.package.coverage.last_day
    draft.extend_span(first.replace(year=2000), last)
    draft.write()
    assert read_package(draft.folder).coverage.first_day.year == 2000
    assert read_package(draft.folder).coverage.last_day == last
