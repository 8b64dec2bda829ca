// The timeline: a slider over the days, buttons for playing, steps and speed, and their keys.

import {element, setText} from "../core/dom.js";
import {axisTicks, longDate, shortDate} from "../core/dates.js";
import {liveText, messages, onLanguageChange} from "../core/i18n.js";

/** Milliseconds per day while playing, and for readers who prefer reduced motion. */
const PLAY_MS = 350;
const REDUCED_MOTION_MS = 800;
const SPEEDS = [0.5, 1, 2, 4, 8];
/** Distance between two labels of the axis, in pixels. */
const TICK_GAP = 8;
/** Elements that use the keys themselves. */
const TYPING = "input:not([type=range]), select, textarea, [role=listbox]";

/** Return a date in each month, with the most digits. */
function datesOfMonths() {
  return messages.monthsShort.map((_, i) => shortDate(`2000-${String(i + 1).padStart(2, "0")}-30`));
}

/**
 * Make the timeline. `go(day)` shows a day; `isoOf(day)` returns its date; `change(day, direction)`
 * returns the day of the next or previous change or -1; `busy` are the days that playing stops at, the
 * quiet days between them being skipped; `behind` are marks behind the slider; `onPause()` is called when
 * playing ends.
 */
export function makeTimeline({
  days, first, go, isoOf, change = () => -1, busy = [], behind = [], onPause = () => {},
}) {
  let day = 0;
  let timer = 0;
  let speed = 1;
  const button = (label, sign, click) =>
    element("button", { type: "button", "aria-label": label, title: label, click }, sign);
  const playing = liveText(() => (timer ? messages.pause : messages.play));
  const play = button(playing, "▶", toggle);
  const back = button(liveText("previousDay"), "‹", () => step(-1));
  const forward = button(liveText("nextDay"), "›", () => step(1));
  const earlier = button(liveText("previousChange"), "«", () => toChange(-1));
  const later = button(liveText("nextChange"), "»", () => toChange(1));
  const pace = element(
    "select", { "aria-label": liveText("speed"), title: liveText("speed"), change: changeSpeed },
    ...SPEEDS.map((one) => element("option", { value: one, selected: one === 1 }, `${one}×`)),
  );
  const slider = element("input", {
    type: "range", min: 0, max: days - 1, step: 1, value: 0, "aria-label": liveText("dayOf"),
    input: () => { stop(); go(Number(slider.value)); },
  });
  const ticks = element("div", { class: "ticks", "aria-hidden": "true" });
  const widths = new Map();
  /** Label the axis with as many dates as have room. */
  function fillTicks() {
    const width = ticks.clientWidth;
    if (!width) return;
    const { fontSize } = getComputedStyle(ticks);
    const probe = element("span");
    ticks.replaceChildren(probe);
    const widthOf = (label) => {
      const key = `${fontSize} ${label}`;
      if (!widths.has(key)) {
        probe.textContent = label;
        widths.set(key, probe.offsetWidth);
      }
      return widths.get(key);
    };
    const positionOf = (offset) => (width * offset) / Math.max(days - 1, 1);
    const placed = axisTicks(first, days, { positionOf, widthOf, end: width + 4, gap: TICK_GAP });
    ticks.replaceChildren(...placed.map(({ offset, label, left }) => {
      const tick = element("span", { class: left < positionOf(offset) ? "late" : null }, label);
      tick.style.left = `${((100 * left) / width).toFixed(2)}%`;
      return tick;
    }));
  }
  new ResizeObserver(fillTicks).observe(ticks);
  onLanguageChange(fillTicks);
  // The track has one width on all days: there is room for the widest date.
  const now = element("output", { class: "current-date", "data-room": liveText(() => datesOfMonths().join("\n")) });
  const track = element(
    "div", { class: "track" }, element("div", { class: "behind" }, ...behind), slider, ticks,
  );
  const bar = element(
    "section", { class: "timeline", "aria-label": liveText("time"), title: liveText("keys") },
    element("div", { class: "buttons" }, play, earlier, back, forward, later),
    track, now, pace,
  );
  // The arrow keys and brackets step as these buttons do, so the tab key goes from play to the slider.
  for (const one of [earlier, back, forward, later]) one.tabIndex = -1;

  function step(by) {
    stop();
    go(Math.min(Math.max(day + by, 0), days - 1));
  }

  function toChange(direction) {
    const found = change(day, direction);
    stop();
    if (found >= 0) go(found);
  }

  function stop() {
    if (!timer) return;
    clearInterval(timer);
    timer = 0;
    play.textContent = "▶";
    playing.update();
    onPause();
  }

  function run() {
    clearInterval(timer);
    const reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    timer = setInterval(
      () => (day < days - 1 ? go(nextBusy(day)) : stop()), (reducedMotion ? REDUCED_MOTION_MS : PLAY_MS) / speed,
    );
  }

  /** Return the next day that playing shows: the next change or key date, or the last day. */
  function nextBusy(after) {
    return busy.reduce((best, one) => (one > after && one < best ? one : best), days - 1);
  }

  function toggle() {
    if (timer) {
      stop();
      return;
    }
    if (day === days - 1) go(0);
    play.textContent = "❚❚";
    run();
    playing.update();
  }

  function changeSpeed() {
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
    // Buttons, links and the map use the space key themselves.
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
      slider.setAttribute("aria-valuetext", longDate(isoOf(index)));
      setText(now, shortDate(isoOf(index)));
    },
  };
}
