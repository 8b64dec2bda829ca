"""The report of a checked article: one page without requests, in the article's language."""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from importlib import resources

import pytest
from press_article import ARTICLE

from frontline.atlas import Atlas
from frontline.claims.findings import group_findings
from frontline.claims.verdict import ReadingResult
from frontline.webmap.report import cards, report

LOCALES = resources.files("frontline") / "locales"
#: An article with a passage that is not understood.
TEXT = f"{ARTICLE}Baghdad is 710 km from Khan Sheikhoun.\n"
HOSTILE = (
    "<script>document.title='run'</script> {{7*7}} ${alert(1)} </style></title>=cmd \u202eknat "
    "\x07 The army is 3 km from Khan Shaykhun. تبعد خان شيخون عن حماة نحو 38 كم. "
    "<img src=x onerror=\"document.title='run'\"> Morek was captured by loyalist forces."
)


@pytest.fixture(scope="module")
def article(atlas):
    return atlas.check(TEXT, published="2019-08-15")


@pytest.fixture(scope="module")
def page(article, atlas):
    return report.render(article, atlas)


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def values(self, name, tag=None):
        return [a[name] for t, a in self.tags if name in a and tag in {None, t}]


def test_a_report_opens_without_requests_or_errors(visit, page):
    seen = visit(page)
    assert seen.requests == []
    assert seen.complaints == []
    assert "three kilometres" in seen.text(".text")


def test_the_same_article_gives_the_same_bytes(atlas, page):
    again = Atlas(atlas.package, atlas.rule)
    assert report.render(again.check(TEXT, published="2019-08-15"), again) == page


def test_only_the_script_that_copies_runs(page):
    tags = Tags(page)
    assert [tag for tag, _ in tags.tags].count("script") == 1
    script = page.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    assert not any(name.startswith("on") for _, attrs in tags.tags for name in attrs)
    assert tags.values("style") == []
    (policy,) = [
        attrs["content"]
        for tag, attrs in tags.tags
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}';" in policy
    assert "unsafe" not in policy


def test_every_internal_link_has_a_target_and_every_id_is_unique(page):
    tags = Tags(page)
    ids = tags.values("id")
    assert len(ids) == len(set(ids))
    inside = [link[1:] for link in tags.values("href") if link.startswith("#")]
    assert inside
    assert set(inside) <= set(ids)
    named = [one for value in tags.values("aria-labelledby") for one in value.split()]
    assert set(named) <= set(ids)


def test_every_claim_is_marked_in_the_text_and_has_a_card_with_its_verdict(article, page):
    groups = group_findings(article)
    for group in groups:
        first = group.numbers[0]
        claim_card = page.partition(f'id="claim-{first}"')[2].partition("</article>")[0]
        assert f"<strong>{group.finding.verdict.word}</strong>" in claim_card
        assert "Suggested wording" in claim_card
        for number in group.numbers:
            assert f'id="text-claim-{number}" href="#claim-{first}"' in page
            assert f'href="#text-claim-{number}"' in claim_card
    cards = [page.index(f'id="claim-{group.numbers[0]}"') for group in groups]
    assert cards == sorted(cards)


def test_a_fact_stated_twice_has_one_card_and_its_sources_one_line(atlas):
    text = "Syrian army captures Morek. On Thursday the Syrian army captured Morek and Latmin."
    page = report.render(atlas.check(text, published="2019-08-23"), atlas)
    assert page.count('<article class="card') == 3
    text = "Syrian army captures Morek. The Syrian army captured Morek and Latmin."
    page = report.render(atlas.check(text, published="2019-08-23"), atlas)
    assert page.count('<article class="card') == 2
    assert "Stated 2 times" in page
    assert "3 claims on 2 facts" in page
    addresses = Tags(page).values("href", "a")
    outside = [one for one in addresses if one.startswith("http")]
    assert len(outside) == len(set(outside)) > 0


def test_a_card_names_who_acts_where_the_words_of_the_claim_do_not(atlas):
    text = "Rebels hold Ariha. Morek was seized by the Syrian army."
    page = report.render(atlas.check(text, published="2019-08-24"), atlas)
    heads = re.findall(r"<h3 id=.*?</h3>", page)
    plain = {re.sub(r"<[^>]+>", "", head).split(maxsplit=1)[1] for head in heads}
    assert plain == {"[Opposition and allies] hold Ariha", "Morek was seized by the Syrian army"}


def test_a_finding_can_be_copied_as_plain_text(visit, page):
    seen = visit(page)
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen.page.locator("button.copy").first.click()
    seen.until("document.querySelector('button.copy').textContent === 'Copied'")
    block = seen.page.text_content("pre[id^='copy-']")
    assert block.startswith("Claim: ")
    assert "\nVerdict: " in block
    assert seen.complaints == []


def test_an_arabic_article_has_an_arabic_report(visit, atlas):
    text = (
        "سيطرت قوات النظام على مورك، وباتت على بعد 3 كم من خان شيخون. سيطر الجيش على خمس قرى. "
        "نقطة المراقبة التركية في مورك محاصرة. تسيطر قوات النظام على الطريق M5."
    )
    seen = visit(report.render(atlas.check(text, published="2019-08-23"), atlas))
    assert seen.run("document.documentElement.lang + document.documentElement.dir") == "arrtl"
    assert "تدقيق الادعاءات" in seen.text("h1")
    printed = seen.page.locator(".wording").all_text_contents()
    assert any("كانت مورك تحت سيطرة" in one for one in printed)
    assert seen.complaints == []
    shown = " ".join(seen.page.locator("h2, h4, summary, dt, th, .wording").all_text_contents())
    assert not re.search(
        r"\b(?:held|verdict|Sources|Limits|Suggested|Reading|Place|about)\b", shown
    )
    assert seen.page.text_content(".text").startswith("سيطرت قوات")


def test_the_cells_of_an_arabic_report_are_arabic(atlas):
    text = (
        "تسعى قوات النظام إلى أن تصبح على بعد 3 كم من مركز خان شيخون. باتت قوات النظام على بعد "
        "11 كم من أطراف مورك. سيطرت قوات النظام على أربع قرى يوم الجمعة. "
        "باتت الفصائل على بعد 9 كم من معرة النعمان."
    )
    page = report.render(atlas.check(text, published="2020-01-25"), atlas)
    page = page[page.index('class="card') :]
    publishers = "|".join(re.escape(one.name) for one in atlas.package.publishers.values())
    places = "|".join(re.escape(one.name) for one in atlas.sites)
    cells = re.findall(r"<(?:td|dd)\b[^>]*>(.*?)</(?:td|dd)>", page)
    cells += re.findall(r"\(([^()<]*)\)</li>", page)  # the stance of a source
    assert len(cells) > 30
    plain = [re.sub(rf"<[^>]*>|\u2068.*?\u2069|{publishers}|{places}", "", one) for one in cells]
    assert [one for one in plain if re.search("[A-Za-z]{2}", one)] == []


def test_both_languages_have_the_same_phrases():
    tables = tomllib.loads((LOCALES / "report.toml").read_text("utf-8"))

    def keys(table):
        return {
            f"{name}.{one}" for name, inner in table.items()
            for one in (inner if isinstance(inner, dict) else ("",))
        }  # fmt: skip

    assert keys(tables["en"]) == keys(tables["ar"])
    assert len(tables["en"]["limit"]) == len(tables["ar"]["limit"])


def test_a_distance_is_drawn_on_the_map_of_its_day_and_on_a_number_line(visit, page):
    seen = visit(page)
    claim_card = ".card:has(q:text('three kilometres'))"
    assert "Thursday 15 August 2019" in seen.text(f"{claim_card} figcaption")
    assert seen.page.locator(f"{claim_card} svg.map .distance").count() >= 1
    assert seen.page.locator(f"{claim_card} svg.map .front").count() >= 1
    assert seen.page.locator(f"{claim_card} svg.line .claimed").count() == 1
    left, right = (
        seen.page.locator(f"{claim_card} svg.line .{name}").bounding_box()
        for name in ("claimed", "measured")
    )
    assert right["x"] < left["x"]
    assert left["x"] + left["width"] < right["x"] + right["width"]


def test_the_held_arcs_around_a_town_are_drawn(visit, page):
    seen = visit(page)
    assert seen.page.locator(".card:has(q:text('surround')) svg.map .arc").count() >= 1


def test_hostile_text_is_shown_as_text(visit, atlas):
    checked = atlas.check(HOSTILE, published="2019-08-30")
    seen = visit(report.render(checked, atlas))
    assert seen.requests == []
    assert seen.complaints == []
    assert seen.page.title().startswith("Claim check")
    shown = seen.page.text_content(".text")
    assert "<script>document.title='run'</script> {{7*7}} ${alert(1)}" in shown
    assert "\x07" not in shown
    assert seen.page.locator(".text img, .text script").count() == 0


def test_hostile_names_of_a_package_are_shown_as_text(visit, atlas):
    gazetteer = dict(atlas.package.gazetteer)
    bad = "</text><script>alert(1)</script>{{7*7}}"
    gazetteer["tell-aas"] = replace_name(gazetteer["tell-aas"], bad)
    hostile = Atlas(replace(atlas.package, gazetteer=gazetteer), atlas.rule)
    checked = hostile.check("Troops were 3 km from Khan Shaykhun.", published="2019-08-15")
    seen = visit(report.render(checked, hostile))
    assert seen.complaints == []
    assert bad in seen.text(".wording")


def replace_name(place, name):
    return place.model_copy(update={"name": name})


def test_a_report_fits_a_phone_and_its_arabic_runs_from_the_right(visit, atlas):
    checked = atlas.check(
        "باتت قوات النظام على بعد ثلاثة كيلومترات من خان شيخون", published="2019-08-15"
    )
    seen = visit(report.render(checked, atlas), viewport={"width": 360, "height": 740})
    assert seen.run("document.documentElement.scrollWidth") <= 360
    assert seen.run("getComputedStyle(document.querySelector('.text')).direction") == "rtl"
    assert seen.run("getComputedStyle(document.querySelector('h3 q')).direction") == "rtl"


def test_the_keyboard_reaches_the_results_first_and_every_claim(visit, page):
    seen = visit(page)
    seen.page.keyboard.press("Tab")
    assert seen.run("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(40):
        seen.page.keyboard.press("Tab")
        reached.add(seen.run("document.activeElement.getAttribute('href') || ''"))
    assert {"#claim-1", "#claim-5", "#miss-1"} <= reached


def test_every_map_has_a_text_alternative(visit, page):
    seen = visit(page)
    titles = seen.page.locator("svg[role=img] > title").all_text_contents()
    assert len(titles) == seen.page.locator("svg[role=img]").count() > 8
    assert any("claimed 2.5 to 3.5 km; measured" in title for title in titles)


def test_a_text_without_claims_has_a_page_with_a_notice(visit, atlas):
    checked = atlas.check("It rained.", published="2019-08-15")
    seen = visit(report.render(checked, atlas))
    assert "No geographic claims were found" in seen.text("header")
    assert seen.complaints == []


def test_passages_not_understood_are_listed_with_the_reason(article, page):
    (unparsed_item,) = [one for one in article.not_understood if one.kind == "statement"]
    listed = page.partition('id="miss-1"')[2].partition("</li>")[0]
    assert unparsed_item.reason in unescape(listed)
    assert unparsed_item.text in unescape(listed)


def test_every_kind_of_claim_has_a_card_without_errors(visit, atlas):
    texts = {
        "2020-02-09": "Fourteen kilometres of the M5 remain for the army to take. "
        "The army cut the M5. The front is 4 km from Morek.",
        "2019-12-26": "In seven days the Syrian army took 350 square kilometres.",
        "2019-08-22": "Morek is besieged by government forces. Sukayk is north of Atshan.",
        "2018-01-01": "The army is 4 km from Morek. The army holds Morek.",
        "2019-08-30": "The army is 3 km from Khan Shaykhun. The army is at least 3 km from Idlib.",
    }
    for day, text in texts.items():
        checked = atlas.check(text, published=day)
        assert checked.findings
        seen = visit(report.render(checked, atlas))
        assert seen.complaints == []
        assert seen.page.locator(".card").count() == len(group_findings(checked))


def test_the_page_states_the_data_digest_and_the_rules(atlas, page):
    for words in (atlas.package.digest, atlas.package.version, atlas.rule.description, "usual"):
        assert words in page.replace("&#x27;", "'")


def test_an_arabic_report_names_the_ground_of_its_maps_in_arabic(atlas):
    text = "سيطرت قوات النظام على الهبيط ومورك. ولا تزال الفصائل تسيطر على كفر زيتا."
    page = report.render(atlas.check(text, published="2019-08-23"), atlas)
    page = re.sub("[\u2066-\u2069]", "", page)  # around Latin letters
    titles = {unescape(one) for one in re.findall(r"<title[^>]*>([^<]*)</title>", page)}
    english = {"contested", "Orontes", atlas.package.highways["m5"].name}
    english |= {actor.name for actor in atlas.package.actors.values()}
    assert not english & titles
    package = atlas.package
    assert {package.actors["government"].name_ar, package.highways["m5"].name_ar} <= titles


def readings_table(page):
    """Return the rows of the first table of readings: readings, place, measured, match."""
    table = page.partition("Readings tried")[2].partition("</table>")[0]
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in table.split("<tr")[2:]]
    return [[re.sub(r"<(?!br)[^>]*>", "", unescape(cell)) for cell in row] for row in rows]


def test_readings_with_one_answer_are_one_row_with_a_decimal(atlas):
    checked = atlas.check("Troops stood 4 km from Maarat al-Numan.", published="2019-08-15")
    rows = readings_table(report.render(checked, atlas))
    answers = [tuple(row[1:]) for row in rows]
    assert len(answers) == len(set(answers)) > 5
    readings = sum(len(row[0].split("<br>")) for row in rows)
    assert len(rows) < readings == len(checked.findings[0].readings)
    assert all(re.fullmatch(r"\d+\.\d( to \d+\.\d)? km", row[2]) for row in rows)


def test_a_measured_number_has_a_second_decimal_only_where_one_would_hide_the_answer():
    def shown(low, high, claimed=(2500.0, 3500.0)):
        return cards._ends(ReadingResult("", low, high), claimed, 1000.0)  # noqa: SLF001

    assert shown(3549.0, 3549.0) == ("3.55", "3.55")  # does not match, and 3.5 would
    assert shown(3451.0, 3451.0) == ("3.5", "3.5")
    assert shown(2460.0, 2470.0) == ("2.46", "2.47")
    assert shown(1000.0, 9000.0) == ("1.0", "9.0")
    assert shown(7777.0, 7777.0) == ("7.8", "7.8")


def test_a_note_about_a_reading_is_said_once(atlas):
    text = (
        "Troops entered Morek. Forces captured 5 villages. Troops stood 2 km from Maarat al-Numan."
    )
    reasons = [
        one.verdict.reason for one in atlas.check(text, published="2019-08-15").findings
        if one.claim.notes
    ]  # fmt: skip
    assert any(reason.startswith("Not certain (read '") for reason in reasons)
    notes = [re.findall(r"read '[^']*' as [a-z ]+", reason) for reason in reasons]
    assert all(len(found) == len(set(found)) for found in notes)


def test_an_address_is_printed_with_its_letters():
    readable = cards.readable_address
    assert readable("https://a.org/%D9%85%D9%88%D8%B1%D9%83") == "https://a.org/مورك"
    for address in (  # no letters, invalid bytes, marks that would change the direction
        "https://a.org/a%20b%3Cc%22", "https://a.org/%FF%D9", "https://a.org/%E2%80%AEx",
        "https://a.org/plain?q=1#x",
    ):  # fmt: skip
        assert readable(address) == address


def test_no_text_of_a_report_on_a_phone_is_smaller_than_12_pixels(visit, atlas):
    text = "Troops stood 4 km from Maarat al-Numan. The army holds Morek."
    page = report.render(atlas.check(text, published="2019-08-15"), atlas)
    seen = visit(page, viewport={"width": 360, "height": 740})
    sizes = seen.run("""[...document.querySelectorAll("svg.map text, svg.line text")].map(text => {
      const { width } = text.ownerSVGElement.getBoundingClientRect();
      const size = parseFloat(getComputedStyle(text).fontSize);
      return size * width / text.ownerSVGElement.viewBox.baseVal.width;
    })""")
    assert len(sizes) > 10
    assert min(sizes) >= 11.9
    # No table is wider than its place.
    wide = seen.run(
        "[...document.querySelectorAll('.wide')].map((one) => one.scrollWidth - one.clientWidth)"
    )
    assert wide
    assert max(wide) <= 1


def test_a_printed_report_has_no_controls_and_only_addresses_of_the_web(visit, page):
    seen = visit(page)
    seen.page.emulate_media(media="print")
    hidden = seen.run("""[...document.querySelectorAll(".tool, .copy, .skip, h3 a")]
      .map((one) => getComputedStyle(one).display)""")
    assert set(hidden) == {"none"}
    after = seen.run("""[...document.querySelectorAll(".card a[href^='#']")]
      .map((one) => getComputedStyle(one, "::after").content)""")
    assert set(after) <= {"none", "normal"}
    printed = seen.run("""[...document.querySelectorAll("ol.sources a")]
      .map((one) => getComputedStyle(one, "::after").content)""")
    assert all("https://" in one or "http://" in one for one in printed)
    shown = seen.run("""[...document.querySelectorAll("table.long")].map((table) =>
      [...table.querySelectorAll("tbody tr")].filter((row) => row.offsetHeight).length)""")
    assert shown
    assert max(shown) <= 7
    seen.page.emulate_media(media="screen")
