"""Whose word an answer rests on: what it would be without a voice, a publisher or a side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from invented_histories import LAND, TOWNS, days, histories, package_with, rules

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.sensitivity.leave_one_out import leave_one_out, silences


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
        extra_place_ids=package.evidence_place_ids,
    )


@settings(max_examples=12)
@given(histories(), days, rules)
def test_leaving_somebody_out_gives_what_a_package_without_them_would(story, day, rule):
    package = package_with(story)
    atlas = Atlas(package, RULES[rule])
    found = {(one.silence.kind, one.silence.id): one for one in leave_one_out(atlas, day)}
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
    several = leave_one_out(atlas, date(2001, 1, day), asked)
    return next(o for o in several if (o.silence.kind, o.silence.id) == (kind, id_))


def test_without_the_herald_its_denial_goes_and_birch_is_the_souths():
    (birch,) = without("publisher", "herald", 7).places
    assert (birch.place_id, birch.before.holder, birch.after.holder) == ("birch", "north", "south")
    # E1 was reported by the herald, whose side lost, and by the watch: one source is left.
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
    found = leave_one_out(atlas, date(2019, 8, 15), asked)
    assert len(found) > 10
    assert {one.way.edge_m for one in found} == {before.edge_m}
