// The list of names in tests/gazetteer/names.csv, which the library is tested with too.

import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import {lightName, nameKey} from "../../frontline/webmap/assets/core/normalize.js";
import {findPlaces, readNames, SIMILAR} from "../../frontline/webmap/assets/panels/search.js";

const LIST = new URL("../gazetteer/names.csv", import.meta.url);
const [, ...rows] = fs.readFileSync(LIST, "utf8").trim().split("\n").map((line) => line.split(","));

/** Search one place; the page has the parts of "Bakhmut (Artemivsk)" among its spellings. */
function answer(written, name) {
  const parts = name.split(/[()/]/).map((part) => part.trim().replace(/^formerly /, ""));
  const spellings = [parts.length > 1 ? parts.filter(Boolean).map(nameKey) : []];
  const names = readNames({ id: ["it"], name: [name], name_ar: [""], spellings });
  const [found] = findPlaces(names, written, [0]);
  if (!found) return "unlike";
  if (found.fit === 0) return "same";
  return found.fit === SIMILAR ? "similar" : "different";
}

test("each name of the list is answered as it says", () => {
  const allowed = { different: ["different", "similar", "unlike"], unlike: ["unlike"] };
  const isLocated = (name) => /\((North|South|Khan Younis)\)/.test(name);
  const wrong = rows.filter(([, written, wanted, name]) =>
    !isLocated(name) && !(allowed[wanted] ?? [wanted]).includes(answer(written, name)));
  assert.ok(rows.length > 150);
  assert.deepEqual(wrong, []);
});

test("a number is listed only with its own place", () => {
  const digits = (text) => lightName(text).match(/\d+/g) ?? [];
  const wrong = rows.filter(([, written, wanted, name]) => {
    const isOther = digits(written).some((number, i) => number !== digits(name)[i]);
    return wanted === "different" && isOther && answer(written, name) !== "unlike";
  });
  assert.deepEqual(wrong, []);
});
