import assert from "node:assert/strict";
import test from "node:test";
import {changedPlaces, controlChanges, tally} from "../../frontline/webmap/assets/core/changes.js";
import {makeComparison} from "../../frontline/webmap/assets/panels/comparison.js";
import {decodeStates, Series} from "../../frontline/webmap/assets/core/series.js";
import {makeRunningTally} from "../../frontline/webmap/assets/core/tally.js";

const STATES = decodeStates([
  ["held", [0], "confirmed"], ["held", [1], "claimed"], ["contested", [0, 1], "claimed"],
  ["unknown", [], null], ["held", [0], "claimed"], ["held", [1], "presumed"],
]);
const AREAS = [100, 203, 407, 811, 1613, 3217, 6421];
const DAYS = 24;

/** Generate pseudo-random numbers that are the same on each run. */
function* numbers(seed) {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

function invented(seed) {
  const random = numbers(seed);
  const whole = (limit) => Math.floor(random.next().value * limit);
  const initial = AREAS.map(() => whole(STATES.length));
  const changes = Array.from({ length: 30 }, () => [1 + whole(DAYS - 1), whole(AREAS.length), whole(STATES.length)]);
  changes.sort((one, other) => one[0] - other[0]);
  return { initial, changes, whole };
}

const contested = (codes) => [...codes.keys()].filter((unit) => STATES[codes[unit]].status === "contested");

test("running totals equal a full count, in any order of days", () => {
  for (let seed = 1; seed < 30; seed += 1) {
    const { initial, changes, whole } = invented(seed);
    const series = new Series(initial, changes);
    const { totals, update } = makeRunningTally(series.now, STATES, 2, AREAS);
    update(series.now.keys());
    for (let step = 0; step < 25; step += 1) {
      update(series.moveTo(whole(DAYS)));
      const { contestedPlaces, ...counts } = totals;
      assert.deepEqual(counts, tally(series.now, STATES, 2, AREAS));
      assert.deepEqual([...contestedPlaces].sort(), contested(series.now));
    }
  }
});

/** Encode changes as the page does: threes, with days as differences. */
function flat(changes) {
  return changes.flatMap(([day, unit, code], i) => [day - (i ? changes[i - 1][0] : 0), unit, code]);
}

test("a comparison lists the differences of two days, whatever was compared before", () => {
  for (let seed = 1; seed < 30; seed += 1) {
    const { initial, changes, whole } = invented(seed);
    const series = new Series(initial, changes);
    const data = { control: { initial, changes: flat(changes) }, actors: [0, 1], ground: { areas: AREAS } };
    const controlled = controlChanges(series, STATES);
    const comparison = makeComparison({ series, states: STATES, data, isoOf: String }, controlled);
    let touched = new Set(series.now.keys());
    for (let step = 0; step < 25; step += 1) {
      const [day, pin] = [whole(DAYS), step % 2 ? whole(DAYS) : -1];
      for (const unit of series.moveTo(day)) touched.add(unit);
      const { changes: found, now, then, here } = comparison.of(day, pin, touched);
      const last = controlled.filter(([when]) => when <= day).at(-1);
      const before = new Series(initial, changes);
      before.moveTo(pin < 0 ? (last?.[0] ?? day + 1) - 1 : pin);
      const pair = pin > day ? [series.now, before.now] : [before.now, series.now];
      assert.deepEqual(found, changedPlaces(...pair, STATES));
      for (const [count, codes] of [[then, pair[0]], [now, pair[1]], [here, series.now]]) {
        const { contestedPlaces, ...counts } = count;
        assert.deepEqual(counts, tally(codes, STATES, 2, AREAS));
        assert.equal(contestedPlaces.size, contested(codes).length);
      }
      touched = new Set();
    }
  }
});
