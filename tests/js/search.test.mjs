import assert from "node:assert/strict";
import test from "node:test";
import {lightName, nameKey} from "../../frontline/webmap/assets/core/normalize.js";
import {findOthers, findPlaces, readNames, SIMILAR} from "../../frontline/webmap/assets/panels/search.js";

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

const HILLS = {
  id: ["hill-20", "hill-200", "block-11", "bakhmut", "khan"],
  name: ["Hill 20", "Hill 200", "Block 11", "Bakhmut", "Khan Shaykhun"],
  name_ar: ["", "", "", "", "خان شيخون"],
  spellings: [[], [], [], [nameKey("Artemivsk")], []],
};
const findHill = (text) => findPlaces(readNames(HILLS), text, [4, 3, 2, 1, 0]);
const hillIds = (text) => findHill(text).map(({ index }) => HILLS.id[index]);

test("a number is found only if it is equal", () => {
  assert.deepEqual(hillIds("Hill 20"), ["hill-20"]);
  assert.deepEqual(hillIds("Hill 2"), []);
  assert.deepEqual(hillIds("Block 1"), []);
  assert.deepEqual(hillIds("20"), ["hill-20"]);
  assert.deepEqual(hillIds("Block"), ["block-11"]);
});

test("a name in brackets and between slashes is tried by itself", () => {
  assert.deepEqual(hillIds("Bachmut (Artemivsk)"), ["bakhmut"]);
  assert.deepEqual(hillIds("Artemivsk/Somewhere"), ["bakhmut"]);
});

test("transposed and dropped letters find a similar place, nonsense finds none", () => {
  assert.deepEqual(findHill("Kahn Shaykoun").map(({ fit }) => fit), [SIMILAR]);
  assert.deepEqual(hillIds("Kahn Shaykoun"), ["khan"]);
  assert.deepEqual(hillIds("Khan Shakhn"), ["khan"]);
  assert.deepEqual(hillIds("خان شيوخن"), ["khan"]);
  for (const nonsense of ["zzz", "zzzz kkk", "xyzzy", "hhhhhh"]) assert.deepEqual(hillIds(nonsense), []);
});

test("roads are found by their sign and their name, and cities outside the map by how they begin", () => {
  const roads = [{ id: "m5", name: "Aleppo-Damascus highway", name_ar: "طريق حلب دمشق" }];
  const others = (text) => findOthers(text, roads, [["Damascus", "دمشق"], ["Gaziantep", ""]]);
  assert.deepEqual(others("M5"), [{ road: 0, fit: 0 }]);
  assert.deepEqual(others("aleppo-damascus"), [{ road: 0, fit: 0 }]);
  assert.deepEqual(others("damascus"), [{ city: ["Damascus", "دمشق"], fit: 0 }]);
  assert.deepEqual(others("دمشق"), [{ city: ["Damascus", "دمشق"], fit: 0 }]);
  assert.deepEqual(others("gazi"), [{ city: ["Gaziantep", ""], fit: 2 }]);
  assert.deepEqual(others("m"), []);
  assert.deepEqual(others("?"), []);
});
