"""Kinds of notes, captions and headlines that were read wrongly, each in words of its own."""

from __future__ import annotations

from datetime import date

import pytest
from reading_score import written

from frontline.claims.checker import Checker

#: A day, a sentence, and the claims it states; of those that are no fact, the mood behind them.
READ = {
    "neither nor": (
        "2020-02-07", "Neither Sarmin nor the town of Ariha has been captured by the regime.",
        ["control government take ariha 07.02 denial",
         "control government take sarmin 07.02 denial"],
    ),
    "hold out in": (
        "2020-02-06", "A few insurgents hold out in Hazarin.",
        ["control opposition hold hazarin 06.02"],
    ),
    "if it is true": (
        "2020-02-20", "The seizure of Sarmin, if true, was a feat.",
        ["control take sarmin 20.02 prediction"],
    ),
    "the loser behind a capture": (
        "2020-02-20", "The seizure of Sarmin leaves the insurgents with a single road.",
        ["control take sarmin 20.02"],
    ),
    "a presence that ends": (
        "2020-02-20", "The capture of Hazarin ends a jihadist presence in the hills.",
        ["control take hazarin 20.02"],
    ),
    "whose fall would": (
        "2020-02-04", "Troops are 9 km from Sarmin, whose fall could empty the camps.",
        ["control fall sarmin 04.02 prediction", "distance government sarmin 9 04.02"],
    ),
    "who did it earlier, in a relative clause": (
        "2020-02-26", "Insurgents, who last Friday overran Hass, were shelled on Tuesday.",
        ["control opposition take hass 21.02"],
    ),
    "the day of a participle behind": (
        "2020-02-26", "The army regained Hass and Hazarin, both lost the day before.",
        ["control government take hass 26.02", "control government take hazarin 26.02"],
    ),
    "the day of a participle behind, and none before": (
        "2020-02-26", "The army regained Hass, captured by insurgents on Sunday.",
        ["control government take hass 26.02"],
    ),
    "said to do": (
        "2020-02-06", "The army is believed to control Hazarin.",
        ["control government hold hazarin 06.02"],
    ),
    "weeks ago": (
        "2020-02-26", "Insurgents lost Saraqib two weeks ago.", ["control opposition lose saraqib"],
    ),
    "weeks ago, Arabic": (
        "2020-02-26", "خسرت الفصائل سراقب قبل أسبوعين.", ["control opposition lose saraqib"],
    ),
    "days ago": (
        "2020-02-26", "Insurgents lost Hass four days ago.", ["control opposition lose hass 22.02"],
    ),
    "the post of a capital": (
        "2020-02-26", "Moscow's observation post near Morek is besieged by insurgents.",
        ["encirclement opposition surround Moscow's observation post near Morek 26.02"],
    ),
    "a capital in control": (
        "2020-02-26", "Damascus remains in sole control of Hass.",
        ["control government hold hass 26.02"],
    ),
    "a width": (
        "2020-02-26", "The army took the last stretch of the M5 and cleared a belt 2 km wide.",
        ["control government take m5 26.02"],
    ),
    "named behind a day": (
        "2020-02-17",
        "Five villages were seized by rebels in two days, Saturday and Sunday, among them Haritan.",
        ["control opposition take haritan 15.02", "count opposition take 5 15.02"],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def checker(atlas):
    return Checker(atlas)


def _line(finding):
    mood = finding.claim.mood
    return written(finding) if mood == "fact" else f"{written(finding)} {mood}"


def test_each_kind_of_note_is_read_as_by_hand(checker):
    wrong = []
    for kind, (day, text, expected) in READ.items():
        found = sorted(_line(one) for one in checker.check(text, date.fromisoformat(day)).findings)
        if found != sorted(expected):
            wrong.append((kind, found))
    assert wrong == [], wrong
