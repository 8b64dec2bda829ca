import assert from "node:assert/strict";
import test from "node:test";
import {coveredBy} from "../../frontline/webmap/assets/map/viewport.js";

const box = (left, top, right, bottom) => ({ left, top, right, bottom, width: right - left });
const FRAME = box(0, 100, 1000, 700);

test("a card at a side covers that side, one at the bottom the lower part, a hidden one nothing", () => {
  assert.deepEqual(coveredBy(FRAME, box(640, 112, 988, 688)), { left: 0, right: 360, bottom: 0 });
  assert.deepEqual(coveredBy(FRAME, box(12, 112, 360, 688)), { left: 360, right: 0, bottom: 0 });
  assert.deepEqual(coveredBy(FRAME, box(0, 400, 1000, 700)), { left: 0, right: 0, bottom: 300 });
  assert.deepEqual(coveredBy(FRAME, box(0, 0, 0, 0)), { left: 0, right: 0, bottom: 0 });
});
