// The time bar: a slider over the days, play, steps and speed, and the keys that do the same.

import {element} from "../core/dom.js";
import {monthStarts, sayDay, shortDay} from "../core/dates.js";
import {told, whenTurned} from "../core/i18n.js";

/** Milliseconds that a day lasts while playing, and for a reader who asks for little motion. */
const PACE_MS = 160;
const CALM_MS = 800;
const SPEEDS = [0.5, 1, 2, 4, 8];
/** Where keys belong to what they are pressed in. */
const TYPING = "input:not([type=range]), select, textarea, [role=listbox]";

/**
 * Make the bar. `go(day)` moves the page to a day; `isoOf(day)` names it; `change(day, way)`
 * gives the day of the next change or -1; `behind` are marks to show behind the slider;
 * `tools` are buttons to add; `rested()` is called when playing ends.
 */
export function makeClock({
  days, first, words, go, isoOf, change = () => -1, behind = [], tools = [], rested = () => {},
}) {
  let day = 0;
  let timer = 0;
  let speed = 1;
  const button = (label, sign, click) =>
    element("button", { type: "button", "aria-label": label, title: label, click }, sign);
  const playing = told(() => (timer ? words.pause : words.play));
  const play = button(playing, "▶", toggle);
  const back = button(told("back"), "‹", () => step(-1));
  const forward = button(told("forward"), "›", () => step(1));
  const earlier = button(told("changeBefore"), "«", () => toChange(-1));
  const later = button(told("changeAfter"), "»", () => toChange(1));
  const pace = element(
    "select", { "aria-label": told("speed"), title: told("speed"), change: hurry },
    ...SPEEDS.map((one) => element("option", { value: one, selected: one === 1 }, `${one}×`)),
  );
  const slider = element("input", {
    type: "range", min: 0, max: days - 1, step: 1, value: 0, "aria-label": told("dayOf"),
    input: () => { stop(); go(Number(slider.value)); },
  });
  const ticks = element("div", { class: "ticks", "aria-hidden": "true" });
  function fillTicks() {
    ticks.replaceChildren(...monthStarts(first, days).map(({ offset, label }) => {
      const share = offset / Math.max(days - 1, 1);
      const tick = element("span", { class: share > 0.93 ? "late" : null }, label);
      tick.style.left = `${100 * share}%`;
      return tick;
    }));
  }
  fillTicks();
  whenTurned(fillTicks);
  const now = element("output", { class: "now" });
  const track = element(
    "div", { class: "track" }, element("div", { class: "behind" }, ...behind), slider, ticks,
  );
  const bar = element(
    "section", { class: "clock", "aria-label": told("time"), title: told("keys") },
    element("div", { class: "buttons" }, play, earlier, back, forward, later, pace, ...tools),
    track, now,
  );

  function step(by) {
    stop();
    go(Math.min(Math.max(day + by, 0), days - 1));
  }

  function toChange(way) {
    const found = change(day, way);
    stop();
    if (found >= 0) go(found);
  }

  function stop() {
    if (!timer) return;
    clearInterval(timer);
    timer = 0;
    play.textContent = "▶";
    playing.tell();
    rested();
  }

  function run() {
    clearInterval(timer);
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    timer = setInterval(
      () => (day < days - 1 ? go(day + 1) : stop()), (calm ? CALM_MS : PACE_MS) / speed,
    );
  }

  function toggle() {
    if (timer) {
      stop();
      return;
    }
    if (day === days - 1) go(0);
    play.textContent = "❚❚";
    run();
    playing.tell();
  }

  function hurry() {
    speed = Number(pace.value);
    if (timer) run();
  }

  const keys = {
    " ": toggle,
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    PageUp: () => step(-7),
    PageDown: () => step(7),
    Home: () => step(-days),
    End: () => step(days),
    "[": () => toChange(-1),
    "]": () => toChange(1),
  };
  const shifted = { ArrowLeft: keys["["], ArrowRight: keys["]"] };

  function press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const where = event.target instanceof Element ? event.target : document.body;
    // On a button, link or the map, the key does what it does there.
    if (event.key === " " && where.closest("button, a, summary")) return;
    const own = event.shiftKey && Object.hasOwn(shifted, event.key) ? shifted : keys;
    if (where.closest(TYPING) || !Object.hasOwn(own, event.key)) return;
    if (!"[]".includes(event.key) && where.closest(".folium-map, .card, .drawer")) return;
    event.preventDefault();
    own[event.key]();
  }

  if (days > 1) document.addEventListener("keydown", press);
  return {
    bar: days > 1 ? bar : null,
    playing: () => timer !== 0,
    stop,
    draw(index) {
      day = index;
      slider.value = index;
      slider.setAttribute("aria-valuetext", sayDay(isoOf(index)));
      now.textContent = shortDay(isoOf(index));
    },
  };
}
