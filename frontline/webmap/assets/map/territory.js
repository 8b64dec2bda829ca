// The territory: one path for each state, so that no gaps appear between neighbours, patterns over
// weak evidence, and the lines. A large record is drawn in patches, so that only what has changed is
// drawn again.

import {svgElement} from "../core/dom.js";
import {patternId} from "./patterns.js";
import {makeShapes, WEAK_EVIDENCE} from "./shapes.js";

/** Make the territory; `draw(codes, touched)` shows a day. */
export function makeTerritory(cells, sites, states, prefix) {
  const shapes = makeShapes(cells, sites, states);
  const statusOf = new Map(states.map(({ key, status }) => [key, status]));
  statusOf.delete("unknown");
  const layer = (...names) => svgElement("g", { class: names.filter(Boolean).join(" ") });
  const patched = shapes.patches > 1 ? "patched" : "";
  const fills = layer("fills", patched);
  const evidence = layer("evidence", patched);
  const [bands, outlines, casings, fronts] = Array.from({ length: 4 }, () => layer());
  // Most paths of most patches are empty on most days: an element is made when it is needed.
  const painted = (parent, attributes) => ({ parent, attributes, node: null, text: "" });
  const fill = (id) => ({ fill: `url(#${patternId(prefix, id)})`, "fill-rule": "evenodd" });
  const patches = Array.from({ length: shapes.patches }, () => ({
    territory: new Map([...statusOf].map(([key, status]) => [
      key, painted(fills, { class: `held ${status}`, ...fill(key) }),
    ])),
    evidence: WEAK_EVIDENCE.map((kind) => painted(evidence, fill(kind))),
    band: painted(bands, { class: "band", ...fill("band"), "fill-rule": "nonzero" }),
    outline: painted(outlines, { class: "outline" }),
    casing: painted(casings, { class: "front-casing" }),
    front: painted(fronts, { class: "front" }),
    presumed: painted(fronts, { class: "front presumed" }),
  }));

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

  function draw(codes, touched) {
    for (const [number, shape] of shapes.draw(codes, touched)) {
      const nodes = patches[number];
      for (const [key, path] of nodes.territory) put(path, shape.territory[key] ?? "");
      nodes.evidence.forEach((path, i) => put(path, shape.evidence[i]));
      put(nodes.band, shape.band);
      put(nodes.outline, shape.outline);
      put(nodes.casing, shape.front);
      put(nodes.front, shape.front);
      put(nodes.presumed, shape.presumed);
    }
  }

  const joined = (choose) => patches.map((nodes) => choose(nodes).text).join("");
  return {
    areas: [fills, evidence, bands],
    lines: [outlines, casings, fronts],
    draw,
    showBand: (on) => { bands.style.display = on ? "" : "none"; },
    drawn: () => ({
      territory: Object.fromEntries([...statusOf.keys()].map((key) => [key, joined((nodes) => nodes.territory.get(key))])),
      evidence: Object.fromEntries(WEAK_EVIDENCE.map((kind, i) => [kind, joined((nodes) => nodes.evidence[i])])),
      front: joined(({ front }) => front),
      presumed: joined(({ presumed }) => presumed),
      outline: joined(({ outline }) => outline),
      band: joined(({ band }) => band),
    }),
  };
}
