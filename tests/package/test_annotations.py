"""Annotations are checked like other rows, and nothing that is held back remains in them."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date

import pytest
from invented_histories import LAND as PACKAGE

import frontline
from frontline.annotation_model import Annotation
from frontline.atlas import Atlas
from frontline.control.rules import RULES
from frontline.errors import DataError
from frontline.geometry.grid import cell_centres, grid_cells

ROW = {
    "annotation_id": "N1", "first_day": "2001-01-02", "last_day": "2001-01-04", "place_id": "elm",
    "lon": "", "lat": "", "to_lon": "", "to_lat": "", "text": "The bridge is closed",
    "text_ar": "الجسر مغلق", "actor": "", "about": "E1",
}  # fmt: skip


def write(folder, *rows):
    with (folder / "annotations.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(ROW))
        writer.writeheader()
        writer.writerows({**ROW, **row} for row in rows)
    return folder


def test_a_package_reads_its_annotations(land_copy):
    arrow = {"annotation_id": "N2", "place_id": "", "lon": "30.05", "lat": "0.1",
             "to_lon": "30.15", "to_lat": "0.2", "text": "", "text_ar": "",
             "actor": "south"}  # fmt: skip
    package = frontline.open(write(land_copy, {}, arrow)).package
    note, advance = package.annotations
    assert (note.place_id, note.about, note.is_arrow) == ("elm", ("E1",), False)
    assert (advance.lon, advance.to_lat, advance.is_arrow) == (30.05, 0.2, True)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"place_id": "nowhere"}, "place_id: no such place"),
        ({"place_id": ""}, "either a place_id or lon and lat"),
        ({"lon": "30.1", "lat": "0.1"}, "either a place_id or lon and lat"),
        ({"place_id": "", "lon": "30.1"}, "a longitude and a latitude"),
        ({"to_lon": "30.1"}, "a longitude and a latitude"),
        ({"to_lon": "300", "to_lat": "0"}, "to_lon"),
        ({"text": ""}, "needs a text"),
        ({"text": "x" * 201}, "text"),
        ({"actor": "nobody"}, "actor: no such actor"),
        ({"about": "E1; E99"}, "about: no such event"),
        ({"last_day": "2001-01-01"}, "last_day is before first_day"),
        ({"last_day": "2001-02-01"}, "outside the record"),
        ({"annotation_id": ""}, "annotation_id"),
    ],
)
def test_an_invalid_annotation_is_reported_with_its_row(land_copy, cells, words):
    with pytest.raises(DataError) as raised:
        frontline.open(write(land_copy, {"annotation_id": "N0"}, cells))
    (issue,) = [one for one in raised.value.issues if one.severity == "error"]
    assert (issue.file, issue.row) == ("annotations.csv", 3)
    assert words in f"{issue.message} {issue.hint}"


def test_two_annotations_have_different_ids(land_copy):
    with pytest.raises(DataError, match="appears 2 times"):
        frontline.open(write(land_copy, {}, {}))


def row(id_, last=4, about=("E1",), **more):
    return Annotation(
        annotation_id=id_, first_day=date(2001, 1, 2), last_day=date(2001, 1, last), text=id_,
        **({"place_id": "elm"} | more), about=about,
    )  # fmt: skip


def remaining(annotations, **options):
    package = replace(PACKAGE, annotations=tuple(annotations))
    atlas, _ = Atlas(package, RULES["standard"]).redact(today="2001-01-10", **options)
    return {one.annotation_id: one for one in atlas.package.annotations}


def test_an_embargo_takes_what_is_held_back_out_of_annotations():
    events = {event.event_id: event for event in PACKAGE.events}
    late = next(id_ for id_, event in events.items() if event.date_latest > date(2001, 1, 6))
    rows = [
        row("seen"),
        row("of-the-first-day", about=("B5",)),
        row("on-a-held-back-day", last=7),
        row("speaks-of-a-held-back-row", about=(late,)),
        row("speaks-of-both", about=("E1", late)),
        row("does-not-say-of-what", about=()),
    ]
    assert sorted(remaining(rows, embargo_days=4)) == ["of-the-first-day", "seen"]
    assert len(remaining(rows, embargo_days=0)) == len(rows)


def test_a_map_as_of_a_day_has_no_later_annotation():
    late = next(e.event_id for e in PACKAGE.events if e.date_latest > date(2001, 1, 6))
    package = replace(PACKAGE, annotations=(row("seen"), row("later", about=(late,))))
    atlas = Atlas(package, RULES["standard"]).with_options(as_of=date(2001, 1, 5))
    assert [one.annotation_id for one in atlas.package.annotations] == ["seen"]
    assert atlas.of_source("watch").package.annotations == ()


def test_a_blur_moves_both_ends_of_an_arrow_to_the_grid():
    ends = {"place_id": None, "lon": 30.0512, "lat": 0.1037, "to_lon": 30.1534, "to_lat": 0.2001}
    (moved,) = remaining([row("arrow", **ends)], blur_km=4).values()
    for lon, lat, there in ((30.0512, 0.1037, (moved.lon, moved.lat)),
                            (30.1534, 0.2001, (moved.to_lon, moved.to_lat))):  # fmt: skip
        centre = cell_centres(grid_cells([lon], [lat], 4), 4)
        assert there == pytest.approx((centre[0][0], centre[1][0]), abs=1e-5)
