// A road's war as one picture: the days from left to right, the road from its beginning at the
// bottom to its end at the top, each patch coloured by who held that part of it on that day.

import {answerAt, BESIDE_M, patches, sharesByDay, townsOn} from "./roadHistory.js";
import {element, graphic, name, phrase} from "../core/dom.js";
import {monthStarts, shortDay} from "../core/dates.js";
import {fillId, makePatterns} from "../map/patterns.js";
import {pointAt} from "../map/roads.js";
import {local, told, whenTurned} from "../core/i18n.js";

const STRIP_PREFIX = "strip";
/** Pixels: height of the field, room above and below it, and between the names of two towns. */
const TALL = 188;
const TALL_ON_PHONE = 150;
const HEAD = 6;
const FOOT = 20;
const NAME_STEP = 13;

/** Keep of the towns those whose names have room, the important ones first. */
export function spread(towns, heightOf, step = NAME_STEP) {
  const kept = [];
  for (const town of towns) {
    const y = heightOf(town.metres);
    if (kept.every((other) => Math.abs(other.y - y) >= step)) kept.push({ ...town, y });
  }
  return kept;
}

/** Make the strips of all roads. `go(day)` moves the page; `sayAnswer(code)` says an answer. */
export function makeStrips({ model, go, sayAnswer }) {
  const { data, roads, states, actors, words, places, isoOf, plane } = model;
  const last = data.days - 1;
  const strips = data.roads.map((road, i) => ({
    ...road, ...roads[i],
    towns: townsOn(roads[i], model), shares: sharesByDay({ ...road, ...roads[i] }, states),
  }));
  if (data.days < 2 || strips.length === 0) {
    return { node: null, addTo() {}, draw() {}, mark() {}, show() {} };
  }
  let road = strips[0];
  let day = last;
  // Where the reader points, and where to go back to when the pointer leaves: kilometre and day.
  let metres = null;
  let kept = null;
  let hovered = null;
  let tall = TALL;
  let map = null;
  let point = null;
  let width = 0;
  const patterns = makePatterns(STRIP_PREFIX, states, actors);
  const field = graphic("g", { class: "strip-field" });
  const today = graphic("path", { class: "strip-today" });
  const level = graphic("path", { class: "strip-level" });
  const svg = graphic(
    "svg", { class: "strip-picture", "aria-hidden": "true" },
    graphic("defs", {}, ...patterns.defs.children), field, level, today,
  );
  const where = element("input", {
    type: "range", class: "strip-where", "aria-label": told("stripWhere"), step: 500,
    input: () => { kept = Number(where.value); mark(kept); },
    keydown: (event) => event.stopPropagation(),
  });
  const says = element("output", { class: "strip-says" });
  const choices = strips.map((one) =>
    element(
      "button", { type: "button", "aria-pressed": "false", click: () => turnTo(one) },
      one.id.toUpperCase(),
    ),
  );
  const table = element("div", { class: "strip-table" });
  const more = element(
    "details", { toggle: () => more.open && fillTable() },
    element("summary", {}, told("stripTable")), table,
  );
  const node = element(
    "details", { class: "strip", toggle: () => node.open && layOut() },
    element("summary", {}, told("strip"), " ", element("span", { class: "strip-hint" }, told("stripHint"))),
    element(
      "div", { class: "strip-head" },
      element("div", { class: "strip-choice", role: "group", "aria-label": told("stripRoad") }, ...choices),
      where, says,
    ),
    svg, more,
  );

  const span = () => [road.cuts[0], road.cuts[road.cuts.length - 1]];
  const left = () => Math.min(Math.max(width * 0.2, 74), 118);
  const right = () => width - 8;
  const xOf = (when) => left() + ((right() - left()) * when) / data.days;
  const yOf = (at) => {
    const [from, to] = span();
    return HEAD + (tall * (to - at)) / (to - from);
  };

  function turnTo(one) {
    road = one;
    [metres, kept, hovered] = [null, null, null];
    more.open = false;
    choices.forEach((choice, i) => choice.setAttribute("aria-pressed", String(strips[i] === road)));
    const [from, to] = span();
    where.min = from;
    where.max = to;
    where.value = (from + to) / 2;
    dropPoint();
    layOut();
  }

  function layOut() {
    width = Math.round(svg.parentElement.clientWidth) - 32;
    if (!node.open || width < 120) return;
    tall = width < 600 ? TALL_ON_PHONE : TALL;
    svg.setAttribute("width", width);
    svg.setAttribute("height", HEAD + tall + FOOT);
    const texts = new Map();
    for (const [from, to, low, high, code] of patches(road, data.days)) {
      const { key, status } = states[code];
      if (status === "unknown") continue;
      const [x1, x2, y1, y2] = [xOf(from), xOf(to), yOf(high), yOf(low)].map((v) => v.toFixed(1));
      texts.set(key, `${texts.get(key) ?? ""}M${x1} ${y1}H${x2}V${y2}H${x1}Z`);
    }
    const frame = { x: left(), y: HEAD, width: right() - left(), height: tall };
    const fills = [...texts].map(([key, d]) =>
      graphic("path", { class: `patch ${key}`, d, fill: `url(#${fillId(STRIP_PREFIX, key)})` }),
    );
    field.replaceChildren(
      graphic("rect", { ...frame, class: "strip-ground" }), ...fills, ...months(), ...townNodes(),
      graphic("rect", { ...frame, class: "strip-frame" }),
    );
    draw(day);
  }

  function months() {
    const room = (right() - left()) / (data.days / 30.4);
    return monthStarts(data.first, data.days).flatMap(({ offset, label }, i) => {
      const x = xOf(offset).toFixed(1);
      const text = graphic("text", { x: xOf(offset) + 3, y: HEAD + tall + 14 }, label.split(" ")[0]);
      const shown = room > 32 || i % 2 === 0;
      const tick = graphic("path", { class: "strip-month", d: `M${x} ${HEAD}v${tall + 5}` });
      return shown && xOf(offset) + 26 < width ? [tick, text] : [tick];
    });
  }

  function townNodes() {
    const most = Math.floor((left() - 12) / 6.3);
    const inside = road.towns.filter(({ metres: at }) => at >= span()[0] && at <= span()[1]);
    return spread(inside, yOf).flatMap(({ index, y }) => {
      const whole = places.title[index];
      const short = whole.length > most ? `${whole.slice(0, most - 1).trim()}…` : whole;
      const text = graphic(
        "text", { x: left() - 8, y: y + 4, "text-anchor": "end", direction: "ltr", class: "strip-town" },
        graphic("title", {}, whole), graphic("tspan", { class: "isolate" }, short),
      );
      const d = `M${left() - 5} ${y.toFixed(1)}H${right()}`;
      return [graphic("path", { class: "strip-level-town", d }), text];
    });
  }

  function nearTown(at) {
    let best = null;
    for (const town of road.towns) {
      const off = Math.abs(town.metres - at);
      if (off <= BESIDE_M && (!best || off < Math.abs(best.metres - at))) best = town;
    }
    return best ? places.title[best.index] : "";
  }

  function sentence(when, at) {
    const town = nearTown(at);
    const values = {
      day: shortDay(isoOf(when)), road: road.id.toUpperCase(), km: (at / 1000).toFixed(0), town,
      answer: sayAnswer(answerAt(road, when, at)),
    };
    return phrase(town ? words.stripNear : words.stripAt, values);
  }

  function summary() {
    const [, shares] = road.shares.filter(([when]) => when <= day).at(-1);
    const parts = [...shares].sort((a, b) => b[1] - a[1]).map(([key, share]) =>
      phrase(words.stripShare, { answer: sayKey(key), share: percent(share) }),
    );
    const values = { road: road.id.toUpperCase(), day: shortDay(isoOf(day)) };
    return phrase(words.stripDay, { ...values, shares: parts.join(words.semicolon) });
  }

  const percent = (share) => `${(100 * share).toFixed(share > 0 && share < 0.01 ? 1 : 0)}%`;
  const sayKey = (key) => sayAnswer(states.findIndex((state) => state.key === key));

  function draw(when) {
    day = when;
    if (!node.open || width === 0) return;
    const middle = (xOf(day) + xOf(day + 1)) / 2;
    today.setAttribute("d", `M${middle.toFixed(1)} ${HEAD - 4}V${HEAD + tall + 5}`);
    level.setAttribute("d", crossing());
    says.textContent = metres === null ? summary() : sentence(hovered ?? day, metres);
    if (metres !== null) where.setAttribute("aria-valuetext", says.textContent);
  }

  /** The lines through the kilometre marked and the day under the pointer. */
  function crossing() {
    if (metres === null) return "";
    const across = `M${left()} ${yOf(metres).toFixed(1)}H${right()}`;
    if (hovered === null) return across;
    const x = ((xOf(hovered) + xOf(hovered + 1)) / 2).toFixed(1);
    return `${across}M${x} ${HEAD}V${HEAD + tall}`;
  }

  function dropPoint() {
    if (point) point.remove();
    point = null;
  }

  /** Mark a kilometre of the road, here and on the map; null marks none. */
  function mark(at) {
    metres = at === null ? null : Math.min(Math.max(at, span()[0]), span()[1]);
    if (metres === null) {
      dropPoint();
      draw(day);
      return;
    }
    where.value = metres;
    const [x, y] = pointAt(road, metres);
    const latLng = map.unproject(L.point(x, y).add(plane.corner), 17);
    if (point) point.setLatLng(latLng);
    else point = L.circleMarker(latLng, { radius: 8, className: "road-point", interactive: false }).addTo(map);
    draw(day);
  }

  function under(event) {
    const { left: edge, top } = svg.getBoundingClientRect();
    const share = (event.clientX - edge - left()) / (right() - left());
    const [from, to] = span();
    const height = (event.clientY - top - HEAD) / tall;
    const when = Math.min(Math.max(Math.floor(share * data.days), 0), last);
    return { when, metres: to - Math.min(Math.max(height, 0), 1) * (to - from) };
  }

  function fillTable() {
    const rows = road.shares;
    const keys = [...new Set(rows.flatMap(([, shares]) => [...shares.keys()]))];
    const head = element(
      "tr", {}, element("th", { scope: "col" }, words.dayOf),
      ...keys.map((key) => element("th", { scope: "col" }, sayKey(key))),
    );
    const lines = rows.map(([when, shares]) =>
      element(
        "tr", {},
        element(
          "th", { scope: "row" },
          element("button", { type: "button", click: () => go(when) }, shortDay(isoOf(when))),
        ),
        ...keys.map((key) => element("td", {}, shares.has(key) ? percent(shares.get(key)) : "–")),
      ),
    );
    table.replaceChildren(
      element(
        "table", {},
        element("caption", {}, phrase(words.stripCaption, { road: road.id.toUpperCase() }), " ", name(local({ en: road.name, ar: road.name_ar || road.name }))),
        element("thead", {}, head), element("tbody", {}, ...lines),
      ),
    );
  }

  svg.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const { when, metres: here } = under(event);
    hovered = when;
    mark(here);
  });
  svg.addEventListener("pointerleave", () => {
    hovered = null;
    mark(kept);
  });
  svg.addEventListener("click", (event) => {
    const { when, metres: here } = under(event);
    [hovered, kept] = [null, here];
    mark(here);
    go(when);
    // On a phone the strip lies over the lower part of the map.
    const over = map.getContainer().getBoundingClientRect().bottom - node.getBoundingClientRect().top;
    const room = { paddingTopLeft: [40, 70], paddingBottomRight: [40, Math.max(over, 0) + 20], animate: false };
    map.panInside(point.getLatLng(), room);
  });
  whenTurned(() => {
    layOut();
    if (more.open) fillTable();
  });
  new ResizeObserver(layOut).observe(node);
  return {
    node,
    addTo(itsMap) {
      map = itsMap;
      // Open only where the map keeps the greater part, and before it is laid out beside it.
      node.open = window.matchMedia("(min-width: 721px) and (min-height: 1000px)").matches;
      turnTo(road);
    },
    draw,
    /** Mark where a chosen place lies on the road, if it does; nothing for -1. */
    show(index) {
      const town = index < 0 ? null : road.towns.find((one) => one.index === index);
      kept = town && node.open ? town.metres : null;
      mark(kept);
    },
  };
}
