"""Leave-one-out: the answers without one independent source, publisher or side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from area_rows import area, area_report, land_with
from hypothesis import given, settings
from invented_histories import LAND, TOWNS, days, histories, package_with, rules

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.sensitivity.leave_one_out import exclusions, leave_one_out


def package_without(package, exclusion):
    """Return the package without the reports of an exclusion, built from scratch."""
    left = tuple(r for r in package.all_reports if r.report_id not in exclusion.report_ids)

    def ids(reports, *words):
        return {report.record_id for report in reports if report.says in words}

    unreported = ids(package.all_reports, "supports", "denies") - ids(left, "supports", "denies")
    unsupported = ids(package.all_reports, "supports") - ids(left, "supports")
    return replace(
        package,
        publishers=exclusion.publishers,
        all_reports=left,
        events=tuple(event for event in package.events if event.event_id not in unreported),
        baseline=tuple(row for row in package.baseline if row.baseline_id not in unsupported),
        extra_place_ids=package.evidence_place_ids,
    )


@settings(max_examples=12)
@given(histories(), days, rules)
def test_leaving_a_source_out_equals_a_package_without_its_reports(story, day, rule):
    package = package_with(story)
    atlas = Atlas(package, RULES[rule])
    found = {(one.excluded.kind, one.excluded.id): one for one in leave_one_out(atlas, day)}
    for exclusion in exclusions(package):
        other = Atlas(package_without(package, exclusion), RULES[rule]).on(day)
        change = found.get((exclusion.kind, exclusion.id))
        changed = {} if change is None else {one.place_id: one.after for one in change.places}
        for town in TOWNS:
            before, after = (
                atlas.record.control_on(town, day),
                other.atlas.record.control_on(town, day),
            )
            same = (before.status, before.actors) == (after.status, after.actors)
            assert changed.get(town, after) == after
            assert same == (town not in changed)
        areas = atlas.on(day).areas_km2 if change is None else change.areas_km2
        assert areas == pytest.approx(other.areas_km2)
        here, there = (
            [(i.from_km, i.to_km, i.control.actors) for i in state.road_intervals("h1")]
            for state in (atlas.on(day), other)
        )
        assert bool(change and change.roads) == (here != there)


def without(kind, id_, day, between=None):
    atlas = Atlas(LAND, RULES["standard"])
    several = leave_one_out(atlas, date(2001, 1, day), between)
    return next(o for o in several if (o.excluded.kind, o.excluded.id) == (kind, id_))


def test_without_the_herald_its_denial_is_gone_and_the_south_holds_birch():
    (birch,) = without("publisher", "herald", 7).places
    assert (birch.place_id, birch.before.holder, birch.after.holder) == ("birch", "north", "south")
    # E1 was reported by the herald, whose side lost, and by the watch: one source is left.
    assert without("publisher", "herald", 7).weakened == ("elm",)


def test_what_only_an_area_report_says_is_unknown_without_its_publisher():
    ivy = {row.baseline_id for row in LAND.baseline if row.place_id == "ivy"}
    package = land_with(
        area_report("A1", ("corner",), ("south",), 1, publisher="herald"),
        areas=(area("corner", 30.15, -0.05, 30.25, 0.05),),
        baseline=tuple(row for row in LAND.baseline if row.place_id != "ivy"),
        all_reports=tuple(one for one in LAND.all_reports if one.record_id not in ivy),
    )
    atlas = Atlas(package, RULES["standard"])
    assert atlas.record.control_on("ivy", date(2001, 1, 3)).holder == "south"
    several = leave_one_out(atlas, date(2001, 1, 3))
    herald = next(one for one in several if one.excluded.id == "herald")
    assert [(one.place_id, one.after.status) for one in herald.places] == [("ivy", "unknown")]


def test_a_record_takes_another_place_after_those_it_has():
    record = Atlas(LAND, RULES["standard"]).record
    row = LAND.baseline[0].model_copy(update={"place_id": "juniper"})
    other = record.updated(["juniper"], [row], [])
    assert other.place_ids == (*record.place_ids, "juniper")
    day = date(2001, 1, 5)
    assert other.control_on("juniper", day).actors == (row.holder,)
    for place_id in record.place_ids:
        assert other.control_on(place_id, day) == record.control_on(place_id, day)


def test_only_excluding_the_independent_source_excludes_those_who_cite_it():
    # The watch reports every baseline row. The wire, which cites it, also reports E2.
    alone = {one.place_id: one.after for one in without("publisher", "watch", 7).places}
    voice = {one.place_id: one.after for one in without("voice", "watch", 7).places}
    assert "fir" not in alone
    assert voice["fir"].status == "unknown"


def test_a_distance_that_cannot_be_measured_without_a_source_is_none():
    found = without("voice", "watch", 2, ("birch", "south"))
    assert found.distance is None


def test_a_side_includes_its_aligned_publishers_and_those_that_only_republish_them(atlas):
    side = next(one for one in exclusions(atlas.package) if one.id == "government")
    reports = {one.report_id: one for group in atlas.package.reports.values() for one in group}
    publishers = {reports[id_].publisher for id_ in side.report_ids}
    assert {"sana", "al-masdar-news"} <= publishers
    assert "afp-citing-sana-and-sohr" not in publishers
    assert side.publishers["afp-citing-sana-and-sohr"].origin == ("sohr",)


def test_the_distance_of_15_august_depends_on_no_single_publisher(atlas):
    between = ("khan-shaykhun", "government")
    before = atlas.on("2019-08-15").distance(*between)
    found = leave_one_out(atlas, date(2019, 8, 15), between)
    assert len(found) > 10
    assert {one.distance.edge_m for one in found} == {before.edge_m}
