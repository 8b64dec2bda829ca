// Place names normalized to what their spellings share: the same steps as in
// frontline/gazetteer/normalize.py, which a test compares. After `plainName` a text consists of
// letters and digits between single spaces, so `\S` here matches what `\w` matches in Python.

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
const ARABIC_ARTICLE = /(?<!\S)(?:ال)+(?=\S\S)/g;

/** Return whether a name is in Arabic letters. */
export function isArabic(text) {
  return ARABIC_LETTER.test(text);
}

/** Fold only case, marks, spaces, apostrophes and the article. */
export function lightName(text) {
  const plain = plainName(text);
  if (!isArabic(plain)) return plain.replace(LATIN_ARTICLE, "").replaceAll(" ", "");
  const joined = plain.replace(ARABIC_ARTICLE, "").replaceAll(" ", "");
  return joined.replace(ARABIC_ARTICLE, "");
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
  plain = plain.replace(ARABIC_ARTICLE, "").replaceAll(" ", "").replace(ARABIC_ARTICLE, "");
  const letters = [...plain];
  return letters.length > 2 && "اي".includes(letters.at(-1)) ? `${letters.slice(0, -1).join("")}ه` : plain;
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

function latinKey(text) {
  const marked = text.normalize("NFC").replace(/[éÉ](?![\p{L}\p{N}_])/gu, "eh");
  let plain = plainName(marked).replace(LATIN_ARTICLE, "");
  if (plain.includes("sch")) {
    for (const [german, english] of GERMAN) plain = plain.replaceAll(german, english);
  }
  let parts = plain.split(" ").filter(Boolean);
  const named = parts.filter((word) => !NOT_THE_NAME.has(word));
  if (named.length) parts = named;
  if (parts.length === 0) return "";
  const last = parts.pop();
  return collapseKey([...parts.map(innerWord), lastWord(last)].join(""));
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
  return begun.replace(/[ywoeh]/g, (letter) => ONE_VOWEL[letter]).replace(/(.)\1+/gu, "$1");
}

/** Fold what depends on the joined words; repeat until nothing changes. */
function collapseKey(text) {
  const short = text.replace(/(.)\1+/gu, "$1").replace(/(?<=(.))a(?!\1|$)/gu, "");
  const again = short.replace(/n(?=b)/g, "m").replace(/^a(?=.)/u, "ɑ");
  return again === text ? text : collapseKey(again);
}
