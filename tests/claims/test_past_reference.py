"""Statements about an earlier time are not judged by the day of the article."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from frontline.claims.checker import check

#: Lataminah and Kafr Zita were taken by the army on 23 August 2019.
DAY = "2020-01-10"

EARLIER = (
    "Latamneh, once held by rebels, is empty.",
    "Latamneh, formerly held by rebels, was shelled on Thursday.",
    "The previously rebel-held town of Latamneh was shelled.",
    "Militants used to control Latamneh.",
    "Latamneh had been in rebel hands.",
    "The opposition had controlled Latamneh for seven years.",
    "Rebels held Latamneh until August.",
    "Before the summer campaign, insurgents controlled Latamneh.",
    "When the summer campaign began, Latamneh was under rebel control.",
    "Back then, insurgents held Latamneh.",
    "كانت اللطامنة تحت سيطرة الفصائل.",
    "دخل الجيش بلدة اللطامنة التي كانت المعارضة تسيطر عليها.",
    "آنذاك كانت اللطامنة في يد المعارضة.",
)
UNDATED = (
    "Government forces had besieged Kafr Zita before entering it.",
    "At that time the army was 2 km from Kafr Zita.",
    "When government troops were 2 km from Kafr Zita, the rebels left it.",
    "Government troops were at one point 2 km from Kafr Zita.",
    "The army had encircled Kafr Zita for three days.",
    "عندما كان الجيش على بعد 2 كم من كفرزيتا انسحبت منها الفصائل.",
)
PRESENT = (
    "Rebels still hold Latamneh.",
    "Latamneh, held by rebels, was shelled.",
    "Insurgents have held Latamneh for two days.",
    "Rebels held Latamneh on Wednesday.",
    "لا تزال الفصائل تسيطر على اللطامنة.",
)


def the_claim(atlas, text, kind="control"):
    found = [one for one in check(atlas, text, DAY).findings if one.claim.kind == kind]
    return next(one for one in found if one.claim.verb in {"hold", "surround"})


@pytest.mark.parametrize("text", EARLIER)
def test_an_earlier_holder_is_judged_on_the_last_day_of_holding(atlas, text):
    finding = the_claim(atlas, text)
    span = next(
        one
        for one in reversed(atlas.record.spans("al-lataminah"))
        if one.control.holder == "opposition"
    )
    assert finding.claim.day_kind == "earlier"
    assert finding.verdict.word == "supported under a reading"
    assert str(span.last.day) in finding.verdict.holds_under
    assert f"{span.last:%B %Y}" in finding.wording


@pytest.mark.parametrize("text", UNDATED)
def test_an_earlier_siege_or_distance_is_not_judged(atlas, text):
    (finding,) = (
        one for one in check(atlas, text, DAY).findings if one.claim.day_kind == "earlier"
    )
    assert finding.verdict.word == "cannot tell"
    assert "does not say which" in finding.verdict.reason


@pytest.mark.parametrize("text", PRESENT)
def test_what_is_said_of_the_present_is_judged_by_the_present(atlas, text):
    assert the_claim(atlas, text).verdict.word == "contradicted"


def test_who_never_held_a_place_before_is_no_contradiction(atlas):
    """The record does not begin with the war."""
    finding = the_claim(atlas, "Hama, once held by the opposition, is quiet.")
    assert finding.verdict.word == "cannot tell"


def test_the_simple_past_may_mean_an_earlier_day(atlas):
    """ "Rebels controlled A" is not contradicted by what came later; "the army did" may be."""
    finding = the_claim(atlas, "Insurgents controlled Latamneh and wanted Suran.")
    assert finding.verdict.word == "cannot tell"
    assert "it was so on" in finding.verdict.reason
    never = the_claim(atlas, "The government controlled Binnish and wanted Idlib.")
    assert never.verdict.word == "contradicted"


def test_a_siege_without_a_day_may_lie_before_the_capture(atlas):
    text = "Kafr Zita was surrounded by the army."
    assert the_claim(atlas, text, "encirclement").verdict.word == "cannot tell"
    (finding,) = check(atlas, text.replace("was", "is now"), DAY).findings
    assert finding.verdict.word in {"contradicted", "cannot tell"}


@pytest.mark.parametrize("article", ["the", ""])
def test_rebels_held_a_place_is_a_verb_with_a_day(atlas, article):
    day = date.fromisoformat(DAY) - timedelta(days=2)
    text = f"{article} militants held Saraqib on Wednesday.".strip().capitalize()
    finding = the_claim(atlas, text.replace("saraqib", "Saraqib"))
    assert (finding.claim.first, finding.claim.last) == (day, day)


def test_adjectives_of_a_force_continue_a_list(atlas):
    text = "The army seized Morek and the rebel towns of Kafr Zita and Latamneh."
    targets = [one.claim.target.id for one in check(atlas, text, DAY).findings]
    assert targets == ["morek", "kafr-zita", "al-lataminah"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        # A day behind a relative clause dates the sentence.
        ("The army took Morek, which lies on the M5, on 23 August.", "2019-08-23", "2019-08-23"),
        ("Rebels quit Morek, held since 2012, on 23 August.", "2019-08-23", "2019-08-23"),
        # "The first time since" dates what came before.
        ("دخل الجيش كفرزيتا للمرة الأولى منذ خسارتها في عام 2012.", DAY, DAY),
        ("Soldiers entered Kafr Zita for the first time since they lost it in 2012.", DAY, DAY),
        # "Since it began" runs to the article.
        ("The army has captured Morek since its campaign began on 1 August.", "2019-08-01", DAY),
        ("سيطر الجيش منذ انطلاق حملته مطلع آب على مورك وكفرزيتا.", "2019-08-01", DAY),
        ("The army took Morek, its largest gain since it won Suran on 22 August.", DAY, DAY),
    ],
)  # fmt: skip
def test_a_day_dates_the_clause_it_belongs_to(atlas, text, first, last):
    finding = check(atlas, text, DAY).findings[0]
    assert (str(finding.claim.first), str(finding.claim.last)) == (first, last)


@pytest.mark.parametrize("between", [", which lies 30 km from Hama,", " - 30 km from Hama -"])
def test_what_fell_is_the_place_before_what_locates_it(atlas, between):
    found = check(atlas, f"Morek{between} fell on 23 August.", DAY).findings
    assert [one.claim.target.id for one in found if one.claim.kind == "control"] == ["morek"]


def test_the_town_is_none_of_the_villages_that_only_illustrate_a_number(atlas):
    text = (
        "The army was close to Maarat al-Numan. It took nine villages, among them Babila and"
        " al-Ghadfah. If the town falls, the road is open."
    )
    found = check(atlas, text, "2020-01-26").findings
    assert found[-1].claim.target.id == "maarat-al-numan"


def test_a_beginning_that_would_lie_ahead_is_of_the_year_before(atlas):
    text = "The army has taken nine villages since its campaign began on 29 February."
    (finding,) = check(atlas, text, "2020-01-25").findings
    assert str(finding.claim.first) == "2019-02-28"
