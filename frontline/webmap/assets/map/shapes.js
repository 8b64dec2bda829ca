// What the ground looks like on a day, as path texts: who holds it, what paper lies over it, the
// front line with its band, and the outline of contested ground.

import {bandText} from "./band.js";
import {makeNet} from "./mesh.js";
import {makeOutliner} from "./outline.js";

/** Evidence that has paper laid over its ground. */
export const VEILED = ["inferred", "claimed", "disputed"];

/** Number the answers by who holds the ground, and within that by what paper lies over it. */
function classify(states) {
  const keys = [...new Set(states.map(({ key }) => key))];
  const veilOf = ({ status, evidence }) => (status === "held" ? 1 + VEILED.indexOf(evidence) : 0);
  const classOf = states.map(({ key }) => keys.indexOf(key));
  const kindOf = states.map((state, code) => classOf[code] * 4 + veilOf(state));
  const sample = keys.map((key) => states.find((state) => state.key === key));
  return { sample, classOf, kindOf };
}

/**
 * Make the shapes; `draw(codes, touched)` gives those of each patch that a day changes: a Map from
 * its number to {ground, veils, front, outline, band}, where `ground` is by key of the answer, that
 * of unknown ground too, and `veils` are in the order of `VEILED`.
 */
export function makeShapes(cells, sites, states) {
  const net = makeNet(cells, sites);
  const outliner = makeOutliner(net);
  const { sample, classOf, kindOf } = classify(states);
  const shown = new Int16Array(sites.length).fill(-1);
  const between = (belongs) => (here, there) => belongs(sample[here], sample[there]);

  function shape(number) {
    const { classes, kinds, lines, edges } = outliner.outline(number, (kind) => kind % 4 > 0);
    const ground = {};
    const fought = [];
    for (const [index, text] of classes) {
      ground[sample[index].key] = text;
      if (sample[index].status === "contested") fought.push(text);
    }
    const veils = VEILED.map(() => "");
    for (const [kind, text] of kinds) veils[(kind % 4) - 1] += text;
    const kites = bandText(net, sites, edges(between(isFront)));
    return {
      ground, veils, band: kites + fought.join(""),
      front: lines(between(isFront)), outline: lines(between(isOutline)),
    };
  }

  return {
    patches: net.patches.length,
    draw(codes, touched) {
      const changed = [...touched].filter((cell) => shown[cell] !== kindOf[codes[cell]]);
      for (const cell of changed) shown[cell] = kindOf[codes[cell]];
      const numbers = outliner.settle(
        changed, (cell) => classOf[codes[cell]], (cell) => kindOf[codes[cell]],
      );
      return new Map([...numbers].map((number) => [number, shape(number)]));
    },
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
