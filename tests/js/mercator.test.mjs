import assert from "node:assert/strict";
import test from "node:test";
import {makePlane, metresPerPixel, worldUnits} from "../../frontline/webmap/assets/core/mercator.js";
import {pathData, decodeCells, decodePath, hectaresOf, stripOrder} from "../../frontline/webmap/assets/core/paths.js";
import {sectionOf, pointAt, sectionsOf} from "../../frontline/webmap/assets/map/roads.js";
import {decodeStates, Series} from "../../frontline/webmap/assets/core/series.js";
import {roundLength} from "../../frontline/webmap/assets/map/scaleBar.js";

test("Greenwich on the equator is the middle of the Mercator world", () => {
  const half = (256 * 2 ** 17) / 2;
  const [x, y] = worldUnits(0, 0);
  assert.equal(x, half);
  assert.ok(Math.abs(y - half) < 1e-6);
  assert.ok(worldUnits(0, 10)[1] < half);
});

test("the plane counts from the north-west corner of the region, southward and eastward", () => {
  const plane = makePlane([3_570_000, 3_485_000], [0, 0, 180_000, 165_000]);
  assert.deepEqual(plane.lonLat(0, 0), [35.7, 34.85]);
  const [left, top] = plane.units(0, 165_000);
  assert.ok(left >= 0 && left <= 1 && top >= 0 && top <= 1);
  const [right, bottom] = plane.units(180_000, 0);
  assert.ok(right > 160_000 && bottom > right);
});

test("a degree of longitude on the equator measures 111,319.5 m", () => {
  const perDegree = (256 * 2 ** 10) / 360;
  assert.ok(Math.abs(metresPerPixel(0, 10) * perDegree - 111_319.49) < 0.01);
  // At 35.5 north the ellipsoid gives 90,728 m, a sphere of the same equator 90,628 m.
  assert.ok(Math.abs(metresPerPixel(35.5, 10) * perDegree - 90_730) < 8);
});

test("a scale bar has a round length that fits", () => {
  for (const [most, length] of [[999, 500], [1000, 1000], [4999, 2000], [20_000, 20_000], [7, 5]]) {
    assert.equal(roundLength(most), length);
  }
});

test("paths are decoded and written", () => {
  const points = decodePath([5, 5, 1, 0, 0, -2]);
  assert.deepEqual(points, [[5, 5], [6, 5], [6, 3]]);
  assert.equal(pathData(points, true), "M5 5l1 0l0 -2z");
  assert.equal(pathData([], false), "");
});

test("points are ordered as frontline.geometry.spatial_order orders them", () => {
  const points = [[0, 9], [8, 1], [0, 0], [9, 8], [1, 5], [7, 5], [0, 7], [8, 6]];
  const order = stripOrder(points.map(([x]) => x), points.map(([, y]) => y));
  assert.deepEqual(order, [2, 4, 6, 0, 3, 7, 5, 1]);
  assert.deepEqual(stripOrder([], []), []);
  assert.deepEqual(stripOrder([4, 4], [2, 1]), [1, 0]);
});

test("areas of cells are exact to a ten-thousandth of a km² below one, then to a thousandth", () => {
  assert.deepEqual([123, 9999, 10_000, 21_346].map(hectaresOf), [1.23, 99.99, 100, 1234.6]);
});

test("corners of cells are counted on from ring to ring, in the order of the cells", () => {
  const ground = {
    x: [0, 1, 0, -1, 2, 0], y: [0, 0, 1, 0, -1, 1], cells: [[[0, 1, 1, 1]], [[-2, 3, 1, -3]]],
  };
  const places = { x: [5, 1, 9], y: [7, 3, 9] };
  const { cells, corners } = decodeCells(ground, (x, y) => [x, y], places);
  assert.equal(corners.length, 6);
  assert.deepEqual(cells, [[[1, 4, 5, 2]], [[0, 1, 2, 3]]]);
});

const ROAD = {
  points: [[0, 0], [10, 0], [10, 10]], along: [0, 100, 200], cuts: [0, 50, 150, 200],
  series: new Series([0, 0, 1], []),
};

test("a section of a road starts and ends at its metres", () => {
  assert.deepEqual(pointAt(ROAD, 50), [5, 0]);
  assert.deepEqual(pointAt(ROAD, 500), [10, 10]);
  assert.deepEqual(sectionOf(ROAD, 50, 150), [[5, 0], [10, 0], [10, 5]]);
});

test("equal neighbours along a road are one section", () => {
  const states = decodeStates([["held", [0], null], ["held", [1], null]]);
  assert.deepEqual(sectionsOf(ROAD, states), [[0, 150, "held-0"], [150, 200, "held-1"]]);
});
