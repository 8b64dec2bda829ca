import assert from "node:assert/strict";
import test from "node:test";
import {changedPlaces, controlChanges, neighbourDay, sinceDays, tally} from "../../frontline/webmap/assets/core/changes.js";
import {barPaths, countByDay} from "../../frontline/webmap/assets/panels/histogram.js";
import {decodeStates, Series} from "../../frontline/webmap/assets/core/series.js";
import {sourcesOf} from "../../frontline/webmap/assets/panels/changeList.js";
import {formatArea, formatSigned, formatSignedArea, makePhrases} from "../../frontline/webmap/assets/core/phrases.js";

const states = decodeStates([
  ["held", [0], "confirmed"], ["held", [1], "claimed"], ["contested", [0, 1], "claimed"],
  ["unknown", [], null], ["held", [0], "claimed"],
]);
const CHANGES = [[1, 0, 2], [2, 0, 1], [2, 1, 4], [5, 2, 0]];
const series = () => new Series([0, 0, 3], CHANGES);

test("other evidence for the same holder is not a change of control", () => {
  assert.deepEqual(controlChanges(series(), states), [[1, 0, 2, 0], [2, 0, 1, 2], [5, 2, 0, 3]]);
  assert.deepEqual(changedPlaces([0, 0, 3], [1, 4, 3], states), [{ place: 0, before: 0, after: 1 }]);
  assert.deepEqual(changedPlaces([0, 0, 3], [0, 0, 3], states), []);
});

test("the changes between two days do not depend on the days between", () => {
  const forward = series();
  for (const day of [0, 1, 2, 5, 9]) {
    forward.moveTo(day);
    const found = changedPlaces([0, 0, 3], forward.now, states).map(({ place }) => place);
    assert.deepEqual(found, { 0: [], 1: [0], 2: [0], 5: [0, 2], 9: [0, 2] }[day]);
  }
});

test("the next and the last change are found from any day", () => {
  const days = [1, 2, 5];
  assert.deepEqual([0, 1, 4, 5].map((day) => neighbourDay(days, day, 1)), [1, 2, 5, -1]);
  assert.deepEqual([6, 5, 2, 1].map((day) => neighbourDay(days, day, -1)), [5, 2, 1, -1]);
  assert.equal(neighbourDay([], 3, 1), -1);
});

test("the tally counts every place once", () => {
  const found = tally([0, 1, 2, 3, 4], states, 2, [100, 200, 400, 800, 1600]);
  assert.deepEqual(found, { places: [2, 1], hectares: [1700, 200], presumed: [0, 0], contested: 1, unknown: 1 });
});

test("presumed area is counted apart from what was reported", () => {
  const both = decodeStates([["held", [1], "claimed"], ["held", [1], "presumed"]]);
  const found = tally([0, 1, 1], both, 2, [100, 200, 400]);
  assert.deepEqual([found.places, found.hectares, found.presumed], [[0, 3], [0, 100], [0, 600]]);
});

test("control is the same since the last change of control", () => {
  const at = series();
  at.moveTo(4);
  assert.deepEqual(sinceDays(at, states, [-3, -2, -1]), [2, -2, -1]);
  at.moveTo(1);
  assert.deepEqual(sinceDays(at, states, [-3, -2, -1]), [1, -2, -1]);
});

test("the bars of a day are stacked and the highest fills the box", () => {
  const rows = countByDay([[0, 0, 0], [0, 1, 1], [3, 2, 2]], states, 2, 5);
  assert.deepEqual(rows.map((row) => [...row]), [[1, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 1, 0]]);
  const [first, second, third] = barPaths(rows);
  assert.equal(first, "M-0.45 0.5000h.9v0.5000h-.9z");
  assert.equal(second, "M-0.45 0.0000h.9v0.5000h-.9z");
  assert.equal(third, "M2.55 0.5000h.9v0.5000h-.9z");
});

test("the sources of a change are those that count on its days, each once", () => {
  const row = (first, last, counts, sources) => ["capture", 1, 0, first, last, "claimed", counts, 0, sources];
  const history = {
    publishers: [["One", -1], ["Two", 0]],
    reports: [[0, "https://a.example/1", ""], [1, "https://b.example/2", ""]],
    rows: [[
      ["baseline", -1, 1, "", "", "claimed", 1, 0, [1]], row("2019-08-01", "2019-08-02", 1, [0]),
      row("2019-08-02", "2019-08-02", 1, [0]), row("2019-08-02", "2019-08-02", 0, [1]),
    ]],
  };
  const found = sourcesOf(history, 0, "2019-08-01", "2019-08-02");
  assert.deepEqual(found, [{ publisher: "One", address: "https://a.example/1" }]);
  assert.deepEqual(sourcesOf(history, 0, "2019-08-02", "2019-08-30"), []);
  assert.deepEqual(sourcesOf(history, 0, "2019-07-01", "2019-07-31"), []);
});

test("names are isolated, important places come first, and the rest is a number", () => {
  const messages = { andMore: { one: "{names} and 1 more", other: "{names} and {count} more" }, comma: ", " };
  const places = { title: ["a", "b", "c"], rank: [4, 0, 2] };
  const phrases = makePhrases({ states, actors: [], places, messages });
  assert.equal(phrases.names([0, 1, 2]), "\u2068b\u2069, \u2068c\u2069, \u2068a\u2069");
  assert.match(phrases.names([0, 1, 2], 1), /b.* and \u20682\u2069 more$/);
  assert.deepEqual([1, -2, 0].map(formatSigned), ["\u2066+1\u2069", "\u2066−2\u2069", "±0"]);
  const hectares = [0, 0.49, 29.8, 427, 994, 996, 9_870, 12_345, 123_456];
  assert.deepEqual(hectares.map(formatArea), ["0", "0.0049", "0.30", "4.3", "9.9", "10", "99", "123", "1,230"]);
  assert.deepEqual([12.5, -1e-9, -430].map(formatSignedArea), ["\u2066+0.13\u2069", "±0", "\u2066−4.3\u2069"]);
  assert.deepEqual(phrases.byHolder([0, 1, 2], (i) => [1, 0, 1][i]), [[0, [1]], [1, [0, 2]]]);
});
