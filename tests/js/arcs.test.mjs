import assert from "node:assert/strict";
import test from "node:test";
import {decodeArcs, layersByDay, makeJoiner} from "../../frontline/webmap/assets/core/arcs.js";

const units = (x, y) => [x, -y];
// Two squares side by side: the common edge is arc 0, upward from 2,0 to 2,2.
const join = makeJoiner(decodeArcs([[2, 0, 0, 2], [0, 0, -2, 0, 0, -2, 2, 0], [0, 0, 2, 0, 0, 2, -2, 0]], units));

/** Return the corners that path data visits, subpath by subpath. */
function corners(text) {
  return text.split("M").slice(1).map((part) => {
    let [x, y] = part.split(/[lz]/)[0].split(" ").map(Number);
    return [[x, y], ...part.replace("z", "").split("l").slice(1).map((step) => {
      const [east, south] = step.split(" ").map(Number);
      [x, y] = [x + east, y + south];
      return [x, y];
    })];
  });
}

test("arcs that meet are joined to a ring, whatever their direction", () => {
  for (const numbers of [[0, 1], [1, 0], [2, 0], [1, 2]]) {
    const text = join(numbers);
    assert.ok(text.endsWith("z"));
    const [ring, ...more] = corners(text);
    assert.equal(more.length, 0);
    assert.deepEqual(ring[0], ring.at(-1));
    const size = Math.abs(ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i][0] * y - x * ring[i][1], 0)) / 2;
    assert.equal(size, numbers.includes(1) && numbers.includes(2) ? 8 : 4);
  }
});

test("a line that does not return begins at one of its ends", () => {
  const joinLine = makeJoiner(decodeArcs([[0, 0, 1, 0], [0, 0, 0, 5], [0, 0, 3, 0]], units));
  for (const numbers of [[0, 1, 2], [1, 0, 2], [2, 1, 0], [1, 2, 0]]) {
    const text = joinLine(numbers);
    assert.ok(!text.endsWith("z"));
    assert.equal(corners(text).length, 1);
    assert.equal(corners(text)[0].length, 4);
  }
  assert.equal(joinLine([]), "");
});

test("a day has the arcs of the day before, but for those that change", () => {
  const days = layersByDay([[0, [5], [0, 1, 1], [2, 7]], [3, [6], [0, 2, 3]], [9, [6], [2, 7]]], 3);
  assert.deepEqual(days.map(({ day }) => day), [0, 3, 9]);
  assert.deepEqual(days.map(({ layers }) => layers.map((arcs) => [...arcs].sort())), [
    [[1, 2], [], [7]], [[1, 5], [], [7]], [[1, 5], [], []],
  ]);
  assert.equal(days[1].layers[2], days[0].layers[2]);
});
