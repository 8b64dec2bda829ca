"""Imports into packages that were edited in a spreadsheet or in QGIS."""

from __future__ import annotations

import json
from datetime import date

import pytest
from importing import contents, import_twice

from frontline.atlas import Atlas
from frontline.control.rules import RULES
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.package.package import find_errors, read_package

HEAD = "place_id,day,after,publisher,url,kind,id\n"
COLUMNS = {name: name for name in ("place_id", "day", "after", "publisher", "url", "kind", "id")}


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def edit_feature(folder, change):
    path = folder / "gazetteer.geojson"
    collection = json.loads(path.read_text("utf-8"))
    change(collection["features"][0])
    path.write_text(json.dumps(collection), "utf-8")


def table(folder, *rows):
    path = folder.parent / "table.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
    return ImportOptions(files=(path,), columns=COLUMNS)


def osm(folder, *places):
    """Places of OpenStreetMap: id, properties, longitude, latitude."""
    features = [
        {
            "type": "Feature",
            "properties": {"@id": id_, "place": "village", **properties},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }
        for id_, properties, lon, lat in places
    ]
    path = folder.parent / "osm.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return ImportOptions(files=(path,))


def test_spaces_around_cells_hide_nothing(land_copy):
    edit(land_copy / "events.csv", "E1,elm", "E1, elm ")
    edit(land_copy / "events.csv", "2001-01-03,2001-01-03", " 2001-01-03 ,2001-01-03 ")
    options = table(land_copy, "elm,2001-01-03,south,watch,https://example.org/1,capture,N1")
    summary = import_twice("table", options, land_copy)
    assert (summary.used, summary.merged) == (0, 1)  # it is the event E1


@pytest.mark.parametrize(
    ("name", "value"),
    [("position_error_m", "100"), ("names", "Oak; Yew"), ("geonames_id", "900001")],
)
def test_a_property_that_qgis_wrote_as_text_gets_its_type_back(land_copy, name, value):
    edit_feature(land_copy, lambda one: one["properties"].update({name: value}))
    before = read_package(land_copy).gazetteer
    id_, first = next(iter(before.items()))
    options = osm(land_copy, ("node/1", {"name": first.name}, first.lon, first.lat + 0.001))
    summary = import_twice("osm", options, land_copy)
    after = read_package(land_copy).gazetteer[id_]
    assert (summary.used, summary.merged) == (0, 1)
    assert set(before[id_].names) <= set(after.names)
    assert after.geonames_id == before[id_].geonames_id


def test_nan_outside_the_properties_does_not_stop_an_import(land_copy):
    edit_feature(land_copy, lambda one: one.update(bbox=[float("nan")]))
    assert find_errors(land_copy) == []
    options = table(land_copy, "elm,2001-01-05,north,watch,https://example.org/1,capture,N1")
    assert import_twice("table", options, land_copy).used == 1


@pytest.mark.parametrize("step", [1, -1])
def test_names_added_by_an_import_do_not_match_within_it(land_copy, step):
    edit_feature(land_copy, lambda one: one["properties"].update(sources=["OpenStreetMap node/1"]))
    first = next(iter(read_package(land_copy).gazetteer.values()))
    places = [
        ("node/1", {"name": first.name, "alt_name": "Zulu"}, first.lon, first.lat),
        ("way/2", {"name": "Zulu"}, first.lon + 0.012, first.lat),
    ]
    summary = import_files("osm", osm(land_copy, *places[::step]), land_copy)
    assert (summary.used, summary.merged, summary.waiting) == (1, 1, 0)


def test_holders_on_the_last_day_of_the_calendar_are_accepted(land_copy):
    path = land_copy / "datapackage.json"
    about = json.loads(path.read_text("utf-8"))
    about["frontline"].update(first_day="9990-01-01", last_day="9999-12-31", key_days=[])
    path.write_text(json.dumps(about), "utf-8")
    for name in ("events.csv", "baseline.csv", "reports.csv", "moments.csv"):
        if (land_copy / name).exists():
            header = (land_copy / name).read_text("utf-8").splitlines()[0]
            (land_copy / name).write_text(f"{header}\n", "utf-8")
    rows = (
        f"elm,9999-12-31,{actor},watch,https://example.org/1,held,N{actor}"
        for actor in ("north", "south")
    )
    summary = import_files("table", table(land_copy, *rows), land_copy)
    assert summary.adds_up


def test_of_two_equal_events_a_row_joins_the_one_with_its_report(land_copy):
    days = ("2001-01-05", "2001-01-06")
    rows = [
        f"elm,{day},north,watch,https://example.org/{day},capture,{id_}"
        for id_, day in zip(("N2", "N1"), days, strict=True)
    ]
    assert import_files("table", table(land_copy, *rows), land_copy).used == 2
    edit(land_copy / "events.csv", "2001-01-06,2001-01-06", "2001-01-05,2001-01-06")
    before = contents(land_copy)
    late = table(land_copy, "elm,2001-01-06,north,watch,https://example.org/2001-01-06,capture,N9")
    summary = import_files("table", late, land_copy)
    assert (summary.used, summary.merged, summary.changed) == (0, 1, 0)
    assert contents(land_copy) == before


def test_an_event_with_a_place_is_not_listed_as_unplaced_again(land_copy):
    path = land_copy.parent / "acled.csv"
    columns = (
        "event_id_cnty,event_date,time_precision,sub_event_type,actor1,inter1,actor2,inter2,"
        "location,latitude,longitude,geo_precision,source"
    )
    row = (
        "E1,2001-01-03,1,Government regains territory,South,State forces,North,Rebel group,"
        "Elm,0.1,30.1,{},Watch"
    )
    path.write_text(f"{columns}\n{row.format(2)}\n", "utf-8")
    import_files("acled", ImportOptions(files=(path,)), land_copy)
    package = read_package(land_copy)
    assert [one.place_id for one in package.events if one.event_id == "E1"] == ["elm"]
    assert "E1" not in {one.record_id for one in package.unplaced}


def test_holders_are_merged_by_day_in_any_order_of_rows(land_copy):
    held = "ivy,2001-01-15,south,watch,https://example.org/1,held,N1"
    rows = [held, "ivy,2001-01-13,north,watch,https://example.org/2,capture,N2"]
    summary = import_twice("table", table(land_copy, *rows), land_copy)
    assert summary.used == 2
    package = read_package(land_copy)
    event = package.events[-1]
    assert (event.event_id, event.kind, event.after) == ("N1", "held", "south")
    assert (str(event.date_earliest), str(event.date_latest)) == ("2001-01-15", "2001-01-15")
    record = Atlas(package, RULES["standard"]).record
    statuses = [record.control_on("ivy", date(2001, 1, day)) for day in (13, 14, 15)]
    assert [one.holder for one in statuses] == ["north", None, "south"]


def test_an_event_that_may_precede_the_first_day_is_refused(land_copy):
    options = ImportOptions(
        files=(land_copy.parent / "table.csv",),
        columns={**COLUMNS, "day_from": "day_from", "day": "day"},
    )
    options.files[0].write_text(
        "place_id,day_from,day,after,publisher,url,kind,id\n"
        "elm,2000-12-30,2001-01-03,south,watch,https://example.org/9,contested,N1\n"
    )
    summary = import_twice("table", options, land_copy)
    (refused,) = summary.unused
    assert "may lie before the first day" in refused.reason
    assert str(read_package(land_copy).coverage.first_day) == "2001-01-01"
