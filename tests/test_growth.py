"""Work grows in step with the data: calls and pairs are counted, not seconds."""

from __future__ import annotations

import csv
import functools
import sys
import weakref
from dataclasses import astuple, replace
from datetime import date, timedelta
from math import isqrt
from pathlib import Path

import branca.element
import invented_land
import numpy as np
import pytest
import shapely
from opened_packages import count_made_rows
from typer.testing import CliRunner

import frontline
from frontline import lint
from frontline.atlas import Atlas
from frontline.claims import reduced_atlases
from frontline.cli.app import app
from frontline.cli.change_text import change_lines
from frontline.control import assessment, kept_record, steps, timeline
from frontline.control.assessment import RULES
from frontline.control.record import Record
from frontline.control.span_table import SpanTable
from frontline.coverage_model import Coverage
from frontline.exporters import export, frames
from frontline.exporters.layers import (
    LAYERS,
    band_layer,
    front_layer,
    make_layers,
    territory_layer,
)
from frontline.exporters.metadata import report_rows
from frontline.gazetteer import normalize, numbering, transliteration
from frontline.geometry import (
    distance,
    front,
    geodesy,
    mosaic,
    nearest_distance,
    spatial_order,
    tessellation,
)
from frontline.geometry.geodesic_edges import Edges
from frontline.geometry.geodesic_lines import GeodesicMultiLine
from frontline.geometry.strip_tree import StripTreeLevel
from frontline.importers import publishers
from frontline.importers.options import ImportOptions
from frontline.importers.registry import plan_import
from frontline.models import Actor, Baseline, Event, Place, Publisher, Report
from frontline.open_water import open_water
from frontline.package import columns, draft_tables, integrity
from frontline.package.package import Package, inspect_package, read_package
from frontline.webmap import csp, nearest, neighbours, packing, quantize
from frontline.webmap.payload import page_data

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))
from growth_package import write_package

DAY = date(2001, 1, 2)


def grid_of_places(number):
    """Make a square of places 2 km apart, held by two sides; every second one changes hands."""
    width = isqrt(number)
    actors = {
        "north": Actor(id="north", name="North", colour="#2f7f86", pattern="dots"),
        "south": Actor(id="south", name="South", colour="#b5532d"),
    }
    places, baseline, events, reports = {}, [], [], []
    for i in range(width * width):
        row, column = divmod(i, width)
        holder, other = ("north", "south") if row * 2 > width else ("south", "north")
        places[f"p{i}"] = Place(
            id=f"p{i}", name=f"Place {i}", name_ar=f"قرية {i}", kind="village",
            lon=30 + column * 0.02 + (row % 7) * 0.001, lat=row * 0.02 + (column % 5) * 0.001,
            position_error_m=200, sources=("invented",), licence="CC0",
        )  # fmt: skip
        baseline.append(
            Baseline(
                baseline_id=f"B{i}", place_id=f"p{i}", place_as_reported=f"Place {i}",
                holder=holder, evidence="claimed",
            )
        )  # fmt: skip
        if i % 2:
            row = {
                "event_id": f"E{i}", "place_id": f"p{i}", "place_as_reported": f"Place {i}",
                "date_earliest": DAY, "date_latest": DAY, "kind": "capture",
                "from": holder, "to": other,
            }  # fmt: skip
            events.append(Event.model_validate(row))
            reports.append(
                Report(report_id=f"E{i}-r1", record_id=f"E{i}", publisher="watch",
                       url="https://watch.invalid/")
            )  # fmt: skip
    region = (29.9, -0.1, 30.2 + width * 0.02, 0.2 + width * 0.02)
    return Package(
        title="Invented", version="1",
        coverage=Coverage(region=region, first_day=date(2001, 1, 1), last_day=DAY),
        gazetteer=places, actors=actors,
        publishers={"watch": Publisher(id="watch", name="Watch", stance="monitor")},
        baseline=tuple(baseline), events=tuple(events), all_reports=tuple(reports),
    )  # fmt: skip


@pytest.fixture(scope="module")
def packages():
    """Return two packages, the second with four times as many places."""
    return grid_of_places(225), grid_of_places(900)


def test_the_warnings_apply_each_event_of_a_place_a_few_times(packages, monkeypatch):
    applied, after = [0], steps.State.after

    def counting(self, step):
        applied[0] += 1
        return after(self, step)

    package = packages[0]
    sides = {"north": "south", "south": "north"}
    for number in (40, 160):
        last = package.coverage.model_copy(update={"last_day": DAY + timedelta(days=number)})
        events, reports, holder = [], [], package.baseline[0].holder
        for n in range(number):
            day, before, holder = DAY + timedelta(days=n), holder, sides[holder]
            moved = {"event_id": f"E{n}", "date_earliest": day, "date_latest": day}
            moved |= {"place_id": "p0", "before": before, "after": holder}
            events.append(package.events[0].model_copy(update=moved))
            reports.append(package.all_reports[0].model_copy(update={"record_id": f"E{n}"}))
        busy = replace(package, coverage=last, events=tuple(events), all_reports=tuple(reports))
        applied[0] = 0
        with monkeypatch.context() as patch:
            patch.setattr(steps.State, "after", counting)
            assert not [one for one in lint.package_warnings(busy) if one.file == "events.csv"]
        assert applied[0] == 2 * number - 1, applied


def test_the_issues_of_a_row_are_looked_for_one_by_one_only_if_it_has_any(tmp_path, monkeypatch):
    looked = []

    def count(name):
        function = getattr(integrity, name)
        monkeypatch.setattr(integrity, name, lambda *row: looked.append(name) or function(*row))

    names = ["_baseline_issues", "_event_issues", "_report_issues"]
    for name in names:
        count(name)
    folder = write_package(tmp_path / "many", 40, 30)
    read_package(folder)
    assert not looked
    for file, old, new in (
        ("baseline.csv", "p7,", "p4444,"),
        ("events.csv", "E3,p", "E3,q"),
        ("reports.csv", "http", "ftp"),
    ):
        path = folder / file
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    found = inspect_package(folder)[1]
    assert looked == names
    assert sorted(one.file for one in found) == ["baseline.csv", "events.csv", "reports.csv"]


def test_a_name_is_searched_for_designators_once(monkeypatch):
    searched = []
    search = numbering.may_have_designators
    for module in (numbering, normalize):
        monkeypatch.setattr(
            module, "may_have_designators", lambda name: searched.append(name) or search(name)
        )
    for name in ("Wadi Umm Zuhur 7301", "وادي أم زهور 7301"):
        searched.clear()
        assert normalize.match_key(name).endswith("7301")
        assert len(searched) == 1


def test_a_place_without_events_needs_no_step(packages, monkeypatch):
    made = []
    monkeypatch.setattr(timeline, "make_steps", lambda *rest: made.append(rest) or [])
    quiet = replace(packages[1], events=(), all_reports=())
    assert len(Atlas(quiet, RULES["standard"]).record.place_ids) == len(quiet.baseline)
    assert not made


def test_the_warnings_assess_each_event_and_tessellate_once(packages, monkeypatch):
    calls = []

    def count(module, name):
        function = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *a, **k: calls.append(name) or function(*a, **k))

    count(assessment, "assess_event")
    count(tessellation, "tessellate")
    for package in packages:
        calls.clear()
        lint.package_warnings(package)
        # The events are alike: one watch or two, and who lost the place.
        assert 0 < calls.count("assess_event") <= 4
        assert calls.count("tessellate") == 1


def test_the_warnings_ask_all_neighbours_at_once_who_holds_them(packages, monkeypatch):
    asked, at = [], SpanTable.at

    def counting(self, columns, days):
        asked.append(len(columns))
        return at(self, columns, days)

    monkeypatch.setattr(SpanTable, "at", counting)
    monkeypatch.delattr(Record, "control_on")
    package = packages[1]
    first = package.coverage.first_day
    long = package.coverage.model_copy(update={"last_day": first + timedelta(days=99)})
    lint.package_warnings(replace(package, coverage=long))
    spans = len(package.baseline) + len(package.events)
    assert len(asked) == 1
    assert 0 < asked[0] < 8 * spans  # most places have six neighbours


def test_an_export_of_a_year_keeps_no_mask_of_the_places_for_each_day(packages):
    package = packages[1]
    moves = [
        event.model_copy(update={"date_earliest": day, "date_latest": day})
        for n, event in enumerate(package.events)
        for day in [DAY + timedelta(days=n % 60)]
    ]
    last = package.coverage.model_copy(update={"last_day": DAY + timedelta(days=60)})
    atlas = Atlas(replace(package, coverage=last, events=tuple(moves)), RULES["standard"])
    atlas.cells.areas_km2, atlas.holders.on(DAY)
    masks, make = [], np.unpackbits

    def counting(*values, **options):
        found = make(*values, **options)
        masks.append(weakref.ref(found))
        assert sum(one() is not None for one in masks) <= 4
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(np, "unpackbits", counting)
        territory_layer(atlas, atlas.record.first, atlas.record.last)
    assert len(masks) > 100


def test_only_names_of_places_that_are_near_are_compared(packages, monkeypatch):
    folded = []
    monkeypatch.setattr(lint, "match_key", lambda name: folded.append(name) or name)
    package = packages[1]
    p0, p500 = (package.gazetteer[id_] for id_ in ("p0", "p500"))
    moved = p500.model_copy(update={"lon": p0.lon + 0.001, "lat": p0.lat, "name": p0.name})
    found = lint.package_warnings(replace(package, gazetteer=package.gazetteer | {"p500": moved}))
    assert any(p0.name in str(one) and "same name" in str(one) for one in found)
    assert len(folded) == 4


def test_most_names_are_compared_in_one_reading(monkeypatch):
    joined, join = [0], transliteration._join  # noqa: SLF001 - counts its calls

    def counting(words):
        joined[0] += 1
        return join(words)

    monkeypatch.setattr(transliteration, "_join", counting)
    assert transliteration.names_agree("Kafr Latmor", "كفر لاتمور")
    assert joined[0] == 2


def test_numbers_of_a_list_of_a_page_are_written_at_once(monkeypatch):
    calls, signs = [0], packing._signs  # noqa: SLF001 - counts its calls

    def counting(*values, **options):
        calls[0] += 1
        return signs(*values, **options)

    monkeypatch.setattr(packing, "_signs", counting)
    found = []
    for count in (400, 4000):
        calls[0] = 0
        packing.pack([[number % 90, 90_001 * (-1) ** number] for number in range(count)])
        packing.pack([["", [number, number % 7], []] for number in range(count)])
        found.append(calls[0])
    assert 0 < found[0] == found[1] < 10


def test_a_text_of_many_rows_of_an_export_is_one_object():
    texts = [["held", "contested", None, "قرية"][number % 4] for number in range(400)]
    columns = {"status": frames.text_column("".join(one) if one else None for one in texts)}
    frame = frames.make_frame(columns, shapely.points(np.zeros((400, 2))), "Point")
    values = frames.column_values(frame, "status").tolist()
    assert values == texts
    assert len({id(one) for one in values}) == 4


def test_the_nearest_shapes_are_asked_for_in_an_order_in_which_the_next_is_near(monkeypatch):
    rng = np.random.default_rng(11)
    xy = rng.uniform(0, 1000, (2000, 2))
    points, tree = shapely.points(xy), shapely.STRtree(shapely.points(xy[:900]))
    steps = []

    def count(name):
        function = getattr(shapely.STRtree, name)

        def counting(self, shapes, *rest, **options):
            corners = shapely.get_coordinates(shapes)
            steps.append(np.hypot(*np.diff(corners, axis=0).T).mean())
            return function(self, shapes, *rest, **options)

        monkeypatch.setattr(shapely.STRtree, name, counting)

    count("query")
    count("query_nearest")
    distances = spatial_order.nearest_distances(tree, points)
    one, other = spatial_order.pairs_within(tree, points, distances + 9)
    assert len(steps) == 2
    assert max(steps) < 50  # 520 in the order in which they are
    away = np.hypot(*(xy[:, None] - xy[:900]).T).T
    assert np.allclose(distances, away.min(axis=1), rtol=0, atol=1e-9)
    expected = np.argwhere(away <= distances[:, None] + 9)
    assert np.array_equal(np.unique(np.column_stack([one, other]), axis=0), expected)
    assert (np.diff(one) >= 0).all()


def test_the_water_near_all_places_is_looked_for_in_an_index(monkeypatch):
    atlas = Atlas(replace(frontline.open().package, admin=()), RULES["standard"])
    atlas.cells  # noqa: B018 - computed before the count
    asked, dwithin = [], shapely.dwithin

    def noting(one, other, distance):
        asked.append((one, other))
        return dwithin(one, other, distance)

    monkeypatch.setattr(shapely, "dwithin", noting)
    open_water(atlas, (35.0, 34.0, 37.5, 36.5))
    ((water, places),) = asked
    assert shapely.is_prepared(water)  # of two geometries only the first can be
    assert len(places) == len(atlas.sites)


def test_the_first_bound_of_a_line_is_looked_for_once_for_positions_together(monkeypatch):
    asked, query = [0], shapely.STRtree.query_nearest

    def counting(self, shapes, *rest, **options):
        asked[0] += len(shapes)
        return query(self, shapes, *rest, **options)

    line = winding_line(300)
    lon, lat = np.random.default_rng(8).uniform([30, 48], [32, 50], (4001, 2)).T
    monkeypatch.setattr(shapely.STRtree, "query_nearest", counting)
    line.nearest_point(lon, lat)
    assert 0 < asked[0] < len(lon) / 4


def test_the_rows_of_a_file_share_what_pydantic_knows_of_their_fields():
    package = read_package(invented_land.LAND)
    for rows in (package.baseline, package.events, package.all_reports):
        assert len(rows) > 2
        assert len({id(row.__pydantic_fields_set__) for row in rows}) == 1


def test_the_layer_that_needs_most_memory_is_made_before_the_others(packages, monkeypatch):
    made = []
    for name, layer in list(LAYERS.items()):
        make = functools.partial(_noting, made, name, layer.make)
        monkeypatch.setitem(LAYERS, name, replace(layer, make=make))
    atlas = Atlas(packages[0], RULES["standard"])
    layers = make_layers(atlas, DAY, DAY, ["places", "territory", "band"])
    assert made == ["territory", "band", "places"]
    assert list(layers) == ["places", "territory", "band"]


def _noting(made, name, make, *values):
    made.append(name)
    return make(*values)


def test_a_year_of_shapes_is_rounded_a_few_at_a_time(monkeypatch):
    largest, transform = [0], shapely.transform

    def counting(geometries, *rest, **options):
        largest[0] = max(largest[0], np.size(geometries))
        return transform(geometries, *rest, **options)

    monkeypatch.setattr(shapely, "transform", counting)
    for count in (50, 1000):
        shapes = (shapely.box(n, n, n + 1, n + 1) for n in range(count))
        found = frames.round_geometries(shapes, "MultiPolygon")
        assert len(found) == count
    assert 50 <= largest[0] <= frames.BATCH


def test_the_layers_of_a_year_merge_each_line_once(packages, monkeypatch):
    package = packages[1]
    merged, merge = [], front._merge  # noqa: SLF001 - counts its calls
    monkeypatch.setattr(front, "_merge", lambda lines: merged.append(1) or merge(lines))
    atlas = Atlas(package, RULES["standard"])
    days = len(atlas.holders.days_of_change(atlas.record.first, atlas.record.last))
    front_layer(atlas, atlas.record.first, atlas.record.last)
    assert len(merged) == 2 * days  # the line, and the outline of contested ground
    merged.clear()
    band_layer(atlas, atlas.record.first, atlas.record.last)
    assert not merged


def test_the_data_of_a_page_is_not_searched_for_elements():
    searched = []

    class Rows(list):
        def __iter__(self):
            searched.append(1)
            return super().__iter__()

    element = branca.element.Element()
    element.data = {"rows": Rows([[0]])}
    assert csp.collect_ids(element) == {element._id}  # noqa: SLF001 - as branca has it
    assert not searched
    element.other = element.data | {}
    csp.collect_ids(element)
    assert searched


def test_roads_without_reports_assess_no_event(packages, monkeypatch):
    calls = []
    monkeypatch.setattr(assessment, "assess_event", calls.append)
    assert not Atlas(packages[0], RULES["standard"]).roads
    assert not calls


@pytest.mark.parametrize("seed", range(6))
def test_neighbours_of_one_day_are_found_at_once_as_for_many_days(seed):
    chance = np.random.default_rng(seed)
    xy = chance.uniform(0, 30_000, (60, 2)).round(-2 if seed % 2 else 0)
    centres, shapes = shapely.points(xy), shapely.points(xy)
    wide = chance.random(60) < 0.3
    shapes[wide] = shapely.buffer(shapely.points(xy[wide] + chance.uniform(0, 900)), 700)
    holders = chance.integers(-2, 2, 60)
    for actor in (0, 1):
        held = holders == actor
        bits = np.packbits(held[:, None], axis=1)
        many = {
            (place, int(other))
            for place, chosen in neighbours._nearest_of_actor(bits, shapes, centres)  # noqa: SLF001
            for other in chosen
        }
        once = neighbours._nearest_in_one_row(held, shapes, centres)  # noqa: SLF001 - as above
        assert many
        assert {tuple(pair) for pair in once.tolist()} == many
        assert len(once) == len(many)


def test_the_cells_of_a_page_are_not_made_again_in_degrees(packages, monkeypatch):
    atlas = Atlas(packages[0], RULES["standard"])
    grid = quantize.Grid(atlas.package.coverage.region)
    sites = grid.quantize(np.asarray([(one.lon, one.lat) for one in atlas.sites]))
    cells = atlas.cells
    corners = grid.quantize(shapely.get_coordinates(cells.to_geographic(cells.cells)))
    monkeypatch.setattr(type(cells), "to_geographic", lambda *_: pytest.fail("shapes are made"))
    encoded = quantize.encode_cells(cells, grid, sites)
    found = np.cumsum([encoded["x"], encoded["y"]], axis=1).T
    assert {*map(tuple, found.tolist())} == {*map(tuple, corners.tolist())}


def test_a_map_of_a_day_compares_each_place_with_few_others(packages, monkeypatch):
    handled = [0]

    def count(module, name):
        function = getattr(module, name)

        def counting(*values, **options):
            handled[0] += max(np.size(value) for value in values)
            return function(*values, **options)

        monkeypatch.setattr(module, name, counting)

    count(shapely, "distance")
    count(np, "argsort")
    count(np, "lexsort")
    shares = []
    for package in packages:
        atlas = Atlas(package, RULES["standard"])
        atlas.cells  # noqa: B018 - computed before the count
        handled[0] = 0
        nearest.encode_nearest(atlas, DAY, DAY, [])
        shares.append(handled[0] / len(atlas.sites))
    assert shares[1] < 1.5 * shares[0]


def test_the_front_is_measured_once_where_it_is_nearest_to_many_places(packages, monkeypatch):
    atlas, asked = Atlas(packages[0], RULES["standard"]), []
    lonlat = np.asarray([(place.lon, place.lat) for place in atlas.sites])
    feet = lonlat[[5, 90, 5, 17]] + [0.004, -0.002]
    tree, pairs = shapely.STRtree(shapely.points(atlas.cells.xy)), nearest.pairs_within
    monkeypatch.setattr(
        nearest, "pairs_within", lambda *all_: asked.append(len(all_[1])) or pairs(*all_)
    )
    measure = functools.partial(nearest._front_error, atlas, lonlat)  # noqa: SLF001 - as above
    errors = measure(np.tile(feet, (40, 1)), tree)
    assert asked == [3]
    assert errors.tolist() == [measure(foot[None], tree)[0] for foot in feet] * 40


def test_no_rows_of_numbers_are_sorted_for_a_map_of_a_day(packages, monkeypatch):
    unique, axes = np.unique, []

    def noting(*values, axis=None, **options):
        axes.append(axis)
        return unique(*values, axis=axis, **options)

    monkeypatch.setattr(np, "unique", noting)
    atlas = Atlas(packages[0], RULES["standard"])
    nearest.encode_nearest(atlas, DAY, DAY, [])
    assert axes
    assert set(axes) == {None}


def test_all_places_of_a_kept_package_are_made_at_once(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    folder = write_package(tmp_path / "many", 300, 30)
    frontline.open(folder, cache=True)
    alone, make_row = [], columns.Columns._make_row  # noqa: SLF001 - as above

    def noting(self, number):
        alone.append(number)
        return make_row(self, number)

    monkeypatch.setattr(columns.Columns, "_make_row", noting)
    atlas = frontline.open(folder, cache=True)
    assert len(atlas.sites) == 300
    assert not alone
    assert set(vars(atlas.package)["tables"]) == {"gazetteer"}
    assert atlas.assessments
    assert not alone


def test_an_export_writes_its_layers_when_cells_and_spans_are_forgotten(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    held, made, write, make = [], [], export.write_layers, export.make_layers

    def writing(atlas, *rest, **options):
        held.append(vars(atlas).keys() & {"cells", "_whole_cells", "record", "holders", "roads"})
        return write(atlas, *rest, **options)

    def making(atlas, first, last, names):
        made.extend(names)
        return make(atlas, first, last, names)

    monkeypatch.setattr(export, "write_layers", writing)
    monkeypatch.setattr(export, "make_layers", making)
    folder, out = write_package(tmp_path / "many", 60, 30), tmp_path / "layers.gpkg"
    words = ["export", "--on", "2020-01-20", "--data", str(folder), "--out", str(out)]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert held == [set()]
    assert sorted(made) == sorted(LAYERS)
    assert made[0] == "territory"
    assert set(made[-2:]) == {"places", "changes"}  # whose texts stay


def test_the_places_and_reports_of_changes_are_printed_from_columns(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    folder = write_package(tmp_path / "many", 300, 30)
    atlas = frontline.open(folder, cache=True)
    found = atlas.record.changes(date(2020, 1, 1), date(2020, 1, 30))
    expected = list(change_lines(found, atlas.package))
    made = count_made_rows(monkeypatch)
    done = CliRunner().invoke(app, ["changes", "--data", str(folder)])
    assert done.stdout.splitlines()[:-1] == expected
    assert len(expected) > 2 * len(found) > 200
    assert not made["Place"] + made["Report"]


def test_only_places_in_pockets_are_made_to_name_them(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    folder = write_package(tmp_path / "many", 300, 30)
    words = ["pockets", "--on", "2020-01-20", "--all", "--data", str(folder)]
    expected = CliRunner().invoke(app, words).stdout  # and cells and record are kept
    state = frontline.open(folder).on("2020-01-20")
    inside = sum(len(pocket.columns) for pocket in state.pockets)
    made = count_made_rows(monkeypatch)
    assert CliRunner().invoke(app, words).stdout == expected
    assert 0 < made["Place"] <= inside < 300


def test_added_reports_are_looked_at_once_and_their_cells_are_not_separated(tmp_path, monkeypatch):
    looked, separated = [], []
    raw, lines = draft_tables._Rows.raw, draft_tables.csv_lines  # noqa: SLF001 - as above

    def looking(self, id_):
        looked.append(id_)
        return raw(self, id_)

    def separating(rows):
        listed = list(rows)
        separated.extend(listed)
        return lines(listed)

    monkeypatch.setattr(draft_tables._Rows, "raw", looking)  # noqa: SLF001 - as above
    monkeypatch.setattr(draft_tables, "csv_lines", separating)
    columns_ = ["report_id", "record_id", "note"]
    for numbers in (range(2500), [0, 1, 2, 3, 1]):  # in the order of records, and not
        table = draft_tables.EditableTable(tmp_path / "reports.csv", columns_, {})
        rows = [(f"R{n}", f"E{number}", "قرية") for n, number in enumerate(numbers)]
        for row in rows:
            table.put(dict(zip(columns_, row, strict=True)))
        looked.clear()
        written = "".join(table.lines())
        ordered = sorted(rows, key=lambda row: int(row[1][1:]))
        assert written.splitlines() == [",".join(row) for row in (tuple(columns_), *ordered)]
        assert len(looked) == len(rows)
    assert not separated
    table.put({"report_id": "R1", "note": 'with a comma, and "quotes"'})
    assert list(csv.reader("".join(table.lines()).splitlines()))[2][2].endswith('"quotes"')
    assert len(separated) == 5


def measured_pairs(monkeypatch):
    """Count the pairs of positions that are measured on the ellipsoid."""
    pairs, solve = [0], geodesy._solve  # noqa: SLF001 - all measurements pass it

    def counting(*ends):
        pairs[0] += max(np.size(end) for end in ends)
        return solve(*ends)

    monkeypatch.setattr(geodesy, "_solve", counting)
    return pairs


@pytest.mark.parametrize("end", ["south", "front"])
def test_many_distances_are_measured_to_few_places_each(packages, monkeypatch, end):
    pairs = measured_pairs(monkeypatch)
    shares = []
    for package in packages:
        state = Atlas(package, RULES["standard"]).on(DAY)
        state.endpoints(end)
        west, south, east, north = package.coverage.region
        lon, lat = np.random.default_rng(3).uniform([west, south], [east, north], (200, 2)).T
        pairs[0] = 0
        state.distances(lon, lat, end)
        shares.append(pairs[0] / len(lon))
    assert shares[1] < 1.5 * shares[0] < 1.5 * 225


def test_the_distance_between_two_sides_is_measured_from_places_near_the_front(
    packages, monkeypatch
):
    pairs = measured_pairs(monkeypatch)
    for package in packages:
        state = Atlas(package, RULES["standard"]).on(date(2001, 1, 1))
        pairs[0] = 0
        state.distance("north", "south")
        assert pairs[0] < 10 * len(package.gazetteer)


def winding_line(corners):
    chance = np.random.default_rng(5)
    lat = 49 + chance.normal(0, 0.004, corners).cumsum()
    return GeodesicMultiLine([np.column_stack([np.linspace(30, 32, corners), lat])])


def test_many_positions_are_compared_with_few_parts_of_a_line(monkeypatch):
    compared, measure = [0], StripTreeLevel.measure

    def counting(self, points, strip):
        compared[0] += len(points)
        return measure(self, points, strip)

    lon, lat = np.random.default_rng(6).uniform([30, 48], [32, 50], (400, 2)).T
    for corners in (300, 1200):
        line = winding_line(corners)
        with monkeypatch.context() as patch:
            patch.setattr(StripTreeLevel, "measure", counting)
            compared[0] = 0
            together = line.nearest_point(lon, lat)
        assert 0 < compared[0] < 60 * len(lon)
        for number in range(0, 400, 40):
            alone = line.nearest_point(lon[number], lat[number])
            assert astuple(alone) == tuple(row[number] for row in astuple(together))


def test_built_up_areas_are_measured_in_one_call(packages, monkeypatch):
    calls, solve = [], geodesy._solve  # noqa: SLF001 - all measurements pass it
    package = packages[0]
    footprints = {
        id_: shapely.geometry.mapping(shapely.box(one.lon, one.lat, one.lon + 0.01, one.lat + 0.02))
        for id_, one in package.gazetteer.items()
    }
    state = Atlas(replace(package, footprints=footprints), RULES["standard"]).on(DAY)
    alone = [
        distance.Endpoint(one.label, one.error_m, one.centre, one.place, one.footprint_geojson)
        for one in state.endpoints("south")
    ]
    with monkeypatch.context() as patch:
        patch.setattr(geodesy, "_solve", lambda *ends: calls.append(1) or solve(*ends))
        bounds = nearest_distance.edge_lower_bounds_m(alone[0], alone)
    assert len(alone) > 50
    assert len(calls) < 5
    assert [one.radius_m for one in state.endpoints("south")] == [one.radius_m for one in alone]
    assert bounds.argmin() == 0


def test_a_long_record_keeps_its_spans_and_no_matrix(packages):
    for package in packages:
        for days in (10, 4000):
            coverage = package.coverage.model_copy(update={"last_day": DAY + timedelta(days=days)})
            atlas = Atlas(replace(package, coverage=coverage), RULES["standard"])
            atlas.on(DAY).holders  # noqa: B018 - makes what a day needs
            atlas.holders.days_of_change(atlas.record.first, atlas.record.last)
            parts = (atlas.record, atlas.record.table, atlas.holders, atlas.holders.table)
            kept = [one for part in parts for one in vars(part).values()]
            sizes = [one.size for one in kept if isinstance(one, np.ndarray)]
            assert sizes
            assert max(sizes) <= 2 * len(package.gazetteer)


def test_leaving_a_publisher_out_compares_the_places_it_reports_on(packages, monkeypatch):
    compared = [0]
    differences = reduced_atlases._differences  # noqa: SLF001 - counts what it is given

    def counting(before, after, *rest, **options):
        compared[0] += len(before) + len(after)
        return differences(before, after, *rest, **options)

    monkeypatch.setattr(reduced_atlases, "_differences", counting)
    package = packages[1]
    only = replace(package, all_reports=package.all_reports[:5])
    atlas = Atlas(only, RULES["all"])
    reduced = reduced_atlases.ReducedAtlases(atlas)
    used = np.ones(len(atlas.record.place_ids), dtype=bool)
    days = [reduced_atlases.Days(DAY, DAY, "evidence")]
    assert "watch" in reduced.publishers_that_matter(used, days)
    assert 0 < compared[0] <= 4 * 5
    assert not reduced.publishers_that_matter(~used, days)


def test_the_band_of_a_day_is_united_from_kites_that_do_not_overlap(packages, monkeypatch):
    union_all, united = shapely.union_all, []
    for package in packages:
        atlas = Atlas(package, RULES["standard"])
        state = atlas.on(DAY)
        line, _ = front._ridges(atlas.cells, state.holders)  # noqa: SLF001 - what it is made of
        kites = front._kites(atlas.cells, line)  # noqa: SLF001
        with monkeypatch.context() as patch:
            patch.setattr(shapely, "union_all", united.append)
            band = state.front_shape.band
        assert not united
        assert band.symmetric_difference(union_all(kites)).area < 1e-6 * band.area


def test_a_year_of_territory_is_united_from_its_borders(packages, monkeypatch):
    monkeypatch.setattr(mosaic, "_FEW", 0)
    corners = [0]
    polygons = mosaic._polygons  # noqa: SLF001 - counts what it is given

    def counting(rings):
        corners[0] += sum(map(len, rings))
        return polygons(rings)

    monkeypatch.setattr(mosaic, "_polygons", counting)
    package = packages[1]
    stable = replace(package, events=package.events[:4])
    atlas = Atlas(stable, RULES["standard"])
    frame = territory_layer(atlas, atlas.record.first, atlas.record.last)
    whole = shapely.get_num_coordinates(atlas.cells.cells).sum() * len(frame) / 2
    assert 0 < corners[0] < whole / 4
    for row in frame.itertuples():
        assert row.geometry.is_valid
    areas = frame[frame["start"] == frame["start"].min()].to_crs(6933).area.sum() / 1e6
    assert areas == pytest.approx(atlas.cells.areas_km2.sum(), rel=1e-3)


def test_a_position_is_measured_once_to_an_edge_of_many_pieces(monkeypatch):
    measured, feet = [0], Edges.feet

    def counting(self, where, piece, share):
        measured[0] += len(piece)
        return feet(self, where, piece, share)

    lon, lat = np.random.default_rng(8).uniform([29, 47], [33, 51], (300, 2)).T
    line = GeodesicMultiLine([[(30, 48), (31.5, 49), (32, 50)]])
    alone = [line.nearest_point(*one).distance_m for one in zip(lon, lat, strict=True)]
    monkeypatch.setattr(Edges, "feet", counting)
    together = line.nearest_point(lon, lat).distance_m
    assert 300 <= measured[0] <= 2 * 300
    assert together == pytest.approx(alone, abs=1e-4)


def test_places_without_footprints_have_no_edges_to_measure(packages, monkeypatch):
    package = packages[0]
    atlas = Atlas(package, RULES["standard"])
    atlas.cells  # noqa: B018 - computed before the count
    lines, shortest_line = [], shapely.shortest_line
    monkeypatch.setattr(
        shapely, "shortest_line", lambda *ends: lines.append(1) or shortest_line(*ends)
    )
    found = nearest.encode_nearest(atlas, DAY, DAY, [])["neighbours"]
    assert not lines
    assert {number for row in found for number in row[2::4]} == {0}  # as from centre to centre
    number, place = [one.id for one in atlas.sites].index("p7"), package.gazetteer["p7"]
    outline = shapely.geometry.mapping(shapely.Point(place.lon, place.lat).buffer(1e-3))
    wide = replace(package, footprints={"p7": outline})
    near = nearest.encode_nearest(Atlas(wide, RULES["standard"]), DAY, DAY, [])["neighbours"]
    assert lines
    alone, wide_row = found[number], near[number]
    assert 8 <= wide_row[2] <= 12  # tens of metres, as the radius of the footprint
    assert wide_row[0] == alone[0]


def test_a_map_of_a_day_makes_no_row_of_reports_baseline_or_spans(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    folder, day = write_package(tmp_path / "many", 300, 30), date(2020, 1, 20)
    expected = page_data(frontline.open(folder), day, day, title="T")
    frontline.open(folder, cache=True).record  # noqa: B018 - to be kept
    made = count_made_rows(monkeypatch)
    spans = kept_record._spans  # noqa: SLF001 - as above
    monkeypatch.setattr(kept_record, "_spans", lambda *rest: made.update(["Span"]) or spans(*rest))
    assert page_data(frontline.open(folder, cache=True), day, day, title="T") == expected
    assert made["Place"] >= 300
    assert not made["Report"] + made["Baseline"]
    assert made["Span"] < 300 / 4  # of the cells at the highway


def test_changes_of_a_kept_record_make_no_span(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    folder = write_package(tmp_path / "many", 300, 30)
    expected = frontline.open(folder).record
    frontline.open(folder, cache=True).record  # noqa: B018 - to be kept
    made = []
    monkeypatch.setattr(kept_record, "_spans", lambda *rest: made.append(rest) or [])
    kept = frontline.open(folder, cache=True).record
    first, middle, last = date(2020, 1, 1), date(2020, 1, 12), date(2020, 1, 30)
    for days in ((first, last), (first, middle), (middle, last), (last, first), (middle, middle)):
        assert kept.changes(*days) == expected.changes(*days)
    assert len(kept.changes(first, last)) > 100
    assert not made


def test_a_record_that_was_just_made_leaves_no_row_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    folder = write_package(tmp_path / "many", 300, 30)
    frontline.open(folder, cache=True)  # a small package that was just read has all its rows
    expected, atlas = frontline.open(folder).record, frontline.open(folder, cache=True)
    spans, make = [], kept_record._spans  # noqa: SLF001 - as above
    monkeypatch.setattr(kept_record, "_spans", lambda *rest: spans.append(rest) or make(*rest))
    assert (atlas.record.matrix == expected.matrix).all()
    assert not spans
    assert not vars(atlas.package).keys() & {"baseline", "events", "all_reports", "reports"}
    assert atlas.record.spans("p7") == expected.spans("p7")


def test_the_reports_of_a_file_are_looked_for_after_its_layers_are_written(packages):
    atlas, read = Atlas(packages[0], RULES["standard"]), []
    frames_ = make_layers(atlas, DAY, DAY, ["changes", "places"]).values()
    rows = report_rows(atlas, (read.append(1) or frame for frame in frames_))
    assert not read
    assert {row[0] for row in rows} == {event.event_id for event in atlas.package.events}
    assert len(read) == 2


def test_an_import_digests_each_report_once(monkeypatch, tmp_path):
    made, digest = [], publishers._digest  # noqa: SLF001 - counts its calls
    monkeypatch.setattr(publishers, "_digest", lambda *one: made.append(one) or digest(*one))
    folder = write_package(tmp_path / "many", 20, 30)
    known = len(read_package(folder).all_reports)
    table = tmp_path / "table.csv"
    head = "id,day,place_id,before,after,publisher,url"
    lines = [
        f"T{n},2020-01-2{n},p{n},north,south,Paper,https://paper.invalid/{n}" for n in range(9)
    ]
    table.write_text("\n".join([head, *lines, ""]), "utf-8")
    plan = plan_import("table", ImportOptions(files=(table,)), folder)
    assert plan.summary.used == 9
    assert len(made) == len(set(made)) == known + 9
