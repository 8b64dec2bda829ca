import assert from "node:assert/strict";
import test from "node:test";
import {formatMessage} from "../../frontline/webmap/assets/core/dom.js";
import {Boxes, placeLabels} from "../../frontline/webmap/assets/map/labels.js";

const label = (x, y) => ({ point: [x, y], width: 40, height: 12, gap: 3 });

test("no two labels overlap", () => {
  const wanted = [];
  for (let i = 0; i < 300; i += 1) wanted.push(label((i * 37) % 400, (i * 53) % 300));
  const placed = placeLabels(wanted, new Boxes());
  assert.ok(placed.length > 30);
  for (const one of placed) {
    for (const other of placed) {
      if (one === other) continue;
      const isClear = Math.abs(one.x - other.x) >= 40 || Math.abs(one.y - other.y) >= 12;
      assert.ok(isClear, JSON.stringify([one, other]));
    }
  }
});

test("the first label gets its position, a later one another position or none", () => {
  const placed = placeLabels([label(0, 0), label(0, 0)], new Boxes());
  assert.deepEqual(placed.map(({ anchor }) => anchor), ["start", "end"]);
  const taken = new Boxes();
  taken.add([-100, -100, 100, 100]);
  assert.deepEqual(placeLabels([label(0, 0)], taken), []);
});

test("values fill a message once, isolated, and may contain braces", () => {
  const text = formatMessage("{a} and {b} and {c}", { a: "{b}", b: "${7*7}" });
  assert.equal(text, "\u2068{b}\u2069 and \u2068${7*7}\u2069 and {c}");
});

test("the frame cuts no label, of points inside it or outside", () => {
  const frame = [0, 0, 200, 200];
  const points = [];
  for (let i = 0; i < 200; i += 1) points.push(label(((i * 37) % 320) - 60, ((i * 53) % 320) - 60));
  const placed = placeLabels(points, new Boxes(), frame);
  assert.ok(placed.length > 30);
  for (const { index, x, y } of placed) {
    const [left, top] = points[index].point;
    const isIn = left >= 0 && left <= 200 && top >= 0 && top <= 200;
    const isWhole = x >= 0 && y >= 0 && x + 40 <= 200 && y + 12 <= 200;
    const isApart = x >= 200 || y >= 200 || x + 40 <= 0 || y + 12 <= 0;
    assert.ok(isIn ? isWhole : isApart, JSON.stringify([points[index].point, x, y]));
  }
});

test("the label of a point in the frame stays in the frame, that of one outside need not", () => {
  const frame = [0, 0, 200, 200];
  const [inside] = placeLabels([label(190, 100)], new Boxes(), frame);
  assert.equal(inside.anchor, "end");
  const [outside] = placeLabels([label(220, 100)], new Boxes(), frame);
  assert.equal(outside.anchor, "start");
  assert.deepEqual(placeLabels([label(20, 6)], new Boxes(), [0, 0, 30, 12]), []);
});
