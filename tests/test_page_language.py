"""English and Arabic: the same page in either, whole, in its own direction."""

from __future__ import annotations

import json
import re
import string
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from test_pages import HOSTILE, assert_nothing_ran, spoil
from typer.testing import CliRunner

from frontline import cli
from frontline.atlas import Atlas
from frontline.drawing import bundle, page, style, wordbook
from frontline.drawing.build import build
from frontline.drawing.districts import arabic_districts, district
from frontline.drawing.reasons import say_reason
from frontline.errors import RequestError
from frontline.evidence import RULES
from frontline.geodesy import DIRECTIONS

ASSETS = Path(bundle.__file__).parent / "assets"
HOUSE = ASSETS.parent
EN, AR = (wordbook.tables()[language] for language in ("en", "ar"))
MARKS = re.compile("[\u2066-\u2069]")

#: Names that are written in Latin letters in Arabic too: of files, keys, roads and programs.
OWN_NAMES = (
    *("GeoJSON", "CSV", "M4", "M5", "Leaflet", "English", "ODbL", "frontline:height"),
    *("Tab", "Enter", "Escape", "Home", "End", "Page"),
)


def html(drawn):
    return drawn.get_root().render()


def plain(text):
    return " ".join(MARKS.sub("", text).split())


# ---------------------------------------------------------------------- the words


def places_to_fill(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def every_place(word):
    texts = word.values() if isinstance(word, dict) else [word]
    return set().union(*(places_to_fill(text) for text in texts))


def test_both_languages_have_the_same_words_with_the_same_places_to_fill():
    assert list(EN) == list(AR)
    for key, word in EN.items():
        assert type(AR[key]) is type(word), key
        if isinstance(word, list):
            assert len(AR[key]) == len(word), key
        else:
            assert every_place(AR[key]) == every_place(word), key


def test_a_word_with_forms_has_each_that_its_language_knows():
    for language, table in wordbook.tables().items():
        needed = {wordbook.plural_form(language, count) for count in range(300)}
        for key, word in table.items():
            if isinstance(word, dict):
                assert set(word) == needed, (language, key)


def test_no_word_is_empty_and_none_is_left_in_the_other_language():
    latin = re.compile(r"[A-Za-z]{2,}")
    for key, word in AR.items():
        texts = (
            word.values() if isinstance(word, dict) else [word] if isinstance(word, str) else word
        )
        for text in texts:
            bare = re.sub(r"\{\w+\}", "", text)
            for name in OWN_NAMES:
                bare = bare.replace(name, "")
            known = key in {"direction", "embedAddress"}
            assert known or not latin.search(bare), (key, text)
    assert all(word for word in EN.values())
    assert not re.search("[\u0600-\u06ff]", json.dumps(EN, ensure_ascii=False))


def test_every_word_of_the_tables_is_used_somewhere():
    sources = [*ASSETS.glob("*.js"), *HOUSE.glob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    # Those whose key is put together: by kind, by evidence.
    made = {f"{kind}Note" for kind in ("confirmed", "claimed", "disputed", "inferred")}
    rows = text + "".join(
        f"{kind} "
        for kind in ("repelled", "withdrawal", "capture", "road", "denies", "context", "contested")
    )
    for key in EN:
        if key in made or key.startswith(("kind_", "why_")):
            continue
        assert re.search(rf"(?<!\w){re.escape(key)}(?!\w)", rows), key


def test_the_words_of_python_and_of_the_browser_count_alike():
    script = (
        "const {select} = {select: (n) => new Intl.PluralRules(process.argv[1]).select(n)};"
        "console.log(JSON.stringify(Array.from({length: 1001}, (_, n) => select(n))))"
    )
    for language in wordbook.LANGUAGES:
        done = subprocess.run(
            ["node", "-e", script, language], capture_output=True, text=True, check=True
        )
        known = [wordbook.plural_form(language, count) for count in range(1001)]
        assert json.loads(done.stdout) == known


def test_winds_months_and_rules_are_those_of_the_library():
    assert tuple(EN["winds"]) == tuple(DIRECTIONS)
    assert len(set(AR["winds"])) == 16
    assert [len(EN[key]) for key in ("months", "monthsShort", "monthsTick", "weekdays")] == [
        *(12, 12, 12, 7)
    ]
    for rule in RULES.values():
        assert style.rule_of(rule) == {"en": rule.says, "ar": rule.says_ar}
        assert re.search("[\u0600-\u06ff]", rule.says_ar)


def test_a_rule_of_ones_own_is_said_in_its_own_words():
    own = RULES["standard"].model_copy(update={"says": "Only what two saw.", "says_ar": ""})
    assert style.rule_of(own) == {"en": "Only what two saw.", "ar": "Only what two saw."}


def test_every_reason_of_a_ruling_is_said_in_arabic(atlas):
    whys = {ruling.why for rule in RULES.values() for ruling in Atlas(atlas.package, rule).rulings}
    assert len(whys) > 6
    for why in whys | {"No report supports it.", "Reported only by texts that restate."}:
        said = say_reason(why)
        assert said["en"] == why
        assert not re.search("[A-Za-z]", said["ar"]), why
        assert re.findall(r"\d+", said["ar"]) == [
            n for n in re.findall(r"\d+", why) if n not in "02"
        ]
    assert say_reason("Because.") == {"en": "Because.", "ar": "Because."}


def test_days_in_arabic_are_those_of_the_calendar_of_the_levant():
    day = date(2019, 1, 1)
    named = {day + timedelta(days=offset): None for offset in range(0, 700, 31)}
    months = {wordbook.say_date("ar", one).split(" ", 2)[2].rsplit(" ", 1)[0] for one in named}
    assert {"كانون الثاني", "شباط", "آذار", "تشرين الأول"} <= months
    assert wordbook.say_date("ar", date(2020, 2, 29)) == "السبت 29 شباط 2020"
    assert wordbook.say_date("en", date(2020, 2, 29)) == "Saturday 29 February 2020"


def test_most_districts_have_their_arabic_names_and_none_a_wrong_one(atlas):
    names = arabic_districts(atlas)
    places = [names[district(place)] for place in atlas.cell_places]
    assert sum(bool(name) for name in places) > 0.9 * len(places)
    khan = names[district(atlas.package.gazetteer["khan-shaykhun"])]
    assert khan == "خان شيخون، إدلب"
    assert names[district(atlas.package.gazetteer["hama"])] == "مركز حماة"


def test_a_language_that_pages_do_not_speak_is_refused(atlas):
    with pytest.raises(RequestError, match="no page speaks 'fr': use one of en, ar"):
        page.day_map(atlas.on("2019-08-15"), language="fr")
    with pytest.raises(RequestError, match="no page speaks"):
        page.index(atlas, [], language="AR")


def test_what_is_held_back_is_said_in_both_languages(atlas):
    held, notices = atlas.held_back(embargo_days=14, as_of=date(2020, 3, 6), blur_km=5)
    text = html(page.day_map(held.on("2020-02-01"), notices=notices))
    data = json.loads(re.search(r'"frontline-data">(.*?)</script>', text)[1])
    assert [notice["en"] for notice in data["notices"]] == list(notices)
    assert "14" in data["notices"][0]["ar"]
    assert "2020-03-06" in data["notices"][0]["ar"]
    assert "5 كم" in data["notices"][1]["ar"]


def test_the_command_writes_pages_that_open_in_arabic(tmp_path):
    out = tmp_path / "day.html"
    words = ["map", "--on", "2019-08-15", "--lang", "ar", "--out", str(out)]
    assert CliRunner().invoke(cli.app, words).exit_code == 0
    text = out.read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in text
    assert "<title>خريطة السيطرة يوم الخميس 15 آب 2019" in text
    assert 'name="description" content="خريطة السيطرة الميدانية' in text
    assert f"<noscript>{AR['noscript']}</noscript>" in text


# ---------------------------------------------------------------------- in Chromium

#: Text that is seen, outside of names, key caps, fields and links to sources.
LOOSE = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    const own = 'script, style, noscript, bdi, kbd, textarea, .isolate, svg title';
    if (parent.closest(own)) continue;
    found.push(node.data.replace(/\\u2068[^\\u2066-\\u2069]*\\u2069/g, ''));
  }
  for (const node of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    for (const name of ['aria-label', 'title', 'placeholder']) {
      const text = node.getAttribute(name) ?? '';
      found.push(text.replace(/\\u2068[^\\u2066-\\u2069]*\\u2069/g, ''));
    }
  }
  return found;
}"""


def english_left(seen):
    """Find the English words that a reader of Arabic would meet."""
    left = []
    for text in seen.run(LOOSE):
        bare = text
        for name in OWN_NAMES:
            bare = bare.replace(name, "")
        left += re.findall(r"[A-Za-z]{2,}", bare)
    return left


def panels(seen):
    return seen.page.locator(".tools button").all()


@pytest.mark.browser
def test_nothing_of_the_interface_is_left_in_english(visit, film):
    seen = visit(film, viewport={"width": 1440, "height": 1000})
    seen.page.get_by_role("button", name="العربية").click()
    seen.run("frontline.choose('khan-shaykhun')")
    seen.page.locator(".about summary").click()
    seen.page.locator(".strip details summary").click()
    seen.page.locator(".ruler-button").click()
    assert english_left(seen) == []
    for day in ("2019-04-30", "2019-08-15", "2019-08-23", "2020-02-14"):
        seen.run("day => frontline.setDay(day)", day)
        for button in panels(seen):
            button.click()
            assert english_left(seen) == [], button.inner_text()
    seen.page.keyboard.press("Escape")
    seen.page.locator(".search input").fill("حيش")
    assert english_left(seen) == []
    assert seen.complaints == []


@pytest.mark.browser
def test_a_page_written_in_arabic_is_the_one_turned_to_it(visit, atlas, salient):
    turned = visit(salient)
    turned.page.get_by_role("button", name="العربية").click()
    written = visit(html(page.day_map(atlas.on("2019-08-15"), language="ar")))
    for seen in (turned, written):
        seen.run("frontline.choose('morek')")
    texts = "selector => document.querySelector(selector).textContent"
    for part in (".top", ".legend", ".card", "#twin", ".about", ".finder"):
        assert turned.run(texts, part) == written.run(texts, part), part
    for seen in (turned, written):
        assert seen.run("[document.documentElement.lang, document.documentElement.dir]") == [
            *("ar", "rtl")
        ]
        assert seen.page.title().startswith("خريطة السيطرة يوم الخميس 15 آب 2019")
        assert seen.page.get_attribute("meta[name=description]", "content").startswith("خريطة")
    assert turned.drawn() == written.drawn()


@pytest.mark.browser
def test_turning_forth_and_back_leaves_the_page_as_it_was(visit, film):
    seen = visit(film)
    seen.drawn("2019-08-15")
    seen.run("frontline.choose('khan-shaykhun')")
    whole = """[...document.body.children].filter((one) => !one.matches('script'))
      .map((one) => one.textContent).join('|')"""
    before = seen.run(whole)
    seen.page.get_by_role("button", name="العربية").click()
    assert seen.run(whole) != before
    seen.page.get_by_role("button", name="English").click()
    assert seen.run(whole) == before


@pytest.mark.browser
def test_the_arabic_page_says_what_the_english_one_says(visit, film, atlas):
    seen = visit(film, viewport={"width": 1440, "height": 1000})
    seen.page.get_by_role("button", name="العربية").click()
    assert plain(seen.drawn("2019-08-15")["date"]) == "الخميس 15 آب 2019"
    seen.run("frontline.choose('khan-shaykhun')")
    card = plain(seen.text(".card"))
    assert card.startswith("× خان شيخون Khan Shaykhun")
    assert "تحت سيطرة المعارضة وحلفائها" in card
    assert "خان شيخون، إدلب · بلدة · دقة الموضع" in card
    assert re.search(r"أقرب موقع تحت سيطرة الحكومة وحلفائها تل عاس 5\.3 كم نحو الغرب", card)
    state = atlas.on("2019-08-15")
    legend = plain(seen.text(".legend"))
    for number, actor in enumerate(atlas.package.actors.values()):
        held = int((state.holders == number).sum())
        area = state.areas_km2[actor.id]
        form = AR["places"][wordbook.plural_form("ar", held)].format(count=held)
        assert f"{actor.name_ar} {form}، {area:,.0f} كم²" in legend
    twin = plain(seen.page.text_content("#twin"))
    assert "تحت سيطرة المعارضة وحلفائها: معرة النعمان" in twin or "خان شيخون" in twin
    assert seen.text(".strip-says")
    assert seen.page.locator(".ticks").inner_text().split()[:3] == ["أيار", "حزيران", "تموز"]


@pytest.mark.browser
def test_the_arabic_table_begins_with_names_in_arabic(visit, film):
    seen = visit(film, viewport={"width": 1440, "height": 1000})
    seen.page.get_by_role("button", name="العربية").click()
    seen.page.get_by_role("button", name=AR["table"], exact=True).click()
    names = seen.page.locator(".places tbody .jump").all_text_contents()
    latin = [bool(re.match("[A-Za-z]", name)) for name in names]
    assert 0 < sum(latin) < len(latin) == 284
    assert latin == sorted(latin)


@pytest.mark.browser
def test_the_ruler_speaks_arabic(visit, film):
    seen = visit(film)
    seen.page.get_by_role("button", name="العربية").click()
    seen.run("frontline.choose('khan-shaykhun')")
    seen.page.get_by_role("button", name="القياس من هنا").click()
    seen.page.fill(".search input", "Morek")
    seen.page.keyboard.press("Enter")
    said = plain(seen.text(".ruler-says"))
    assert re.fullmatch(
        r"من خان شيخون إلى مورك: [\d.]+ كم نحو [^،]*الجنوب[^،]*، بسمت \d+°؛ دقة الموضعين معاً \d+ م",
        said,
    )
    seen.page.get_by_role("button", name="English").click()
    assert plain(seen.text(".ruler-says")).startswith("Khan Shaykhun to Morek: ")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 375, 768, 1440, 2560])
def test_the_arabic_page_runs_from_right_to_left_and_nothing_sticks_out(visit, film, width):
    seen = visit(film, viewport={"width": width, "height": 860})
    seen.page.get_by_role("button", name="العربية").click()
    assert seen.run("getComputedStyle(document.body).direction") == "rtl"
    assert seen.run("document.documentElement.scrollWidth") <= width
    for part in (".top", ".folium-map", ".clock", ".about", ".legend", ".finder", ".choices"):
        box = seen.page.locator(part).bounding_box()
        assert box["x"] >= -0.5, part
        assert box["x"] + box["width"] <= width + 0.5, part
    for button in panels(seen):
        button.click()
        box = seen.page.locator(".drawer").bounding_box()
        assert box["x"] >= -0.5
        assert box["x"] + box["width"] <= width + 0.5
        assert seen.run("document.documentElement.scrollWidth") <= width
        drawer = "document.querySelector('.drawer')"
        assert seen.run(f"{drawer}.scrollWidth - {drawer}.clientWidth") <= 0


@pytest.mark.browser
def test_the_layout_is_mirrored_and_time_is_not(visit, film):
    seen = visit(film, viewport={"width": 1440, "height": 1000})

    def middle(selector):
        box = seen.page.locator(selector).first.bounding_box()
        return box["x"] + box["width"] / 2

    parts = (".legend", ".finder", ".date", ".leaflet-control-zoom", ".scale-box", ".buttons")
    before = {part: middle(part) for part in parts}
    later, earlier = (
        middle(f".clock [aria-label='{label}']") for label in ("Day after", "Day before")
    )
    assert earlier < later
    seen.page.get_by_role("button", name="العربية").click()
    for part in parts:
        assert (before[part] < 720) != (middle(part) < 720), part
    assert middle(".clock [aria-label='اليوم السابق']") < middle(
        ".clock [aria-label='اليوم التالي']"
    )
    marks = [mark.bounding_box()["x"] for mark in seen.page.locator(".moments span").all()]
    assert marks == sorted(marks)
    today = "document.querySelector('.strip-today').getBoundingClientRect().x"
    seen.run("frontline.setDay('2019-06-01')")
    june = seen.run(today)
    seen.page.keyboard.press("ArrowRight")
    assert seen.run("frontline.day()") == "2019-06-02"
    seen.run("frontline.setDay('2020-01-01')")
    assert seen.run(today) > june


@pytest.mark.browser
def test_the_switch_works_by_keyboard_and_says_its_state(visit, film):
    seen = visit(film)
    arabic = seen.page.get_by_role("button", name="العربية")
    english = seen.page.get_by_role("button", name="English")
    assert [one.get_attribute("aria-pressed") for one in (english, arabic)] == ["true", "false"]
    assert [one.get_attribute("lang") for one in (english, arabic)] == ["en", "ar"]
    arabic.focus()
    day = seen.run("frontline.day()")
    seen.page.keyboard.press("Space")
    assert seen.run("document.documentElement.lang") == "ar"
    assert [one.get_attribute("aria-pressed") for one in (english, arabic)] == ["false", "true"]
    assert arabic.evaluate("node => node === document.activeElement")
    seen.page.keyboard.press("Shift+Tab")
    seen.page.keyboard.press("Enter")
    assert seen.run("document.documentElement.lang") == "en"
    assert seen.run("frontline.day()") == day


@pytest.mark.browser
def test_the_address_remembers_the_language(visit, atlas, film):
    seen = visit(film)
    home = seen.page.url
    seen.page.get_by_role("button", name="العربية").click()
    seen.until("location.hash.includes('lang=ar')")
    hash_ = seen.run("location.hash")
    said = seen.run("document.querySelector('#twin').textContent")
    seen.page.goto("about:blank")
    seen.page.goto(f"{home}{hash_}")
    assert seen.run("document.documentElement.dir") == "rtl"
    assert seen.run("document.querySelector('#twin').textContent") == said
    assert seen.run("location.hash") == hash_
    seen.run("location.hash = 'day=2019-08-15'")
    seen.until("document.documentElement.lang === 'en'")
    other = visit(html(page.animation(atlas, "2019-08-10", "2019-08-20", language="ar")))
    home = other.page.url
    assert other.run("document.documentElement.lang") == "ar"
    other.page.goto("about:blank")
    other.page.goto(f"{home}#lang=en")
    assert other.run("document.documentElement.lang") == "en"
    assert other.text(".legend summary") == "Legend"


@pytest.mark.browser
def test_names_in_the_other_script_are_isolated(visit, salient):
    seen = visit(salient)
    seen.page.get_by_role("button", name="العربية").click()
    seen.run("frontline.choose('khan-shaykhun')")
    other = seen.page.locator(".card h2 bdi[lang=en]")
    assert other.inner_text() == "Khan Shaykhun"
    loose = seen.run(
        """() => [...document.querySelectorAll('.card a, .card .note')]
          .filter((node) => !node.querySelector('bdi') && /[A-Za-z]{3}/.test(node.textContent))
          .map((node) => node.textContent)"""
    )
    assert loose == []


@pytest.mark.browser
def test_the_index_turns_to_arabic_and_leads_to_arabic_pages(visit, land, tmp_path):
    written = {path.name: path for path in build(land, tmp_path, language="en")}
    seen = visit(written["index.html"].read_text("utf-8"))
    assert seen.page.locator("main:visible").count() == 1
    seen.page.get_by_role("link", name="العربية").press("Enter")
    seen.until("document.documentElement.dir === 'rtl'")
    shown = seen.page.locator("main:visible")
    assert shown.count() == 1
    assert shown.get_attribute("lang") == "ar"
    links = [link.get_attribute("href") for link in shown.locator("a").all()]
    assert links
    assert all(link.endswith(".html#lang=ar") for link in links)
    assert AR["animationPage"] in shown.inner_text()
    assert seen.run("document.documentElement.scrollWidth - innerWidth") <= 0
    assert seen.complaints == []
    assert seen.requests == []
    arabic = page.index(land, [], language="ar")
    assert '<html lang="ar" dir="rtl">' in arabic


@pytest.mark.browser
def test_hostile_text_can_do_nothing_in_arabic_either(visit, land):
    package = spoil(land.package)
    frame = package.frame.model_copy(update={"title_ar": HOSTILE})
    actors = {
        id_: actor.model_copy(update={"name_ar_genitive": HOSTILE})
        for id_, actor in package.actors.items()
    }
    atlas = Atlas(replace(package, frame=frame, actors=actors), RULES["standard"])
    notices = [{"en": "One.", "ar": HOSTILE}]
    drawn = page.animation(atlas, notices=notices, language="ar")
    seen = visit(html(drawn), viewport={"width": 2560, "height": 1200})
    seen.run("frontline.choose('birch')")
    for button in panels(seen):
        button.click()
    seen.page.get_by_role("button", name="English").click()
    seen.page.get_by_role("button", name="العربية").click()
    assert_nothing_ran(seen)
    content = "selector => document.querySelector(selector).textContent"
    for part in ("h1", ".notice", ".legend", ".card h2", ".card .answer", ".about"):
        assert HOSTILE in seen.run(content, part), part


@pytest.mark.browser
def test_a_record_without_arabic_names_is_read_in_arabic_too(visit, land):
    bare = replace(
        land.package,
        gazetteer={
            id_: place.model_copy(update={"name_ar": ""})
            for id_, place in land.package.gazetteer.items()
        },
        actors={
            id_: actor.model_copy(update={"name_ar": ""})
            for id_, actor in land.package.actors.items()
        },
    )
    seen = visit(html(page.animation(Atlas(bare, land.rule), language="ar")))
    seen.run("frontline.choose('birch')")
    assert seen.text(".card h2") == "Birch"
    assert "North" in seen.text(".legend")
    assert seen.complaints == []
