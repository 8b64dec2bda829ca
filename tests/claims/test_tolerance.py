"""The error budget of a claim: three rules, each wider than the one before."""

from __future__ import annotations

import itertools
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.claims import tolerance
from frontline.claims.checker import Checker
from frontline.errors import InvalidRequestError

ROWS = re.findall(r"^\| (.+) \| (.+) \| (.+) \| (.+) \|$", tolerance.__doc__, re.MULTILINE)[1:]
DAY = date(2019, 8, 15)


@pytest.fixture(scope="module")
def desk(atlas):
    return Checker(atlas)


def interval(desk, words, rule):
    claims = desk.reader.read(f"Latmin is {words} from Morek.", DAY).claims
    claim = tolerance.rounded(claims[0], tolerance.find_rounding(rule))
    return claim.low, claim.high


@pytest.mark.parametrize("row", [row for row in ROWS if "km" in row[0]], ids=lambda row: row[0])
def test_the_table_of_the_error_budget_is_true(desk, row):
    for rule, told in zip(("strict", "usual", "wide"), row[1:], strict=True):
        low, high = interval(desk, row[0], rule)
        numbers = [float(number) * 1000 for number in re.findall(r"[\d.]+", told)]
        if "under" in told:
            assert (low, high) == (0, pytest.approx(numbers[0]))
        elif "more" in told:
            assert low == pytest.approx(numbers[0])
            assert high in {None, float("inf")}
        else:
            assert (low, high) == (pytest.approx(numbers[0]), pytest.approx(numbers[1]))


@given(
    st.sampled_from(["", "about ", "nearly ", "less than ", "more than ", "just over ", "up to "]),
    st.integers(1, 400),
    st.sampled_from(["km", "miles", "metres"]),
)
def test_each_rule_leaves_open_all_that_a_narrower_one_does(desk, words, number, unit):
    said = f"{words}{number} {unit}"
    spans = [interval(desk, said, rule) for rule in ("strict", "usual", "wide")]
    spans = [(low, float("inf") if high is None else high) for low, high in spans]
    for (low, high), (lower, higher) in itertools.pairwise(spans):
        assert lower <= low <= high <= higher


def test_a_wider_rule_never_turns_a_supported_claim_over(desk):
    text = "Government forces are 4 km from Khan Shaykhun, about 12 km from Morek."
    for narrow, wide in (("strict", "usual"), ("usual", "wide")):
        before = [one.verdict.word for one in desk.check(text, DAY, narrow).findings]
        after = [one.verdict.word for one in desk.check(text, DAY, wide).findings]
        for one, two in zip(before, after, strict=True):
            assert one == "cannot tell" or one[:9] != "supported" or two[:9] == "supported"


def test_the_rule_turns_a_verdict_where_it_matters(desk):
    text = "Khan Shaykhun is 38 km from Hama."
    words = [desk.check(text, DAY, rule).findings[0].verdict.word for rule in ("usual", "wide")]
    assert words[0] == "contradicted"
    assert words[1] == "contradicted"
    text = "Khan Shaykhun is about 38 km from Hama."
    words = [
        desk.check(text, DAY, rule).findings[0].verdict.word for rule in ("strict", "usual", "wide")
    ]
    assert words == ["contradicted", "supported", "supported"]


def test_a_rounding_that_there_is_not_is_refused(atlas):
    with pytest.raises(InvalidRequestError, match="strict, usual, wide"):
        atlas.check("Morek.", published="2019-08-15", rounding="loose")
