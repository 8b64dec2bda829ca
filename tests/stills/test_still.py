"""Stills show what the record says, in layers, and are the same on every machine."""

from __future__ import annotations

import io
import itertools
import json
import re
import struct
import zlib
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from invented_land import LAND
from PIL import Image
from resvg_py import svg_to_bytes
from run_command import invoke, run_on_land

import frontline
from frontline.errors import InvalidRequestError, UnknownDayError
from frontline.stills import layout
from frontline.stills.frame import PRESETS, Box
from frontline.stills.key import summary
from frontline.stills.scene import Circle, Label, Path
from frontline.stills.still import still
from frontline.stills.style import PAPER
from frontline.stills.svg import write_svg
from frontline.stills.typeface import FAMILIES, font_files, text_width

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def picture(land):
    return still(land.on("2001-01-05"))


def paths(picture, layer):
    return [mark for mark in picture.scene.layers[layer] if isinstance(mark, Path)]


def pixel_size(png):
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


def box_of(label):
    width = text_width(label.text, label.size, bold="bold" in label.style)
    left = label.x - width * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
    return Box(left, label.y - label.size * 0.75, left + width, label.y + label.size * 0.2)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_layer_is_a_group_and_each_text_is_text(land, language):
    picture = still(land.on("2001-01-05"), language=language)
    root = ET.fromstring(picture.svg)  # noqa: S314 - our own file
    groups = [group.get("id") for group in root.findall(f"{SVG}g")]
    assert groups == [name for name, marks in picture.scene.layers.items() if marks]
    texts = {"".join(text.itertext()).strip("\u2067\u2069") for text in root.iter(f"{SVG}text")}
    names = {(language == "ar" and place.name_ar) or place.name for place in land.sites}
    assert len(texts & names) >= 5
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "defs", "pattern", "clipPath", "rect", "path", "g",
        "circle", "text",
    }  # fmt: skip


@pytest.mark.parametrize("day", ["2001-01-01", "2001-01-05", "2001-01-10"])
def test_each_place_lies_on_the_colour_of_its_holder(land, day):
    state = land.on(day)
    picture = still(state)
    fills = {path.style: path.geometry for path in paths(picture, "territory")}
    contested = [path.geometry for path in paths(picture, "contested")]
    dots = [mark for mark in picture.scene.layers["places"] if isinstance(mark, Circle)]
    by_name = {place.name: place for place in land.sites}
    assert len(dots) == len(by_name)
    for dot in dots:
        control = state.control(by_name[dot.title]).control
        here = shapely.Point(dot.x, dot.y)
        covering = {style for style, shape in fills.items() if shape.contains(here)}
        assert covering == ({f"territory-{control.holder}"} if control.holder else set())
        assert any(shape.contains(here) for shape in contested) == (control.status == "contested")


@pytest.mark.parametrize("size", [*PRESETS, "700x1400"])
def test_labels_stay_on_the_map_and_never_overlap(land, size):
    scene = still(land.on("2001-01-05"), size=size).scene
    labels = [
        box_of(mark)
        for layer in ("labels", "names")
        for mark in scene.layers[layer]
        if isinstance(mark, Label)
    ]
    assert labels
    assert all(scene.clip.contains(box.polygon()) for box in labels)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(labels, 2))
    outside = [box_of(mark) for mark in scene.layers["furniture"] if isinstance(mark, Label)]
    page = Box(0, 0, scene.width, scene.height).grown(0.5).polygon()
    assert all(page.contains(box.polygon()) for box in outside)


def test_what_was_gained_is_the_difference_of_two_days(land):
    before, after = land.on("2001-01-01"), land.on("2001-01-10")
    picture = still(after, since="2001-01-01")
    gained = {path.style: path.geometry.area for path in paths(picture, "gained")}
    assert gained
    metres = picture.scene.clip.bounds[2]
    for style, area in gained.items():
        actor = style.removeprefix("gained-")
        now, then = (
            state.territory[state.territory["actor"] == actor].geometry.union_all()
            for state in (after, before)
        )
        ground = land.projection.to_plane(now.difference(then)).area
        assert area > 0, metres
        assert ground > 0
    shares = {style: area / sum(gained.values()) for style, area in gained.items()}
    assert sum(shares.values()) == pytest.approx(1)
    assert paths(picture, "earlier-front")
    with pytest.raises(InvalidRequestError, match="is not earlier than"):
        still(before, since="2001-01-01")
    with pytest.raises(UnknownDayError):
        still(after, since="1999-01-01")


def test_the_same_day_gives_the_same_bytes_in_every_format(land, tmp_path):
    for ending in ("svg", "png", "pdf"):
        files = [tmp_path / f"{number}.{ending}" for number in (1, 2)]
        for file in files:
            still(land.on("2001-01-05"), size="column-1").save(file)
        assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("size", "scale", "pixels"), [("square", 1, (1080, 1080)), ("400x500", 2, (800, 1000))]
)
def test_a_png_has_the_pixels_that_were_asked_for(land, size, scale, pixels):
    assert pixel_size(still(land.on("2001-01-05"), size=size).png(scale)) == pixels


def box_of_area(area, size):
    """Return which pixels of a picture lie in the bounds of an area."""
    width, height = map(int, size.split("x"))
    west, north, east, south = area.bounds
    x, y = np.arange(width) + 0.5, np.arange(height) + 0.5
    return ((y > north) & (y < south))[:, None] & ((x > west) & (x < east))


@pytest.mark.parametrize("size", ["700x400", "401x633"])
def test_a_png_is_cut_once_and_shows_what_the_layers_of_the_svg_show(land, size):
    drawn = still(land.on("2001-01-05"), size=size, since="2001-01-01")
    joined = write_svg(drawn.scene, drawn.styles, PAPER, joined=True)
    assert drawn.svg.count("clip-path") == sum(
        bool(marks) for name, marks in drawn.scene.layers.items() if name != "furniture"
    )
    assert joined.count("clip-path") == 1
    assert re.findall('<g id="(.*?)"', joined) == re.findall('<g id="(.*?)"', drawn.svg)
    whole = svg_to_bytes(
        svg_string=drawn.svg, skip_system_fonts=True, font_files=list(font_files()),
        sans_serif_family=FAMILIES.split(", ")[0],
    )  # fmt: skip
    one, other = (
        np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGB")).astype(int)
        for png in (whole, drawn.png())
    )
    differs = abs(one - other).max(axis=2)
    assert np.median(differs) == 0
    # On the edge of the map area, whose pixels it covers in part, layers cut one by one add up.
    inner = box_of_area(drawn.scene.clip.buffer(-1), size)
    edge = box_of_area(drawn.scene.clip.buffer(1), size) & ~inner
    assert differs[~edge].max() <= 4  # of 255: a group is blended once more
    assert differs[edge].max() <= 40


def test_a_pdf_holds_its_fonts_and_no_pixels(picture):
    pdf = picture.pdf()
    unpacked = b"".join(
        zlib.decompressobj().decompress(part.split(b"endstream")[0].lstrip(b"\r\n"))
        for part in pdf.split(b"stream")[1:]
        if part.lstrip(b"\r\n")[:1] == b"x"
    )
    assert b"/FontFile" in pdf + unpacked
    assert b"NotoSans" in pdf + unpacked
    assert b"/Subtype/Image" not in (pdf + unpacked).replace(b" ", b"")
    assert b"CreationDate" not in pdf


def test_an_arabic_picture_is_read_from_the_right(land):
    scene = still(land.on("2001-01-05"), language="ar").scene
    title = next(mark for mark in scene.layers["furniture"] if mark.style == "title-bold")
    assert title.anchor == "end"
    assert title.x > scene.width * 0.9


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--out", "map.jpg"], ".html for a page, or .svg, .png, .pdf"),
        (["--out", "map.svg", "--size", "huge"], "1080x1350"),
        (["--out", "map.svg", "--size", "9x9"], "320 to 6000 pixels"),
        (["--out", "map.svg", "--size", "99999999999999999x9"], "320 to 6000 pixels"),
        (["--out", "map.svg", "--view", "3,2,1,0"], "west must be less than east"),
        (["--out", "map.svg", "--view", "a,b,c,d"], "west,south,east,north"),
        (["--out", "map.svg", "--view", "nowhere"], "nowhere"),
        (["--out", "map.svg", "--scale", "2"], "--scale is for PNG"),
        (["--out", "map.png", "--scale", "100"], "0.1 to 10"),
        (["--out", "map.png", "--tiles", "OpenTopoMap"], "--tiles is for a page"),
        (["--out", "map.html", "--size", "square"], "--size is for a picture"),
        (["--size", "square"], "--size is for a picture"),
        (["--out", "map.svg", "--title", "word " * 900, "--size", "320x320"], "too little room"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(tmp_path, monkeypatch, options, words):
    monkeypatch.chdir(tmp_path)
    result = invoke("map", "--on", "2001-01-05", "--data", LAND, *options, code=2)
    assert words in " ".join(result.stderr.split())
    assert not list(tmp_path.iterdir())


def test_the_command_writes_each_kind_of_file(tmp_path):
    starts = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "html": b"<!DOCTYPE html>"}
    for ending, start in starts.items():
        path = tmp_path / f"map.{ending}"
        run_on_land("map", "--on", "2001-01-05", "--out", path)
        assert path.read_bytes().startswith(start)


def test_a_picture_says_what_is_left_out(tmp_path):
    path = tmp_path / "map.svg"
    run_on_land(
        "map", "--on", "2001-01-05", "--out", path, "--embargo", "3", "--as-of", "2001-01-10"
    )
    assert "Left out" in path.read_text("utf-8")


def test_hostile_text_is_text(land):
    state = land.on("2001-01-05")
    words = '"><script>alert(1)</script>\u202e\x00]]>&amp;'
    svg = still(state, title=words, deck=words, credit=words).svg
    root = ET.fromstring(svg)  # noqa: S314 - our own file
    assert not list(root.iter(f"{SVG}script"))
    assert "<script" not in svg
    assert "\u202e" not in svg


def test_a_source_with_terms_of_its_own_is_named(land_copy):
    path = land_copy / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["sources"] = [
        {"title": "The Gazette", "path": "https://gazette.invalid/", "closed_terms": "all rights"}
    ]
    path.write_text(json.dumps(descriptor), "utf-8")
    svg = still(frontline.open(land_copy).on("2001-01-05")).svg
    words = " ".join("".join(ET.fromstring(svg).itertext()).split())  # noqa: S314 - our own file
    assert "The Gazette" in words
    assert "all rights" in words


def test_the_areas_of_a_picture_have_at_most_three_significant_digits(atlas):
    state = atlas.on("2020-02-10")
    written = dict(part.split(": ") for part in summary(state, "en").split("; "))
    assert max(state.areas_km2.values()) > 1000
    for actor, area in state.areas_km2.items():
        number = int(
            written[atlas.package.actors[actor].name].removesuffix(" km²").replace(",", "")
        )
        assert number == float(f"{area:.2e}")


@pytest.mark.parametrize("day", ["2019-05-10", "2020-02-14"])
def test_the_map_is_drawn_once_if_its_key_has_the_height_that_is_likely(atlas, day, monkeypatch):
    drawn, draw = [], layout.Layout._maps  # noqa: SLF001 - counts its calls

    def counting(self, area, *rest):
        drawn.append(area)
        return draw(self, area, *rest)

    monkeypatch.setattr(layout.Layout, "_maps", counting)
    once = still(atlas.on(day), size="column-2").svg
    assert len(drawn) == 1
    monkeypatch.setattr(layout, "likely_entries", layout.least_entries)
    assert (still(atlas.on(day), size="column-2").svg == once) is True
    assert len(drawn) == 3  # with a key that was thought to be lower


@pytest.mark.parametrize("size", ["square", "wide", "portrait"])
def test_the_locator_lies_on_no_place(land, size):
    picture = still(land.on("2001-01-10"), size=size)
    dots = [
        shapely.Point(mark.x, mark.y)
        for mark in picture.scene.layers["places"]
        if isinstance(mark, Circle)
    ]
    furniture = [path.geometry for path in paths(picture, "furniture")]
    boxes = [one for one in furniture if shapely.area(one) > 0]
    assert len(dots) == len(land.sites)
    assert not any(shapely.intersects(box, dots).any() for box in boxes)
