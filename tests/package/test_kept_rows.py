"""What is read of the cache is what a question is about, and the same as in the whole package."""

from __future__ import annotations

import json
import pickle
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opened_packages import count_made_rows

import frontline
from frontline.atlas import Atlas
from frontline.control import kept_record
from frontline.gazetteer.name_index import SortedNames, pack_names
from frontline.serialize import history_json

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from growth_package import write_package


@pytest.fixture(autouse=True)
def _cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))


@pytest.fixture
def many(tmp_path):
    """Return a package of some hundred places."""
    return write_package(tmp_path / "many", 400, 60)


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=())),
        st.dictionaries(st.text(), st.text(), min_size=1),
    )
)
def test_one_name_is_found_among_sorted_lines_as_in_the_mapping(named):
    for whole in (False, True):
        names = SortedNames(pack_names(named))
        if whole:
            assert sorted(names) == sorted(named)
        for key in (*named, "", "\n", "\t", "zz"):
            assert names.get(key) == named.get(key)
            assert [*names.get(key, ())] == [*named.get(key, ())]  # in this order


def test_names_are_written_without_an_encoder_for_each(monkeypatch):
    monkeypatch.setattr(json.JSONEncoder, "__init__", lambda *_, **__: pytest.fail("one more"))
    kept = pack_names(
        {"dar azza": {"p1": "Dar Azza", "p7": "دارة عزة"}, "zardana": {"p2": "زردنا"}}
    )
    monkeypatch.undo()
    assert kept.decode().splitlines()[0] == '"dar azza"\t{"p1":"Dar Azza","p7":"دارة عزة"}'
    assert SortedNames(kept)["zardana"] == {"p2": "زردنا"}


@pytest.mark.parametrize("rule", ["standard", "two-source"])
def test_what_is_known_of_a_place_alone_is_what_the_whole_package_says(many, rule):
    found = 0
    for source in (None, Path(__file__).parent.parent / "land", many):
        whole = frontline.open(source, rule=rule)
        changes = tuple(event for event in whole.package.events if event.highway is None)
        package = replace(whole.package, events=changes, area_reports=())
        alone, assessed = (Atlas(package, whole.rule) for _ in range(2))
        _ = assessed.assessments
        for place_id in package.evidence_place_ids:
            one, other = (atlas.evidence_about(place_id) for atlas in (alone, assessed))
            assert one.assessments == other.assessments
            assert one.positions == other.positions
            assert (one.baseline, one.events) == (other.baseline, other.events)
            for row in (*one.baseline, *one.events):
                id_ = getattr(row, "event_id", "") or row.baseline_id
                assert one.package.reports.get(id_) == other.package.reports.get(id_)
            found += len(one.assessments)
        assert "assessments" not in vars(alone)
    assert found > 500


def test_a_question_of_one_place_makes_only_its_rows(many, monkeypatch):
    expected = frontline.open(many)
    first = frontline.open(many, cache=True)
    assert (first.place("p7").id, len(first.record.place_ids)) == ("p7", 400)  # now kept
    made = count_made_rows(monkeypatch)
    monkeypatch.setattr(SortedNames, "_whole", property(pytest.fail))
    opened = frontline.open(many, cache=True)
    wanted = expected.place(str(expected.package.events[9].place_id))
    answer = history_json(opened, opened.place(wanted.name_ar))
    assert answer == history_json(expected, wanted)
    assert len(answer["records"]) > 1
    assert made["Place"] == 1
    assert 2 < made["Baseline"] + made["Event"] + made["Report"] < 10


@pytest.mark.parametrize("days", [("2020-01-01", "2020-02-29"), ("2020-01-10", "2020-01-14")])
def test_changes_of_a_kept_record_make_only_spans_of_places_that_differ(many, days, monkeypatch):
    expected = frontline.open(many).record
    frontline.open(many, cache=True).record  # noqa: B018 - to be kept
    made, make = [], kept_record._spans  # noqa: SLF001 - counts what is made

    def counting(*rest):
        found = make(*rest)
        made.extend(found)
        return found

    monkeypatch.setattr(kept_record, "_spans", counting)
    kept = frontline.open(many, cache=True).record
    found = kept.changes(*map(date.fromisoformat, days))
    assert found == expected.changes(*map(date.fromisoformat, days))
    places = [change.place_id for change in found]
    assert places
    assert len(made) <= sum(len(expected.spans(id_)) for id_ in places) + len(places)
    assert np.array_equal(kept.matrix, expected.matrix)
    sent = pickle.loads(pickle.dumps(kept))  # noqa: S301 - what was just written
    assert [*map(sent.spans, sent.place_ids)] == [*map(expected.spans, sent.place_ids)]
    assert np.array_equal(sent.matrix, expected.matrix)


def test_a_kept_record_has_its_table_also_when_all_its_spans_are_made(many):
    expected = frontline.open(many).record
    frontline.open(many, cache=True).record  # noqa: B018 - to be kept
    kept = frontline.open(many, cache=True).record
    assert [*map(kept.spans, kept.place_ids)] == [*map(expected.spans, kept.place_ids)]
    assert not kept._kept._columns._columns  # noqa: SLF001 - spans are not held twice
    assert "table" not in vars(kept)
    assert np.array_equal(kept.matrix, expected.matrix)


def test_all_places_of_the_cache_are_those_of_the_package(many):
    places = frontline.open(many).package.gazetteer
    for begin in ([], ["p3", "p5"], [*places][::2]):
        frontline.open(many, cache=True)
        kept = frontline.open(many, cache=True).package.gazetteer
        single = [kept[id_] for id_ in begin]
        assert [*kept] == [*places]
        assert [*kept.values()] == [*places.values()]
        assert [kept[id_] for id_ in begin] == single
        assert all(kept[one.id] is one for one in single)
        assert "p400" not in kept
        assert kept.get("p400") is None
        assert pickle.loads(pickle.dumps(kept)) == dict(places)  # noqa: S301 - as above
