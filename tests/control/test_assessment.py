"""From reports to accepted events: what one source is, and what each rule makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.control import assessment
from frontline.control.assessment import (
    RULES,
    UNVETTED_PREFIX,
    assess_event,
    assess_events,
    independent_sources,
    original_publishers,
)
from frontline.control.reasons import Reason, ReasonCode, format_reason
from frontline.control.rules import find_rule
from frontline.errors import InvalidRequestError
from frontline.models import Event, Publisher, Report

STRENGTH = ("disputed", "inferred", "claimed", "confirmed")


def publisher(name, stance, aligned_with=None, origin=()):
    return Publisher(id=name, name=name, stance=stance, aligned_with=aligned_with, origin=origin)


PUBLISHERS = {
    one.id: one
    for one in (
        publisher("herald", "aligned", "north"),
        publisher("gazette", "aligned", "south"),
        publisher("bugle", "aligned", "south"),
        publisher("watch", "monitor"),
        publisher("wire", "agency"),
        publisher("wire-citing-watch", "agency", origin=("watch",)),
        publisher("daily-citing-wire-citing-watch", "agency", origin=("wire-citing-watch",)),
        publisher("radio-citing-both-armies", "agency", origin=("herald", "gazette")),
        publisher("blog", "other"),
        publisher("blog-citing-gazette", "other", origin=("gazette",)),
        publisher("radio", "other").model_copy(update={"note": f"{UNVETTED_PREFIX} new here"}),
        publisher("echo", "agency", origin=("answer",)),
        publisher("answer", "agency", origin=("echo",)),
    )
}

#: The same said by hand: whose source is counted when each of them writes.
SOURCES_OF = {
    "herald": {"side:north"},
    "gazette": {"side:south"},
    "bugle": {"side:south"},
    "watch": {"watch"},
    "wire": {"wire"},
    "wire-citing-watch": {"watch"},
    "daily-citing-wire-citing-watch": {"watch"},
    "radio-citing-both-armies": {"side:north", "side:south"},
    "blog": set(),
    "radio": set(),
    "blog-citing-gazette": {"side:south"},
    "echo": set(),
    "answer": set(),
}

says = st.lists(st.sampled_from(sorted(SOURCES_OF)), max_size=5)
words = st.sampled_from(["supports", "denies", "context"])
mixed = st.lists(st.tuples(st.sampled_from(sorted(SOURCES_OF)), words), max_size=6)
rules = st.sampled_from(sorted(RULES))


def event(kind="capture"):
    before = "south" if kind == "repelled" else "north"
    day = date(2001, 1, 5)
    return Event.model_validate(
        {
            "event_id": "X",
            "place_id": "elm",
            "place_as_reported": "Elm",
            "date_earliest": day,
            "date_latest": day,
            "kind": kind,
            "from": before,
            "to": "south",
        }
    )


def assess(package, spoken, rule="standard", kind="capture"):
    """What a rule makes of one event (north loses Elm to south) with these reports."""
    reports = tuple(
        Report(
            report_id=f"X-r{number}",
            record_id="X",
            publisher=name,
            url="https://paper.invalid/",
            says=word,
        )
        for number, (name, word) in enumerate(spoken)
    )
    package = replace(package, publishers=PUBLISHERS, events=(event(kind),), all_reports=reports)
    (assessment,) = assess_events(package, RULES[rule])
    return assessment


def support(*names):
    return [(name, "supports") for name in names]


# --- the five events of the invented land, on paper ---
# E1 herald + watch: two sources, one of them the loser's. E2 watch + an agency that cites it: one
# source. E3 gazette, denied by herald. E4 watch alone. E5 watch + gazette: two sources.


@pytest.mark.parametrize(
    ("rule", "standing"),
    [
        ("standard", {"E1", "E2", "E4", "E5"}),
        ("two-source", {"E1", "E5"}),
        ("against-interest", {"E1"}),
        ("all", {"E1", "E2", "E3", "E4", "E5"}),
    ],
)
def test_each_rule_accepts_the_events_of_the_land_that_it_should(land, rule, standing):
    assessments = assess_events(land.package, RULES[rule])
    assert {
        assessment.event.event_id for assessment in assessments if assessment.accepted
    } == standing


@pytest.mark.parametrize("rule", RULES)
def test_the_evidence_of_the_land_is_the_same_under_every_rule(land, rule):
    found = {r.event.event_id: r.evidence for r in assess_events(land.package, RULES[rule])}
    assert found == {
        "E1": "confirmed",
        "E2": "claimed",
        "E3": "disputed",
        "E4": "claimed",
        "E5": "confirmed",
    }


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["blog"], "secondary"),
        (["radio"], "unvetted"),
        (["radio", "blog"], "not_independent"),
        (["echo"], "not_independent"),
    ],
)
def test_the_reason_says_why_no_publisher_is_an_independent_source(land, names, code):
    assessment = assess(land.package, support(*names))
    assert assessment.reason == Reason(code)
    assert assessment.evidence == "claimed"


def test_a_denied_event_counts_the_independent_sources_of_each_kind(land):
    spoken = [*support("watch", "wire", "wire-citing-watch", "blog"), ("gazette", "denies")]
    assessment = assess(land.package, spoken)
    assert assessment.reason == Reason("denied", supporting=2, denying=1)


def test_every_reason_is_formatted_as_a_sentence():
    for code in get_args(ReasonCode):
        sentence = format_reason(Reason(code, supporting=1, denying=2))
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_a_vetted_voice_whose_note_still_says_otherwise_is_heard(land):
    vetted = PUBLISHERS["radio"].model_copy(update={"stance": "agency"})
    package = replace(land.package, publishers=PUBLISHERS | {"radio": vetted})
    assert independent_sources(["radio"], package.publishers) == {"radio"}


# --- sources ---


@pytest.mark.parametrize("name", SOURCES_OF)
def test_a_publisher_speaks_with_the_sources_it_carries(name):
    assert independent_sources([name], PUBLISHERS) == SOURCES_OF[name]


@given(says)
def test_several_publishers_have_the_sources_of_each_and_no_more(names):
    assert independent_sources(names, PUBLISHERS) == set().union(
        *(SOURCES_OF[name] for name in names)
    )


def test_publishers_that_only_cite_each_other_lead_back_to_nobody():
    assert original_publishers("echo", PUBLISHERS) == frozenset()


# --- evidence ---


@pytest.mark.parametrize(
    ("names", "evidence"),
    [
        (["watch"], "claimed"),
        (["gazette"], "claimed"),
        (["watch", "wire"], "confirmed"),
        (["watch", "gazette"], "confirmed"),
        (["watch", "wire-citing-watch", "daily-citing-wire-citing-watch"], "claimed"),
        (["gazette", "bugle"], "claimed"),
        (["gazette", "blog-citing-gazette"], "claimed"),
        (["watch", "blog"], "claimed"),
        (["blog"], "claimed"),
        (["echo", "answer"], "claimed"),
        (["herald"], "confirmed"),
        (["radio-citing-both-armies"], "confirmed"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else value,
)
def test_a_change_is_as_well_known_as_its_sources_make_it(land, names, evidence):
    assessment = assess(land.package, support(*names))
    assert (assessment.accepted, assessment.evidence) == (True, evidence)


@pytest.mark.parametrize("kind", ["capture", "withdrawal"])
def test_the_losing_side_alone_confirms_and_the_winning_side_alone_does_not(land, kind):
    assert assess(land.package, support("herald"), kind=kind).evidence == "confirmed"
    assert assess(land.package, support("gazette"), kind=kind).evidence == "claimed"


@pytest.mark.parametrize("kind", ["contested", "repelled"])
@pytest.mark.parametrize("side", ["herald", "gazette"])
def test_where_nobody_lost_no_side_speaks_against_its_interest(land, kind, side):
    assert assess(land.package, support(side), kind=kind).evidence == "claimed"


@given(says.filter(bool), rules)
def test_a_wiki_neither_confirms_nor_weakens(land, names, rule):
    without = assess(land.package, support(*names), rule)
    with_wiki = assess(land.package, support(*names, "blog"), rule)
    assert (with_wiki.accepted, with_wiki.evidence) == (without.accepted, without.evidence)


@given(says.filter(bool), st.data(), rules)
def test_what_is_repeated_counts_once(land, names, data, rule):
    again = data.draw(st.lists(st.sampled_from(names), max_size=4))
    once = assess(land.package, support(*names), rule)
    repeated = assess(land.package, support(*names, *again), rule)
    assert (repeated.accepted, repeated.evidence) == (once.accepted, once.evidence)


# --- rules ---


@given(mixed)
def test_a_denied_change_stands_under_all_or_where_the_loser_admits_it(land, spoken):
    spoken = [*spoken, ("watch", "supports"), ("wire", "denies")]
    counted, denying = (
        set().union(*(SOURCES_OF[name] for name, word in spoken if word == said))
        for said in ("supports", "denies")
    )
    # An admission by the losing side, which does not deny it as well, outweighs the denial.
    admitted = "side:north" in counted - denying
    standing = {
        "standard": admitted,
        "two-source": admitted and len(counted) >= 2,
        "against-interest": "side:north" in counted,
        "all": True,
    }
    for rule in RULES:
        assessment = assess(land.package, spoken, rule)
        assert assessment.evidence == "disputed"
        assert assessment.accepted == standing[rule]


@given(mixed)
def test_two_sources_means_two_sources_and_no_denial_but_one_that_the_loser_contradicts(
    land, spoken
):
    counted, denying = (
        set().union(*(SOURCES_OF[name] for name, word in spoken if word == said))
        for said in ("supports", "denies")
    )
    denied = any(word == "denies" for _, word in spoken) and "side:north" not in counted - denying
    assessment = assess(land.package, spoken, "two-source")
    assert assessment.accepted == (len(counted) >= 2 and not denied)


@given(mixed, rules)
def test_what_nobody_reports_does_not_stand(land, spoken, rule):
    spoken = [(name, word) for name, word in spoken if word != "supports"]
    assessment = assess(land.package, spoken, rule)
    assert (assessment.accepted, assessment.evidence) == (False, "disputed")


@given(mixed, rules, st.randoms(use_true_random=False))
def test_the_order_of_reports_does_not_matter(land, spoken, rule, random):
    shuffled = random.sample(spoken, len(spoken))
    assert assess(land.package, shuffled, rule) == assess(land.package, spoken, rule)


@given(mixed, st.sampled_from(sorted(SOURCES_OF)), rules)
def test_one_more_report_in_support_never_makes_the_evidence_weaker(land, spoken, name, rule):
    before = assess(land.package, spoken, rule)
    after = assess(land.package, [*spoken, (name, "supports")], rule)
    assert STRENGTH.index(after.evidence) >= STRENGTH.index(before.evidence)
    assert after.accepted >= before.accepted


@given(mixed, st.sampled_from(sorted(SOURCES_OF)), rules)
def test_one_more_denial_never_makes_a_change_stand(land, spoken, name, rule):
    before = assess(land.package, spoken, rule)
    after = assess(land.package, [*spoken, (name, "denies")], rule)
    assert after.evidence == "disputed"
    assert after.accepted <= before.accepted


@given(mixed, rules)
def test_a_text_that_does_not_name_the_place_counts_for_nothing(land, spoken, rule):
    counted = [(name, word) for name, word in spoken if word != "context"]
    assert assess(land.package, counted, rule) == assess(land.package, spoken, rule)


@given(mixed)
def test_two_source_accepts_less_than_standard_and_standard_less_than_all(land, spoken):
    strict, standard, everything = (
        assess(land.package, spoken, rule).accepted for rule in ("two-source", "standard", "all")
    )
    assert strict <= standard <= everything


def test_every_change_gets_one_ruling_in_the_order_of_the_file(atlas):
    assessments = assess_events(atlas.package, RULES["standard"])
    changes = tuple(one for one in atlas.package.events if one.kind != "held" or one.highway)
    assert tuple(assessment.event for assessment in assessments) == changes


#: Who supports an event: so few that several events have the same.
few = st.lists(st.sampled_from(["gazette", "herald", "watch"]), max_size=2, unique=True)
kinds = st.sampled_from(["capture", "contested", "repelled"])
losers = st.sampled_from(["north", "south"])


@given(st.lists(st.tuples(few, kinds, losers), max_size=8), rules)
def test_events_with_the_same_supporters_are_assessed_once_as_each_alone(land, cases, rule):
    events, reports = [], []
    for number, (names, kind, loser) in enumerate(cases):
        id_ = f"X{number}"
        events.append(event(kind).model_copy(update={"event_id": id_, "before": loser}))
        reports += [
            Report(report_id=f"{id_}-{n}", record_id=id_, publisher=name, says="supports",
                   url="https://paper.invalid/")
            for n, name in enumerate(names)
        ]  # fmt: skip
    package = replace(
        land.package, publishers=PUBLISHERS, events=tuple(events), all_reports=tuple(reports),
        baseline=(),
    )  # fmt: skip
    alone = [
        assess_event(one, package.reports.get(one.event_id, ()), PUBLISHERS, RULES[rule])
        for one in events
    ]
    calls = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            assessment, "assess_event", lambda *rest: calls.append(rest) or assess_event(*rest)
        )
        assert [*assess_events(package, RULES[rule])] == alone
    assert len(calls) == len({(frozenset(names), kind, loser) for names, kind, loser in cases})


def test_an_unknown_rule_is_refused_with_those_there_are():
    with pytest.raises(InvalidRequestError, match="standard, two-source, against-interest, all"):
        find_rule("hearsay")
