"""A large table is checked in parts by several processes: with the same issues, and no others."""

from __future__ import annotations

import csv
import io
import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invalid_rows import INVALID_ROWS
from invented_land import LAND
from package_edits import append_row, replace_text

from frontline import parallel
from frontline.errors import DataError
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.package import table_parts
from frontline.package.csv_reader import TableReader
from frontline.package.draft import Draft
from frontline.package.package import LARGE_FILES, find_errors, read_files

cells = st.text(st.sampled_from('ab, "\n\r|é'), max_size=6)


@pytest.fixture
def _divided(monkeypatch):
    """Divide every table into parts of some rows, for two processes."""
    monkeypatch.setattr(table_parts, "DIVIDED_FROM_BYTES", 1)
    monkeypatch.setattr(table_parts, "PART_BYTES", 200)
    monkeypatch.setattr(parallel, "available_cpus", lambda: 2)


@pytest.fixture
def parts(monkeypatch, _divided):
    """Check the parts in this process, and return their paths and what was found in them."""
    found = []

    def run_here(_, check, tasks):
        for part in tasks:
            found.append((check.path.stem, check(part)))
            yield part, found[-1][1]

    monkeypatch.setattr(parallel.Workers, "run", run_here)
    return found


@pytest.fixture
def runs(monkeypatch, _divided):
    """Count the parts that processes have checked, by the file."""
    found = []
    run = parallel.Workers.run

    def counting(self, check, tasks):
        for task, result in run(self, check, tasks):
            found.append((check.path.stem, result))
            yield task, result

    monkeypatch.setattr(parallel.Workers, "run", counting)
    return found


def contents(folder):
    """Return the bytes of each file of a package."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def in_one_process(function, *arguments):
    """Call a function with no table divided."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parallel, "available_cpus", lambda: 1)
        return function(*arguments)


def edited(tmp_path, name, edit):
    folder = Path(shutil.copytree(LAND, tmp_path / str(name)))
    edit(folder)
    return folder


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=12), st.integers(1, 30))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_rows_of_the_parts_are_the_rows_of_the_table(tmp_path, rows, size):
    path, text = tmp_path / "t.csv", io.StringIO()
    csv.writer(text).writerows([["id", "note"], *rows])
    path.write_text(text.getvalue(), "utf-8", newline="")
    columns = frozenset({"id", "note"})
    above, found = 0, []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_parts, "PART_BYTES", size)
        for part in table_parts.divide(path):
            table = TableReader(path, columns, columns, part)
            found += [(above + number, row) for number, row in table.rows]
            assert not table.issues
            above += table.last_row - 1
    whole = TableReader(path, columns, columns)
    assert found == list(whole.rows)
    assert above == whole.last_row - 1


def test_ids_and_rows_are_those_of_a_table_that_is_read_whole(tmp_path, parts):
    def with_blank_rows(folder):
        for name in ("events", "reports"):
            path = folder / f"{name}.csv"
            head, *rows = path.read_text("utf-8").splitlines(keepends=True)
            blank = "," * head.count(",") + "\n"
            path.write_text(head + f"{blank}\n".join(rows) + blank, "utf-8")

    folder = edited(tmp_path, "land", with_blank_rows)
    whole = in_one_process(read_files, folder, LARGE_FILES)
    assert not parts
    divided = read_files(folder, LARGE_FILES)
    assert min(sum(one == name for one, _ in parts) for name in ("events", "reports")) > 1
    assert all(part.is_right for _, part in parts)
    assert divided.ids == whole.ids
    assert divided.road_event_count == whole.road_event_count
    assert divided.issues == whole.issues


def test_every_fault_is_reported_as_in_one_process(tmp_path, parts):
    first = (LAND / "reports.csv").read_text("utf-8").splitlines()[1]
    event = (LAND / "events.csv").read_text("utf-8").splitlines()[1]
    edits = {name: edit for name, (edit, _) in INVALID_ROWS.items()}
    edits["a report twice, in two parts"] = append_row("reports.csv", first)
    edits["an event twice, in two parts"] = append_row("events.csv", event)
    edits["a quotation mark in a cell"] = replace_text("reports.csv", first, f'{first}x"')
    edits["a quotation mark that is not closed"] = append_row("reports.csv", '"R99,E1')
    edits["a row that was cut"] = append_row("events.csv", "E99,elm,Elm")
    edits["letters of another encoding"] = lambda folder: (folder / "events.csv").write_bytes(
        (folder / "events.csv").read_bytes().replace(b"Birch", b"B\xefrch")
    )
    differing, reached = [], 0
    for number, (name, edit) in enumerate(edits.items()):
        folder = edited(tmp_path, number, edit)
        expected = in_one_process(find_errors, folder)
        parts.clear()
        if find_errors(folder) != expected:
            differing.append(name)
        reached += any(not part.is_right for _, part in parts)
    assert not differing
    assert reached > 10  # the others are faults of small files, or of references


def reports_of(count):
    """Return a table of reports about one place, each of another change."""
    lines = ["id,day,place,lon,lat,before,after,publisher,url"]
    for number in range(count):
        day = f"2001-{1 + number // 28:02d}-{1 + number % 28:02d}"
        sides = "North,South" if number % 2 else "South,North"
        lines.append(f"N{number},{day},Alder,30.0,0.2,{sides},Watch,https://x.invalid/{number}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def options(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(reports_of(60), "utf-8")
    return ImportOptions(files=(path,), settings={"cite": "A list"})


def test_an_import_writes_the_same_bytes_with_two_processes(tmp_path, options, runs):
    one, two = (Path(shutil.copytree(LAND, tmp_path / name)) for name in ("one", "two"))
    summary = in_one_process(import_files, "table", options, one)
    assert not runs
    assert import_files("table", options, two) == summary
    assert summary.used == 60
    checked = [part for name, part in runs if name == "events"]
    assert sum(len(part.ids) for part in checked) >= 60
    assert len(checked) > 10
    assert (contents(one) == contents(two)) is True


class Ending(table_parts._PartCheck):  # noqa: SLF001 - what a process runs
    """Ends the process that checks reports."""

    def __call__(self, part):
        if self.path.stem == "reports":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(part)


def test_the_work_of_a_process_that_ends_is_done_here(runs, monkeypatch):
    monkeypatch.setattr(table_parts, "_PartCheck", Ending)
    assert find_errors(LAND) == []
    assert ("reports", None) in runs


@pytest.mark.usefixtures("_divided")
def test_nothing_is_written_if_a_process_ends_and_a_row_is_wrong(land_copy, monkeypatch):
    ended = []

    def end(_, check, tasks):
        for part in tasks:
            ended.append(check.path.name)
            yield part, None

    before = contents(land_copy)
    draft = Draft(land_copy)
    first = next(iter(draft.ids("reports")))
    draft.put("reports", {"report_id": first, "url": "no address"})
    monkeypatch.setattr(parallel.Workers, "run", end)
    with pytest.raises(DataError) as refused:
        draft.write()
    assert "reports.csv" in ended
    (issue,) = refused.value.issues
    found = issue.file, issue.row, issue.message
    assert found == ("reports.csv", 2, "url: is not a web address")
    assert contents(land_copy) == before


def test_a_small_table_needs_no_process(land_copy, runs, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(parallel.Workers, "__init__", None)
    assert (land_copy / "reports.csv").stat().st_size < table_parts.DIVIDED_FROM_BYTES
    assert find_errors(land_copy) == []
    assert not runs
