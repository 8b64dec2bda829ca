import assert from "node:assert/strict";
import test from "node:test";
import {coverBoxes, gainedPlaces, makeMarks, oldEnclaves} from "../../frontline/webmap/assets/map/marks.js";
import {makeShapes} from "../../frontline/webmap/assets/map/shapes.js";
import {decodeStates} from "../../frontline/webmap/assets/core/series.js";

const STATES = decodeStates([
  ["unknown", [], null], ["held", [0], "claimed"], ["held", [1], "confirmed"],
  ["held", [1], "claimed"], ["contested", [0, 1], "confirmed"],
]);

test("what was taken from another is gained, what was first reported or is fought over is not", () => {
  const change = (place, before, after) => ({ place, before, after });
  const changes = [change(0, 1, 2), change(1, 0, 2), change(2, 1, 4), change(3, 4, 1)];
  assert.deepEqual([...gainedPlaces(changes, STATES)], [0, 3]);
});

/** Places in a row, each the neighbour of the next. */
const inRow = (count) => (place) => new Set([place - 1, place + 1].filter((one) => one >= 0 && one < count));

test("a few old claims among another holder are an enclave, many or fresh ones are not", () => {
  const [fresh, old] = [[199], [0]];
  const codes = [2, 1, 1, 2, 2];
  assert.deepEqual([...oldEnclaves(codes, STATES, codes.map(() => old), 200, inRow(5))], [1, 2]);
  assert.deepEqual([...oldEnclaves(codes, STATES, codes.map(() => fresh), 200, inRow(5))], []);
  // One of the two was reported again.
  assert.deepEqual([...oldEnclaves(codes, STATES, [old, old, fresh, old, old], 200, inRow(5))], []);
  const long = [2, 1, 1, 1, 1, 2];
  assert.deepEqual([...oldEnclaves(long, STATES, long.map(() => old), 200, inRow(6))], []);
  // Nobody else is near.
  assert.deepEqual([...oldEnclaves([0, 1, 0], STATES, [old, old, old], 200, inRow(3))], []);
});

test("a map without cells has no enclaves, and no place is looked at for them", () => {
  const series = { now: [2, 1, 2, 2] };
  const marksOf = (neighbours) => {
    let read = 0;
    const get = (all, at) => {
      read += 1;
      return all[at];
    };
    const reported = new Proxy([[0], [0], [0], [0]], { get });
    const model = { data: { reported, days: 2 }, states: STATES, series, isoOf: String };
    const { old } = makeMarks(model, { neighbours }).of({ changes: [], fromIso: "" }, 200);
    return [[...old], read > 0];
  };
  assert.deepEqual(marksOf(inRow(4)), [[1], true]);
  assert.deepEqual(marksOf(null), [[], false]);
});

/** Squares in a row, 100 wide. */
function row(count) {
  const corners = [];
  for (let i = 0; i <= count; i += 1) corners.push([100 * i, 0], [100 * i, 100]);
  const cells = Array.from({ length: count }, (_, i) => [[2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2]]);
  return { cells: { corners, cells }, sites: cells.map((_, i) => [100 * i + 50, 50]) };
}

test("the front goes on where unknown ground begins, and not where the line ends at a third holder", () => {
  const { cells, sites } = row(2);
  const { front, open } = makeShapes(cells, sites, STATES, 30).draw([1, 2], [0, 1]).get(0);
  assert.equal(front, "M100 100L100 0");
  assert.deepEqual(open.split("M").slice(1).sort(), ["100 0L100 -30", "100 100L100 130"]);
  const same = makeShapes(cells, sites, STATES, 30).draw([2, 3], [0, 1]).get(0);
  assert.equal(same.open, "");
});

test("two fronts that go on into the same unknown ground stop where they meet", () => {
  const corners = [[-100, 0], [-100, 60], [0, 0], [40, 60], [200, 0], [160, 60], [300, 0], [300, 60]];
  const cells = [[[0, 1, 3, 2]], [[2, 3, 5, 4]], [[4, 5, 7, 6]]];
  const sites = [[-50, 30], [100, 30], [250, 30]];
  const openOf = (reach) =>
    makeShapes({ corners, cells }, sites, STATES, reach).draw([1, 2, 1], [0, 1, 2]).get(0).open.split("M").slice(1).sort();
  // Both lean to the middle in the north, and away from each other in the south.
  assert.deepEqual(openOf(200), ["0 0L-111 -166", "160 60L100 150", "200 0L311 -166", "40 60L100 150"]);
  assert.deepEqual(openOf(100).slice(1, 2), ["160 60L105 143"]);
});

test("gained ground and the edge of an old claim are drawn, and the claim has no front", () => {
  const { cells, sites } = row(3);
  const shapes = makeShapes(cells, sites, STATES);
  const [all, old] = [[0, 1, 2], new Set([1])];
  const plain = shapes.draw([2, 1, 2], all).get(0);
  assert.deepEqual([plain.front !== "", plain.old, plain.gained], [true, "", {}]);
  const marked = shapes.draw([2, 1, 2], [], { old, gained: new Set([0]) }).get(0);
  assert.deepEqual([marked.front, marked.old, Object.keys(marked.gained)], ["", plain.front, ["held-1"]]);
  const after = shapes.draw([2, 1, 2], []).get(0);
  assert.deepEqual(after, plain);
});

test("boxes cover a ring and nothing outside it", () => {
  const boxes = coverBoxes([[[0, 0], [40, 0], [40, 20], [0, 20]]], 4);
  assert.equal(boxes.reduce((sum, [left, top, right, bottom]) => sum + (right - left) * (bottom - top), 0), 800);
  assert.ok(boxes.every(([left, top, right, bottom]) => left >= 0 && top >= 0 && right <= 40 && bottom <= 20));
});
