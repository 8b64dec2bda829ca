// Markers of the places in view, their labels where there is room, and road shields.

import {ageStep} from "../core/series.js";
import {svgElement} from "../core/dom.js";
import {Boxes, LABEL_MIN_ZOOM, placeLabels} from "./labels.js";
import {currentLanguage} from "../core/i18n.js";

/** Maximum number of markers at a time; the important ones come first. */
const MAX_MARKERS = 800;
/** Arabic letters look smaller than Latin letters of the same size. */
const ARABIC_SCALE = 1.12;
/** Minimum distance between two shields of a road, in pixels. */
const SHIELD_SPACING = 240;

/** Make the markers. `chosen(index)` is called when a reader selects one by keyboard. */
export function makeMarkers({
  places, roads, states, actors, sizes, latLng, markerLabel, chosen, reported, obstacles,
}) {
  const markerLayer = svgElement("g", { class: "markers" });
  const shields = svgElement("g", { class: "shields" });
  const names = svgElement("g", { class: "names" });
  const measure = makeTextMeasure(getComputedStyle(document.body).fontFamily);
  let codes = [];
  let markers = new Map();
  const indexOf = new WeakMap();
  let picked = -1;
  let today = 0;
  let fading = false;
  const steps = new Map();

  function paint(index) {
    const node = markers.get(index);
    if (!node) return;
    const state = states[codes[index]];
    const held = state && state.status === "held";
    const step = index < places.cells ? ageStep(reported[index], today) : 0;
    steps.set(index, step);
    const more = `${step ? ` age${step}` : ""}${index === picked ? " picked" : ""}`;
    node.setAttribute("class", `marker ${markerClass(state)}${more}`);
    node.style.color = held ? actors[state.actors[0]][3] : "";
    node.setAttribute("aria-label", markerLabel(index));
  }

  function makeMarker(index, [x, y], radius) {
    const at = { cx: x, cy: y, r: radius };
    const known = index < places.cells;
    const node = svgElement("circle", { ...at, ...(known ? { tabindex: 0, role: "button" } : { role: "img" }) });
    if (known) indexOf.set(node, index);
    return node;
  }

  markerLayer.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || !indexOf.has(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    chosen(indexOf.get(event.target));
  });

  /** Lay out everything for the part of the map in view. */
  function layOut(map) {
    const zoom = map.getZoom();
    const size = map.getSize();
    const bounds = L.bounds(
      map.containerPointToLayerPoint(size.multiplyBy(-0.1)),
      map.containerPointToLayerPoint(size.multiplyBy(1.1)),
    );
    const held = indexOf.get(document.activeElement);
    const inView = [];
    for (const index of places.order) {
      if (index >= places.cells && zoom < LABEL_MIN_ZOOM[places.rank[index]]) continue;
      const at = map.latLngToLayerPoint(latLng(index));
      if (bounds.contains(at)) inView.push({ index, point: [at.x, at.y] });
      if (inView.length === MAX_MARKERS) break;
    }
    const radius = Math.min(Math.max(1.7 + (zoom - 8.5) * 0.75, 1.7), 4.5);
    markers = new Map(inView.map(({ index, point }) => [index, makeMarker(index, point, radius)]));
    const southward = [...markers].sort(([a], [b]) => places.y[b] - places.y[a]);
    markerLayer.replaceChildren(...southward.map(([, node]) => node));
    for (const index of markers.keys()) paint(index);
    const boxes = new Boxes();
    const origin = map.containerPointToLayerPoint([0, 0]);
    for (const [left, top, right, bottom] of obstacles()) {
      boxes.add([left + origin.x, top + origin.y, right + origin.x, bottom + origin.y]);
    }
    for (const { index, point: [x, y] } of inView) {
      if (places.rank[index] > 2) continue;
      boxes.add([x - radius, y - radius, x + radius, y + radius]);
    }
    // First the most important labels, then the shields, then the other labels.
    const major = ({ index }) => places.rank[index] < 2;
    const corners = [[0, 0], [size.x, size.y]].map((at) => map.containerPointToLayerPoint(at));
    const frame = corners.flatMap(({ x, y }) => [x, y]);
    const room = { zoom, radius, boxes, frame };
    const first = layNames(inView.filter(major), room);
    shields.replaceChildren(...layShields(map, bounds, boxes));
    const rest = layNames(inView.filter((marker) => !major(marker)), room);
    names.replaceChildren(...first, ...rest);
    if (markers.has(held)) markers.get(held).focus({ preventScroll: true });
  }

  /** Repaint the markers in view whose age class has changed. */
  function updateAges() {
    for (const index of markers.keys()) {
      if (index < places.cells && steps.get(index) !== ageStep(reported[index], today)) paint(index);
    }
  }

  /** Place labels in this order, in both scripts where there is room for both. */
  function layNames(inView, { zoom, radius, boxes, frame }) {
    const found = [];
    for (const { index, point } of inView) {
      const rank = places.rank[index];
      if (zoom < LABEL_MIN_ZOOM[rank]) continue;
      const second = rank < 2 && zoom >= 9 ? places.other[index] : "";
      const scale = sizes[rank] * (zoom < 9.5 ? 0.92 : 1) * (currentLanguage() === "ar" ? ARABIC_SCALE : 1);
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
    const group = svgElement("g", { class: `name rank${rank}`, "font-size": scale });
    lines.forEach((text, i) => {
      const attributes = { x: at, y: y + scale * (0.95 + i * 1.2), "text-anchor": anchor };
      // In right-to-left text the anchor "start" would be the right end, so keep left to right.
      const own = { ...attributes, direction: "ltr", lang: i ? places.otherLanguage : null };
      group.append(svgElement("text", own, svgElement("tspan", { class: "isolate" }, text)));
    });
    return group;
  }

  /** Place shields along each road, at some distance from each other, where there is room. */
  function layShields(map, bounds, boxes) {
    return roads.flatMap((road) => {
      const text = road.id.toUpperCase();
      const half = measure(text, 10.5, true) / 2 + 4;
      const found = [];
      let last = null;
      for (const waypoint of road.waypoints) {
        const at = map.latLngToLayerPoint(waypoint);
        if (!bounds.contains(at) || (last && last.distanceTo(at) < SHIELD_SPACING)) continue;
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
    nodes: [markerLayer, shields, names],
    layOut,
    draw(now, touched, day) {
      codes = now;
      today = day;
      for (const index of touched) paint(index);
      if (fading) updateAges();
    },
    fade(on) {
      fading = on;
      markerLayer.classList.toggle("fading", on);
      if (on) updateAges();
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
        const name = markerClass(states[codes[i]], true);
        found[name] = (found[name] || 0) + 1;
      }
      return found;
    },
  };
}

function markerClass(state, whole = false) {
  if (!state || state.status === "unknown") return "unknown";
  return whole ? `${state.key} ${state.evidence}` : `${state.status} ${state.evidence}`;
}

function shieldNode({ x, y }, half, text) {
  const box = { x: x - half, y: y - 7.5, width: 2 * half, height: 15, rx: 3 };
  return svgElement(
    "g",
    { class: "shield" },
    svgElement("rect", box),
    svgElement("text", { x, y: y + 3.8, "text-anchor": "middle" }, text),
  );
}

function makeTextMeasure(family) {
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
