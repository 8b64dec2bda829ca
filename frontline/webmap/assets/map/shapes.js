// The territory of a day as path data: by holder, by weak evidence, gained ground, the front line with
// its band, and the outline of contested territory.

import {makeMesh} from "./mesh.js";
import {makeOutliner} from "./outline.js";

/** Kinds of evidence with a pattern over their territory. */
export const WEAK_EVIDENCE = ["inferred", "claimed", "disputed", "presumed"];
/** Those of them that pages draw. */
export const PATTERNED = ["claimed", "presumed"];
const KINDS = WEAK_EVIDENCE.length + 1;
/** Marks of a kind besides its evidence: ground that was gained, and enclaves of old claims. */
const GAINED = KINDS;
const OLD = 2 * KINDS;
const ALL = 4 * KINDS;
const NOTHING = new Set();

/** Number the states by holder, and within that by the pattern of their evidence. */
function classify(states) {
  const keys = [...new Set(states.map(({ key }) => key))];
  const weakness = ({ status, evidence }) => (status === "held" ? 1 + WEAK_EVIDENCE.indexOf(evidence) : 0);
  const classOf = states.map(({ key }) => keys.indexOf(key));
  const kindOf = states.map((state, code) => classOf[code] * ALL + weakness(state));
  const sample = keys.map((key) => states.find((state) => state.key === key));
  return { sample, classOf, kindOf };
}

/**
 * Make the shapes; `draw(codes, touched, {gained, old})` returns those of each patch that has changed: a
 * Map from its number to {territory, patterns, evidence, gained, front, presumed, old, outline, band}.
 * `territory` is by key of the state, with unknown territory; `evidence` is in the order of
 * `WEAK_EVIDENCE`, and `patterns` in that of `PATTERNED`; `gained` is by key too. The cells of `gained` were gained; those of `old` are enclaves of old claims, whose border is
 * in `old` and not in `front`. `open` continues the front by `reach` units where unknown ground begins.
 */
export function makeShapes(cells, sites, states, reach = 0) {
  const mesh = makeMesh(cells, sites);
  const { sample, classOf, kindOf } = classify(states);
  const between = (belongs) => (here, there) => belongs(sample[here], sample[there]);
  const outliner = makeOutliner(mesh, between(isFront));
  const shown = new Int32Array(sites.length).fill(-1);

  function shape(number) {
    const { classes, kinds, lines, edges, ends } = outliner.outline(number);
    const territory = {};
    const contested = [];
    for (const [index, text] of classes) {
      territory[sample[index].key] = text;
      if (sample[index].status === "contested") contested.push(text);
    }
    const patterns = PATTERNED.map(() => "");
    const gained = {};
    for (const [kind, text] of kinds((one) => isPatterned(one) || isGained(one))) {
      if (isPatterned(kind)) patterns[patternOf(kind)] += text;
      if (!isGained(kind)) continue;
      const { key } = sample[Math.floor(kind / ALL)];
      gained[key] = (gained[key] ?? "") + text;
    }
    const either = (is) => (here, there) => is(here) || is(there);
    return {
      territory, patterns, gained,
      // Made when they are needed: not all evidence is drawn, and the band is off by default.
      get evidence() {
        const texts = WEAK_EVIDENCE.map(() => "");
        for (const [kind, text] of kinds((one) => one % KINDS > 0)) texts[(kind % KINDS) - 1] += text;
        return texts;
      },
      get band() { return bandPath(mesh, sites, edges(between(isFront))) + contested.join(""); },
      front: lines(between(isFront), (here, there) => !either(isPresumed)(here, there) && !either(isOld)(here, there)),
      presumed: lines(between(isFront), either(isPresumed)),
      old: lines(between(isFront), (here, there) => either(isOld)(here, there) && !either(isPresumed)(here, there)),
      outline: lines(between(isOutline)),
      open: openPath(ends(between(isFront), (index) => sample[index].status === "unknown"), reach),
    };
  }

  let marked = [NOTHING, NOTHING];
  const around = new Map();
  return {
    patches: mesh.patches.length,
    corners: outliner.corners,
    /** Return the neighbours of a cell. */
    neighbours(cell) {
      if (!around.has(cell)) around.set(cell, neighboursOf(mesh, cell));
      return around.get(cell);
    },
    draw(codes, touched, { gained = NOTHING, old = NOTHING } = {}) {
      const kindNow = (cell) =>
        kindOf[codes[cell]] + (gained.has(cell) ? GAINED : 0) + (old.has(cell) ? OLD : 0);
      const candidates = new Set([...touched, ...marked[0], ...marked[1], ...gained, ...old]);
      marked = [gained, old];
      const changed = [...candidates].filter((cell) => shown[cell] !== kindNow(cell));
      for (const cell of changed) shown[cell] = kindNow(cell);
      const numbers = outliner.update(changed, (cell) => classOf[codes[cell]], kindNow);
      return new Map([...numbers].map((number) => [number, shape(number)]));
    },
  };
}

/** Return how far from the ends of a front it goes on into unknown ground; two that meet stop there. */
function openPath(ends, reach) {
  const lengths = ends.map(() => reach);
  ends.forEach(([x, y, dx, dy], one) => {
    for (let other = one + 1; other < ends.length; other += 1) {
      const [ox, oy, ex, ey] = ends[other];
      const turn = dx * ey - dy * ex;
      const own = ((ox - x) * ey - (oy - y) * ex) / turn;
      const far = ((ox - x) * dy - (oy - y) * dx) / turn;
      if (!(own > 0 && own <= reach && far > 0 && far <= reach)) continue;
      lengths[one] = Math.min(lengths[one], own);
      lengths[other] = Math.min(lengths[other], far);
    }
  });
  return ends.map(([x, y, dx, dy], i) =>
    `M${x} ${y}L${Math.round(x + dx * lengths[i])} ${Math.round(y + dy * lengths[i])}`).join("");
}

function neighboursOf({ start, twin, owner }, cell) {
  const found = new Set();
  for (let edge = start[cell]; edge < start[cell + 1]; edge += 1) {
    if (twin[edge] >= 0) found.add(owner[twin[edge]]);
  }
  return found;
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

/** Return the number of the pattern over a kind of cell, or -1. */
function patternOf(kind) {
  return kind % KINDS ? PATTERNED.indexOf(WEAK_EVIDENCE[(kind % KINDS) - 1]) : -1;
}

function isPatterned(kind) {
  return patternOf(kind) >= 0;
}

/** Return whether a kind of cell was gained. */
function isGained(kind) {
  return kind % OLD >= GAINED;
}

/** Return whether a kind of cell is only presumed to be held, from reports about areas. */
function isPresumed(kind) {
  return kind % KINDS === KINDS - 1;
}

/** Return whether a kind of cell is in an enclave of old claims. */
function isOld(kind) {
  return kind % ALL >= OLD;
}

function isFront(one, other) {
  const held = one.status === "held" && other.status === "held";
  return held && one.actors[0] !== other.actors[0];
}

function isOutline(one, other) {
  const statuses = [one.status, other.status];
  return statuses.includes("contested") && statuses.includes("held");
}
