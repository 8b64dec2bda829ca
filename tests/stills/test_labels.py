"""Text is measured as it is drawn, and labels find the free positions."""

from __future__ import annotations

import pytest
import shapely

from frontline.stills.frame import Box
from frontline.stills.labels import Placement, Wanted
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


def test_the_name_of_a_country_stands_inside_it():
    country = shapely.box(250, 50, 390, 140)
    label = Placement(AREA).place_inside(Wanted("TURKEY", 0, 0, 0, 12, "country"), country)
    width = text_width("TURKEY", 12)
    assert country.contains(
        shapely.box(label.x - width / 2, label.y - 9, label.x + width / 2, label.y)
    )
    small = shapely.box(0, 0, 10, 10)
    assert Placement(AREA).place_inside(Wanted("TURKEY", 0, 0, 0, 12, "country"), small) is None
