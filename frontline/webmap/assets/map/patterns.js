// Patterns, so that nothing rests on colour alone. Sizes are in pixels; a sheet in other units
// scales them with the zoom.

import {graphic} from "../core/dom.js";

/** Names the pattern that an answer's ground is filled with. */
export function fillId(prefix, key) {
  return `${prefix}-${key}`;
}

const STEP = 8;

function tile(id, attributes, ...children) {
  const size = { id, patternUnits: "userSpaceOnUse", width: STEP, height: STEP };
  return graphic("pattern", { ...size, ...attributes }, ...children);
}

function line(from, to, attributes) {
  return graphic("path", { d: `M${from}L${to}`, fill: "none", ...attributes });
}

const MARKS = {
  plain: () => [],
  dots: (colour) =>
    [[2, 2], [6, 6]].map(([cx, cy]) => graphic("circle", { cx, cy, r: 1.1, fill: colour })),
  lines: (colour) => [line("0 4", "8 4", { stroke: colour, "stroke-width": 1 })],
  cross: (colour) => [
    line("0 4", "8 4", { stroke: colour, "stroke-width": 0.8 }),
    line("4 0", "4 8", { stroke: colour, "stroke-width": 0.8 }),
  ],
};

function actorTile(id, [, , , colour, pattern]) {
  const ground = graphic("rect", { width: STEP, height: STEP, fill: colour, opacity: 0.5 });
  return tile(id, {}, ground, ...MARKS[pattern](colour));
}

function contestedTile(id, colours) {
  const width = 5;
  const bands = colours.map((colour, i) =>
    graphic("rect", { x: i * width, width, height: STEP, fill: colour }),
  );
  // Thin paper between the bands keeps them apart for those who see no difference of colour.
  const seams = colours.map((_, i) =>
    graphic("rect", { x: i * width, width: 1, height: STEP, fill: "var(--paper)" }),
  );
  const turn = "rotate(45)";
  return tile(id, { width: width * colours.length, patternTransform: turn }, ...bands, ...seams);
}

/** A faint hatch along the front, where the line may run. */
function bandTile(id) {
  const hatch = { stroke: "var(--ink)", "stroke-width": 0.7, opacity: 0.45 };
  return tile(id, { width: 4, height: 4, patternTransform: "rotate(90)" }, line("0 2", "4 2", hatch));
}

/** Paper laid over ground whose evidence is weak. */
function veils(prefix) {
  const paper = { stroke: "var(--paper)" };
  const veil = { width: STEP, height: STEP, fill: "var(--paper)" };
  return [
    tile(fillId(prefix, "inferred"), {}, graphic("rect", { ...veil, opacity: 0.5 })),
    tile(
      fillId(prefix, "claimed"),
      { patternTransform: "rotate(-45)" },
      line("0 4", "8 4", { ...paper, "stroke-width": 0.9, opacity: 0.85 }),
    ),
    tile(
      fillId(prefix, "disputed"),
      { patternTransform: "rotate(-45)" },
      line("0 4", "8 4", { ...paper, "stroke-width": 1.4 }),
      line("4 0", "4 8", { ...paper, "stroke-width": 1.4 }),
    ),
  ];
}

/** Make the patterns of all answers; `scale(factor)` sizes them for a sheet in other units. */
export function makePatterns(prefix, states, actors) {
  const defs = graphic("defs");
  const known = new Map();
  for (const state of states) {
    if (known.has(state.key) || state.status === "unknown") continue;
    const id = fillId(prefix, state.key);
    const colours = state.actors.map((actor) => actors[actor][3]);
    const held = state.status === "held";
    known.set(state.key, held ? actorTile(id, actors[state.actors[0]]) : contestedTile(id, colours));
  }
  defs.append(...known.values(), ...veils(prefix), bandTile(fillId(prefix, "band")));
  const own = [...defs.children].map((node) => [node, node.getAttribute("patternTransform") || ""]);
  const scale = (factor) => {
    for (const [node, turn] of own) {
      node.setAttribute("patternTransform", `scale(${factor}) ${turn}`.trim());
    }
  };
  return { defs, scale };
}
