// The time bar: a slider over the days, play and steps, and the keys that do the same.

import {element} from "./dom.js";
import {monthStarts, sayDay, shortDay} from "./days.js";

/** Milliseconds that a day lasts while playing. */
const PACE_MS = 160;

/** Make the bar. `go(day)` moves the page to a day; `isoOf(day)` names it. */
export function makeClock({ days, first, words, go, isoOf }) {
  let day = 0;
  let timer = 0;
  const button = (label, sign, click) =>
    element("button", { type: "button", "aria-label": label, title: label, click }, sign);
  const play = button(words.play, "▶", toggle);
  const back = button(words.back, "‹", () => step(-1));
  const forward = button(words.forward, "›", () => step(1));
  const slider = element("input", {
    type: "range", min: 0, max: days - 1, step: 1, value: 0, "aria-label": words.dayOf,
    input: () => { stop(); go(Number(slider.value)); },
  });
  const ticks = element("div", { class: "ticks", "aria-hidden": "true" });
  for (const { offset, label } of monthStarts(first, days)) {
    const share = offset / Math.max(days - 1, 1);
    const tick = element("span", { class: share > 0.93 ? "late" : null }, label);
    tick.style.left = `${100 * share}%`;
    ticks.append(tick);
  }
  const now = element("output", { class: "now" });
  const track = element("div", { class: "track" }, slider, ticks);
  const bar = element(
    "section", { class: "clock", "aria-label": words.time, title: words.keys },
    element("div", { class: "buttons" }, play, back, forward), track, now,
  );

  function step(by) {
    stop();
    go(Math.min(Math.max(day + by, 0), days - 1));
  }

  function stop() {
    if (timer) clearInterval(timer);
    timer = 0;
    play.textContent = "▶";
    play.setAttribute("aria-label", words.play);
  }

  function toggle() {
    if (timer) return stop();
    if (day === days - 1) go(0);
    play.textContent = "❚❚";
    play.setAttribute("aria-label", words.pause);
    timer = setInterval(() => (day < days - 1 ? go(day + 1) : stop()), PACE_MS);
  }

  const keys = {
    " ": toggle,
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    PageUp: () => step(-7),
    PageDown: () => step(7),
    Home: () => step(-days),
    End: () => step(days),
  };

  function press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const where = event.target instanceof Element ? event.target : document.body;
    // On a button, link or the map, the key does what it does there.
    if (event.key === " " && where.closest("button, a, summary")) return;
    if (where.closest(".folium-map, .card") || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  }

  if (days > 1) document.addEventListener("keydown", press);
  return {
    bar: days > 1 ? bar : null,
    draw(index) {
      day = index;
      slider.value = index;
      slider.setAttribute("aria-valuetext", sayDay(isoOf(index)));
      now.textContent = shortDay(isoOf(index));
    },
  };
}
