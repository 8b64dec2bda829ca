"""Compare: the list and the numbers are those of the library."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from area_rows import box

import frontline
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.sensitivity.ground_comparison import compare_ground


def compare(client, kind, a, b, day="2001-01-08"):
    return client.get("/compare", params={"kind": kind, "a": a, "b": b, "day": day})


def differing(answer):
    table = answer.text.partition('id="differences"')[2].partition("</table>")[0]
    return re.findall(r"/ask\?place=([\w-]+)&amp;", table)


def test_two_rules(client, land):
    answer = compare(client, "rules", "standard", "two-source")
    found = land.compare(["standard", "two-source"], "2001-01-08")
    assert found.places
    assert differing(answer) == [one.place.id for one in found.places]
    assert answer.text.count("data-corners") == 2


def test_two_sources(client, land):
    answer = compare(client, "sources", "watch", "herald")
    found = land.compare_sources(["watch", "herald"], "2001-01-08")
    assert differing(answer) == [one.place.id for one in found.places]
    assert f"Places that differ: {len(found.places)}" in answer.text


def test_two_days_of_knowledge(client, land):
    answer = compare(client, "knowledge", "2001-01-03", "2001-01-10")
    early = frontline.open(land.folder, as_of="2001-01-03")
    day = date(2001, 1, 8)
    changed = [
        one.id
        for one in land.sites
        if early.record.control_on(one.id, day) != land.record.control_on(one.id, day)
    ]
    assert changed
    assert differing(answer) == sorted(changed)


@pytest.fixture
def drawn(own_client, tmp_path):
    """A desk whose land has a drawing: south holds the cell of Elm, and nothing else is said."""
    path = tmp_path / "2001-01-05.geojson"
    one = {"type": "Feature", "properties": {}, "geometry": box(30.05, 0.05, 30.15, 0.15)}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [one]}))
    settings = {"after": "south", "publisher": "Land Watch", "url": "https://watch.invalid/map"}
    options = ImportOptions(files=(path,), settings={**settings, "licence": "CC0"})
    import_files("areas", options, own_client.desk.workspace.folder)
    return own_client


def test_areas_and_cells(drawn):
    """All towns but Elm lie outside the drawing, and in cells of somebody."""
    answer = compare(drawn, "ground", "cells", "areas:watch")
    state = drawn.desk.workspace.atlas().on("2001-01-08")
    assert differing(answer) == [one.id for one in state.atlas.sites if one.id != "elm"]
    forms = [state.atlas.with_ground(one).on(state.day) for one in ("cells", "areas:watch")]
    found = compare_ground(*forms)
    lost = {one.holders[0]: one.area_km2 for one in found.ground if one.holders[1] == "unknown"}
    held = forms[0].areas_km2
    south_in_both = held["south"] - lost["south"]
    gained = sum(one.area_km2 for one in found.ground if one.holders[1] == "south")
    assert south_in_both + gained == pytest.approx(forms[1].areas_km2["south"], rel=0.01)
    table = answer.text.partition('id="ground"')[2].partition("</table>")[0]
    assert len(re.findall("<tr>", table)) == len(found.ground) + 1
    assert answer.text.count("data-corners") == 2
    same = compare(drawn, "ground", "cells", "cells")
    assert differing(same) == []
    assert "Places that differ: 0" in same.text


@pytest.mark.parametrize(
    ("kind", "a", "b", "day"),
    [
        ("rules", "standard", "standard", "2001-01-08"),
        ("rules", "standard", "/etc/passwd", "2001-01-08"),
        ("sources", "watch", "nobody", "2001-01-08"),
        ("sources", "watch", "watch", "2001-01-08"),
        ("knowledge", "2001-01-03", "2001-01-03", "2001-01-08"),
        ("knowledge", "soon", "2001-01-03", "2001-01-08"),
        ("rules", "standard", "all", "1999-01-01"),
        ("ground", "cells", "areas:wire", "2001-01-08"),
        ("ground", "cells", "areas:../x", "2001-01-08"),
        ("x", "standard", "nothing", "2001-01-08"),
    ],
)
def test_what_cannot_be_compared_says_why(client, kind, a, b, day):
    answer = compare(client, kind, a, b, day)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert differing(answer) == []
