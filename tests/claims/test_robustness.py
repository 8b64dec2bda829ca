"""What a verdict depends on: it is found without judging a claim again without each publisher."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from invented_histories import histories, package_with

from frontline.atlas import Atlas
from frontline.claims.checker import _CHECKS as CHECKS
from frontline.claims.checker import Checker
from frontline.claims.contradiction import verdict_of
from frontline.claims.measurements import Measurements
from frontline.claims.reduced_atlases import ReducedAtlases
from frontline.claims.robustness import verdict_changes
from frontline.control.assessment import RULES

#: Claims of every kind that depends on who held what.
TEXTS = (
    "South Front forces took two villages on Friday.",
    "South Front forces have captured four towns since 2 January 2001.",
    "South Front forces took three towns north of Hazel on 5 January 2001.",
    "North Front forces took a village on Saturday.",
    "South Front forces were 11 kilometres from Elm.",
    "South Front forces were 8 kilometres south of Birch.",
    "North Front forces were 15 kilometres west of Ivy.",
    "South Front forces surrounded Elm.",
    "North Front forces encircled Hazel.",
    "South Front forces control 20 kilometres of the H1.",
    "South Front forces took the H1.",
    "South Front forces captured 300 square kilometres on Friday.",
    "South Front forces captured Elm on Monday.",
    "North Front forces hold Fir.",
)


class OneByOne:
    """A record without each publisher and each place, with measurements of its own for each."""

    def __init__(self, atlas, reduced):
        without = {
            ("publisher", one): reduced.without_publisher for one in atlas.package.publishers
        }
        without |= {("place", one): reduced.without_place for one in atlas.record.place_ids}
        self.without = {key: Measurements(make(key[1]).atlas) for key, make in without.items()}

    def changes(self, claim, check, old):
        """Judge a claim in each, and return the verdicts that are others."""
        new = {key: verdict_of(one, claim, check) for key, one in self.without.items()}
        return {
            key: (one.word, one.holds_under)
            for key, one in new.items()
            if (one.word, one.holds_under) != (old.word, old.holds_under)
            and (key[0] == "publisher" or claim.kind in {"distance", "count"})
        }


@settings(max_examples=12)
@given(history=histories(), rule=st.sampled_from(["all", "standard"]), day=st.integers(4, 10))
def test_what_a_verdict_depends_on_is_what_changes_it(history, rule, day):
    atlas = Atlas(package_with(history), RULES[rule])
    checker, reduced = Checker(atlas), ReducedAtlases(atlas)
    one_by_one, wrong = OneByOne(atlas, reduced), []
    for text in TEXTS:
        for claim in checker.reader.read(text, date(2001, 1, day)).claims:
            check = CHECKS[claim.kind]
            answer = check(checker.measurements, claim)
            if verdict_of(checker.measurements, claim, check) != answer.verdict:
                continue  # it is not called contradicted, whatever is left out
            found = verdict_changes(checker.measurements, reduced, claim, answer, check)
            expected = one_by_one.changes(claim, check, answer.verdict)
            if {(one.kind, one.id): (one.verdict, one.holds_under) for one in found} != expected:
                wrong.append((text, found, expected))
    assert not wrong
