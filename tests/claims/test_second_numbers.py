"""Numbers without a noun, reports that are denied, and what a fight goes on for."""

from __future__ import annotations

from datetime import date

import pytest
from reading_score import read_otherwise

pytestmark = pytest.mark.usefixtures("without_fragility")

READ = {
    "a second number on another day": (
        "2019-12-23", "Loyalists seized four villages on Saturday and a further six on Sunday.",
        ["count government take 4 21.12", "count government take 6 22.12"],
    ),
    "a second number behind its day": (
        "2019-12-23", "On Saturday the army took nine towns, and on Sunday two.",
        ["count government take 9 21.12", "count government take 2 22.12"],
    ),
    "a number behind an operation": (
        "2019-12-26",
        "In that push over 30 villages such as Jarjanaz and al-Tah were freed from rebels.",
        ["control government take jarjanaz 26.12", "control government take al-tah 26.12",
         "count government take 30 26.12"],
    ),
    "mainly these": (
        "2020-02-04", "The army took a number of villages, mainly, Tal Mardikh and Jubas.",
        ["control government take tal-mardikh 04.02", "control government take jubas 04.02",
         "count government take 2 04.02"],
    ),
    "a force that is only targeted": (
        "2020-02-04", "Soldiers carried out raids targeting the militants and took Jubas.",
        ["control government take jubas 04.02"],
    ),
    "what somebody denied": (
        "2020-01-29", "The seizure of Hish by loyalists was rejected by activists.", [],
    ),
    "reports of which something else is said": (
        "2020-02-27", "Claims by some outlets that rebels have entered Saraqib are far from truth.",
        [],
    ),
}  # fmt: skip


def test_numbers_and_denials_are_read_as_by_hand(checker):
    wrong = read_otherwise(checker, READ)
    assert wrong == [], wrong


def test_what_a_fight_goes_on_for_is_no_fact(checker):
    moods = [
        checker.check(text, date(2020, 2, 20)).findings[-1].claim.mood
        for text in ("The assault will continue until the seizure of Saraqib.",
                     "Rebels were there until the seizure of Saraqib by the army.")
    ]  # fmt: skip
    assert moods == ["prediction", "fact"]


def test_following_before_villages_is_no_day(checker):
    sure = [
        not checker.check(text, date(2020, 2, 20)).findings[0].claim.unsure
        for text in ("The army seized the following villages: Hish and Kafr Battikh.",
                     "The army seized Hish following raids.")
    ]  # fmt: skip
    assert sure == [True, True]
