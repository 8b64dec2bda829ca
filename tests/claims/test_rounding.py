"""The tolerance of numbers under the three rounding rules."""

from __future__ import annotations

import itertools
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.claims import rounding
from frontline.errors import InvalidRequestError

ROWS = re.findall(r"^\| (.+) \| (.+) \| (.+) \| (.+) \|$", rounding.__doc__, re.MULTILINE)[1:]
DAY = date(2019, 8, 15)


def interval(checker, words, rule):
    claims = checker.reader.read(f"Latmin is {words} from Morek.", DAY).claims
    claim = rounding.apply_rounding(claims[0], rounding.find_rounding(rule))
    return claim.low, claim.high


def expected(words):
    """Return the interval that a cell of the table documents, in metres."""
    numbers = [float(number) * 1000 for number in re.findall(r"[\d.]+", words)]
    if "under" in words:
        return 0, numbers[0]
    return numbers[0], float("inf") if "more" in words else numbers[1]


def test_the_documented_tolerances_are_applied(checker):
    lengths = [row for row in ROWS if "km" in row[0]]
    assert len(lengths) > 7
    failures = []
    for words, *cells in lengths:
        for rule, cell in zip(("strict", "usual", "wide"), cells, strict=True):
            low, high = interval(checker, words, rule)
            found = low, float("inf") if high is None else high
            if found != pytest.approx(expected(cell)):
                failures.append((words, rule, found, cell))
    assert failures == []


@given(
    st.sampled_from(["", "about ", "nearly ", "less than ", "more than ", "just over ", "up to "]),
    st.integers(1, 400),
    st.sampled_from(["km", "miles", "metres"]),
)
def test_a_wider_rule_contains_the_interval_of_a_narrower_one(checker, words, number, unit):
    phrase = f"{words}{number} {unit}"
    spans = [interval(checker, phrase, rule) for rule in ("strict", "usual", "wide")]
    spans = [(low, float("inf") if high is None else high) for low, high in spans]
    for (low, high), (lower, higher) in itertools.pairwise(spans):
        assert lower <= low <= high <= higher


def test_a_claim_supported_under_a_narrow_rule_is_supported_under_a_wider_one(checker):
    text = "Government forces are 4 km from Khan Shaykhun, about 12 km from Morek."
    for narrow, wide in (("strict", "usual"), ("usual", "wide")):
        before = [one.verdict.word for one in checker.check(text, DAY, narrow).findings]
        after = [one.verdict.word for one in checker.check(text, DAY, wide).findings]
        for one, two in zip(before, after, strict=True):
            assert one == "cannot tell" or one[:9] != "supported" or two[:9] == "supported"


def test_the_verdict_depends_on_the_rounding_rule_near_the_limit(checker):
    text = "Khan Shaykhun is 29 km from Hama."
    words = [checker.check(text, DAY, rule).findings[0].verdict.word for rule in ("usual", "wide")]
    assert words[0] == "contradicted"
    assert words[1] == "contradicted"
    text = "Khan Shaykhun is about 29 km from Hama."
    words = [
        checker.check(text, DAY, rule).findings[0].verdict.word
        for rule in ("strict", "usual", "wide")
    ]
    assert words == ["contradicted", "cannot tell", "supported under a reading"]


def test_an_unknown_rounding_rule_is_rejected(atlas):
    with pytest.raises(InvalidRequestError, match="strict, usual, wide"):
        atlas.check("Morek.", published="2019-08-15", rounding="loose")
