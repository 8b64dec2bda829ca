"""Files are written whole or not at all; tables and JSON are read back unchanged."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import stat
from pathlib import Path

import pytest
from filelock import lock_descriptor
from hypothesis import given
from hypothesis import strategies as st

from frontline.errors import OutputError
from frontline.io import (
    atomic_files,
    csv_line,
    csv_lines,
    csv_text,
    file_lock,
    json_text,
    safe_cell,
    temporary_folder,
    write_atomic,
)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_written_with_its_folders_and_readable_by_all(tmp_path):
    path = tmp_path / "a" / "b" / "page.html"
    write_atomic(path, "خان\n")
    assert path.read_bytes() == "خان\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    write_atomic(path, b"new")
    assert contents(tmp_path) == {"page.html": b"new"}


def test_a_file_in_place_of_the_folder_is_reported_and_unchanged(tmp_path):
    (tmp_path / "maps").write_text("mine")
    with pytest.raises(OutputError, match=r"maps/page\.html: could not be written"):
        write_atomic(tmp_path / "maps" / "page.html", "x")
    assert contents(tmp_path) == {"maps": b"mine"}


def test_a_folder_in_place_of_the_file_is_reported_and_unchanged(tmp_path):
    (tmp_path / "page.html").mkdir()
    with pytest.raises(OutputError, match="a folder or device, not a file"):
        write_atomic(tmp_path / "page.html", "x")
    assert list(tmp_path.rglob("*")) == [tmp_path / "page.html"]


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "link.html").symlink_to("real.html")
    write_atomic(tmp_path / "link.html", "new")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text() == "new"


def test_a_device_is_not_replaced():
    with pytest.raises(OutputError, match="device"):
        write_atomic(Path("/dev/full"), "x")
    assert Path("/dev/full").is_char_device()


def test_a_name_that_is_too_long_is_reported(tmp_path):
    with pytest.raises(OutputError, match="File name too long"):
        write_atomic(tmp_path / ("x" * 300), "x")
    assert list(tmp_path.iterdir()) == []


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
READ_ONLY = OSError(errno.EROFS, os.strerror(errno.EROFS))


@pytest.mark.parametrize("step", ["os.fsync", "os.replace", "tempfile.mkdtemp", "os.chmod"])
@pytest.mark.parametrize("cause", [FULL, READ_ONLY, KeyboardInterrupt()])
def test_an_interrupted_write_leaves_the_old_file_only(tmp_path, monkeypatch, step, cause):
    path = tmp_path / "page.html"
    path.write_text("old")

    def stop(*_args, **_options):
        raise cause

    monkeypatch.setattr(step, stop)
    expected = OutputError if isinstance(cause, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as caught:
        write_atomic(path, "new")
    assert contents(tmp_path) == {"page.html": b"old"}
    if expected is OutputError:
        assert cause.strerror in str(caught.value)
        assert "Nothing was changed" in str(caught.value)


def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch):
    opened = Path.open

    def fill(path, *arguments, **options):
        return opened(
            Path("/dev/full") if path.name == "page.html" else path, *arguments, **options
        )

    monkeypatch.setattr(Path, "open", fill)
    with pytest.raises(OutputError, match="No space left on device"):
        write_atomic(tmp_path / "page.html", "x" * 100_000)
    assert contents(tmp_path) == {}


# Permissions.


@pytest.fixture
def umask_007():
    """Let new files be read by their group and nobody else."""
    old = os.umask(0o007)
    yield
    os.umask(old)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("umask_007")
def test_a_new_file_follows_the_umask_and_a_replaced_one_keeps_its_mode(tmp_path):
    new, private, shared = (tmp_path / name for name in ("new.csv", "private.csv", "shared.csv"))
    for path, own in ((private, 0o600), (shared, 0o664)):
        path.touch()
        path.chmod(own)
    for path in (new, private, shared):
        write_atomic(path, "x")
    assert [mode(path) for path in (new, private, shared)] == [0o660, 0o600, 0o664]
    assert len(contents(tmp_path)) == 3


# Several files.


def _write_both(*targets):
    with atomic_files(targets) as paths:
        for path in paths.values():
            path.write_text("new")


def test_several_files_are_all_replaced_or_none(tmp_path, monkeypatch):
    old, new = tmp_path / "a.csv", tmp_path / "b.csv"
    old.write_text("old")
    moved, replace = [], Path.replace

    def fail_at_the_second(path, target):
        moved.append(target)
        if len(moved) == 2:
            raise FULL
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail_at_the_second)
    with pytest.raises(OutputError, match="Nothing was changed"):
        _write_both(old, new)
    assert contents(tmp_path) == {"a.csv": b"old"}


# What a killed process leaves.


def test_a_folder_of_a_killed_process_is_removed_and_one_in_use_is_not(tmp_path):
    stale = tmp_path / ".frontline-killed"
    stale.mkdir()
    (stale / "half.gpkg").write_text("half")
    (tmp_path / ".frontline-file").write_text("mine")
    with temporary_folder(tmp_path) as first, temporary_folder(tmp_path) as second:
        assert first.is_dir()
        assert second.is_dir()
        assert not stale.exists()
    assert contents(tmp_path) == {".frontline-file": b"mine"}


def test_a_lock_is_held_by_one_and_leaves_no_file(tmp_path):
    path = tmp_path / "lock"
    path.touch()  # a killed process left it
    with file_lock(path):
        handle = os.open(path, os.O_RDWR)
        assert not lock_descriptor(handle, blocking=False)
        os.close(handle)
    assert not path.exists()


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=3), max_size=4))
def test_the_csv_module_reads_the_same_cells(cells):
    text = csv_text([], cells, safe=False)
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:] == cells


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_every_start_of_a_formula_is_escaped(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"
    (cell,) = list(csv.reader(io.StringIO(csv_text(["a"], [[f"{start}1+1"]]), newline="")))[1]
    assert cell == f"'{start}1+1"


@given(st.text() | st.integers() | st.floats(allow_nan=False) | st.none())
def test_no_cell_starts_a_formula_and_numbers_are_unchanged(value):
    safe = safe_cell(value)
    if isinstance(value, str):
        assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert safe.removeprefix("'") == value.removeprefix("'")
    else:
        assert safe is value


def test_control_characters_do_not_hide_a_formula():
    text = csv_text(["a"], [["\x1b[31m=1+1"], ["\x9b=1+1"], ["a\tb\nc"]])
    assert text == 'a\n\ufffd[31m=1+1\n\ufffd=1+1\n"a\tb\nc"\n'


@given(st.recursive(st.text(max_size=9) | st.integers() | st.booleans(), st.lists, max_leaves=4))
def test_json_is_read_unchanged_and_has_no_control_character(value):
    text = json_text(value)
    assert json.loads(text) == value
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in text.replace("\n", ""))


def test_nan_is_not_written_as_json():
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text(float("nan"))


CELL = st.text(st.sampled_from("ab ,\"\r\n'؛;"), max_size=4)


@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.tuples(*[CELL] * n), max_size=240)))
def test_rows_written_together_equal_rows_written_one_by_one(rows):
    assert "".join(csv_lines(rows)) == "".join(map(csv_line, rows))


@given(st.lists(st.tuples(CELL, CELL), max_size=120))
def test_written_rows_are_read_unchanged(rows):
    written = io.StringIO("".join(csv_lines(rows)), newline="")
    assert list(map(tuple, csv.reader(written, strict=True))) == rows


def test_one_row_among_many_is_quoted():
    rows = [("a", "b")] * 250 + [("a,b", 'c"')] + [("a", "b")] * 3
    assert "".join(csv_lines(rows)).splitlines() == ["a,b"] * 250 + ['"a,b","c"""'] + ["a,b"] * 3
