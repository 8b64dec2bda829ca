"""What publishers repeat about a place: it confirms, bounds changes, and can be contradicted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from histories import january, series
from hypothesis import given
from hypothesis import strategies as st
from invented_histories import LAND

from frontline.atlas import Atlas
from frontline.control.rules import RULES
from frontline.control.statements import Statement, combine, package_statements
from frontline.models import Baseline, Event, Report

BASELINE = Baseline(
    baseline_id="B", place_id="elm", place_as_reported="Elm", holder="north", evidence="claimed"
)
FIRST, LAST = LAND.coverage.first_day, LAND.coverage.last_day
SIDES = {"N": ("north", "north"), "S": ("south", "south"), "x": ("north", "south")}


def event(id_, days, before, after, kind="held"):
    return Event.model_validate(
        {
            "event_id": id_, "place_id": "elm", "place_as_reported": "Elm", "kind": kind,
            "date_earliest": january(days[0]), "date_latest": january(days[-1]),
            "from": before, "to": after,
        }
    )  # fmt: skip


def report(id_, publisher, says="supports", day=None):
    return Report(
        report_id=f"{id_}-{publisher}", record_id=id_, publisher=publisher, says=says,
        url="https://paper.invalid/", published_on=None if day is None else january(day),
    )  # fmt: skip


def atlas_of(told, rule="standard", baseline=()):
    """Return the land with what was told of Elm alone.

    ``watch: NN..SS`` is what a publisher shows on the first days: north, nothing, south; x for
    contested. ``wire! 3 N>S`` is a change that the wire reports, ``wire! 3-5 N>S`` between two
    days; ``-herald`` after it denies it.
    """
    events, reports = [], []
    for number, text in enumerate(told):
        head, rest = text.split(" ", 1)
        if head.endswith(":"):
            for day, letter in enumerate(rest, 1):
                if letter != ".":
                    id_ = f"H{number}-{day}"
                    events.append(event(id_, (day,), *SIDES[letter]))
                    reports.append(report(id_, head[:-1]))
            continue
        days, sides, *denying = rest.split()
        id_ = f"E{number}"
        first, last = (int(part) for part in f"{days}-{days}".split("-")[:2])
        before, after = (SIDES[letter][0] for letter in sides.split(">"))
        kind = "repelled" if before == after else "capture"
        events.append(event(id_, (first, last), before, after, kind))
        reports += [report(id_, one) for one in head[:-1].split("+")]
        reports += [report(id_, one[1:], "denies", last) for one in denying]
    package = replace(
        LAND, events=tuple(events), all_reports=tuple(reports), baseline=tuple(baseline)
    )
    return Atlas(package, RULES[rule])


def of_elm(told, rule="standard", baseline=()):
    return series(atlas_of(told, rule, baseline).record, "elm")


@pytest.mark.parametrize(
    ("told", "answers"),
    [
        # The window of a change opens on the day after the last day of the old holder.
        (["watch: N..N.NNSS."], "NNNNNNNSSS"),
        (["watch: N..N...SS."], "NNNNxxxSSS"),
        (["watch: ..N....S.."], "..NxxxxSSS"),
        (["watch: ...S......"], "...SSSSSSS"),
        (["watch: NNxx.SSNN."], "NNxxxSSNNN"),
        # A second publisher confirms, fills a gap, or comes later.
        (["watch: N......S..", "wire: ..NN......"], "NNNNxxxSSS"),
        (["watch: N......S..", "wire: ..NN.SS..."], "NNNNxSSSSS"),
        # Publishers that disagree leave the last holder, until the last one comes round.
        (["watch: NNNNNNSSSS", "wire: NNSSSSSSSS"], "NNNNNNSSSS"),
        (["watch: NNNNNNNNNN", "wire: NNSSSSSSSS"], "NNNNNNNNNN"),
        (["watch: NNNN......", "wire: NNSSSSSSSS"], "NNNNSSSSSS"),
        # Where none of them names the last holder they contest the place.
        (["watch: NNNxSSSSSS", "wire: NNNSSSSSSS"], "NNNxSSSSSS"),
        # A publisher that disagrees from the first day on.
        (["watch: NNNN......", "wire: SSSSSS...."], "xxxxSSSSSS"),
    ],
)
def test_statements_confirm_bound_and_contradict(told, answers):
    assert of_elm(told) == answers


@pytest.mark.parametrize(
    ("told", "answers"),
    [
        # A change that a newspaper dates to the day is not contested before it.
        (["watch: NNN...SSSS", "wire! 5 N>S"], "NNNNSSSSSS"),
        # What is stated narrows the window of a change.
        (["watch: NNNN.SSSSS", "wire! 2-8 N>S"], "NNNNxSSSSS"),
        (["watch: NNNN......", "wire! 2-8 N>S"], "NNNNxxxSSS"),
        # A map that shows the old holder on the day denies the change, for as long as it does.
        (["watch: NNNNN.....", "wire! 3 N>S", "wire: ......SS.."], "NNNNNxSSSS"),
        (["watch: NNNNNSSS..", "wire! 3 N>S"], "NNNNNSSSSS"),
        # A map does not deny what its own publisher reports.
        (["watch: NNNSSSS...", "watch! 3 N>S"], "NNSSSSSSSS"),
        # Who reports the capture of a place names its holder before.
        (["wire! 4 N>S"], "NNNSSSSSSS"),
        # A statement before it does not.
        (["watch: .N........", "wire! 4 N>S"], ".NNSSSSSSS"),
    ],
)
def test_statements_and_reports_of_changes_bound_each_other(told, answers):
    assert of_elm(told) == answers


def test_a_failed_attack_or_a_statement_confirms_the_baseline():
    assert of_elm(["watch: ...N......"], baseline=[BASELINE]) == "N" * 10
    assert of_elm(["watch: ...S......"], baseline=[BASELINE]) == "NxxSSSSSSS"


@pytest.mark.parametrize(
    ("rule", "answers"),
    [
        ("standard", "NNNNNNNNNN"),
        ("two-source", "NNNNNNNNNN"),
        ("against-interest", "NNNNNNNNNN"),
        ("all", "NNSSSSSSSS"),
    ],
)
def test_the_rule_decides_between_publishers_that_disagree(rule, answers):
    told = ["watch: NNNNNNNNNN", "wire: NN........", "gazette: ..SSSSSSSS"]
    assert of_elm(told, rule, [BASELINE]) == answers


def test_statements_too_weak_for_the_rule_leave_no_trace():
    assert of_elm(["wire: ..S.......", "watch: ..x......."], "two-source") == "." * 10


def test_two_publishers_that_state_the_same_confirm_it():
    record = atlas_of(["watch: NN........", "wire: .N........"]).record
    assert record.control_on("elm", january(1)).evidence == "claimed"
    assert record.control_on("elm", january(2)).evidence == "confirmed"


def test_the_last_report_goes_on_for_as_long_as_a_statement_does():
    rows = [event("H1", (2, 7), "north", "north"), event("H2", (9, 9), "north", "north")]
    reports = (report("H1", "watch"), report("H2", "watch"))
    package = replace(LAND, events=tuple(rows), all_reports=reports, baseline=())
    record = Atlas(package, RULES["standard"]).record
    days = [january(day) for day in (2, 6, 8, 9, 10)]
    reported = {day.day: record.span_on("elm", day).reported_on(day) for day in days}
    # It is repeated at least once a week, so the 8th is taken to be covered.
    assert reported == {day: january(min(day, 9)) for day in reported}


def test_a_drawn_area_gives_way_to_a_report_about_the_place_and_later_ones_override_it():
    atlas = atlas_of(["watch: ..N...N..."])
    area = Statement("elm", ("south",), january(2), january(9), "wire", "inferred", ("A1",))
    positions = combine([*atlas.statements, area], atlas.package.publishers, atlas.rule)
    named = [(one.first.day, one.actors, one.evidence) for one in positions["elm"]]
    assert named == [
        (2, ("south",), "inferred"),
        (3, ("north",), "claimed"),
        (7, ("north",), "claimed"),
        (8, ("south",), "inferred"),
    ]


def test_a_denial_of_a_statement_disputes_the_holder_that_it_denies():
    row = event("H1", (3, 5), "south", "south")
    package = replace(LAND, events=(row,), all_reports=(report("H1", "watch", "denies"),))
    for holder, evidence in (("south", "disputed"), ("north", "claimed")):
        start = BASELINE.model_copy(update={"holder": holder})
        record = Atlas(replace(package, baseline=(start,)), RULES["standard"]).record
        found = record.control_on("elm", january(4))
        assert (found.holder, found.evidence) == (holder, evidence)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["watch", "wire", "herald", "gazette"]),
            st.text("NSx.", min_size=10, max_size=10),
        ),
        max_size=4,
        unique_by=lambda one: one[0],
    ),
    st.sampled_from(sorted(RULES)),
    st.randoms(use_true_random=False),
)
def test_laws_of_statements(shown, rule, random):
    """The order of rows, and of days in one row or in several, makes no difference."""
    atlas = atlas_of([f"{publisher}: {days}" for publisher, days in shown], rule)
    record = atlas.record
    for positions in atlas.positions.values():
        for one, other in pairwise(positions):
            assert one.first <= one.last < other.first
    events = random.sample(atlas.package.events, len(atlas.package.events))
    other = Atlas(replace(atlas.package, events=tuple(events)), atlas.rule)
    assert other.record.spans("elm") == record.spans("elm")
    joined = Atlas(replace(atlas.package, events=tuple(in_one_row(atlas))), atlas.rule)
    assert series(joined.record, "elm") == series(record, "elm")
    # On a day on which all who speak agree, and the rule accepts it, that is the answer.
    if rule in {"standard", "all"} and not any("." in days for _, days in shown):
        for number, letters in enumerate(zip(*(days for _, days in shown), strict=True), 1):
            if len(set(letters) - {"."}) == 1:
                (letter,) = set(letters) - {"."}
                assert series(record, "elm")[number - 1] == letter


def in_one_row(atlas):
    """Join rows of consecutive days: the first row of a run gets its last day."""
    rows = {one.event_id: one for one in atlas.package.events}
    for id_ in sorted(rows, key=lambda id_: rows[id_].date_earliest, reverse=True):
        stem, day = id_.rsplit("-", 1)
        following = rows.get(f"{stem}-{int(day) + 1}")
        same = following is not None and following.before == rows[id_].before
        if same and following.after == rows[id_].after:
            update = {"date_latest": following.date_latest}
            rows[id_] = rows[id_].model_copy(update=update)
            del rows[following.event_id]
    return rows.values()


def test_statements_on_the_last_day_of_the_calendar_are_combined():
    last = Statement("elm", ("north",), date.max, date.max, "watch")
    (position,) = combine([last], LAND.publishers, RULES["standard"])["elm"]
    assert (position.first, position.last) == (date.max, date.max)


def test_a_baseline_row_is_a_statement_only_beside_others():
    assert package_statements(LAND) == []
    told = replace(LAND, events=(event("H1", (1, 3), "south", "south"),))
    told = replace(told, all_reports=(*LAND.all_reports, report("H1", "wire")))
    record = Atlas(told, RULES["standard"]).record
    assert (series(record, "elm")[0], record.control_on("elm", january(1)).evidence) == (
        "N", "disputed",
    )  # fmt: skip
