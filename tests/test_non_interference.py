"""What is published under an embargo or a blur does not depend on what is left out."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from area_rows import area, area_report
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from invented_ground import ROAD, TERRAIN
from invented_histories import LAND

import frontline
from frontline.annotation_model import Annotation
from frontline.atlas import Atlas
from frontline.control.rules import RULES
from frontline.coverage import coverage_json, measure_coverage
from frontline.exporters.export import FORMATS, LAYERS, make_layers, write_layers
from frontline.geometry.grid import SIZES_KM, cell_centres, grid_cells
from frontline.models import Actor, Baseline, Event, Moment, Place, Publisher, Report, Unplaced
from frontline.stills.still import still
from frontline.webmap import page, site
from frontline.webmap.report.report import render

TODAY = date(2001, 1, 12)
DAYS = 5
#: The last day that can be seen.
END = TODAY - timedelta(days=DAYS)
ENDINGS = ("gpkg", "geojson", "parquet", "fgb", "csv", "kml", "topojson")
ARTICLE = (
    "South forces took Elm. Troops stood 11 km from Fir on 6 January. North took three villages. "
    "South holds the H1 highway."
)
#: An example takes a second, and its differing files say enough.
NO_SHRINKING = (Phase.explicit, Phase.generate)
#: Ground with three towns, as the monitor drew it on a day that can be seen.
STRIP = area("strip", 29.9, -0.1, 30.05, 0.3)
WORDS = st.text("abcdefgh", min_size=3, max_size=8)


def report(id_, record_id, publisher, day, **cells):
    return Report(
        report_id=id_, record_id=record_id, publisher=publisher, published_on=day,
        url=f"https://{publisher}.invalid/{id_}", **cells,
    )  # fmt: skip


def note(id_, about, last):
    """An annotation of the first days, or of one that cannot be seen."""
    return Annotation(
        annotation_id=id_, first_day=date(2001, 1, 2), last_day=date(2001, 1, last), lon=30.07,
        lat=0.12, to_lon=30.18, to_lat=0.21, text=f"Text {id_}", about=(about,),
    )  # fmt: skip


@st.composite
def held_back(draw):
    """A package whose part up to `END` is that of the invented land, with more that is younger."""
    word = draw(WORDS)
    young = END + timedelta(days=draw(st.integers(1, 9)))
    old = date(2001, 1, draw(st.integers(1, 7)))
    hill = Place(
        id=f"hill-{word}", name=f"Hill {word}", kind="hill", lon=30.05, lat=0.15,
        position_error_m=2500, sources=("placed from reports, see note",), licence=f"CC-{word}",
        admin1=f"Province {word}", name_local=f"Пагорб {word}", note=f"Two km from Elm, {young}",
    )  # fmt: skip
    third = Actor(id=f"third-{word}", name=f"Third {word}", colour="#123456")
    paper = Publisher(id=f"paper-{word}", name=f"Paper {word}", stance="agency", note=word)
    towns = [*LAND.gazetteer, hill.id]
    events, reports, unplaced, baseline = [], [], [], []
    publishers = [*LAND.publishers, paper.id]
    kinds = ["young", "late", "undated", "context", "unreported"]
    for number, kind in enumerate(draw(st.lists(st.sampled_from(kinds), max_size=5))):
        day = young if kind == "young" else old
        before, after = draw(st.permutations(["north", "south", third.id]))[:2]
        id_ = f"Z{number}-{word}"
        events.append(
            Event.model_validate(
                {
                    "event_id": id_, "place_id": draw(st.sampled_from(towns)),
                    "place_as_reported": word, "date_earliest": min(old, day),
                    "date_latest": day, "kind": "capture", "from": before, "to": after,
                    "note": f"note {word}",
                }
            )
        )  # fmt: skip
        published = {"undated": None, "unreported": None, "context": old}.get(kind, young)
        if kind != "unreported":
            says = "context" if kind == "context" else draw(st.sampled_from(["supports", "denies"]))
            reports.append(report(f"{id_}-r", id_, draw(st.sampled_from(publishers)), published,
                                  says=says))  # fmt: skip
    # More about what can be seen: a denial, a context report, and notes written with them.
    changed = draw(st.sets(st.sampled_from(["E1", "E2", "B5"])))
    for id_ in changed:
        says = draw(st.sampled_from(["denies", "context", "supports"]))
        day = draw(st.sampled_from([None, young]))
        reports.append(report(f"{id_}-{word}", id_, paper.id, day, says=says))
    if draw(st.booleans()):
        baseline.append(
            Baseline(baseline_id=f"BZ-{word}", place_id=hill.id, place_as_reported=word,
                     holder=third.id, evidence="claimed", note=f"from {word}")
        )  # fmt: skip
        reports.append(report(f"BZ-{word}-r", f"BZ-{word}", paper.id, young))
    # A statement that can be seen on 2 and 3 January, and may go on.
    stated_until = draw(st.sampled_from([date(2001, 1, day) for day in (3, 8, 10)]))
    events.append(
        Event.model_validate(
            {
                "event_id": "H1", "place_id": "ivy", "place_as_reported": "Ivy", "kind": "held",
                "date_earliest": date(2001, 1, 2), "date_latest": stated_until,
                "from": "south", "to": "south", "note": word,
            }
        )
    )  # fmt: skip
    reports.append(report("H1-r1", "H1", "watch", date(2001, 1, 2)))
    if stated_until > END or draw(st.booleans()):
        reports.append(report(f"H1-{word}", "H1", "watch", min(stated_until, END + timedelta(1))))
    if draw(st.booleans()):
        unplaced.append(
            Unplaced.model_validate(
                {"record_id": f"U-{word}", "place_as_reported": word, "kind": "capture",
                 "why": "not-located", "reason": word, "date_latest": young}
            )
        )  # fmt: skip
    seen = area_report("A1", ("strip",), ("south",), 3, note=draw(WORDS))
    areas, area_reports = [STRIP], [seen]
    for number, kind in enumerate(draw(st.lists(st.sampled_from(kinds[:3]), max_size=3))):
        day = young if kind == "young" else old
        published = {"undated": None, "young": day}.get(kind, young)
        areas.append(area(f"area-{number}", 29.9, -0.1, draw(st.floats(30, 30.3)), 0.3, note=word))
        area_reports.append(
            area_report(
                f"A{number}-{word}", (f"area-{number}",), (third.id,), day.day,
                publisher=paper.id, published_on=published,
            )
        )  # fmt: skip
    visible = {row.event_id for row in LAND.events if row.date_latest <= END}
    noted = (
        event.model_copy(update={"note": f"note {word}"}) if draw(st.booleans()) else event
        for event in LAND.events
        if event.event_id in visible
    )
    rows = {row.baseline_id for row in LAND.baseline}
    coverage = LAND.coverage.model_copy(
        update={
            "last_day": draw(st.sampled_from([END - timedelta(days=1), END, young])),
            "key_days": (*(d for d in LAND.coverage.key_days if d <= END), young),
            "key_places": (*LAND.coverage.key_places, *draw(st.sampled_from([(), (hill.id,)]))),
        }
    )
    annotations = [note("seen", "E1", 5)]
    for number, id_ in enumerate([*(event.event_id for event in events), *changed]):
        if draw(st.booleans()):
            is_late = draw(st.booleans()) or id_ in {*changed, "H1"}
            annotations.append(note(f"N{number}-{word}", id_, young.day if is_late else 5))
    moment = Moment(day=young, title=f"Moment {word}", source="https://x.invalid")
    return replace(
        LAND,
        coverage=coverage,
        gazetteer={**LAND.gazetteer, hill.id: hill},
        actors={**LAND.actors, third.id: third},
        publishers={**LAND.publishers, paper.id: paper},
        baseline=(*LAND.baseline, *baseline),
        events=(*noted, *events),
        all_reports=(
            *(r for r in LAND.all_reports if r.record_id in visible | rows), *reports
        ),
        unplaced=tuple(unplaced),
        moments=(moment,),
        annotations=tuple(annotations),
        roads=(ROAD,),
        terrain=TERRAIN,
        control_areas={one.id: one for one in areas},
        area_reports=tuple(area_reports),
        digest=word,
        row_numbers={("events", f"Z0-{word}"): 7},
        descriptor={**LAND.descriptor, "resources": [{"name": word}], "description": word},
    )  # fmt: skip


def outputs(package, **options):
    """Return every file, and every answer of the library, by name."""
    found = {}
    whole = Atlas(package, RULES["standard"])
    atlas, notices = whole.redact(today=TODAY, **options)
    last = atlas.record.last
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page.save(page.day_map(atlas.on(last), notices=notices), folder / "day.html")
        options = {"notices": notices, "size": "640x640"}  # the terrain has fewer points to shade
        still(atlas.on(last), **options).save(folder / "day.svg")
        still(atlas.on("2001-01-04"), **options, since="2001-01-01", arrows=True).save(
            folder / "earlier.svg"
        )
        list(site.build(atlas, folder / "maps", notices=notices))  # the animation is one of them
        days = (atlas.record.first, last)
        made = make_layers(atlas, *days, LAYERS)  # once, as all formats have the same rows
        for ending in ENDINGS:
            path = folder / ending / f"out.{ending}"
            write_layers(atlas, made, path, days, notices=[str(n) for n in notices])
        checked = atlas.check(ARTICLE, published=str(last))
        (folder / "report.html").write_text(render(checked, atlas), encoding="utf-8")
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    found["notices"] = repr(notices)
    found["package"] = repr(atlas.full_package)
    state = atlas.on(last)
    found["state"] = state.places.to_json() + state.territory.to_json() + state.front.to_json()
    found["changes"] = repr(list(atlas.record.changes(atlas.record.first, last)))
    found["distance"] = repr(state.distance("Elm", "south"))
    found["roads"] = repr([state.road_intervals(road) for road in atlas.roads])
    found["compare"] = repr(atlas.compare(["standard", "all"], last))
    found["coverage"] = repr(coverage_json(measure_coverage(atlas, [last]), atlas))
    return found


def differing(one, other):
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


@pytest.fixture(scope="module")
def first_outputs():
    """The outputs of the first package that is tried, which all others must have, by option."""
    return {}


@settings(max_examples=8, phases=NO_SHRINKING)
@given(held_back())
def test_no_output_under_an_embargo_depends_on_what_is_left_out(first_outputs, package):
    found = outputs(package, embargo_days=DAYS)
    assert differing(first_outputs.setdefault("embargo", found), found) == []


@settings(max_examples=4, phases=NO_SHRINKING)
@given(st.sampled_from(SIZES_KM), st.integers(0, 2**32 - 1))
def test_no_output_under_a_blur_depends_on_where_in_its_cell_a_place_is(first_outputs, size, seed):
    reports = tuple(report for report in LAND.all_reports if report.record_id != "E5")
    package = replace(LAND, footprints={}, highways={}, events=LAND.events[:4], all_reports=reports)
    chance = np.random.default_rng(seed)
    places = list(package.gazetteer.values())
    cells = grid_cells([p.lon for p in places], [p.lat for p in places], size)
    lon, lat = cell_centres(cells, size)
    reach = 0.4 * size / 111.3
    moved = {
        place.id: place.model_copy(
            update={
                "lon": float(lon[i] + chance.uniform(-reach, reach)),
                "lat": float(lat[i] + chance.uniform(-reach, reach)),
                "geonames_id": int(chance.integers(1, 9999)),
                "sources": (f"GeoNames {chance.integers(1, 9999)}",),
            }
        )
        for i, place in enumerate(places)
    }
    named = {id_: p.model_copy(update={"sources": ("GeoNames 1",)})
             for id_, p in package.gazetteer.items()}  # fmt: skip
    lon, lat = cell_centres(grid_cells([30.07], [0.12], size), size)
    near = note("seen", "E1", 5).model_copy(
        update={"lon": float(lon[0]) + reach / 2, "lat": float(lat[0]) - reach / 3}
    )
    one = replace(package, gazetteer=moved, annotations=(near,))
    other = replace(package, gazetteer=named, annotations=(note("seen", "E1", 5),))
    if size not in first_outputs:
        first_outputs[size] = outputs(other, blur_km=size)
    assert differing(outputs(one, blur_km=size), first_outputs[size]) == []


def test_a_blur_changes_no_holder_on_any_day():
    whole = Atlas(LAND, RULES["standard"])
    for size in SIZES_KM:
        blurred, _ = whole.redact(blur_km=size)
        for place_id in LAND.gazetteer:
            for number in range(10):
                day = LAND.coverage.first_day + timedelta(days=number)
                one, other = (a.record.control_on(place_id, day) for a in (whole, blurred))
                assert one == other, (size, place_id, day)


def test_an_embargo_in_the_library_needs_a_day():
    with pytest.raises(frontline.InvalidRequestError, match="name it"):
        Atlas(LAND, RULES["standard"]).redact(embargo_days=7)


def test_a_redacted_atlas_has_no_way_back_to_the_whole():
    atlas, _ = Atlas(LAND, RULES["standard"]).redact(embargo_days=3, today="2001-01-10")
    for other in (atlas, atlas.with_options(as_of=date(2001, 1, 7)), atlas.redact(blur_km=2)[0]):
        assert "E5" not in repr(other.full_package)
        assert "E5" not in repr(other.package)


def test_every_format_is_tried():
    assert {FORMATS[ending] for ending in ENDINGS} == set(FORMATS.values())
