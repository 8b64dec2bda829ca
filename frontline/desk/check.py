"""The claim desk: an article and its day in, every geographic claim with its verdict out."""

# ruff: noqa: E501 - a sentence for the reader is one line
from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from frontline.days import parse_day, say_day
from frontline.desk.force_distance import held_by
from frontline.desk.left_out import Fragile, LeftOut
from frontline.desk.of_control import Ground, check_control, check_length
from frontline.desk.of_distance import check_direction, check_distance
from frontline.desk.of_ground import check_area, check_count, check_encirclement, circle_share
from frontline.desk.reading import Reader
from frontline.desk.verdict import UNDECIDED, Verdict
from frontline.desk.ways import Ways, km, said_interval
from frontline.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.desk.claims import Claim, Misread
    from frontline.distance import Distance
    from frontline.groundwork import Groundwork
    from frontline.model import Place, Report

__all__ = ["Checked", "Desk", "Finding", "check"]

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOT_FACT = {
    "aim": "This is an aim, not a statement of fact.",
    "prediction": "This is a prediction or a condition, not a statement of fact.",
    "denial": "This is a denial.",
}


@dataclass(frozen=True)
class Finding:
    """A claim with its answer.

    Parameters
    ----------
    claim, verdict : what was said, and whether it is so
    way, asked, state : the measurement, its two ends as asked, and the day's state; or None
    facts : for claims that are no distance, the numbers found
    reports : what the answer stands on
    fragile : what, left out, would change the verdict
    wording : a line that can be printed
    """

    claim: Claim
    verdict: Verdict
    way: Distance | None = None
    asked: tuple[str, str] | None = None
    state: State | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    reports: tuple[Report, ...] = ()
    fragile: tuple[Fragile, ...] = ()
    wording: str = ""


@dataclass(frozen=True)
class Checked:
    """An article checked: its findings and what could not be read, in the order of the text."""

    published: date
    findings: tuple[Finding, ...]
    not_understood: tuple[Misread, ...]


class Desk:
    """Checks articles against one atlas; what it measures once, it keeps."""

    def __init__(self, atlas: Groundwork) -> None:
        self.atlas = atlas
        self.ways = Ways(atlas)
        self._left_out = LeftOut(atlas)
        self._answers: dict[Any, Finding] = {}

    @cached_property
    def reader(self) -> Reader:
        """Reads articles with the names of this atlas."""
        package = self.atlas.package
        return Reader(
            self.atlas.gazetteer,
            package.actors,
            package.highways,
            self.atlas.lines,
            self.atlas.record.index,
        )

    def check(self, text: str, published: date) -> Checked:
        """Check every claim of an article; see `check`."""
        reading = self.reader.read(text, published)
        findings = tuple(self.answer(claim) for claim in reading.claims)
        return Checked(published, findings, reading.misread)

    def answer(self, claim: Claim) -> Finding:
        """Answer one claim; the same claim in other words is answered once."""
        key = replace(
            claim,
            start=0,
            end=0,
            text="",
            other=claim.other and replace(claim.other, start=0, end=0),
        )
        if key not in self._answers:
            self._answers[key] = self._answer(claim)
        return replace(self._answers[key], claim=claim)

    def _answer(self, claim: Claim) -> Finding:
        finding = self._measured(claim)
        if claim.notes:
            why = f"{finding.verdict.why} ({'; '.join(claim.notes)}.)"
            finding = replace(finding, verdict=replace(finding.verdict, why=why))
        if claim.mood in {"aim", "prediction"} or (
            claim.mood == "denial" and claim.kind != "control"
        ):
            why = f"{_NOT_FACT[claim.mood]} {finding.verdict.why}"
            return replace(
                finding, verdict=Verdict(UNDECIDED, "", why), fragile=(), wording=_said_aim(finding)
            )
        return replace(finding, wording=_worded(finding))

    def _measured(self, claim: Claim) -> Finding:
        if claim.kind in {"distance", "direction"}:
            return self._distance(claim)
        checks = {
            "control": check_control, "count": check_count, "area": check_area,
            "length": check_length, "encirclement": check_encirclement,
        }  # fmt: skip
        ground: Ground = checks[claim.kind](self.ways, claim)
        reports = self._reports(ground.places, claim.last)
        fragile: tuple[Fragile, ...] = ()
        if claim.kind == "control" and ground.places:
            fragile = self._fragile_control(claim, ground)
        return Finding(claim, ground.verdict, facts=ground.facts, reports=reports, fragile=fragile)

    def _distance(self, claim: Claim) -> Finding:
        checker = check_distance if claim.kind == "distance" else check_direction
        verdict, way, asked = checker(self.ways, claim)
        moving = claim.subject is not None and claim.subject.kind == "actor"
        inside = self.atlas.record.first <= claim.last <= self.atlas.record.last
        state = State(self.atlas, claim.last) if inside and moving else None
        if way is None:
            return Finding(claim, verdict, state=state)
        if not moving:
            return Finding(claim, verdict, way, asked, state)
        places = [way.start.place] if way.start.place is not None else []
        fragile = self._fragile_distance(claim, verdict, way)
        return Finding(
            claim,
            verdict,
            way,
            asked,
            state,
            reports=self._reports(places, claim.last),
            fragile=fragile,
        )

    def _reports(self, places: Iterable[Place], day: date) -> tuple[Report, ...]:
        """Give the reports that what is said of places stands on."""
        record, reports = self.atlas.record, self.atlas.package.reports
        if not record.first <= day <= record.last:
            return ()
        ids = dict.fromkeys(
            id_ for place in places for id_ in record.span_on(place.id, day).record_ids
        )
        return tuple(report for id_ in ids for report in reports.get(id_, ()))

    def _fragile_control(self, claim: Claim, ground: Ground) -> tuple[Fragile, ...]:
        """Ask of each publisher whether, without it, the place would be held otherwise."""
        place = ground.places[0]
        now = self.atlas.record.on(place.id, claim.last)
        found = []
        for publisher in sorted({report.publisher for report in self._left_out.reports(place.id)}):
            then = self._left_out.control(place.id, publisher, claim.last)
            if (then.status, then.actors) != (now.status, now.actors):
                name = self.atlas.package.publishers[publisher].name
                would = f"the place would be {then.status} {' '.join(then.actors)}".strip()
                found.append(Fragile("publisher", publisher, name, would, ""))
        return tuple(found)

    def _fragile_distance(
        self, claim: Claim, verdict: Verdict, way: Distance
    ) -> tuple[Fragile, ...]:
        """Leave out each publisher and each of the nearest places, and judge again."""
        held = held_by(self.atlas, str(claim.subject.id), claim.last)  # type: ignore[union-attr]
        index, actor = self.atlas.record.index, str(claim.subject.id)  # type: ignore[union-attr]
        near = [one.start.place for one in (way, *way.others[:3]) if one.start.place is not None]
        found = []
        for place in near[:2]:
            fewer = held.copy()
            fewer[index[place.id]] = False
            found += self._changed(claim, verdict, fewer, ("place", place.id, place.name))
        for publisher in sorted(
            {r.publisher for place in near for r in self._left_out.reports(place.id)}
        ):
            fewer = held.copy()
            for place in near:
                if any(r.publisher == publisher for r in self._left_out.reports(place.id)):
                    fewer[index[place.id]] = (
                        self._left_out.control(place.id, publisher, claim.last).holder == actor
                    )
            if (fewer != held).any():
                name = self.atlas.package.publishers[publisher].name
                found += self._changed(claim, verdict, fewer, ("publisher", publisher, name))
        return tuple(found)

    def _changed(
        self, claim: Claim, verdict: Verdict, held: Any, what: tuple[str, str, str]
    ) -> list[Fragile]:
        again, _, _ = check_distance(self.ways, claim, held)
        if (again.word, again.holds_under) == (verdict.word, verdict.holds_under):
            return []
        return [Fragile(*what, again.word, again.holds_under)]

    def circle(self, place: Place, actor: str, day: date) -> float:
        """Give the share of the circle round a place that an actor held; see `circle_share`."""
        return circle_share(State(self.atlas, day), place, actor)


def _worded(finding: Finding) -> str:
    """Write a line that can be printed."""
    claim, way = finding.claim, finding.way
    day = say_day(claim.last)
    if way is None:
        return _said_ground(finding)
    if claim.kind == "direction":
        return f"{finding.verdict.why}"
    by = _cited(finding)
    if claim.subject is not None and claim.subject.kind == "actor":
        actor = (
            finding.state.atlas.package.actors[str(claim.subject.id)].name
            if finding.state
            else claim.subject.words
        )
        return (
            f"On {day} {actor} held {way.start.label}, about {km(way.edge_m)} from the edge of {way.end.label}"
            f" and {km(way.centre_m)} from its centre{by}."
            if claim.target is not None and claim.target.kind == "place"
            else f"On {day} {actor} held {way.start.label}, about {km(way.edge_m)} from {_the(way.end.label, claim)}{by}."
        )
    return f"{way.start.label} lies about {km(way.centre_m)} from {_the(way.end.label, claim)}, centre to centre ({km(way.edge_m)} edge to edge)."


def _the(label: str, claim: Claim) -> str:
    return f"the {label}" if claim.target is not None and claim.target.kind == "road" else label


def _cited(finding: Finding) -> str:
    publishers = finding.state.atlas.package.publishers if finding.state else {}
    names = list(
        dict.fromkeys(
            publishers[r.publisher].name
            for r in finding.reports
            if r.says == "supports" and r.publisher in publishers
        )
    )
    return f", according to {', '.join(names[:3])}" if names else ""


def _said_ground(finding: Finding) -> str:
    if finding.verdict.word == UNDECIDED and not finding.facts:
        return f"The record cannot say: {finding.verdict.why}"
    plain = finding.verdict.why.split(" (read ")[0]
    return _ISO.sub(lambda match: say_day(date.fromisoformat(match[0])).split(" ", 1)[1], plain)


def _said_aim(finding: Finding) -> str:
    """Write what was so on the day, where the text only speaks of an aim."""
    claim, way = finding.claim, finding.way
    if way is not None:
        low = 0.0 if claim.low is None else claim.low
        high = math.inf if claim.high is None else claim.high
        return f"{_worded(finding)} The aim named is {said_interval((low, high))}."
    return _said_ground(finding)


_DESKS: WeakKeyDictionary[Groundwork, Desk] = WeakKeyDictionary()


def check(atlas: Groundwork, text: str, published: str | date) -> Checked:
    """Check every geographic claim of an article against the record.

    Parameters
    ----------
    text : the article, plain
    published : the day it appeared, as ``2019-08-15`` or a date

    Raises
    ------
    RequestError
        For what is no day, and for what is no article: too long, or not text.
    """
    day = parse_day(published)
    if atlas not in _DESKS:
        _DESKS[atlas] = Desk(atlas)
    return _DESKS[atlas].check(text, day)
