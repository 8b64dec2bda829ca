"""What one event, or two, make of who holds a place."""

from __future__ import annotations

import pytest
from histories import (
    DAYS,
    FIRST,
    LAST,
    STRENGTH,
    accepted,
    baseline,
    denied,
    happened,
    january,
    record,
    series,
    two_days,
)
from hypothesis import given
from hypothesis import strategies as st

from frontline.control.assessment import Assessment
from frontline.control.reasons import Reason
from frontline.control.timeline import event_order
from frontline.models import UNKNOWN, Control


@given(two_days, st.sampled_from(["capture", "withdrawal"]), st.sampled_from(STRENGTH[1:]))
def test_a_change_is_contested_until_its_latest_day_and_held_from_then_on(days, kind, evidence):
    earliest, latest = days
    found = record([accepted(happened("E1", earliest, latest, kind=kind), evidence)])
    before, between = "N" * (earliest - 1), "x" * (latest - earliest)
    assert series(found) == before + between + "S" * (11 - latest)
    assert found.control_on("elm", january(latest)) == Control("held", ("south",), evidence)


@given(two_days)
def test_what_was_reported_as_contested_stays_contested(days):
    earliest, latest = days
    found = record([accepted(happened("E1", earliest, latest, kind="contested"))])
    assert series(found) == "N" * (earliest - 1) + "x" * (11 - earliest)


@given(two_days)
def test_a_denied_change_leaves_the_holder_and_marks_the_place_disputed(days):
    found = record([denied(happened("E1", *days))])
    assert series(found) == "N" * 10
    for day in DAYS:
        evidence = "disputed" if day >= january(days[0]) else "claimed"
        assert found.control_on("elm", day).evidence == evidence


def test_a_claim_too_weak_for_the_rule_leaves_no_trace():
    weak = Assessment(
        happened("E1", 3), accepted=False, evidence="claimed", reason=Reason("single")
    )
    assert record([weak]).spans("elm") == record([]).spans("elm")


@given(two_days)
def test_a_failed_attack_leaves_the_holder_and_adds_its_evidence(days):
    stayed = happened("E1", *days, before="north", kind="repelled", after="north")
    found = record([accepted(stayed, "confirmed")])
    assert series(found) == "N" * 10
    assert found.control_on("elm", january(days[1])).evidence == "confirmed"
    assert found.span_on("elm", LAST).since == FIRST


def test_a_weaker_report_of_the_same_holder_does_not_weaken_the_evidence():
    again = accepted(happened("E2", 5), "inferred")
    found = record([accepted(happened("E1", 3), "confirmed"), again])
    assert found.control_on("elm", january(5)) == Control("held", ("south",), "confirmed")
    assert found.span_on("elm", january(5)).record_ids == ("E1", "E2")


def test_a_later_report_settles_a_dispute():
    found = record([denied(happened("E1", 3)), accepted(happened("E2", 5))])
    assert found.control_on("elm", january(5)) == Control("held", ("south",), "claimed")


def test_a_later_report_that_the_holder_stayed_settles_a_dispute_by_itself():
    stayed = happened("E2", 5, before="north", after="north", kind="repelled")
    span = record([denied(happened("E1", 3)), accepted(stayed)]).span_on("elm", january(5))
    assert (span.control, span.since) == (Control("held", ("north",), "claimed"), FIRST)
    assert span.record_ids == ("E2",)


def test_a_place_whose_holder_is_unknown_is_contested_between_both_while_the_day_is_uncertain():
    found = record([accepted(happened("E1", 4, 6))], start=[baseline(None)])
    assert series(found) == "...xxSSSSS"
    assert found.control_on("elm", january(5)).actors == ("north", "south")


def test_a_third_party_that_holds_a_place_is_among_those_who_contest_it():
    found = record([accepted(happened("E1", 4, 6))], start=[baseline("third")])
    assert found.control_on("elm", january(5)).actors == ("south", "third")


def test_days_reported_as_contested_are_so_whoever_held_the_place_before():
    fought = accepted(happened("E1", 4, 6, before="south", after="north", kind="contested"))
    assert series(record([fought])) == "NNNxxxxxxx"


def test_two_events_of_one_day_count_in_the_order_of_the_numbers_in_their_ids():
    forth, back = happened("E9", 5), happened("E10", 5, before="south", after="north")
    assert series(record([accepted(back), accepted(forth)])) == "N" * 10
    assert event_order(accepted(forth)) < event_order(accepted(back))


def test_a_place_no_report_speaks_of_is_unknown_from_first_to_last():
    span = record([]).span_on("never-heard-of", january(4))
    assert (span.first, span.last, span.control, span.record_ids) == (FIRST, LAST, UNKNOWN, ())
    assert record([]).spans("never-heard-of") == ()


def test_an_empty_holder_in_the_baseline_means_unknown():
    found = record([], [baseline(None)])
    assert found.control_on("elm", FIRST) == UNKNOWN
    assert found.span_on("elm", FIRST).record_ids == ("B1",)


def test_of_several_baseline_rows_the_best_evidence_is_given():
    rows = [baseline(number=2, evidence="disputed"), baseline(number=1, evidence="claimed")]
    found = record([], rows)
    assert found.control_on("elm", FIRST).evidence == "claimed"
    assert found.span_on("elm", FIRST).record_ids == ("B1", "B2")


@pytest.mark.parametrize("kind", ["capture", "withdrawal", "contested", "repelled"])
def test_who_held_a_place_before_its_first_known_event_is_inferred(kind):
    after = "north" if kind == "repelled" else "south"
    first = accepted(happened("E1", 4, kind=kind, after=after))
    later = accepted(happened("E2", 7, before="third", after="north"))
    span = record([later, first], start=[]).span_on("elm", january(3))
    assert span.control == Control("held", ("north",), "inferred")
    assert (span.record_ids, span.inferred_from, span.basis) == ((), "E1", ("E1",))
    assert (span.first, span.last) == (FIRST, january(3))


def test_a_change_that_the_rule_rejects_still_implies_who_held_the_place():
    weak = Assessment(
        happened("E1", 4), accepted=False, evidence="claimed", reason=Reason("single")
    )
    later = accepted(happened("E2", 7, before="south", after="north"))
    for rejected in (weak, denied(happened("E1", 4))):
        assert series(record([rejected, later], start=[])) == "N" * 10


def test_nothing_is_inferred_from_an_unsupported_event_or_a_road_or_beside_a_baseline_row():
    nobody = Assessment(
        happened("E1", 4), accepted=False, evidence="disputed", reason=Reason("no_support")
    )
    road = Assessment(
        happened("E1", 4), accepted=True, evidence="inferred", reason=Reason("highway")
    )
    assert series(record([nobody], start=[])) == "." * 10
    assert series(record([road], start=[])) == "...SSSSSSS"
    unknown = record([accepted(happened("E1", 4))], start=[baseline(None)])
    assert series(unknown) == "...SSSSSSS"


def test_the_first_known_change_is_among_the_changes():
    found = record([accepted(happened("E1", 4)), accepted(happened("E2", 6, kind="contested"))], [])
    (change,) = found.changes(FIRST, LAST)
    assert change.event_ids == ("E1", "E2")
