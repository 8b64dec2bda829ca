// Shapes as SVG path text, worked out once; a day only chooses among them.

import {runningSum} from "./record.js";

/** Read x, y and then steps into points. */
export function readPath(steps) {
  const points = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    points.push([x, y]);
  }
  return points;
}

/** Write points (whole numbers) as a path. */
export function pathText(points, closed) {
  if (points.length === 0) return "";
  let [x, y] = points[0];
  let text = `M${x} ${y}`;
  for (let i = 1; i < points.length; i += 1) {
    const [nextX, nextY] = points[i];
    text += `l${nextX - x} ${nextY - y}`;
    [x, y] = [nextX, nextY];
  }
  return closed ? `${text}z` : text;
}

/** Read the cells: corners in the plane, a path for each cell, and the ridges. */
export function readGround(ground, units) {
  const xs = runningSum(ground.x);
  const ys = runningSum(ground.y);
  const corners = xs.map((x, i) => units(x, ys[i]));
  let last = 0;
  const cells = ground.cells.map((rings) => {
    let text = "";
    for (const ring of rings) {
      const numbers = ring.map((step) => (last += step));
      text += pathText(numbers.map((number) => corners[number]), true);
    }
    return text;
  });
  return { corners, cells, ridges: readRidges(ground.ridges) };
}

function readRidges(flat) {
  const ridges = [];
  let cell = 0;
  let corner = 0;
  for (let i = 0; i < flat.length; i += 4) {
    cell += flat[i];
    corner += flat[i + 2];
    ridges.push([cell, cell + flat[i + 1], corner, corner + flat[i + 3]]);
  }
  return ridges;
}

/** Join pieces of line, each two corner numbers, to lines as long as they go. */
export function joinPieces(pieces) {
  const around = new Map();
  pieces.forEach(([one, other], index) => {
    for (const corner of [one, other]) {
      if (!around.has(corner)) around.set(corner, []);
      around.get(corner).push(index);
    }
  });
  const used = new Uint8Array(pieces.length);
  const follow = (start) => {
    const line = [start];
    for (let at = start; ; ) {
      const next = around.get(at).find((index) => !used[index]);
      if (next === undefined) return line;
      used[next] = 1;
      at = pieces[next][0] === at ? pieces[next][1] : pieces[next][0];
      line.push(at);
      if (around.get(at).length !== 2) return line;
    }
  };
  const lines = [];
  const starts = [...around.keys()];
  // First from the ends and the forks, so that what is left are rings.
  for (const ends of [true, false]) {
    for (const corner of starts) {
      if (ends !== (around.get(corner).length !== 2)) continue;
      for (let line = follow(corner); line.length > 1; line = follow(corner)) lines.push(line);
    }
  }
  return lines;
}
