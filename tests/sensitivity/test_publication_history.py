"""Publication history: each step is the answer as of its day."""

from __future__ import annotations

from datetime import date

import pytest
from area_rows import area, area_report, land_with
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_histories import LAND, TOWNS, days, histories, package_with, rules
from invented_land import LAND as FOLDER
from run_command import invoke, run_on_land

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.errors import UnknownNameError
from frontline.package.publication import last_publication_day


@settings(max_examples=25)
@given(histories(), st.sampled_from(TOWNS), days, rules)
def test_each_step_is_the_answer_as_of_its_day(story, town, day, rule):
    atlas = Atlas(package_with(story), RULES[rule])
    place = atlas.place(town)
    for step in atlas.publication_history(place=place.id, day=day):
        then = atlas.with_options(as_of=step.day)
        assert step.span.control == then.record.control_on(town, day)


@settings(max_examples=25)
@given(histories(), st.sampled_from(TOWNS), days, rules)
def test_the_last_step_is_the_current_answer(story, town, day, rule):
    atlas = Atlas(package_with(story), RULES[rule])
    reported = {
        report.record_id for report in atlas.package.all_reports if report.says != "context"
    }
    unreported = {event.event_id for event in atlas.package.events} - reported
    steps = atlas.publication_history(place=town, day=day)
    if steps and not unreported:
        # A day after the last report is answered like the day of that report, unless nothing
        # else was published later.
        last = last_publication_day(atlas.package.all_reports, atlas.record.last)
        known = max(steps[-1].day, atlas.record.first) if steps[-1].day < last else day
        assert steps[-1].span.control == atlas.record.control_on(town, min(day, known))
    assert [step.day for step in steps] == sorted({step.day for step in steps})


@settings(max_examples=25)
@given(histories(), rules)
def test_the_last_step_of_an_event_is_its_assessment(story, rule):
    atlas = Atlas(package_with(story), RULES[rule])
    for assessment in atlas.assessments:
        if assessment.evidence == "inferred":
            continue
        steps = atlas.publication_history(assessment.event.event_id)
        published = [r for step in steps for r in step.reports]
        reports = atlas.package.reports.get(assessment.event.event_id, ())
        assert sorted(r.report_id for r in published) == sorted(
            r.report_id for r in reports if r.says != "context"
        )
        if steps:
            assert steps[-1].assessment == assessment


def test_the_steps_end_at_the_as_of_day():
    atlas = Atlas(LAND, RULES["standard"], date(2001, 1, 3))
    assert [step.day.day for step in atlas.publication_history("E1")] == [3]
    assert atlas.publication_history("E2") == ()


def test_khan_shaykhun_was_contested_by_one_then_several_then_against_a_denial(atlas):
    # 18 August AP has troops on its edge; on the 19th SOHR and Reuters inside it; on the 20th
    # the armed groups' statement denies the withdrawal that others report.
    steps = atlas.publication_history(place="Khan Sheikhoun", day="2019-08-20")
    answers = {
        step.day.isoformat(): (step.span.control.status, step.span.control.evidence)
        for step in steps
    }
    assert answers["2019-04-30"] == ("held", "claimed")
    assert answers["2019-08-18"] == ("contested", "claimed")
    assert answers["2019-08-19"] == ("contested", "confirmed")
    assert answers["2019-08-20"] == ("contested", "disputed")
    (denial,) = [r for step in steps for r in step.reports if r.says == "denies"]
    assert denial.published_on == date(2019, 8, 20)


def test_the_loss_of_saraqib_was_denied_on_the_day_it_was_reported(atlas):
    step, _, recapture, _ = atlas.publication_history("NWS-327")
    assert step.day == date(2020, 2, 27)
    assert (step.assessment.accepted, step.assessment.evidence) == (False, "disputed")
    assert {report.says for report in step.reports} == {"supports", "denies"}
    # The recapture that was reported on 2 March takes the loss for granted.
    assert recapture.day == date(2020, 3, 2)
    assert (recapture.assessment.accepted, recapture.assessment.reason.code) == (True, "borne_out")


def test_an_unknown_event_raises_and_the_message_says_where_to_find_ids(atlas):
    with pytest.raises(UnknownNameError, match="frontline control PLACE"):
        atlas.publication_history("NWS-9999")


@pytest.mark.parametrize(
    "words", [[], ["--event", "E1", "--place", "elm"], ["--place", "elm"], ["--on", "2001-01-04"]]
)
def test_known_needs_an_event_or_a_place_and_a_day(words):
    result = invoke("known", *words, "--data", FOLDER, code=2)
    assert "Name either --event ID, or --place NAME and --on DAY" in result.stderr


def test_known_prints_a_line_for_each_day_with_its_reports_below():
    words = run_on_land("known", "--event", "E1").splitlines()
    assert words[1].startswith("2001-01-03  confirmed, accepted.")
    assert words[2].strip().startswith("North Herald, 2001-01-03")
    assert words[3].startswith("2001-01-04")


@pytest.mark.parametrize("rule", sorted(RULES))
def test_maps_that_contradict_an_event_are_part_of_its_history(rule):
    # The monitor's daily map has Fir with the north for three days after its reported capture.
    ground = area("around-fir", 30.15, 0.05, 30.25, 0.15)
    (event,) = (one for one in LAND.events if one.event_id == "E2")
    captured = event.date_latest.day
    maps = [
        area_report(f"M{day}", ("around-fir",), holder, day, publisher="gazette")
        for day in range(captured - 1, captured + 4)
        for holder in [(event.before if day < captured + 3 else event.after,)]
    ]
    atlas = Atlas(land_with(*maps, areas=[ground]), RULES[rule])
    steps = atlas.publication_history(event.event_id)
    own = next(one for one in atlas.assessments if one.event.event_id == event.event_id)
    without = next(one for one in Atlas(LAND, RULES[rule]).assessments if one.event == own.event)
    assert own != without  # the maps count for this event
    assert steps[-1].assessment == own
    for step in steps:
        then = atlas.with_options(as_of=step.day)
        (expected,) = [one for one in then.assessments if one.event.event_id == event.event_id] or [
            step.assessment
        ]
        assert step.assessment.accepted == expected.accepted
