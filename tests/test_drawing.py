"""Page data and pages, without a browser: the numbers are the library's, the text is inert."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import folium
import folium.plugins
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from frontline.atlas import Atlas
from frontline.days import days_between
from frontline.drawing import bundle, page, seal
from frontline.drawing.player import encode_control, page_data
from frontline.drawing.shapes import GRID
from frontline.drawing.wordbook import tables
from frontline.errors import OutputError, RequestError
from frontline.evidence import RULES
from frontline.front import front_lines
from frontline.model import Actor, Baseline, Event, Frame, Place, Publisher, Report
from frontline.package import Package
from frontline.territory import actor_of

ASSETS = Path(bundle.__file__).parent / "assets"
SCRIPTS = sorted(ASSETS.glob("*.js"))
#: Scripts that are not joined to that of a map.
APART = {"bridge.js", "index.js"}


class Blocks(HTMLParser):
    """Reads a page as a browser does: its blocks, and every address in an attribute."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.blocks = []
        self.addresses = []
        self.attributes = []
        self.text = []
        self._open = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.addresses += [value for name, value in attrs if name in {"src", "href", "action"}]
        if tag in {"script", "style"}:
            self.blocks.append((tag, dict(attrs), []))
            self._open = self.blocks[-1][2]

    def handle_endtag(self, tag):
        if tag in {"script", "style"}:
            self._open = None

    def handle_data(self, data):
        (self.text if self._open is None else self._open).append(data)

    def contents(self, kind, *, data=False):
        return [
            "".join(text)
            for tag, attributes, text in self.blocks
            if tag == kind and (attributes.get("type") == "application/json") is data
        ]

    def policy(self):
        found = [value for _, name, value in self.attributes if name == "content"]
        return next(value for value in found if value.startswith("default-src"))


def decode_ground(data):
    """Read cells as polygons and ridges as corner pairs, from the documented format alone.

    A ridge is a side that two cells share: the cells, lower first, and its two corners.
    """
    ground = data["ground"]
    corners = np.column_stack([np.cumsum(ground["x"]), np.cumsum(ground["y"])])
    lonlat = (corners + data["origin"]) / GRID
    last, cells = 0, []
    for rings in ground["cells"]:
        parts = []
        for steps in rings:
            numbers = last + np.cumsum(steps)
            last = int(numbers[-1])
            parts.append(numbers)
        cells.append(parts)
    sides = {
        (int(one), int(other)): cell
        for cell, rings in enumerate(cells)
        for ring in rings
        for one, other in zip(ring, np.roll(ring, -1), strict=True)
    }
    ridges = [
        (cell, sides[other, one], one, other)
        for (one, other), cell in sides.items()
        if sides.get((other, one), -1) > cell
    ]
    return lonlat, cells, np.asarray(ridges)


def decode_control(control, days):
    codes = np.asarray(control["initial"])
    rows = [codes]
    changes = np.reshape(control["changes"], (-1, 3)).copy()
    changes[:, 0] = np.cumsum(changes[:, 0])
    for day in range(1, days):
        codes = codes.copy()
        for _, unit, code in changes[changes[:, 0] == day]:
            codes[unit] = code
        rows.append(codes)
    return np.asarray(rows)


@pytest.fixture(scope="module")
def whole(atlas):
    return page_data(atlas, atlas.record.first, atlas.record.last, title="All")


@pytest.fixture(scope="module")
def day_page(atlas):
    return page.day_map(atlas.on("2019-08-15")).get_root().render()


def test_the_data_says_of_every_place_and_day_what_the_record_says(atlas, whole):
    matrix = decode_control(whole["control"], whole["days"])
    assert (matrix == atlas.record.matrix[:, : len(atlas.cell_places)]).all()
    for code, state in enumerate(atlas.record.states):
        status, actors, evidence = whole["states"][code]
        assert (status, evidence) == (state.status, state.evidence)
        assert tuple(atlas.actors[actor] for actor in actors) == state.actors


def test_any_range_of_days_is_cut_out_of_the_whole(atlas, whole):
    matrix = decode_control(whole["control"], whole["days"])
    for first, days in ((0, 1), (100, 14), (311, 1)):
        start = atlas.record.first + timedelta(days=first)
        part = encode_control(atlas, start, start + timedelta(days=days - 1))
        assert (decode_control(part, days) == matrix[first : first + days]).all()


def test_since_is_the_day_the_record_gives(atlas):
    day = date(2019, 8, 15)
    since = encode_control(atlas, day, day)["since"]
    spans = [atlas.record.span_on(place.id, day) for place in atlas.cell_places]
    assert [day + timedelta(days=offset) for offset in since] == [span.since for span in spans]


def test_the_cells_keep_their_ground_to_a_thousandth(atlas, whole):
    lonlat, cells, _ = decode_ground(whole)
    areas = []
    for rings in cells:
        shell, *holes = ([*ring, ring[0]] for ring in rings)
        polygon = shapely.Polygon(lonlat[shell], [lonlat[hole] for hole in holes])
        areas.append(atlas.projection.to_plane(polygon).area / 1e6)
    assert np.allclose(areas, atlas.cells.areas_km2, rtol=2e-3, atol=2e-3)
    assert np.allclose(np.asarray(whole["ground"]["areas"]) / 100, areas, rtol=2e-3, atol=1e-2)


def test_neighbouring_cells_share_the_corners_of_their_ridge(atlas, whole):
    _, _, ridges = decode_ground(whole)
    long = shapely.length(atlas.cells.ridges) > 5  # a shorter one may fall into one grid point
    shared = {(one, other) for one, other, _, _ in ridges.tolist()}
    assert {tuple(sorted(pair)) for pair in atlas.cells.pairs[long].tolist()} <= shared


def test_the_front_of_every_day_can_be_drawn_from_the_ridges(atlas, whole):
    lonlat, _, ridges = decode_ground(whole)
    ends = shapely.transform(
        shapely.linestrings(lonlat[ridges[:, 2:]]), atlas.projection.forward, interleaved=False
    )
    lengths = shapely.length(ends)
    for row in range(0, whole["days"], 7):
        codes = atlas.record.matrix[row, : len(atlas.cell_places)]
        holders = actor_of(codes, atlas.record.states, atlas.actors)
        line, contested = front_lines(atlas.cells, holders)
        left, right = holders[ridges[:, 0]], holders[ridges[:, 1]]
        is_line = (left >= 0) & (right >= 0) & (left != right)
        is_outline = (left == -1) & (right >= 0) | (right == -1) & (left >= 0)
        assert lengths[is_line].sum() == pytest.approx(line.length, rel=1e-3, abs=5)
        assert lengths[is_outline].sum() == pytest.approx(contested.length, rel=1e-3, abs=5)


def road_intervals(road, states, actors, day):
    cuts = np.cumsum(road["cuts"])
    codes = list(road["initial"])
    for when, piece, code in road["changes"]:
        if when <= day:
            codes[piece] = code
    found = []
    for piece, code in enumerate(codes):
        answer = (states[code][0], tuple(actors[actor] for actor in states[code][1]))
        if found and found[-1][2] == answer:
            found[-1][1] = int(cuts[piece + 1])
        else:
            found.append([int(cuts[piece]), int(cuts[piece + 1]), answer])
    return found


def test_the_roads_are_held_on_every_day_as_the_library_says(atlas, whole):
    for coded in whole["roads"]:
        road = atlas.roads[coded["id"]]
        cuts = np.cumsum(coded["cuts"])
        for number, day in enumerate(days_between(atlas.record.first, atlas.record.last)):
            expected = [
                [
                    max(round(one.from_km * 1000), int(cuts[0])),
                    min(round(one.to_km * 1000), int(cuts[-1])),
                    (one.control.status, one.control.actors),
                ]
                for one in road.intervals(atlas.record, day)
            ]
            expected = [one for one in expected if one[1] > one[0]]
            assert road_intervals(coded, whole["states"], atlas.actors, number) == expected


def test_the_m5_is_whole_in_one_hand_on_14_february_2020(atlas):
    data = page_data(atlas, date(2020, 2, 14), date(2020, 2, 14), title="M5")
    m5 = next(road for road in data["roads"] if road["id"] == "m5")
    held = road_intervals(m5, data["states"], atlas.actors, 0)
    low, high = (atlas.chainage_km(atlas.road("m5"), end) * 1000 for end in ("Hama", "Aleppo"))
    between = {answer for start, end, answer in held if end > low + 50 and start < high - 50}
    assert between == {("held", ("government",))}


def test_the_history_of_a_place_carries_every_report_about_it(atlas, whole):
    history = whole["history"]
    column = [place.id for place in atlas.cell_places].index("khan-shaykhun")
    found = {
        (history["publishers"][row[0]][0], row[1])
        for line in history["rows"][column]
        for row in (history["reports"][number] for number in line[-1])
    }
    package = atlas.package
    ids = [row.baseline_id for row in package.baseline if row.place_id == "khan-shaykhun"]
    ids += [event.event_id for event in package.events if event.place_id == "khan-shaykhun"]
    expected = {
        (package.publishers[report.publisher].name, report.url)
        for record_id in ids
        for report in package.reports.get(record_id, ())
    }
    assert expected <= found
    assert len(expected) > 3


def test_a_map_of_a_day_tells_nothing_of_later_days(atlas):
    day = date(2019, 8, 15)
    rows = page_data(atlas, day, day, title="Day")["history"]["rows"]
    assert max(row[3] for place in rows for row in place) <= day.isoformat()


def test_a_record_without_roads_borders_or_rivers_is_drawn_too(land):
    bare = Atlas(replace(land.package, highways={}, admin=(), rivers=(), events=()), land.rule)
    data = page_data(bare, bare.record.first, bare.record.last, title="Bare")
    assert data["roads"] == []
    assert data["base"]["land"] == []
    assert data["control"]["changes"] == []


def test_a_day_outside_the_record_is_refused(atlas):
    with pytest.raises(RequestError, match="record runs from"):
        page.animation(atlas, "2019-04-29", "2019-05-02")
    with pytest.raises(RequestError, match="runs forward"):
        page.animation(atlas, "2019-05-02", "2019-05-01")


def invented(places=1200, days=120, changes=200):
    """Make a record of this size: towns on a jittered grid, the west and the east at war."""
    chance = np.random.default_rng(11)
    side = int(np.ceil(np.sqrt(places)))
    spots = np.asarray(list(itertools.product(range(side), range(side))))[:places]
    spots = 0.02 * (spots + chance.uniform(0.1, 0.9, spots.shape))
    first = date(2019, 5, 1)
    gazetteer = {
        f"place-{i}": Place(
            id=f"place-{i}", name=f"Tell Number {i}", name_ar=f"تل رقم {i}", kind="village",
            lon=36 + x, lat=35 + y, position_error_m=100, admin3="District", admin1="Province",
            sources=("invented",), licence="CC0",
        )
        for i, (x, y) in enumerate(spots)
    }  # fmt: skip
    sides = np.where(spots[:, 0] < spots[:, 0].mean(), "west", "east")
    baseline = tuple(
        Baseline(
            baseline_id=f"B{i}", place_id=f"place-{i}", place_as_reported="x", holder=str(side),
            evidence="claimed",
        )
        for i, side in enumerate(sides)
    )  # fmt: skip
    events, reports = [], []
    for number, i in enumerate(chance.choice(places, changes, replace=False)):
        day = first + timedelta(days=int(chance.integers(1, days)))
        after = "east" if sides[i] == "west" else "west"
        events.append(
            Event.model_validate(
                {
                    "event_id": f"E{number}", "place_id": f"place-{i}", "place_as_reported": "x",
                    "date_earliest": day, "date_latest": day, "kind": "capture",
                    "from": str(sides[i]), "to": after,
                }
            )
        )  # fmt: skip
        reports.append(
            Report(
                report_id=f"R{number}", record_id=f"E{number}", publisher="wire",
                url=f"https://wire.invalid/{number}", published_on=day,
            )
        )  # fmt: skip
    return Atlas(
        Package(
            title="Invented", version="1", gazetteer=gazetteer, baseline=baseline,
            frame=Frame(
                region=(35.9, 34.9, 36.1 + 0.02 * side, 35.1 + 0.02 * side),
                first_day=first,
                last_day=first + timedelta(days=days - 1),
            ),
            actors={
                side: Actor(id=side, name=side, colour=colour)
                for side, colour in (("east", "#2f7f86"), ("west", "#b5532d"))
            },
            publishers={"wire": Publisher(id="wire", name="Wire", stance="agency")},
            events=tuple(events), all_reports=tuple(reports),
        ),
        RULES["standard"],
    )  # fmt: skip


def test_twelve_hundred_places_over_120_days_fit_into_300_kilobytes():
    atlas = invented()
    first, last = atlas.record.first, atlas.record.last
    atlas.record.matrix, atlas.cells  # noqa: B018 - made once per atlas, not per page
    data = page_data(atlas, first, last, title="Size")
    assert len(data["control"]["changes"]) == 3 * 200
    assert data["near"]["neighbours"] == []  # too many places for these lists
    del data["history"]
    assert len(seal.data_block(data).encode()) <= 300_000


def test_the_page_of_the_whole_record_is_under_900_kilobytes(atlas):
    assert len(page.animation(atlas).get_root().render().encode()) <= 900_000


# ------------------------------------------------------------------ pages as text


def test_the_same_input_gives_the_same_bytes(atlas):
    def made():
        drawn = page.animation(atlas, "2019-08-10", "2019-08-20", notices=["One."])
        folium.Marker([35.4, 36.6], popup="Here").add_to(drawn)
        folium.GeoJson(shapely.Point(36.6, 35.4).__geo_interface__).add_to(drawn)
        return drawn.get_root().render()

    first = made()
    assert first == made()
    random_ids = re.compile(r"_(?!0{20})[0-9a-f]{32}\b")
    assert not random_ids.search(first)


def test_rendering_twice_and_saving_give_one_text(atlas, tmp_path):
    drawn = page.day_map(atlas.on("2019-08-15"))
    text = drawn.get_root().render()
    assert drawn.get_root().render() == text
    drawn.save(str(tmp_path / "folium.html"))
    page.save(drawn, tmp_path / "own.html")
    assert (tmp_path / "folium.html").read_bytes() == text.encode()
    assert (tmp_path / "own.html").read_bytes() == text.encode()


def test_a_page_that_cannot_be_written_says_so(atlas, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="could not be written"):
        page.save(page.day_map(atlas.on("2019-08-15")), tmp_path / "file" / "page.html")


def test_the_policy_names_exactly_the_blocks_of_the_page(day_page):
    read = Blocks(day_page)

    def hashes(kind):
        blocks = (hashlib.sha256(text.encode()).digest() for text in read.contents(kind))
        return {f"'sha256-{base64.b64encode(block).decode()}'" for block in blocks}

    policy = dict(part.split(" ", 1) for part in read.policy().split("; "))
    assert policy["default-src"] == "'none'"
    assert set(policy["script-src"].split()) == hashes("script")
    assert set(policy["style-src"].split()) == hashes("style")
    assert policy["img-src"] == "data:"
    assert (policy["base-uri"], policy["form-action"]) == ("'none'", "'none'")
    assert "unsafe" not in read.policy()


def test_a_page_names_nothing_to_fetch_and_carries_no_inline_handler(day_page):
    read = Blocks(day_page)
    assert read.addresses == []
    assert not [name for _, name, _ in read.attributes if name.startswith("on") or name == "style"]
    style = "".join(read.contents("style"))
    assert set(re.findall(r"url\((\w+:)", style)) == {"data:"}
    assert "@import" not in style
    assert "sourceMappingURL" not in day_page


def test_a_page_has_language_title_description_and_viewport(day_page):
    attributes = Blocks(day_page).attributes
    assert ("html", "lang", "en") in attributes
    assert "<title>Who held what on Thursday 15 August 2019" in day_page
    names = {value for _, name, value in attributes if name == "name"}
    assert {"description", "viewport", "color-scheme"} <= names
    assert "user-scalable" not in day_page


def test_only_leaflet_comes_with_a_page(day_page):
    for foreign in ("jquery", "bootstrap", "awesome", "cdn.", "unpkg"):
        assert foreign not in re.sub(r'"frontline-data">.*?</script>', "", day_page).lower()
    assert "Leaflet 1.9.3" in day_page


@given(st.recursive(st.text() | st.integers() | st.none(), st.lists))
def test_any_text_survives_the_data_block_and_cannot_leave_it(value):
    block = seal.data_block(value)
    assert json.loads(block) == value
    assert not set("<>&\u2028\u2029\u202e\r\n") & set(block)
    block.encode("utf-8")


def test_half_a_character_does_not_stop_a_page():
    assert json.loads(seal.data_block("\ud800")) == "\ud800"
    assert seal.plain("a\ud800<b>") == "a?&lt;b&gt;"


def test_only_ids_of_elements_are_renumbered():
    known, other = "ab" * 16, "cd" * 16
    text = f"map_{known} {other} popup_{known} {known}ef"
    assert seal.renumber(text, {known}) == f"map_{0:032x} {other} popup_{0:032x} {known}ef"


@pytest.mark.parametrize(
    "layer",
    [
        folium.plugins.MarkerCluster(),
        folium.Marker([35.4, 36.6], icon=folium.Icon(color="red")),
    ],
)
def test_a_layer_that_needs_other_files_is_refused(atlas, layer):
    drawn = page.day_map(atlas.on("2019-08-15"))
    layer.add_to(drawn)
    with pytest.raises(RequestError, match="loads nothing"):
        drawn.get_root().render()


def test_tiles_open_the_policy_for_their_hosts_alone(atlas):
    drawn = page.day_map(atlas.on("2019-08-15"), tiles="OpenStreetMap.Mapnik")
    read = Blocks(drawn.get_root().render())
    assert "img-src data: https://tile.openstreetmap.org;" in read.policy()
    own = page.Tiles("https://{s}.tiles.invalid/{z}/{x}/{y}.png", "Somebody", ("a", "b"))
    read = Blocks(page.day_map(atlas.on("2019-08-15"), tiles=own).get_root().render())
    assert "img-src data: https://a.tiles.invalid https://b.tiles.invalid;" in read.policy()


@pytest.mark.parametrize(
    ("tiles", "message"),
    [
        ("No Such Tiles", "no tiles are named"),
        ("CartoDB.Positron", "need a key"),
        (page.Tiles("http://tiles.invalid/{z}/{x}/{y}.png", "x"), "no address of tiles"),
        (page.Tiles("https://tiles.invalid/{z}/{x}.png", "x"), "no address of tiles"),
        (page.Tiles("https://a; script-src * /{z}/{x}/{y}", "x"), "no address of tiles"),
        (page.Tiles("https://{host}/{z}/{x}/{y}", "x"), "no address of tiles"),
        (page.Tiles("https://tiles.invalid/{z}/{x}/{y}.png", " "), "attribution"),
        (page.Tiles("https://{s}.t.invalid/{z}/{x}/{y}", "x", ("a; *",)), "subdomains"),
    ],
)
def test_tiles_that_cannot_be_used_are_refused(atlas, tiles, message):
    with pytest.raises(RequestError, match=message):
        page.day_map(atlas.on("2019-08-15"), tiles=tiles)


HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}{% raise %}${7*7}`</script></title>\u202e\"'&"


def test_the_index_links_the_pages_and_writes_titles_as_text(atlas):
    frame = atlas.package.frame.model_copy(update={"title_ar": HOSTILE})
    renamed = Atlas(replace(atlas.package, title=HOSTILE, frame=frame), atlas.rule)
    day = date(2019, 8, 15)
    entries = [
        page.Entry("all.html", HOSTILE, day, day + timedelta(days=3)),
        page.Entry("day.html", "A day", day, day),
        page.Entry("javascript:alert(1)", HOSTILE, day, day),
    ]
    text = page.index(renamed, entries)
    read = Blocks(text)
    files = ["all.html", "day.html", "javascript%3Aalert(1)"]
    assert read.addresses == [
        *("#lang=en", "#lang=ar"), *files, *(f"{file}#lang=ar" for file in files)
    ]  # fmt: skip
    assert {tag for tag, _, _ in read.attributes} == {"html", "meta", "nav", "a", "main"}
    # The title, and in each language a heading, two entries, the version.
    assert "".join(read.text).count(HOSTILE) == 9
    assert "Thursday 15 August 2019" in text
    assert text == page.index(renamed, entries)


def test_the_title_of_a_page_is_text_wherever_it_stands(atlas):
    drawn = page.day_map(atlas.on("2019-08-15"), title=HOSTILE, notices=[HOSTILE])
    read = Blocks(drawn.get_root().render())
    assert HOSTILE in "".join(read.text)
    assert HOSTILE in next(v for _, n, v in read.attributes if n == "content" and HOSTILE in v)
    (data,) = read.contents("script", data=True)
    both = {"en": HOSTILE, "ar": HOSTILE}
    assert json.loads(data)["title"] == both
    assert json.loads(data)["notices"] == [both]


# ---------------------------------------------------------------------- scripts


def test_top_level_names_are_unique_over_all_scripts():
    declared = re.compile(
        r"^(?:export )?(?:async )?(?:function\*?|const|let|var|class) (\w+)", re.MULTILINE
    )
    names = [
        name
        for path in SCRIPTS
        if path.name not in APART
        for name in declared.findall(path.read_text())
    ]
    assert len(names) > 60
    assert sorted(names) == sorted(set(names))


def test_every_script_is_joined_after_those_it_imports():
    order = bundle.script_order()
    assert {f"{name}.js" for name in order} == {path.name for path in SCRIPTS} - APART
    for position, name in enumerate(order):
        for needed in re.findall(r'from "\./(\w+)\.js"', (ASSETS / f"{name}.js").read_text()):
            assert order.index(needed) < position
    joined = bundle.page_script()
    assert not re.search(r"^(import|export) ", joined, re.MULTILINE)


def test_no_script_of_ours_turns_text_into_markup_or_code():
    forbidden = re.compile(
        r"innerHTML\s*=|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    )
    for path in SCRIPTS:
        found = forbidden.findall(path.read_text())
        # The bridge makes elements of what the author of a folium layer wrote as HTML.
        assert found == (["innerHTML ="] if path.name == "bridge.js" else [])


def test_every_word_that_scripts_use_is_defined():
    named = re.compile(r"\bwords\.(?!js\b)(\w+)|\btold\(\"(\w+)\"\)|\blabel: \"(\w+)\"")
    found = [names for path in SCRIPTS for names in named.findall(path.read_text())]
    used = {word for names in found for word in names if word}
    assert len(used) > 100
    assert used <= set(tables()["en"])


def test_no_day_is_read_in_the_time_of_the_reader():
    local = re.compile(r"\.get(?:Date|Day|Month|FullYear|Hours)\(|toLocaleDate|new Date\(\)")
    for path in SCRIPTS:
        assert not local.search(path.read_text()), path.name


def test_the_scripts_pass_their_own_tests():
    folder = Path(__file__).parent / "js"
    files = sorted(str(path) for path in folder.glob("*.test.mjs"))
    assert files
    done = subprocess.run(
        ["node", "--test", *files], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert re.search(r"^# pass \d\d", done.stdout, re.MULTILINE)
