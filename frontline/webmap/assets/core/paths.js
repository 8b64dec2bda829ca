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

/** Return the numbers of points in the order of `frontline.geometry.spatial_order.strip_order`. */
export function stripOrder(xs, ys) {
  const strips = Math.max(Math.round(Math.sqrt(xs.length / 2)), 1);
  const [west, east] = [xs.reduce((a, b) => Math.min(a, b), Infinity), xs.reduce((a, b) => Math.max(a, b), -Infinity)];
  const width = Math.max(east - west, 1e-9);
  const strip = xs.map((x) => Math.min(Math.floor(((x - west) / width) * strips), strips - 1));
  const along = ys.map((y, i) => (strip[i] % 2 ? -y : y));
  return xs.map((_, i) => i).sort((one, other) => strip[one] - strip[other] || along[one] - along[other]);
}

/** Decode the area of a cell, in hectares, from the code of `code_of_area`. */
export function hectaresOf(code) {
  return code < 10_000 ? code / 100 : (code - 9_000) / 10;
}

/**
 * Decode the cells: corners in the plane, and for each cell its rings as numbers of corners. `places`
 * has `x` and `y` on the grid, those with a cell first.
 */
export function decodeCells(encoded, units, places) {
  const xs = runningSum(encoded.x);
  const ys = runningSum(encoded.y);
  const corners = xs.map((x, i) => units(x, ys[i]));
  const count = encoded.cells.length;
  const order = stripOrder(places.x.slice(0, count), places.y.slice(0, count));
  let last = 0;
  const cells = [];
  encoded.cells.forEach((rings, i) => {
    cells[order[i]] = rings.map((ring) => ring.map((step) => (last += step)));
  });
  return { corners, cells };
}
