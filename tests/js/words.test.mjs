import assert from "node:assert/strict";
import test from "node:test";
import {counted, phrase} from "../../frontline/webmap/assets/core/dom.js";
import {actorAfter, actorName, actorOther, readPlaces} from "../../frontline/webmap/assets/core/names.js";
import {languageNow, local, openWords, told, turnTo, whenTurned, words} from "../../frontline/webmap/assets/core/i18n.js";

const TABLES = {
  en: { direction: "ltr", legend: "Legend", kind_town: "town", places: { one: "{count} place", other: "{count} places" } },
  ar: {
    direction: "rtl", legend: "مفتاح", kind_town: "بلدة",
    places: { zero: "لا", one: "واحد", two: "اثنان", few: "{count} قليل", many: "{count} كثير", other: "{count} آخر" },
  },
};

function open() {
  globalThis.document = { documentElement: {} };
  openWords(TABLES, "en");
}

test("a word made once is said anew in each language, and what waits is told", () => {
  open();
  const said = [];
  let turns = 0;
  told("legend").into((text) => said.push(text));
  whenTurned(() => { turns += 1; });
  turnTo("ar");
  turnTo("ar");
  assert.deepEqual(said, ["Legend", "مفتاح"]);
  assert.deepEqual([words.legend, languageNow(), turns], ["مفتاح", "ar", 1]);
  assert.deepEqual(globalThis.document.documentElement, { lang: "ar", dir: "rtl" });
});

test("a language that there is not changes nothing", () => {
  open();
  for (const tag of ["fr", "__proto__", "constructor", "", null]) turnTo(tag);
  assert.equal(languageNow(), "en");
});

test("a count takes the form of its language", () => {
  open();
  const say = (count) => counted(words.places, count).replace(/[\u2066-\u2069]/g, "");
  assert.deepEqual([1, 2, 0].map(say), ["1 place", "2 places", "0 places"]);
  turnTo("ar");
  assert.deepEqual([0, 1, 2, 3, 10, 11, 99, 100, 103].map(say), [
    "لا", "واحد", "اثنان", "3 قليل", "10 قليل", "11 كثير", "99 كثير", "100 آخر", "103 قليل",
  ]);
});

test("a list of isolated names runs as the page does, a name as it does itself", () => {
  open();
  const names = "\u2068Morek\u2069, \u2068Idlib\u2069";
  assert.equal(phrase("{names}", { names }), `\u2066${names}\u2069`);
  turnTo("ar");
  assert.equal(phrase("{names}", { names }), `\u2067${names}\u2069`);
  assert.equal(phrase("{name}", { name: "Morek" }), "\u2068Morek\u2069");
});

test("places and actors are called by their names in the language of now", () => {
  open();
  const places = readPlaces({
    name: ["Morek", "A farm"], name_ar: ["مورك", ""], kinds: ["town", "mill"], kind: [0, 1],
    districts: ["Suran, Hama", "Nowhere"], districts_ar: ["صوران، حماة", ""], district: [0, 1],
  });
  const actor = ["one", "One side", "طرف وحلفاؤه", "#000000", "plain", "طرف وحلفائه"];
  assert.deepEqual([places.title, places.other], [["Morek", "A farm"], ["مورك", ""]]);
  assert.deepEqual([actorName(actor), actorAfter(actor), actorOther(actor)], ["One side", "One side", "طرف وحلفاؤه"]);
  turnTo("ar");
  assert.deepEqual([places.title, places.other], [["مورك", "A farm"], ["Morek", ""]]);
  assert.deepEqual([0, 1].map((i) => places.areaOf(i)), ["صوران، حماة", "Nowhere"]);
  assert.deepEqual([0, 1].map((i) => places.kindOf(i)), ["بلدة", "mill"]);
  assert.deepEqual([actorName(actor), actorAfter(actor), actorOther(actor)], ["طرف وحلفاؤه", "طرف وحلفائه", ""]);
  assert.deepEqual([local("both"), local({ en: "a", ar: "ب" })], ["both", "ب"]);
});
