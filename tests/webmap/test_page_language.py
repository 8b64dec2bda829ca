"""English and Arabic: the same page in both languages, and changing the language."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hostile_package import HOSTILE, assert_nothing_ran, with_hostile_text
from locale_tables import AR, OWN_NAMES
from reader import html, in_each_panel, panels, plain, shown_km2

from frontline import i18n
from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.webmap import index, page
from frontline.webmap.site import build

#: Text with Latin letters that is seen, outside of names, key caps, fields and links to sources.
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
  return found.filter((text) => /[A-Za-z]{2}/.test(text));
}"""


def english_in(texts):
    """Return the English words in texts of an Arabic page."""
    left = []
    for text in texts:
        bare = text
        for name in OWN_NAMES:
            bare = bare.replace(name, "")
        left += re.findall(r"[A-Za-z]{2,}", bare)
    return left


@pytest.mark.browser
def test_nothing_of_the_interface_is_left_in_english(visit, animation_html):
    seen = visit(animation_html, viewport={"width": 1440, "height": 1000})
    seen.page.get_by_role("button", name="العربية").click()
    seen.run("frontline.choose('khan-shaykhun')")
    seen.page.locator(".about summary").click()
    seen.page.locator(".road-chart details summary").click()
    seen.page.locator(".ruler-button").click()
    assert english_in(seen.run(LOOSE)) == []
    for day in ("2019-04-30", "2019-08-15", "2019-08-23", "2020-02-14"):
        seen.run("day => frontline.setDay(day)", day)
        for panel, texts in in_each_panel(seen, LOOSE).items():
            assert english_in(texts) == [], (day, panel)
    seen.page.keyboard.press("Escape")
    seen.page.locator(".search input").fill("حيش")
    assert english_in(seen.run(LOOSE)) == []
    assert seen.complaints == []


@pytest.mark.browser
def test_a_page_written_in_arabic_equals_one_changed_to_arabic(visit, land):
    parts = (".top", ".legend", ".card", "#day-summary", ".about", ".search-tools")
    texts = "parts => parts.map((one) => document.querySelector(one).textContent)"
    read = []
    for language in ("en", "ar"):
        seen = visit(html(page.day_map(land.on("2001-01-05"), language=language)))
        if language == "en":
            seen.page.get_by_role("button", name="العربية").click()
        seen.run("frontline.choose('elm')")
        assert seen.run("[document.documentElement.lang, document.documentElement.dir]") == [
            *("ar", "rtl")
        ]
        assert seen.page.title().startswith("خريطة السيطرة يوم الجمعة 5 كانون الثاني 2001")
        assert seen.page.get_attribute("meta[name=description]", "content").startswith("خريطة")
        read.append({**dict(zip(parts, seen.run(texts, parts), strict=True)), "map": seen.drawn()})
        seen.leave()
    changed, written = read
    assert changed == written


@pytest.mark.browser
def test_changing_the_language_twice_restores_the_page(visit, year_html):
    seen = visit(year_html)
    seen.drawn("2019-08-15")
    seen.run("frontline.choose('place-55')")
    whole = """[...document.body.children].filter((one) => !one.matches('script'))
      .map((one) => one.textContent).join('|')"""
    seen.page.wait_for_timeout(900)  # the labels have found their places
    before = seen.run(whole)
    seen.page.get_by_role("button", name="العربية").click()
    assert seen.run(whole) != before
    seen.page.get_by_role("button", name="English").click()
    seen.page.wait_for_timeout(900)
    assert seen.run(whole) == before


@pytest.mark.browser
def test_the_arabic_page_has_the_same_content(visit, animation_html, atlas):
    seen = visit(animation_html, viewport={"width": 1440, "height": 1000})
    seen.page.get_by_role("button", name="العربية").click()
    assert plain(seen.drawn("2019-08-15")["date"]) == "الخميس 15 آب 2019"
    seen.run("frontline.choose('khan-shaykhun')")
    card = plain(seen.text(".card"))
    assert card.startswith("× خان شيخون Khan Shaykhun")
    assert "تحت سيطرة المعارضة وحلفائها" in card
    assert "خان شيخون، إدلب · بلدة · الموقع محدَّد بدقة" in card
    assert re.search(r"أقرب موقع تحت سيطرة الحكومة وحلفائها تل عاس 5\.3 كم نحو الغرب", card)
    state = atlas.on("2019-08-15")
    legend = plain(seen.page.text_content(".legend"))
    for number, actor in enumerate(atlas.package.actors.values()):
        held = int((state.holders == number).sum())
        area = state.areas_km2[actor.id]
        form = AR["places"][i18n.plural_category("ar", held)].format(count=held)
        assert f"{actor.name_ar} {form}، {shown_km2(area)} كم²" in legend
    summary = plain(seen.described())
    assert "تحت سيطرة المعارضة وحلفائها: معرة النعمان" in summary or "خان شيخون" in summary
    assert seen.text(".road-chart-readout")
    assert seen.page.locator(".ticks").inner_text().split()[:3] == ["أيار", "حزيران", "تموز"]


@pytest.mark.browser
def test_the_arabic_table_begins_with_names_in_arabic(visit, land):
    html = page.animation(land).get_root().render()
    seen = visit(html, viewport={"width": 1440, "height": 1000})
    seen.page.get_by_role("button", name="العربية").click()
    seen.page.get_by_role("button", name=AR["table"], exact=True).click()
    names = seen.page.locator(".places tbody .link-button").all_text_contents()
    latin = [bool(re.match("[A-Za-z]", name)) for name in names]
    assert 0 < sum(latin) < len(latin) == len(land.sites)
    assert latin == sorted(latin)


@pytest.mark.browser
def test_the_ruler_is_in_arabic(visit, year, year_html):
    one, other = (year.package.gazetteer[f"place-{number}"] for number in (59, 50))
    seen = visit(year_html)
    seen.page.get_by_role("button", name="العربية").click()
    seen.run("frontline.choose('place-59')")
    seen.page.get_by_role("button", name="القياس من هنا").click()
    seen.page.fill(".search input", other.name)
    seen.page.keyboard.press("Enter")
    result = plain(seen.text(".ruler-readout"))
    assert re.fullmatch(
        rf"من {one.name_ar} إلى {other.name_ar}: [\d.]+ كم نحو [^،]*الجنوب[^،]*، بسمت \d+°؛ ±\d+ م",
        result,
    )
    seen.page.get_by_role("button", name="English").click()
    assert plain(seen.text(".ruler-readout")).startswith(f"{one.name} to {other.name}: ")


@pytest.mark.browser
def test_the_language_buttons_work_by_keyboard_and_expose_their_state(visit, film):
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
    seen.page.keyboard.press("ArrowRight")  # back, since the page runs from right to left
    seen.page.keyboard.press("Enter")
    assert seen.run("document.documentElement.lang") == "en"
    assert seen.run("frontline.day()") == day


@pytest.mark.browser
def test_the_address_remembers_the_language(visit, land, film):
    seen = visit(film)
    home = seen.page.url
    seen.page.get_by_role("button", name="العربية").click()
    seen.until("location.hash.includes('lang=ar')")
    hash_ = seen.run("location.hash")
    summary = seen.run("document.querySelector('#day-summary').textContent")
    seen.page.goto("about:blank")
    seen.page.goto(f"{home}{hash_}")
    assert seen.run("document.documentElement.dir") == "rtl"
    assert seen.run("document.querySelector('#day-summary').textContent") == summary
    assert seen.run("location.hash") == hash_
    seen.run("location.hash = 'day=2001-01-05'")
    seen.until("document.documentElement.lang === 'en'")
    seen.leave()
    other = visit(html(page.animation(land, "2001-01-02", "2001-01-08", language="ar")))
    home = other.page.url
    assert other.run("document.documentElement.lang") == "ar"
    other.page.goto("about:blank")
    other.page.goto(f"{home}#lang=en")
    assert other.run("document.documentElement.lang") == "en"
    assert other.text(".legend summary") == "More"


@pytest.mark.browser
def test_the_index_changes_to_arabic_and_links_to_arabic_pages(visit, land, tmp_path):
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
    arabic = index.index(land, [], language="ar")
    assert '<html lang="ar" dir="rtl">' in arabic


@pytest.mark.browser
def test_hostile_text_is_plain_text_in_arabic(visit, land):
    package = with_hostile_text(land.package)
    frame = package.coverage.model_copy(update={"title_ar": HOSTILE})
    actors = {
        id_: actor.model_copy(update={"name_ar_genitive": HOSTILE})
        for id_, actor in package.actors.items()
    }
    atlas = Atlas(replace(package, coverage=frame, actors=actors), RULES["standard"])
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
def test_a_record_without_arabic_names_can_be_shown_in_arabic(visit, land):
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
