"""The style of a newsroom, names in both scripts, and the range of the front, in pictures."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from run_command import run_on_land
from typer.testing import CliRunner

from frontline.cli import app
from frontline.errors import DataError, InvalidRequestError
from frontline.stills.frame import Box
from frontline.stills.ground import read_ground
from frontline.stills.labels import Placement, Wanted
from frontline.stills.scene import Label
from frontline.stills.still import still
from frontline.theme import Theme, read_theme

DAY = "2001-01-05"


def texts(picture, layer="labels"):
    return [mark.text for mark in picture.scene.layers[layer] if isinstance(mark, Label)]


def theme(tmp_path, text):
    path = tmp_path / "style.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_style_sets_colours_and_classes_of_marks(tmp_path, land):
    path = theme(
        tmp_path,
        'credit = "Map: The Example"\n[light]\nsea = "#d8e6ee"\nink = "#101820"\n'
        '[actors.north]\nlight = "#112288"\n'
        '[pictures.front]\nstroke = "#b3261e"\nwidth = 9\ndash = [4, 2]\n'
        "[pictures.place-label]\nitalic = true\nweight = 700\nopacity = 0.5\n",
    )
    plain, styled = still(land.on(DAY)), still(land.on(DAY), style=path)
    assert styled.styles["sea"] == {"fill": "#d8e6ee"}
    assert styled.styles["title-bold"]["fill"] == "#101820"
    assert styled.styles["territory-north"] != plain.styles["territory-north"]
    front = styled.styles["front"]
    assert front["stroke"] == "#b3261e"
    assert float(front["stroke-width"]) > 1.5 * float(plain.styles["front"]["stroke-width"])
    assert len(front["stroke-dasharray"].split()) == 2
    label = styled.styles["place-label"]
    assert (label["font-style"], label["font-weight"], label["opacity"]) == ("italic", "700", "0.5")
    assert "Map: The Example" in texts(styled, "furniture")
    assert "#b3261e" in styled.svg
    assert (plain.svg == still(land.on(DAY), style=Theme()).svg) is True


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[pictures.front]\nstroke = "red; }"\n', "is not a colour"),
        ("[pictures.front]\nwidth = 400\n", "pictures.front.width"),
        ('[pictures.front]\nclip = "url(x)"\n', "fill, stroke, width, opacity"),
        ("[pictures.front]\ndash = [0]\n", "pictures.front.dash"),
    ],
)
def test_a_wrong_style_of_marks_is_refused(tmp_path, text, message):
    with pytest.raises(DataError, match=message):
        read_theme(theme(tmp_path, text))


def test_a_class_that_no_picture_has_is_refused_with_those_that_it_has(tmp_path, land):
    path = theme(tmp_path, '[pictures.frnt]\nstroke = "none"\n')
    with pytest.raises(InvalidRequestError, match=r"'frnt': use one of .*front.*territory-north"):
        still(land.on(DAY), style=path)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_places_have_both_names_if_the_style_asks(land, language):
    both = Theme(labels="both")
    state = land.on(DAY)
    named = [place for place in land.sites if place.name_ar]
    other = {place.name if language == "ar" else place.name_ar for place in named}
    one, two = (set(texts(still(state, language=language, style=style)))
                for style in (Theme(), both))  # fmt: skip
    assert not one & other
    assert len(two & other) >= 2
    assert one <= two | other


def test_second_names_cover_no_label():
    placement = Placement(Box(0, 0, 400, 200))
    first = placement.place(Wanted("Harbour", 100, 100, 5, 14, "place-label"))
    placement.block(Box(90, 106, 200, 130))  # the room below
    second = placement.place_next(first, "ميناء", 12, "place-label")
    assert second.y < first.y
    placement.block(Box(0, 0, 400, 200))
    assert placement.place_next(first, "ميناء", 12, "place-label") is None


def test_the_range_is_a_halo_along_the_front_and_in_the_key(land):
    state = land.on(DAY)
    assert not still(state).scene.layers["band"]
    picture = still(state, band=True)
    halo = picture.scene.layers["band"]
    widths = [float(picture.styles[mark.style]["stroke-width"]) for mark in halo]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 4 * float(picture.styles["front"]["stroke-width"])
    ground = read_ground(state, picture.frames[0])
    assert all(mark.geometry.hausdorff_distance(ground.front_line) < 60 for mark in halo)
    assert "Possible range of the front line" in texts(picture, "furniture")
    order = list(picture.scene.layers)
    assert order.index("contested") < order.index("band") < order.index("front")


def test_the_command_draws_the_style_and_the_range(tmp_path):
    style = theme(tmp_path, '[pictures.front]\nstroke = "#b3261e"\n')
    out = tmp_path / "map.svg"
    run_on_land("map", "--on", DAY, "--out", out, "--style", style, "--band")
    assert "#b3261e" in out.read_text("utf-8")
    assert 'id="band"' in out.read_text("utf-8")
    refused = CliRunner().invoke(app.app, ["map", "--on", DAY, "--out", "map.html", "--band"])
    assert refused.exit_code == 2
    assert "--band is for a picture" in refused.stderr


def turns(line):
    """Return the angles in degrees by which a line turns at its points."""
    steps = np.diff(shapely.get_coordinates(line), axis=0)
    steps = steps[np.hypot(*steps.T) > 0.2]
    angles = np.degrees(np.arctan2(steps[:, 1], steps[:, 0]))
    return np.abs((np.diff(angles) + 180) % 360 - 180)


@pytest.mark.parametrize("view", ["all", "Elm"])
def test_the_front_has_no_sharp_corner(land, view):
    for day in ("2001-01-01", DAY, "2001-01-10"):
        state = land.on(day)
        picture = still(state, view=view)
        for _, lines in read_ground(state, picture.frames[0]).front:
            for line in shapely.get_parts(lines):
                assert turns(line).max(initial=0) < 80, (day, view)


def test_rounding_leaves_each_place_with_its_holder(atlas):
    for day in ("2019-08-23", "2020-02-10"):
        state = atlas.on(day)
        picture = still(state)
        to_pixels, area = picture.frames[0].to_pixels, picture.frames[0].area
        fills = {mark.style: mark.geometry for mark in picture.scene.layers["territory"]}
        for place in atlas.sites:
            holder = state.control(place).control.holder
            point = to_pixels(shapely.Point(place.lon, place.lat))
            inside = area.left < point.x < area.right and area.top < point.y < area.bottom
            if holder is not None and inside:
                of = [style for style, shape in fills.items() if shape.intersects(point)]
                assert of == [f"territory-{holder}"], (day, place.name)
