"""Check an article: extract every geographic claim and return it with a verdict."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from frontline.claims.contradiction import apply_doubt, doubt
from frontline.claims.measurements import Measurements
from frontline.claims.overrides import apply_overrides
from frontline.claims.publishable import publishable_sentence
from frontline.claims.reader.dependency_parser import AUTO, find_parser
from frontline.claims.reader.extract import Reader
from frontline.claims.reader.past_reference import EARLIER
from frontline.claims.reader.second_reading import second_reading_reason
from frontline.claims.reduced_atlases import ReducedAtlases
from frontline.claims.robustness import VerdictChange, verdict_changes
from frontline.claims.rounding import Rounding, apply_rounding, find_rounding
from frontline.claims.verdict import CONTRADICTED, Answer, ReadingResult, Verdict, cannot_tell
from frontline.claims.verify_control import check_control
from frontline.claims.verify_counts import check_count
from frontline.claims.verify_distance import check_direction, check_distance
from frontline.claims.verify_earlier import check_earlier
from frontline.claims.verify_encirclement import check_encirclement
from frontline.claims.verify_extent import check_area
from frontline.claims.verify_highways import check_length
from frontline.dates import parse_day
from frontline.formatting import format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim, Unparsed
    from frontline.claims.overrides import Override
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

    Attributes
    ----------
    claim : Claim
    verdict : Verdict
    distance : Distance or None
        The measurement, for distances and directions.
    state : State or None
        The state of the day that was measured.
    facts : dict
        Numbers found for the other kinds of claim; part of the JSON interface.
    reports : tuple of Report
        The reports that the answer is based on.
    fragility : tuple of VerdictChange
        The single publishers and places without which the verdict would change.
    wording : str
        A sentence that can be published.
    readings : tuple of ReadingResult
        All readings tried, in order.
    """

    claim: Claim
    verdict: Verdict
    distance: Distance | None = None
    state: State | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    reports: tuple[Report, ...] = ()
    fragility: tuple[VerdictChange, ...] = ()
    wording: str = ""
    readings: tuple[ReadingResult, ...] = ()


@dataclass(frozen=True)
class CheckResult:
    """A checked article.

    Attributes
    ----------
    text : str
    published : date
    rounding : Rounding
    findings : tuple of Finding
        The claims with their answers, in the order of the text.
    not_understood : tuple of Unparsed
        Geographic passages that could not be read, in the order of the text.
    parser : str or None
        Name of the parser that its English claims were compared with.
    """

    text: str
    published: date
    rounding: Rounding
    findings: tuple[Finding, ...]
    not_understood: tuple[Unparsed, ...]
    parser: str | None = None


class Checker:
    """Checks articles against one atlas and keeps what it has measured."""

    #: Maximum number of cached answers. The older half is dropped when it is reached.
    CACHE_SIZE = 4000

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.measurements = Measurements(atlas)
        self._reduced = ReducedAtlases(atlas)
        self._answers: dict[Any, Finding] = {}

    @cached_property
    def reader(self) -> Reader:
        """The claim extractor for the names of this atlas."""
        package = self.atlas.package
        return Reader(
            self.atlas.gazetteer,
            package.actors,
            package.highways,
            self.atlas.lines,
            self.atlas.record.index,
        )

    def check(
        self,
        text: str,
        published: date,
        rounding: str = "usual",
        overrides: Sequence[Override] = (),
        *,
        parser: str = AUTO,
    ) -> CheckResult:
        """Check every claim of an article; see the function `check`."""
        rule = find_rounding(rounding)
        reading = self.reader.read(text, published, partial(find_parser, parser))
        claims = apply_overrides(reading.claims, overrides, self.atlas)
        findings = [self.answer(apply_rounding(claim, rule)) for claim in claims]
        return CheckResult(
            text, published, rule, _apply_conflicts(findings), reading.misread, reading.parser
        )

    def answer(self, claim: Claim) -> Finding:
        """Return the answer to one claim, from the cache if only its words differ."""
        other = claim.other and replace(claim.other, start=0, end=0)
        key = replace(claim, start=0, end=0, text="", other=other)
        if key not in self._answers:
            if len(self._answers) >= self.CACHE_SIZE:
                self._answers = dict([*self._answers.items()][self.CACHE_SIZE // 2 :])
            self._answers[key] = self._answer(claim)
        return replace(self._answers[key], claim=claim)

    def _answer(self, claim: Claim) -> Finding:
        checker = _checker_of(claim)
        answer = checker(self.measurements, claim)
        reports = self._reports(answer.places, answer.day or claim.last, answer.record_ids)
        wording = publishable_sentence(self.atlas, claim, answer, reports)
        verdict = _apply_second_reading(self.atlas, claim, _apply_mood(claim, answer.verdict))
        fragility: tuple[VerdictChange, ...] = ()
        if verdict is answer.verdict and not (verdict.word == CONTRADICTED and claim.unsure):
            fragility = verdict_changes(self.measurements, self._reduced, claim, answer, checker)
        if verdict.word == CONTRADICTED:
            why = doubt(self.measurements, claim, answer, checker, fragility)
            verdict = apply_doubt(verdict, why)
            fragility = fragility if verdict is answer.verdict else ()
        notes = [note for note in claim.notes if note not in verdict.reason]  # each is said once
        if notes:
            verdict = replace(verdict, reason=f"{verdict.reason} ({'; '.join(notes)}.)")
        state = None if answer.day is None else self.measurements.state_on(answer.day)
        return Finding(
            claim, verdict, answer.distance, state, answer.facts, reports, fragility, wording,
            answer.readings,
        )  # fmt: skip

    def _reports(
        self, places: Iterable[Place], day: date, record_ids: Iterable[str]
    ) -> tuple[Report, ...]:
        """Return the reports behind the control of some places on a day, and of some records."""
        record, reports = self.atlas.record, self.atlas.package.reports
        if not record.first <= day <= record.last:
            return ()
        ids = dict.fromkeys(id_ for place in places for id_ in record.span_on(place.id, day).basis)
        ids |= dict.fromkeys(record_ids)
        return tuple(report for id_ in ids for report in reports.get(id_, ()))


def _checker_of(claim: Claim) -> Callable[[Measurements, Claim], Answer]:
    """Return the function that answers a claim."""
    if claim.first > claim.last:
        return _begins_too_late
    return check_earlier if claim.day_kind == EARLIER else _CHECKS[claim.kind]


def _begins_too_late(_: Measurements, claim: Claim) -> Answer:
    """Return the answer to a claim about days that begin after the text was published."""
    first = format_date(claim.first)
    return Answer(cannot_tell(f"the period begins on {first}, after the publication"))


def _apply_conflicts(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Contradict no claim on a place of which the same text also says otherwise."""
    said: dict[str | None, set[tuple[str | None, bool, str]]] = {}
    for claim in (one.claim for one in findings):
        if claim.kind == "control" and claim.target is not None:
            said.setdefault(claim.target.id, set()).add(_statement(claim))
    return tuple(_without_conflict(one, said) for one in findings)


def _statement(claim: Claim) -> tuple[str | None, bool, str]:
    """Return who has or does not have a place, by a claim of control."""
    who = None if claim.subject is None else claim.subject.id
    return who, claim.verb == "lose", claim.mood


def _without_conflict(
    finding: Finding, said: Mapping[str | None, set[tuple[str | None, bool, str]]]
) -> Finding:
    claim, verdict = finding.claim, finding.verdict
    if verdict.word != CONTRADICTED or claim.kind != "control" or claim.target is None:
        return finding
    if len(said[claim.target.id]) == 1:
        return finding
    why = f"the text also says otherwise of {claim.target.words}"
    return replace(finding, verdict=apply_doubt(verdict, why), fragility=())


def _apply_second_reading(atlas: Atlas, claim: Claim, verdict: Verdict) -> Verdict:
    """Return `cannot tell` for claims that a parser reads otherwise."""
    if claim.second is None:
        return verdict
    return cannot_tell(f"{second_reading_reason(atlas, claim)} {verdict.reason}")


def _apply_mood(claim: Claim, verdict: Verdict) -> Verdict:
    """Return `cannot tell` for claims that the text does not state as facts."""
    if claim.mood == "fact" or (claim.mood == "denial" and claim.kind == "control"):
        return verdict
    return cannot_tell(f"{_NOT_FACT[claim.mood]} {verdict.reason}")


_CHECKERS: WeakKeyDictionary[Atlas, Checker] = WeakKeyDictionary()


def check(  # noqa: PLR0913 - all but the first three are options
    atlas: Atlas,
    text: str,
    published: str | date,
    rounding: str = "usual",
    overrides: Sequence[Override] = (),
    *,
    parser: str = AUTO,
) -> CheckResult:
    """Check every geographic claim of an article against the record.

    Parameters
    ----------
    atlas : Atlas
    text : str
        The article as plain text.
    published : str or date
        The day of publication, as ``2019-08-15`` or a date.
    rounding : str
        The tolerance of numbers: a name in `frontline.claims.rounding.ROUNDINGS`.
    overrides : sequence of Override
        Readings that a person corrected; see `frontline.claims.overrides`.
    parser : str
        What English claims are compared with; see
        `frontline.claims.reader.dependency_parser.find_parser`.

    Raises
    ------
    InvalidRequestError
        If the day, the text (too long, or not text), the rounding or the parser is invalid.
    """
    day = parse_day(published)
    if atlas not in _CHECKERS:
        _CHECKERS[atlas] = Checker(atlas)
    return _CHECKERS[atlas].check(text, day, rounding, overrides, parser=parser)
