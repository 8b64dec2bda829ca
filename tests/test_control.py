"""Who held what on a day: the invented land on paper, and laws over random histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.atlas import Atlas
from frontline.control import Record, sort_key
from frontline.days import days_between
from frontline.errors import RequestError
from frontline.evidence import RULES, Ruling
from frontline.model import UNKNOWN, Baseline, Control, Event

FIRST, LAST = date(2001, 1, 1), date(2001, 1, 10)
DAYS = tuple(days_between(FIRST, LAST))
ACTORS = ("north", "south", "third")
STRENGTH = ("disputed", "inferred", "claimed", "confirmed")


def january(number):
    return date(2001, 1, number)


def baseline(holder="north", place="elm", number=1, evidence="claimed"):
    return Baseline(
        baseline_id=f"B{number}",
        place_id=place,
        place_as_reported=place,
        holder=holder,
        evidence=evidence,
    )


def happened(  # noqa: PLR0913 - a row has so many columns
    name, earliest, latest=None, *, before="north", after="south", kind="capture", place="elm"
):
    """An event between two days of January 2001, as accepted evidence."""
    return Event.model_validate(
        {
            "event_id": name,
            "place_id": place,
            "place_as_reported": place,
            "date_earliest": january(earliest),
            "date_latest": january(latest or earliest),
            "kind": kind,
            "from": before,
            "to": after,
        }
    )


def accepted(event, evidence="claimed"):
    return Ruling(event, stands=True, evidence=evidence, why="")


def denied(event):
    return Ruling(event, stands=False, evidence="disputed", why="")


def record(rulings, start=None, places=("elm",)):
    return Record(places, [baseline()] if start is None else start, rulings, FIRST, LAST)


def series(found, place="elm"):
    """The answers of all days as letters: N, S, T held; x contested; . unknown."""
    letter = {"contested": "x", "unknown": "."}
    answers = [found.on(place, day) for day in DAYS]
    return "".join(letter.get(a.status) or a.actors[0][0].upper() for a in answers)


@st.composite
def events(draw, number=0, *, exact=False):
    kind = draw(st.sampled_from(["capture", "withdrawal", "contested", "repelled"]))
    before, after = draw(st.permutations(ACTORS))[:2]
    earliest = draw(st.integers(1, 10))
    latest = earliest if exact else draw(st.integers(earliest, 10))
    if kind == "repelled":
        before = after
    place = draw(st.sampled_from(["elm", "fir"]))
    return happened(
        f"E{number}", earliest, latest, before=before, after=after, kind=kind, place=place
    )


@st.composite
def histories(draw, *, exact=False):
    """Baseline rows of two places, and up to seven events there that stand or are denied."""
    start = []
    for place in ("elm", "fir"):
        holder = draw(st.sampled_from([None, *ACTORS]))
        for _ in range(draw(st.integers(0, 2))):
            evidence = draw(st.sampled_from(STRENGTH))
            start.append(baseline(holder, place, len(start), evidence))
    rulings = []
    for number in range(draw(st.integers(0, 7))):
        event = draw(events(number, exact=exact))
        evidence = draw(st.sampled_from(["claimed", "confirmed", "inferred"]))
        rulings.append(draw(st.sampled_from([accepted(event, evidence), denied(event)])))
    return start, rulings


def made(history):
    start, rulings = history
    return record(rulings, start, ("elm", "fir", "nowhere"))


# --- the invented land, on paper ---
# E1: elm to south on the 3rd. E2: fir to south between the 5th and the 7th, so contested on the
# 5th and 6th. E3: birch to south on the 6th, denied: only `all` believes it. E4: an attack on elm
# fails. E5, of the 9th, is about the whole road, along which birch, elm and hazel lie. Only E1 is
# told by the side that lost by it; no other event has two voices of no side.

PAPER = {
    "standard": {"birch": "NNNNNNNNSS", "elm": "NNSSSSSSSS", "fir": "NNNNxxSSSS"},
    "two-source": {"birch": "NNNNNNNNSS", "elm": "NNSSSSSSSS", "fir": "NNNNNNNNNN"},
    "against-interest": {"birch": "NNNNNNNNNN", "elm": "NNSSSSSSSS", "fir": "NNNNNNNNNN"},
    "all": {"birch": "NNNNNSSSSS", "elm": "NNSSSSSSSS", "fir": "NNNNxxSSSS"},
}


@pytest.mark.parametrize("rule", RULES)
def test_each_place_of_the_land_has_the_history_worked_out_on_paper(land, rule):
    found = Atlas(land.package, RULES[rule]).record
    never = dict.fromkeys(["alder", "cedar", "dogwood"], "N" * 10)
    never |= dict.fromkeys(["gorse", "hazel", "ivy"], "S" * 10)
    assert {place: series(found, place) for place in found.place_ids} == never | PAPER[rule]


def test_each_answer_of_the_land_says_how_it_is_known(land):
    found = land.record
    held = {
        ("alder", 10): ("north", "claimed"),
        ("birch", 5): ("north", "claimed"),
        ("birch", 6): ("north", "disputed"),
        ("birch", 9): ("south", "inferred"),
        ("elm", 2): ("north", "claimed"),
        ("elm", 3): ("south", "confirmed"),
        ("elm", 9): ("south", "confirmed"),
        ("fir", 7): ("south", "claimed"),
    }
    for (place, day), (holder, evidence) in held.items():
        assert found.on(place, january(day)) == Control("held", (holder,), evidence)
    assert found.on("fir", january(6)) == Control("contested", ("north", "south"), "claimed")


def test_each_answer_of_the_land_names_the_records_it_stands_on(land):
    spans = {
        place: [span.record_ids for span in land.record.spans(place)]
        for place in ("birch", "elm", "fir")
    }
    assert spans == {
        "birch": [("B2",), ("B2", "E3"), ("E5",)],
        "elm": [("B5",), ("E1",), ("E1", "E4"), ("E1", "E4", "E5")],
        "fir": [("B6",), ("B6", "E2"), ("E2",)],
    }


def test_a_failed_attack_or_a_dispute_does_not_change_since_when_a_place_is_held(land):
    assert land.record.span_on("elm", january(9)).since == january(3)
    assert land.record.span_on("birch", january(7)).since == january(1)
    assert land.record.span_on("fir", january(7)).since == january(7)


def test_an_answer_says_of_which_day_its_latest_report_speaks(land):
    spoken = {
        ("elm", 2): 1,
        ("elm", 5): 3,
        ("elm", 8): 8,
        ("birch", 5): 1,
        ("birch", 7): 6,
        ("fir", 8): 7,
        ("fir", 5): 5,
    }
    for (place, day), latest in spoken.items():
        assert land.record.span_on(place, january(day)).reported == january(latest)


def test_what_changed_in_the_land_is_what_changed_hands(land):
    changed = land.record.changes(january(1), january(10))
    assert [(change.day.day, change.place_id) for change in changed] == [
        (3, "elm"),
        (7, "fir"),
        (9, "birch"),
    ]


def test_a_change_is_made_by_events_and_not_by_a_baseline_row(land):
    changed = land.record.changes(january(1), january(10))
    made_by = {change.place_id: set(change.event_ids) for change in changed}
    assert "E1" in made_by["elm"]
    assert "E2" in made_by["fir"]
    assert "E5" in made_by["birch"]
    assert set().union(*made_by.values()) <= {event.event_id for event in land.package.events}


# --- one event ---

two_days = st.tuples(st.integers(1, 10), st.integers(1, 10)).map(sorted)


@given(two_days, st.sampled_from(["capture", "withdrawal"]), st.sampled_from(STRENGTH[1:]))
def test_a_change_is_contested_until_its_latest_day_and_held_from_then_on(days, kind, evidence):
    earliest, latest = days
    found = record([accepted(happened("E1", earliest, latest, kind=kind), evidence)])
    before, between = "N" * (earliest - 1), "x" * (latest - earliest)
    assert series(found) == before + between + "S" * (11 - latest)
    assert found.on("elm", january(latest)) == Control("held", ("south",), evidence)


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
        assert found.on("elm", day).evidence == evidence


def test_a_claim_too_weak_for_the_rule_leaves_no_trace():
    weak = Ruling(happened("E1", 3), stands=False, evidence="claimed", why="")
    assert record([weak]).spans("elm") == record([]).spans("elm")


@given(two_days)
def test_a_failed_attack_leaves_the_holder_and_adds_its_evidence(days):
    stayed = happened("E1", *days, before="north", kind="repelled", after="north")
    found = record([accepted(stayed, "confirmed")])
    assert series(found) == "N" * 10
    assert found.on("elm", january(days[1])).evidence == "confirmed"
    assert found.span_on("elm", LAST).since == FIRST


def test_a_weaker_report_of_the_same_holder_does_not_weaken_the_evidence():
    again = accepted(happened("E2", 5), "inferred")
    found = record([accepted(happened("E1", 3), "confirmed"), again])
    assert found.on("elm", january(5)) == Control("held", ("south",), "confirmed")
    assert found.span_on("elm", january(5)).record_ids == ("E1", "E2")


def test_a_later_report_settles_a_dispute():
    found = record([denied(happened("E1", 3)), accepted(happened("E2", 5))])
    assert found.on("elm", january(5)) == Control("held", ("south",), "claimed")


def test_a_later_report_that_the_holder_stayed_settles_a_dispute_by_itself():
    stayed = happened("E2", 5, before="north", after="north", kind="repelled")
    span = record([denied(happened("E1", 3)), accepted(stayed)]).span_on("elm", january(5))
    assert (span.control, span.since) == (Control("held", ("north",), "claimed"), FIRST)
    assert span.record_ids == ("E2",)


def test_a_place_nobody_knew_of_is_contested_between_both_while_the_day_is_uncertain():
    found = record([accepted(happened("E1", 4, 6))], start=[])
    assert series(found) == "...xxSSSSS"
    assert found.on("elm", january(5)).actors == ("north", "south")


def test_a_third_party_that_holds_a_place_is_among_those_who_contest_it():
    found = record([accepted(happened("E1", 4, 6))], start=[baseline("third")])
    assert found.on("elm", january(5)).actors == ("south", "third")


def test_days_reported_as_contested_are_so_whoever_held_the_place_before():
    fought = accepted(happened("E1", 4, 6, before="south", after="north", kind="contested"))
    assert series(record([fought])) == "NNNxxxxxxx"


def test_two_events_of_one_day_count_in_the_order_of_the_numbers_in_their_ids():
    forth, back = happened("E9", 5), happened("E10", 5, before="south", after="north")
    assert series(record([accepted(back), accepted(forth)])) == "N" * 10
    assert sort_key(accepted(forth)) < sort_key(accepted(back))


# --- laws ---


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(history, random):
    start, rulings = history
    shuffled = random.sample(start, len(start)), random.sample(rulings, len(rulings))
    one, other = made(history), made(shuffled)
    assert [one.spans(place) for place in one.place_ids] == [
        other.spans(place) for place in other.place_ids
    ]
    assert one.states == other.states


def test_the_order_of_rows_does_not_matter_where_ids_differ_by_a_leading_zero_only():
    forth = accepted(happened("E1", 5))
    back = accepted(happened("E01", 5, before="south", after="north"))
    assert series(record([forth, back])) == series(record([back, forth]))


@given(histories(), st.sampled_from(DAYS))
def test_control_depends_on_no_event_that_begins_later(history, day):
    start, rulings = history
    so_far = [ruling for ruling in rulings if ruling.event.date_earliest <= day]
    whole, cut = made(history), made((start, so_far))
    for place in whole.place_ids:
        one, other = whole.span_on(place, day), cut.span_on(place, day)
        assert (one.control, one.record_ids, one.since) == (
            other.control,
            other.record_ids,
            other.since,
        )


@given(histories())
def test_spans_tile_the_record_and_each_day_has_one(history):
    found = made(history)
    for place in found.place_ids:
        spans = found.spans(place)
        assert (spans[0].first, spans[-1].last) == (FIRST, LAST)
        assert all(span.first <= span.last for span in spans)
        for one, other in pairwise(spans):
            assert other.first == one.last + timedelta(days=1)
            assert (one.control, one.record_ids) != (other.control, other.record_ids)
        for day in DAYS:
            assert [found.span_on(place, day)] == [s for s in spans if s.first <= day <= s.last]


@given(histories())
def test_since_is_the_first_day_of_the_same_actors_without_a_break(history):
    found = made(history)
    for place in found.place_ids:
        for day in DAYS:
            span = found.span_on(place, day)
            answers = [found.on(place, other) for other in days_between(span.since, day)]
            assert {(a.status, a.actors) for a in answers} == {
                (span.control.status, span.control.actors)
            }
            if span.since > FIRST:
                before = found.on(place, span.since - timedelta(days=1))
                assert (before.status, before.actors) != (span.control.status, span.control.actors)


@given(histories())
def test_an_answer_fits_its_status(history):
    found = made(history)
    for state in found.states:
        few, many = {"held": (1, 1), "contested": (2, 3), "unknown": (0, 0)}[state.status]
        assert few <= len(state.actors) <= many
        assert state.actors == tuple(sorted(set(state.actors)))
        assert (state.evidence is None) == (state.status == "unknown")
        assert state.holder == (state.actors[0] if state.status == "held" else None)


@given(histories())
def test_the_matrix_says_what_the_spans_say(history):
    found = made(history)
    assert found.states[0] == UNKNOWN
    assert found.matrix.shape == (len(DAYS), len(found.place_ids))
    for row, day in zip(found.matrix, DAYS, strict=True):
        assert np.array_equal(row, found.codes(day))
        assert [found.states[code] for code in row] == [
            found.on(place, day) for place in found.place_ids
        ]


@given(histories(exact=True))
def test_with_exact_days_the_last_accepted_event_decides(history):
    start, rulings = history
    found = made(history)
    for place in ("elm", "fir"):
        holders = [row.holder for row in start if row.place_id == place]
        known = (holders[0],) if holders and holders[0] else ()
        for day in DAYS:
            past = [
                ruling.event
                for ruling in rulings
                if ruling.stands
                and ruling.event.place_id == place
                and ruling.event.date_latest <= day
            ]
            past.sort(key=lambda event: (event.date_latest, int(event.event_id[1:])))
            actors = known
            if past:
                both = past[-1].kind == "contested"
                actors = {past[-1].after} | ({past[-1].before} if both else set())
            assert set(found.on(place, day).actors) == set(actors)


@given(histories(), two_days)
def test_changes_are_the_places_whose_actors_differ(history, days):
    first, last = january(days[0]), january(days[1])
    found = made(history)
    changed = {change.place_id: change for change in found.changes(first, last)}
    for place in found.place_ids:
        one, other = found.on(place, first), found.on(place, last)
        assert (place in changed) == ((one.status, one.actors) != (other.status, other.actors))
        if place in changed:
            change = changed[place]
            assert (change.before, change.after) == (one, other)
            assert first < change.day <= last
            assert change.event_ids
            assert all(name.startswith("E") for name in change.event_ids)


@given(histories(), st.sampled_from(["elm", "fir"]), st.sampled_from(DAYS))
def test_the_records_of_an_answer_are_of_that_place_and_had_begun(history, place, day):
    start, rulings = history
    known = {row.baseline_id for row in start if row.place_id == place}
    known |= {
        ruling.event.event_id
        for ruling in rulings
        if ruling.event.place_id == place and ruling.event.date_earliest <= day
    }
    ids = made(history).span_on(place, day).record_ids
    assert set(ids) <= known
    assert len(ids) == len(set(ids))


# --- edges ---


def test_a_place_no_report_speaks_of_is_unknown_from_first_to_last():
    span = record([]).span_on("never-heard-of", january(4))
    assert (span.first, span.last, span.control, span.record_ids) == (FIRST, LAST, UNKNOWN, ())
    assert record([]).spans("never-heard-of") == ()


def test_an_empty_holder_in_the_baseline_means_unknown():
    found = record([], [baseline(None)])
    assert found.on("elm", FIRST) == UNKNOWN
    assert found.span_on("elm", FIRST).record_ids == ("B1",)


def test_of_several_baseline_rows_the_best_evidence_is_given():
    rows = [baseline(number=2, evidence="inferred"), baseline(number=1, evidence="claimed")]
    found = record([], rows)
    assert found.on("elm", FIRST).evidence == "claimed"
    assert found.span_on("elm", FIRST).record_ids == ("B1", "B2")


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_a_day_outside_the_record_is_refused_with_the_days_there_are(land, day):
    for ask in (land.record.codes, lambda day: land.record.on("elm", day), land.on):
        with pytest.raises(RequestError, match="from 2001-01-01 to 2001-01-10"):
            ask(day)


def test_the_land_read_with_its_rows_turned_round_has_the_same_record(land):
    package = land.package
    turned = replace(
        package,
        gazetteer=dict(reversed(package.gazetteer.items())),
        baseline=package.baseline[::-1],
        events=package.events[::-1],
        all_reports=package.all_reports[::-1],
    )
    other = Atlas(turned, land.rule).record
    assert other.place_ids == land.record.place_ids
    assert other.states == land.record.states
    assert np.array_equal(other.matrix, land.record.matrix)
    assert all(other.spans(place) == land.record.spans(place) for place in other.place_ids)
