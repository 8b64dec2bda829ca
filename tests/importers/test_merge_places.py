"""Places are merged once, namesakes need a decision, and disagreements are listed."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from frontline.cli import app
from frontline.errors import DataError
from frontline.importers.candidates import PlaceCandidate
from frontline.importers.merge_places import PlaceMerger
from frontline.importers.review import REVIEW, Review, review_faults
from frontline.importers.summary import ImportSummary
from frontline.package.draft import Draft
from frontline.package.package import read_package


def candidate(name, lon, lat, *, id_="7", error=500.0, **more):
    given = {"kind": "village"} | more
    return PlaceCandidate(
        source="Book", source_id=id_, name=name, lon=lon, lat=lat, position_error_m=error,
        licence="CC0", file="book.csv", row=2, **given,
    )  # fmt: skip


def merge(folder, *places):
    """Merge places into the package and write it, as an import does."""
    draft, summary = Draft(folder), ImportSummary("book")
    review = Review(folder, draft.package.gazetteer)
    merger = PlaceMerger(draft, review, summary, "Book")
    for place in places:
        merger.add(place)
    summary.read = len(places)
    assert summary.adds_up
    if review.text() is not None:
        draft.add_file(REVIEW, review.text())
    summary.wrote = draft.write()
    return summary


def questions(folder):
    return csv.DictReader((folder / REVIEW).read_text("utf-8").splitlines())


def test_the_same_name_close_by_is_the_same_place(land_copy):
    summary = merge(land_copy, candidate("al-Elm", 30.105, 0.1, kind="town", population=900))
    elm = read_package(land_copy).gazetteer["elm"]
    assert (summary.used, summary.merged) == (0, 1)
    assert elm.population == 900
    assert elm.sources == ("invented", "Book 7")
    assert (elm.lon, elm.lat) == (30.1, 0.1)


def test_a_namesake_at_some_distance_needs_a_decision(land_copy):
    summary = merge(land_copy, candidate("Elm", 30.14, 0.1))
    (row,) = questions(land_copy)
    assert summary.unused[0].reason == "needs a decision: fill the column choice of review.csv"
    assert (row["question"], row["name"], row["choice"]) == ("Book 7", "Elm", "")
    assert row["candidates"] == "elm (Elm, Middle, Invented, 100% similar, 4.5 km)"


@pytest.mark.parametrize(
    ("choice", "used", "merged"), [("new", 1, 0), ("elm", 0, 1), ("skip", 0, 0)]
)
def test_a_choice_is_applied_and_kept(land_copy, choice, used, merged):
    place = candidate("Elm", 30.14, 0.1, admin3="East")
    merge(land_copy, place)
    path = land_copy / REVIEW
    lines = path.read_text("utf-8").splitlines()
    path.write_text(f"{lines[0]}\n{lines[1]}{choice}\n", "utf-8")
    summary = merge(land_copy, place)
    assert (summary.used, summary.merged) == (used, merged)
    before = {one.name: one.read_bytes() for one in land_copy.iterdir()}
    again = merge(land_copy, place)
    assert again.wrote == ()
    assert {one.name: one.read_bytes() for one in land_copy.iterdir()} == before


#: A table as spreadsheets save it, with other separators and encodings.
SAVED = {
    "commas": lambda text: text.encode(),
    "semicolons": lambda text: text.replace(",", ";").encode("utf-8-sig"),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "tabs in UTF-16": lambda text: text.replace(",", "\t").encode("utf-16"),
    "empty columns": lambda text: text.replace("\n", ",,\n").encode(),
}


def saved_answer(folder, place, choice, saved):
    """Ask about a place, and answer in the table as a spreadsheet saves it."""
    merge(folder, place)
    path = folder / REVIEW
    cells = dict.fromkeys(next(questions(folder)), "") | {"question": "Book 7", "choice": choice}
    text = ",".join(cells) + "\n" + ",".join(cells.values()) + "\n"
    path.write_bytes(SAVED[saved](text))


@pytest.mark.parametrize("saved", SAVED)
@pytest.mark.parametrize("choice", ["new", "New", " SKIP ", "elm"])
def test_a_choice_is_read_however_a_spreadsheet_saved_it(land_copy, saved, choice):
    place = candidate("Elm", 30.14, 0.1, admin3="East")
    saved_answer(land_copy, place, choice, saved)
    assert review_faults(land_copy) == []
    summary = merge(land_copy, place)
    expected = {"new": (1, 0), "skip": (0, 0), "elm": (0, 1)}[choice.strip().lower()]
    assert (summary.used, summary.merged) == expected
    (row,) = questions(land_copy)
    assert row["choice"] == choice.strip().lower()
    assert merge(land_copy, place).wrote == ()


@pytest.mark.parametrize(
    ("content", "row", "rule"),
    [
        ("question;choice\nBook 7;oak\n", 2, "is not a place of the gazetteer"),
        ("question;answer\nBook 7;elm\n", 1, "this column is missing"),
        ("question,choice\nBook 7\n", 2, "fewer cells than the header"),
        ("question,choice\nBook 7,elm,why\n", 2, "more cells than the header"),
        ("question,choice,why\nBook 7,elm,so\n", 2, "is in a column that this table does not have"),
        ('question,choice\n"Book 7,elm\n', 2, "a quotation mark is not closed"),
        ("question,choice\nB\0,elm\n", 2, "NUL"),
        ("", None, "has no header"),
    ],
)
def test_validate_reports_the_faults_of_review_csv(land_copy, content, row, rule):
    (land_copy / REVIEW).write_text(content, "utf-8")
    (fault,) = review_faults(land_copy)
    assert (fault.file, fault.row, fault.severity) == (REVIEW, row, "error")
    assert rule in fault.message
    with pytest.raises(DataError, match=re.escape(str(fault))):
        merge(land_copy, candidate("Elm", 30.14, 0.1))
    done = CliRunner().invoke(app.app, ["validate", str(land_copy)])
    assert done.exit_code == 1
    assert str(fault).replace("\0", "") in done.stdout.replace("\0", "")


def test_a_package_without_questions_has_no_fault_in_them(land_copy):
    assert review_faults(land_copy) == []


def test_a_choice_of_an_unknown_place_is_refused_with_its_row(land_copy):
    merge(land_copy, candidate("Elm", 30.14, 0.1))
    path = land_copy / REVIEW
    path.write_text(path.read_text("utf-8").rstrip("\n") + "oak\n", "utf-8")
    with pytest.raises(DataError, match=r"review\.csv, row 2: 'oak': choice: is not a place"):
        merge(land_copy, candidate("Elm", 30.14, 0.1))


def test_a_namesake_far_away_is_another_place_with_an_id_of_its_own(land_copy):
    summary = merge(land_copy, candidate("Elm", 30.25, 0.25, admin3="North East"))
    assert summary.used == 1
    assert read_package(land_copy).gazetteer["elm-north-east"].name == "Elm"


def test_two_places_of_one_source_with_one_name_are_both_added(land_copy):
    both = [candidate("Oak", 30.05, 0.05, id_="1"), candidate("Oak", 30.06, 0.05, id_="2")]
    assert merge(land_copy, *both).used == 2
    assert merge(land_copy, *both).merged == 2


def test_two_places_of_a_source_are_not_merged_into_one_without_a_decision(land_copy):
    both = [candidate("Elm", 30.101, 0.1, id_="1"), candidate("Elm", 30.1, 0.102, id_="2")]
    first = merge(land_copy, *both)
    assert (first.merged, [one.row for one in first.unused]) == (1, [2])
    assert next(questions(land_copy))["question"] == "Book 2"
    again = merge(land_copy, *both)
    assert (again.merged, len(again.unused), again.wrote) == (1, 1, ())


def test_a_hill_with_the_name_of_a_village_needs_a_decision(land_copy):
    summary = merge(land_copy, candidate("Elm", 30.105, 0.1, kind="hill"))
    assert (summary.used, summary.merged) == (0, 0)


def test_another_name_at_the_same_point_needs_a_decision(land_copy):
    merge(land_copy, candidate("Quite Other", 30.1, 0.1))
    (row,) = questions(land_copy)
    assert row["candidates"] == "elm (Elm, Middle, Invented, 0% similar, 0.0 km: the same point)"


def test_new_is_not_offered_at_the_point_of_another_place(land_copy):
    merge(land_copy, candidate("Quite Other", 30.1, 0.1))
    (row,) = questions(land_copy)
    assert row["where"] == "30.1, 0.1 (the same point as elm: write its id or skip, not new)"


def test_new_at_the_point_of_another_place_is_refused_with_the_remedy(land_copy):
    place = candidate("Quite Other", 30.1, 0.1)
    merge(land_copy, place)
    answered(land_copy, "new")
    (row,) = merge(land_copy, place).unused
    assert row.reason.startswith("two places cannot have the same point")
    assert "write the id of the place there" in row.reason
    assert row.text == "Quite Other: elm"
    answered(land_copy, "elm")
    assert merge(land_copy, place).merged == 1
    assert "Quite Other" in read_package(land_copy).gazetteer["elm"].names


def answered(folder, choice):
    path = folder / REVIEW
    *head, last = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*head, f"{last.rpartition(',')[0]},{choice}"]) + "\n", "utf-8")


def test_two_sources_that_agree_reduce_the_error_to_their_distance(land_copy):
    first = merge(land_copy, candidate("Oak", 30.05, 0.05, error=1000))
    assert first.used == 1
    draft, summary = Draft(land_copy), ImportSummary("atlas")
    merger = PlaceMerger(draft, Review(land_copy, ()), summary, "Atlas")
    merger.add(replace(candidate("Oak", 30.053, 0.05), source="Atlas", source_id="9"))
    draft.write()
    # 0.003 degrees of longitude at the equator are 334 m
    assert read_package(land_copy).gazetteer["oak"].position_error_m == 340


def test_two_sources_that_disagree_increase_the_error_and_are_listed(land_copy):
    summary = merge(land_copy, candidate("Elm", 30.115, 0.1, error=100, kind="town"))
    # 0.015 degrees of longitude at the equator are 1,670 m
    assert read_package(land_copy).gazetteer["elm"].position_error_m == 1670
    (words,) = summary.disagreements
    assert words.startswith("elm (book.csv, row 2): Book 7 is 1.7 km away from its point")
    assert words.endswith("position_error_m 100 -> 1670")


def test_a_name_without_latin_letters_gets_an_id(land_copy):
    merge(land_copy, candidate("بلوط", 30.05, 0.05))
    assert "book-7" in read_package(land_copy).gazetteer


def test_of_two_possible_places_neither_is_chosen(land_copy):
    merge(land_copy, candidate("Oak", 30.05, 0.05, id_="1"), candidate("Oak", 30.06, 0.05, id_="2"))
    draft, summary = Draft(land_copy), ImportSummary("atlas")
    review = Review(land_copy, draft.package.gazetteer)
    other = replace(candidate("Oak", 30.052, 0.05), source="Atlas", source_id="9")
    PlaceMerger(draft, review, summary, "Atlas").add(other)
    assert (summary.used, summary.merged) == (0, 0)
    listed = "oak (Oak, 100% similar, 0.2 km); book-2 (Oak, 100% similar, 0.9 km)"
    assert listed in review.text()


def test_an_open_question_stays_open_when_other_suggestions_are_taken(land_copy):
    merge(land_copy, candidate("Oak", 30.05, 0.05, id_="1"), candidate("Oak", 30.11, 0.05, id_="2"))
    atlas = [
        replace(candidate("Oak", lon, 0.05), source="Atlas", source_id=id_)
        for lon, id_ in ((30.055, "1"), (30.1101, "2"))
    ]
    waiting = []
    for choice in ("", "", "book-2", ""):
        path = land_copy / REVIEW
        if choice:
            path.write_text(path.read_text("utf-8").rstrip("\n") + f"{choice}\n", "utf-8")
        draft, summary = Draft(land_copy), ImportSummary("atlas")
        review = Review(land_copy, draft.package.gazetteer)
        merger = PlaceMerger(draft, review, summary, "Atlas")
        for place in atlas:
            merger.add(place)
        draft.add_file(REVIEW, review.text())
        draft.write()
        waiting.append(len(summary.unused))
    assert waiting == [2, 2, 1, 1]
