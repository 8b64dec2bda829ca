import assert from "node:assert/strict";
import test from "node:test";
import {lightName, nameKey} from "../../frontline/webmap/assets/core/normalize.js";
import {findPlaces, readNames} from "../../frontline/webmap/assets/panels/search.js";

const PLACES = {
  id: ["latmin", "lataminah", "hish-1", "hish-2", "hama"],
  name: ["Latmin", "al-Lataminah", "Hish", "Hish", "Hama"],
  name_ar: ["لطمين", "اللطامنة", "حيش", "حيش", "حماة"],
  spellings: [[], [nameKey("Latamneh")], [], [], []],
};
const ORDER = [4, 3, 2, 1, 0];
const find = (text) => findPlaces(readNames(PLACES), text, ORDER).map(({ index }) => PLACES.id[index]);

test("press spellings of one name share a key, near names do not", () => {
  assert.equal(nameKey("Khan Cheikhoun"), nameKey("khan shaykhun"));
  assert.equal(nameKey("كفر نبودة"), nameKey("كفرنبوده"));
  assert.notEqual(nameKey("Latmin"), nameKey("al-Lataminah"));
  assert.equal(lightName("Al-Ḩabīţ"), lightName("Habit"));
});

test("a place is found by either script and by a listed spelling", () => {
  assert.equal(find("Latamneh")[0], "lataminah");
  assert.equal(find("اللطامنه")[0], "lataminah");
  assert.equal(find("Latmin")[0], "latmin");
});

test("an ambiguous name finds all places of that name, the important first", () => {
  assert.deepEqual(find("Hish"), ["hish-2", "hish-1"]);
});

test("the beginning of a name is enough, and text without letters finds nothing", () => {
  assert.deepEqual(find("Hama"), ["hama"]);
  assert.deepEqual(find("lat").sort(), ["lataminah", "latmin"]);
  assert.deepEqual(find("?!"), []);
  assert.deepEqual(find("  "), []);
});
