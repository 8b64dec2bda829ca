"""Files are written whole or not at all, whatever stops them."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from frontline.errors import OutputError
from frontline.io import write_atomic


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_written_with_its_folders_and_for_all_to_read(tmp_path):
    path = tmp_path / "a" / "b" / "page.html"
    write_atomic(path, "خان\n")
    assert path.read_bytes() == "خان\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    write_atomic(path, b"new")
    assert contents(tmp_path) == {"page.html": b"new"}


def test_a_file_in_the_place_of_the_folder_is_said_and_left_alone(tmp_path):
    (tmp_path / "maps").write_text("mine")
    with pytest.raises(OutputError, match=r"maps/page\.html: could not be written"):
        write_atomic(tmp_path / "maps" / "page.html", "x")
    assert contents(tmp_path) == {"maps": b"mine"}


def test_a_folder_in_the_place_of_the_file_is_said_and_left_alone(tmp_path):
    (tmp_path / "page.html").mkdir()
    with pytest.raises(OutputError, match="a folder or device, not a file"):
        write_atomic(tmp_path / "page.html", "x")
    assert list(tmp_path.rglob("*")) == [tmp_path / "page.html"]


def test_a_link_is_followed_to_its_file(tmp_path):
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "link.html").symlink_to("real.html")
    write_atomic(tmp_path / "link.html", "new")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text() == "new"


def test_a_device_is_not_replaced_by_a_file():
    with pytest.raises(OutputError, match="device"):
        write_atomic(Path("/dev/full"), "x")
    assert Path("/dev/full").is_char_device()


def test_a_name_too_long_for_the_disk_is_said(tmp_path):
    with pytest.raises(OutputError, match="File name too long"):
        write_atomic(tmp_path / ("x" * 300), "x")
    assert list(tmp_path.iterdir()) == []


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
READ_ONLY = OSError(errno.EROFS, os.strerror(errno.EROFS))


@pytest.mark.parametrize("step", ["os.fsync", "os.replace", "tempfile.mkstemp", "os.chmod"])
@pytest.mark.parametrize("cause", [FULL, READ_ONLY, KeyboardInterrupt()])
def test_whatever_stops_a_file_leaves_the_old_one_and_nothing_else(
    tmp_path, monkeypatch, step, cause
):
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


def test_a_disk_that_fills_half_way_leaves_nothing(tmp_path, monkeypatch):
    def fill(handle, mode):
        os.close(handle)
        return Path("/dev/full").open(mode)

    monkeypatch.setattr("os.fdopen", fill)
    with pytest.raises(OutputError, match="No space left on device"):
        write_atomic(tmp_path / "page.html", "x" * 100_000)
    assert contents(tmp_path) == {}
