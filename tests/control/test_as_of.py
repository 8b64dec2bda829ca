"""The second clock: what was known on a day rests on nothing that was published later."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import invented_land
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_histories import DAYS, FIRST, LAND, LAST, TOWNS, days, histories, package_with, rules
from opened_packages import open_once
from typer.testing import CliRunner

from frontline.atlas import Atlas
from frontline.cli import app
from frontline.control.as_of import package_as_of
from frontline.control.assessment import RULES
from frontline.package.embargo import apply_embargo
from frontline.package.publication import last_publication_day, publication_day
from frontline.webmap.payload import page_data


def answers(package, rule, as_of=None):
    """Every answer on every day: of the towns, and along the road."""
    atlas = Atlas(package, RULES[rule], as_of)
    last = package.coverage.last_day
    return [
        (
            day,
            [atlas.record.control_on(town, day) for town in TOWNS],
            atlas.on(day).road_intervals("h1"),
        )
        for day in DAYS
        if day <= last
    ]


def only_answers(found):
    return [
        (day, towns, [(i.from_km, i.to_km, i.control) for i in road]) for day, towns, road in found
    ]


# --- laws ---


@settings(max_examples=40)
@given(histories(), rules)
def test_known_on_the_last_day_of_publication_is_all_that_is_known(story, rule):
    package = package_with(story)
    last = last_publication_day(package.all_reports)
    assert answers(package, rule, last) == answers(package, rule)


@settings(max_examples=60)
@given(histories(), st.data(), days, rules)
def test_what_was_known_on_a_day_depends_on_no_later_report(story, data, day, rule):
    later = data.draw(histories("Y", first=day + timedelta(days=1)))
    dated = [report for report in later[1] if report.published_on is not None]
    dated = [
        report.model_copy(update={"published_on": max(report.published_on, day)})
        for report in dated
        if report.published_on > day
    ]
    # An event without any report stays disputed for ever; these have theirs later.
    heard = {report.record_id for report in dated if report.says != "context"}
    more = ([event for event in later[0] if event.event_id in heard], dated)
    # Something published after the day, in both: else the day is the last one of the first.
    end = LAND.all_reports[0].model_copy(
        update={"report_id": "END", "published_on": LAST + timedelta(days=1)}
    )
    without, with_more = (package_with(*parts, ([], [end])) for parts in ((story,), (story, more)))
    assert only_answers(answers(without, rule, day)) == only_answers(answers(with_more, rule, day))


@settings(max_examples=40)
@given(histories(), days, rules)
def test_a_later_day_is_answered_as_the_last_one_that_was_known(story, day, rule):
    package = package_with(story)
    found = {when: rest for when, *rest in only_answers(answers(package, rule, day))}
    if day >= last_publication_day(package.all_reports):
        return
    assert all(rest == found[day] for when, rest in found.items() if when > day)


@settings(max_examples=40)
@given(histories(), days, days)
def test_who_knew_less_knew_nothing_else(story, one, other):
    package, early = package_with(story), min(one, other)
    twice = package_as_of(package_as_of(package, max(one, other)), early)
    once = package_as_of(package, early)
    assert (twice.events, twice.baseline) == (once.events, once.baseline)
    assert twice.all_reports == once.all_reports


@settings(max_examples=40)
@given(histories(), days, st.integers(0, 8), rules)
def test_an_embargo_and_the_second_clock_leave_out_the_same_in_either_order(story, day, held, rule):
    package = package_with(story)
    dated = tuple(report for report in package.all_reports if report.published_on)
    package = replace(package, all_reports=dated)
    one = package_as_of(apply_embargo(package, held, LAST), day)
    other = apply_embargo(package_as_of(package, day), held, LAST)
    assert one.all_reports == other.all_reports
    heard = {report.record_id for report in package.all_reports}
    assert {e.event_id for e in one.events} & heard == {e.event_id for e in other.events} & heard
    atlas, notices = Atlas(package, RULES[rule], day).redact(embargo_days=held, today=LAST)
    assert atlas.as_of == day
    assert [report for report in atlas.package.all_reports if report.published_on > day] == []
    assert len(notices) == (1 if held else 0)
    assert atlas.record.last == atlas.full_package.coverage.last_day <= LAST - timedelta(days=held)


def test_the_clock_leaves_no_trace_of_an_event_held_back_by_an_embargo():
    atlas, _ = Atlas(LAND, RULES["standard"], date(2001, 1, 4)).redact(embargo_days=2, today=LAST)
    assert "E5" not in repr(atlas.package)


# --- the invented land, on paper ---


@pytest.mark.parametrize(
    ("day", "birch", "elm", "fir"),
    [
        # E1 is reported on the 3rd, E2 on the 7th, E3 (denied) on the 6th, E5 on the 9th.
        (2, ("north", "claimed"), ("north", "claimed"), ("north", "claimed")),
        (3, ("north", "claimed"), ("south", "confirmed"), ("north", "claimed")),
        (6, ("north", "disputed"), ("south", "confirmed"), ("north", "claimed")),
        (7, ("north", "disputed"), ("south", "confirmed"), ("south", "claimed")),
        (9, ("south", "inferred"), ("south", "confirmed"), ("south", "claimed")),
    ],
)
def test_on_the_last_day_each_clock_knows_what_had_been_reported(day, birch, elm, fir):
    atlas = Atlas(LAND, RULES["standard"], date(2001, 1, day))
    for town, answer in {"birch": birch, "elm": elm, "fir": fir}.items():
        control = atlas.on(LAST).control(town).control
        assert (control.holder, control.evidence) == answer


def test_before_anything_is_published_all_is_blank_and_every_cell_is_there():
    atlas = Atlas(LAND, RULES["standard"], date(2000, 12, 31))
    state = atlas.on(LAST)
    assert set(state.places["status"]) == {"unknown"}
    assert len(state.places) == 9
    assert state.pockets == ()
    assert state.front_shape.line.is_empty


def test_where_no_report_is_dated_all_count_from_the_last_day_of_the_record():
    reports = tuple(
        report.model_copy(update={"published_on": None, "published_note": ""})
        for report in LAND.all_reports
    )
    undated = replace(LAND, all_reports=reports)
    assert package_as_of(undated, LAST) is undated
    before = package_as_of(undated, LAST - timedelta(days=1))
    assert before.all_reports == ()
    atlas = Atlas(undated, RULES["standard"])
    (step,) = atlas.publication_history("E1")
    assert step.day == LAST
    for step in atlas.publication_history(place="Elm", day=LAST):
        assert {report.published_on for report in step.reports} == {None}


def test_ground_beside_blank_cells_is_not_called_enclosed(land):
    # Known on the 8th, with the row of hazel never reported: gorse is cut off from ivy by blank.
    silent = tuple(r for r in LAND.all_reports if r.record_id != "B8")
    late = next(r for r in LAND.all_reports if r.record_id == "B8").model_copy(
        update={"published_on": date(2001, 1, 20)}
    )
    package = replace(LAND, all_reports=(*silent, late))
    found = Atlas(package, RULES["standard"], date(2001, 1, 2)).on("2001-01-02").pockets
    assert found
    assert not any(pocket.enclosed for pocket in found)
    assert land.on("2001-01-02").pockets == ()


def test_what_depends_on_neither_rule_nor_clock_is_shared():
    atlas = Atlas(LAND, RULES["standard"])
    cells = atlas.cells
    for rule, day in product(RULES.values(), (None, date(2001, 1, 4), date(2001, 1, 8))):
        other = atlas.with_options(rule, day)
        assert other.cells is cells
        opened = Atlas(LAND, rule, day)
        assert np.array_equal(other.record.matrix, opened.record.matrix)
        assert other.on("2001-01-04").areas_km2 == opened.on("2001-01-04").areas_km2


# --- days of publication ---


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("2018", date(2018, 12, 31)),
        ("2020-02", date(2020, 2, 29)),
        ("2019-08-18/19", date(2019, 8, 19)),
        ("about 2018", None),
        ("undated copy", None),
        ("2019-13", None),
        ("", None),
    ],
)
def test_a_period_counts_from_its_last_day_and_a_guess_does_not_count(note, day):
    report = LAND.all_reports[0].model_copy(update={"published_on": None, "published_note": note})
    assert publication_day(report) == day


# --- the war ---


def known(day):
    return open_once(as_of=day)


def test_of_khan_shaykhun_on_15_august_the_day_itself_knew_the_near_villages_and_not_its_fall():
    then = known("2019-08-15")
    way = then.on("2019-08-15").distance("khan-shaykhun", "government")
    assert way.end.place.id == "tell-aas"
    assert then.on("2019-08-30").control("khan-shaykhun").control.holder == "opposition"
    assert known("2019-08-23").on("2019-08-30").control("khan-shaykhun").control.holder == (
        "government"
    )


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("2020-02-26", ("held", ("government",), "confirmed")),
        ("2020-02-27", ("held", ("government",), "disputed")),
        # The reports of 2 March, of its recapture, take the loss for granted.
        ("2020-03-05", ("held", ("opposition",), "disputed")),
    ],
)
def test_saraqib_on_27_february_was_disputed_from_the_day_its_loss_was_told_and_denied(day, answer):
    control = known(day).on("2020-02-27").control("saraqib").control
    assert (control.status, control.actors, control.evidence) == answer


def test_much_of_the_ground_of_august_was_reported_only_later(atlas):
    then = known("2019-08-15").on("2019-08-15")
    now = atlas.on("2019-08-15")
    for actor, area in then.areas_km2.items():
        assert area < now.areas_km2[actor]
    before, after = (
        state.areas_km2["opposition"] + state.presumed_km2["opposition"] for state in (then, now)
    )
    assert before < 0.5 * after


def test_a_note_written_by_who_knew_the_end_is_not_shown_as_known_before():
    assert {row.note for row in known("2019-08-15").package.baseline} == {""}


# --- answers and pages say by which clock they go ---


def test_every_answer_in_words_says_its_clock_first():
    for command in (
        ["control", "elm"],
        ["control", "elm", "--on", "2001-01-05"],
        ["changes"],
        ["pockets", "--on", "2001-01-05"],
        ["distance", "birch", "south", "--on", "2001-01-05"],
        ["highway", "h1", "--on", "2001-01-05"],
        ["highway", "h1", "--by-day"],
        ["check", "South holds Elm.", "--published", "2001-01-05"],
    ):
        land = ["--data", str(invented_land.LAND), "--as-of", "2001-01-04"]
        result = CliRunner().invoke(app.app, [*command, *land])
        assert result.exit_code == 0, result.output
        assert result.stdout.startswith("As known on 2001-01-04: reports published later"), command


@pytest.mark.parametrize("command", [["control", "elm"], ["highway", "h1", "--on", "2001-01-05"]])
def test_an_answer_for_programs_names_its_clock(command):
    land = ["--data", str(invented_land.LAND), "--format", "json"]
    for option, day in ([], None), (["--as-of", "2001-01-04"], "2001-01-04"):
        result = CliRunner().invoke(app.app, [*command, *land, *option])
        assert json.loads(result.stdout)["known_on"] == day


def test_a_page_says_its_clock_and_the_rule_in_both_languages():
    atlas = Atlas(LAND, RULES["standard"], date(2001, 1, 4))
    data = page_data(atlas, FIRST, LAST, title="Land")
    (words,) = atlas.as_of_notice(LAST)
    assert data["notices"] == [{"en": words.en, "ar": words.ar}]
    assert "Days after 2001-01-04" in words.en
    assert "2001-01-04" in words.ar
    rule = RULES["standard"]
    assert data["about"]["rule"] == {"en": rule.description, "ar": rule.description_ar}
    assert page_data(Atlas(LAND, RULES["standard"]), FIRST, LAST, title="Land")["notices"] == []


@pytest.mark.parametrize("day", ["15/08/2019", "2019-02-30", "today"])
def test_a_clock_that_is_no_day_is_refused(day):
    result = CliRunner().invoke(app.app, ["pockets", "--on", "2019-08-22", "--as-of", day])
    assert result.exit_code == 2
    assert day in result.stderr
