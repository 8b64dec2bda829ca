import assert from "node:assert/strict";
import test from "node:test";
import {decodeOutlines} from "../../frontline/webmap/assets/map/builtUp.js";

test("outlines are decoded from their starts and the steps of their points", () => {
  const signs = "abcde"; // from -2 to 2
  const found = decodeOutlines({ starts: [3, 1, 10, -1], paths: "ecce da" }, { step: 10, signs });
  assert.deepEqual(found, [[[30, 10], [50, 10], [50, 30]], [[130, 0], [140, -20]]]);
  assert.deepEqual(decodeOutlines({ starts: [], paths: "" }, { step: 10, signs }), []);
});
