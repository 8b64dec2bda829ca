import assert from "node:assert/strict";
import test from "node:test";
import {decodeOutlines} from "../../frontline/webmap/assets/map/builtUp.js";

test("an outline begins at a step from the start of the one before", () => {
  const found = decodeOutlines([[3, 1, 2, 0, 0, 2], [10, -2, 1, -2]], 10);
  assert.deepEqual(found, [[[30, 10], [50, 10], [50, 30]], [[130, -10], [140, -30]]]);
  assert.deepEqual(decodeOutlines([], 10), []);
});
