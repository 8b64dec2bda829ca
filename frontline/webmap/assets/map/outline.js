// Rounded outlines of territory. Cells have straight edges, fronts do not.
//
// Each cell has a class (who holds it) and a kind (the class and the evidence). Where two classes
// meet, the corners between them are rounded by a curve that both sides share, so that no gap opens;
// those of a front are moved first, where it makes steps (corners.js).
// A curve stays nearer to its corner than any place is, so each place stays on its own side. Corners
// where three classes meet, and the outer edge of all cells, are not rounded. Inner borders within a
// class (of kinds, and between patches) end on the curves between the classes, so that the parts of a
// class cover exactly its territory.

import {makeCorners, MOVED_AROUND} from "./corners.js";
import {makeCurves} from "./curves.js";

/**
 * Prepare the outlines of a mesh; what has not changed is not computed again. Corners are moved only on
 * borders between two classes for which `isSmooth(class, other)`.
 */
export function makeOutliner(mesh, isSmooth) {
  const { from, to, next, owner, twin, start, boundary, patch, patches } = mesh;
  const drawn = makeCorners(mesh);
  const { x, y } = drawn;
  const cells = start.length - 1;
  const corners = x.length;
  const classes = makeLevel(cells, from.length, corners);
  const kinds = makeLevel(cells, from.length, corners);
  // The number of borders between classes that meet in a corner, how many of them are smooth, and the far
  // ends of two of them.
  const degree = new Uint8Array(corners);
  const smooth = new Uint8Array(corners);
  const one = new Int32Array(corners);
  const other = new Int32Array(corners);
  // The version at which each corner was visited and placed last, and at which it was moved.
  const [visited, placed, moved] = Array.from({ length: 3 }, () => new Uint32Array(corners));
  let version = 0;

  const isBetween = (edge) =>
    twin[edge] >= 0 && classes.values[owner[edge]] !== classes.values[owner[twin[edge]]];
  const isInnerBorder = (edge) => twin[edge] >= 0 && !isBetween(edge);
  const isOnCurve = (corner) => degree[corner] === 2 && !boundary[corner];
  const curves = makeCurves({ ...mesh, ...drawn }, one, other, isInnerBorder);

  /** Count the borders that meet in the start corner of an edge, and note the patches around it. */
  function visitCorner(first, touched) {
    const corner = from[first];
    if (boundary[corner] || visited[corner] === version) return;
    visited[corner] = version;
    for (const counts of [degree, smooth, kinds.degree, classes.degree]) counts[corner] = 0;
    let edge = first;
    do {
      touched.add(patch[owner[edge]]);
      if (isBetween(edge)) {
        (degree[corner] ? other : one)[corner] = to[edge];
        degree[corner] += 1;
        smooth[corner] += Number(isSmooth(classes.values[owner[edge]], classes.values[owner[twin[edge]]]));
      }
      classes.degree[corner] += classes.border[edge];
      kinds.degree[corner] += kinds.border[edge];
      edge = next[twin[edge]];
    } while (edge !== first);
  }

  const endsOf = (corner) => (isOnCurve(corner) && smooth[corner] ? [one[corner], other[corner]] : null);
  const isEnd = (corner, end) => isOnCurve(corner) && smooth[corner] > 0 && (one[corner] === end || other[corner] === end);

  /** Place the corners around some cells; the curves at their neighbours change with them. */
  function moveCorners(changed, touched) {
    for (const corner of drawn.place(cornersAround(changed), endsOf)) {
      moved[corner] = version;
      forEachEdge(drawn.edgeAt[corner], (edge) =>
        forEachEdge(next[edge], (around) => touched.add(patch[owner[around]])));
    }
  }

  /** Return the inner corners of some cells, and those along the borders from there that may move. */
  function cornersAround(changed) {
    const found = [];
    const add = (corner) => {
      if (boundary[corner] || placed[corner] === version) return;
      placed[corner] = version;
      found.push(corner);
    };
    for (const cell of changed) for (let edge = start[cell]; edge < start[cell + 1]; edge += 1) add(from[edge]);
    let first = 0;
    for (let away = 0; away < MOVED_AROUND; away += 1) {
      const last = found.length;
      for (; first < last; first += 1) {
        const corner = found[first];
        forEachEdge(drawn.edgeAt[corner], (edge) => { if (isEnd(to[edge], corner)) add(to[edge]); });
      }
    }
    return found;
  }

  /** Call a function with the edges that start at the corner where one starts. */
  function forEachEdge(first, run) {
    let edge = first;
    do {
      run(edge);
      if (twin[edge] < 0) return;
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

  /** Return the path at the corner between two consecutive edges. */
  function cornerPath(level, before, after) {
    const corner = to[before];
    const onCurve = isOnCurve(corner);
    const joins = onCurve && (isInnerBorder(before) || isInnerBorder(after));
    const soft = degree[corner] === 0 && level.degree[corner] === 2 && !boundary[corner];
    const style = joins ? 2 + one[corner] + other[corner] * corners : Number(onCurve || soft);
    const { texts, afters, styles, versions } = level;
    const since = Math.max(
      moved[corner], moved[from[before]], moved[to[after]], joins ? moved[one[corner]] : 0, joins ? moved[other[corner]] : 0,
    );
    if (afters[before] === after && styles[before] === style && versions[before] >= since) return texts[before];
    afters[before] = after;
    styles[before] = style;
    versions[before] = version;
    if (joins) texts[before] = curves.into(before) + curves.outOf(after);
    else if (style) texts[before] = curves.round(before, after);
    else texts[before] = `L${x[corner]} ${y[corner]}`;
    return texts[before];
  }

  /** Return every ring of a patch as [value, edges]. */
  function rings(level, number, isIncluded) {
    const { border, values, seen } = level;
    const found = [];
    level.stamp += 1;
    const { stamp } = level;
    for (const begin of patches[number]) {
      if (!border[begin] || seen[begin] === stamp || !isIncluded(values[owner[begin]])) continue;
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

  function ringPath(level, ring) {
    let text = `M${cornerPath(level, ring[ring.length - 1], ring[0]).slice(1)}`;
    for (let i = 0; i + 1 < ring.length; i += 1) text += cornerPath(level, ring[i], ring[i + 1]);
    return `${text}Z`;
  }

  function pathsByValue(level, found) {
    const texts = new Map();
    for (const [value, ring] of found) {
      texts.set(value, (texts.get(value) ?? "") + ringPath(level, ring));
    }
    return texts;
  }

  function runPath(run) {
    const last = run[run.length - 1];
    const [begin, end] = [from[run[0]], to[last]];
    let text = isOnCurve(begin)
      ? `M${curves.middle(begin)}${curves.outOf(run[0])}`
      : `M${x[begin]} ${y[begin]}`;
    for (let i = 0; i + 1 < run.length; i += 1) text += cornerPath(classes, run[i], run[i + 1]);
    return text + (isOnCurve(end) ? curves.into(last) : `L${x[end]} ${y[end]}`);
  }

  /** Return the classes of the cells around an inner corner; `at` tells at which end of the edge it is. */
  function classesAround(corner, edge, at) {
    const first = at === from ? edge : next[edge];
    const found = [];
    let around = first;
    do {
      found.push(classes.values[owner[around]]);
      around = next[twin[around]];
    } while (around !== first && twin[around] >= 0);
    return found;
  }

  /** Return whether an edge of the lower class borders on a class for which `belongs`. */
  const isBorderOf = (belongs, kindsBelong = () => true) => (edge) => {
    if (!isBetween(edge)) return false;
    const [cell, beside] = [owner[edge], owner[twin[edge]]];
    const [here, there] = [classes.values[cell], classes.values[beside]];
    return here < there && belongs(here, there) && kindsBelong(kinds.values[cell], kinds.values[beside]);
  };

  return {
    /** Set class and kind of the cells that changed; return the patches to draw again. */
    update(changed, classOf, kindOf) {
      for (const cell of changed) {
        classes.values[cell] = classOf(cell);
        kinds.values[cell] = kindOf(cell);
      }
      const touched = new Set();
      version += 1;
      for (const cell of changed) {
        touched.add(patch[cell]);
        for (let edge = start[cell]; edge < start[cell + 1]; edge += 1) {
          findBorder(classes, edge);
          findBorder(kinds, edge);
          if (twin[edge] >= 0) touched.add(patch[owner[twin[edge]]]);
        }
      }
      for (const cell of changed) {
        for (let edge = start[cell]; edge < start[cell + 1]; edge += 1) visitCorner(edge, touched);
      }
      moveCorners(changed, touched);
      return touched;
    },
    /** Return where the corners are drawn now. */
    corners: () => Array.from(x, (_, i) => [x[i], y[i]]),
    /** Return the outlines of a patch by class, those of the `kinds` that `isKind`, and its borders. */
    outline(number) {
      const territory = rings(classes, number, () => true);
      const lines = (belongs, kindsBelong) => {
        let text = "";
        for (const [, ring] of territory) {
          for (const run of runsOf(ring, isBorderOf(belongs, kindsBelong))) {
            text += run.length < ring.length ? runPath(run) : ringPath(classes, ring);
          }
        }
        return text;
      };
      return {
        classes: pathsByValue(classes, territory),
        kinds: (isKind) => pathsByValue(kinds, rings(kinds, number, isKind)),
        /** Return the borders for which `belongs(class, other)` and `kindsBelong(kind, other)`, each once. */
        lines,
        /**
         * Return the ends of these borders where one of the cells around is outside or `isOpen(class)`:
         * [x, y, direction in x, in y], the direction in which the border would go on.
         */
        ends(belongs, isOpen) {
          const found = [];
          for (const [, ring] of territory) {
            for (const run of runsOf(ring, isBorderOf(belongs))) {
              if (run.length === ring.length) continue;
              for (const [edge, at, back] of [[run[0], from, to], [run[run.length - 1], to, from]]) {
                const [corner, beside] = [at[edge], back[edge]];
                if (!boundary[corner] && !classesAround(corner, edge, at).some(isOpen)) continue;
                const [dx, dy] = [x[corner] - x[beside], y[corner] - y[beside]];
                const length = Math.hypot(dx, dy);
                if (length) found.push([x[corner], y[corner], dx / length, dy / length]);
              }
            }
          }
          return found;
        },
        edges: (belongs) => territory.flatMap(([, ring]) => ring.filter(isBorderOf(belongs))),
      };
    },
  };
}

/** Make the values of the cells on one level, and the cached paths at the end of each edge. */
function makeLevel(cells, edges, corners) {
  return {
    values: new Int16Array(cells).fill(-1),
    border: new Uint8Array(edges),
    degree: new Uint8Array(corners),
    seen: new Uint32Array(edges),
    stamp: 0,
    texts: new Array(edges).fill(""),
    afters: new Int32Array(edges).fill(-1),
    styles: new Float64Array(edges).fill(-1),
    versions: new Uint32Array(edges),
  };
}

/** Return the longest runs of a ring whose members belong; the whole ring if all do. */
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
