"""Names that stand in lists, in headlines and beside provinces, as English press prints them."""

from __future__ import annotations

from datetime import date

import pytest
from reading_score import read_otherwise, written

pytestmark = pytest.mark.usefixtures("without_fragility")

READ = {
    "a list printed below its introduction": (
        "2019-08-25",
        "Villages that loyalists have taken since Friday:\n\n- Morek\n- Latmin;\n- Lahaya\n\nCalm.",
        ["control government take morek", "control government take latmin",
         "control government take lahaya"],
    ),
    "a list of towns below a passive": (
        "2019-05-12", "The towns seized by the regime are:\nKafr Nabudah\nTal Hawash\nIt is calm.",
        ["control government take kafr-nabudah 12.05", "control government take tal-hawash 12.05"],
    ),
    "a list with an unknown name in small letters and a thing named after a place": (
        "2020-02-09", "The army retook Jubas, Tell zorbaq, Ebla University, Afis and Kafr Battikh.",
        ["control government take jubas 09.02", "control government take afis 09.02",
         "control government take kafr-battikh 09.02"],
    ),
    "an unknown name in a headline": (
        "2019-06-07", "Rebels Capture Tal Zorbaqan", [],
    ),
    "the edge of a province": (
        "2020-01-20", "The army pushed from Abu Jarif on the south-western edge of Idlib.",
        ["direction abu-jarif idlib south-west 20.01"],
    ),
    "a city that only has an adjective of the sky": (
        "2019-12-24", "Government troops took four hamlets near the northwestern city of Idlib.",
        ["count government take 4 24.12"],
    ),
    "what will be once a town is taken": (
        "2020-01-20", "Once Saraqib is seized, loyalists can turn west.",
        ["control take saraqib 20.01"],
    ),
    "once it was taken": (
        "2020-02-08", "Once Saraqib was seized, loyalists turned west.",
        ["control take saraqib 08.02"],
    ),
    "a province before a town": (
        "2020-02-06", "Army seizes Idlib junction town in spite of threats.", [],
    ),
    "towns in a part of a city": (
        "2020-02-05", "The regime captured hamlets in the eastern parts of Saraqib.", [],
    ),
    "a station named after a place": (
        "2020-02-05", "The rebel-run Saraqib media centre said the army took Jubas.",
        ["control government take jubas 05.02"],
    ),
    "men who fell": (
        "2019-12-02", "Rebels stormed Rasm al-Ward in a raid, in which scores of civilians fell.",
        ["control opposition enter rasm-al-ward 02.12"],
    ),
    "a road from north to south": (
        "2020-02-15", "Loyalists control the whole east-west M4.",
        ["control government hold m4 15.02"],
    ),
    "taken over, or more than": (
        "2019-12-22", "Loyalists have taken over 20 villages since Friday.",
        ["count government take 20"],
    ),
    "they are who acted before": (
        "2020-01-29",
        "The army took Hish in a drive on the last big rebel bastion. They also took Maar Hattat.",
        ["control government take hish 29.01", "control government take maar-hattat 29.01"],
    ),
    "they came when the others had gone": (
        "2020-01-29",
        "The army took Maarat al-Numan. All the jihadists had left before they entered the town.",
        ["control government take maarat-al-numan 29.01"],
    ),
    "a truce that took effect on another day": (
        "2020-01-29", "The army took Hish despite a deal that came into force on January 12.",
        ["control government take hish 29.01"],
    ),
    "land beside a province": (
        "2019-08-23", "The army finished its takeover of land just south of Idlib province.", [],
    ),
    "what was cordoned off": (
        "2020-02-06", "Government forces cordoned off Saraqib.",
        ["encirclement government surround saraqib 06.02"],
    ),
    "the first of several": (
        "2020-02-25", "Loyalists captured towns in the south, most notably Kafr Nabl.",
        ["control government take kafr-nabl 25.02"],
    ),
}  # fmt: skip


def test_names_are_read_where_they_stand(checker):
    wrong = read_otherwise(checker, READ)
    assert wrong == [], wrong


def test_what_is_still_to_come_is_no_fact(checker):
    moods = {
        text: checker.check(text, date(2020, 1, 20)).findings[0].claim.mood
        for text in ("When Saraqib falls, the road will be theirs.",
                     "Unless Saraqib is retaken, the road is lost.",
                     "After Saraqib was retaken, the road was open.")
    }  # fmt: skip
    assert list(moods.values()) == ["prediction", "prediction", "fact"]


def test_the_side_of_a_province_is_not_contradicted(checker):
    text = "Abu Jarif is on the south-western edge of Idlib."
    (finding,) = checker.check(text, date(2020, 1, 20)).findings
    assert finding.verdict.word == "cannot tell"


def test_a_number_behind_take_over_is_the_least(checker):
    text = "Loyalists have taken over 20 villages since Friday."
    (finding,) = checker.check(text, date(2019, 12, 22)).findings
    assert (finding.claim.low, finding.claim.high) == (20, float("inf"))


def test_a_title_behind_a_list_is_no_item_of_it(checker):
    for text in (
        "The army took these villages:\nMorek\nLatmin\n\nKhan Sheikhoun\n\nIt rained.",
        "The army took these villages:\n- Morek\n- Latmin\nKhan Sheikhoun\nIt rained.",
    ):
        found = checker.check(text, date(2019, 8, 24)).findings
        assert sorted(one.claim.target.id for one in found) == ["latmin", "morek"]  # fmt: skip


def test_lines_that_are_no_names_are_no_list(checker):
    text = "News of the villages:\nArmy takes Hish\nRebels lose Morek\n"
    found = checker.check(text, date(2020, 1, 31)).findings
    assert sorted(map(written, found)) == [
        "control government take hish 31.01", "control opposition lose morek 31.01",
    ]  # fmt: skip
