"""Verdicts: the article of 15 August 2019, hard cases, and general properties."""

from __future__ import annotations

import json
import math
import re
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from press_article import ARTICLE
from shared_checker import new_checker

from frontline.atlas import Atlas
from frontline.claims.checker import Checker, check
from frontline.claims.measurements import Measurements
from frontline.claims.serialize import check_json
from frontline.claims.verdict import (
    ReadingResult,
    angular_offset,
    direction_tolerance_deg,
    first_match,
)
from frontline.claims.verify_encirclement import circle_share
from frontline.errors import InvalidRequestError


@pytest.fixture(scope="module")
def article(atlas):
    return check_json(check(atlas, ARTICLE, "2019-08-15"), atlas)


def of_kind(answer, kind):
    return [claim for claim in answer["claims"] if claim["kind"] == kind]


def ask(atlas, text, day):
    return check_json(check(atlas, text, day), atlas)["claims"]


def test_three_kilometres_holds_to_the_edge_of_the_town_but_not_to_its_centre(article):
    claim = next(c for c in of_kind(article, "distance") if c["reading"]["value"] == 3)
    assert claim["verdict"] == "supported under a reading"
    assert "edge" in claim["holds_under"]
    assert 2000 < claim["measured"]["edge_m"] < 3500
    assert claim["measured"]["centre_m"] > 4500
    assert claim["measured"]["on"] == "2019-08-15"
    assert claim["sources"]
    assert "Khan Shaykhun" in claim["wording"]


def test_a_second_unit_is_converted_and_compared(article):
    claim = next(c for c in of_kind(article, "distance") if c["reading"]["value"] == 3)
    assert "3 km is 1.86 miles" in claim["why"]
    assert claim["reading"]["other_unit"]["agrees"]


def test_the_five_villages_are_counted_and_named(article):
    claim = next(c for c in of_kind(article, "count") if c["reading"]["value"] == 5)
    assert (claim["reading"]["direction"], claim["reading"]["from_day"]) == (
        "north-west",
        "2019-08-14",
    )
    assert claim["verdict"] == "supported under a reading"
    names = {place["name"] for place in claim["measured"]["places"]}
    assert {"Kafr Ayn", "Kafr Tab"} <= names
    assert claim["measured"]["count"] <= claim["measured"]["count_with_neighbouring_days"]


def test_a_described_highway_is_resolved_to_the_m5(article):
    claim = next(c for c in of_kind(article, "distance") if c["reading"]["verb"] == "lies on")
    assert (claim["reading"]["target"], claim["verdict"]) == ("m5", "supported")


def test_an_aim_is_measured_but_not_judged(article):
    (ring,) = of_kind(article, "encirclement")
    road = next(c for c in of_kind(article, "distance") if c["reading"]["verb"] == "reach")
    for claim in (ring, road):
        assert claim["reading"]["mood"] == "aim"
        assert claim["verdict"] == "cannot tell"
        assert "an aim, not a statement of fact" in claim["why"]
    assert 0 < ring["measured"]["share_of_circle"] < 0.5
    assert 2000 < road["measured"]["edge_m"] < 8000


def test_casualties_are_not_listed_as_geographic_passages(article):
    assert not any("killed" in words["text"] for words in article["not_understood"])


def test_the_answer_is_json_and_reproducible(atlas, article):
    text = json.dumps(article, allow_nan=False)
    assert text == json.dumps(check_json(Checker(atlas).check(ARTICLE, date(2019, 8, 15)), atlas))
    keys = {
        "text",
        "kind",
        "reading",
        "measured",
        "verdict",
        "holds_under",
        "why",
        "fragility",
        "sources",
        "wording",
    }
    assert all(keys <= claim.keys() for claim in article["claims"])


def answers_to(atlas, *numbers):
    """Return the verdict and the reading for each distance from Khan Shaykhun."""
    answers = {}
    for number in numbers:
        (claim,) = ask(atlas, f"Government forces are {number} from Khan Shaykhun.", "2019-08-14")
        answers[number] = claim["verdict"], claim["holds_under"]
    return answers


def test_every_distance_printed_on_14_august_holds_under_a_named_reading(atlas):
    answers = answers_to(atlas, "3 km", "4 km", "under 5 km", "5 km")
    for verdict, reading in answers.values():
        assert verdict == "supported" or (verdict == "supported under a reading" and reading), (
            answers
        )


def test_a_distance_outside_every_reading_is_contradicted(atlas):
    answers = answers_to(atlas, "800 metres", "15 km", "20 miles")
    assert {verdict for verdict, _ in answers.values()} == {"contradicted"}, answers


def test_two_units_that_disagree_are_reported(atlas):
    (claim,) = ask(atlas, "Morek is about 12 km (nine miles) east of Zakah.", "2019-08-07")
    assert not claim["reading"]["other_unit"]["agrees"]
    assert "do not agree" in claim["why"]


def test_a_hill_is_not_both_north_and_south_of_a_town(atlas):
    (north,) = ask(atlas, "Talat al-Nimr is north of Khan Shaykhun.", "2019-08-19")
    (south,) = ask(atlas, "Talat al-Nimr is south of Khan Shaykhun.", "2019-08-20")
    assert (north["verdict"], south["verdict"]) == ("supported under a reading", "contradicted")
    assert "taken from reports" in north["holds_under"]
    assert "Two texts of 20-21 August say south" in south["why"]


#: Claims on control and encirclement, the day of publication, and the verdict.
JUDGED = [
    ("The army holds Khan Sheikhoun.", "2019-08-30", "supported"),
    ("The army holds Khan Sheikhoun.", "2019-08-01", "contradicted"),
    ("The army has not captured Khan Sheikhoun.", "2019-08-01", "supported"),
    ("Rebels withdrew from Khan Sheikhoun.", "2019-08-30", "supported"),
    ("Khan Sheikhoun fell to the Syrian army.", "2019-08-30", "supported"),
    ("The army captured Aleppo in December 2016.", "2019-08-15", "cannot tell"),
    ("Morek is besieged by government forces.", "2019-08-22", "supported"),
    ("Morek is besieged by government forces.", "2019-06-01", "contradicted"),
    ("The army is 3 km from Taftanaz airfield.", "2020-02-04", "cannot tell"),
    ("A convoy is 3 km from Morek.", "2019-08-20", "cannot tell"),
    ("Government forces are 3 km from Saraqib.", "2021-01-01", "cannot tell"),
]


def test_control_and_encirclement_are_judged_by_day(atlas):
    failures = [
        (text, day, found)
        for text, day, verdict in JUDGED
        if (found := ask(atlas, text, day)[-1]["verdict"]) != verdict
    ]
    assert failures == []


def test_fragility_lists_only_changes_of_the_verdict(atlas):
    (claim,) = ask(atlas, "Government forces are 3 km from Khan Shaykhun.", "2019-08-18")
    assert any(one["kind"] == "place" for one in claim["fragility"])
    for one in claim["fragility"]:
        assert (one["verdict"], one["holds_under"]) != (claim["verdict"], claim["holds_under"])


#: Claims of different kinds whose verdicts depend on reports.
DEPENDENT = [
    ("Government forces are 3 km from Khan Shaykhun.", "2019-08-18"),
    ("Government forces were four kilometres from Maarat al-Numan.", "2019-12-24"),
    ("Government troops stand three kilometres from Saraqib.", "2020-01-31"),
    ("Government forces are one kilometre from the Latakia-Aleppo highway.", "2020-02-03"),
    ("Government forces captured Tell Mannis.", "2020-01-25"),
    ("The opposition holds Khan Sheikhoun.", "2019-08-15"),
    ("Government forces captured five villages north-west of Khan Shaykhun.", "2019-08-15"),
    ("Fourteen kilometres of the M5 remain for the army to take.", "2020-02-09"),
    ("Morek is besieged by government forces.", "2019-08-22"),
    ("On Wednesday the army took about 105 square kilometres.", "2020-02-27"),
]


def without(atlas, publisher):
    """Return an atlas without the reports of a publisher, built from the package."""
    package = atlas.package
    reports = tuple(report for report in package.all_reports if report.publisher != publisher)

    def without_reports(*words):
        were, are = (
            {report.record_id for report in some if report.says in words}
            for some in (package.all_reports, reports)
        )
        return were - are

    unreported, unsupported = without_reports("supports", "denies"), without_reports("supports")
    smaller = Atlas(
        replace(
            package,
            all_reports=reports,
            events=tuple(event for event in package.events if event.event_id not in unreported),
            baseline=tuple(row for row in package.baseline if row.baseline_id not in unsupported),
            extra_place_ids=package.evidence_place_ids,
        ),
        atlas.rule,
    )
    # The reports of areas are the same, and what they say of places takes half a second to find.
    vars(smaller.package)["area_statements"] = package.area_statements
    return smaller


@pytest.fixture(scope="module")
def dependent(atlas):
    """The findings of the claims whose verdicts depend on single publishers."""
    return [check(atlas, *dated(claim)).findings[0] for claim in DEPENDENT]


#: Without each but the last some verdicts are others.
PUBLISHERS = ["southfront", "al-masdar-news", "jisr-tv-citing-fath-al-mubin", "ocha"]


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_the_fragility_matches_a_package_without_the_publisher(
    atlas, dependent, publisher, monkeypatch
):
    assert publisher in atlas.package.publishers
    affected = {one.id for now in dependent for one in now.fragility if one.kind == "publisher"}
    assert affected & {*PUBLISHERS} == {*PUBLISHERS[:-1]}
    # Of the smaller package only the verdicts are compared, not what they depend on.
    monkeypatch.setattr("frontline.claims.checker.verdict_changes", lambda *_: ())
    reduced = Checker(without(atlas, publisher))
    reduced.reader = new_checker(atlas).reader  # the places and their names are the same
    for claim, now in zip(DEPENDENT, dependent, strict=True):
        (then,) = reduced.check(*dated(claim)).findings
        changes = [one for one in now.fragility if (one.kind, one.id) == ("publisher", publisher)]
        before = (now.verdict.word, now.verdict.holds_under)
        after = (then.verdict.word, then.verdict.holds_under)
        assert [(one.verdict, one.holds_under) for one in changes] == [after] * (after != before)


def test_leaving_out_a_place_equals_a_package_without_its_reports(atlas, monkeypatch):
    (finding,) = check(atlas, *dated(DEPENDENT[2])).findings
    (jubas,) = [one for one in finding.fragility if one.id == "jubas"]
    package = atlas.package
    fewer = replace(
        package,
        events=tuple(event for event in package.events if event.place_id != "jubas"),
        baseline=(
            *(row for row in package.baseline if row.place_id != "jubas"),
            *(
                row.model_copy(update={"holder": None})
                for row in package.baseline
                if row.place_id == "jubas"
            ),
        ),
    )
    monkeypatch.setattr("frontline.claims.checker.verdict_changes", lambda *_: ())
    (then,) = Checker(Atlas(fewer, atlas.rule)).check(*dated(DEPENDENT[2])).findings
    assert (jubas.verdict, jubas.holds_under) == (then.verdict.word, then.verdict.holds_under)


def dated(claim):
    return claim[0], date.fromisoformat(claim[1])


def test_forces_that_hold_a_town_are_not_three_kilometres_from_it(atlas):
    (claim,) = ask(atlas, "Government forces are 3 km from Khan Shaykhun.", "2019-09-30")
    assert claim["verdict"] == "contradicted"
    assert "held Khan Shaykhun itself" in claim["wording"]
    (claim,) = ask(atlas, "Government forces are within 3 km of Khan Shaykhun.", "2019-09-30")
    assert claim["verdict"] == "supported"


def test_the_wording_matches_the_control_of_the_measured_place(atlas):
    (claim,) = ask(atlas, "Government troops stand four kilometres from Qaminas.", "2020-02-06")
    assert claim["holds_under"].startswith("with contested places")
    assert "al-Nayrab" in claim["wording"]
    assert "was contested between" in claim["wording"]
    assert " held al-Nayrab" not in claim["wording"]


def test_a_position_taken_from_reports_does_not_confirm_them(atlas):
    text = "Tal Kafr Aydun is 3 km west of the Aleppo-Damascus highway."
    (claim,) = ask(atlas, text, "2019-08-18")
    assert claim["verdict"] == "supported under a reading"
    assert "itself taken from reports" in claim["holds_under"]


def test_a_length_of_road_has_the_error_of_its_ends(atlas):
    text = "Fourteen kilometres of the M5 remain for the army to take."
    (claim,) = ask(atlas, text, "2020-02-09")
    assert claim["measured"]["error_m"] > 1000
    assert "within the error of the cells" in claim["holds_under"]


def test_every_wording_is_a_sentence_without_codes_or_iso_dates(atlas):
    wordings = [claim["wording"] for text, day in DEPENDENT for claim in ask(atlas, text, day)]
    assert len(wordings) >= len(DEPENDENT)
    sentence = re.compile(r"[A-Z].*\.", re.DOTALL)
    code = re.compile(r"\d{4}-\d{2}-\d{2}|_|\bgovernment stood\b|  ")
    assert [one for one in wordings if not sentence.fullmatch(one) or code.search(one)] == []


def test_the_held_share_of_the_circle_grows_during_a_siege(atlas):
    town = atlas.place("Morek")
    shares = [
        circle_share(Measurements(atlas), date.fromisoformat(day), town, "government")
        for day in ("2019-06-01", "2019-08-22")
    ]
    assert shares[0] < shares[1]


def test_a_text_that_is_not_an_article_is_rejected(atlas):
    for text in ("a" * 20_000_000, "\x00\x01\x02\x03" * 1000):
        with pytest.raises(InvalidRequestError):
            check(atlas, text, "2019-08-15")
    with pytest.raises(InvalidRequestError, match="year first"):
        check(atlas, "", "15/08/2019")


def test_hostile_text_is_treated_as_text(atlas):
    text = (
        "<script>alert(1)</script> {{7*7}} The army is 3 km from </script>Khan Shaykhun.\u202e ${x}"
    )
    json.dumps(check_json(check(atlas, text, "2019-08-15"), atlas))


def test_a_thousand_words_are_read_within_a_second(atlas):
    checker = Checker(atlas)
    checker.check(ARTICLE, date(2019, 8, 15))
    text = ARTICLE * 12
    started = time.process_time()
    checker.check(text, date(2019, 8, 15))
    assert len(text.split()) > 900
    assert time.process_time() - started < 1.0


def test_other_packages_use_their_own_actors_and_places(land):
    claims = ask(land, "North forces are 11 km from Hazel. South holds Gorse.", "2001-01-02")
    assert [claim["reading"]["subject"] for claim in claims] == ["north", "south"]


@given(
    st.lists(st.tuples(st.floats(0, 1e5), st.floats(0, 1e4)), max_size=6),
    st.floats(0, 1e5),
    st.floats(0, 1e4),
)
def test_the_first_overlapping_reading_is_returned(spans, low, width):
    readings = [ReadingResult(str(n), start, start + long) for n, (start, long) in enumerate(spans)]
    match = first_match((low, low + width), readings)
    before = readings if match is None else readings[: readings.index(match)]
    assert all(one.high < low or one.low > low + width for one in before)
    if match is not None:
        assert match.low <= low + width
        assert match.high >= low


@given(st.floats(0, 360, exclude_max=True))
def test_every_bearing_is_within_the_tolerance_of_a_direction(bearing):
    directions = [
        "north",
        "north-east",
        "east",
        "south-east",
        "south",
        "south-west",
        "west",
        "north-west",
    ]
    assert (
        min(angular_offset([direction], bearing) for direction in directions)
        <= 22.5
        <= direction_tolerance_deg(["north"])
    )
    assert math.isclose(
        angular_offset(["north"], bearing), min(bearing, 360 - bearing), abs_tol=1e-9
    )


@pytest.fixture(scope="module")
def judge(atlas):
    """A checker of verdicts alone, without what they depend on."""
    checker = new_checker(atlas)

    def verdict(text, day):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("frontline.claims.checker.verdict_changes", lambda *_: ())
            (finding,) = checker.check(text, day).findings
        return finding.verdict.word

    return verdict


@given(st.integers(0, 300))
def test_a_wider_claim_is_never_judged_worse(judge, step):
    day = date(2019, 5, 1) + timedelta(step)
    narrow = judge("Government forces are 5 km from Khan Shaykhun.", day)
    wide = judge("Government forces are 2 to 8 km from Khan Shaykhun.", day)
    if narrow.startswith("supported"):
        assert wide.startswith("supported")


def test_a_denied_event_holds_if_the_denial_is_ignored(atlas):
    (claim,) = ask(atlas, "Government forces captured Jubb Sulayman on Monday.", "2019-05-13")
    assert claim["verdict"] == "supported under a reading"
    assert claim["holds_under"] == "if the report that denies it is ignored"


def test_a_denied_event_that_a_later_report_presupposes_holds(atlas):
    (claim,) = ask(atlas, "Rebels recaptured Saraqib early on Thursday.", "2020-02-27")
    assert claim["verdict"] == "supported"


def test_a_denied_capture_does_not_count_after_a_later_change(atlas):
    (claim,) = ask(atlas, "Rebels hold Saraqib.", "2020-03-06")
    assert claim["verdict"] == "contradicted"


def test_the_holder_of_a_town_can_surround_a_post_in_it(atlas):
    text = "Government forces surrounded the Turkish observation post in Morek on Friday."
    (claim,) = ask(atlas, text, "2019-08-23")
    assert (claim["kind"], claim["verdict"]) == ("encirclement", "supported")
    assert claim["measured"]["share_of_circle"] > 0.99


def test_a_count_above_the_record_is_not_contradicted(atlas):
    text = "Government forces took more than 300 villages west of Aleppo on Sunday."
    (claim,) = ask(atlas, text, "2020-02-15")
    assert claim["verdict"] == "cannot tell"


def test_first_time_since_a_year_is_not_a_period(atlas):
    text = "For the first time since 2012 government forces hold Maarat al-Numan."
    (claim,) = ask(atlas, text, "2020-01-30")
    assert claim["reading"]["from_day"] == "2020-01-30"
    assert claim["verdict"] == "supported"


@pytest.mark.parametrize(
    "text",
    [
        "The army seized nine villages since 12 September 2019.",
        "The army took 40 square kilometres since 2019-10-01.",
        "The army has held Morek since September 30, 2019.",
        "سيطرت قوات النظام على 14 قرية منذ 9 أيلول 2019.",
    ],
)
def test_a_period_that_begins_after_the_text_is_not_judged(atlas, text):
    (finding,) = atlas.check(text, published="2019-08-28").findings
    assert finding.verdict.word == "cannot tell"
    assert "2019, after the publication" in finding.verdict.reason


def test_a_distance_to_a_post_is_measured_to_that_post(atlas):
    posts = {"Turkish post at al-Surman": "al-surman", "Turkish post at Morek": "morek"}
    for order in (posts, reversed(posts)):
        checker = Checker(atlas)
        for words in order:
            text = f"Government forces were seven kilometres from the {words}."
            (finding,) = checker.check(text, date(2019, 11, 4)).findings
            assert finding.distance.end.place.id == posts[words]
            assert finding.distance.end.label == words
