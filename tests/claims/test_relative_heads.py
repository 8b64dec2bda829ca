"""What relative clauses are about, what "over" belongs to, and what forces failed in."""

from __future__ import annotations

from datetime import date

import pytest
from reading_score import read_otherwise, written

pytestmark = pytest.mark.usefixtures("without_fragility")

READ = {
    "both of a list are held": (
        "2020-02-20", "The offer leaves out Fua and Kafraya, which are held by rebels.",
        ["control opposition hold al-fuah 20.02", "control opposition hold kafraya-bennsh 20.02"],
    ),
    "both of two villages fell": (
        "2019-07-29",
        "Soldiers are in the hamlets of Jibin and Tal Malah in Hama, which fell to rebels in June.",
        ["control opposition fall jibeen", "control opposition fall tal-malah"],
    ),
    "one of a list was held": (
        "2020-02-20", "They drove from Fua to Kafraya, which is held by rebels.",
        ["control opposition hold kafraya-bennsh 20.02"],
    ),
    "not the city beside a district": (
        "2020-02-12", "Bombs hit the Zorbana area near Saraqib, which loyalists retook on Monday.",
        [],
    ),
    "not the base in a province": (
        "2020-02-12", "Morek was their last post in the province, which is held by loyalists.",
        [],
    ),
    "control over, and no more than": (
        "2020-02-24", "Loyalists gained control over 14 hamlets.",
        ["count government take 14 24.02"],
    ),
    "retaken control of": (
        "2019-07-29", "Loyalists had retaken control of Jibin.",
        ["control government take jibeen 29.07"],
    ),
    "taken by a coalition of groups": (
        "2020-02-27", "It follows the capture of Saraqib, a hub, by an alliance of rebel factions.",
        ["control opposition take saraqib 27.02"],
    ),
    "a moderate force": (
        "2020-02-25", "Moderate fighters seized al-Nayrab.",
        ["control opposition take al-nayrab 25.02"],
    ),
    "a distance of the last place alone": (
        "2020-02-17", "The army took Tal Hadiyah and Khan al-Asal, which is 10 km from Aleppo.",
        ["control government take tal-hadiyah 17.02", "control government take khan-al-asal 17.02",
         "distance khan-al-asal aleppo 10 17.02"],
    ),
    "as follows": (
        "2019-08-24", "Villages seized by soldiers since last week are as follows: Latmin, Morek.",
        ["control government take latmin", "control government take morek"],
    ),
    "where a number was taken": (
        "2020-02-17", "Activists listed posts captured by rebels in 16 villages.", [],
    ),
    "as the United Nations names the sides": (
        "2020-02-17", "GoS forces took Saraqib, and nearby 30 communities shifted to GoS control.",
        ["control government take saraqib 17.02", "count government fall 30 17.02"],
    ),
    "taken from men that a group leads": (
        "2019-05-27", "Kafr Nabuda was wrested from fighters commanded by HTS.",
        ["control take kafr-nabudah 27.05"],
    ),
    "villages at the edge of a bastion": (
        "2019-08-08", "Both sit on the southern edge of Morek, a centre of Assad's foes.", [],
    ),
    "two towns that lie on a road": (
        "2020-02-01", "Both Ariha and Saraqib sit on the M4.",
        ["distance ariha lies on m4 01.02", "distance saraqib lies on m4 01.02"],
    ),
    "an advance that is no arrival": (
        "2020-02-08", "The latest advance to the northeast of Saraqib cost the army ten tanks.", [],
    ),
    "a highway with its name behind it": (
        "2020-03-06", "Loyalists, who lack the M4, hold the north-south highway known as the M5.",
        ["control government hold m5 06.03"],
    ),
    "among the areas": (
        "2019-08-24",
        "Among the areas taken by soldiers were the old towns of Kafr Zita and Morek.",
        ["control government take kafr-zita 24.08", "control government take morek 24.08"],
    ),
}  # fmt: skip


def test_relative_clauses_are_about_what_they_name(checker):
    wrong = read_otherwise(checker, READ)
    assert wrong == [], wrong


def test_the_side_of_the_land_that_a_town_lies_in_is_no_side_of_the_town(checker):
    places = [
        "in the northeastern countryside of the Idlib Governorate", "in the province's northeast",
        "in the north-eastern countryside of the province", "in the northeast of the country",
    ]  # fmt: skip
    read = [
        written(one)
        for place in places
        for one in checker.check(
            f"The army is 3 km from Saraqib {place}.", date(2020, 1, 31)
        ).findings
    ]
    assert read == ["distance government saraqib 3 31.01"] * 4


def test_a_salient_is_not_the_town_it_is_named_after(checker):
    result = checker.check("The army encircled the Hama salient.", date(2019, 8, 21))
    assert result.findings == ()


def test_an_unknown_village_is_listed_wherever_its_noun_stands(checker):
    result = checker.check("They kicked HTS out from Al-Jaqusbaniyah village.", date(2019, 8, 21))
    assert [one.text for one in result.not_understood] == ["Al-Jaqusbaniyah"]


def test_control_over_a_number_is_no_more_than_it(checker):
    (finding,) = checker.check(
        "Loyalists gained control over 14 hamlets.", date(2020, 2, 24)
    ).findings
    assert (finding.claim.low, finding.claim.high) == (14, 14)


def test_what_forces_fail_in_is_not_done(checker):
    text = "Loyalist units continue to fail in retaking Tal Malah."
    (finding,) = checker.check(text, date(2019, 6, 26)).findings
    assert finding.claim.mood == "denial"
