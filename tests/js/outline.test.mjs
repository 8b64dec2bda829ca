import assert from "node:assert/strict";
import test from "node:test";
import {makeMesh} from "../../frontline/webmap/assets/map/mesh.js";
import {runsOf} from "../../frontline/webmap/assets/map/outline.js";
import {makeShapes} from "../../frontline/webmap/assets/map/shapes.js";
import {ageStep, decodeStates, reportedOn} from "../../frontline/webmap/assets/core/series.js";

const STATES = decodeStates([
  ["unknown", [], null], ["held", [0], "confirmed"], ["held", [1], "confirmed"],
  ["held", [1], "claimed"], ["contested", [0, 1], "confirmed"],
  ["held", [1], "presumed"],
]);

/** Hexagons in rows of three, numbered from the left upper one, 100 wide. */
function honeycomb() {
  const corners = [];
  const number = new Map();
  const at = (x, y) => {
    const key = `${x},${y}`;
    if (!number.has(key)) number.set(key, corners.push([x, y]) - 1);
    return number.get(key);
  };
  const cells = [];
  const sites = [];
  for (let row = 0; row < 3; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      const [x, y] = [100 * column + 50 * (row % 2), 90 * row];
      const around = [[0, -60], [50, -30], [50, 30], [0, 60], [-50, 30], [-50, -30]];
      cells.push([around.map(([east, south]) => at(x + east, y + south))]);
      sites.push([x, y]);
    }
  }
  return { cells: { corners, cells }, sites };
}

function drawn(codes) {
  const { cells, sites } = honeycomb();
  return makeShapes(cells, sites, STATES).draw(codes, codes.keys()).get(0);
}

test("edges have twins, and corners the maximum size of a curve", () => {
  const { cells, sites } = honeycomb();
  const mesh = makeMesh(cells, sites);
  mesh.twin.forEach((twin, edge) => {
    if (twin < 0) return;
    assert.equal(mesh.twin[twin], edge);
    assert.equal(mesh.from[twin], mesh.to[edge]);
  });
  assert.equal(mesh.twin.filter((twin) => twin >= 0).length, 2 * 16);
  assert.ok(mesh.reach.every((reach) => reach < 60 && reach > 40));
});

test("corners of a front are curves, those at the outer edge are not", () => {
  const { front, territory } = drawn([1, 1, 1, 2, 2, 2, 2, 2, 2]);
  assert.match(front, /^M-?\d+ \d+(L-?\d+ \d+Q-?\d+ \d+ -?\d+ \d+)+L-?\d+ \d+$/);
  assert.equal(front.match(/Q/g).length, 4);
  assert.equal(territory["held-0"].match(/Q/g).length, 4);
  assert.equal(territory["held-1"].match(/Q/g).length, 4);
});

/** Return the corners of the curves of a path as texts. */
function bends(path) {
  return [...path.matchAll(/Q(-?\d+ -?\d+)/g)].map(([, corner]) => corner);
}

test("a front that follows cells in steps is straight, and a pocket keeps its corners", () => {
  // The corners of the cells are at 30 and 60 in turns.
  assert.deepEqual(bends(drawn([1, 1, 1, 2, 2, 2, 2, 2, 2]).front).slice(1, -1), ["150 45", "100 45"]);
  const { cells } = honeycomb();
  const own = cells.cells[4][0].map((corner) => cells.corners[corner].join(" "));
  assert.deepEqual(bends(drawn([1, 1, 1, 1, 2, 1, 1, 1, 1]).front).sort(), own.sort());
});

test("a front is not moved over a place that is near to it", () => {
  const { cells, sites } = honeycomb();
  sites[1] = [100, 40];
  const shapes = makeShapes(cells, sites, STATES);
  const codes = [1, 1, 1, 2, 2, 2, 2, 2, 2];
  const near = bends(shapes.draw(codes, codes.keys()).get(0).front).slice(1);
  // The edges are 1000 / sqrt(50 ** 2 + 30 ** 2) from the place; the corners move by at most 0.4 of that.
  assert.deepEqual(near, ["150 36", "100 54", "50 36"]);
});

test("a front around a pocket is closed, and a corner of three classes is not rounded", () => {
  const island = drawn([1, 1, 1, 1, 2, 1, 1, 1, 1]);
  assert.match(island.front, /^M.*Z$/);
  assert.equal(island.front.match(/Q/g).length, 6);
  const three = drawn([1, 1, 1, 1, 2, 1, 4, 4, 4]);
  assert.equal(three.front.match(/Q/g).length, 3);
  assert.ok(three.outline.length > 0);
});

test("a border of evidence ends on the curve of the front, which does not change", () => {
  const one = drawn([1, 1, 1, 2, 2, 2, 2, 2, 2]);
  const two = drawn([1, 1, 1, 3, 2, 2, 2, 2, 2]);
  assert.equal(two.front, one.front);
  assert.deepEqual(two.territory, one.territory);
  const [, claimed] = two.evidence;
  assert.match(claimed, /^M.*Z$/);
});

test("a day has the same shapes whatever days were shown before", () => {
  const { cells, sites } = honeycomb();
  const shapes = makeShapes(cells, sites, STATES);
  const days = [
    [1, 1, 1, 2, 2, 2, 2, 2, 2], [1, 1, 4, 2, 1, 2, 0, 2, 2], [1, 2, 1, 3, 4, 2, 2, 2, 1],
  ];
  for (const codes of [...days, ...days.toReversed(), days[2], days[0]]) {
    const shape = shapes.draw(codes, codes.keys()).get(0);
    if (shape) assert.deepEqual(shape, drawn(codes));
  }
});

test("runs of a ring start at their first member", () => {
  const even = (value) => value % 2 === 0;
  assert.deepEqual(runsOf([2, 1, 4, 6], even), [[4, 6, 2]]);
  assert.deepEqual(runsOf([1, 2, 3, 4], even), [[2], [4]]);
  assert.deepEqual(runsOf([2, 4], even), [[2, 4]]);
  assert.deepEqual(runsOf([1, 3], even), []);
});

test("a marker fades after 30 and after 90 days, and a report resets it", () => {
  const reports = [-5, 40, 0, 50, 2];
  assert.deepEqual([0, 39, 40, 49, 50].map((day) => reportedOn(reports, day)), [-5, -5, 40, 40, 48]);
  assert.deepEqual([25, 26, 39, 40].map((day) => ageStep(reports, day)), [0, 1, 1, 0]);
  assert.deepEqual([78, 79, 138, 139].map((day) => ageStep(reports, day)), [0, 1, 1, 2]);
});

test("reports that go on cover each day until they end", () => {
  const reports = [4, 10, -15];
  assert.deepEqual([0, 4, 9, 10, 20, 25, 40].map((day) => reportedOn(reports, day)), [0, 4, 4, 10, 20, 25, 25]);
  assert.equal(ageStep(reports, 56), 1);
});

test("the front is dashed along cells that are only presumed, and solid along the others", () => {
  const reported = drawn(Int16Array.from([1, 1, 1, 2, 2, 2, 2, 2, 2]));
  const mixed = drawn(Int16Array.from([1, 1, 1, 2, 2, 5, 2, 2, 2]));
  assert.equal(reported.presumed, "");
  assert.ok(mixed.presumed.length > 0);
  assert.ok(mixed.front.length > 0 && mixed.front.length < reported.front.length);
  assert.ok(mixed.evidence[3].length > 0);
  const whole = drawn(Int16Array.from([1, 1, 1, 5, 5, 5, 5, 5, 5]));
  assert.equal(whole.front, "");
  assert.equal(whole.presumed, reported.front);
});
