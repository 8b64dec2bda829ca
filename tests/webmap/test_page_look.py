"""Light and dark, and the style of a house: with_contrast in both, and nothing of it can run."""

from __future__ import annotations

import json
import re

import pytest
from parsed_page import data_of
from reader import html, in_each_panel
from typer.testing import CliRunner

from frontline.cli import app
from frontline.colours import contrast, with_contrast
from frontline.errors import DataError
from frontline.theme import (
    DARK,
    LIGHT,
    MIN_SIGN_CONTRAST,
    MIN_TEXT_CONTRAST,
    TEXTS,
    Theme,
    read_theme,
)
from frontline.webmap import page
from frontline.webmap.site import build
from frontline.webmap.stylesheet import make_stylesheet

WHOLE = """
language = "ar"
logo = { en = "The Example", ar = "المثال" }
credit = "Graphic: the desk & friends"

[fonts]
text = ["Example Sans", "Georgia", "serif"]
arabic = ["29LT Zarid"]

[light]
ink = "#101010"
focus = "#7700AA"

[dark]
paper = "#000000"

[actors.north]
light = "#005500"
dark = "#77dd77"
pattern = "cross"
"""


@pytest.fixture
def house(tmp_path):
    """Give a function that writes a style and gives its path."""

    def write(text, name="style.toml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


# ---------------------------------------------------------------------- colours


def test_contrast_is_that_of_the_guidelines():
    # Worked examples of the definition: grey on white, and pure colours on white.
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ff0000", "#ffffff") == pytest.approx(4.00, abs=0.005)
    assert contrast("#0000ff", "#ffffff") == pytest.approx(8.59, abs=0.005)
    assert contrast("#123456", "#fedcba") == contrast("#fedcba", "#123456")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_text_of_a_page_can_be_read_on_its_ground(palette):
    assert set(LIGHT) == set(DARK)
    for text, ground in TEXTS:
        assert contrast(palette[text], palette[ground]) >= MIN_TEXT_CONTRAST, (text, ground)
    for sign in ("focus", "unknown", "admin"):
        assert contrast(palette[sign], palette["land"]) >= MIN_SIGN_CONTRAST, sign


def test_the_colours_of_the_actors_can_be_told_from_the_land_by_day_and_by_night(atlas):
    sheet = make_stylesheet(Theme(), atlas.package.actors)
    colours = re.findall(r"--actor-\d: (#\w{6});", sheet)
    number = len(atlas.actors)
    by_day, by_night = colours[:number], colours[number : 2 * number]
    assert by_day == [actor.colour for actor in atlas.package.actors.values()]
    assert all(contrast(colour, LIGHT["land"]) >= MIN_SIGN_CONTRAST for colour in by_day)
    assert all(contrast(colour, DARK["land"]) >= MIN_SIGN_CONTRAST for colour in by_night)


def test_a_colour_is_changed_no_more_than_it_takes():
    assert with_contrast("#ffffff", "#000000", 4.5) == "#ffffff"
    changed = with_contrast("#102030", "#262b31", 4.5)
    assert 4.5 <= contrast(changed, "#262b31") < 4.8
    assert contrast(with_contrast("#eeeeee", "#ffffff", 4.5), "#ffffff") >= 4.5


# ------------------------------------------------------------------ a house's style


def test_a_style_says_how_a_page_looks(land, house):
    text = html(page.animation(land, style=house(WHOLE)))
    data = data_of(text)
    assert '<html lang="ar" dir="rtl">' in text
    assert data["logo"] == {"en": "The Example", "ar": "المثال"}
    assert data["credit"]["ar"] == "Graphic: the desk & friends"
    north = next(actor for actor in data["actors"] if actor[0] == "north")
    assert north[3:5] == ["#005500", "cross"]
    sheet = re.search(r":root \{.*?\n\}\n", text, re.DOTALL)[0]
    assert '--sans: "Example Sans", "Georgia", serif, "29LT Zarid", system-ui' in sheet
    assert "--ink: #101010;" in sheet
    assert "--focus: #7700aa;" in sheet
    assert f"--quiet: {LIGHT['quiet']};" in sheet
    assert text.count("--paper: #000000;") == 2
    assert text == html(page.animation(land, style=read_theme(house(WHOLE))))


def test_what_is_asked_for_goes_before_what_the_style_says(land, house):
    text = html(page.day_map(land.on("2001-01-06"), style=house(WHOLE), language="en"))
    assert '<html lang="en" dir="ltr">' in text


def test_the_style_of_a_package_is_used_unless_another_is_asked_for(land_copy, tmp_path, house):
    (land_copy / "style.toml").write_text('[light]\nink = "#101010"\n', "utf-8")
    other = house('[light]\nink = "#202020"\n', "other.toml")
    words = ["map", "--on", "2001-01-06", "--data", str(land_copy), "--out"]
    for more, colour in (([], "#101010"), (["--style", str(other)], "#202020")):
        out = tmp_path / "out.html"
        done = CliRunner().invoke(app.app, [*words, str(out), *more])
        assert done.exit_code == 0, done.output
        assert f"--ink: {colour};" in out.read_text("utf-8")


def test_a_style_with_faults_stops_the_command_with_one_line_for_each(land_copy, tmp_path, house):
    bad = house('logo = ""\n[light]\nink = "red"\n')
    out = tmp_path / "out.html"
    words = ["build", "--data", str(land_copy), "--style", str(bad), "--out", str(out)]
    done = CliRunner().invoke(app.app, words)
    assert done.exit_code != 0
    assert not out.exists()
    with pytest.raises(DataError) as caught:
        read_theme(bad)
    assert len(caught.value.issues) == 3  # the logo is empty in both languages


FAULTS = {
    "a torn file": ("[light", "is not valid TOML"),
    "an unknown key": (
        'paint = "#000000"',
        "paint: is not a key of a style. Remove it, or use one of: language, logo, credit",
    ),
    "an unknown colour name": (
        '[dark]\npapr = "#000000"',
        "dark.papr: is not a key of a style. Remove it, or use one of: ink, quiet",
    ),
    "a named colour": (
        '[light]\nink = "red"',
        "'red': light.ink: is not a colour. Write it as #2f7f86.",
    ),
    "a short colour": ('[light]\nink = "#abc"', "is not a colour"),
    "a colour that ends the rule": (
        '[light]\nink = "#000000;} body { display: none"',
        "is not a colour",
    ),
    "a colour with an address": ('[light]\nink = "url(https://a.example/x)"', "is not a colour"),
    "a colour with a line break": ('[light]\nink = "#000000\\n"', "is not a colour"),
    "a number": ("[light]\nink = 0", "'0': light.ink: is not text. Write it in quotes."),
    "a font that ends the string": (
        '[fonts]\ntext = ["x\\"; } * { background: url(//a)"]',
        "fonts.text.0: is not the name of a font",
    ),
    "a font file": ('[fonts]\ntext = ["url(font.woff2)"]', "is not the name of a font"),
    "a font that is a comment": ('[fonts]\ntext = ["a/*b"]', "is not the name of a font"),
    "one font": ('[fonts]\ntext = "Georgia"', "fonts.text: is not a list"),
    "a language that is not spoken": (
        'language = "fr"',
        "'fr': language: is not one of the allowed words. Use 'en' or 'ar'.",
    ),
    "a pattern that is not drawn": (
        '[actors.north]\npattern = "stars"',
        "actors.north.pattern: is not one of the allowed words",
    ),
    "a logo in one language": ('logo = { en = "A" }', "logo.ar: is missing"),
    "a logo with a line break": ('logo = "A\\nB"', "contains a line break or control character"),
    "a long credit": (f'credit = "{"a" * 201}"', "is longer than 200 characters"),
    "colours for nobody": ("light = 3", "light: is not a table"),
    "ink that cannot be read": (
        '[light]\nink = "#cccccc"',
        "light.ink: ink on paper has a contrast of 1.6, less than 4.5",
    ),
    "paper by night that is white": (
        '[dark]\npaper = "#ffffff"',
        "dark.paper: ink on paper has a contrast",
    ),
    "an actor like the land": (
        '[actors.north]\nlight = "#f6f3ec"',
        "actors.north.light: the actor on land has a contrast of 1.0, less than 3",
    ),
}


@pytest.mark.parametrize(("text", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_a_style_is_said_in_one_clear_line(house, text, said):
    with pytest.raises(DataError) as caught:
        read_theme(house(text))
    message = str(caught.value)
    assert message.startswith("style.toml: ")
    assert said in message
    assert "pydantic" not in message


def test_an_actor_that_the_package_does_not_have_is_refused(land, house):
    path = house('[actors.nrth]\nlight = "#005500"')
    with pytest.raises(DataError, match=r"style.toml: 'nrth': actors: .*: north, south"):
        page.animation(land, style=path)


def test_a_style_that_is_not_there_says_so(tmp_path):
    with pytest.raises(DataError, match=r"none\.toml: the file is missing"):
        read_theme(tmp_path / "none.toml")


HOSTILE = "</style></script><img src=x onerror=alert(1)>{{7*7}}${alert(1)}\u202e\"';}"


@pytest.mark.browser
def test_hostile_texts_of_a_style_arrive_as_written_and_nothing_runs(visit, land, house):
    line = json.dumps(HOSTILE)
    path = house(f"logo = {line}\ncredit = {line}\n")
    seen = visit(html(page.animation(land, style=path)))
    seen.page.wait_for_timeout(100)
    assert seen.complaints == []
    assert seen.requests == []
    assert seen.run("document.querySelectorAll('img').length") == 0
    for part in (".logo", ".credit"):
        assert seen.run("part => document.querySelector(part).textContent", part) == HOSTILE


# ---------------------------------------------------------------------- in Chromium

#: Each text that is seen, with the contrast of its colour to the nearest ground that is painted.
FAINT = """() => {
  const read = (text) => {
    const numbers = text.match(/[\\d.]+/g).map(Number);
    const scale = text.startsWith('color(') ? 255 : 1; // a mixed colour is written in shares
    const [r, g, b, a = 1] = numbers;
    return [r * scale, g * scale, b * scale, a];
  };
  const light = ([r, g, b]) => [r, g, b].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const groundOf = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const found = read(getComputedStyle(one).backgroundColor);
      if (found[3] > 0.8) return found;
    }
    return [255, 255, 255, 1];
  };
  const faint = [];
  let seen = 0;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('svg, script, style, noscript')) continue;
    if (!parent.checkVisibility()) continue;
    const [one, other] = [light(read(getComputedStyle(parent).color)), light(groundOf(parent))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    seen += 1;
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${node.data.slice(0, 40)}`);
  }
  return [seen, faint];
}"""


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ar")])
def test_every_text_that_is_seen_has_the_contrast_of_the_guidelines(
    visit, animation_html, scheme, language
):
    seen = visit(animation_html, color_scheme=scheme, viewport={"width": 1440, "height": 1000})
    seen.run(f"location.hash = 'day=2019-08-15&place=khan-shaykhun&lang={language}'")
    seen.page.locator(".about summary").click()
    assert seen.run("document.documentElement.lang") == language
    for panel, (count, faint) in in_each_panel(seen, FAINT).items():
        assert count > 80, panel
        assert faint == [], panel


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_on_the_map_stand_on_an_edge_of_paper_that_sets_them_off(visit, film, scheme):
    seen = visit(film, color_scheme=scheme)
    pairs = seen.run(
        """() => [...document.querySelectorAll('.name text, .shield text')].map((node) => {
          const box = node.closest('.shield')?.querySelector('rect');
          const own = getComputedStyle(node);
          return [own.fill, box ? getComputedStyle(box).fill : own.stroke];
        })"""
    )
    assert len(pairs) > 10
    for pair in set(map(tuple, pairs)):
        one, other = (
            "#{:02x}{:02x}{:02x}".format(*map(int, re.findall(r"\d+", c)[:3])) for c in pair
        )
        assert contrast(one, other) >= MIN_TEXT_CONTRAST


def ground(seen):
    return seen.run("getComputedStyle(document.body).backgroundColor")


@pytest.mark.browser
def test_the_page_follows_the_system_until_the_reader_chooses(visit, film):
    grounds = {}
    for scheme in ("light", "dark"):
        seen = visit(film, color_scheme=scheme)
        look = seen.page.get_by_label("Colours")
        assert look.input_value() == "auto"
        grounds[scheme] = [ground(seen)]
        for chosen in ("dark", "light", "auto"):
            look.select_option(chosen)
            grounds[scheme].append(ground(seen))
            own = seen.run("getComputedStyle(document.documentElement).colorScheme")
            assert chosen in {own, "auto"}
        seen.leave()
    light, dark = (found[0] for found in grounds.values())
    assert light != dark
    assert grounds == {"light": [light, dark, light, light], "dark": [dark, dark, light, dark]}


@pytest.mark.browser
def test_the_look_is_chosen_by_keyboard_and_kept_in_the_address(visit, film):
    seen = visit(film, color_scheme="light")
    light, home = ground(seen), seen.page.url
    look = seen.page.get_by_label("Colours")
    look.focus()
    day = seen.run("frontline.day()")
    seen.page.keyboard.press("End")
    assert look.input_value() == "dark"
    assert ground(seen) != light
    assert seen.run("frontline.day()") == day
    for _ in range(100):
        if "look=dark" in seen.run("location.hash"):
            break
        seen.page.wait_for_timeout(50)
    dark, hash_ = ground(seen), seen.run("location.hash")
    seen.page.goto("about:blank")
    seen.page.goto(f"{home}{hash_}")
    assert ground(seen) == dark
    assert seen.complaints == []


@pytest.mark.browser
def test_paper_is_light_whatever_was_chosen(visit, film):
    by_day = visit(film, color_scheme="light")
    light = ground(by_day)
    by_day.leave()
    seen = visit(film, color_scheme="dark")
    for look in ("auto", "dark"):
        seen.page.get_by_label("Colours").select_option(look)
        seen.page.emulate_media(media="print", color_scheme="dark")
        assert ground(seen) == light
        assert seen.run("getComputedStyle(document.documentElement).colorScheme") == "light"
        seen.page.emulate_media(media="screen", color_scheme="dark")
        assert ground(seen) != light


@pytest.mark.browser
def test_the_colours_of_the_actors_on_the_map_are_those_of_the_style(visit, land, house):
    text = html(page.animation(land, style=house(WHOLE), language="en"))
    for scheme, colour in (("light", "rgb(0, 85, 0)"), ("dark", "rgb(119, 221, 119)")):
        seen = visit(text, color_scheme=scheme)
        place = seen.page.locator("circle.marker[aria-label*='North']").first
        assert place.evaluate("node => getComputedStyle(node).color") == colour
        assert seen.run("getComputedStyle(document.body).fontFamily").startswith('"Example Sans"')
        assert seen.text(".logo") == "The Example"
        assert seen.text(".credit") == "Graphic: the desk & friends"
        seen.leave()


@pytest.mark.browser
def test_the_index_has_its_night_and_the_style_of_the_house(visit, land, house, tmp_path):
    folder = tmp_path / "pages"
    written = {path.name: path for path in build(land, folder, style=house(WHOLE))}
    text = written["index.html"].read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in text
    grounds = {ground(visit(text, color_scheme=scheme)) for scheme in ("light", "dark")}
    assert grounds == {"rgb(253, 252, 249)", "rgb(0, 0, 0)"}
