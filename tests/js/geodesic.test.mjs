import assert from "node:assert/strict";
import test from "node:test";
import {geodesic, geodesicPoints} from "../../frontline/webmap/assets/core/geodesic.js";

test("a geodesic has the same length in both directions, and opposite bearings on the equator", () => {
  const [one, other] = [[36.65, 35.44], [36.72, 35.81]];
  assert.ok(Math.abs(geodesic(one, other).metres - geodesic(other, one).metres) < 1e-6);
  assert.equal(geodesic([30, 0], [31, 0]).bearing, 90);
  assert.equal(geodesic([31, 0], [30, 0]).bearing, 270);
});

test("a degree of the equator has the length on the ellipsoid, across the antimeridian too", () => {
  const degree = (6378137 * Math.PI) / 180;
  assert.ok(Math.abs(geodesic([10, 0], [11, 0]).metres - degree) < 1e-4);
  assert.ok(Math.abs(geodesic([179.5, 0], [-179.5, 0]).metres - degree) < 1e-4);
});

test("the distance from a point to itself is zero", () => {
  assert.deepEqual(geodesic([36.65, 35.44], [36.65, 35.44]), { metres: 0, bearing: 0 });
});

test("the drawn geodesic connects both ends and is hardly longer than the exact one", () => {
  const [one, other] = [[35.8, 34.9], [37.4, 36.6]];
  const points = geodesicPoints(one, other);
  for (const [end, wanted] of [[points[0], one], [points.at(-1), other]]) {
    end.forEach((value, axis) => assert.ok(Math.abs(value - wanted[axis]) < 1e-9));
  }
  let length = 0;
  for (let i = 1; i < points.length; i += 1) length += geodesic(points[i - 1], points[i]).metres;
  assert.ok(Math.abs(length / geodesic(one, other).metres - 1) < 1e-5);
});
