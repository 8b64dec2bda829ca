// The ground: one path for each answer, so that neighbours leave no sliver between them, paper
// laid over what is weakly known, the front line, and the outline of contested ground.

import {graphic} from "./dom.js";
import {joinPieces, pathText} from "./paths.js";
import {fillId} from "./patterns.js";

const VEILED = ["inferred", "claimed", "disputed"];

/** Make the ground; `draw(codes, touched)` brings it to a day. */
export function makeGround({ corners, cells, ridges }, states, prefix) {
  const fills = new Map();
  for (const { key, status } of states) {
    if (status === "unknown" || fills.has(key)) continue;
    const fill = `url(#${fillId(prefix, key)})`;
    fills.set(key, graphic("path", { class: `held ${status}`, fill, "fill-rule": "evenodd" }));
  }
  const veils = new Map(
    VEILED.map((evidence) => [
      evidence,
      graphic("path", { fill: `url(#${fillId(prefix, evidence)})`, "fill-rule": "evenodd" }),
    ]),
  );
  const outline = graphic("path", { class: "outline" });
  const casing = graphic("path", { class: "front-casing" });
  const front = graphic("path", { class: "front" });
  // What each cell and ridge showed last; nothing at first.
  const shown = new Int16Array(cells.length).fill(-1);

  function choose(paths, chosen) {
    const texts = new Map([...paths.keys()].map((key) => [key, []]));
    for (let cell = 0; cell < cells.length; cell += 1) {
      texts.get(chosen(states[shown[cell]]))?.push(cells[cell]);
    }
    return texts;
  }

  function refill(paths, chosen, changed) {
    for (const [key, list] of choose(paths, chosen)) {
      if (changed.has(key)) paths.get(key).setAttribute("d", list.join(""));
    }
  }

  function lineText(belongs) {
    const pieces = [];
    for (const [one, other, from, to] of ridges) {
      if (belongs(states[shown[one]], states[shown[other]])) pieces.push([from, to]);
    }
    return joinPieces(pieces)
      .map((line) => pathText(line.map((corner) => corners[corner]), false))
      .join("");
  }

  function draw(codes, touched) {
    const keys = new Set();
    const evidence = new Set();
    for (const cell of touched) {
      if (shown[cell] === codes[cell]) continue;
      for (const code of [shown[cell], codes[cell]]) {
        if (code < 0) continue;
        keys.add(states[code].key);
        evidence.add(states[code].evidence);
      }
      shown[cell] = codes[cell];
    }
    if (keys.size === 0) return;
    refill(fills, (state) => state.key, keys);
    refill(veils, (state) => (state.status === "held" ? state.evidence : ""), evidence);
    const line = lineText(isFront);
    front.setAttribute("d", line);
    casing.setAttribute("d", line);
    outline.setAttribute("d", lineText(isOutline));
  }

  const text = (node) => node.getAttribute("d") || "";
  const texts = (paths) => Object.fromEntries([...paths].map(([key, node]) => [key, text(node)]));
  return {
    ground: [...fills.values(), ...veils.values()],
    lines: [outline, casing, front],
    draw,
    drawn: () => ({
      ground: texts(fills),
      evidence: texts(veils),
      front: text(front),
      outline: text(outline),
    }),
  };
}

function isFront(one, other) {
  const held = one.status === "held" && other.status === "held";
  return held && one.actors[0] !== other.actors[0];
}

function isOutline(one, other) {
  const statuses = [one.status, other.status];
  return statuses.includes("contested") && statuses.includes("held");
}
