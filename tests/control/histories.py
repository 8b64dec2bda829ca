"""Histories of a place or two in January 2001: written by hand, or any there can be."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from frontline.control.assessment import Assessment
from frontline.control.reasons import Reason
from frontline.control.record import Record
from frontline.dates import days_between
from frontline.models import Baseline, Event

FIRST, LAST = date(2001, 1, 1), date(2001, 1, 10)
DAYS = tuple(days_between(FIRST, LAST))
ACTORS = ("north", "south", "third")
STRENGTH = ("disputed", "inferred", "claimed", "confirmed")
#: What a baseline row can have: what is inferred is not stored.
STORED = ("disputed", "claimed", "confirmed")


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
    return Assessment(event, accepted=True, evidence=evidence, reason=Reason("single"))


def denied(event):
    return Assessment(event, accepted=False, evidence="disputed", reason=Reason("single"))


def record(assessments, start=None, places=("elm",)):
    return Record(places, [baseline()] if start is None else start, assessments, FIRST, LAST)


def series(found, place="elm"):
    """The answers of all days as letters: N, S, T held; x contested; . unknown."""
    letter = {"contested": "x", "unknown": "."}
    answers = [found.control_on(place, day) for day in DAYS]
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
            evidence = draw(st.sampled_from(STORED))
            start.append(baseline(holder, place, len(start), evidence))
    assessments = []
    for number in range(draw(st.integers(0, 7))):
        event = draw(events(number, exact=exact))
        evidence = draw(st.sampled_from(["claimed", "confirmed", "inferred"]))
        assessments.append(draw(st.sampled_from([accepted(event, evidence), denied(event)])))
    return start, assessments


def made(history):
    start, assessments = history
    return record(assessments, start, ("elm", "fir", "nowhere"))


two_days = st.tuples(st.integers(1, 10), st.integers(1, 10)).map(sorted)
