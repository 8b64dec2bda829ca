"""What an answer rests on: when it was known, which rule, whose word, which positions."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_clock import DAYS, LAND, LAST, TOWNS, days, rules, stories, told
from typer.testing import CliRunner

from frontline import cli
from frontline.atlas import Atlas
from frontline.clock import last_published
from frontline.errors import RequestError, UnknownNameError
from frontline.evidence import RULES
from frontline.weighing.comparison import compare
from frontline.weighing.omission import omissions
from frontline.weighing.shaking import _discs, _ground, shake
from frontline.weighing.silence import silences

HOME = Path(__file__).parent / "land"


def ask(*words, form="json", data=True):
    land = ["--data", str(HOME)] if data else []
    result = CliRunner().invoke(cli.app, [*words, *land, "--format", form])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout) if form == "json" else result.stdout


# --- how knowledge grew ---


@settings(max_examples=25)
@given(stories(), st.sampled_from(TOWNS), days, rules)
def test_each_step_is_the_answer_that_its_day_would_have_given(story, town, day, rule):
    atlas = Atlas(told(story), RULES[rule])
    place = atlas.place(town)
    for step in atlas.known_of_place(place.id, day):
        then = atlas.under(known_on=step.day)
        assert step.span.control == then.record.on(town, day)


@settings(max_examples=25)
@given(stories(), st.sampled_from(TOWNS), days, rules)
def test_the_last_step_is_what_is_known_now(story, town, day, rule):
    atlas = Atlas(told(story), RULES[rule])
    heard = {report.record_id for report in atlas.package.all_reports if report.says != "context"}
    silent = {event.event_id for event in atlas.package.events} - heard
    steps = atlas.known_of_place(town, day)
    if steps and not silent:
        # A day after the last of its reports is answered as that day was, unless nothing at all
        # was published later.
        last = last_published(atlas.package.all_reports, atlas.record.last)
        known = max(steps[-1].day, atlas.record.first) if steps[-1].day < last else day
        assert steps[-1].span.control == atlas.record.on(town, min(day, known))
    assert [step.day for step in steps] == sorted({step.day for step in steps})


@settings(max_examples=25)
@given(stories(), rules)
def test_the_last_step_of_an_event_is_the_ruling_on_it(story, rule):
    atlas = Atlas(told(story), RULES[rule])
    for ruling in atlas.rulings:
        if ruling.evidence == "inferred":
            continue
        steps = atlas.known_of_event(ruling.event.event_id)
        told_of = [r for step in steps for r in step.reports]
        reports = atlas.package.reports.get(ruling.event.event_id, ())
        assert sorted(r.report_id for r in told_of) == sorted(
            r.report_id for r in reports if r.says != "context"
        )
        if steps:
            assert steps[-1].ruling == ruling


def test_a_second_clock_ends_the_steps():
    atlas = Atlas(LAND, RULES["standard"], date(2001, 1, 3))
    assert [step.day.day for step in atlas.known_of_event("E1")] == [3]
    assert atlas.known_of_event("E2") == ()


def test_khan_shaykhun_was_contested_by_one_then_several_then_against_a_denial(atlas):
    # 18 August AP has troops on its edge; on the 19th SOHR and Reuters inside it; on the 20th
    # the armed groups' statement denies the withdrawal that others report.
    steps = atlas.known_of_place("Khan Sheikhoun", "2019-08-20")
    answers = {
        step.day.isoformat(): (step.span.control.status, step.span.control.evidence)
        for step in steps
    }
    assert answers["2019-04-30"] == ("held", "claimed")
    assert answers["2019-08-18"] == ("contested", "claimed")
    assert answers["2019-08-19"] == ("contested", "confirmed")
    assert answers["2019-08-20"] == ("contested", "disputed")
    (denial,) = [r for step in steps for r in step.reports if r.says == "denies"]
    assert denial.published_on == date(2019, 8, 20)


def test_the_loss_of_saraqib_was_denied_the_day_it_was_told(atlas):
    (step,) = atlas.known_of_event("NWS-327")
    assert step.day == date(2020, 2, 27)
    assert (step.ruling.stands, step.ruling.evidence) == (False, "disputed")
    assert {report.says for report in step.reports} == {"supports", "denies"}


def test_an_event_that_there_is_not_is_refused_with_where_ids_stand(atlas):
    with pytest.raises(UnknownNameError, match="frontline control PLACE"):
        atlas.known_of_event("NWS-9999")


@pytest.mark.parametrize(
    "words", [[], ["--event", "E1", "--place", "elm"], ["--place", "elm"], ["--on", "2001-01-04"]]
)
def test_known_asks_for_an_event_or_for_a_place_and_a_day(words):
    result = CliRunner().invoke(cli.app, ["known", *words, "--data", str(HOME)])
    assert result.exit_code == 2
    assert "name --event ID, or --place NAME and --on DAY" in result.stderr


def test_known_tells_a_day_of_publication_a_line_with_its_reports_under_it():
    words = ask("known", "--event", "E1", form="text").splitlines()
    assert words[1].startswith("2001-01-03  confirmed, stands.")
    assert words[2].strip().startswith("North Herald, 2001-01-03")
    assert words[3].startswith("2001-01-04")


# --- what depends on the rule ---


def on_paper(day, *names):
    return Atlas(LAND, RULES["standard"]).compare(names, date(2001, 1, day))


def test_of_the_land_only_fir_depends_on_a_second_voice():
    found = on_paper(10, "standard", "two-source")
    (fir,) = found.places
    assert (fir.place.id, fir.record_ids) == ("fir", ("E2",))
    assert [control.holder for control in fir.under] == ["south", "north"]
    assert found.area_km2 == pytest.approx(
        found.areas_km2[0]["south"] - found.areas_km2[1]["south"], rel=1e-9
    )
    assert found.roads == ()


def test_the_whole_road_of_the_land_depends_on_whose_word_opened_it():
    found = on_paper(10, "standard", "against-interest")
    assert {one.place.id for one in found.places} == {"birch", "fir"}
    assert found.road_km("h1") > 0
    assert {id_ for road in found.roads for id_ in road.record_ids} == {"E5"}


@settings(max_examples=12)
@given(stories(), days, st.permutations(sorted(RULES)))
def test_a_place_is_named_when_and_only_when_the_rules_differ_on_it(story, day, names):
    atlas = Atlas(told(story), RULES["standard"])
    found = atlas.compare(names, day)
    own = [Atlas(atlas.package, RULES[name]) for name in names]
    for town in TOWNS:
        several = {(c.status, c.actors) for c in (one.record.on(town, day) for one in own)}
        assert (len(several) > 1) == (town in {place.place.id for place in found.places})
    for one, areas in zip(own, found.areas_km2, strict=True):
        assert one.on(day).areas_km2 == areas
    turned = {place.place.id for place in on_order(atlas, names[::-1], day).places}
    assert turned == {place.place.id for place in found.places}


def on_order(atlas, names, day):
    return compare([atlas.under(RULES[name]) for name in names], day)


@settings(max_examples=20)
@given(stories(), days, st.floats(0, 1))
def test_a_kilometre_lies_in_a_stretch_when_and_only_when_the_rules_differ_on_it(story, day, share):
    atlas = Atlas(told(story), RULES["standard"])
    found = atlas.compare(["standard", "against-interest"], day)
    km = share * atlas.road("h1").length_km
    answers = set()
    for name in ("standard", "against-interest"):
        parts = Atlas(atlas.package, RULES[name]).on(day).road_intervals("h1")
        control = next(part.control for part in parts if part.from_km <= km <= part.to_km)
        answers.add((control.status, control.actors))
    inside = any(road.from_km < km < road.to_km for road in found.roads)
    at_end = any(km in {road.from_km, road.to_km} for road in found.roads)
    assert at_end or inside == (len(answers) > 1)


def test_two_different_rules_are_asked_for():
    for names in (["standard"], ["standard", "standard"], []):
        with pytest.raises(RequestError, match="two different rules"):
            on_paper(5, *names)


def test_a_rule_of_ones_own_can_be_compared(tmp_path):
    path = tmp_path / "three.toml"
    path.write_text('name = "three"\nsays = "Three."\n[stands]\nvoices = 3\n', "utf-8")
    answer = ask("compare", "--rules", f"standard,{path}", "--on", "2001-01-10")
    assert [one["rule"] for one in answer["rules"]] == ["standard", "three"]
    assert {one["id"] for one in answer["places"]} == {"birch", "elm", "fir"}


def test_a_comparison_as_a_table_has_a_row_a_place_and_a_row_a_stretch():
    words = ["compare", "--rules", "standard,against-interest", "--on", "2001-01-10"]
    rows = list(csv.DictReader(io.StringIO(ask(*words, form="csv"))))
    answer = ask(*words)
    stretches = [part for road in answer["highways"] for part in road["stretches"]]
    assert [row["kind"] for row in rows] == ["place"] * 2 + ["highway"] * len(stretches)
    assert rows[1]["standard"] == "held south"
    assert rows[1]["against-interest"] == "held north"


def test_the_war_of_two_voices_is_smaller_than_that_of_one(atlas):
    found = atlas.compare(["standard", "two-source"], "2019-08-15")
    assert {one.place.id for one in found.places} >= {"abu-raida"}
    assert 0 < found.area_km2 < 0.05 * sum(found.areas_km2[0].values())
    for one in found.places:
        assert one.record_ids
        assert all(atlas.package.reports[id_] for id_ in one.record_ids)


# --- whose word ---


def quiet(package, silence):
    """The package as if somebody had said nothing, made the long way."""
    left = tuple(r for r in package.all_reports if r.report_id not in silence.reports)

    def ids(reports, *words):
        return {report.record_id for report in reports if report.says in words}

    mute = ids(package.all_reports, "supports", "denies") - ids(left, "supports", "denies")
    bare = ids(package.all_reports, "supports") - ids(left, "supports")
    return replace(
        package,
        publishers=silence.publishers,
        all_reports=left,
        events=tuple(event for event in package.events if event.event_id not in mute),
        baseline=tuple(row for row in package.baseline if row.baseline_id not in bare),
        spoken_of=package.evidence_place_ids,
    )


@settings(max_examples=12)
@given(stories(), days, rules)
def test_leaving_somebody_out_gives_what_a_package_without_them_would(story, day, rule):
    package = told(story)
    atlas = Atlas(package, RULES[rule])
    found = {(one.silence.kind, one.silence.id): one for one in omissions(atlas, day)}
    for silence in silences(package):
        other = Atlas(quiet(package, silence), RULES[rule]).on(day)
        omission = found.get((silence.kind, silence.id))
        turned = {} if omission is None else {one.place_id: one.after for one in omission.places}
        for town in TOWNS:
            before, after = atlas.record.on(town, day), other.atlas.record.on(town, day)
            same = (before.status, before.actors) == (after.status, after.actors)
            assert turned.get(town, after) == after
            assert same == (town not in turned)
        areas = atlas.on(day).areas_km2 if omission is None else omission.areas_km2
        assert areas == pytest.approx(other.areas_km2)
        here, there = (
            [(i.from_km, i.to_km, i.control.actors) for i in state.road_intervals("h1")]
            for state in (atlas.on(day), other)
        )
        assert bool(omission and omission.roads) == (here != there)


def without(kind, id_, day, asked=None):
    atlas = Atlas(LAND, RULES["standard"])
    several = omissions(atlas, date(2001, 1, day), asked)
    return next(o for o in several if (o.silence.kind, o.silence.id) == (kind, id_))


def test_without_the_herald_its_denial_goes_and_birch_is_the_souths():
    (birch,) = without("publisher", "herald", 7).places
    assert (birch.place_id, birch.before.holder, birch.after.holder) == ("birch", "north", "south")
    # E1 was told by the herald, which lost, and by the watch: one voice is left.
    assert without("publisher", "herald", 7).weakened == ("elm",)


def test_without_a_publisher_those_who_cite_it_still_speak_and_without_its_voice_they_do_not():
    # Every first row is the watch's. Of E2 the wire, which cites it, still tells.
    alone = {one.place_id: one.after for one in without("publisher", "watch", 7).places}
    voice = {one.place_id: one.after for one in without("voice", "watch", 7).places}
    assert "fir" not in alone
    assert voice["fir"].status == "unknown"


def test_a_distance_that_cannot_be_measured_without_somebody_is_said_to_be_none():
    found = without("voice", "watch", 2, ("birch", "south"))
    assert found.way is None


def test_a_side_is_all_who_are_aligned_with_it_and_all_who_only_repeat_them(atlas):
    side = next(one for one in silences(atlas.package) if one.id == "government")
    reports = {report.report_id: report for report in atlas.package.all_reports}
    publishers = {reports[id_].publisher for id_ in side.reports}
    assert {"sana", "al-masdar-news"} <= publishers
    assert "afp-citing-sana-and-sohr" not in publishers
    assert side.publishers["afp-citing-sana-and-sohr"].origin == ("sohr",)


def test_the_distance_of_15_august_rests_on_no_single_publisher(atlas):
    asked = ("khan-shaykhun", "government")
    before = atlas.on("2019-08-15").distance(*asked)
    found = omissions(atlas, date(2019, 8, 15), asked)
    assert len(found) > 10
    assert {one.way.edge_m for one in found} == {before.edge_m}


# --- which positions ---


def still(package, error_m=0.001):
    places = {
        id_: place.model_copy(update={"position_error_m": error_m})
        for id_, place in package.gazetteer.items()
    }
    return replace(package, gazetteer=places)


@pytest.mark.parametrize(
    "asked",
    [("elm", "alder"), ("birch", "south"), ("north", "south"), ("h1", "south"), ("cedar", "front")],
)
def test_where_positions_are_sure_every_draw_is_what_is_drawn(asked):
    state = Atlas(still(LAND), RULES["standard"]).on("2001-01-04")
    shaken = shake(state, asked, draws=5)
    way = state.distance(*asked)
    for spread, value in ((shaken.centre_m, way.centre_m), (shaken.edge_m, way.edge_m)):
        assert spread.drawn == value
        assert (spread.low, spread.high) == pytest.approx((value, value), abs=0.1)
    for actor, spread in shaken.areas_km2.items():
        assert (spread.low, spread.high) == pytest.approx([state.areas_km2[actor]] * 2, rel=1e-6)
    assert shaken.front_km.low == pytest.approx(shaken.front_km.drawn, rel=1e-6)


@settings(max_examples=20)
@given(st.integers(0, 10**9), st.sampled_from(DAYS), st.permutations(TOWNS))
def test_a_distance_between_two_places_is_shaken_no_farther_than_its_interval(seed, day, towns):
    state = Atlas(LAND, RULES["standard"]).on(day)
    way = state.distance(*towns[:2])
    shaken = shake(state, tuple(towns[:2]), draws=10, seed=seed)
    assert way.low_m - 1 <= shaken.edge_m.low <= shaken.edge_m.high
    assert shaken.centre_m.low <= shaken.centre_m.high <= way.high_m + 1


def test_moved_places_share_out_the_same_ground():
    state = Atlas(still(LAND, 3000.0), RULES["standard"]).on("2001-01-01")
    moves = _discs(np.random.default_rng(1), 10, np.full(9, 3000.0))
    numbers, lines = _ground(state, moves)
    whole = state.atlas.cells.ground.area / 1e6
    assert numbers[:, :-1].sum(axis=1) == pytest.approx(np.full(10, whole))
    assert numbers[:, -1] == pytest.approx([line.length / 1000 for line in lines])
    assert len(set(numbers[:, 0])) == 10


def test_a_place_is_moved_to_all_of_its_disc_and_no_farther():
    moves = _discs(np.random.default_rng(1), 20_000, np.asarray([100.0, 2000.0]))
    far = np.hypot(moves[..., 0], moves[..., 1])
    assert (far.max(axis=0) <= [100.0, 2000.0]).all()
    # Uniform over a disc: half the points lie within 1/sqrt(2) of its radius, on every side.
    assert (far < np.asarray([100.0, 2000.0]) / np.sqrt(2)).mean(axis=0) == pytest.approx(
        [0.5, 0.5], abs=0.02
    )
    assert (moves > 0).mean(axis=0).ravel() == pytest.approx([0.5] * 4, abs=0.02)


def test_the_same_seed_gives_the_same_spread_and_another_another(atlas):
    state = atlas.on("2019-08-15")
    once, again = (shake(state, draws=3, seed=7) for _ in range(2))
    assert once == again
    assert shake(state, draws=3, seed=8).areas_km2 != once.areas_km2


def test_which_village_is_nearest_to_khan_shaykhun_depends_on_positions(atlas):
    shaken = shake(atlas.on("2019-08-15"), ("khan-shaykhun", "government"), draws=40)
    assert sum(count for _, count in shaken.nearest) == 40
    assert shaken.nearest[0][0] == "tell-aas"
    assert len(shaken.nearest) > 1
    assert shaken.edge_m.low < shaken.edge_m.drawn < shaken.edge_m.high


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (-1, 1), (2001, 1), (10, -1)])
def test_draws_and_seeds_out_of_bounds_are_refused(draws, seed):
    state = Atlas(LAND, RULES["standard"]).on(LAST)
    with pytest.raises(RequestError, match="1 to 2000 draws"):
        shake(state, draws=draws, seed=seed)


def test_fragility_takes_two_ends_or_none():
    result = CliRunner().invoke(
        cli.app, ["fragility", "elm", "--on", "2001-01-04", "--data", str(HOME)]
    )
    assert result.exit_code == 2
    assert "has two ends" in result.stderr


def test_fragility_in_words_names_who_is_left_out_and_the_draws():
    words = ask("fragility", "birch", "south", "--on", "2001-01-07", "--draws", "5", form="text")
    assert "publisher North Herald: 1 place" in words
    assert "5 draws from seed 20190815" in words
    words = ask("fragility", "birch", "south", "--on", "2001-01-02", "--draws", "5", form="text")
    assert "the distance cannot be measured then" in words
