import assert from "node:assert/strict";
import test from "node:test";
import {foldText, selectRows} from "../../frontline/webmap/assets/panels/table.js";
import {csvOf, csvText, geojsonText, placesOfDay, safeCell} from "../../frontline/webmap/assets/panels/download.js";

const places = {
  id: ["a", "b"], name: ["=1+1", "Beta"], name_ar: ["", "ب"], kinds: ["town"], kind: [0, 0],
  districts: ["D, \"q\""], district: [0, 0], x: [1, 2], y: [3, 4], error: [50, 60],
};
const model = {
  places, states: [{ status: "held", actors: [1], evidence: "claimed" }, { status: "unknown", actors: [], evidence: "" }],
  actors: [["north"], ["south"]], lonLat: (x, y) => [x + 0.000001, y], isoOf: (day) => `day ${day}`,
};
const about = {
  version: "1", digest: "d", title: { en: "T", ar: "ع" }, rule: { en: "r" }, method: { en: "m" },
  sources: { en: "s", ar: "م" }, licence: { en: "l", ar: "ر" },
};
const rows = placesOfDay(model, [0, 1], [-2, 0], "2019-08-15");

test("no text cell can be run as a formula, and numbers stay numbers", () => {
  for (const start of ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]) {
    assert.equal(safeCell(`${start}1`), `'${start}1`);
  }
  assert.deepEqual([-3.5, null, "Morek", "a=1"].map(safeCell), ["-3.5", "", "Morek", "a=1"]);
  assert.equal(csvOf([['say "x"', "a,b", "c\nd"]]), '"say ""x""","a,b","c\nd"\n');
});

test("each place has named fields, and an unknown place has no holder", () => {
  assert.deepEqual(rows[0], {
    id: "a", name: "=1+1", name_ar: "", kind: "town", district: 'D, "q"', lon: 1, lat: 3,
    position_error_m: 50, day: "2019-08-15", status: "held", holder: "south", actors: ["south"],
    evidence: "claimed", since: "day -2",
  });
  assert.deepEqual([rows[1].status, rows[1].holder, rows[1].evidence], ["unknown", null, null]);
});

test("the files contain licence and sources", () => {
  const whole = JSON.parse(geojsonText(rows, { title: { en: "P" }, about }, "2019-08-15"));
  assert.equal(whole.type, "FeatureCollection");
  assert.deepEqual([whole.licence, whole.sources, whole.day], ["l", "s", "2019-08-15"]);
  assert.deepEqual(whole.features[0].geometry, { type: "Point", coordinates: [1, 3] });
  assert.equal(whole.features[0].properties.holder, "south");
  const [head, first] = csvText(rows, { title: { en: "P" }, about }).split("\n");
  assert.match(head, /^id,name,.*status,holder,actors,evidence,since,data_version,data_digest,sources,licence$/);
  assert.ok(first.startsWith(`a,'=1+1,,town,"D, ""q""",1,3,50,2019-08-15,held,south,south,claimed,day -2,1,d,s,l`));
});

test("the table is sorted and filtered, and each word of the filter may match anywhere", () => {
  const line = (place, title) => ({ place, title, search: foldText(title) });
  const lines = [line(0, "Büro"), line(1, "Alder"), line(2, "Alm")];
  const options = { column: "title", down: false, filter: "" };
  assert.deepEqual(selectRows(lines, options).shown.map(({ place }) => place), [1, 2, 0]);
  assert.deepEqual(selectRows(lines, { ...options, down: true }).shown.map(({ place }) => place), [0, 2, 1]);
  assert.deepEqual(selectRows(lines, { ...options, filter: " BURO" }).shown.map(({ place }) => place), [0]);
  assert.deepEqual(selectRows(lines, { ...options, most: 1 }), { shown: [lines[1]], count: 3 });
});
