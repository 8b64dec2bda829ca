"""Kinds of sentences of daily briefs that were missed or misread, each in words of its own."""

from __future__ import annotations

from reading_score import not_listed, read_otherwise, with_moods

#: A day, a sentence, and the claims it states; of those that are no fact, the mood behind them.
READ = {
    "the region of a village": (
        "2019-08-01", "The army has regained control of the strategic region of Tal Malah.",
        ["control government take tal-malah 01.08"],
    ),
    "a village called a region": (
        "2019-08-01", "Troops have taken control of the Wadi Hasmin region.",
        ["control government take wadi-hasmin 01.08"],
    ),
    "a numbered district": (
        "2020-02-12", "The army combed Hass and cleared the district of Rashidin 5.",
        ["control government take al-rashidin-5 12.02"],
    ),
    "an article of one letter": (
        "2019-11-25", "Troops retook Dahret a-Zarzour and Umm al-Khalakhil.",
        ["control government take dahrat-al-zarzur 25.11",
         "control government take umm-al-khalakhil 25.11"],
    ),
    "an article of one letter in an unknown name": (
        "2019-11-25", "Troops retook the villages of Tamra a-Sawda, Hass and Hazarin.",
        ["control government take hass 25.11", "control government take hazarin 25.11"],
    ),
    "a fight with a named group between": (
        "2019-08-08",
        "Army troops were locked in battles with Tahrir al-Sham militants in Hama, seizing Murak.",
        ["control government take morek 08.08"],
    ),
    "a blow between": (
        "2020-02-26",
        "The army took Hass, dealing a heavy blow to the insurgents, and also seized Hazarin.",
        ["control government take hass 26.02", "control government take hazarin 26.02"],
    ),
    "the deed announced as a gerund": (
        "2020-02-26", "The military announced the capturing of Hass and Hazarin.",
        ["control government take hass 26.02", "control government take hazarin 26.02"],
    ),
    "square, stroke, kilometres": (
        "2020-02-26", "The army has retaken 212sq/km of land.", ["area government take 212 26.02"],
    ),
    "taken, and then close to something": (
        "2020-02-26", "Troops pushed on, seizing nine villages and getting close to the border.",
        ["count government take 9 26.02"],
    ),
    "the army finds itself": (
        "2020-01-29", "The army now finds itself about 5 kilometers away from Saraqib.",
        ["distance government saraqib 5 29.01"],
    ),
    "abbreviations of factions": (
        "2020-01-08", "TFSA units captured Hass while NFL fighters liberated Hazarin.",
        ["control opposition take hass 08.01", "control opposition take hazarin 08.01"],
    ),
    "forces led by rebels": (
        "2020-01-08", "Rebel-led forces captured Hass.", ["control opposition take hass 08.01"],
    ),
    "a step towards a deed": (
        "2020-01-28", "The army entered Hish on its way toward securing the M5 highway.",
        ["control government enter hish 28.01", "control government take m5 28.01 aim"],
    ),
}  # fmt: skip
#: A day, a sentence without a claim, and a part of the reason that is listed.
LISTED = {
    "a town of a province": ("2020-02-26", "Syrian rebels seize Idlib town", "the province"),
    "forces led by a state": (
        "2020-02-26", "Turkish-led forces withdrew from Hass.", "follows no force called",
    ),
    "forces backed by a state": (
        "2020-02-26", "Saudi-backed forces captured Hass.", "follows no force called",
    ),
    "gains across a province": (
        "2020-02-26", "The army rests after gains across Idlib province.", "a whole region",
    ),
    "a district of a town": ("2020-02-12", "The army cleared a district of Saraqib.", "district"),
    "the region of a town": ("2020-02-12", "The army took the region of Saraqib.", "region"),
}  # fmt: skip


def test_kinds_of_daily_briefs_are_read(checker):
    assert read_otherwise(checker, READ, with_moods) == []


def test_kinds_of_daily_briefs_are_listed(checker):
    assert not_listed(checker, LISTED) == []
