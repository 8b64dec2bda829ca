// The places: a mark for each that is in view, its name where there is room, and road shields.

import {ageStep} from "../core/age.js";
import {graphic, otherLanguage} from "../core/dom.js";
import {Boxes, NAMED_FROM, placeLabels} from "./labels.js";
import {languageNow} from "../core/i18n.js";

/** At most so many marks at a time; the important ones first. */
const MOST = 800;
/** Arabic letters are lower than Latin ones of one size. */
const ARABIC_SCALE = 1.12;
/** Pixels between two shields of one road. */
const SHIELD_EVERY = 240;

/** Make the marks. `chosen(index)` is called when a reader picks one by keyboard. */
export function makeMarks({
  places, roads, states, actors, sizes, latLng, saySpot, chosen, reported, obstacles,
}) {
  const spots = graphic("g", { class: "spots" });
  const shields = graphic("g", { class: "shields" });
  const names = graphic("g", { class: "names" });
  const measure = makeMeasure(getComputedStyle(document.body).fontFamily);
  let codes = [];
  let marks = new Map();
  const indexOf = new WeakMap();
  let picked = -1;
  let today = 0;
  let fading = false;
  const steps = new Map();

  function paint(index) {
    const node = marks.get(index);
    if (!node) return;
    const state = states[codes[index]];
    const held = state && state.status === "held";
    const step = index < places.cells ? ageStep(reported[index], today) : 0;
    steps.set(index, step);
    const more = `${step ? ` age${step}` : ""}${index === picked ? " picked" : ""}`;
    node.setAttribute("class", `spot ${look(state)}${more}`);
    node.style.color = held ? actors[state.actors[0]][3] : "";
    node.setAttribute("aria-label", saySpot(index));
  }

  function makeSpot(index, [x, y], radius) {
    const at = { cx: x, cy: y, r: radius };
    const known = index < places.cells;
    const node = graphic("circle", { ...at, ...(known ? { tabindex: 0, role: "button" } : { role: "img" }) });
    if (known) indexOf.set(node, index);
    return node;
  }

  spots.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || !indexOf.has(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    chosen(indexOf.get(event.target));
  });

  /** Lay everything out for the part of the map in view. */
  function layOut(map) {
    const zoom = map.getZoom();
    const size = map.getSize();
    const reach = L.bounds(
      map.containerPointToLayerPoint(size.multiplyBy(-0.1)),
      map.containerPointToLayerPoint(size.multiplyBy(1.1)),
    );
    const held = indexOf.get(document.activeElement);
    const inView = [];
    for (const index of places.order) {
      if (index >= places.cells && zoom < NAMED_FROM[places.rank[index]]) continue;
      const at = map.latLngToLayerPoint(latLng(index));
      if (reach.contains(at)) inView.push({ index, point: [at.x, at.y] });
      if (inView.length === MOST) break;
    }
    const radius = Math.min(Math.max(1.7 + (zoom - 8.5) * 0.75, 1.7), 4.5);
    marks = new Map(inView.map(({ index, point }) => [index, makeSpot(index, point, radius)]));
    const southward = [...marks].sort(([a], [b]) => places.y[b] - places.y[a]);
    spots.replaceChildren(...southward.map(([, node]) => node));
    for (const index of marks.keys()) paint(index);
    const boxes = new Boxes();
    const origin = map.containerPointToLayerPoint([0, 0]);
    for (const [left, top, right, bottom] of obstacles()) {
      boxes.add([left + origin.x, top + origin.y, right + origin.x, bottom + origin.y]);
    }
    for (const { index, point: [x, y] } of inView) {
      if (places.rank[index] > 2) continue;
      boxes.add([x - radius, y - radius, x + radius, y + radius]);
    }
    // The names that matter most, then the shields, then what there is room for.
    const major = ({ index }) => places.rank[index] < 2;
    const corners = [[0, 0], [size.x, size.y]].map((at) => map.containerPointToLayerPoint(at));
    const frame = corners.flatMap(({ x, y }) => [x, y]);
    const room = { zoom, radius, boxes, frame };
    const first = layNames(inView.filter(major), room);
    shields.replaceChildren(...layShields(map, reach, boxes));
    const rest = layNames(inView.filter((spot) => !major(spot)), room);
    names.replaceChildren(...first, ...rest);
    if (marks.has(held)) marks.get(held).focus({ preventScroll: true });
  }

  /** Repaint the marks in view that have paled, or that a report has freshened. */
  function age() {
    for (const index of marks.keys()) {
      if (index < places.cells && steps.get(index) !== ageStep(reported[index], today)) paint(index);
    }
  }

  /** Lay names in turn, in both scripts where there is room for both. */
  function layNames(spotsInView, { zoom, radius, boxes, frame }) {
    const found = [];
    for (const { index, point } of spotsInView) {
      const rank = places.rank[index];
      if (zoom < NAMED_FROM[rank]) continue;
      const second = rank < 2 && zoom >= 9 ? places.other[index] : "";
      const scale = sizes[rank] * (zoom < 9.5 ? 0.92 : 1) * (languageNow() === "ar" ? ARABIC_SCALE : 1);
      for (const lines of [[places.title[index], second], [places.title[index]]]) {
        const texts = lines.filter(Boolean);
        const width = Math.max(...texts.map((text) => measure(text, scale, rank < 2)));
        const label = { point, width, height: texts.length * scale * 1.22, gap: radius + 3 };
        const [place] = placeLabels([label], boxes, frame);
        if (!place) continue;
        found.push(nameNode({ rank, lines: texts, scale, width }, place));
        break;
      }
    }
    return found;
  }

  function nameNode({ rank, lines, scale, width }, { x, y, anchor }) {
    const at = { start: x, middle: x + width / 2, end: x + width }[anchor];
    const group = graphic("g", { class: `name rank${rank}`, "font-size": scale });
    lines.forEach((text, i) => {
      const attributes = { x: at, y: y + scale * (0.95 + i * 1.2), "text-anchor": anchor };
      // In a right-to-left text the anchor "start" would be its right end: keep to the left.
      const own = { ...attributes, direction: "ltr", lang: i ? otherLanguage() : null };
      group.append(graphic("text", own, graphic("tspan", { class: "isolate" }, text)));
    });
    return group;
  }

  /** Set shields along each road, a good way apart, wherever there is room. */
  function layShields(map, reach, boxes) {
    return roads.flatMap((road) => {
      const text = road.id.toUpperCase();
      const half = measure(text, 10.5, true) / 2 + 4;
      const found = [];
      let last = null;
      for (const waypoint of road.waypoints) {
        const at = map.latLngToLayerPoint(waypoint);
        if (!reach.contains(at) || (last && last.distanceTo(at) < SHIELD_EVERY)) continue;
        const box = [at.x - half, at.y - 8, at.x + half, at.y + 8];
        if (!boxes.isFree(box)) continue;
        boxes.add(box);
        last = at;
        found.push(shieldNode(at, half, text));
      }
      return found;
    });
  }

  return {
    nodes: [spots, shields, names],
    layOut,
    draw(now, touched, day) {
      codes = now;
      today = day;
      for (const index of touched) paint(index);
      if (fading) age();
    },
    fade(on) {
      fading = on;
      spots.classList.toggle("fading", on);
      if (on) age();
    },
    pick(index) {
      const old = picked;
      picked = index;
      paint(old);
      paint(index);
    },
    counts() {
      const found = {};
      for (let i = 0; i < places.cells; i += 1) {
        const name = look(states[codes[i]], true);
        found[name] = (found[name] || 0) + 1;
      }
      return found;
    },
  };
}

function look(state, whole = false) {
  if (!state || state.status === "unknown") return "unknown";
  return whole ? `${state.key} ${state.evidence}` : `${state.status} ${state.evidence}`;
}

function shieldNode({ x, y }, half, text) {
  const box = { x: x - half, y: y - 7.5, width: 2 * half, height: 15, rx: 3 };
  return graphic(
    "g",
    { class: "shield" },
    graphic("rect", box),
    graphic("text", { x, y: y + 3.8, "text-anchor": "middle" }, text),
  );
}

function makeMeasure(family) {
  const context = document.createElement("canvas").getContext("2d");
  const known = new Map();
  return (text, size, bold) => {
    const key = `${size} ${bold} ${text}`;
    if (!known.has(key)) {
      context.font = `${bold ? 600 : 400} ${size}px ${family}`;
      known.set(key, context.measureText(text).width);
    }
    return known.get(key);
  };
}
