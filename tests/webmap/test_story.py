"""A story is one file with a picture for each step, with and without script."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from run_command import invoke, run_on_land

from frontline.errors import DataError, InvalidRequestError, UnknownDayError
from frontline.webmap.story import read_story, render

STORY = """
title = "Nine towns"
title_ar = "تسع بلدات"
deck = "Ten days."

[[step]]
day = 2001-01-01
text = "The first day.\\n\\nNobody moved."
text_ar = "اليوم الأول."

[[step]]
day = 2001-01-05
view = "elm"
since = 2001-01-01
arrows = true
text = "<b>Elm</b> & more"

[[step.annotation]]
place_id = "elm"
text = "The bridge"
text_ar = "الجسر"

[[step]]
day = 2001-01-10
text = "The last day."
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "story.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def pictures(html):
    return [ET.fromstring(one) for one in re.findall(r'"wide">(<svg.*?</svg>)', html, re.DOTALL)]  # noqa: S314 - our own text


def test_each_step_has_its_own_picture_and_text_and_the_page_loads_nothing(land, written):
    html = render(read_story(written(STORY), land), land)
    assert len(pictures(html)) == 3
    words = [{"".join(text.itertext()) for text in one.iter("{http://www.w3.org/2000/svg}text")}
             for one in pictures(html)]  # fmt: skip
    assert "The bridge" in words[1]
    assert "The bridge" not in words[0] | words[2]
    assert "&lt;b&gt;Elm&lt;/b&gt; &amp; more" in html
    assert html.count("<p><bdi>Nobody moved.") == 1
    assert not re.search(r'(?:src|href)="(?!#)', html)
    assert html == render(read_story(written(STORY), land), land)


def test_an_arabic_story_has_arabic_texts_and_falls_back_to_english(land, written):
    html = render(read_story(written(STORY), land), land, language="ar")
    assert '<html lang="ar" dir="rtl">' in html
    assert "اليوم الأول." in html
    assert "The last day." in html
    words = "".join("".join(one.itertext()) for one in pictures(html))
    assert "الجسر" in words


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("day = 2001-01-01", "day = 20010101", "step.1.day: is not a day"),
        ("day = 2001-01-01", 'day = "1 January"', "step.1.day: is not a day"),
        ("day = 2001-01-01", "", "step.1.day: is missing"),
        ('text = "The last day."', 'text = ""', "step.3.text: is empty"),
        ('view = "elm"', 'vew = "elm"', "step.2.vew: is not a key of a story"),
        ('place_id = "elm"', 'place_id = "oz"', "place_id: no such place"),
        ('place_id = "elm"', "lon = 30.1", "a longitude and a latitude"),
        ('place_id = "elm"', 'place_id = "elm"\nactor = "x"', "actor: no such actor"),
        ('title = "Nine towns"', "title = ", "is not valid TOML"),
    ],
)
def test_an_invalid_story_is_reported_with_its_step_and_key(land, written, old, new, words):
    with pytest.raises(DataError) as raised:
        read_story(written(STORY.replace(old, new)), land)
    assert words in " ".join(f"{one.message}" for one in raised.value.issues)


def test_a_day_outside_the_record_and_an_unknown_view_are_refused(land, written):
    late = read_story(written(STORY.replace("day = 2001-01-10", "day = 2001-02-10")), land)
    with pytest.raises(UnknownDayError):
        render(late, land)
    odd = read_story(written(STORY.replace('view = "elm"', 'view = "3,2,1,0"')), land)
    with pytest.raises(InvalidRequestError, match="west must be less than east"):
        render(odd, land)


def test_the_command_writes_a_story_and_an_embargo_refuses_its_held_back_days(tmp_path, written):
    out = tmp_path / "story.html"
    path = written(STORY)
    run_on_land("story", path, "--out", out)
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
    hidden = tmp_path / "hidden.html"
    refused = invoke("story", str(path), "--out", hidden, "--embargo", "3", "--as-of", "2001-01-10",
                     "--data", "tests/land", code=2)  # fmt: skip
    assert "2001-01-10" in refused.stderr
    assert not hidden.exists()


#: The smallest text of the map that is shown, in pixels, and how much of the window the map covers.
SMALLEST = """() => {
  const maps = [...document.querySelectorAll("figure svg.map")];
  const laid = maps.filter((one) => one.checkVisibility());
  const shown = laid.find((one) => !one.closest("[inert]"));
  const texts = [...shown.querySelectorAll("text")].map((one) =>
    parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a);
  const { width, height } = shown.getBoundingClientRect();
  const share = (width * height) / (innerWidth * innerHeight);
  return [laid.length, Math.min(...texts), texts.length, share];
}"""
PHONES = [(390, 844), (360, 640), (320, 640), (844, 390), (667, 375)]


@pytest.mark.browser
def test_the_picture_follows_the_text_and_the_keys(land, written, visit):
    seen = visit(render(read_story(written(STORY), land), land))
    shown = "[...document.querySelectorAll('.stage figure')].findIndex(f => f.matches('.shown'))"
    assert seen.run(shown) == 0
    assert seen.run("document.querySelectorAll('.step figure').length") == 0
    seen.page.emulate_media(reduced_motion="reduce")
    for key, number in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowRight", 2), ("ArrowLeft", 1)):
        seen.page.keyboard.press(key)
        assert seen.run(shown) == number
        assert seen.run("document.activeElement.id") == f"step-{number + 1}"
    seen.page.locator("#step-2 a").last.click()
    assert seen.run(shown) == 2
    seen.run("scrollTo(0, 0)")
    seen.until(f"{shown} === 0")
    # On a phone, upright or on its side, with script or without, no text of a map is too small.
    html = render(read_story(written(STORY), land), land)
    plain = visit(html.replace("<script>", "<template>"))
    for width, height in PHONES:
        for one in (seen, plain):
            one.page.set_viewport_size({"width": width, "height": height})
            count, smallest, texts, share = one.run(SMALLEST)
            assert count == 3
            assert texts > 3
            assert smallest >= 12, (width, height, one is plain)
            assert share > 0.25 or one is plain
    assert seen.complaints == []
    assert seen.requests == []


def test_the_key_has_what_the_pictures_show_and_a_step_what_was_gained_since_its_day(land, written):
    html = render(read_story(written(STORY), land), land)
    key, *steps = html.split("<section")
    assert "Approximate front line" in key
    assert "Presumed" not in key  # no picture has it
    assert "since 1 January" not in key
    gained = [bool(re.search(r"<bdi>(Gained by|Front line on) [^<]*1 January 2001", one))
              for one in steps]  # fmt: skip
    assert gained == [False, True, False]
    for row in re.findall(r"<li>.*?</li>", html, re.DOTALL):
        assert 'aria-hidden="true"' in row
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
