"""A missing, malformed or wrongly encoded file of a package is one issue."""

from __future__ import annotations

from pathlib import Path

import pytest
from package_edits import FILES, REQUIRED, issues_of


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_file_is_one_issue_without_its_references(land_copy, name):
    (land_copy / name).unlink()
    (issue,) = issues_of(land_copy)
    assert (issue.file, issue.row, issue.message) == (name, None, "the file is missing")
    assert str(land_copy) in issue.hint


@pytest.mark.parametrize("name", FILES)
def test_a_byte_order_mark_changes_nothing(land_copy, name):
    (land_copy / name).write_bytes(b"\xef\xbb\xbf" + (land_copy / name).read_bytes())
    assert issues_of(land_copy) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("encode", "rule"),
    [
        (lambda text: text.encode("utf-16"), "is UTF-16, not UTF-8"),
        (lambda text: text.replace("a", "خان", 1).encode("cp1256"), "is not UTF-8 text"),
        (lambda text: f"{text[:9]}\0{text[9:]}".encode(), "has a NUL byte"),
        (lambda text: text.encode()[:1] + b"\xd8", "ends in the middle of a character"),
    ],
)
def test_a_wrong_encoding_is_one_issue(land_copy, name, encode, rule):
    (land_copy / name).write_bytes(encode((land_copy / name).read_text("utf-8")))
    (issue,) = issues_of(land_copy)
    assert issue.file == name
    assert rule in issue.message


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".csv")])
def test_a_table_with_semicolons_is_one_issue(land_copy, name):
    text = (land_copy / name).read_text("utf-8")
    (land_copy / name).write_text(text.replace(",", ";"), "utf-8")
    (issue,) = issues_of(land_copy)
    assert (issue.file, issue.row) == (name, 1)
    assert "commas" in issue.hint


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_place_of_a_file_is_reported(land_copy, name):
    (land_copy / name).unlink()
    (land_copy / name).mkdir()
    (issue,) = issues_of(land_copy)
    assert (issue.file, issue.row) == (name, None)
    assert "is not a regular file" in issue.message


@pytest.mark.parametrize("name", FILES)
def test_a_link_to_nowhere_is_a_missing_file(land_copy, name):
    (land_copy / name).unlink()
    (land_copy / name).symlink_to(land_copy / "nowhere")
    (issue,) = issues_of(land_copy)
    assert (issue.file, issue.message) == (name, "the file is missing")


@pytest.mark.parametrize("name", FILES)
def test_an_unreadable_file_is_reported(land_copy, name, monkeypatch):
    opened = Path.open

    def refuse(path, *words, **more):
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return opened(path, *words, **more)

    monkeypatch.setattr(Path, "open", refuse)
    (issue,) = issues_of(land_copy)
    assert (issue.file, issue.message) == (name, "cannot be read (Permission denied)")


def test_a_missing_folder_a_file_and_a_very_long_name_are_reported(tmp_path):
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "nowhere", tmp_path / "file", tmp_path / ("x" * 5000)):
        (issue,) = issues_of(folder)
        assert "folder" in issue.message
        assert "datapackage.json" in issue.hint


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_file_is_reported_unless_cut_between_rows(land_copy, name):
    whole = (land_copy / name).read_bytes()
    end = len(whole.rstrip())
    cuts = {0, 1, 2, 3, end - 1, *range(5, end, max(1, end // 40))}
    for cut in sorted(cuts):
        (land_copy / name).write_bytes(whole[:cut])
        issues = issues_of(land_copy)
        if name.endswith(".csv") and whole[cut - 1 : cut] == b"\n":
            continue
        assert issues, f"cut after byte {cut}"
        assert issues[0].file == name


def test_a_table_cut_between_rows_lacks_referenced_ids(land_copy):
    lines = (land_copy / "events.csv").read_text("utf-8").splitlines(keepends=True)
    (land_copy / "events.csv").write_text("".join(lines[:-1]))
    issues = issues_of(land_copy)
    assert {(issue.file, issue.value) for issue in issues} == {("reports.csv", "E5")}
