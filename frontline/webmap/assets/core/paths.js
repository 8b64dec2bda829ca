// Shapes as the data writes them, and as SVG path text.

import {runningSum} from "./series.js";

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

/** Read the cells: corners in the plane, and for each cell its rings as numbers of corners. */
export function readGround(ground, units) {
  const xs = runningSum(ground.x);
  const ys = runningSum(ground.y);
  const corners = xs.map((x, i) => units(x, ys[i]));
  let last = 0;
  const cells = ground.cells.map((rings) =>
    rings.map((ring) => ring.map((step) => (last += step))),
  );
  return { corners, cells };
}
