import assert from "node:assert/strict";
import test from "node:test";
import {decodeChanges, decodeStates, runningSum, Series, sinceDay} from "../../frontline/webmap/assets/core/series.js";

const STATES = decodeStates([
  ["unknown", [], null],
  ["held", [0], "claimed"],
  ["held", [1], "confirmed"],
  ["held", [0], "confirmed"],
  ["contested", [0, 1], "claimed"],
]);

function replay(initial, changes, day) {
  const codes = [...initial];
  for (const [when, unit, code] of changes) if (when <= day) codes[unit] = code;
  return codes;
}

/** Generate pseudo-random numbers that are the same on each run. */
function* numbers(seed) {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

test("differences are decoded", () => {
  assert.deepEqual(runningSum([5, -2, 0, 7]), [5, 3, 3, 10]);
  assert.deepEqual(decodeChanges([2, 7, 1, 0, 8, 1, 3, 7, 2]), [[2, 7, 1], [2, 8, 1], [5, 7, 2]]);
});

test("moving to days in any order equals replaying from the start", () => {
  const random = numbers(7);
  const whole = (limit) => Math.floor(random.next().value * limit);
  for (let round = 0; round < 50; round += 1) {
    const initial = Array.from({ length: 6 }, () => whole(5));
    const changes = Array.from({ length: whole(30) }, () => [whole(20), whole(6), whole(5)]);
    changes.sort((one, other) => one[0] - other[0]);
    const series = new Series(initial, changes);
    for (let step = 0; step < 20; step += 1) {
      const before = [...series.now];
      const day = whole(22) - 1;
      const touched = series.moveTo(day);
      assert.deepEqual([...series.now], replay(initial, changes, day));
      before.forEach((code, unit) => {
        if (code !== series.now[unit]) assert.ok(touched.has(unit));
      });
    }
  }
});

test("of two changes of one unit on one day the later applies, and both are undone in order", () => {
  const series = new Series([1], [[3, 0, 4], [3, 0, 2]]);
  series.moveTo(3);
  assert.deepEqual([...series.now], [2]);
  series.moveTo(2);
  assert.deepEqual([...series.now], [1]);
});

test("a change of evidence alone does not change the day since which a place is held", () => {
  const series = new Series([1], [[3, 0, 3], [5, 0, 2], [6, 0, 2]]);
  series.moveTo(4);
  assert.equal(sinceDay(series, STATES, [-10], 0), -10);
  series.moveTo(6);
  assert.equal(sinceDay(series, STATES, [-10], 0), 5);
});

test("states with the same actors share a key, whatever the evidence", () => {
  assert.equal(STATES[1].key, STATES[3].key);
  assert.equal(new Set(STATES.map(({ key }) => key)).size, 4);
  assert.equal(STATES[0].evidence, "");
});
