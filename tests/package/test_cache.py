"""A package in the cache is the package, and a damaged or changed one is read anew."""

from __future__ import annotations

import gc
import json
import os
import pickle
import shutil
import sqlite3
import stat
import sys
import time
import weakref
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from typer.testing import CliRunner

import frontline
from frontline import open_water
from frontline.atlas import built_in_folder
from frontline.cli import app, output
from frontline.control import assessment
from frontline.errors import DataError
from frontline.geometry import spacing, tessellation
from frontline.geometry.geodesy import Projection
from frontline.geometry.spacing import fitting_reach_km
from frontline.geometry.tessellation import Tessellation, tessellate
from frontline.lint import check_folder
from frontline.models import Report
from frontline.package import cached_package, columns, package
from frontline.package.cache import CacheFile, cache_folder, json_bytes
from frontline.package.cached_package import _parts_of
from frontline.package.column_check import row_maker
from frontline.package.package import Package, inspect_package, read_package
from frontline.package.row_numbers import RowNumbers

pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    return cache_folder()


@pytest.fixture
def folder(tmp_path):
    """Return a small package of its own."""
    return Path(shutil.copytree(Path(__file__).parent.parent / "land", tmp_path / "land"))


@pytest.fixture
def reads(monkeypatch):
    """Count how often a package is read from its files."""
    counted = []
    monkeypatch.setattr(
        cached_package,
        "read_package",
        lambda folder: counted.append(folder) or read_package(folder),
    )
    return counted


def test_the_cached_package_is_the_package_that_was_read(reads):
    first, second = (frontline.open(cache=True).package for _ in range(2))
    expected = read_package(built_in_folder())
    assert len(reads) == 1
    for opened in (first, second):
        for field in fields(Package):
            found, wanted = (getattr(one, field.name) for one in (opened, expected))
            assert found == wanted, field.name
            kind = Mapping if field.name == "gazetteer" else type(wanted)
            assert isinstance(found, kind), field.name
            assert list(found) == list(wanted) if kind is Mapping else True, field.name
    assert second.area_statements == expected.area_statements


def test_a_package_that_was_just_kept_needs_no_row_of_the_cache(folder, monkeypatch):
    monkeypatch.setattr(CacheFile, "load", lambda _: False)
    monkeypatch.setattr(CacheFile, "take_json", lambda *_: pytest.fail("read again"))
    opened, expected = frontline.open(folder, cache=True).package, read_package(folder)
    for field in fields(Package):
        assert getattr(opened, field.name) == getattr(expected, field.name), field.name
    opened.store.put_json("more", [1])
    assert opened.store.get_added_json("more") == [1]  # so that cells and record can be kept
    assert replace(opened, events=()).store is None  # they are not those of another package
    assert pickle.loads(pickle.dumps(opened)).store is None  # noqa: S301 - our own


@pytest.fixture
def _own_garbage():
    """Look for garbage only among what a test makes: among all there is, it takes seconds."""
    gc.freeze()
    yield
    gc.unfreeze()


def test_names_cells_and_record_are_kept_with_their_package(folder):
    expected = frontline.open(folder)
    for _ in range(3):
        atlas = frontline.open(folder, cache=True)
        assert atlas.gazetteer.index == expected.gazetteer.index
        assert atlas.record.states == expected.record.states
        assert [*map(atlas.record.spans, atlas.record.place_ids)] == [
            *map(expected.record.spans, expected.record.place_ids)
        ]
        for name in ("cells", "ridges", "rims"):
            found, wanted = (getattr(one.cells, name) for one in (atlas, expected))
            assert shapely.equals_exact(found, wanted).all()
        assert np.array_equal(atlas.cells.pairs, expected.cells.pairs)
        assert np.array_equal(atlas.cells.xy, expected.cells.xy)
    strict = frontline.open(folder, rule="two-source", cache=True).record
    assert strict.states == frontline.open(folder, rule="two-source").record.states


def test_a_changed_file_is_read_anew(folder, reads):
    frontline.open(folder, cache=True)
    path = folder / "actors.csv"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    frontline.open(folder, cache=True)
    assert len(reads) == 2


@pytest.mark.parametrize("damage", ["truncated", "text", "one letter", "no rows"])
def test_a_damaged_file_of_the_cache_is_as_if_it_were_not_there(cache, folder, reads, damage):
    title = frontline.open(folder, cache=True).package.title
    (path,) = cache.iterdir()
    whole = path.read_bytes()
    if damage == "one letter":
        path.write_bytes(whole.replace(title.encode(), b"X" + title.encode()[1:]))
    elif damage == "no rows":
        with closing(sqlite3.connect(path)) as database:
            database.execute("DELETE FROM part")
            database.commit()
    else:
        path.write_bytes(whole[:3000] if damage == "truncated" else b"not a database")
    assert frontline.open(folder, cache=True).package.title == title
    assert len(reads) == 2


@pytest.mark.parametrize("part", ["areas", "cells", "names keyed", "record"])
def test_a_damaged_part_of_the_cache_is_made_anew(cache, folder, reads, part):
    def ask():
        atlas = frontline.open(folder, cache=True)
        first = atlas.record.first
        return (
            atlas.place("Elm").id,
            atlas.record.codes(first).tolist(),
            atlas.cells.areas_km2.sum(),
        )

    answer = ask()
    (path,) = cache.iterdir()
    whole = path.read_bytes()
    with closing(sqlite3.connect(path)) as database:
        (name, body), *_ = database.execute(
            "SELECT name, body FROM part WHERE name LIKE ?", (f"{part}%",)
        )
        damaged = body[: len(body) // 2] + b"~" + body[len(body) // 2 + 1 :]
        database.execute("UPDATE part SET body = ? WHERE name = ?", (damaged, name))
        database.commit()
    assert (path.read_bytes() == whole) is False
    assert ask() == answer
    with closing(sqlite3.connect(path)) as database:
        (again,) = database.execute("SELECT body FROM part WHERE name = ?", (name,)).fetchone()
    assert (again == body) is True
    assert len(reads) == 1


def test_only_the_owner_can_read_the_cache(cache, folder):
    frontline.open(folder, cache=True)
    (path,) = cache.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


def test_the_cache_keeps_a_few_packages(cache, folder):
    for number in range(12):
        path = folder / "actors.csv"
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
        frontline.open(folder, cache=True)
        newest = max(cache.iterdir(), key=lambda one: one.stat().st_mtime_ns)
        os.utime(newest, ns=(number, number))
    assert len(list(cache.iterdir())) == 8


def test_without_a_folder_to_write_to_nothing_is_kept(cache, folder):
    cache.parent.mkdir(parents=True)
    cache.write_text("a file where the folder should be")
    assert frontline.open(folder, cache=True).package.title


def test_an_invalid_package_is_not_kept(cache, folder):
    (folder / "actors.csv").write_text("id,name\n,\n", "utf-8")
    with pytest.raises(DataError):
        frontline.open(folder, cache=True)
    assert not cache.exists()


def test_what_is_redacted_does_not_depend_on_the_cache(folder):
    frontline.open(folder, cache=True).redact(blur_km=2)
    (cached, _), (read, _) = (
        frontline.open(folder, cache=use).redact(blur_km=2) for use in (True, False)
    )
    assert cached.package.digest == read.package.digest
    assert cached.package.store is None
    assert cached.package.area_statements == read.package.area_statements
    assert cached.record.states == read.record.states


def test_a_large_package_with_a_wrong_descriptor_is_not_read_on(folder, monkeypatch):
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["frontline"]["region"] = [-100.0, -50.0, 100.0, 50.0]
    path.write_text(json.dumps(descriptor), "utf-8")
    (folder / "events.csv").write_text("not,a,table\n", "utf-8")
    small = [issue.file for issue in inspect_package(folder)[1]]
    monkeypatch.setattr(package, "_LARGE_BYTES", 0)
    large = inspect_package(folder)[1]
    assert "events.csv" in small
    assert {issue.file for issue in large} == {"datapackage.json"}
    assert "region" in large[0].message


def test_a_large_package_with_many_wrong_rows_is_not_read_on(folder, monkeypatch):
    head = (folder / "reports.csv").read_text("utf-8").splitlines()[0]
    rows = (f"R{n},nothing,nobody,no address" + "," * (head.count(",") - 3) for n in range(5000))
    (folder / "reports.csv").write_text("\n".join([head, *rows]), "utf-8")
    assert len(inspect_package(folder)[1]) >= 5000
    monkeypatch.setattr(package, "_LARGE_BYTES", 0)
    issues = inspect_package(folder)[1]
    assert 1000 <= len(issues) < 1100
    assert "was not read" in issues[-1].message


def test_cells_that_were_kept_need_neither_the_reach_nor_the_sites(folder, monkeypatch):
    made = frontline.open(folder, cache=True).cells
    calls = []
    monkeypatch.setattr(spacing, "typical_spacing_km", calls.append)
    kept = frontline.open(folder, cache=True)
    assert shapely.equals_exact(kept.cells.cells, made.cells).all()
    assert not calls
    assert "sites" not in vars(kept)


def test_areas_that_were_kept_need_no_water(folder, monkeypatch):
    made = frontline.open(folder, cache=True).cells.areas_km2
    asked = []
    monkeypatch.setattr(open_water, "water_of_cells", lambda *rest: asked.append(rest))
    kept = frontline.open(folder, cache=True).cells.areas_km2
    assert kept.tolist() == made.tolist()
    assert not asked


def test_ground_that_was_kept_is_not_united_again(folder, monkeypatch):
    made = frontline.open(folder, cache=True).reported_ground
    monkeypatch.delattr(Tessellation, "extent")
    kept = frontline.open(folder, cache=True).reported_ground
    assert shapely.equals_exact(kept, made, tolerance=0.0)


def test_the_ground_at_a_coast_that_was_kept_is_not_united_again(monkeypatch):
    store = CacheFile("a" * 64)
    store.put({"first": b"part"})
    plane = Projection.of_region((8.0, 38.8, 10.0, 41.3))
    towns = np.asarray([(8.56, 40.9), (9.5, 40.92), (9.33, 40.32), (9.11, 39.21)])

    def ground():
        xy = np.column_stack(plane.forward(*towns.T))
        shore = open_water.Shore((8.0, 38.8, 10.0, 41.3), plane, towns, xy, store)
        return shore.ground((7.5, 38.5, 10.5, 41.8), with_lakes=True)

    made, united = ground(), []
    assert made.area > 1e7
    monkeypatch.setattr(shapely, "union_all", united.append)
    assert shapely.equals_exact(ground(), made, tolerance=0.0)
    assert not united


def test_the_spacing_of_the_places_is_computed_once(folder, monkeypatch):
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["frontline"].pop("reach_km", None)
    path.write_text(json.dumps(descriptor), "utf-8")
    expected = read_package(folder).spacing_km
    assert frontline.open(folder, cache=True).package.spacing_km == expected
    monkeypatch.setattr(spacing, "typical_spacing_km", lambda *_: pytest.fail("computed again"))
    kept = frontline.open(folder, cache=True).package
    assert kept.spacing_km == expected
    assert kept.reach_km == fitting_reach_km(expected)


@pytest.mark.parametrize("rule", ["standard", "two-source"])
def test_the_events_are_assessed_once_under_each_rule(folder, monkeypatch, rule):
    expected = frontline.open(folder, rule).assessments
    assert frontline.open(folder, rule, cache=True).assessments == expected
    monkeypatch.setattr(
        assessment, "assess_place", lambda *_: pytest.fail("an event is assessed again")
    )
    kept = frontline.open(folder, rule, cache=True).assessments
    assert kept == expected != ()


def test_rows_of_the_cache_share_one_table_of_the_names_of_their_fields():
    class Row(BaseModel):
        id: str
        name: str
        kind: str
        lon: float
        lat: float
        sources: tuple[str, ...]
        day: date | None
        note: str

    values = [
        {"id": f"r{number}", "name": "", "kind": "town", "lon": float(number), "lat": 0.5,
         "sources": ("a",) * number, "day": date(2020, 1, 1 + number % 30) if number else None,
         "note": ""}
        for number in range(60)
    ]  # fmt: skip
    make = row_maker(Row)
    kept = make([[one[name] for one in values] for name in Row.model_fields], 60)
    assert all(sys.getsizeof(vars(one)) < 0.7 * sys.getsizeof(dict(vars(one))) for one in kept)
    rows = [Row(**one) for one in values]
    assert kept == rows
    packed = json.loads(json_bytes(columns.pack_rows(Row.model_fields, rows)))
    kept = make(list(zip(*columns.unpack_rows(packed), strict=True)), 60)
    assert kept == rows
    assert kept[0].model_dump_json() == rows[0].model_dump_json()


def test_a_row_of_the_cache_is_held_once_when_all_are_made():
    packed = columns.pack_rows(["real"], range(50))
    rows = columns.Columns(packed, lambda values, _: [[one] for one in values[0]])
    first = rows.row(3)
    assert rows.rows()[3] is first is rows.row(3)
    rows.load([4, 5])
    assert rows.row(5) is rows.rows()[5]
    assert not rows._made  # noqa: SLF001 - a second table of 100,000 rows would be large


@pytest.mark.usefixtures("_own_garbage")
def test_the_columns_of_the_cache_are_freed_when_all_rows_are_made():
    class Kept(list):
        """A list that can be watched."""

    packed = columns.pack_rows(["real", "imag"], range(50))
    codes, plain = Kept([0, 1] * 25), Kept(range(50))
    packed[1:] = [("few plain", ["a", "b"], codes), ("plain", plain)]
    watched = [weakref.ref(codes), weakref.ref(plain)]
    rows = columns.Columns(packed, lambda values, _: list(zip(*values, strict=True)))
    del packed, codes, plain
    assert rows.row(7) == ("b", 7)
    assert all(one() is not None for one in watched)  # other rows are made of them
    rows.rows()
    gc.collect()
    assert [one() for one in watched] == [None, None]
    assert rows.values(0) == ["a", "b"] * 25
    assert rows.values(1) == [*range(50)]
    assert rows.row(8) == ("a", 8)


def test_a_cached_package_answers_by_field_when_its_columns_are_freed(folder):
    frontline.open(folder, cache=True)
    first, second = (frontline.open(folder, cache=True) for _ in range(2))
    tables = [cached_package._table(first.package, name) for name in ("baseline", "gazetteer")]  # noqa: SLF001
    for table in tables:
        table.rows()
    places = first.package.evidence_place_ids
    for place_id in places:
        found, expected = (one.package.baseline_of(place_id) for one in (first, second))
        assert found == expected
        assert first.package.gazetteer[place_id] == second.package.gazetteer[place_id]
    assert any(first.package.baseline_of(place_id) for place_id in places)


COLUMNS = [
    st.sampled_from(["", "watch", None]),
    st.none() | st.sampled_from([date(2020, 1, 1), date(2020, 2, 1)]),
    st.lists(st.sampled_from("ab"), max_size=2).map(tuple),
    st.integers(),
    st.floats(allow_nan=False),
    st.sampled_from([0.0, -0.0, 1.5]),
    st.sampled_from([0, 1, True, 1.0]),
    st.text(),
]


@given(st.lists(st.tuples(*COLUMNS), max_size=40))
def test_rows_as_columns_are_the_same_rows(values):
    class Row:
        def __init__(self, fields):
            self.__dict__ = fields

    names = [f"c{number}" for number in range(len(COLUMNS))]
    packed = columns.pack_rows(names, [Row(dict(zip(names, row, strict=True))) for row in values])
    kept = json.loads(json_bytes(packed))
    assert repr(list(columns.unpack_rows(kept))) == repr(values)
    rows = columns.Columns(kept, lambda values, _: list(zip(*values, strict=True)))
    rows.load(range(0, len(values), 3))
    order = [*range(1, len(values), 2), *range(0, len(values), 2)]
    assert repr([rows.row(number) for number in order]) == repr([values[n] for n in order])
    for field, column in enumerate(zip(*values, strict=True)):
        assert repr(rows.values(field)) == repr([*column])
    assert all(rows.row(number) is row for number, row in enumerate(rows.rows()))
    for field, column in enumerate(zip(*values, strict=True)):
        assert repr(rows.values(field)) == repr([*column])


def test_values_that_differ_in_all_rows_are_not_all_compared(monkeypatch):
    compared = []

    class Address(str):
        """A text that counts how often it is looked up."""

        __slots__ = ()

        def __hash__(self):
            compared.append(self)
            return super().__hash__()

    class Row:
        def __init__(self, number):
            self.address, self.kind = Address(f"https://e.invalid/{number}"), number % 3 + 1

    monkeypatch.setattr(columns, "_AT_ONCE", 50)
    _, addresses, kinds = columns.pack_rows(["address", "kind"], [*map(Row, range(2000))])
    assert addresses[0] == "plain"
    assert kinds == ("few plain", [1, 2, 3], [n % 3 for n in range(2000)])
    assert len(compared) <= 2 * (2000 // 4 + 50)  # once to count it, once to add it


def test_row_numbers_are_kept_file_by_file(folder, monkeypatch):
    package = read_package(folder)
    monkeypatch.setattr(RowNumbers, "__iter__", lambda _: pytest.fail("ids are taken one by one"))
    kept = cached_package._parts_of(package)["row_numbers"]  # noqa: SLF001 - what is written
    monkeypatch.undo()
    found = {
        (name, id_): row
        for name, ids, rows in json.loads(kept)
        for id_, row in zip(ids, rows, strict=True)
    }
    assert found == dict(package.row_numbers) != {}
    filled = {name: rows for name, rows in package.row_numbers.by_file.items() if rows}
    assert RowNumbers.of(found).by_file == filled


def test_what_was_validated_is_kept_for_later_commands(folder, reads, monkeypatch):
    def cut(*rest, **options):
        cuts.append(1)
        return tessellate(*rest, **options)

    cuts, packed = [], []
    monkeypatch.setattr(tessellation, "tessellate", cut)
    monkeypatch.setattr(cached_package, "_parts_of", lambda one: packed.append(1) or _parts_of(one))
    warnings = check_folder(folder)
    assert not CacheFile(read_package(folder).digest).load()
    assert check_folder(folder, keep=True) == warnings == check_folder(folder, keep=True)
    assert len(packed) == 1  # and the cells, cut without the cache and once more, are still there
    assert len(cuts) == 2
    atlas = frontline.open(folder, cache=True)
    assert atlas.cells.pairs.size
    assert atlas.record.place_ids
    assert (reads, len(cuts)) == ([], 2)


def test_validate_keeps_nothing_without_the_cache(cache, folder, monkeypatch):
    monkeypatch.delenv(output.NO_CACHE, raising=False)
    arguments = [["--no-cache", "validate", str(folder)], ["validate", str(folder)]]
    kept = []
    for one in arguments:
        with monkeypatch.context() as patch:
            patch.setenv(output.NO_CACHE, "")  # what the command sets ends with the context
            assert CliRunner().invoke(app.app, one).exit_code == 0
        kept.append(cache.is_dir() and len(list(cache.iterdir())))
    assert kept == [False, 1]


def test_a_record_that_was_just_made_is_not_read_from_its_json(folder, monkeypatch):
    expected = frontline.open(folder).record
    made = frontline.open(folder, cache=True)

    def fail(*_, **__):
        pytest.fail("JSON is parsed")

    monkeypatch.setattr("frontline.package.cache.from_json", fail)
    record = made.record
    monkeypatch.undo()
    for one in (record, frontline.open(folder, cache=True).record):
        assert one.states == expected.states
        assert [*map(one.spans, one.place_ids)] == [*map(expected.spans, expected.place_ids)]


def test_a_value_of_many_rows_is_kept_once(folder):
    kept = cached_package._parts_of(read_package(folder))  # noqa: SLF001 - what is written
    columns = dict(zip(Report.model_fields, json.loads(kept["reports"])[1:], strict=True))
    kind, values, codes = columns["publisher"]
    assert kind == "few plain"
    assert len(set(values)) == len(values) < len(codes)
    frontline.open(folder, cache=True)
    reports = frontline.open(folder, cache=True).package.all_reports
    assert len({id(one.publisher) for one in reports}) == len(values)


def test_what_was_read_of_the_cache_is_forgotten_and_read_once_by_all_threads(folder, monkeypatch):
    frontline.open(folder, cache=True)
    opened = frontline.open(folder, cache=True).package
    asked, unpack = [], columns.Columns.rows

    def slow(*rest):
        asked.append(1)
        time.sleep(0.01)
        return unpack(*rest)

    monkeypatch.setattr(columns.Columns, "rows", slow)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: opened.events, range(4)))
    assert len(asked) == 1
    assert all(one is found[0] for one in found)
    assert opened.store.get("events") is None
    assert opened.store.get("head") is not None


def test_what_each_command_reads_has_no_outlines(folder):
    kept = cached_package._parts_of(read_package(built_in_folder()))  # noqa: SLF001 - what is written
    assert len(kept["head"]) < len(kept["footprints"]) / 10
    assert frontline.open(folder, cache=True).package.footprints
    opened = frontline.open(folder, cache=True).package
    assert opened.coverage.first_day
    assert opened.store.get("footprints") is not None  # which is not read yet
    assert opened.footprints == read_package(folder).footprints
