"""JSON of a checked article (the interface of ``check``), and its verdicts as text."""

from __future__ import annotations

import bisect
import math
from typing import TYPE_CHECKING, Any

from frontline.claims.findings import group_findings, summary_json
from frontline.claims.ratings import rate
from frontline.claims.reader.feature_names import feature_kind, printed_id
from frontline.claims.reader.listed_lines import fold_lists
from frontline.claims.reader.past_reference import NO_DAY
from frontline.claims.reader.text import sentences
from frontline.claims.rounding import two_units_agree
from frontline.serialize import as_of_day, distance_json, source_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from frontline.atlas import Atlas
    from frontline.claims.checker import CheckResult, Finding
    from frontline.claims.claim import Claim
    from frontline.claims.reader.coreference import Referent


Json = dict[str, Any]


def check_json(result: CheckResult, atlas: Atlas) -> Json:
    """Return a checked article as JSON values; claims of one fact have the same ``finding``."""
    of_claim = {
        number: place
        for place, group in enumerate(group_findings(result), 1)
        for number in group.numbers
    }
    folded = fold_lists(result.text)
    bounds = [folded.span(*one) for one in sentences(folded.text)]
    return {
        "published": result.published.isoformat(),
        "rule": atlas.rule.name,
        "known_on": as_of_day(atlas),
        "rounding": result.rounding.name,
        "parser": result.parser,
        "summary": summary_json(result),
        "claims": [
            {
                **finding_json(finding, atlas),
                "sentence": _sentence(finding.claim, bounds, result.text),
                "finding": of_claim[number],
            }
            for number, finding in enumerate(result.findings, 1)
        ],
        "not_understood": [
            {
                "text": words.text,
                "why": words.reason,
                "start": words.start,
                "end": words.end,
                "kind": words.kind,
            }
            for words in result.not_understood
        ],
    }


def _sentence(claim: Claim, bounds: Sequence[tuple[int, int]], text: str) -> str:
    """Return the sentence that a claim is in, in one line."""
    at = bisect.bisect_right(bounds, (claim.start, len(text) + 1)) - 1
    start, end = bounds[max(at, 0)]
    return " ".join(text[start : max(end, claim.end)].split())


def finding_json(finding: Finding, atlas: Atlas) -> Json:
    """Return one claim and its answer as JSON values."""
    claim, measured = finding.claim, None
    if finding.distance is not None:
        measured = distance_json(finding.distance, finding.state)
    elif finding.facts:
        measured = finding.facts
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "kind": claim.kind,
        "reading": reading_json(claim),
        "measured": measured,
        "verdict": finding.verdict.word,
        "holds_under": finding.verdict.holds_under or None,
        "rating": rate(finding.verdict).name,
        "why": finding.verdict.reason,
        "fragility": [
            {
                "kind": one.kind,
                "id": one.id,
                "name": one.name,
                "verdict": one.verdict,
                "holds_under": one.holds_under or None,
            }
            for one in finding.fragility
        ],
        "sources": [source_json(report, atlas) for report in finding.reports],
        "wording": finding.wording,
    }


def reading_json(claim: Claim) -> Json:
    """Return how a claim was read as JSON values."""
    length = claim.kind in {"distance", "length"}
    return {
        "subject": printed_id(claim.subject),
        "subject_kind": _kind(claim.subject),
        "target": printed_id(claim.target),
        "target_kind": _kind(claim.target),
        "target_part": claim.part,
        "between": None if claim.between is None else [one.id for one in claim.between],
        "verb": claim.verb or None,
        "direction": " and ".join(claim.directions) or None,
        "day": claim.last.isoformat(),
        "from_day": claim.first.isoformat(),
        "day_said": claim.day_kind not in NO_DAY,
        "comparator": claim.comparator,
        "value": claim.value,
        "unit": claim.unit,
        "low_m": _finite(claim.low) if length else None,
        "high_m": _finite(claim.high) if length else None,
        "low": None if length else _own_unit(claim, claim.low),
        "high": None if length else _own_unit(claim, claim.high),
        "other_unit": _other(claim),
        "mood": claim.mood,
        "notes": list(claim.notes),
        "second": _second(claim),
    }


def _second(claim: Claim) -> Json | None:
    """Return the subjects and targets of a parser, if it has others."""
    second = claim.second
    if second is None:
        return None
    return {
        "parser": second.parser,
        "subjects": [printed_id(one) for one in second.subjects],
        "targets": [printed_id(one) for one in second.targets],
    }


def _kind(referent: Referent | None) -> str | None:
    """Return what a referent is; a post has the id of the place that it is named after."""
    if referent is None:
        return None
    return feature_kind(referent) or referent.kind


def _finite(number: float | None) -> float | None:
    return None if number is None or math.isinf(number) else round(number, 3)


def _own_unit(claim: Claim, number: float | None) -> float | None:
    """Return a bound as a count, or as an area in square kilometres."""
    finite = _finite(number)
    return finite / 1e6 if finite is not None and claim.kind == "area" else finite


def _other(claim: Claim) -> Json | None:
    other = claim.other
    if other is None:
        return None
    return {
        "value": other.value, "unit": other.unit,
        "low_m": _finite(other.low), "high_m": _finite(other.high),
        "agrees": two_units_agree(claim),
    }  # fmt: skip


def format_verdict(claim: Json) -> str:
    """Format a verdict with the reading under which it holds."""
    under = f" ({claim['holds_under']})" if claim["holds_under"] else ""
    return f"{claim['verdict']}{under}"


def format_fragility(fragility: Iterable[Json]) -> Iterator[str]:
    """Yield a line for each verdict that would result without a publisher or place."""
    names: dict[str, list[str]] = {}
    for one in fragility:
        names.setdefault(format_verdict(one), []).append(one["name"])
    for verdict, left_out in names.items():
        who = left_out[0] if len(left_out) == 1 else f"any one of {', '.join(left_out)}"
        yield f"without {who}: {verdict}"
