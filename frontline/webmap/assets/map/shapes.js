// The territory of a day as path data: by holder, by weak evidence, the front line with its band, and
// the outline of contested territory.

import {makeMesh} from "./mesh.js";
import {makeOutliner} from "./outline.js";

/** Kinds of evidence with a pattern over their territory. */
export const WEAK_EVIDENCE = ["inferred", "claimed", "disputed", "presumed"];
const KINDS = WEAK_EVIDENCE.length + 1;

/** Number the states by holder, and within that by the pattern of their evidence. */
function classify(states) {
  const keys = [...new Set(states.map(({ key }) => key))];
  const patternOf = ({ status, evidence }) => (status === "held" ? 1 + WEAK_EVIDENCE.indexOf(evidence) : 0);
  const classOf = states.map(({ key }) => keys.indexOf(key));
  const kindOf = states.map((state, code) => classOf[code] * KINDS + patternOf(state));
  const sample = keys.map((key) => states.find((state) => state.key === key));
  return { sample, classOf, kindOf };
}

/**
 * Make the shapes; `draw(codes, touched)` returns those of each patch that has changed: a Map from its
 * number to {territory, evidence, front, presumed, outline, band}. `territory` is by key of the state, with
 * unknown territory; `evidence` is in the order of `WEAK_EVIDENCE`.
 */
export function makeShapes(cells, sites, states) {
  const mesh = makeMesh(cells, sites);
  const outliner = makeOutliner(mesh);
  const { sample, classOf, kindOf } = classify(states);
  const shown = new Int16Array(sites.length).fill(-1);
  const between = (belongs) => (here, there) => belongs(sample[here], sample[there]);

  function shape(number) {
    const { classes, kinds, lines, edges } = outliner.outline(number, (kind) => kind % KINDS > 0);
    const territory = {};
    const contested = [];
    for (const [index, text] of classes) {
      territory[sample[index].key] = text;
      if (sample[index].status === "contested") contested.push(text);
    }
    const evidence = WEAK_EVIDENCE.map(() => "");
    for (const [kind, text] of kinds) evidence[(kind % KINDS) - 1] += text;
    const kites = bandPath(mesh, sites, edges(between(isFront)));
    return {
      territory, evidence, band: kites + contested.join(""),
      front: lines(between(isFront), (here, there) => !isPresumed(here) && !isPresumed(there)),
      presumed: lines(between(isFront), (here, there) => isPresumed(here) || isPresumed(there)),
      outline: lines(between(isOutline)),
    };
  }

  return {
    patches: mesh.patches.length,
    draw(codes, touched) {
      const changed = [...touched].filter((cell) => shown[cell] !== kindOf[codes[cell]]);
      for (const cell of changed) shown[cell] = kindOf[codes[cell]];
      const numbers = outliner.update(
        changed, (cell) => classOf[codes[cell]], (cell) => kindOf[codes[cell]],
      );
      return new Map([...numbers].map((number) => [number, shape(number)]));
    },
  };
}

/**
 * Return the band of the front as path data: the kites of the edges along it. Between two opposing
 * places the front may run anywhere, so the band extends from one place to the other.
 */
function bandPath({ x, y, from, to, owner, twin }, sites, edges) {
  let text = "";
  for (const edge of edges) {
    const [here, there] = [sites[owner[edge]], sites[owner[twin[edge]]]];
    text += `M${here[0]} ${here[1]}L${x[from[edge]]} ${y[from[edge]]}`;
    text += `L${there[0]} ${there[1]}L${x[to[edge]]} ${y[to[edge]]}Z`;
  }
  return text;
}

/** Return whether a kind of cell is only presumed to be held, from reports about areas. */
function isPresumed(kind) {
  return kind % KINDS === KINDS - 1;
}

function isFront(one, other) {
  const held = one.status === "held" && other.status === "held";
  return held && one.actors[0] !== other.actors[0];
}

function isOutline(one, other) {
  const statuses = [one.status, other.status];
  return statuses.includes("contested") && statuses.includes("held");
}
