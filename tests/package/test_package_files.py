"""A file of a package that is missing, torn, misnamed or in another encoding is one fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from spoiling import FILES, REQUIRED, faults_of


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_file_is_one_fault_and_not_one_for_each_reference_into_it(land_copy, name):
    (land_copy / name).unlink()
    (fault,) = faults_of(land_copy)
    assert (fault.file, fault.row, fault.message) == (name, None, "the file is missing")
    assert str(land_copy) in fault.hint


@pytest.mark.parametrize("name", FILES)
def test_a_byte_order_mark_changes_nothing(land_copy, name):
    (land_copy / name).write_bytes(b"\xef\xbb\xbf" + (land_copy / name).read_bytes())
    assert faults_of(land_copy) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("spoil_text", "rule"),
    [
        (lambda text: text.encode("utf-16"), "is UTF-16, not UTF-8"),
        (lambda text: text.replace("a", "خان", 1).encode("cp1256"), "is not UTF-8 text"),
        (lambda text: f"{text[:9]}\0{text[9:]}".encode(), "has a NUL byte"),
        (lambda text: text.encode()[:1] + b"\xd8", "ends in the middle of a character"),
    ],
)
def test_a_wrong_encoding_is_one_fault_of_its_file(land_copy, name, spoil_text, rule):
    (land_copy / name).write_bytes(spoil_text((land_copy / name).read_text("utf-8")))
    (fault,) = faults_of(land_copy)
    assert fault.file == name
    assert rule in fault.message


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".csv")])
def test_a_table_with_semicolons_is_one_fault_of_its_file(land_copy, name):
    text = (land_copy / name).read_text("utf-8")
    (land_copy / name).write_text(text.replace(",", ";"), "utf-8")
    (fault,) = faults_of(land_copy)
    assert (fault.file, fault.row) == (name, 1)
    assert "commas" in fault.hint


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_the_place_of_a_file_is_said(land_copy, name):
    (land_copy / name).unlink()
    (land_copy / name).mkdir()
    (fault,) = faults_of(land_copy)
    assert (fault.file, fault.row) == (name, None)
    assert "cannot be read" in fault.message


@pytest.mark.parametrize("name", FILES)
def test_a_link_to_nowhere_is_a_missing_file(land_copy, name):
    (land_copy / name).unlink()
    (land_copy / name).symlink_to(land_copy / "nowhere")
    (fault,) = faults_of(land_copy)
    assert (fault.file, fault.message) == (name, "the file is missing")


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_may_not_be_read_is_said(land_copy, name, monkeypatch):
    opened = Path.open

    def refuse(path, *words, **more):
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return opened(path, *words, **more)

    monkeypatch.setattr(Path, "open", refuse)
    (fault,) = faults_of(land_copy)
    assert (fault.file, fault.message) == (name, "cannot be read (Permission denied)")


def test_no_folder_a_file_and_an_endless_name_are_no_package(tmp_path):
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "nowhere", tmp_path / "file", tmp_path / ("x" * 5000)):
        (fault,) = faults_of(folder)
        assert "folder" in fault.message
        assert "datapackage.json" in fault.hint


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_anywhere_but_between_two_rows_is_noticed(land_copy, name):
    whole = (land_copy / name).read_bytes()
    end = len(whole.rstrip())
    cuts = {0, 1, 2, 3, end - 1, *range(5, end, max(1, end // 40))}
    for cut in sorted(cuts):
        (land_copy / name).write_bytes(whole[:cut])
        faults = faults_of(land_copy)
        if name.endswith(".csv") and whole[cut - 1 : cut] == b"\n":
            continue
        assert faults, f"cut after byte {cut}"
        assert faults[0].file == name


def test_a_table_cut_between_two_rows_misses_what_others_name(land_copy):
    lines = (land_copy / "events.csv").read_text("utf-8").splitlines(keepends=True)
    (land_copy / "events.csv").write_text("".join(lines[:-1]))
    faults = faults_of(land_copy)
    assert {(fault.file, fault.value) for fault in faults} == {("reports.csv", "E5")}
