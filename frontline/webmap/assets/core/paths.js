// Shapes as the data encodes them, and as SVG path data.

import {runningSum} from "./series.js";

/** Decode x, y and the steps that follow into points. */
export function decodePath(steps) {
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

/** Write points (whole numbers) as path data. */
export function pathData(points, closed) {
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

/** Decode the cells: corners in the plane, and for each cell its rings as numbers of corners. */
export function decodeCells(encoded, units) {
  const xs = runningSum(encoded.x);
  const ys = runningSum(encoded.y);
  const corners = xs.map((x, i) => units(x, ys[i]));
  let last = 0;
  const cells = [];
  encoded.cells.forEach((rings, i) => {
    cells[encoded.order[i]] = rings.map((ring) => ring.map((step) => (last += step)));
  });
  return { corners, cells };
}
