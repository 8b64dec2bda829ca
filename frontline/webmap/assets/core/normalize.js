// Place names normalized to what their spellings share: the same steps as in
// frontline/gazetteer/normalize.py, which a test compares. After `plainName` a text consists of
// letters and digits between single spaces, so `\S` here matches what `\w` matches in Python.

import {joinTokens, splitName} from "./numbering.js";

const ARABIC_LETTER =
  /[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc]/;
const DROPPED = new Set("'`\"´‘’‛′ʹʻʼʽʾʿˈˊˋـء");
const SPELT_OUT = new Map(Object.entries({
  š: "sh", ḫ: "kh", ẖ: "kh", ǧ: "j", ġ: "gh", č: "tch",
  ı: "i", ł: "l", đ: "d", ð: "d", ø: "o", œ: "u", æ: "a",
}));
const LETTERS = new Map();

function digitValue(code) {
  let start = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start -= 1;
  return String((code - start) % 10);
}

function plainLetter(letter) {
  // Upper case and then lower case folds ß to ss. This separates some letters from their marks, and
  // NFC composes them again.
  const char = letter.toUpperCase().toLowerCase().normalize("NFC");
  if (SPELT_OUT.has(char)) return SPELT_OUT.get(char);
  if (DROPPED.has(char) || /^[\p{Mn}\p{Mc}\p{Me}\p{Cf}]/u.test(char)) return "";
  if (/^\p{Nd}$/u.test(char)) return digitValue(char.codePointAt(0));
  if (!/^[\p{L}\p{N}]+$/u.test(char)) return " ";
  return char.normalize("NFKD");
}

function foldLetter(letter) {
  if (!LETTERS.has(letter)) {
    const folded = [...letter].map(plainLetter).join("");
    LETTERS.set(letter, folded === letter ? letter : [...folded].map(foldLetter).join(""));
  }
  return LETTERS.get(letter);
}

/** Return letters without marks and digits, with single spaces between words. */
function plainName(text) {
  const folded = [...text.normalize("NFC")].map(foldLetter).join("");
  return folded.split(" ").filter(Boolean).join(" ");
}

const LATIN_ARTICLE = /(?<!\S)[aeiou](?:ll? (?=\S)|([nrstdzjc])\1?(?:c?h|j)? (?=\1))/g;
const ARABIC_ARTICLE = /(?<!\S)(?:ال)+(?=[^\s\u16dd]{2})/g;

/** Return whether a name is in Arabic letters. */
export function isArabic(text) {
  return ARABIC_LETTER.test(text);
}

/** Fold only case, marks, spaces, apostrophes and the article. */
export function lightName(text) {
  const plain = plainName(text);
  if (!isArabic(plain)) return joinTokens(splitName(plain.replace(LATIN_ARTICLE, "")));
  return joinTokens(splitName(plain.replace(ARABIC_ARTICLE, ""))).replace(ARABIC_ARTICLE, "");
}

/** Return the key that press spellings of a name share; empty if it has no letter or digit. */
export function nameKey(text) {
  return isArabic(text) ? arabicKey(text) : latinKey(text);
}

const ONE_LETTER = {
  "ةۃہھە": "ه", "ىیېێۍے": "ي", "کڪگ": "ك", "ٱ": "ا", "پ": "ب", "چ": "ج",
  "ژ": "ز", "ڤ": "ف", "ڕڑ": "ر", "ڵ": "ل", "ۆ": "و", "ٹ": "ت", "ڈ": "د", "ں": "ن",
};
const ARABIC_LETTERS = new Map(
  Object.entries(ONE_LETTER).flatMap(([letters, one]) => [...letters].map((from) => [from, one])),
);

function arabicKey(text) {
  let plain = [...plainName(text)].map((one) => ARABIC_LETTERS.get(one) ?? one).join("");
  plain = plain.replace(/(?<!\S)(?:ابي|ابا)(?!\S)(?= )/g, "ابو");
  plain = plain.replace(/(?<!\S)(?:ال)?(?:مدينه|بلده|قريه) (?=\S)/g, "");
  plain = joinTokens(splitName(plain.replace(ARABIC_ARTICLE, ""))).replace(ARABIC_ARTICLE, "");
  return plain.replace(/(?<=[^\s\d\u16dd]{2})[اي](?=$|\u16dd)/gu, "ه");
}

const SOUNDS = {
  tch: "ʃ", sh: "ʃ", ch: "ʃ", kh: "x", gh: "g", dh: "d", th: "t", ph: "f",
  dj: "ʒ", j: "ʒ", ck: "k", q: "k", c: "k", v: "f", p: "b", ee: "i",
};
const SOUND = new RegExp(Object.keys(SOUNDS).join("|"), "g");
const GERMAN = [["dsch", "j"], ["sch", "sh"], ["ch", "kh"], ["shkh", "sh"]];
const FIRST_WORDS = new Map(
  Object.entries({
    jabal: "jebel jabel djebel gebel gabal jbel",
    kafr: "kafer kfer kefer kefr kufr",
    khan: "chan chane khane",
    khirbat: "chirbat chirbet kheurbet kherbet khurbet khurbat kharbet",
    shaykh: "sheik sheich shekh cheik",
    maarat: "maara maarra marra moarat",
    dayr: "der", bayt: "bet", abu: "abul aboul abo",
    jisr: "jeser jesr jiser jisir", umm: "oumm",
  }).flatMap(([instead, spelt]) => spelt.split(" ").map((word) => [word, instead])),
);
const NOT_THE_NAME = new Set(["city", "town", "village"]);
const ONE_VOWEL = { y: "i", w: "u", o: "u", e: "a", h: "ħ" };

// Cyrillic signs that spellings omit, final forms of Hebrew, and Ge'ez letters of one sound.
const OTHER_LETTERS = new Map([
  ["ґ", "г"], ["ь", ""], ["ъ", ""], ["ך", "כ"], ["ם", "מ"], ["ן", "נ"], ["ף", "פ"], ["ץ", "צ"],
]);
for (const [spelt, sound] of [
  [0x1200, 0x1200], [0x1210, 0x1200], [0x1280, 0x1200], [0x1220, 0x1230], [0x12A0, 0x12A0],
  [0x12D0, 0x12A0], [0x1340, 0x1338], [0x1250, 0x1240],
]) {
  for (let order = 0; order < 7; order += 1) {
    const isFirst = order === 3 && (sound === 0x1200 || sound === 0x12A0);
    OTHER_LETTERS.set(String.fromCodePoint(spelt + order), String.fromCodePoint(sound + (isFirst ? 0 : order)));
  }
}

function latinKey(text) {
  const marked = text.normalize("NFC").replace(/[éÉ](?![\p{L}\p{N}_])/gu, "eh");
  let plain = plainName(marked).replace(LATIN_ARTICLE, "");
  if (plain.includes("sch")) {
    for (const [german, english] of GERMAN) plain = plain.replaceAll(german, english);
  }
  let tokens = splitName([...plain].map((one) => OTHER_LETTERS.get(one) ?? one).join(""));
  const kept = tokens.filter(({ text: word }) => !NOT_THE_NAME.has(word));
  if (kept.some(({ designator }) => !designator)) tokens = kept;
  return collapseKey(joinTokens(tokens.map(foldToken)));
}

/** Fold a word; the last one, also before a number, has endings that others have not. */
function foldToken(token, index, tokens) {
  const { text, designator } = token;
  const after = tokens[index + 1];
  if (designator) return token;
  if (!after) return { text: lastWord(text), designator };
  const isLast = after.designator;
  return { text: isLast ? lastWord(FIRST_WORDS.get(text) ?? text) : innerWord(text), designator };
}

function innerWord(word) {
  const sounded = soundWord(FIRST_WORDS.get(word) ?? word);
  return vowelWord(sounded.replace(/(?<=[ae])h$/, "").replace(/e(?=t$)/, "a"));
}

function lastWord(word) {
  const sounded = soundWord(word).replace(/(?<=[aiou][nt])e$|(?<=ʃ)e$|(?<=ss)e$/, "");
  const closed = sounded.replace(/(?<=\S\S)(?:[ae]h?|ih)$/u, "A");
  return vowelWord(closed.replace(/(?<=[aeiouyw])([^aeiouyw]+)e(?=[^aeiouywt]$)/u, "$1i"))
    .replaceAll("A", "a");
}

function soundWord(word) {
  const own = word.replace(/^[ae]l(?=[^aeiouy]\S{3})/u, "").replace(/^rh/, "gh");
  return own.replace(SOUND, (sound) => SOUNDS[sound]);
}

function vowelWord(word) {
  const begun = word.replace(/^e(?=([^aeiouyw])(?!\1))/u, "i");
  return begun.replace(/[ywoeh]/g, (letter) => ONE_VOWEL[letter]).replace(DOUBLED, "$1");
}

// Hebrew doubles vav and yod only, Ge'ez writes no doubled letters.
const DOUBLED = /([^\d\u05d0-\u05d4\u05d6-\u05d8\u05da-\u05ea\u1200-\u137f])\1+/gu;

/** Fold what depends on the joined words; repeat until nothing changes. */
function collapseKey(text) {
  const short = text.replace(DOUBLED, "$1").replace(/(?<=(.))a(?!\1|$|\u16dd)/gu, "");
  const again = short.replace(/n(?=b)/g, "m").replace(/^a(?=.)/u, "ɑ");
  return again === text ? text : collapseKey(again);
}
