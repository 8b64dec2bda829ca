"""What a page does when its day changes: only what the day needs."""

from __future__ import annotations

import pytest

#: Goes to days, and returns the different widths of the track, and how often its labels were made.
TRACK = """async (days) => {
  const [track, ticks] = ['.track', '.ticks'].map((name) => document.querySelector(name));
  let made = 0;
  const watch = new MutationObserver((found) => { made += found.length; });
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  frontline.setDay(days[0]);
  await frame();
  watch.observe(ticks, { childList: true });
  const widths = new Set();
  for (const day of days) {
    frontline.setDay(day);
    await frame();
    widths.add(track.getBoundingClientRect().width);
  }
  watch.disconnect();
  return [[...widths], made];
}"""
#: The shortest and the longest dates of months with short and long names.
DAYS = ["2019-05-01", "2019-05-31", "2019-08-09", "2019-11-30", "2020-01-01", "2020-02-29"]


@pytest.mark.browser
@pytest.mark.parametrize("language", ["English", "العربية"])
def test_the_axis_of_days_stays_as_it_is_from_day_to_day(visit, year_html, language):
    seen = visit(year_html)
    seen.page.get_by_role("button", name=language).click()
    widths, made = seen.run(TRACK, DAYS)
    assert len(widths) == 1, widths
    assert made == 0
