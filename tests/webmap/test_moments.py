"""Key dates: read like the other tables, refused if invalid, withheld under an embargo."""

from __future__ import annotations

from datetime import date

import pytest

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.package.embargo import apply_embargo
from frontline.package.package import inspect_package, read_package
from frontline.webmap.extent import encode_moments, key_place_indices

HEADER = "day,title,title_ar,note,source\n"
GOOD = '2001-01-03,A bridge falls,سقوط جسر,"In the night, they say.",https://news.example/bridge\n'


def write(folder, *rows, header=HEADER):
    (folder / "moments.csv").write_text(header + "".join(rows), "utf-8")
    return folder


def test_a_package_needs_no_key_dates(land):
    assert land.package.moments == ()
    assert encode_moments(land, land.record.first, land.record.last) == []


def test_key_dates_are_sorted_by_day(land_copy):
    early = "2001-01-02,Rain,,,http://news.example/rain\n"
    moments = read_package(write(land_copy, GOOD, early)).moments
    assert [moment.day for moment in moments] == [date(2001, 1, 2), date(2001, 1, 3)]
    assert moments[1].title_ar == "سقوط جسر"
    assert moments[1].note == "In the night, they say."


@pytest.mark.parametrize(
    ("row", "value", "words"),
    [
        ("2001-02-30,A,,,https://a.example/\n", "2001-02-30", "day"),
        ("2001-01-03,,,,https://a.example/\n", "", "title"),
        ("2001-01-03,A,,,\n", "", "source"),
        ("2001-01-03,A,,,javascript:alert(1)\n", "javascript:alert(1)", "is not a web address"),
        ("2002-01-03,A,,,https://a.example/\n", "2002-01-03", "outside the record"),
        (f"{GOOD}2001-01-03,B,,,https://a.example/\n", "2001-01-03", "row 2 has the same day"),
    ],
)
def test_an_invalid_row_has_one_error_with_file_and_row(land_copy, row, value, words):
    package, faults = inspect_package(write(land_copy, row))
    assert package is None
    (fault,) = faults
    assert (fault.file, fault.row, fault.value) == ("moments.csv", 1 + row.count("\n"), value)
    assert words in fault.message
    assert fault.hint


def test_an_unknown_column_is_an_error(land_copy):
    _, faults = inspect_package(write(land_copy, header=f"colour,{HEADER}"))
    assert [fault.file for fault in faults] == ["moments.csv"]
    assert "colour" in f"{faults[0].message} {faults[0].value}"


def test_an_embargo_withholds_the_key_dates_it_covers(land_copy):
    late = "2001-01-09,Late,,,https://news.example/late\n"
    package = read_package(write(land_copy, GOOD, late))
    kept = apply_embargo(package, 2, date(2001, 1, 9))
    assert [moment.title for moment in kept.moments] == ["A bridge falls"]


def test_a_page_contains_the_key_dates_of_its_days(land_copy):
    atlas = Atlas(read_package(write(land_copy, GOOD)), RULES["standard"])
    (row,) = encode_moments(atlas, date(2001, 1, 2), date(2001, 1, 5))
    assert row == [
        1, "A bridge falls", "سقوط جسر", "In the night, they say.", "https://news.example/bridge",
        "",
    ]  # fmt: skip
    assert encode_moments(atlas, date(2001, 1, 4), date(2001, 1, 5)) == []


def test_each_key_date_of_the_built_in_record_has_a_report(atlas):
    moments = atlas.package.moments
    assert 6 <= len(moments) <= 12
    addresses = {report.url for report in atlas.package.all_reports}
    assert all(moment.source in addresses for moment in moments)
    assert all(moment.title_ar and moment.note for moment in moments)


def test_the_key_places_are_those_of_the_package(atlas):
    found = [atlas.sites[column].id for column in key_place_indices(atlas)]
    assert found == [key for key in atlas.package.coverage.key_places if key in found]
    assert {"khan-shaykhun", "saraqib", "morek"} <= set(found)
