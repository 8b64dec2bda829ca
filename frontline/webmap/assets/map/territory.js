// The territory: one path for each state, so that no gaps appear between neighbours, patterns over
// weak evidence, and the lines. A large record is drawn in patches, so that only what has changed is
// drawn again.

import {svgElement} from "../core/dom.js";
import {patternId, territoryFill} from "./patterns.js";
import {makeShapes, PATTERNED, WEAK_EVIDENCE} from "./shapes.js";

/**
 * Make the territory; `draw(codes, touched, day, marks)` shows a day; see `makeShapes` for `marks` and
 * `reach`.
 */
export function makeTerritory(cells, sites, { states, actors }, { prefix, reach }) {
  const shapes = makeShapes(cells, sites, states, reach);
  const statusOf = new Map(states.map(({ key, status }) => [key, status]));
  statusOf.delete("unknown");
  const layer = (...names) => svgElement("g", { class: names.filter(Boolean).join(" ") });
  const patched = shapes.patches > 1 ? "patched" : "";
  const fills = layer("fills", patched);
  const evidence = layer("evidence", patched);
  const gains = layer("gains", patched);
  const [bands, outlines, casings, fronts] = Array.from({ length: 4 }, () => layer());
  const earlier = svgElement("path", { class: "earlier-front" });
  // Most paths of most patches are empty on most days: an element is made when it is needed.
  const painted = (parent, attributes) => ({ parent, attributes, node: null, text: "" });
  const fill = (id) => ({ fill: `url(#${patternId(prefix, id)})`, "fill-rule": "evenodd" });
  const ground = (key) => ({ fill: territoryFill(prefix, key, actors), "fill-rule": "evenodd" });
  const holders = [...statusOf].filter(([, status]) => status === "held").map(([key]) => key);
  const patches = Array.from({ length: shapes.patches }, () => ({
    territory: new Map([...statusOf].map(([key, status]) => [
      key, painted(fills, { class: `held ${status}`, ...ground(key) }),
    ])),
    gained: new Map(holders.map((key) => [
      key, painted(gains, { class: "gained", fill: `var(--gain-${key.split("-")[1]})`, "fill-rule": "evenodd" }),
    ])),
    evidence: PATTERNED.map((kind) => painted(evidence, fill(kind))),
    shape: { band: "", evidence: [] },
    band: painted(bands, { class: "band", "fill-rule": "nonzero" }),
    outline: painted(outlines, { class: "outline" }),
    casing: painted(casings, { class: "front-casing" }),
    front: painted(fronts, { class: "front" }),
    presumed: painted(fronts, { class: "front presumed" }),
    old: painted(fronts, { class: "front old" }),
    open: painted(fronts, { class: "front open" }),
  }));

  let isBandShown = false;

  /** Set the data of a path, unless it is the same: browsers take long to parse a path. */
  function put(path, text) {
    if (path.text === text) return;
    path.text = text;
    if (!path.node) {
      path.node = svgElement("path", path.attributes);
      path.parent.append(path.node);
    }
    path.node.setAttribute("d", text);
  }

  function draw(codes, touched, day, marks) {
    for (const [number, shape] of shapes.draw(codes, touched, marks)) {
      const nodes = patches[number];
      for (const [key, path] of nodes.territory) put(path, shape.territory[key] ?? "");
      for (const [key, path] of nodes.gained) put(path, shape.gained[key] ?? "");
      nodes.evidence.forEach((path, i) => put(path, shape.patterns[i]));
      nodes.shape = shape;
      if (isBandShown) put(nodes.band, shape.band);
      put(nodes.outline, shape.outline);
      put(nodes.casing, shape.front);
      put(nodes.front, shape.front);
      put(nodes.presumed, shape.presumed);
      put(nodes.old, shape.old);
      put(nodes.open, shape.open);
    }
  }

  const joined = (choose) => patches.map((nodes) => choose(nodes).text).join("");
  let past = null;
  return {
    areas: [fills, gains, evidence, bands],
    lines: [earlier, outlines, casings, fronts],
    neighbours: shapes.neighbours,
    draw,
    /** Draw the front line of an earlier day; null removes it. */
    drawEarlier(codes) {
      if (!codes && !past) return;
      past = codes ? past ?? { shapes: makeShapes(cells, sites, states), texts: new Map() } : null;
      for (const [number, { front, presumed }] of past?.shapes.draw(codes, codes.keys()) ?? []) {
        past.texts.set(number, front + presumed);
      }
      earlier.setAttribute("d", past ? [...past.texts.values()].join("") : "");
    },
    showBand(on) {
      isBandShown = on;
      bands.style.display = on ? "" : "none";
      if (on) for (const { band, shape } of patches) put(band, shape.band);
    },
    drawn: () => ({
      territory: Object.fromEntries([...statusOf.keys()].map((key) => [key, joined((nodes) => nodes.territory.get(key))])),
      evidence: Object.fromEntries(WEAK_EVIDENCE.map((kind, i) => [kind, patches.map(({ shape }) => shape.evidence[i] ?? "").join("")])),
      gained: Object.fromEntries(holders.map((key) => [key, joined((nodes) => nodes.gained.get(key))])),
      front: joined(({ front }) => front),
      presumed: joined(({ presumed }) => presumed),
      old: joined(({ old }) => old),
      earlier: earlier.getAttribute("d") ?? "",
      outline: joined(({ outline }) => outline),
      band: patches.map(({ shape }) => shape.band).join(""),
    }),
  };
}
