"""Names keep to their own marks, dates to one line, and borders to each other and to the coast."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest
import shapely

from frontline.stills.basemap import _joined
from frontline.stills.frame import Box
from frontline.stills.labels import Placement, Wanted
from frontline.stills.scene import Circle, Label
from frontline.stills.still import series, still
from frontline.stills.svg import _text
from frontline.stills.typeface import isolate_latin, text_width, wrap, wrap_balanced

AREA = Box(0, 0, 400, 300)


def box_of(label):
    width = text_width(label.text, label.size, bold="bold" in label.style)
    left = label.x - width * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
    return shapely.box(left, label.y - label.size * 0.75, left + width, label.y)


def test_a_name_that_is_not_next_to_its_mark_has_a_line_to_it():
    rng = np.random.default_rng(4)
    failures = []
    for case in range(40):
        others = [(rng.uniform(150, 250), rng.uniform(110, 190)) for _ in range(14)]
        own = shapely.Point(200, 150)
        marks = [
            shapely.Point(spot).buffer(3, cap_style="square") for spot in [*others, (200, 150)]
        ]
        placement = Placement(AREA, marks=marks)
        label = placement.place(Wanted("Elmstead", 200, 150, 6, 15, "place-label"), must=True)
        distance = shapely.distance(box_of(label), own)
        if distance > 6 * 1.7 and not placement.lines:
            failures.append((case, "far and without a line", distance))
        for line in placement.lines:
            reaches = shapely.distance(line, own) <= 6 and shapely.distance(line, box_of(label)) < 6
            if not reaches:
                failures.append((case, "the line does not join them", line.wkt))
    assert not failures


def test_a_line_is_drawn_rather_than_a_name_at_the_mark_of_another():
    """Two towns close together: the name goes where it is next to its own mark alone."""
    marks = [shapely.Point(x, 150).buffer(3) for x in (200, 214, 186)]
    marks += [shapely.Point(x, y).buffer(3) for x in (192, 200, 208) for y in (138, 162)]
    placement = Placement(AREA, marks=marks)
    label = placement.place(Wanted("Oakham", 200, 150, 6, 15, "place-label"), must=True)
    assert placement.lines
    assert shapely.distance(box_of(label), shapely.Point(200, 150)) > 9
    assert placement.lines[0].length > 2


def test_no_later_name_crosses_the_line_of_an_earlier_one():
    marks = [shapely.Point(x, 150).buffer(3) for x in (200, 214, 186)]
    marks += [shapely.Point(x, y).buffer(3) for x in (192, 200, 208) for y in (138, 162)]

    placement = Placement(AREA, marks=marks)
    placement.place(Wanted("Oakham", 200, 150, 6, 15, "place-label"), must=True)
    (line,) = placement.lines
    middle = line.interpolate(0.5, normalized=True)
    # Names of many sizes at and around the line, each as if it were the second, and one in an area.
    for size in (4, 6, 9, 12):
        for east in range(-24, 25, 6):
            for south in range(-24, 25, 6):
                x, y = middle.x + east, middle.y + south
                label = deepcopy(placement).place(
                    Wanted("Ash", x, y, 6, size, "place-label"), must=True
                )
                assert label is None or not line.intersects(box_of(label))
    ground = middle.buffer(30)
    wanted = Wanted("Ash", 0, 0, 0, 8, "country")
    assert not line.intersects(box_of(placement.place_inside(wanted, ground)))


def test_every_named_place_has_a_mark(atlas):
    picture = still(atlas.on("2019-08-01"), size="1600x900", steady=True)
    titles = {mark.title for mark in picture.scene.layers["places"] if isinstance(mark, Circle)}
    names = [mark for mark in picture.scene.layers["labels"] if isinstance(mark, Label)]
    places = {place.name for place in atlas.sites}
    named = {label.text for label in names} & places
    assert len(named) > 5
    assert named <= titles, named - titles


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Who held what, 1 May 2019 to 12 February 2020", "12 February 2020"),
        ("The truce of 27 March 2022 and after", "27 March 2022"),
        ("خريطة السيطرة من 1 أيار 2019 إلى 20 كانون الثاني 2020", "20 كانون الثاني 2020"),
    ],
)
def test_a_date_stays_on_one_line(text, date):
    for width in range(170, 420, 10):
        for lines in (wrap(text, 16, width), wrap_balanced(text, 16, width)):
            assert " ".join(lines) == text
            assert any(date in line for line in lines), (width, lines)


def test_a_date_that_is_wider_than_the_line_is_broken():
    lines = wrap("27 September 2022", 16, 90)
    assert " ".join(lines) == "27 September 2022"
    assert len(lines) > 1


def test_latin_text_in_an_arabic_line_keeps_its_order():
    text = "المصادر: © Open Maps, CC BY 4.0 (maps.example/x); بيانات (Atlas)."
    shown = isolate_latin(text)
    assert "\u2066© Open Maps, CC BY 4.0 (maps.example/x)\u2069" in shown
    assert "\u2066(Atlas)\u2069." in shown
    assert shown.replace("\u2066", "").replace("\u2069", "") == text
    assert isolate_latin("(20 كم) غرب حماة") == "(20 كم) غرب حماة"
    assert "\u2066" not in _text("Open Maps (x)")


def test_a_border_is_joined_to_the_rest_of_it_and_to_the_coast():
    land = shapely.box(0, 0, 4, 4)
    own = shapely.MultiLineString([[(0.05, 1), (1, 1)], [(2, 2), (3, 2)]])
    rest = shapely.MultiLineString([[(1.06, 1), (1.5, 1)], [(3.5, 2), (4, 2)]])
    joined = _joined(own, rest, land)
    assert joined.intersects(shapely.Point(0, 1))  # the coast
    assert joined.intersects(shapely.Point(1.06, 1))  # the other source
    assert not joined.intersects(shapely.Point(3.3, 2))  # too far: it may be no border


def test_the_border_of_the_record_reaches_the_sea_without_a_gap(atlas):
    picture = still(atlas.on("2019-08-23"), size="1600x900")
    lines = shapely.union_all([mark.geometry for mark in picture.scene.layers["borders"]])
    frame = picture.frames[0]
    window = shapely.box(*shapely.bounds(frame.to_pixels(shapely.box(35.85, 35.8, 36.2, 36.1))))
    near = shapely.intersection(lines, window).buffer(0.6)
    assert near.geom_type == "Polygon", [part.bounds for part in shapely.get_parts(near)]


def test_no_country_is_named_on_a_lake(atlas):
    for size in ("wide", "square", "column-2"):
        picture = still(atlas.on("2019-08-23"), size=size)
        water = shapely.union_all([mark.geometry for mark in picture.scene.layers["lakes"]])
        labels = [mark for mark in picture.scene.layers["names"] if isinstance(mark, Label)]
        for label in labels:
            assert label.style != "country" or not box_of(label).intersects(water), label


def test_the_deck_of_a_picture_has_no_span_of_the_record(atlas):
    first, last = atlas.record.first, atlas.record.last
    days = [atlas.on("2019-06-03"), atlas.on("2019-12-24")]
    for picture in (still(days[1]), series(days)):
        texts = [mark.text for mark in picture.scene.layers["furniture"] if isinstance(mark, Label)]
        assert "North-west Syria (Idlib and Hama)" in texts
        assert not any(str(first.year) in text and str(last.year) in text
                       for text in texts if "Who held" not in text)  # fmt: skip
