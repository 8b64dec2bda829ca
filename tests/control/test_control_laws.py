"""Laws of who held what, over random histories."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from histories import (
    DAYS,
    FIRST,
    LAST,
    accepted,
    baseline,
    happened,
    histories,
    january,
    made,
    record,
    series,
    two_days,
)
from hypothesis import given
from hypothesis import strategies as st

from frontline.control import timeline
from frontline.control.timeline import build_timeline, controls_before, event_order
from frontline.dates import days_between
from frontline.models import UNKNOWN

PLACES = ("elm", "fir", "nowhere")


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(history, random):
    start, assessments = history
    shuffled = random.sample(start, len(start)), random.sample(assessments, len(assessments))
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
    start, assessments = history
    so_far = [assessment for assessment in assessments if assessment.event.date_earliest <= day]
    whole, cut = made(history), made((start, so_far))
    # Without a baseline row the holder before the first event is inferred from that event.
    for place in {row.place_id for row in start}:
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
def test_control_before_each_event_is_that_of_the_events_before_it(history):
    start, assessments = history
    for place in {one.event.place_id for one in assessments}:
        rows = [row for row in start if row.place_id == place]
        for kept in (rows, []):
            own = [one for one in assessments if one.event.place_id == place and one.accepted]
            own.sort(key=event_order)
            found = list(controls_before(kept, own, FIRST))
            for number, one in enumerate(own):
                spans = build_timeline(kept, own[:number], FIRST, one.event.date_latest, None)
                assert found[number] == spans[-1].control
            assert len(found) == len(own)


@given(histories())
def test_places_asked_on_days_of_their_own_answer_as_on_one_day(history):
    found = made(history)
    columns = np.arange(len(found.place_ids))
    for number, day in enumerate(DAYS):
        days = np.full(len(columns), number)
        assert found.table.at(columns, days).tolist() == found.codes(day).tolist()


@given(histories())
def test_since_is_the_first_day_of_the_same_actors_without_a_break(history):
    found = made(history)
    for place in found.place_ids:
        for day in DAYS:
            span = found.span_on(place, day)
            answers = [found.control_on(place, other) for other in days_between(span.since, day)]
            assert {(a.status, a.actors) for a in answers} == {
                (span.control.status, span.control.actors)
            }
            if span.since > FIRST:
                before = found.control_on(place, span.since - timedelta(days=1))
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
            found.control_on(place, day) for place in found.place_ids
        ]


@given(histories(exact=True))
def test_with_exact_days_the_last_accepted_event_decides(history):
    start, assessments = history
    found = made(history)
    for place in ("elm", "fir"):
        holders = [row.holder for row in start if row.place_id == place]
        own = [one.event for one in assessments if one.event.place_id == place]
        if not holders and own:
            holders = [min(own, key=lambda one: (one.date_latest, int(one.event_id[1:]))).before]
        known = (holders[0],) if holders and holders[0] else ()
        for day in DAYS:
            past = [
                assessment.event
                for assessment in assessments
                if assessment.accepted
                and assessment.event.place_id == place
                and assessment.event.date_latest <= day
            ]
            past.sort(key=lambda event: (event.date_latest, int(event.event_id[1:])))
            actors = known
            if past:
                both = past[-1].kind == "contested"
                actors = {past[-1].after} | ({past[-1].before} if both else set())
            assert set(found.control_on(place, day).actors) == set(actors)


@given(histories(), two_days)
def test_changes_are_the_places_whose_actors_differ(history, days):
    first, last = january(days[0]), january(days[1])
    found = made(history)
    changed = {change.place_id: change for change in found.changes(first, last)}
    for place in found.place_ids:
        one, other = found.control_on(place, first), found.control_on(place, last)
        assert (place in changed) == ((one.status, one.actors) != (other.status, other.actors))
        if place in changed:
            change = changed[place]
            assert (change.before, change.after) == (one, other)
            assert first < change.day <= last
            assert change.event_ids
            assert all(name.startswith("E") for name in change.event_ids)


@given(histories(), st.sampled_from(["elm", "fir"]), st.sampled_from(DAYS))
def test_the_records_of_an_answer_are_of_that_place_and_had_begun(history, place, day):
    start, assessments = history
    known = {row.baseline_id for row in start if row.place_id == place}
    known |= {
        assessment.event.event_id
        for assessment in assessments
        if assessment.event.place_id == place and assessment.event.date_earliest <= day
    }
    ids = made(history).span_on(place, day).record_ids
    assert set(ids) <= known
    assert len(ids) == len(set(ids))


@given(histories(), histories(exact=True))
def test_a_place_that_changed_once_has_the_timeline_of_its_steps(vague, exact):
    for history in (vague, exact):
        whole = made(history)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timeline, "_changed_once", lambda *_: None)
            assert [whole.spans(one) for one in PLACES] == [
                made(history).spans(one) for one in PLACES
            ]


def test_a_place_that_changed_once_needs_no_steps(monkeypatch):
    expected = made(([baseline()], [accepted(happened("E1", 4))])).spans("elm")
    assert [span.first.day for span in expected] == [1, 4]
    monkeypatch.setattr(timeline, "make_steps", lambda *_: pytest.fail("made"))
    assert made(([baseline()], [accepted(happened("E1", 4))])).spans("elm") == expected
