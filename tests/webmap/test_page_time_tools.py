"""The tools for days: steps, comparison, changes, summary, table and key dates."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from reader import html, opened, plain, shown_km2

from frontline.atlas import Atlas
from frontline.control.assessment import RULES
from frontline.i18n import translate_count
from frontline.models import Moment
from frontline.webmap import page

pytestmark = pytest.mark.browser


@pytest.fixture
def tour(visit, year_html):
    return visit(year_html)


def control_by_place(atlas, day):
    state = atlas.on(day)
    return {row.id: (row.status, row.actors) for row in state.places.itertuples()}


def change_days(atlas):
    """Return the days on which the control of a place changes."""
    record, columns = atlas.record, len(atlas.sites)
    days = [record.first + timedelta(days=n) for n in range(len(record.matrix))]
    rows = [
        [(record.states[code].status, record.states[code].actors) for code in row[:columns]]
        for row in record.matrix
    ]
    return [day for day, one, other in zip(days[1:], rows, rows[1:], strict=False) if one != other]


def test_steps_by_button_and_key_stop_at_every_change_and_only_there(tour, year):
    days = change_days(year)
    press = tour.page.keyboard.press
    press("Home")
    seen = []
    for step in range(12):
        if step % 3 == 0:
            tour.page.locator(".timeline").get_by_label("Next change").click()
        else:
            press("]" if step % 3 == 1 else "Shift+ArrowRight")
        seen.append(date.fromisoformat(tour.run("frontline.day()")))
    assert seen == days[:12]
    press("[")
    press("Shift+ArrowLeft")
    assert tour.run("frontline.day()") == days[9].isoformat()
    press("End")
    press("]")
    assert tour.run("frontline.day()") == "2020-03-07"


def test_changes_are_those_of_the_library(tour, year):
    panel = opened(tour, "Changes")
    # On the day before 23 June another place changed.
    for day, number in (("2019-08-11", 2), ("2020-02-26", 2), ("2019-06-23", 1)):
        tour.run("day => frontline.setDay(day)", day)
        one = date.fromisoformat(day)
        before, after = (
            control_by_place(year, (one - timedelta(days=1)).isoformat()),
            control_by_place(year, day),
        )
        names = sorted(
            year.package.gazetteer[id_].name for id_ in after if after[id_] != before[id_]
        )
        assert len(names) == number
        assert sorted(panel.locator(".changes .link-button").all_inner_texts()) == names
        assert tour.page.locator(".ring").count() == len(names)
        assert "Changes on" in panel.locator("h3").first.inner_text()
        links = panel.locator(".changes a")
        assert links.count() == len(names)
        assert all(link.get_attribute("href").startswith("http") for link in links.all())


def test_gains_and_losses_are_those_of_the_library(tour, year):
    panel = opened(tour, "Changes")
    for day, pinned in (("2019-06-23", None), ("2020-03-06", "2019-12-01")):
        tour.run("day => frontline.setDay(day)", day)
        tour.run("day => frontline.pin(day)", pinned)
        then = pinned or (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        now, old = year.on(day), year.on(then)
        text = plain(panel.locator(".change-totals").inner_text())
        for number, actor in enumerate(year.actors):
            more = int((now.holders == number).sum()) - int((old.holders == number).sum())
            sign = f"+{more}" if more > 0 else f"−{-more}" if more else "±0"
            assert f"{year.package.actors[actor].name} {sign} " in text
            assert not more or sign in plain(tour.page.text_content(".legend"))


def test_a_pinned_day_is_compared_with_the_day_shown(tour, year):
    tour.run("frontline.setDay('2019-08-01')")
    panel = opened(tour, "Changes")
    panel.get_by_role("button", name="Compare with this day").click()
    assert "Comparing with 1 Aug 2019" in plain(panel.inner_text())
    assert tour.page.locator(".pin").is_visible()
    tour.run("frontline.setDay('2019-09-01')")
    one, other = control_by_place(year, "2019-08-01"), control_by_place(year, "2019-09-01")
    assert tour.page.locator(".ring").count() == sum(one[id_] != other[id_] for id_ in one)
    assert plain(panel.locator("h3").first.inner_text()) == (
        "Changes from 1 Aug 2019 to 1 Sep 2019"
    )
    panel.get_by_role("button", name="Stop comparing").click()
    assert "Comparing with" not in panel.inner_text()
    assert not tour.page.locator(".pin").is_visible()


def test_key_dates_are_marked_and_listed_and_show_their_day(tour, year):
    moments = year.package.moments
    assert tour.page.locator(".key-dates span").count() == len(moments)
    panel = opened(tour, "Key dates")
    panel.get_by_role("button", name=moments[0].title).click()
    assert tour.run("frontline.day()") == "2019-08-23"
    assert plain(tour.text(".caption")).startswith(f"{moments[0].title} ")
    assert panel.locator("[aria-current=date]").count() == 1
    assert panel.locator("a").count() == len(moments)
    tour.page.keyboard.press("Escape")
    assert not panel.is_visible()
    tour.run("frontline.setDay('2019-08-26')")
    tour.described()
    # A day without a key date has what changed last in its place.
    assert plain(tour.text(".caption")).startswith("Changes on 26 Aug 2019: ")


def test_the_summary_agrees_with_the_library_and_follows_the_day(visit, atlas, animation_html):
    tour = visit(animation_html)
    panel = opened(tour, "Text summary")
    for day in ("2019-08-15", "2020-02-14"):
        tour.run("day => frontline.setDay(day)", day)
        state = atlas.on(day)
        text = plain(panel.inner_text())
        for actor, area in state.areas_km2.items():
            held = int((state.holders == atlas.actors.index(actor)).sum())
            name = atlas.package.actors[actor].name
            places = translate_count("en", "places", held)
            assert f"{name}: {places}, {shown_km2(area)} km²." in text
            described = plain(tour.described())
            assert places in described
        assert "Limits of this map" in text
        holder = atlas.package.actors[control_by_place(atlas, day)["khan-shaykhun"][1]].name_in_text
        assert re.search(rf"Held by {holder}: [^.]*Khan Shaykhun", text)
    assert tour.page.get_attribute(".folium-map", "aria-describedby") == "day-summary"


def test_a_step_is_announced_and_playing_is_not(tour):
    tour.page.keyboard.press("Home")
    tour.page.keyboard.press("ArrowRight")
    line = tour.page.locator("p[role=status].visually-hidden").first
    assert "2 May 2019" in plain(tour.described())
    assert "2 May 2019" in plain(line.text_content())
    assert line.get_attribute("aria-live") == "polite"
    tour.page.keyboard.press("Space")
    tour.until("frontline.day() > '2019-05-12'")
    assert "2 May 2019" in plain(line.text_content())
    tour.page.keyboard.press("Space")
    stopped = tour.run("frontline.day()")
    tour.described()
    assert str(int(stopped[-2:])) + " May 2019" in plain(line.text_content())


def test_the_speed_can_be_chosen_and_keys_there_do_not_move_the_day(tour):
    tour.page.keyboard.press("Home")
    choice = tour.page.get_by_label("Speed")
    choice.select_option("8")
    choice.focus()
    tour.page.keyboard.press("ArrowRight")
    assert tour.run("frontline.day()") == "2019-05-01"
    tour.page.get_by_label("Play").click()
    tour.until("frontline.day() > '2019-06-30'")
    tour.page.get_by_label("Pause").click()


def test_the_table_lists_every_place_and_can_be_sorted_and_filtered(visit, atlas, animation_html):
    tour = visit(animation_html)
    tour.run("frontline.setDay('2019-08-15')")
    panel = opened(tour, "Table of places")
    rows = panel.locator("tbody tr")
    assert rows.count() == min(len(atlas.sites), 400)
    panel.get_by_role("button", name="Since").click()
    panel.get_by_role("button", name="Since").click()
    assert panel.locator("th[aria-sort=descending]").inner_text() == "Since"
    panel.locator("input").fill("خان شيخون")
    assert 1 <= rows.count() < 5
    row = rows.filter(has=tour.page.get_by_role("button", name="Khan Shaykhun", exact=True))
    assert "Opposition and allies" in row.inner_text()
    tour.page.keyboard.press("Home")
    assert tour.run("frontline.day()") == "2019-08-15"
    tour.run("frontline.setDay('2019-08-23')")
    assert "Government and allies" in row.inner_text()
    row.locator("button").click()
    assert tour.page.locator(".card h2").inner_text().startswith("Khan Shaykhun")


def test_a_map_of_one_day_has_no_tools_for_several_days(visit, land):
    seen = visit(html(page.day_map(land.on("2001-01-03"))))
    labels = seen.page.locator(".tools button").all_inner_texts()
    assert "Changes" not in labels
    assert {"Text summary", "Table of places", "Share and download"} <= set(labels)
    assert "Changes" not in seen.page.text_content("#day-summary")
    assert seen.page.locator(".ring").count() == 0


def test_hostile_text_is_plain_text_in_every_panel(visit, land):
    text = "</script><script>alert(1)</script> <img src=x onerror=alert(1)> {{7*7}} \u202egnp"
    day = land.record.first + timedelta(days=2)
    key_date = Moment(day=day, title=text, title_ar=text, note=text, source=f"javascript:{text}")
    places = {
        id_: place.model_copy(update={"name": f"{place.name} {text}", "admin1": text})
        for id_, place in land.package.gazetteer.items()
    }
    package = replace(land.package, title=text, gazetteer=places, moments=(key_date,))
    seen = visit(html(page.animation(Atlas(package, RULES["standard"]), title=text)))
    seen.run("day => frontline.setDay(day)", day.isoformat())
    assert seen.page.text_content(".caption") == f"{text} {text}"
    for button in seen.page.locator(".tools button").all():
        button.click()
        drawer = seen.page.locator(".drawer")
        found = drawer.evaluate(
            "node => [node, ...node.querySelectorAll('textarea')]"
            ".map((one) => one.value || one.textContent).join()"
        )
        if button.inner_text() not in {"Help", "Share and download"}:
            assert text in found
        assert drawer.locator("img, script, [href^='javascript']").count() == 0
    seen.page.wait_for_timeout(100)
    assert seen.complaints == []
    assert seen.requests == []


def test_reduced_motion_slows_playing(visit, year_html):
    seen = visit(year_html, reduced_motion="reduce")
    seen.page.keyboard.press("Home")
    paces = seen.run(
        """() => {
          const found = [];
          const real = window.setInterval;
          window.setInterval = (run, pace) => { found.push(pace); return real(run, 1e6); };
          document.querySelector('.timeline button').click();
          window.setInterval = real;
          return found;
        }"""
    )
    assert paces == [800]
