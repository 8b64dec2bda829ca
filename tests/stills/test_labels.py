"""Text is measured as it is drawn, and labels find the free positions."""

from __future__ import annotations

import pytest
import shapely

from frontline.stills.frame import Box
from frontline.stills.labels import Placement, Wanted
from frontline.stills.scene import Circle, Label
from frontline.stills.still import series, still
from frontline.stills.typeface import text_width, wrap

AREA = Box(0, 0, 400, 300)


@pytest.mark.parametrize("text", ["Khan Shaykhun", "خان شيخون", "M5", "12 كم"])
def test_a_width_grows_with_the_size_and_with_the_weight(text):
    assert text_width(text, 20) == pytest.approx(2 * text_width(text, 10))
    assert text_width(text, 20, bold=True) > text_width(text, 20)


def test_joined_arabic_letters_are_narrower_than_single_ones():
    word = "شيخون"
    assert text_width(word, 20) < sum(text_width(letter, 20) for letter in word)


def test_lines_fit_their_width_and_lose_no_word():
    text = "The government took three villages west of the highway on Tuesday morning"
    lines = wrap(text, 12, 150)
    assert " ".join(lines) == text
    assert len(lines) > 2
    assert all(text_width(line, 12) <= 150 for line in lines)


def test_a_label_moves_to_the_other_side_of_an_obstacle():
    wanted = Wanted("Morek", 200, 150, 5, 12, "place-label")
    free = Placement(AREA).place(wanted)
    assert free.anchor == "start"
    blocked = Placement(AREA, [shapely.box(203, 100, 300, 200)]).place(wanted)
    assert blocked.anchor == "end"


def test_a_label_without_a_free_position_is_left_out_unless_it_must_be_shown():
    wanted = Wanted("Morek", 200, 150, 5, 12, "place-label")
    placement = Placement(AREA, [AREA.polygon()])
    assert placement.place(wanted) is None
    assert placement.place(wanted, must=True) is not None
    assert placement.place(wanted, must=True).anchor == "end"  # the first position is taken


def test_a_label_of_two_words_takes_two_lines_rather_than_cover_or_leave_its_place():
    wanted = Wanted("Tall Qarah", 200, 150, 5, 14, "place-label-bold")
    width = text_width("Tall Qarah", 14, bold=True)
    lines = [shapely.LineString([(x, 0), (x, 300)]) for x in (200 - width, 200 + width)]
    (label,) = Placement(AREA, lines).place_lines(wanted, must=True)
    assert (label.text, label.size) == ("Tall Qarah", 14)
    near = [shapely.LineString([(x, 0), (x, 300)]) for x in (205 - width, 195 + width * 0.9)]
    above = shapely.LineString([(0, 135), (400, 135)])
    below = shapely.LineString([(0, 165), (400, 165)])
    first, second = Placement(AREA, [*near, above, below]).place_lines(wanted, must=True)
    assert (first.text, second.text) == ("Tall", "Qarah")
    assert first.x == second.x
    assert 135 < first.y - 14 * 0.8 < second.y < 165
    assert Placement(AREA, [*near, above, below]).place_lines(wanted) == (first, second)


def test_a_label_covers_the_mark_of_no_other_place_if_it_can_be_smaller_or_farther():
    wanted = Wanted("Morek", 200, 150, 5, 16, "place-label")
    marks = [shapely.box(x - 2, y - 2, x + 2, y + 2) for x, y in ((230, 150), (170, 150),
             (200, 140), (200, 160), (215, 138), (185, 138), (215, 163), (185, 163))]  # fmt: skip
    label = Placement(AREA, marks=marks).place(wanted, must=True)
    width = text_width("Morek", label.size)
    left = label.x - width * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
    box = shapely.box(left, label.y - label.size * 0.75, left + width, label.y)
    assert label.size < 16 or shapely.distance(box, shapely.Point(200, 150)) > 5
    assert sum(box.intersects(mark) for mark in marks) <= 1


def test_no_place_is_named_whose_mark_another_label_covers(atlas):
    states = [atlas.on(day) for day in ("2019-05-01", "2019-08-20", "2020-02-01")]
    for picture in (series(states, size="wide"), still(states[1], size="column-1")):
        names = [mark for mark in picture.scene.layers["labels"] if isinstance(mark, Label)]
        boxes = {}
        for label in names:
            width = text_width(label.text, label.size, bold="bold" in label.style)
            left = label.x - width * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
            top = label.y - label.size * 0.7
            boxes[label] = shapely.box(left, top, left + width, label.y)
        marks = [mark for mark in picture.scene.layers["places"] if isinstance(mark, Circle)]
        keys = {atlas.place(one).name for one in atlas.package.coverage.key_places}
        for mark in marks:
            over = [label.text for label, box in boxes.items()
                    if box.contains(shapely.Point(mark.x, mark.y))]  # fmt: skip
            assert not (over and mark.title in keys), (mark, over)


def test_the_name_of_a_country_stands_inside_it():
    country = shapely.box(250, 50, 390, 140)
    label = Placement(AREA).place_inside(Wanted("TURKEY", 0, 0, 0, 12, "country"), country)
    width = text_width("TURKEY", 12)
    assert country.contains(
        shapely.box(label.x - width / 2, label.y - 9, label.x + width / 2, label.y)
    )
    small = shapely.box(0, 0, 10, 10)
    assert Placement(AREA).place_inside(Wanted("TURKEY", 0, 0, 0, 12, "country"), small) is None
