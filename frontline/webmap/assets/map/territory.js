// The ground: one path for each answer, so that neighbours leave no sliver between them, paper
// laid over what is weakly known, and the lines. A large record is drawn in patches, so that a
// day draws anew only where something changed.

import {graphic} from "../core/dom.js";
import {fillId} from "./patterns.js";
import {makeShapes, VEILED} from "./shapes.js";

/** Make the ground; `draw(codes, touched)` brings it to a day. */
export function makeGround(cells, sites, states, prefix) {
  const shapes = makeShapes(cells, sites, states);
  const statusOf = new Map(states.map(({ key, status }) => [key, status]));
  statusOf.delete("unknown");
  const layer = (...names) => graphic("g", { class: names.filter(Boolean).join(" ") });
  const patched = shapes.patches > 1 ? "patched" : "";
  const fills = layer("fills", patched);
  const veils = layer("veils", patched);
  const [bands, outlines, casings, fronts] = Array.from({ length: 4 }, () => layer());
  // Most patches have most of their paths empty on most days: an element is made when it is needed.
  const painted = (parent, attributes) => ({ parent, attributes, node: null, text: "" });
  const fill = (id) => ({ fill: `url(#${fillId(prefix, id)})`, "fill-rule": "evenodd" });
  const patches = Array.from({ length: shapes.patches }, () => ({
    ground: new Map([...statusOf].map(([key, status]) => [
      key, painted(fills, { class: `held ${status}`, ...fill(key) }),
    ])),
    veils: VEILED.map((evidence) => painted(veils, fill(evidence))),
    band: painted(bands, { class: "band", ...fill("band"), "fill-rule": "nonzero" }),
    outline: painted(outlines, { class: "outline" }),
    casing: painted(casings, { class: "front-casing" }),
    front: painted(fronts, { class: "front" }),
  }));

  /** Give a path its text, unless it has it already: the browser reads a path at some cost. */
  function put(path, text) {
    if (path.text === text) return;
    path.text = text;
    if (!path.node) {
      path.node = graphic("path", path.attributes);
      path.parent.append(path.node);
    }
    path.node.setAttribute("d", text);
  }

  function draw(codes, touched) {
    for (const [number, shape] of shapes.draw(codes, touched)) {
      const nodes = patches[number];
      for (const [key, path] of nodes.ground) put(path, shape.ground[key] ?? "");
      nodes.veils.forEach((path, i) => put(path, shape.veils[i]));
      put(nodes.band, shape.band);
      put(nodes.outline, shape.outline);
      put(nodes.casing, shape.front);
      put(nodes.front, shape.front);
    }
  }

  const joined = (choose) => patches.map((nodes) => choose(nodes).text).join("");
  return {
    ground: [fills, veils, bands],
    lines: [outlines, casings, fronts],
    draw,
    showBand: (on) => { bands.style.display = on ? "" : "none"; },
    drawn: () => ({
      ground: Object.fromEntries([...statusOf.keys()].map((key) => [key, joined(({ ground }) => ground.get(key))])),
      evidence: Object.fromEntries(VEILED.map((kind, i) => [kind, joined((nodes) => nodes.veils[i])])),
      front: joined(({ front }) => front),
      outline: joined(({ outline }) => outline),
      band: joined(({ band }) => band),
    }),
  };
}
