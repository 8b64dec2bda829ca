"""What must be true of the built-in record: the war itself, and the files it is written in."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from contextlib import redirect_stderr
from datetime import date

import numpy as np
import pytest

from frontline.atlas import Atlas, built_in_folder
from frontline.control.assessment import RULES
from frontline.control.highways import share_by_holder
from frontline.errors import AmbiguousNameError
from frontline.geometry.geodesy import DIRECTIONS
from frontline.lint import check_folder
from frontline.package.descriptor import describe, table_schema
from frontline.package.package import LAYERS, TABLES

DATA = built_in_folder()
#: The files of area reports are optional.
TABLE_NAMES = [name for name, _, required in TABLES if required or (DATA / f"{name}.csv").exists()]


def rows(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hama_aleppo(atlas, day):
    return atlas.on(day).road_intervals("m5", ("Hama", "Aleppo"))


# --- Khan Shaykhun, 15 August 2019 ---


@pytest.fixture(scope="module")
def khan_shaykhun(atlas):
    """The way from Khan Shaykhun to the government on 15 August 2019."""
    return atlas.on("2019-08-15").distance("Khan Sheikhoun", "government")


def test_on_15_august_tell_aas_was_the_nearest_to_khan_shaykhun(atlas, khan_shaykhun):
    # Three kilometres from the town, the press said: true of its edge, not of its centre.
    assert khan_shaykhun.end.place.id == "tell-aas"
    assert khan_shaykhun.centre_m == pytest.approx(5300, abs=200)
    assert khan_shaykhun.edge_m == pytest.approx(2400, abs=200)
    assert khan_shaykhun.low_m < 3000 < khan_shaykhun.high_m
    span = atlas.on("2019-08-15").control("tell-aas")
    assert span.control.holder == "government"
    assert span.since.isoformat() <= "2019-08-15"
    assert atlas.on("2019-08-15").sources(khan_shaykhun.end.place)


def test_on_15_august_kafr_tab_was_claimed_three_kilometres_from_the_edge(atlas, khan_shaykhun):
    (way,) = (way for way in khan_shaykhun.others if way.end.place.id == "kafr-tab")
    assert way.centre_m == pytest.approx(5200, abs=200)
    assert way.edge_m == pytest.approx(3100, abs=200)
    turn = DIRECTIONS.index(way.direction) - DIRECTIONS.index("north-west")
    assert abs(turn) <= 2
    control = atlas.on("2019-08-15").control("kafr-tab").control
    assert (control.holder, control.evidence) == ("government", "claimed")


def test_on_15_august_khan_shaykhun_was_the_oppositions(atlas):
    assert atlas.on("2019-08-15").control("Khan Sheikhoun").control.holder == "opposition"
    assert atlas.on("2019-08-23").control("Khan Sheikhoun").control.holder == "government"


# --- the pocket of north Hama ---

POCKET = {"Morek", "Kafr Zita", "al-Lataminah", "Latmin", "Lahaya"}


def pocket_of(atlas, day, town):
    state = atlas.on(day)
    column = atlas.record.index[atlas.place(town).id]
    found = next((p for p in state.pockets if column in p.columns), None)
    # Asked of one place, a day looks at the ground of its holder alone.
    assert atlas.on(day).pocket_of(town) == found
    return found


def test_on_22_august_north_hama_was_a_pocket_ringed_by_the_government(atlas):
    pocket = pocket_of(atlas, "2019-08-22", "Morek")
    names = {atlas.sites[column].name for column in pocket.columns}
    assert names >= POCKET
    assert (pocket.actor, pocket.enclosed) == ("opposition", True)
    assert 50 < pocket.area_km2 < 250


def test_the_pocket_of_22_august_holds_nothing_outside_north_hama(atlas):
    pocket = pocket_of(atlas, "2019-08-22", "Morek")
    places = [atlas.sites[column] for column in pocket.columns]
    for place in places:
        way, _ = atlas.distance(place.id, "Latmin")
        assert way.centre_m < 15_000, place.name


def test_on_23_august_the_pocket_was_gone(atlas):
    for town in POCKET:
        assert pocket_of(atlas, "2019-08-23", town) is None
        assert atlas.on("2019-08-23").control(town).control.holder == "government"


def test_on_15_august_the_pocket_was_not_cut_off_yet(atlas):
    for town in POCKET:
        assert atlas.on("2019-08-15").control(town).control.holder == "opposition"
        assert pocket_of(atlas, "2019-08-15", town) is None


# --- the M5 ---


def test_from_hama_to_aleppo_the_m5_is_130_kilometres(atlas):
    parts = hama_aleppo(atlas, "2019-04-30")
    assert parts[-1].to_km - parts[0].from_km == pytest.approx(130.4, abs=2)


def test_on_30_april_2019_the_m5_was_the_oppositions_from_morek_to_the_edge_of_aleppo(atlas):
    parts = hama_aleppo(atlas, "2019-04-30")
    assert parts[0].control.holder == "government"
    assert 0.5 < share_by_holder(parts)["opposition"] < 0.95
    taken = [part for part in parts if part.control.holder == "opposition"]
    suran, morek = (atlas.chainage_km(atlas.road("m5"), name) for name in ("suran", "Morek"))
    assert suran < taken[0].from_km < morek
    assert parts[-1].to_km - taken[-1].to_km < 12


def test_on_9_february_2020_ten_to_eighteen_kilometres_were_not_yet_the_governments(atlas):
    # The press said 14.
    parts = hama_aleppo(atlas, "2020-02-09")
    left = sum(part.length_km for part in parts if part.control.holder != "government")
    assert 10 < left < 18


def test_on_14_february_2020_the_m5_was_wholly_the_governments(atlas):
    for day in ("2020-02-14", "2020-02-20"):
        (whole,) = hama_aleppo(atlas, day)
        assert whole.control.holder == "government"
        assert share_by_holder([whole]) == {"government": 1.0}
    assert len(hama_aleppo(atlas, "2020-02-10")) > 1


def test_on_14_february_2020_the_report_about_the_road_is_one_about_maarr_dibsah(atlas):
    before, after = (atlas.on(day).control("maarr-dibsah") for day in ("2020-02-13", "2020-02-14"))
    assert before.control.holder == after.control.holder == "government"
    added = set(after.record_ids) - set(before.record_ids)
    kinds = {event.event_id: event.highway for event in atlas.package.events}
    assert {kinds[record] for record in added} == {"m5"}


def test_the_m5_is_known_from_damascus_on_and_cut_at_saraqib_for_four_days(atlas):
    for day in (atlas.record.first, date(2019, 12, 1), date(2020, 2, 26), atlas.record.last):
        assert share_by_holder(atlas.on(day).road_intervals("m5")).get("unknown", 0) == 0
    for day in ("2020-02-27", "2020-03-01"):
        cut = [i for i in hama_aleppo(atlas, day) if i.control.holder != "government"]
        assert sum(interval.length_km for interval in cut) == pytest.approx(10, abs=1)
    (whole,) = atlas.on("2020-03-06").road_intervals("m5")
    assert whole.control.holder == "government"


def test_nothing_the_government_gained_on_the_m5_was_lost_by_the_end_but_saraqib(atlas):
    share = [share_by_holder(hama_aleppo(atlas, day)).get("government", 0) for day in KEY_DAYS]
    assert share == sorted(share)


KEY_DAYS = ("2019-04-30", "2019-08-15", "2019-08-23", "2020-01-28", "2020-02-09", "2020-02-14")


@pytest.mark.parametrize(
    ("town", "before", "after", "holder"),
    [
        ("Hish", "2020-01-30", "2020-01-31", "government"),
        ("al-Ghadfah", "2019-12-23", "2019-12-24", "opposition"),
        ("Tal Khatrah", "2020-01-16", "2020-01-17", "opposition"),
        ("al-Barsah", "2019-12-24", "2019-12-25", "government"),
        ("Kafr Battikh", "2020-02-26", "2020-02-27", "opposition"),
        ("Jubas", "2020-03-01", "2020-03-02", "government"),
    ],
)
def test_a_village_that_the_press_of_its_day_reported_changed_hands_then(
    atlas, town, before, after, holder
):
    old, new = (atlas.on(day).control(town).control for day in (before, after))
    assert (new.status, new.holder) == ("held", holder)
    assert old.holder != holder


# --- contradictions ---


def test_on_28_february_2020_saraqib_is_the_oppositions_though_a_russian_source_denied_it(atlas):
    span = atlas.on("2020-02-28").control("Saraqib")
    assert (span.control.holder, span.control.evidence) == ("opposition", "disputed")
    assert (str(span.first), str(span.last)) == ("2020-02-27", "2020-03-01")
    says = {report.says for report in atlas.on("2020-02-28").sources(atlas.place("Saraqib"))}
    assert says >= {"supports", "denies"}


def test_who_believes_every_report_sees_saraqib_lost_and_taken_again(atlas):
    believing = Atlas(atlas.package, RULES["all"])
    holders = [
        believing.on(day).control("Saraqib").control.holder
        for day in ("2020-02-26", "2020-02-28", "2020-03-06")
    ]
    assert holders == ["government", "opposition", "government"]


@pytest.mark.parametrize(
    ("town", "uncertain", "settled"),
    [
        ("tal-othman", "2019-05-06", "2019-05-07"),
        ("talat-al-nimr", "2019-08-19", "2019-08-20"),
        ("khan-shaykhun", "2019-08-21", "2019-08-22"),
    ],
)
def test_where_sources_give_two_days_the_place_is_contested_on_the_first(
    atlas, town, uncertain, settled
):
    assert atlas.on(uncertain).control(town).control.status == "contested"
    assert atlas.on(settled).control(town).control.holder == "government"


def test_on_20_august_the_denied_withdrawal_from_khan_shaykhun_leaves_it_disputed(atlas):
    control = atlas.on("2019-08-20").control("Khan Shaykhun").control
    assert (control.status, control.evidence) == ("contested", "disputed")


def ever_changed(record):
    """The places that were not in the same hands on every day."""
    return {
        place_id
        for place_id in record.place_ids
        if len({span.control.actors for span in record.spans(place_id)}) > 1
    }


def test_the_stricter_the_rule_the_fewer_places_ever_change_hands(atlas):
    by_rule = {rule: Atlas(atlas.package, RULES[rule]).record for rule in RULES}
    changed = {rule: ever_changed(record) for rule, record in by_rule.items()}
    assert changed["two-source"] < changed["standard"] <= changed["all"]


def test_two_sources_change_no_more_places_from_first_to_last_day_than_all(atlas):
    frame = atlas.package.coverage
    strict, everything = (
        Atlas(atlas.package, RULES[rule]).record.changes(frame.first_day, frame.last_day)
        for rule in ("two-source", "all")
    )
    assert 100 < len(strict) < len(everything)


def test_no_place_changes_hands_by_anything_but_an_event_or_a_report_of_an_area(atlas):
    dated = {event.event_id for event in atlas.package.events}
    dated |= {report.area_report_id for report in atlas.package.area_reports}
    for place_id in atlas.record.place_ids:
        spans = atlas.record.spans(place_id)
        for span in spans[1:]:
            assert dated & set(span.record_ids), place_id


@pytest.mark.parametrize("name", ["al-Buwaydah", "al-Mantar"])
def test_a_name_that_several_villages_bear_is_refused_with_all_of_them(atlas, name):
    with pytest.raises(AmbiguousNameError) as refusal:
        atlas.place(name)
    found = atlas.gazetteer.find(name)
    assert found.kind == "ambiguous"
    assert len(found.candidates) >= 2
    for place in found.candidates:
        assert place.id in str(refusal.value)


def test_both_al_mantars_of_the_war_are_in_the_gazetteer(atlas):
    # One lies beside Kafr Ayn and Khirbat Murshid, one north of al-Lataminah.
    candidates = atlas.gazetteer.find("al-Mantar").candidates
    for beside in ("khirbat-murshid", "al-lataminah"):
        near = [p for p in candidates if atlas.distance(p.id, beside)[0].centre_m < 6000]
        assert near, beside


# --- the files ---


def test_there_are_fifteen_hundred_places_and_each_has_an_error_a_source_and_a_licence(atlas):
    places = atlas.package.gazetteer.values()
    assert len(places) >= 1500
    assert all(place.position_error_m > 0 and place.sources and place.licence for place in places)


def test_every_place_of_an_event_or_baseline_row_has_an_error_above_zero():
    features = json.loads((DATA / "gazetteer.geojson").read_text(encoding="utf-8"))["features"]
    error_m = {f["properties"]["id"]: f["properties"]["position_error_m"] for f in features}
    spoken_of = {row["place_id"] for name in ("events", "baseline") for row in rows(name)} - {""}
    assert len(spoken_of) > 200
    assert min(error_m[place_id] for place_id in spoken_of) > 0


def test_90_of_100_rows_that_name_a_place_are_placed():
    placed = sum(bool(row["place_id"]) for name in ("events", "baseline") for row in rows(name))
    unplaced = [row for row in rows("unplaced") if row["why"] != "not-a-place"]
    assert placed / (placed + len(unplaced)) >= 0.90
    assert all(row["reason"] for row in rows("unplaced"))


def test_no_row_of_the_facts_was_dropped_and_none_is_both_placed_and_unplaced():
    there = [row["event_id"] for row in rows("events")]
    there += [row["baseline_id"] for row in rows("baseline")]
    there += [row["record_id"] for row in rows("unplaced")]
    assert len(there) == len(set(there))
    # A row of the facts that is two places became two rows: NWS-098 and NWS-098-2.
    facts = {"-".join(name.split("-")[:2]) for name in there}
    assert facts >= {f"NWS-{number:03}" for number in range(1, 353)}
    # The holders before the first known change are computed, and no longer rows of their own.
    assert len({name for name in facts if name.startswith("BAS-")}) >= 142


def test_every_event_stands_on_a_report_with_an_address(atlas):
    addresses = {report.record_id for report in atlas.package.all_reports if report.url}
    assert {event.event_id for event in atlas.package.events} <= addresses


def test_who_repeats_another_is_said_for_the_known_echoes(atlas):
    publishers = atlas.package.publishers
    citing = [p for p in publishers.values() if "-citing-" in p.id]
    assert len(citing) > 10
    assert all(publisher.origin for publisher in citing)


@pytest.fixture(scope="module")
def faults():
    """The errors and warnings of the built-in package."""
    return check_folder(DATA)


def test_the_built_in_package_has_no_error_and_explains_each_warning(faults):
    assert [str(fault) for fault in faults if fault.severity == "error"] == []
    assert [str(fault) for fault in faults if "note:" not in fault.hint] == []


def warned_row(fault):
    """The id of the row that a warning is about: it begins the message, or is the row itself."""
    named = re.match(r"((?:NWS|BAS)-[\w-]+): ", fault.message)
    return named[1] if named else str(fault.row)


def test_the_page_about_the_record_says_of_each_warning_why_it_stays(faults):
    page = (DATA.parent / "docs" / "record.md").read_text("utf-8")
    table = page.split("## Warnings, and why they stay")[1].split("\n## ")[0]
    explained = {
        (phrase, row): why
        for phrase, rows_, why in re.findall(
            r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE
        )
        if phrase != "warning"
        for row in rows_.split(", ")
    }
    phrases = {phrase for phrase, _ in explained}
    warned = {
        (next((p for p in phrases if p in fault.message), fault.message), warned_row(fault))
        for fault in faults
    }
    assert warned == explained.keys()
    assert all(explained.values())


def test_the_descriptor_has_the_schemas_of_the_models():
    resources = {
        resource["name"]: resource
        for resource in json.loads((DATA / "datapackage.json").read_text("utf-8"))["resources"]
    }
    models = {name: model for name, model, _ in TABLES}
    for name, model in ((name, models[name]) for name in TABLE_NAMES):
        assert resources[name]["schema"] == json.loads(json.dumps(table_schema(model)))


@pytest.mark.parametrize("folder", ["data", "land"])
def test_the_descriptor_is_what_the_models_make_of_it(folder):
    home = DATA if folder == "data" else DATA.parent / "tests" / "land"
    written = json.loads((home / "datapackage.json").read_text(encoding="utf-8"))
    about = {key: value for key, value in written.items() if key not in ("profile", "resources")}
    made = describe(about, [path.name for path in home.iterdir()])
    assert written == json.loads(json.dumps(made))


def test_every_data_file_is_in_the_descriptor_and_every_resource_is_there():
    listed = {
        resource["path"]
        for resource in json.loads((DATA / "datapackage.json").read_text("utf-8"))["resources"]
    }
    assert listed == {path.name for path in DATA.iterdir()} - {"datapackage.json", "LICENSE.md"}
    layers = {f"{name}.geojson" for name, _, _ in LAYERS} - {
        "control_areas.geojson",
        "roads.geojson",
    }
    assert layers <= listed


def test_frictionless_finds_the_package_valid():
    with warnings.catch_warnings(), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")  # what its own dependencies deprecate is not ours
        import frictionless

        report = frictionless.validate(str(DATA / "datapackage.json"))
    errors = report.flatten(["title", "rowNumber", "fieldName", "message"])
    assert (report.valid, errors) == (True, [])
    assert {task.name for task in report.tasks} >= {*TABLE_NAMES}


def test_no_text_of_the_data_is_a_formula_or_has_control_characters():
    control = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
    for name in TABLE_NAMES:
        for row in rows(name):
            for value in row.values():
                assert not control.search(value), (name, value)
                assert not value.startswith(("=", "@")), (name, value)


def test_no_event_takes_place_outside_the_days_of_the_record(atlas):
    frame = atlas.package.coverage
    for event in atlas.package.events:
        assert frame.first_day <= event.date_earliest <= event.date_latest <= frame.last_day


def test_ground_was_lost_by_the_opposition_and_little_by_the_government(atlas):
    first, last = (
        atlas.on(day).areas_km2
        for day in (atlas.package.coverage.first_day, atlas.package.coverage.last_day)
    )
    gained = last["government"] - first["government"]
    # Idlib and Hama governorates have some 16,000 km2; the offensives took a few thousand.
    assert 1500 < gained < 5000
    assert last["opposition"] < first["opposition"]
    assert np.isfinite([*first.values(), *last.values()]).all()
