// Fill patterns, so that no meaning depends on colour alone. Sizes are in pixels; an overlay in other
// units scales them with the zoom.

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

function actorTile(id, [, , , colour, pattern]) {
  const background = svgElement("rect", { width: STEP, height: STEP, fill: colour, opacity: 0.5 });
  return tile(id, {}, background, ...MARKS[pattern](colour));
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

/** Make the faint hatching of the band of the front. */
function bandTile(id) {
  const hatch = { stroke: "var(--ink)", "stroke-width": 0.7, opacity: 0.45 };
  return tile(id, { width: 4, height: 4, patternTransform: "rotate(90)" }, line("0 2", "4 2", hatch));
}

/** Make the patterns that cover territory with weak evidence. */
function evidenceTiles(prefix) {
  const paper = { stroke: "var(--paper)" };
  const cover = { width: STEP, height: STEP, fill: "var(--paper)" };
  return [
    tile(patternId(prefix, "inferred"), {}, svgElement("rect", { ...cover, opacity: 0.5 })),
    tile(patternId(prefix, "presumed"), {}, svgElement("rect", { ...cover, opacity: 0.7 })),
    tile(
      patternId(prefix, "claimed"),
      { patternTransform: "rotate(-45)" },
      line("0 4", "8 4", { ...paper, "stroke-width": 0.9, opacity: 0.85 }),
    ),
    tile(
      patternId(prefix, "disputed"),
      { patternTransform: "rotate(-45)" },
      line("0 4", "8 4", { ...paper, "stroke-width": 1.4 }),
      line("4 0", "4 8", { ...paper, "stroke-width": 1.4 }),
    ),
  ];
}

/** Make the patterns of all states; `scale(factor)` sizes them for an overlay in other units. */
export function makePatterns(prefix, states, actors) {
  const defs = svgElement("defs");
  const known = new Map();
  for (const state of states) {
    if (known.has(state.key) || state.status === "unknown") continue;
    const id = patternId(prefix, state.key);
    const colours = state.actors.map((actor) => actors[actor][3]);
    const held = state.status === "held";
    known.set(state.key, held ? actorTile(id, actors[state.actors[0]]) : contestedTile(id, colours));
  }
  defs.append(...known.values(), ...evidenceTiles(prefix), bandTile(patternId(prefix, "band")));
  const own = [...defs.children].map((node) => [node, node.getAttribute("patternTransform") || ""]);
  const scale = (factor) => {
    for (const [node, rotation] of own) {
      node.setAttribute("patternTransform", `scale(${factor}) ${rotation}`.trim());
    }
  };
  return { defs, scale };
}
