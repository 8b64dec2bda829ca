"""Reports that are checked in a process of their own have the faults that they have elsewhere."""

from __future__ import annotations

import pytest
from spoiling import E1, append, text_edit
from wrong_rows import WRONG_ROWS

from frontline import workers
from frontline.package.package import LONG, read_files

OF_REPORTS = {
    name: edit for name, (edit, (file, *_)) in WRONG_ROWS.items() if file == "reports.csv"
}


def removed(file):
    return lambda folder: (folder / file).unlink()


def twice(folder):
    for _ in range(2):
        append("reports.csv", "R99,E1,herald,https://x.invalid/9,,,supports,")(folder)


FURTHER = {
    "an id stands twice": twice,
    "a name for an id": text_edit("reports.csv", "E1,herald,", "E1,North Herald,"),
    "a report of no event": text_edit("events.csv", E1, E1.replace("E1", "E99")),
    "events are torn": append("events.csv", '"'),
    "events are missing": removed("events.csv"),
    "publishers are missing": removed("publishers.csv"),
    "reports are missing": removed("reports.csv"),
    "reports have no header": lambda folder: (folder / "reports.csv").write_text("\n"),
    "a publisher that is wrong itself": text_edit("publishers.csv", "monitor", "witness"),
}


@pytest.mark.parametrize("case", OF_REPORTS | FURTHER)
def test_a_fault_is_the_same_wherever_it_is_found(land_copy, monkeypatch, case):
    (OF_REPORTS | FURTHER)[case](land_copy)
    monkeypatch.setattr(workers, "cores", lambda: 2)
    here = read_files(land_copy, LONG)
    monkeypatch.setattr(workers, "_LARGE", 0)
    there = read_files(land_copy, LONG)
    assert here.issues
    assert there.issues == here.issues
    assert there.torn == here.torn


def test_nothing_is_found_where_nothing_is_wrong(land_copy, monkeypatch):
    monkeypatch.setattr(workers, "cores", lambda: 2)
    monkeypatch.setattr(workers, "_LARGE", 0)
    assert read_files(land_copy, LONG).issues == []
