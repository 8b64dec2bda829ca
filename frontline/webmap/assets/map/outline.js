// Outlines of ground that belongs together, rounded: cells are straight-edged, fronts are not.
//
// Each cell has a class (who holds it) and a kind within it (on what evidence). Where two classes
// meet, the corners between them are rounded by a curve that both sides share, so that no gap
// opens between them. A curve keeps nearer to its corner than any place is, so each place stays
// on its own side. Corners where three classes meet, and the edge of all known ground, stay as
// they are. Borders within a class (of kinds, and seams of patches) are threads: they end upon the
// curves between the classes, so that the parts of a class cover exactly its ground.

import {makeCurves} from "./curves.js";

/** Prepare the outlines of a net; what a day leaves as it was is not worked out again. */
export function makeOutliner(net) {
  const { x, y, from, to, next, owner, twin, start, coast, patch, patches } = net;
  const cells = start.length - 1;
  const corners = x.length;
  const classes = makeLevel(cells, from.length, corners);
  const kinds = makeLevel(cells, from.length, corners);
  // How many borders between classes meet in a corner, and the far ends of the first two.
  const degree = new Uint8Array(corners);
  const one = new Int32Array(corners);
  const other = new Int32Array(corners);
  // Which corners have been looked at since the cells changed last.
  const turned = new Uint32Array(corners);
  let settled = 0;

  const isBetween = (edge) =>
    twin[edge] >= 0 && classes.values[owner[edge]] !== classes.values[owner[twin[edge]]];
  const isThread = (edge) => twin[edge] >= 0 && !isBetween(edge);
  const isOnCurve = (corner) => degree[corner] === 2 && !coast[corner];
  const curves = makeCurves(net, one, other, isThread);

  /** Find what meets in the corner that an edge starts from, and note the patches around it. */
  function turnAround(first, touched) {
    const corner = from[first];
    if (coast[corner] || turned[corner] === settled) return;
    turned[corner] = settled;
    for (const counts of [degree, kinds.degree, classes.degree]) counts[corner] = 0;
    let edge = first;
    do {
      touched.add(patch[owner[edge]]);
      if (isBetween(edge)) {
        (degree[corner] ? other : one)[corner] = to[edge];
        degree[corner] += 1;
      }
      classes.degree[corner] += classes.border[edge];
      kinds.degree[corner] += kinds.border[edge];
      edge = next[twin[edge]];
    } while (edge !== first);
  }

  function findBorder(level, edge) {
    const across = twin[edge];
    const [here, there] = [owner[edge], across < 0 ? -1 : owner[across]];
    level.border[edge] =
      there < 0 || patch[here] !== patch[there] || level.values[here] !== level.values[there] ? 1 : 0;
    if (across >= 0) level.border[across] = level.border[edge];
  }

  /** What is drawn at the corner between two edges that follow each other. */
  function turnText(level, before, after) {
    const corner = to[before];
    const onCurve = isOnCurve(corner);
    const joins = onCurve && (isThread(before) || isThread(after));
    const soft = degree[corner] === 0 && level.degree[corner] === 2 && !coast[corner];
    const look = joins ? 2 + one[corner] + other[corner] * corners : Number(onCurve || soft);
    const { texts, afters, looks } = level;
    if (afters[before] === after && looks[before] === look) return texts[before];
    afters[before] = after;
    looks[before] = look;
    if (joins) texts[before] = curves.into(before) + curves.outOf(after);
    else if (look) texts[before] = curves.round(before, after);
    else texts[before] = `L${x[corner]} ${y[corner]}`;
    return texts[before];
  }

  /** Walk around every ring of ground in a patch. */
  function rings(level, number, wanted) {
    const { border, values, seen } = level;
    const found = [];
    level.stamp += 1;
    const { stamp } = level;
    for (const begin of patches[number]) {
      if (!border[begin] || seen[begin] === stamp || !wanted(values[owner[begin]])) continue;
      const ring = [];
      for (let edge = begin; seen[edge] !== stamp; ) {
        seen[edge] = stamp;
        ring.push(edge);
        edge = next[edge];
        while (!border[edge]) edge = next[twin[edge]];
      }
      found.push([values[owner[begin]], ring]);
    }
    return found;
  }

  function ringText(level, ring) {
    let text = `M${turnText(level, ring[ring.length - 1], ring[0]).slice(1)}`;
    for (let i = 0; i + 1 < ring.length; i += 1) text += turnText(level, ring[i], ring[i + 1]);
    return `${text}Z`;
  }

  function outlinesOf(level, found) {
    const texts = new Map();
    for (const [value, ring] of found) {
      texts.set(value, (texts.get(value) ?? "") + ringText(level, ring));
    }
    return texts;
  }

  function runText(run) {
    const last = run[run.length - 1];
    const [begin, end] = [from[run[0]], to[last]];
    let text = isOnCurve(begin)
      ? `M${curves.middle(begin)}${curves.outOf(run[0])}`
      : `M${x[begin]} ${y[begin]}`;
    for (let i = 0; i + 1 < run.length; i += 1) text += turnText(classes, run[i], run[i + 1]);
    return text + (isOnCurve(end) ? curves.into(last) : `L${x[end]} ${y[end]}`);
  }

  /** Tell whether an edge lies between classes for which `belongs`, on the side of the lower. */
  const isWanted = (belongs) => (edge) => {
    if (!isBetween(edge)) return false;
    const [here, there] = [classes.values[owner[edge]], classes.values[owner[twin[edge]]]];
    return here < there && belongs(here, there);
  };

  return {
    /** Take the class and the kind of the cells that changed; gives the patches to draw anew. */
    settle(changed, classOf, kindOf) {
      for (const cell of changed) {
        classes.values[cell] = classOf(cell);
        kinds.values[cell] = kindOf(cell);
      }
      const touched = new Set();
      settled += 1;
      for (const cell of changed) {
        touched.add(patch[cell]);
        for (let edge = start[cell]; edge < start[cell + 1]; edge += 1) {
          findBorder(classes, edge);
          findBorder(kinds, edge);
          if (twin[edge] >= 0) touched.add(patch[owner[twin[edge]]]);
        }
      }
      for (const cell of changed) {
        for (let edge = start[cell]; edge < start[cell + 1]; edge += 1) turnAround(edge, touched);
      }
      return touched;
    },
    /** The outlines within a patch, by class and by the kinds that are wanted, and its borders. */
    outline(number, isKind) {
      const ground = rings(classes, number, () => true);
      const lines = (belongs) => {
        let text = "";
        for (const [, ring] of ground) {
          for (const run of runsOf(ring, isWanted(belongs))) {
            text += run.length < ring.length ? runText(run) : ringText(classes, ring);
          }
        }
        return text;
      };
      return {
        classes: outlinesOf(classes, ground),
        kinds: outlinesOf(kinds, rings(kinds, number, isKind)),
        /** Draw the borders between classes for which `belongs(class, other class)`, each once. */
        lines,
        edges: (belongs) => ground.flatMap(([, ring]) => ring.filter(isWanted(belongs))),
      };
    },
  };
}

/** What is known of the cells on one level, and what was drawn at the end of each edge last. */
function makeLevel(cells, edges, corners) {
  return {
    values: new Int16Array(cells).fill(-1),
    border: new Uint8Array(edges),
    degree: new Uint8Array(corners),
    seen: new Uint32Array(edges),
    stamp: 0,
    texts: new Array(edges).fill(""),
    afters: new Int32Array(edges).fill(-1),
    looks: new Float64Array(edges).fill(-1),
  };
}

/** The longest runs of a ring whose members all belong; the whole ring if all do. */
export function runsOf(ring, belongs) {
  const mine = ring.map(belongs);
  const first = mine.findIndex((is, i) => is && !mine.at(i - 1));
  if (first < 0) return mine[0] ? [ring] : [];
  const runs = [];
  for (let i = 0; i < ring.length; i += 1) {
    const at = (first + i) % ring.length;
    if (!mine[at]) continue;
    if (mine.at(at - 1)) runs[runs.length - 1].push(ring[at]);
    else runs.push([ring[at]]);
  }
  return runs;
}
