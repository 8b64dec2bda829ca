import assert from "node:assert/strict";
import test from "node:test";
import {arrowBoxes, arrowPaths, placeNote, wrapText} from "../../frontline/webmap/assets/map/annotations.js";

const always = () => true;

test("a text breaks between words, and a long word stays whole", () => {
  const measure = (line) => line.length;
  assert.deepEqual(wrapText("a bc def  ghij", 6, measure), ["a bc", "def", "ghij"]);
  assert.deepEqual(wrapText("unbreakable word", 5, measure), ["unbreakable", "word"]);
  assert.deepEqual(wrapText(" ", 5, measure), []);
});

test("a text takes the nearest clear place, else the nearest free one, else none", () => {
  const frame = [0, 0, 200, 200];
  const near = placeNote([100, 100], [40, 10], 10, { frame, free: always, clear: always });
  assert.ok(near[0] >= 100 && near[0] < 130);
  const north = placeNote([100, 100], [40, 10], 10, { frame, free: always, clear: ([, , , bottom]) => bottom < 90 });
  assert.ok(north[3] < 90);
  const dim = placeNote([100, 100], [40, 10], 10, { frame, free: always, clear: () => false });
  assert.deepEqual(dim, near);
  assert.equal(placeNote([100, 100], [40, 10], 10, { frame, free: () => false, clear: always }), null);
  assert.equal(placeNote([100, 100], [240, 10], 10, { frame, free: always, clear: always }), null);
});

test("a text next to the edge stays in the frame", () => {
  const frame = [0, 0, 200, 200];
  for (const point of [[1, 1], [199, 1], [1, 199], [199, 199]]) {
    const box = placeNote(point, [60, 30], 10, { frame, free: always, clear: always });
    assert.ok(box[0] >= 0 && box[1] >= 0 && box[2] <= 200 && box[3] <= 200, String(box));
  }
});

test("the head of an arrow ends at its tip and the shaft behind it", () => {
  const { shaft, head } = arrowPaths([0, 0], [100, 0]);
  assert.match(head, /^M100\.0 0\.0L/);
  const [x, y] = shaft.split(" ").slice(-2).map((part) => Number(part.replace(/^.*?(-?[\d.]+)$/, "$1")));
  assert.ok(x < 100 && Math.hypot(100 - x, y) > 10);
});

test("the boxes of an arrow reach from its start to its tip without a gap", () => {
  const boxes = arrowBoxes([10, 20], [110, 95]);
  const holds = ([left, top, right, bottom], [x, y]) => left <= x && x <= right && top <= y && y <= bottom;
  assert.ok(holds(boxes[0], [10, 20]) && holds(boxes[boxes.length - 1], [110, 95]));
  boxes.slice(1).forEach(([left, top], i) => assert.ok(left < boxes[i][2] && top < boxes[i][3]));
  assert.equal(arrowBoxes([5, 5], [5, 5]).length, 1);
});
