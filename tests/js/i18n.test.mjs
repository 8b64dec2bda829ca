import assert from "node:assert/strict";
import test from "node:test";
import {formatCount, formatMessage} from "../../frontline/webmap/assets/core/dom.js";
import {actorInText, actorName, actorOtherName, readPlaces} from "../../frontline/webmap/assets/core/names.js";
import {currentLanguage, liveText, loadMessages, localized, messages, onLanguageChange, setLanguage} from "../../frontline/webmap/assets/core/i18n.js";

const TABLES = {
  en: { direction: "ltr", legend: "Legend", kind_town: "town", places: { one: "{count} place", other: "{count} places" } },
  ar: {
    direction: "rtl", legend: "مفتاح", kind_town: "بلدة",
    places: { zero: "لا", one: "واحد", two: "اثنان", few: "{count} قليل", many: "{count} كثير", other: "{count} آخر" },
  },
};

function open() {
  globalThis.document = { documentElement: {} };
  loadMessages(TABLES, "en");
}

test("a live text and the listeners follow each change of the language", () => {
  open();
  const texts = [];
  let changes = 0;
  liveText("legend").bind((text) => texts.push(text));
  onLanguageChange(() => { changes += 1; });
  setLanguage("ar");
  setLanguage("ar");
  assert.deepEqual(texts, ["Legend", "مفتاح"]);
  assert.deepEqual([messages.legend, currentLanguage(), changes], ["مفتاح", "ar", 1]);
  assert.deepEqual(globalThis.document.documentElement, { lang: "ar", dir: "rtl" });
});

test("an unknown language changes nothing", () => {
  open();
  for (const tag of ["fr", "__proto__", "constructor", "", null]) setLanguage(tag);
  assert.equal(currentLanguage(), "en");
});

test("a count takes the form of its language", () => {
  open();
  const write = (count) => formatCount(messages.places, count).replace(/[\u2066-\u2069]/g, "");
  assert.deepEqual([1, 2, 0].map(write), ["1 place", "2 places", "0 places"]);
  setLanguage("ar");
  assert.deepEqual([0, 1, 2, 3, 10, 11, 99, 100, 103].map(write), [
    "لا", "واحد", "اثنان", "3 قليل", "10 قليل", "11 كثير", "99 كثير", "100 آخر", "103 قليل",
  ]);
});

test("a list of isolated names has the direction of the page, a name its own", () => {
  open();
  const names = "\u2068Morek\u2069, \u2068Idlib\u2069";
  assert.equal(formatMessage("{names}", { names }), `\u2066${names}\u2069`);
  setLanguage("ar");
  assert.equal(formatMessage("{names}", { names }), `\u2067${names}\u2069`);
  assert.equal(formatMessage("{name}", { name: "Morek" }), "\u2068Morek\u2069");
});

test("places and actors have their names in the current language", () => {
  open();
  const places = readPlaces({
    name: ["Morek", "A farm"], name_ar: ["مورك", ""], kinds: ["town", "mill"], kind: [0, 1],
    districts: ["Suran, Hama", "Nowhere"], districts_ar: ["صوران، حماة", ""], district: [0, 1],
  });
  const actor = ["one", "One side", "طرف وحلفاؤه", "#000000", "plain", "طرف وحلفائه", "the one side"];
  assert.deepEqual([places.title, places.other], [["Morek", "A farm"], ["مورك", ""]]);
  assert.deepEqual([actorName(actor), actorInText(actor), actorOtherName(actor)], ["One side", "the one side", "طرف وحلفاؤه"]);
  setLanguage("ar");
  assert.deepEqual([places.title, places.other], [["مورك", "A farm"], ["Morek", ""]]);
  assert.deepEqual([0, 1].map((i) => places.areaOf(i)), ["صوران، حماة", "Nowhere"]);
  assert.deepEqual([0, 1].map((i) => places.kindOf(i)), ["بلدة", "mill"]);
  assert.deepEqual([actorName(actor), actorInText(actor), actorOtherName(actor)], ["طرف وحلفاؤه", "طرف وحلفائه", ""]);
  assert.deepEqual([localized("both"), localized({ en: "a", ar: "ب" })], ["both", "ب"]);
});

test("the second name of a place is the local one if the package has a local language", () => {
  open();
  const columns = { name: ["Elm", "Fir"], name_ar: ["دردار", ""], kinds: [], districts: [], districts_ar: [] };
  const plain = readPlaces(columns);
  assert.deepEqual([plain.other, plain.otherLanguage], [["دردار", ""], "ar"]);
  const local = readPlaces({ ...columns, name_local: ["В'яз", ""], local_language: "uk" });
  assert.deepEqual([local.other, local.otherLanguage], [["В'яз", ""], "uk"]);
  setLanguage("ar");
  assert.deepEqual([local.title, local.other, local.otherLanguage], [["دردار", "Fir"], ["Elm", ""], "en"]);
});
