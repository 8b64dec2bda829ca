// Markers of the places in view, their labels where there is room, and road shields.

import {ageStep} from "../core/series.js";
import {svgElement} from "../core/dom.js";
import {Boxes, LABEL_MIN_ZOOM, makeTextMeasure, placeLabels} from "./labels.js";
import {currentLanguage} from "../core/i18n.js";

/** Maximum number of markers at a time; the important ones come first. */
const MAX_MARKERS = 800;
/** Arabic letters look smaller than Latin letters of the same size. */
const ARABIC_SCALE = 1.12;
/** Minimum distance between two shields of a road, in pixels. */
const SHIELD_SPACING = 240;

/** The directions of the arrow keys, and how far they move the map where no place follows, in pixels. */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const PAN_STEP = 120;
/** Distance between a place that has changed, with the ring around it, and its label, in pixels. */
const RING_GAP = 7;
/** The smallest label, and below which zoom only towns and changed places have one. */
const MIN_LABEL = 12;
const THIN_ZOOM = 10;

/**
 * Make the markers, without the layers that are `hidden`. `chosen(index)` is called when a reader selects one by keyboard; labels do not cover
 * the `obstacles()`, keep clear of what is `avoided(map)` where they can, and name the places that have
 * `changed()` first.
 */
export function makeMarkers({
  data, places, roads, states, actors, latLng, markerLabel, chosen, reported, obstacles, avoided, changed, hidden,
}) {
  const { sizes, bothNames } = data;
  const markerLayer = svgElement("g", { class: "markers" });
  const shields = svgElement("g", { class: "shields" });
  const names = svgElement("g", { class: "names" });
  const measure = makeTextMeasure(getComputedStyle(document.body).fontFamily);
  let codes = [];
  let markers = new Map();
  let points = new Map();
  // The place that is a tab stop: all of them together are one, and the arrow keys move between them.
  let stop = -1;
  let itsMap = null;
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
    const node = svgElement("circle", { ...at, ...(known ? { tabindex: -1, role: "button" } : { role: "img" }) });
    if (known) indexOf.set(node, index);
    return node;
  }

  markerLayer.addEventListener("keydown", (event) => {
    if (!indexOf.has(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = indexOf.get(event.target);
    const run = {
      Enter: () => chosen(index), " ": () => chosen(index),
      "+": () => itsMap.zoomIn(), "=": () => itsMap.zoomIn(), "-": () => itsMap.zoomOut(),
      ...Object.fromEntries(Object.entries(ARROWS).map(([key, way]) => [key, () => moveFrom(index, way)])),
    }[event.key];
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  });
  /** Make one place the tab stop of the map; without any, the map itself is. */
  function setStop(index) {
    markers.get(stop)?.setAttribute("tabindex", -1);
    stop = index;
    markers.get(index)?.setAttribute("tabindex", 0);
    if (itsMap) itsMap.getContainer().tabIndex = index < 0 ? 0 : -1;
  }

  /** Return the nearest place in a direction, among those on the map, or -1. */
  function placeTowards(index, [east, south]) {
    const [x, y] = points.get(index);
    const size = itsMap.getSize();
    const corner = itsMap.containerPointToLayerPoint([0, 0]);
    let best = -1;
    let least = Infinity;
    for (const [other, [ox, oy]] of points) {
      const [dx, dy] = [ox - x, oy - y];
      const ahead = dx * east + dy * south;
      const aside = Math.abs(dx * south) + Math.abs(dy * east);
      const isInside = ox >= corner.x && oy >= corner.y && ox <= corner.x + size.x && oy <= corner.y + size.y;
      if (other === index || other >= places.cells || ahead <= 0 || aside > ahead || !isInside) continue;
      const away = ahead + 2 * aside;
      if (away < least) [best, least] = [other, away];
    }
    return best;
  }

  /** Move to the next place in a direction; where there is none, move the map. */
  function moveFrom(index, way) {
    let found = placeTowards(index, way);
    if (found < 0) {
      itsMap.panBy(way.map((part) => part * PAN_STEP), { animate: false });
      found = markers.has(index) ? placeTowards(index, way) : -1;
    }
    if (found < 0) found = markers.has(index) ? index : stop;
    markers.get(found)?.focus({ preventScroll: true });
  }

  /** Lay out everything for the part of the map in view. */
  function layOut(map) {
    if (!itsMap) {
      itsMap = map;
      // A group of SVG that listens to the focus would be a tab stop itself.
      map.getContainer().addEventListener("focusin", ({ target }) => {
        if (indexOf.has(target)) setStop(indexOf.get(target));
      });
    }
    const zoom = map.getZoom();
    const size = map.getSize();
    const news = changed();
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
    points = new Map(inView.map(({ index, point }) => [index, point]));
    const southward = [...markers].sort(([a], [b]) => places.y[b] - places.y[a]);
    markerLayer.replaceChildren(...(hidden.has("places") ? [] : southward.map(([, node]) => node)));
    for (const index of markers.keys()) paint(index);
    const boxes = new Boxes();
    const origin = map.containerPointToLayerPoint([0, 0]);
    for (const [left, top, right, bottom] of obstacles()) {
      boxes.add([left + origin.x, top + origin.y, right + origin.x, bottom + origin.y]);
    }
    const soft = new Boxes();
    for (const box of avoided(map)) soft.add(box);
    if (!hidden.has("places")) blockMarks(boxes, inView, radius, news);
    // First the most important labels, then the shields, then the other labels.
    const major = ({ index }) => places.rank[index] < 2 || news.has(index);
    const corners = [[0, 0], [size.x, size.y]].map((at) => map.containerPointToLayerPoint(at));
    const frame = corners.flatMap(({ x, y }) => [x, y]);
    const room = { zoom, radius, boxes, frame, soft, news };
    const first = layNames(inView.filter(major), room);
    shields.replaceChildren(...layShields(map, bounds, boxes));
    const rest = layNames(inView.filter((marker) => !major(marker)), room);
    names.replaceChildren(...first, ...rest);
    const known = inView.find(({ index }) => index < places.cells);
    // Without marks, the map itself is the tab stop.
    if (hidden.has("places")) setStop(-1);
    else setStop([held, stop, picked].find((index) => index >= 0 && markers.has(index)) ?? known?.index ?? -1);
    if (markers.has(held)) markers.get(held).focus({ preventScroll: true });
  }

  /** Keep labels off the marks of towns, and off the rings around places that have changed. */
  function blockMarks(boxes, inView, radius, news) {
    for (const { index, point: [x, y] } of inView) {
      const isNew = news.has(index);
      if (places.rank[index] > 2 && !isNew) continue;
      const half = radius + (isNew ? RING_GAP - 2 : 0);
      boxes.add([x - half, y - half, x + half, y + half]);
    }
  }

  /** Repaint the markers in view whose age class has changed. */
  function updateAges() {
    for (const index of markers.keys()) {
      if (index < places.cells && steps.get(index) !== ageStep(reported[index], today)) paint(index);
    }
  }

  /** Place labels in this order, in both scripts if the page has both and there is room. */
  function layNames(inView, { zoom, radius, boxes, frame, soft, news }) {
    const root = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const found = [];
    for (const { index, point } of hidden.has("names") ? [] : inView) {
      const rank = places.rank[index];
      if (zoom < (news.has(index) ? LABEL_MIN_ZOOM[1] : LABEL_MIN_ZOOM[rank])) continue;
      if (zoom < THIN_ZOOM && rank > 2 && !news.has(index)) continue;
      const second = bothNames && rank < 2 && zoom >= 9 ? places.other[index] : "";
      const size = Math.max(sizes[rank] * (zoom < 9.5 ? 0.92 : 1), MIN_LABEL);
      const scale = root * size * (currentLanguage() === "ar" ? ARABIC_SCALE : 1);
      for (const lines of [[places.title[index], second], [places.title[index]]]) {
        const texts = lines.filter(Boolean);
        const width = Math.max(...texts.map((text) => measure(text, scale, rank < 2)));
        const label = { point, width, height: texts.length * scale * 1.22, gap: radius + (news.has(index) ? RING_GAP : 3) };
        // A village without news has no name rather than one on the front.
        const isMinor = rank > 2 && !news.has(index);
        const [place] = placeLabels([label], boxes, frame, soft, isMinor);
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
    return (hidden.has("roads") ? [] : roads).flatMap((road) => {
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
    /** Return the place next to a point of the layer, or -1. */
    near({ x, y }, reach) {
      let best = -1;
      let least = reach;
      for (const [index, [left, top]] of points) {
        const away = Math.hypot(left - x, top - y);
        if (away < least) [best, least] = [index, away];
      }
      return best;
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
