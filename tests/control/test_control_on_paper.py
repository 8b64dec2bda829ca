"""Who held what in the invented land, on each day, under each rule: worked out on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from histories import FIRST, LAST, january, series

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.errors import InvalidRequestError
from frontline.models import Control

#: E1: elm to south on the 3rd. E2: fir to south between the 5th and the 7th, so contested on the
#: 5th and 6th. E3: birch to south on the 6th, denied: only `all` believes it. E4: an attack on elm
#: fails. E5, of the 9th, is about the whole road, along which birch, elm and hazel lie. Only E1 is
#: reported by the side that lost it; no other event has two sources that belong to no side.
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
        assert found.control_on(place, january(day)) == Control("held", (holder,), evidence)
    assert found.control_on("fir", january(6)) == Control(
        "contested", ("north", "south"), "claimed"
    )


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


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_a_day_outside_the_record_is_refused_with_the_days_there_are(land, day):
    for ask in (land.record.codes, lambda day: land.record.control_on("elm", day), land.on):
        with pytest.raises(InvalidRequestError, match="from 2001-01-01 to 2001-01-10"):
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
