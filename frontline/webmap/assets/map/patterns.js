// Fill patterns. The fills of the actors differ in lightness; contested, claimed and presumed ground
// have a pattern each. Sizes are in pixels; an overlay in other units scales them with the zoom.

import {svgElement} from "../core/dom.js";

/** Return the id of the pattern for the territory of a state. */
export function patternId(prefix, key) {
  return `${prefix}-${key}`;
}

const STEP = 8;

function tile(id, attributes, ...children) {
  const size = { id, patternUnits: "userSpaceOnUse", width: STEP, height: STEP };
  return svgElement("pattern", { ...size, ...attributes }, ...children);
}

function line(from, to, attributes) {
  return svgElement("path", { d: `M${from}L${to}`, fill: "none", ...attributes });
}

const MARKS = {
  plain: () => [],
  dots: (colour) =>
    [[2, 2], [6, 6]].map(([cx, cy]) => svgElement("circle", { cx, cy, r: 1.1, fill: colour })),
  lines: (colour) => [line("0 4", "8 4", { stroke: colour, "stroke-width": 1 })],
  cross: (colour) => [
    line("0 4", "8 4", { stroke: colour, "stroke-width": 0.8 }),
    line("4 0", "4 8", { stroke: colour, "stroke-width": 0.8 }),
  ],
};

function actorTile(id, number, [, , , colour, pattern]) {
  const background = svgElement("rect", { width: STEP, height: STEP, fill: `var(--fill-${number})` });
  return tile(id, {}, background, ...MARKS[pattern](colour));
}

/** Return the fill for the territory of a state: a pattern only if the style asks for one. */
export function territoryFill(prefix, key, actors) {
  const [status, actor] = key.split("-");
  const isPlain = status === "held" && actors[actor][4] === "plain";
  return isPlain ? `var(--fill-${actor})` : `url(#${patternId(prefix, key)})`;
}

function contestedTile(id, colours) {
  const width = 5;
  const bands = colours.map((colour, i) =>
    svgElement("rect", { x: i * width, width, height: STEP, fill: colour }),
  );
  // Thin lines between the bands separate them for readers who cannot distinguish the colours.
  const seams = colours.map((_, i) =>
    svgElement("rect", { x: i * width, width: 1, height: STEP, fill: "var(--paper)" }),
  );
  const size = { width: width * colours.length, patternTransform: "rotate(45)" };
  return tile(id, size, ...bands, ...seams);
}

/** Make the patterns over ground that one source claims, and over ground that is presumed. */
function evidenceTiles(prefix) {
  const hatch = { stroke: "var(--land)", "stroke-width": 1 };
  const dots = [[2, 2], [6, 6]].map(([cx, cy]) => svgElement("circle", { cx, cy, r: 1, fill: "var(--land)" }));
  return [
    tile(patternId(prefix, "claimed"), { patternTransform: "rotate(-45)" }, line("0 4", "8 4", hatch)),
    tile(patternId(prefix, "presumed"), {}, ...dots),
  ];
}

/** Make the patterns of all states; `scale(factor)` sizes them for an overlay in other units. */
export function makePatterns(prefix, states, actors) {
  const defs = svgElement("defs");
  const known = new Map();
  for (const { key, status, actors: who } of states) {
    const isPlain = status === "held" && actors[who[0]][4] === "plain";
    if (known.has(key) || status === "unknown" || isPlain) continue;
    const id = patternId(prefix, key);
    const colours = who.map((actor) => actors[actor][3]);
    known.set(key, status === "held" ? actorTile(id, who[0], actors[who[0]]) : contestedTile(id, colours));
  }
  defs.append(...known.values(), ...evidenceTiles(prefix));
  const own = [...defs.children].map((node) => [node, node.getAttribute("patternTransform") || ""]);
  const scale = (factor) => {
    for (const [node, rotation] of own) {
      node.setAttribute("patternTransform", `scale(${factor}) ${rotation}`.trim());
    }
  };
  return { defs, scale };
}
