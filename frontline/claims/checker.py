"""The claim desk: an article and its day in, every geographic claim with its verdict out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from frontline.claims.extract import Reader
from frontline.claims.measurements import Measurements
from frontline.claims.robustness import Fragile, Trials, fragility
from frontline.claims.tolerance import Rounding, find_rounding, rounded
from frontline.claims.verdict import Answer, Measured, Verdict, cannot_tell
from frontline.claims.verify_control import check_control
from frontline.claims.verify_distance import check_direction, check_distance
from frontline.claims.verify_encirclement import check_encirclement
from frontline.claims.verify_extent import check_area, check_count
from frontline.claims.verify_highways import check_length
from frontline.claims.wording import printable
from frontline.dates import parse_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim, Unparsed
    from frontline.geometry.distance import Distance
    from frontline.models import Place, Report
    from frontline.state import State


_NOT_FACT = {
    "aim": "This is an aim, not a statement of fact.",
    "prediction": "This is a prediction or a condition, not a statement of fact.",
    "denial": "This is a denial.",
}
_CHECKS: Mapping[str, Callable[[Measurements, Claim], Answer]] = {
    "distance": check_distance, "direction": check_direction, "control": check_control,
    "count": check_count, "area": check_area, "length": check_length,
    "encirclement": check_encirclement,
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """A claim with its answer.

    Parameters
    ----------
    claim, verdict : what was said, and whether it is so
    way, state : the measurement, and the state of the day that was measured; or None
    facts : for claims that are no distance, the numbers found
    reports : what the answer stands on
    fragile : what, left out, would change the verdict
    wording : a line that can be printed
    readings : all that was tried, in order
    """

    claim: Claim
    verdict: Verdict
    way: Distance | None = None
    state: State | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    reports: tuple[Report, ...] = ()
    fragile: tuple[Fragile, ...] = ()
    wording: str = ""
    readings: tuple[Measured, ...] = ()


@dataclass(frozen=True)
class Checked:
    """An article checked: its findings and what could not be read, in the order of the text.

    Parameters
    ----------
    text, published, rounding : what was asked
    findings, not_understood : the answers
    """

    text: str
    published: date
    rounding: Rounding
    findings: tuple[Finding, ...]
    not_understood: tuple[Unparsed, ...]


class Checker:
    """Checks articles against one atlas; what it measures once, it keeps."""

    #: So many answers are kept for the same claim in other words; then the oldest half goes.
    KEPT = 4000

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.ways = Measurements(atlas)
        self._trials = Trials(atlas)
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

    def check(self, text: str, published: date, rounding: str = "usual") -> Checked:
        """Check every claim of an article; see `check`."""
        rule = find_rounding(rounding)
        reading = self.reader.read(text, published)
        findings = tuple(self.answer(rounded(claim, rule)) for claim in reading.claims)
        return Checked(text, published, rule, findings, reading.misread)

    def answer(self, claim: Claim) -> Finding:
        """Answer one claim; the same claim in other words is answered once."""
        other = claim.other and replace(claim.other, start=0, end=0)
        key = replace(claim, start=0, end=0, text="", other=other)
        if key not in self._answers:
            if len(self._answers) >= self.KEPT:
                self._answers = dict([*self._answers.items()][self.KEPT // 2 :])
            self._answers[key] = self._answer(claim)
        return replace(self._answers[key], claim=claim)

    def _answer(self, claim: Claim) -> Finding:
        checker = _CHECKS[claim.kind]
        answer = checker(self.ways, claim)
        reports = self._reports(answer.places, answer.day or claim.last)
        wording = printable(self.atlas, claim, answer, reports)
        verdict = _in_its_mood(claim, answer.verdict)
        fragile: tuple[Fragile, ...] = ()
        if verdict is answer.verdict:
            fragile = fragility(self.ways, self._trials, claim, answer, checker)
        if claim.notes:
            verdict = replace(verdict, why=f"{verdict.why} ({'; '.join(claim.notes)}.)")
        state = None if answer.day is None else self.ways.on(answer.day)
        return Finding(
            claim, verdict, answer.way, state, answer.facts, reports, fragile, wording,
            answer.readings,
        )  # fmt: skip

    def _reports(self, places: Iterable[Place], day: date) -> tuple[Report, ...]:
        """Give the reports that what is said of places stands on."""
        record, reports = self.atlas.record, self.atlas.package.reports
        if not record.first <= day <= record.last:
            return ()
        ids = dict.fromkeys(
            id_ for place in places for id_ in record.span_on(place.id, day).record_ids
        )
        return tuple(report for id_ in ids for report in reports.get(id_, ()))


def _in_its_mood(claim: Claim, verdict: Verdict) -> Verdict:
    """Leave undecided what the text does not state as a fact."""
    if claim.mood == "fact" or (claim.mood == "denial" and claim.kind == "control"):
        return verdict
    return cannot_tell(f"{_NOT_FACT[claim.mood]} {verdict.why}")


_DESKS: WeakKeyDictionary[Atlas, Checker] = WeakKeyDictionary()


def check(atlas: Atlas, text: str, published: str | date, rounding: str = "usual") -> Checked:
    """Check every geographic claim of an article against the record.

    Parameters
    ----------
    text : the article, plain
    published : the day it appeared, as ``2019-08-15`` or a date
    rounding : how much a number leaves open: a name of `rounding.ROUNDINGS`

    Raises
    ------
    InvalidRequestError
        For what is no day, for what is no article (too long, or not text), and for a rounding
        that there is not.
    """
    day = parse_day(published)
    if atlas not in _DESKS:
        _DESKS[atlas] = Checker(atlas)
    return _DESKS[atlas].check(text, day, rounding)
