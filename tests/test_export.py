"""What leaves for other tools: rows worked out on paper, and files that read back as they were."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas
import numpy as np
import pyarrow.parquet
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import frontline
from frontline import cli
from frontline.errors import OutputError, RequestError
from frontline.export.runs import runs
from frontline.export.topology import topology
from frontline.export.write import LAYERS

ENDINGS = ["gpkg", "geojson", "parquet", "fgb", "csv", "kml", "topojson"]
#: Hostile texts that the rules of a package let through.
HOSTILE = ("=1+1", "{{7*7}}", "${alert(1)}", "</script>", "]]>", "a\u202eb", "\x1b[31m", "'\"<&>,;")


def rows(frame, *names):
    """Give columns of a frame as tuples, days as texts."""
    cells = [frame[name].astype(str) if name in {"start", "end"} else frame[name] for name in names]
    return [
        tuple(None if cell != cell else cell for cell in row)  # noqa: PLR0124 - NaN
        for row in zip(*cells, strict=True)
    ]


# What the rows say.


def test_a_place_has_a_row_for_each_stretch_of_days_with_one_answer(land):
    places = land.layers(what="places")["places"]
    fir = places[places["id"] == "fir"]
    assert rows(fir, "start", "end", "status", "holder", "actors", "evidence", "records") == [
        ("2001-01-01", "2001-01-04", "held", "north", "north", "claimed", "B6"),
        ("2001-01-05", "2001-01-06", "contested", None, "north south", "claimed", "B6 E2"),
        ("2001-01-07", "2001-01-10", "held", "south", "south", "claimed", "E2"),
    ]
    assert len(places[places["id"] == "alder"]) == 1


def test_rows_are_cut_to_the_days_asked_for_and_keep_since_when(land):
    places = land.layers(first="2001-01-04", last="2001-01-05", what="places")["places"]
    fir = places[places["id"] == "fir"]
    assert rows(fir, "start", "end") == [("2001-01-04", "2001-01-04"), ("2001-01-05",) * 2]
    elm = places[places["id"] == "elm"].iloc[0]
    assert (str(elm["start"].date()), str(elm["since"].date())) == ("2001-01-04", "2001-01-03")
    assert elm["reports"] == "https://herald.invalid/1 https://watch.invalid/e1"


@pytest.mark.parametrize("day", ["2001-01-01", "2001-01-06", "2001-01-09", "2001-01-10"])
def test_the_layers_of_a_day_are_the_state_of_that_day(land, day):
    state, layers = land.on(day), land.layers(on=day)
    names = ("id", "status", "holder", "actors", "evidence")
    with_none = [tuple(cell or None for cell in row) for row in rows(state.places, *names)]
    assert rows(layers["places"], *names) == with_none
    ground = layers["territory"].set_index("status")
    for _, row in state.territory.fillna({"actor": ""}).iterrows():
        mine = ground[ground["holder"].fillna("") == row["actor"]].loc[[row["status"]]]
        assert mine["area_km2"].iloc[0] == pytest.approx(row["area_km2"], abs=1e-3)
        assert mine.geometry.iloc[0].symmetric_difference(row.geometry).area < 1e-6
    front = state.front.set_index("kind").geometry
    lines = shapely.union_all(layers["front"].query("kind == 'line'").geometry.to_numpy())
    assert shapely.hausdorff_distance(lines, front["line"]) < 1e-6
    band = shapely.union_all(layers["band"].geometry.to_numpy())
    assert band.symmetric_difference(front["band"]).area < 1e-6


def test_every_day_of_a_span_reads_as_that_day_alone(atlas):
    first, last = "2019-08-12", "2019-08-24"
    span = atlas.layers(first=first, last=last)
    for day in ("2019-08-12", "2019-08-15", "2019-08-21", "2019-08-24"):
        alone = atlas.layers(on=day)
        for name, frame in span.items():
            there = frame[(frame["start"] <= day) & (frame["end"] >= day)]
            assert sorted(shapely.to_wkb(there.geometry)) == sorted(
                shapely.to_wkb(alone[name].geometry)
            )


def test_rows_of_one_thing_follow_each_other_without_gap_or_overlap(atlas):
    layers = atlas.layers()
    whole = (atlas.record.last - atlas.record.first).days + 1
    for name, key in (("places", ["id"]), ("territory", ["holder"])):
        frame = layers[name].dropna(subset=key)
        for _, group in frame.groupby(key):
            lasts = (group["end"] - group["start"]).dt.days + 1
            assert lasts.sum() == whole
            assert (group["start"].to_numpy()[1:] > group["end"].to_numpy()[:-1]).all()


def test_rows_are_joined_while_nothing_changes(land):
    ground = land.layers(what="territory")["territory"]
    assert rows(ground, "start", "end", "status", "holder", "places") == [
        ("2001-01-01", "2001-01-02", "held", "north", 6.0),
        ("2001-01-01", "2001-01-02", "held", "south", 3.0),
        ("2001-01-03", "2001-01-04", "held", "north", 5.0),
        ("2001-01-03", "2001-01-06", "held", "south", 4.0),
        # Fir is contested, then lost: what else north holds stays the same.
        ("2001-01-05", "2001-01-08", "held", "north", 4.0),
        ("2001-01-05", "2001-01-06", "contested", None, 1.0),
        ("2001-01-07", "2001-01-08", "held", "south", 5.0),
        ("2001-01-09", "2001-01-10", "held", "north", 3.0),
        ("2001-01-09", "2001-01-10", "held", "south", 6.0),
    ]


def test_each_change_of_hands_has_a_row_with_what_was_before(land):
    changes = land.layers(what="changes")["changes"]
    found = rows(changes, "start", "id", "before_status", "before_holder", "status", "holder")
    assert found == [
        ("2001-01-03", "elm", "held", "north", "held", "south"),
        ("2001-01-05", "fir", "held", "north", "contested", None),
        ("2001-01-07", "fir", "contested", None, "held", "south"),
        ("2001-01-09", "birch", "held", "north", "held", "south"),
    ]
    assert (changes["start"] == changes["end"]).all()


def test_the_kilometres_of_a_road_add_up_on_every_day(land):
    road = land.layers(what="highways")["highways"]
    for day in ("2001-01-01", "2001-01-04", "2001-01-09"):
        there = road[(road["start"] <= day) & (road["end"] >= day)].sort_values("from_km")
        told = [
            (interval.control.holder, round(interval.from_km, 3), round(interval.to_km, 3))
            for interval in land.on(day).road_intervals("h1")
        ]
        assert rows(there, "holder", "from_km", "to_km") == told


@given(st.lists(st.sets(st.sampled_from("abc")), min_size=1, max_size=12))
def test_runs_hold_exactly_what_there_is_on_each_day(days):
    calendar = [date(2020, 1, 1 + n) for n in range(len(days))]
    found = runs(calendar, calendar[-1], lambda day: sorted(days[day.day - 1]))
    for day, there in zip(calendar, days, strict=True):
        assert sorted(thing for start, end, thing in found if start <= day <= end) == sorted(there)
    starts = {(start, thing) for start, _, thing in found}
    after = {(end, thing) for _, end, thing in found}
    assert not {
        (day, t) for day, t in starts for end, u in after if t == u and (day - end).days == 1
    }


# What reads back.


def read(path, layer):
    """Read a layer of a file back, by its ending, as GDAL and QGIS do; GeoParquet as geopandas."""
    if path.suffix == ".parquet":
        return geopandas.read_parquet(path)
    if path.suffix == ".csv":
        options = {"X_POSSIBLE_NAMES": "lon", "Y_POSSIBLE_NAMES": "lat"}
        return pyogrio.read_dataframe(path, **options)
    back = pyogrio.read_dataframe(path, layer=layer)
    # In KML the name of a row is that of its placemark.
    return back.rename(columns={"Name": "name"}) if path.suffix == ".kml" else back


def cell(value):
    """Give a cell as text: nothing for None, days without time, numbers as Python writes them."""
    if value is None or value != value or value == "":  # noqa: PLR0124 - NaN
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    try:
        return repr(float(value))
    except (TypeError, ValueError):
        return str(value)


def bare(frame):
    """Give the cells of each row, sorted, with its shape."""
    names = [name for name in frame.columns if name != "geometry"]
    return sorted(
        ([cell(row[name]) or "" for name in names], shape)
        for (_, row), shape in zip(frame.iterrows(), shapely.to_wkb(frame.geometry), strict=True)
    )


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_reads_back_is_what_went_out(atlas, tmp_path, ending, layer):
    days = {"first": "2019-08-12", "last": "2019-08-24"}
    (written,) = atlas.export(tmp_path / f"out.{ending}", what=layer, **days)
    out, back = atlas.layers(what=layer, **days)[layer], read(written, layer)
    names = [name for name in out.columns if name != "geometry"]
    assert set(names) <= set(back.columns)
    assert len(out) == len(back) > 0
    if ending == "fgb":  # its rows are in the order of its index
        back = back.set_index(shapely.to_wkb(back.geometry)).sort_index(kind="stable")
        out = out.set_index(shapely.to_wkb(out.geometry)).sort_index(kind="stable")
        assert bare(back[[*names, "geometry"]]) == bare(out)
        return
    for name in names:
        assert [cell(value) for value in back[name]] == [cell(value) for value in out[name]], name
    if ending == "topojson":  # its positions are on a grid of a millionth of a degree
        away = shapely.hausdorff_distance(back.geometry.to_numpy(), out.geometry.to_numpy())
        assert away.max() < 1e-6
    else:
        same = shapely.equals_exact(
            shapely.normalize(back.geometry.to_numpy()), shapely.normalize(out.geometry.to_numpy())
        )
        assert same.all()
        assert {"Point", "MultiLineString", "MultiPolygon"} >= set(out.geom_type)


@pytest.mark.parametrize("ending", ["gpkg", "parquet", "geojson", "fgb"])
def test_days_are_dates_and_not_texts_where_a_format_has_them(land, tmp_path, ending):
    (written,) = land.export(tmp_path / f"out.{ending}", what="places")
    if ending == "parquet":
        kind = str(pyarrow.parquet.read_schema(written).field("start").type)
        assert kind == "date32[day]"
        return
    info = pyogrio.read_info(written, layer="places")
    kinds = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert kinds["start"] == kinds["end"]
    assert kinds["start"] in {"OFTDate", "OFTDateTime"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_input_gives_the_same_bytes(land, tmp_path, ending):
    first = land.export(tmp_path / "one" / f"out.{ending}")
    again = frontline.open(land_folder()).export(tmp_path / "two" / f"out.{ending}")
    assert [path.name for path in first] == [path.name for path in again]
    for one, two in zip(first, again, strict=True):
        assert one.read_bytes() == two.read_bytes()


def land_folder():
    return Path(__file__).parent / "land"


def test_arcs_that_rows_share_are_written_once(atlas):
    from frontline.export.write import make_layers

    (layer,) = make_layers(atlas, date(2019, 8, 12), date(2019, 8, 24), ["territory"])
    whole = topology([layer], {})
    points = sum(len(arc) for arc in whole["arcs"])
    assert points < shapely.get_num_coordinates(layer.geometry).sum() / 4
    ways = {tuple(map(tuple, arc)) for arc in whole["arcs"]}
    assert len(ways) == len(whole["arcs"])


# Whose it is.


@pytest.mark.parametrize("ending", ENDINGS)
def test_licence_sources_rule_and_version_are_inside(land, tmp_path, ending):
    land.export(tmp_path / f"out.{ending}", what="places", notices=["Held back: two days."])
    path = tmp_path / f"out.{ending}"
    if ending == "gpkg":
        with closing(sqlite3.connect(path)) as base:
            told = json.dumps(base.execute("SELECT key, value FROM about").fetchall())
    elif ending == "parquet":
        told = pyarrow.parquet.read_schema(path).metadata[b"frontline"].decode()
    elif ending in {"geojson", "topojson"}:
        told = json.dumps(json.loads(path.read_text("utf-8"))["frontline"])
    else:
        told = path.read_bytes().decode("utf-8", errors="replace")
    for word in ("CC0 1.0", "invented", "Nine invented towns", "1.0.0", "Held back: two days."):
        assert word in told
    if ending != "csv":
        assert land.package.digest in told
        assert "standard" in told


def test_a_geopackage_names_each_report_that_its_rows_stand_on(land, tmp_path):
    (path,) = land.export(tmp_path / "out.gpkg", on="2001-01-03", what="places")
    with closing(sqlite3.connect(path)) as base:
        told = base.execute("SELECT record, publisher, stance, url FROM reports").fetchall()
    assert ("E1", "North Herald", "north", "https://herald.invalid/1") in told
    assert not any(record == "E2" for record, *_ in told)


@pytest.mark.parametrize("stated", [None, "x", [1, {"title": 5}, {}, ["a"]], {"title": "x"}])
def test_a_descriptor_without_licences_leaves_those_of_the_rows(land_copy, tmp_path, stated):
    path = land_copy / "datapackage.json"
    described = json.loads(path.read_text("utf-8"))
    described |= {"licenses": stated, "sources": stated}
    path.write_text(json.dumps(described), "utf-8")
    (written,) = frontline.open(land_copy).export(tmp_path / "out.geojson", what="places")
    told = json.loads(written.read_text("utf-8"))["frontline"]
    assert (told["licences"], told["attribution"]) == (["CC0"], ["invented"])


# Hostile text.


@pytest.fixture
def hostile(land_copy):
    """Open the land with names, notes and addresses that try to be more than text."""
    path = land_copy / "gazetteer.geojson"
    whole = json.loads(path.read_text("utf-8"))
    for feature, name in zip(whole["features"], HOSTILE, strict=False):
        feature["properties"]["name"] = name
    path.write_text(json.dumps(whole), "utf-8")
    return frontline.open(land_copy)


@pytest.mark.parametrize("ending", ENDINGS)
def test_hostile_names_arrive_as_the_characters_they_are(hostile, tmp_path, ending):
    hostile.export(tmp_path / f"out.{ending}", on="2001-01-01", what="places")
    back = read(tmp_path / f"out.{ending}", "places")
    names = {"csv": "'=1+1", "kml": "=1+1"}
    unseen = {"csv": "\ufffd[31m", "kml": "\ufffd[31m"}
    meant = [names.get(ending, "=1+1"), *HOSTILE[1:6], unseen.get(ending, "\x1b[31m"), HOSTILE[7]]
    assert set(meant) <= set(back["name"])


def test_no_cell_of_a_table_starts_a_formula(hostile, tmp_path):
    (path,) = hostile.export(tmp_path / "out.csv", what="places")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert not any(value[:1] in "=@\t\r" and value for value in row.values())


# Files whole or not at all, and questions that make no sense.


def test_several_layers_go_to_a_file_each_where_the_format_holds_one(land, tmp_path):
    together = land.export(tmp_path / "all.kml")
    assert [path.name for path in together] == ["all.kml"]
    apart = land.export(tmp_path / "all.geojson", what="front,places")
    assert [path.name for path in apart] == ["all-places.geojson", "all-front.geojson"]


def test_when_one_file_cannot_be_written_none_is(land, tmp_path):
    (tmp_path / "all-front.csv").mkdir()
    (tmp_path / "all-places.csv").write_text("before")
    with pytest.raises(OutputError, match=r"all-front\.csv is a folder or device"):
        land.export(tmp_path / "all.csv", what="places,front")
    assert (tmp_path / "all-places.csv").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all-front.csv", "all-places.csv"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_is_left_behind_when_a_writer_fails(land, tmp_path, ending, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    for name in (
        "shapely.to_geojson",
        "shapely.to_wkb",
        "shapely.get_coordinates",
        "shapely.to_wkt",
    ):
        monkeypatch.setattr(name, fail)
    with pytest.raises(OSError, match="No space left"):
        land.export(tmp_path / f"out.{ending}", what="places")
    assert list(tmp_path.iterdir()) == []


def test_a_written_file_takes_the_place_of_an_older_one(land, tmp_path):
    path = tmp_path / "out.gpkg"
    land.export(path, what="places,front")
    land.export(path, what="front")
    assert "places" not in [name for name, _ in pyogrio.list_layers(path)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"path": "x.doc"}, "which format"),
        ({"path": "x.gpkg", "form": "shp"}, "no format 'shp'"),
        ({"path": "x.gpkg", "what": "towns"}, "no layer 'towns'"),
        ({"path": "x.gpkg", "what": ""}, "no layer"),
        ({"path": "x.gpkg", "on": "2001-01-01", "last": "2001-01-02"}, "one day, or a span"),
        ({"path": "x.gpkg", "on": "2031-01-01"}, "nothing is known of 2031-01-01"),
        ({"path": "x.gpkg", "first": "2001-01-05", "last": "2001-01-02"}, "runs forward"),
        ({"path": "x.csv", "qgis": True}, "QGIS finds no layers by name in csv"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_in_words(land, tmp_path, wrong, words):
    path = tmp_path / wrong.pop("path")
    with pytest.raises(RequestError, match=words):
        land.export(path, **wrong)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_layer_is_a_table_without_rows(land_copy, tmp_path):
    (land_copy / "highways.geojson").write_text('{"type":"FeatureCollection","features":[]}')
    events = (land_copy / "events.csv").read_text("utf-8").splitlines(keepends=True)
    (land_copy / "events.csv").write_text("".join(events[:1]), "utf-8")
    reports = (land_copy / "reports.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in reports if not line.startswith("E")]
    (land_copy / "reports.csv").write_text("".join(kept), "utf-8")
    atlas = frontline.open(land_copy)
    for ending in ENDINGS:
        atlas.export(tmp_path / f"out.{ending}", what="highways")
        atlas.export(tmp_path / f"changes.{ending}", what="changes")
    assert len(read(tmp_path / "out.gpkg", "highways")) == 0
    assert len(read(tmp_path / "changes.parquet", "changes")) == 0


def test_without_pyarrow_geoparquet_is_refused_with_what_to_install(land, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(RequestError, match=r"pip install 'frontline-mapper\[parquet\]'"):
        land.export(tmp_path / "out.parquet", what="places")
    assert list(tmp_path.iterdir()) == []


# The command.


def run(*arguments, code=0):
    result = CliRunner().invoke(cli.app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_says_what_it_wrote_and_quietly_says_nothing(tmp_path):
    wish = ["--on", "2001-01-04", "--data", land_folder(), "--out", tmp_path / "day.gpkg"]
    assert run("export", *wish) == f"wrote {tmp_path / 'day.gpkg'}\n"
    assert run("--quiet", "export", *wish) == ""
    assert len(pyogrio.list_layers(tmp_path / "day.gpkg")) >= len(LAYERS)


def test_the_command_holds_back_what_a_page_would(tmp_path):
    path = tmp_path / "day.geojson"
    careful = ["--embargo", "3", "--as-of", "2001-01-10", "--blur", "2"]
    run("export", *careful, "--data", land_folder(), "-o", path, "--what", "places")
    told = json.loads(path.read_text("utf-8"))
    assert told["frontline"]["last_day"] == "2001-01-07"
    assert len(told["frontline"]["notices"]) == 2
    assert all(f["properties"]["position_error_m"] > 1000 for f in told["features"])


def test_the_command_takes_a_day_or_a_span(tmp_path):
    both = ["--on", "2001-01-01", "--to", "2001-01-02", "-o", tmp_path / "x.gpkg"]
    assert "use one or the other" in run("export", *both, code=2)


# QGIS.


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "fgb", "parquet"])
def test_a_project_names_files_that_are_there_and_layers_that_they_have(land, tmp_path, ending):
    written = land.export(tmp_path / f"out.{ending}", qgis=True)
    project = ET.parse(tmp_path / "out.qgs").getroot()  # noqa: S314 - we wrote it
    layers = project.findall("projectlayers/maplayer")
    assert len(layers) == len(LAYERS)
    tree = {one.get("id") for one in project.iter("layer-tree-layer")}
    for layer in layers:
        name = layer.findtext("id")
        assert len(name) > 10  # QGIS gives shorter ones a new name, and the tree loses them
        assert name in tree
        file, _, table = layer.findtext("datasource").partition("|layername=")
        path = tmp_path / file
        assert path in written
        if ending == "parquet":
            continue
        fields = pyogrio.read_info(path, layer=table or None)["fields"]
        temporal = layer.find("temporal")
        # 4: start and end from expressions; 0: the end is the first moment that is left out.
        assert (temporal.get("mode"), temporal.get("limitMode")) == ("4", "0")
        assert temporal.get("startExpression") == 'to_datetime("start")'
        assert temporal.get("endExpression") == 'to_datetime("end") + make_interval(days:=1)'
        assert {"start", "end"} <= set(fields)
    assert project.findtext("ProjectTimeSettings/TemporalRange/start").startswith("2001-01-01")


def test_the_styles_inside_a_geopackage_draw_each_actor_in_its_colour(land, tmp_path):
    (path,) = land.export(tmp_path / "out.gpkg")
    with closing(sqlite3.connect(path)) as base:
        styles = dict(base.execute("SELECT f_table_name, styleQML FROM layer_styles"))
    assert set(styles) == set(LAYERS)
    drawn = ET.fromstring(styles["places"]).find("renderer-v2")  # noqa: S314 - we wrote it
    values = [category.get("value") for category in drawn.iter("category")]
    assert values == ["north", "south", "contested", "unknown"]
    colours = [o.get("value") for o in drawn.iter("Option") if o.get("name") == "color"]
    assert colours[:2] == ["47,127,134,255", "181,83,45,255"]


def test_a_hostile_title_does_not_break_a_project(land_copy, tmp_path):
    path = land_copy / "datapackage.json"
    described = json.loads(path.read_text("utf-8"))
    described["title"] = "\"><script>&\x01'"
    path.write_text(json.dumps(described), "utf-8")
    atlas = frontline.open(land_copy)
    atlas.export(tmp_path / "out.gpkg", qgis=True)
    atlas.export(tmp_path / "out.kml")
    for name in ("out.qgs", "out.kml"):
        ET.parse(tmp_path / name)  # noqa: S314 - we wrote it


def test_numbers_are_rounded_the_same_in_every_format(land):
    for frame in land.layers().values():
        positions = shapely.get_coordinates(frame.geometry.to_numpy())
        assert np.array_equal(np.round(positions, 7), positions)


def test_a_copy_of_the_package_elsewhere_gives_the_same_rows(land, land_copy, tmp_path):
    moved = shutil.move(land_copy, tmp_path / "elsewhere")
    (one,) = land.export(tmp_path / "a.geojson", what="territory")
    (two,) = frontline.open(moved).export(tmp_path / "b.geojson", what="territory")
    assert one.read_bytes() == two.read_bytes()


# What the documentation says.


def test_the_page_about_exports_names_every_column_of_every_layer(land):
    page = (Path(__file__).parent.parent / "docs" / "exporting.md").read_text("utf-8")
    table = page.partition("## Layers")[2].partition("## Formats")[0]
    told = dict(re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", table, re.MULTILINE))
    for name, frame in land.layers().items():
        named = set(re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", told[name])))
        assert named == set(frame.columns) - {"start", "end", "geometry"}
