"""UCDP GED: fighting becomes context of an event, and changes no control."""

from __future__ import annotations

from sample_imports import GED, import_sample

from frontline.atlas import open as open_atlas
from frontline.package.package import read_package


def test_fighting_is_context_of_an_event_and_changes_no_answer(land_copy):
    before = open_atlas(land_copy)
    summary = import_sample(land_copy, "ucdp", "ged.csv", GED)
    assert (summary.read, summary.used, summary.merged) == (4, 0, 1)
    package = read_package(land_copy)
    own = [one for one in package.reports["E1"] if one.says == "context"]
    assert {one.publisher for one in own} == {"wire", "radio-gorse"}
    assert {one.note for one in own} == {"Via UCDP GED GED-70001"}
    assert package.events == before.package.events
    assert open_atlas(land_copy).record.states == before.record.states
    assert sorted(summary.left_out) == [
        "reports fighting but no holder, and matches no event of the package",
        "type_of_violence 3: against civilians, not between two sides",
        "where_prec 2: not an exact place",
    ]
