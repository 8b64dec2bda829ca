"""Findings: the same fact stated several times is one finding, and the worst come first.

A text repeats its news in headline, lead and body. Claims with the same reading and the same
answer form one group, which a report shows once with a mark for each statement.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frontline.claims.ratings import RATINGS, rate

if TYPE_CHECKING:
    from collections.abc import Hashable

    from frontline.claims.checker import CheckResult, Finding
    from frontline.claims.reader.coreference import Referent

#: Ratings in the order in which a desk wants to see them.
_ORDER = (
    "false", "possible", "true in part", "not rated", "a day apart", "at least",
    "true to another point", "true",
)  # fmt: skip
assert set(_ORDER) == set(RATINGS)  # noqa: S101 - every rating has its place
#: Verbs that state the same about who holds a place.
_SAME_VERB = {"fall": "take", "hold": "take"}
_WORD = re.compile(r"\w+(?:['.-]\w+)*")


@dataclass(frozen=True)
class FindingGroup:
    """The statements of one fact.

    Attributes
    ----------
    finding : Finding
        The first statement with its answer.
    numbers : tuple of int
        The numbers of all its statements in `CheckResult.findings`, counted from 1.
    """

    finding: Finding
    numbers: tuple[int, ...]


def group_findings(result: CheckResult) -> tuple[FindingGroup, ...]:
    """Return the findings of a text, the worst first, then in the order of the text."""
    numbers: dict[Hashable, list[int]] = {}
    for number, finding in enumerate(result.findings, 1):
        numbers.setdefault(_fact(finding), []).append(number)
    groups = [FindingGroup(result.findings[mine[0] - 1], tuple(mine)) for mine in numbers.values()]
    rank = {name: place for place, name in enumerate(_ORDER)}
    groups.sort(key=lambda one: (rank[rate(one.finding.verdict).name], one.numbers))
    return tuple(groups)


def _fact(finding: Finding) -> Hashable:
    """Return what two statements of one fact have in common."""
    claim, verdict = finding.claim, finding.verdict
    return (
        claim.kind, _id(claim.subject), _id(claim.target), _SAME_VERB.get(claim.verb, claim.verb),
        claim.first, claim.last, claim.low, claim.high, claim.directions, claim.part, claim.mood,
        claim.whole, claim.between, claim.second, verdict.word, verdict.holds_under,
    )  # fmt: skip


def _id(referent: Referent | None) -> tuple[str, str] | None:
    return None if referent is None else (referent.kind, referent.id or referent.words.casefold())


def summary_json(result: CheckResult) -> dict[str, Any]:
    """Return how many claims, findings, verdicts, and words that no claim or reason covers."""
    words = [match.span() for match in _WORD.finditer(result.text)]
    spans = [(one.claim.start, one.claim.end) for one in result.findings]
    spans += [(one.start, one.end) for one in result.not_understood]
    covered = bytearray(len(result.text))
    for start, end in spans:
        covered[start:end] = b"\x01" * (end - start)
    verdicts = Counter[str](finding.verdict.word for finding in result.findings)
    return {
        "claims": len(result.findings),
        "findings": len(group_findings(result)),
        "verdicts": dict(sorted(verdicts.items())),
        "not_understood": sum(one.kind == "statement" for one in result.not_understood),
        "words": len(words),
        "words_not_covered": sum(not any(covered[start:end]) for start, end in words),
    }


def summary_line(result: CheckResult) -> str:
    """Return the summary of a text as a line.

    It has the number of claims, their verdicts, and how many words no claim or reason covers.
    """
    summary = summary_json(result)
    verdicts = ", ".join(f"{number} {word}" for word, number in summary["verdicts"].items())
    claims, findings = summary["claims"], summary["findings"]
    noun = "claim" if claims == 1 else "claims"
    distinct = "" if findings == claims else f" on {findings} facts"
    unread = summary["not_understood"]
    missed = f"; {unread} not understood" if unread else ""
    return (
        f"{claims} {noun}{distinct}: {verdicts or 'none'}{missed}; "
        f"{summary['words_not_covered']} of {summary['words']} words not covered."
    )
