// Write the shapes of each day of change, from the data of a page, as lines of JSON: {day, corners, patches}.
// The tests of the territory use it.
import {readFileSync} from "node:fs";
import {makePlane} from "../../frontline/webmap/assets/core/mercator.js";
import {decodeCells} from "../../frontline/webmap/assets/core/paths.js";
import {decodeChanges, decodeStates, runningSum, Series} from "../../frontline/webmap/assets/core/series.js";
import {makeShapes} from "../../frontline/webmap/assets/map/shapes.js";

const data = JSON.parse(readFileSync(process.argv[2], "utf8"));
const plane = makePlane(data.origin, data.region);
const [xs, ys] = [runningSum(data.places.x), runningSum(data.places.y)];
const sites = data.ground.cells.map((_, i) => plane.units(xs[i], ys[i]));
const cells = decodeCells(data.ground, plane.units, { x: xs, y: ys });
const shapes = makeShapes(cells, sites, decodeStates(data.states));
const series = new Series(data.control.initial, decodeChanges(data.control.changes));
console.log(JSON.stringify({ sites }));
const shown = [];
for (let day = 0; day < data.days; day += 1) {
  const touched = series.moveTo(day);
  const drawn = shapes.draw(series.now, day ? touched : data.control.initial.keys());
  if (drawn.size === 0) continue;
  for (const [number, shape] of drawn) shown[number] = shape;
  console.log(JSON.stringify({ day, corners: shapes.corners(), patches: shown.filter(Boolean) }));
}
