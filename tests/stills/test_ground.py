"""The ground of a still: one fill for a side, rounded fronts that fade, old claims, and gains."""

from __future__ import annotations

import struct
from datetime import date, timedelta

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from invented_land import LAND
from run_command import invoke, run_on_land

from frontline.annotation_model import Annotation
from frontline.errors import InvalidRequestError
from frontline.geometry.geodesy import Projection
from frontline.natural_earth import read_basemap, unnamed_areas
from frontline.stills import ground as ground_module
from frontline.stills.basemap import draw_names
from frontline.stills.frame import Box, Frame
from frontline.stills.ground import find_gains, read_ground
from frontline.stills.labels import Placement, halves
from frontline.stills.notes import arrows_of_advance
from frontline.stills.places import SMALL_SCALE
from frontline.stills.scene import Circle, Label, Path, Scene
from frontline.stills.smooth import _without_steps, round_areas
from frontline.stills.still import before_last_change, series, still
from frontline.stills.typeface import text_width
from frontline.stills.views import view_bounds


def frame_of(atlas, size=600):
    return Frame.around(Box(0, 0, size, size), atlas.projection, view_bounds(atlas, "all"), 14.0)


def marks(picture, layer, kind=Path):
    return [mark for mark in picture.scene.layers[layer] if isinstance(mark, kind)]


def test_rounding_keeps_areas_together_and_moves_no_corner_by_more_than_the_radius():
    left = shapely.Polygon([(0, 0), (40, 0), (50, 20), (40, 40), (0, 40)])
    right = shapely.Polygon([(40, 0), (90, 0), (90, 40), (40, 40), (50, 20)])
    rounded, borders = round_areas([left, right], 8.0)
    assert shapely.union_all(rounded).area == pytest.approx(sum(one.area for one in rounded))
    for before, after in zip((left, right), rounded, strict=True):
        assert 0 < before.symmetric_difference(after).area < 60
        assert shapely.hausdorff_distance(before, after) <= 8.0
    (shared,) = [line for line, sides in borders if sides == (0, 1)]
    turns = shapely.get_coordinates(shared)
    assert len(turns) > 3  # the sharp corner in the middle is a curve
    assert rounded[0].boundary.buffer(0.01).covers(shared)


def stair(steps):
    """Return two areas that share a border of steps."""
    border = [(0, 0)]
    for step in range(1, steps):
        border += [(10 * step, 10 * step - 10), (10 * step, 10 * step)]
    end = 10 * steps
    border.append((end, end - 10))
    return [
        shapely.Polygon([*border, (end, end), (0, end)]),
        shapely.Polygon([*border, (end, -40), (0, -40)]),
    ]


def test_a_front_that_follows_cells_in_steps_becomes_straight_and_passes_no_place():
    areas = stair(6)
    places = shapely.points([(30.5, 32), (45, 15), (25, 40)])
    held = (0, 1)
    (jagged,) = [line for line, sides in round_areas(areas, 1.0)[1] if sides == held]
    rounded, borders = round_areas(areas, 1.0, places, held)
    (front,) = [line for line, sides in borders if sides == held]
    assert front.length < 0.82 * jagged.length
    assert [one.contains(place) for place in places for one in rounded] == [
        one.contains(place) for place in places for one in areas
    ]
    assert shapely.union_all(rounded).area == pytest.approx(sum(one.area for one in rounded))
    # Between areas of which one is contested, the border stays as it is.
    assert jagged in [line for line, sides in round_areas(areas, 1.0, places, (1,))[1]]


@given(
    st.lists(st.floats(5, 30), min_size=4, max_size=9),
    st.lists(st.tuples(st.floats(0.01, 0.99), st.floats(-4, 4)), min_size=1, max_size=8),
)
def test_no_place_beside_a_front_in_steps_changes_its_side(lengths, beside):
    corners = np.cumsum([(n, 0) if i % 2 else (0, n) for i, n in enumerate(lengths)], axis=0)
    border = shapely.LineString([(0, 0), *corners])
    end = corners[-1][0]
    areas = [
        shapely.Polygon([*border.coords, (end, 400), (-60, 400), (-60, 0)]),
        shapely.Polygon([*border.coords, (end + 60, corners[-1][1]), (end + 60, -60), (0, -60)]),
    ]
    found = [border.interpolate(share, normalized=True) for share, _ in beside]
    places = [
        shapely.Point(one.x + off, one.y - off) for one, (_, off) in zip(found, beside, strict=True)
    ]
    places = np.asarray([one for one in places if border.distance(one) > 1e-6], dtype=object)
    assume(places.size > 0)
    straight = _without_steps(border, shapely.STRtree(places))
    # Each place keeps more than half of its distance from the front.
    for place in places:
        assert shapely.distance(place, straight) > 0.5 * shapely.distance(place, border)
    for area in areas:
        moved = shapely.Polygon([*straight.coords, *area.exterior.coords[len(border.coords) : -1]])
        assert [moved.contains(one) for one in places] == [area.contains(one) for one in places]


def test_a_front_that_turns_twice_to_each_side_loses_most_of_its_steps():
    # Cells of which each has two corners on the front: a square wave, 10 high.
    wave = [(10 * (n // 2), 10 * ((n + 1) // 2 % 2)) for n in range(24)]
    straight = _without_steps(shapely.LineString(wave), shapely.STRtree([shapely.Point(60, 500)]))
    low, high = np.quantile(shapely.get_coordinates(straight)[4:-4, 1], (0, 1))
    assert high - low < 4
    pocket = shapely.LineString([*shapely.box(0, 0, 20, 10).exterior.coords])
    assert _without_steps(pocket, shapely.STRtree([shapely.Point(60, 500)])).equals(pocket)


@pytest.mark.parametrize("day", ["2019-08-15", "2020-02-15", "2020-03-06"])
def test_the_front_stays_between_the_places_on_its_sides(atlas, day):
    state, frame = atlas.on(day), frame_of(atlas, 1200)
    between = frame.plane_to_pixels(state.front_shape.band).buffer(2)  # less than the line is wide
    for style, line in read_ground(state, frame).front:
        assert line.difference(between).length < 1e-3 * max(line.length, 1.0), style


def test_a_shape_that_bends_to_one_side_keeps_its_corners():
    pocket = shapely.box(20, 20, 40, 40)
    areas = [pocket, shapely.box(0, 0, 60, 60).difference(pocket)]
    places = shapely.points([(30, 30), (50, 50)])
    assert round_areas(areas, 2.0, places, (0, 1))[0] == round_areas(areas, 2.0)[0]


def test_all_ground_of_a_side_has_one_fill_whatever_its_evidence(atlas):
    picture = still(atlas.on("2019-08-23"))
    styles = {mark.style for mark in marks(picture, "territory")}
    assert styles == {f"territory-{actor}" for actor in ("government", "opposition", "sdf")}
    textures = {mark.style for layer in ("presumed", "claimed", "contested")
                for mark in marks(picture, layer)}  # fmt: skip
    assert textures <= {"presumed", "claimed", "contested"}
    whole = shapely.union_all([mark.geometry for mark in marks(picture, "territory")])
    for layer in ("presumed", "claimed"):
        for mark in marks(picture, layer):
            assert whole.buffer(0.5).covers(mark.geometry)


def test_a_gap_between_two_sides_is_not_filled(atlas, monkeypatch):
    state, frame = atlas.on("2020-02-17"), frame_of(atlas, 900)
    filled = read_ground(state, frame).held
    monkeypatch.setattr(ground_module, "_FILL", 0.0)
    bare = read_ground(state, frame).held
    gaps = {
        actor: [
            gap
            for gap in shapely.get_parts(shapely.difference(filled[actor], bare[actor]))
            if not gap.buffer(-0.5).is_empty
        ]
        for actor in bare
    }
    assert any(gaps.values())  # at the edge of the known ground
    for actor, own in gaps.items():
        others = shapely.union_all([area for one, area in bare.items() if one != actor])
        assert [gap.centroid.wkt for gap in own if gap.distance(others) < 0.5] == []


def test_a_front_fades_only_where_nothing_is_known_beyond_its_end(land):
    frame = frame_of(land)
    ground = read_ground(land.on("2001-01-05"), frame)
    fading = {style: line for style, line in ground.front if style.startswith("front-fade")}
    outermost = fading["front-fade-1"]
    assert not outermost.is_empty
    known = ground.whole
    for line in shapely.get_parts(outermost):
        ends = [shapely.Point(line.coords[0]), shapely.Point(line.coords[-1])]
        assert min(shapely.distance(known.boundary, end) for end in ends) < 1.5
    solid = next(line for style, line in ground.front if style == "front")
    assert solid.length > outermost.length


def test_pockets_of_old_claims_are_drawn_as_claims_with_their_age(land, monkeypatch):
    state = next(
        one for one in (land.on(date(2001, 1, day)) for day in range(1, 11))
        if any(all(one.control(land.sites[column]).control.evidence != "confirmed"
                   for column in pocket.columns) for pocket in one.pockets)
    )  # fmt: skip
    assert read_ground(state, frame_of(land)).claims == ()
    monkeypatch.setattr(ground_module, "OLD_DAYS", -1)
    claims = read_ground(state, frame_of(land)).claims
    assert claims
    picture = still(state, size="square")
    assert marks(picture, "claimed")
    assert not any(
        mark.style == "front" and claim.geometry.buffer(-2).intersects(mark.geometry)
        for claim in marks(picture, "claimed") for mark in marks(picture, "front")
    )  # fmt: skip


def test_a_gain_was_held_by_another_and_is_held_now(land):
    for first, last in ((1, 5), (1, 10), (4, 8)):
        before, after = land.on(date(2001, 1, first)), land.on(date(2001, 1, last))
        gains = find_gains(after, before)
        for number, actor in enumerate(land.actors):
            cells = [
                cell for cell, now, then in
                zip(land.cells.cells, after.holders, before.holders, strict=True)
                if now == number and then not in {number, -2}
            ]  # fmt: skip
            area = gains[actor].area if actor in gains else 0.0
            assert area == pytest.approx(sum(cell.area for cell in cells))


def test_arrows_begin_on_ground_that_was_held_and_end_in_the_gain(atlas):
    before, after = atlas.on("2020-01-20"), atlas.on("2020-02-20")
    gains = find_gains(after, before)
    arrows = arrows_of_advance(after, before, gains)
    assert 0 < len(arrows) <= 5
    for arrow in arrows:
        ends = atlas.projection.to_plane(
            shapely.points([(arrow.lon, arrow.lat), (arrow.to_lon, arrow.to_lat)])
        )
        held = shapely.union_all(
            atlas.cells.cells[before.holders == atlas.actors.index(arrow.actor)]
        )
        assert shapely.distance(held, ends[0]) < shapely.distance(*ends) * 0.2
        assert gains[arrow.actor].buffer(50).contains(ends[1])


def test_the_day_before_the_last_change_is_the_last_that_differs(land):
    for number in range(2, 11):
        state = land.on(date(2001, 1, number))
        earlier = before_last_change(state)
        if earlier is None:
            continue
        assert (earlier.holders != state.holders).any()
        following = land.on(earlier.day + timedelta(days=1))
        assert (following.holders == state.holders).all()


def test_below_zoom_10_a_mark_is_a_named_or_a_changed_place(atlas):
    state = atlas.on("2019-08-23")
    picture = still(state, size="column-1")
    named = {mark.text for mark in marks(picture, "labels", Label)}
    towns = {place.name for place in atlas.sites if place.kind in {"city", "town"}}
    assert frame_of(atlas, 560).detail > SMALL_SCALE
    for dot in marks(picture, "places", Circle):
        ages = [state.day - state.control(p).since for p in atlas.sites if p.name == dot.title]
        has_name = any(named.issuperset(lines) for lines in [(dot.title,), *halves(dot.title)])
        assert has_name or min(ages).days <= 2, dot.title
    assert named & towns
    sizes = {mark.size for layer in ("labels", "names", "annotations")
             for mark in marks(picture, layer, Label)}  # fmt: skip
    assert min(sizes) >= 12


def test_a_text_has_a_leader_line_and_names_keep_clear_of_it(land):
    note = Annotation(
        annotation_id="n", first_day=date(2001, 1, 1), last_day=date(2001, 1, 10), place_id="elm",
        text="The bridge over the river is closed to lorries", text_ar="الجسر مغلق",
    )  # fmt: skip
    state = land.on("2001-01-05")
    picture = still(state, annotations=[note], size="square")
    lines = marks(picture, "annotations", Label)
    assert " ".join(line.text for line in lines) == note.text
    (leader,) = [m for m in marks(picture, "annotations") if m.style == "leader"]
    (anchor,) = marks(picture, "annotations", Circle)
    assert shapely.distance(leader.geometry, shapely.Point(anchor.x, anchor.y)) < 0.1
    boxes = []
    for one in lines:
        half = text_width(one.text, one.size) / 2
        boxes.append(shapely.box(one.x - half, one.y - one.size * 0.7, one.x + half, one.y))
    front = shapely.union_all([mark.geometry for mark in marks(picture, "front")])
    assert not any(box.intersects(front) for box in boxes)
    assert "الجسر مغلق" in {m.text for m in marks(still(state, annotations=[note], language="ar"),
                                                  "annotations", Label)}  # fmt: skip
    gone = note.model_copy(update={"last_day": date(2001, 1, 4)})
    assert not marks(still(state, annotations=[gone]), "annotations", Label)


def test_many_texts_at_a_place_are_written_apart_or_said_to_have_no_room(land, land_copy):
    def note(number):
        return Annotation(
            annotation_id=f"n{number}", first_day=date(2001, 1, 1), last_day=date(2001, 1, 10),
            place_id="elm", text=f"What happened {number} hours after the first shot",
        )  # fmt: skip

    notes = [note(number) for number in range(10, 22)]
    state = land.on("2001-01-05")
    for size in ("square", "400x400"):
        picture = still(state, annotations=notes, size=size)
        lines = marks(picture, "annotations", Label)
        written = [one for one in notes if one.text in " ".join(line.text for line in lines)]
        assert [one.text for one in notes if one not in written] == picture.scene.omitted
        leaders = [m.geometry for m in marks(picture, "annotations") if m.style == "leader"]
        assert len(leaders) == len(written) > 3
        for line in lines:
            half = text_width(line.text, line.size) / 2
            box = shapely.box(line.x - half, line.y - line.size * 0.7, line.x + half, line.y)
            assert not box.buffer(-1).intersects(shapely.union_all(leaders)), (size, line.text)
    assert picture.scene.omitted
    assert not picture.without(["annotations"]).scene.omitted
    rows = [f"{one.annotation_id},2001-01-01,2001-01-10,elm,{one.text}" for one in notes]
    head = "annotation_id,first_day,last_day,place_id,text"
    (land_copy / "annotations.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    asked = ["--on", "2001-01-05", "--size", "400x400", "--data", str(land_copy)]
    said = invoke("map", *asked, "--out", str(land_copy.parent / "map.svg"))
    assert said.exit_code == 0
    for text in picture.scene.omitted:
        assert f"no room for the annotation '{text}'" in " ".join(said.output.split())


@pytest.mark.parametrize(("view", "size"), [("all", "wide"), ("khan shaykhun", "column-2")])
def test_days_side_by_side_name_the_same_places(atlas, view, size):
    days = ("2019-08-05", "2019-08-23", "2020-01-15")
    picture = series([atlas.on(day) for day in days], size=size, view=view)
    words = [set() for _ in days]  # a name can have two lines on one of the maps
    for mark in marks(picture, "labels", Label):
        if mark.style.startswith("place-label"):
            lefts = [frame.area.left for frame in picture.frames]
            words[np.searchsorted(lefts, mark.x) - 1] |= set(mark.text.split())
    assert words[0] == words[1] == words[2]
    # Those that changed hands come first.
    assert {"Morek", "Shaykhun"} <= words[0]


def test_gained_ground_ends_at_the_earlier_front_as_it_is_drawn(atlas):
    picture = still(atlas.on("2019-08-23"), since="2019-08-05", view="khan shaykhun", size="square")
    (gained,) = [one.geometry for one in marks(picture, "gained") if not one.geometry.is_empty]
    earlier = read_ground(atlas.on("2019-08-05"), picture.frames[0])
    assert gained.difference(earlier.held["opposition"].union(earlier.contested)).area < 1
    assert gained.area > 20_000


def test_days_side_by_side_share_a_scale_and_a_key(land):
    states = [land.on(date(2001, 1, day)) for day in (1, 5, 10)]
    picture = series(states, size="square")
    dates = [m.text for m in marks(picture, "furniture", Label) if m.style == "panel-bold"]
    assert dates == ["1 January 2001", "5 January 2001", "10 January 2001"]
    panels = shapely.get_parts(picture.scene.clip)
    assert len(panels) == 3
    assert len({round(panel.area) for panel in panels}) == 1
    for layer in ("territory", "front", "labels", "names"):
        for mark in marks(picture, layer):
            assert shapely.intersects(panels, mark.geometry).sum() <= 1, layer
    assert "1 to 10 January 2001" in picture.scene.title
    with pytest.raises(InvalidRequestError, match="too many"):
        series(states * 30, size="320x400")


def test_a_png_for_print_names_its_density(land):
    png = still(land.on("2001-01-05"), size="column-1").png(dpi=300)
    assert struct.unpack(">II", png[16:24]) == (1750, 2188)
    at = png.index(b"pHYs")
    assert struct.unpack(">II", png[at + 4 : at + 12]) == (11811, 11811)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "use --on for one day, or --days for several"),
        (
            ("--on", "2001-01-05", "--days", "2001-01-01", "--out", "x.svg"),
            "use --on for one day, or --days for several",
        ),
        (("--on", "2001-01-05", "--dpi", "300", "--scale", "2", "--out", "x.png"), "not both"),
        (("--on", "2001-01-05", "--dpi", "300", "--out", "x.svg"), "--dpi is for PNG"),
        (("--on", "2001-01-05", "--arrows", "--out", "x.svg"), "--arrows needs --since"),
        (("--days", "2001-01-01,2001-01-05"), "--days is for a picture"),
    ],
)
def test_options_that_do_not_fit_are_refused(tmp_path, monkeypatch, options, words):
    monkeypatch.chdir(tmp_path)
    result = invoke("map", "--data", str(LAND), *options, code=2)
    assert words in " ".join(result.stderr.split())


def test_the_command_draws_days_and_what_is_new(tmp_path):
    out = tmp_path / "days.svg"
    run_on_land("map", "--days", "2001-01-01,2001-01-05", "--since", "previous", "--out", out)
    assert "5 January 2001" in out.read_text("utf-8")


def test_no_country_is_named_on_ground_that_several_claim():
    golan, kivu = shapely.Point(35.8, 33.0), shapely.Point(29.0, -2.0)
    assert unnamed_areas().contains(golan)
    assert not unnamed_areas().contains(kivu)
    for point, named in ((golan, False), (kivu, True)):
        plane = Projection(point.x, point.y)
        frame = Frame.around(Box(0, 0, 600, 600), plane, (-9e3, -9e3, 9e3, 9e3), 14.0)
        scene = Scene(600, 600, "", "", "en", frame.area.polygon())
        draw_names(scene, frame, read_basemap(frame.bounds), Placement(frame.area), shapely.Point())
        countries = [mark for mark in scene.layers["names"] if mark.style == "country"]
        assert bool(countries) == named


def test_the_name_of_a_country_is_on_no_border_and_in_no_gap_of_the_subject():
    plane = Projection(38.5, 34.5)
    frame = Frame.around(Box(0, 0, 600, 600), plane, (-9e3, -9e3, 9e3, 9e3), 14.0)

    def box_of_name(borders, subject):
        scene = Scene(600, 600, "", "", "en", frame.area.polygon())
        scene.add("borders", [Path(one, "border") for one in borders])
        draw_names(scene, frame, read_basemap(frame.bounds), Placement(frame.area), subject)
        (name,) = [mark for mark in scene.layers["names"] if mark.style == "country"]
        half = text_width(name.text, name.size, bold=True) / 2
        return shapely.box(name.x - half, name.y - name.size, name.x + half, name.y)

    middle = box_of_name([], shapely.Point()).centroid
    border = shapely.LineString([(0, middle.y), (600, middle.y)])
    assert not box_of_name([border], shapely.Point()).intersects(border)
    around = middle.buffer(150) - middle.buffer(110)
    assert not box_of_name([], around).intersects(middle.buffer(150))


def test_the_key_names_who_gained_ground_as_within_a_sentence(atlas):
    state = atlas.on("2020-02-01")
    for language, words in (
        ("en", "Gained by the government and its allies since 20 January 2020"),
        ("ar", "مكاسب الحكومة وحلفائها منذ 20 كانون الثاني 2020"),
    ):
        picture = still(state, since="2020-01-20", language=language)
        assert words in [mark.text for mark in marks(picture, "furniture", Label)]
