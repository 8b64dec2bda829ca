"""Films show every change of their days, and nothing else moves."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from itertools import pairwise

import av
import numpy as np
import pytest
from invented_land import LAND
from PIL import Image
from run_command import invoke, run_on_land

from frontline.errors import InvalidRequestError
from frontline.stills.film import film
from frontline.stills.redraw import changed_window, draw_window, read_pixels
from frontline.stills.scene import Label
from frontline.theme import Theme

FIRST, LAST = date(2001, 1, 1), date(2001, 1, 10)


@pytest.fixture(scope="module")
def short(land):
    return film(land, FIRST, LAST, size="400x400")


@pytest.fixture(scope="module")
def small(land):
    """A film whose pictures take little time to encode."""
    return film(land, FIRST, date(2001, 1, 5), size="320x320")


def test_a_picture_is_drawn_for_each_day_on_which_the_map_differs(land, short):
    days = short.days
    changed = [
        day for day, before in zip(days[1:], days, strict=False)
        if (land.record.codes(day) != land.record.codes(before)).any()
    ]  # fmt: skip
    assert list(short.pictures) == [FIRST, *changed]
    assert 2 < len(changed) < len(days) - 1


def test_labels_and_layout_are_the_same_on_every_day(short):
    def fixed(picture):
        scene = picture.scene
        layers = {
            name: [(mark.text, mark.x, mark.y) for mark in marks if isinstance(mark, Label)]
            for name, marks in scene.layers.items()
        }
        layers["furniture"] = [row for row in layers["furniture"] if "2001" not in row[0]]
        return scene.clip.bounds, layers

    first, *others = (fixed(picture) for picture in short.pictures.values())
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    "options",
    [
        {"size": "400x400"},
        {"size": "640x480", "language": "ar", "style": Theme(
            pictures={"place-confirmed": {"width": 3, "stroke": "#123456"}}
        )},
        {"size": "500x360", "view": "29.9,-0.1,30.4,0.3"},
    ],
)  # fmt: skip
def test_a_picture_is_the_one_before_with_what_has_changed(land, options):
    drawn = list(film(land, FIRST, date(2001, 1, 6), **options).pictures.values())
    shares = []
    for before, after in pairwise(drawn):
        window = changed_window(before, after)
        rows, columns = slice(window.top, window.bottom), slice(window.left, window.right)
        found, whole = read_pixels(before.png()), read_pixels(after.png())
        found[rows, columns] = draw_window(after, window)
        top = int(after.scene.clip.bounds[1]) + 1  # the date is above the map
        assert np.abs(found[top:].astype(int) - whole[top:]).max() <= 1
        shares.append(window.width * window.height / found[..., 0].size)
    assert min(shares) < 0.5
    assert max(shares) > 0


def test_nothing_is_drawn_again_where_nothing_moves(short):
    picture = short.pictures[FIRST]
    assert changed_window(picture, picture).width == 0


def test_a_film_shows_the_pictures_of_its_days(short, tmp_path):
    path = tmp_path / "film.gif"
    short.save(path)
    shown = [day for day in short.days if day in short.pictures or day in short.key_dates]
    with Image.open(path) as image:
        for number, day in enumerate(shown):
            image.seek(number)
            found = np.asarray(image.convert("RGB")).astype(int)
            whole = read_pixels(
                short.pictures[max(one for one in short.pictures if one <= day)].png()
            )
            top = int(short.pictures[FIRST].scene.clip.bounds[1]) + 1
            wrong = np.abs(found[top:] - whole[top:]).max(axis=2) > 40  # it has few colours
            assert wrong.mean() < 0.002, day


def test_a_gif_holds_each_change_and_is_small(short, tmp_path):
    path = tmp_path / "film.gif"
    short.save(path)
    with Image.open(path) as image:
        assert image.size == (400, 400)
        assert image.n_frames == len(short.pictures) + len(short.key_dates - set(short.pictures))
        first = np.asarray(image.convert("RGB"))
        image.seek(image.n_frames - 1)
        assert (np.asarray(image.convert("RGB")) != first).any()
    assert path.stat().st_size < 300_000


@pytest.mark.parametrize(("ending", "codec"), [("mp4", "h264"), ("webm", "vp9")])
def test_a_video_lasts_longer_where_something_happens(small, tmp_path, ending, codec):
    path = tmp_path / f"film.{ending}"
    small.save(path)
    again = tmp_path / f"again.{ending}"
    small.save(again)
    assert path.read_bytes() == again.read_bytes()
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name.removeprefix("lib"), stream.width) == (codec, 320)
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]
    changes = len(small.pictures)
    quiet = len(small.days) - changes
    assert len(frames) > 2 * quiet + 9 * (changes - 1)
    assert np.abs(frames[0].astype(int) - frames[-1]).max() > 40


def test_a_video_does_not_depend_on_what_was_in_memory(tmp_path):
    paths = [tmp_path / f"{filling}.mp4" for filling in (0, 1)]
    command = [sys.executable, "-m", "frontline", "animate", "--data", LAND, "--size", "320x320"]
    command += ["--from", "2001-01-03", "--to", "2001-01-04"]
    for path in paths:
        filling = {"MALLOC_PERTURB_": path.stem}
        subprocess.run([*command, "--out", path], check=True, env=os.environ | filling)
    assert (paths[0].read_bytes() == paths[1].read_bytes()) is True


def test_the_command_writes_a_film_or_says_why_not(tmp_path):
    path = tmp_path / "film.gif"
    run_on_land("animate", "--from", "2001-01-04", "--out", path, "--size", "360x360")
    assert path.read_bytes().startswith(b"GIF89a")
    for options, words in (
        (["--out", "film.avi"], ".mp4, .webm, .gif for a film"),
        (["--out", "film.mp4", "--tiles", "OpenTopoMap"], "--tiles is for a page"),
        (["--out", "film.html", "--size", "400x400"], "--size is for a film"),
        (["--out", "film.gif", "--hide", "roads,fronts"], "'fronts' cannot be left out"),
        (["--out", tmp_path / "odd.mp4", "--size", "401x400"], "even number of pixels"),
    ):
        result = invoke("animate", "--data", LAND, *options, code=2)
        assert words in " ".join(result.stderr.split())
    assert [file.name for file in tmp_path.iterdir()] == ["film.gif"]


def test_another_ending_is_refused(short, tmp_path):
    with pytest.raises(InvalidRequestError, match="a film has the ending"):
        short.save(tmp_path / "film.mov")
