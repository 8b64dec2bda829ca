import assert from "node:assert/strict";
import test from "node:test";
import {controlAt, firstReports, nearestPointOn, patches, sharesByDay} from "../../frontline/webmap/assets/panels/roadHistory.js";
import {countByDay} from "../../frontline/webmap/assets/panels/histogram.js";
import {spacedTowns} from "../../frontline/webmap/assets/panels/roadChart.js";

// Three pieces of 10, 20 and 10 m over six days: the middle is taken on day 2 and lost on day 4.
const ROAD = { cuts: [0, 10, 30, 40], initial: [0, 0, 1], changes: [[2, 1, 1], [4, 1, 0], [4, 0, 1]] };
const STATES = [{ key: "held-0" }, { key: "held-1" }];

test("patches cover the whole chart once, each with the code of its days", () => {
  const found = patches(ROAD, 6);
  const area = found.reduce((sum, [from, to, low, high]) => sum + (to - from) * (high - low), 0);
  assert.equal(area, 6 * 40);
  for (let day = 0; day < 6; day += 1) {
    for (const metres of [5, 20, 35]) {
      const over = found.filter(
        ([from, to, low, high]) => from <= day && day < to && low < metres && metres < high,
      );
      assert.deepEqual(over.map((patch) => patch[4]), [controlAt(ROAD, day, metres)]);
    }
  }
});

test("the code at a position is that of the latest change up to the day", () => {
  const middle = [0, 1, 2, 3, 4, 5].map((day) => controlAt(ROAD, day, 15));
  assert.deepEqual(middle, [0, 0, 1, 1, 0, 0]);
});

test("there are shares for each day of change, and they add up to one", () => {
  const rows = sharesByDay(ROAD, STATES);
  assert.deepEqual(rows.map(([day]) => day), [0, 2, 4]);
  assert.deepEqual(rows.map(([, shares]) => shares.get("held-1")), [0.25, 0.75, 0.5]);
  for (const [, shares] of rows) assert.equal([...shares.values()].reduce((a, b) => a + b), 1);
});

test("ground that is only presumed has a share of its own", () => {
  const states = [{ key: "held-0", evidence: "claimed" }, { key: "held-1" }, { key: "held-0", evidence: "presumed" }];
  const road = { cuts: [0, 10, 30, 40], initial: [0, 2, 1], changes: [[3, 0, 2], [5, 2, 0]] };
  const shares = sharesByDay(road, states).map(([day, found]) => [day, Object.fromEntries(found)]);
  assert.deepEqual(shares, [
    [0, { "held-0": 0.25, "held-0 presumed": 0.5, "held-1": 0.25 }],
    [3, { "held-0 presumed": 0.75, "held-1": 0.25 }],
    [5, { "held-0 presumed": 0.75, "held-0": 0.25 }],
  ]);
});

test("the nearest point on a line is the foot of the perpendicular or an end", () => {
  const line = { points: [[0, 0], [10, 0], [10, 10]], along: [100, 200, 300] };
  assert.deepEqual(nearestPointOn(line, [4, 3]), [140, 3]);
  assert.deepEqual(nearestPointOn(line, [12, 5]), [250, 2]);
  assert.deepEqual(nearestPointOn(line, [-3, -4]), [100, 5]);
});

test("of towns too close together the more important one has its name", () => {
  const towns = [{ index: 7, metres: 0 }, { index: 8, metres: 5 }, { index: 9, metres: 20 }];
  assert.deepEqual(spacedTowns(towns, (metres) => metres, 10).map(({ index }) => index), [7, 9]);
});

test("the first report of a stretch is not a capture, and later changes are none", () => {
  const states = [{ status: "unknown" }, { status: "held" }, { status: "held" }];
  const road = { cuts: [0, 10, 30], initial: [0, 1], changes: [[2, 1, 2], [3, 0, 2], [5, 0, 1]] };
  assert.deepEqual(firstReports(road, states), [[3, 0, 10]]);
});

test("the bar of a first report has the colour of nobody", () => {
  const states = [{ status: "unknown", actors: [] }, { status: "held", actors: [0] }, { status: "held", actors: [1] }];
  const rows = countByDay([[1, 0, 1, 0], [1, 1, 1, 2], [2, 0, 2, 1]], states, 2, 3);
  assert.deepEqual(rows.map((row) => [...row]), [[0, 1, 0], [0, 0, 1], [0, 1, 0]]);
});
