"""One list of names, what must match and what must not; the script of the pages reads it too.

`same` finds the place of that name, `different` does not, `similar` is refused with the place as a
suggestion, and `unlike` is refused without one.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from namesakes import place

from frontline.gazetteer.gazetteer import Gazetteer

LIST = Path(__file__).with_name("names.csv")
SCRIPTS = ("Latin", "Arabic", "Cyrillic", "Hebrew", "Ge'ez")


def rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answer(written: str, name: str) -> str:
    gazetteer = Gazetteer([place("it", name)])
    match = gazetteer.find(written)
    if match.kind in {"exact", "variant"}:
        return "same"
    has_number = any(map(str.isdecimal, written))
    if match.kind == "fuzzy" and has_number and name != written:
        return "another number"
    return "similar" if match.kind == "fuzzy" or gazetteer.suggest(written) else "different"


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_name_of_the_list_is_answered_as_it_says(script: str) -> None:
    # One name may resemble or begin another and be suggested for it; it is not the same.
    allowed = {"different": {"different", "similar"}, "unlike": {"different"}}
    wrong = []
    for row in rows():
        found, wanted = answer(row["written"], row["name"]), row["is"]
        if row["script"] == script and found not in allowed.get(wanted, {wanted}):
            wrong.append(f"{row['written']} <> {row['name']}: {found} instead of {wanted}")
    assert wrong == []


def test_a_name_is_never_refused_because_another_resembles_it() -> None:
    wrong = []
    for row in rows():
        if row["is"] == "different":
            both = Gazetteer([place("own", row["written"]), place("other", row["name"])])
            for name, place_id in ((row["written"], "own"), (row["name"], "other")):
                if both.find(name).place != both[place_id]:
                    wrong.append(f"{name}: {both.find(name).explanation}")
    assert wrong == []


def test_each_script_of_the_list_says_what_matches_and_what_does_not() -> None:
    said = {(row["script"], row["is"]) for row in rows()}
    assert {(script, "same") for script in SCRIPTS} <= said
    assert {(script, "different") for script in SCRIPTS} <= said
    assert {row["script"] for row in rows()} == set(SCRIPTS)
