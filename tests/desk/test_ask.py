"""Ask: the page says what the library says, and a link to it says it again."""

from __future__ import annotations

import csv
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import httpx
import pytest
from desk_client import Client
from invented_land import LAND

import frontline
from frontline.claims.question import answer_question
from frontline.formatting import format_about, format_at_most, format_km
from frontline.webmap.report.arabic import arabic_sentence

QUESTIONS = [
    ("cedar", "south", "2001-01-05"),
    ("Elm", "north", "2001-01-01"),
    ("alder", "h1", "2001-01-02"),
    ("dogwood", "ivy", "2001-01-09"),
    ("fir", "front", "2001-01-10"),
    ("30.05,0.12", "south", "2001-01-07"),
    ("30.05,0.12", "", "2001-01-07"),
    ("hazel", "", "2001-01-03"),
    ("H1", "south", "2001-01-04"),
]


def ask(client, place, to, day, **more):
    return client.get("/ask", params={"place": place, "to": to, "day": day, **more})


def sentence(answer):
    found = re.search(r'id="sentence"[^>]*>([^<]*)<', answer.text)
    return None if found is None else unescape(found[1])


@pytest.mark.parametrize(("place", "to", "day"), QUESTIONS)
def test_the_page_has_the_sentence_and_the_numbers_of_the_library(client, land, place, to, day):
    answer = ask(client, place, to, day)
    finding = answer_question(land.on(day), place, to)
    assert answer.status_code == 200
    assert sentence(answer) == finding.wording
    if finding.distance is not None:
        assert format_km(finding.distance.low_m) in answer.text
        assert format_km(finding.distance.high_m) in answer.text
    for report in finding.reports:
        assert report.url in unescape(answer.text)


def test_a_distance_to_a_party_is_that_of_the_command(land):
    finding = answer_question(land.on("2001-01-05"), "cedar", "south")
    direct = land.on("2001-01-05").distance("cedar", "south")
    assert finding.distance.centre_m == pytest.approx(direct.centre_m)
    assert finding.distance.start.place == direct.end.place


def test_the_direction_is_seen_from_the_place_of_the_question(client, land):
    distance = land.on("2001-01-01").distance("elm", "south")
    answer = ask(client, "elm", "south", "2001-01-01").text
    row = re.search(r"Direction from Elm</dt><dd><bdi>(\d+)° \(([a-z-]+)\)", answer)
    assert (int(row[1]), row[2]) == (round(distance.bearing_deg), distance.direction)


def test_a_link_gives_another_session_the_same_answer(client):
    link = "/ask?place=cedar&to=south&day=2001-01-05"
    assert sentence(Client(LAND).get(link)) == sentence(client.get(link))


def test_the_arabic_page_has_the_arabic_sentence_from_right_to_left(client, land):
    arabic = {"accept-language": "ar,en;q=0.5"}
    answer = client.get("/ask?place=cedar&to=south&day=2001-01-05", headers=arabic)
    assert '<html lang="ar" dir="rtl"' in answer.text
    finding = answer_question(land.on("2001-01-05"), "cedar", "south")
    assert sentence(answer) == arabic_sentence(land, finding)


def test_a_gap_of_knowledge_is_said_in_arabic_too(atlas):
    for place, to in (("Saraqib", "government"), ("Idlib", "front")):
        finding = answer_question(atlas.on("2019-08-15"), place, to)
        assert finding.distance.gap is not None
        said = arabic_sentence(atlas, finding)
        assert "السجل" in said
        gap, centre_m = finding.distance.gap, finding.distance.centre_m
        length = format_at_most(centre_m) if gap.is_bound else format_about(gap.begins_m, 0.0)
        assert re.search(r"[\d.]+", length)[0] in said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"place": "nowhere at all", "to": "", "day": "2001-01-05"}, "nowhere at all"),
        ({"place": "elm", "to": "nobody", "day": "2001-01-05"}, "nobody"),
        ({"place": "elm", "to": "", "day": "31 May"}, "31 May"),
        ({"place": "elm", "to": "", "day": "1999-01-01"}, "1999-01-01"),
        ({"place": "H1", "to": "", "day": "2001-01-05"}, "no single holder"),
        ({"place": "400,400", "to": "", "day": "2001-01-05"}, "400"),
        ({"place": "elm", "to": "", "day": "2001-01-05", "as_of": "soon"}, "soon"),
        ({"place": "elm", "to": "", "day": "2001-01-05", "district": "Nowhere"}, "Nowhere"),
        ({"place": "e" * 900, "to": "", "day": "2001-01-05"}, "characters"),
        ({"place": "\x00\x07", "to": "", "day": "2001-01-05"}, "not a place name"),
    ],
)
def test_what_cannot_be_answered_says_why_on_the_page(client, fields, said):
    answer = client.get("/ask", params=fields)
    assert answer.status_code == 200
    assert sentence(answer) is None
    assert said in unescape(answer.text)
    assert 'role="alert"' in answer.text


def test_an_ambiguous_name_is_asked_back_with_a_link_for_each_place(wide_client):
    client = wide_client
    answer = ask(client, "Kafr Ya", "government", "2019-08-15")
    assert sentence(answer) is None
    links = re.findall(r'<li><a href="(/ask[^"]*)"', answer.text)
    assert len(links) == 2
    said = {sentence(client.get(unescape(link))) for link in links}
    assert len(said) == 2
    assert None not in said


def test_names_are_offered_while_typing(client):
    def offered(field, text):
        answer = client.get("/ask/names", params={field: text})
        assert answer.headers["content-type"].startswith("text/html")
        return re.findall(r'<option value="([^"]*)">', answer.text)

    assert "hazel" in offered("place", "hazell")
    assert offered("place", "Ce") == ["cedar"]  # the beginning of a name
    assert offered("place", "GO")[0] == "gorse"
    for text in ("", "\x00", "-", "e", "e" * 5000):
        assert offered("place", text) == []
    assert offered("subject", "-") == ["north", "south"]
    ends = offered("to", "")
    assert ends[:3] == ["north", "south", "front"]
    assert [*ends, "hazel"] == offered("to", "hazell")[: len(ends) + 1]


def test_the_test_of_each_source_names_those_that_the_answer_hangs_on(client, land):
    answer = ask(client, "cedar", "south", "2001-01-05", sources="test")
    assert 'id="hangs-on"' in answer.text
    changes, _ = land.sensitivity("2001-01-05", ("cedar", "south"), draws=1)
    own = land.on("2001-01-05").distance("cedar", "south").centre_m
    hangs = [
        one.excluded.name
        for one in changes
        if one.distance is None or format_km(one.distance.centre_m) != format_km(own)
    ]
    shown = re.findall(r"<li>Without <bdi>([^<]*)</bdi>", answer.text)
    assert shown == hangs


def test_a_day_of_knowledge_changes_the_answer(client):
    known = frontline.open(LAND, as_of="2001-01-03")
    early = ask(client, "fir", "south", "2001-01-10", as_of="2001-01-03")
    expected = answer_question(known.on("2001-01-10"), "fir", "south")
    assert sentence(early) == expected.wording
    assert sentence(early) != sentence(ask(client, "fir", "south", "2001-01-10"))
    assert "As known on 2001-01-03" in early.text


def test_a_rule_changes_the_answer(client):
    strict = frontline.open(LAND, rule="two-source").on("2001-01-10")
    answer = ask(client, "fir", "", "2001-01-10", rule="two-source")
    assert sentence(answer) == answer_question(strict, "fir").wording
    assert sentence(answer) != sentence(ask(client, "fir", "", "2001-01-10"))


def test_a_reload_shows_what_an_editor_changed(own_client):
    path = own_client.desk.workspace.folder / "events.csv"
    before = sentence(ask(own_client, "fir", "", "2001-01-10"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if row["place_id"] != "fir"]
    assert len(kept) < len(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(kept)
    reports = path.with_name("reports.csv")
    gone = {row["event_id"] for row in rows} - {row["event_id"] for row in kept}
    lines = reports.read_text("utf-8").splitlines(keepends=True)
    reports.write_text("".join(one for one in lines if one.split(",")[1] not in gone), "utf-8")
    assert sentence(ask(own_client, "fir", "", "2001-01-10")) != before


def test_a_broken_package_is_reported_until_it_is_mended(own_client):
    path = own_client.desk.workspace.folder / "events.csv"
    good = path.read_bytes()
    path.write_bytes(good.replace(b"2001-01-0", b"2001-31-0", 1))
    broken = own_client.get("/ask")
    assert broken.status_code == 409
    assert "events.csv, row" in broken.text
    assert own_client.get("/theme.css").status_code == 200
    path.write_bytes(good)
    assert own_client.get("/ask").status_code == 200


def test_fifty_questions_at_once_are_answered_without_an_error(served, land):
    address, _, token = served(LAND).partition("/?")
    towns = ("alder", "birch", "cedar", "dogwood", "fir")
    days = [f"2001-01-{day:02}" for day in range(1, 11)]
    asked = [(town, "south", day) for town in towns for day in days]
    limits = httpx.Limits(max_connections=50)
    with (
        httpx.Client(base_url=address, trust_env=False, limits=limits, timeout=300) as client,
        ThreadPoolExecutor(50) as pool,
    ):
        client.get(f"/?{token}")
        answers = list(pool.map(lambda one: ask(client, *one), asked))
    assert [one.status_code for one in answers] == [200] * 50
    for (town, to, day), answer in zip(asked, answers, strict=True):
        assert sentence(answer) == answer_question(land.on(day), town, to).wording


def test_the_answer_comes_before_its_map(client, wide_client):
    """The page of an answer names the page with its map, which has the same answer."""
    for asked, (place, to, day) in (
        (client, ("elm", "south", "2001-01-05")),
        (client, ("30.15,0.1", "", "2001-01-05")),
        (wide_client, ("Binnish", "M5", "2020-01-20")),
    ):
        answer = ask(asked, place, to, day)
        assert 'class="map"' not in answer.text
        address = unescape(
            re.search(r'hx-get="(/ask\?[^"]*)"[^>]*hx-trigger="load"', answer.text)[1]
        )
        whole = asked.get(address)
        assert sentence(whole) == sentence(answer) is not None
        assert whole.text.count('class="map"') == 1
        assert 'hx-trigger="load"' not in whole.text


def test_a_question_without_an_answer_has_its_map_at_once(client):
    for place in ("", "nowhere at all"):
        answer = ask(client, place, "", "2001-01-05")
        assert answer.text.count('class="map"') == 1
