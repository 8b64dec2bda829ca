"""The index of events finds by bisection what a search through all events finds."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from frontline.importers.event_index import EventIndex

FIRST = date(2001, 1, 1)
CHANGE = ("capture", "north", "south")
#: Offset of the first possible day, and the number of further possible days.
spans = st.tuples(st.integers(0, 30), st.integers(0, 10))


def days(span):
    first = FIRST + timedelta(days=span[0])
    return first, first + timedelta(days=span[1])


def rows(events):
    return [
        {
            "event_id": f"E{number}", "place_id": place, "kind": CHANGE[0],
            "from": CHANGE[1], "to": CHANGE[2],
            "date_earliest": days(span)[0].isoformat(), "date_latest": days(span)[1].isoformat(),
        }
        for number, (place, span) in enumerate(events)
    ]  # fmt: skip


events = st.lists(st.tuples(st.sampled_from(["elm", "fir", ""]), spans), max_size=20)


@given(events, st.tuples(st.sampled_from(["elm", "fir"]), spans), spans)
def test_events_within_a_span_are_those_that_may_overlap_it(before, added, wanted):
    index = EventIndex(rows(before))
    place, span = added
    index.add("new", place, days(span), CHANGE)
    first, last = days(wanted)
    listed = [(f"E{n}", *one) for n, one in enumerate(before)] + [("new", place, span)]
    for town in ("elm", "fir"):
        overlapping = [
            event_id
            for event_id, where, span in listed
            if where == town and days(span)[0] <= last and days(span)[1] >= first
        ]
        assert [event.event_id for event in index.within(town, first, last)] == overlapping


@given(events, st.integers(0, 45))
def test_events_up_to_a_day_are_the_latest_first(before, offset):
    index, day = EventIndex(rows(before)), FIRST + timedelta(days=offset)
    ended = [days(span)[1] for place, span in before if place == "elm" and days(span)[1] <= day]
    assert [event.last_day for event in index.up_to("elm", day)] == sorted(ended, reverse=True)


def test_an_index_without_a_place_is_empty():
    assert not EventIndex(rows([("", (0, 0))]))
    assert EventIndex(rows([("elm", (0, 0))]))
