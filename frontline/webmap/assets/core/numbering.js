// Names split into words and designators, the numbers and letters that number a place: the same
// steps as in frontline/gazetteer/numbering.py, which a test compares.

/** Stands in keys between a designator and its neighbours. */
export const NUMBER_MARK = "\u16dd";

const BORDER = /(?<=[^\d\s])(?=\d)|(?<=\d)(?=[^\d\s])|\u16dd/g;
const ROMAN = new Map(Object.entries({
  ii: "2", iii: "3", iv: "4", vi: "6", vii: "7", viii: "8", ix: "9", xi: "11", xii: "12", xiii: "13",
  xiv: "14", xv: "15", xvi: "16", xvii: "17", xviii: "18", xix: "19", xx: "20", іі: "2", ііі: "3",
}));
const NUMBER_WORDS = new Set(["no", "nr", "num", "number", "номер", "رقم"]);

const isNumber = (word) => /^\d+$/.test(word ?? "");

/** Split a name in plain letters into tokens: `text`, and whether it is a `designator`. */
export function splitName(plain) {
  const words = plain.replace(BORDER, " ").split(" ").filter(Boolean)
    .filter((word, i, all) => !(i > 0 && NUMBER_WORDS.has(word) && isNumber(all[i + 1])));
  return words.map((word, i) => nameToken(word, words[i - 1], words[i + 1]));
}

function nameToken(word, before, after) {
  if (isNumber(word)) {
    return { text: isNumber(before) ? word : word.replace(/^0+(?=\d)/, ""), designator: true };
  }
  if (before && ROMAN.has(word)) return { text: ROMAN.get(word), designator: true };
  const isLast = before && !after && word !== "a";
  const numbered = isNumber(before) || isNumber(after);
  return { text: word, designator: [...word].length === 1 && Boolean(isLast || numbered) };
}

/** Join words without spaces, and set designators apart. */
export function joinTokens(tokens) {
  return tokens.map(({ text, designator }, i) => {
    const isApart = i > 0 && (designator || tokens[i - 1].designator);
    return isApart ? NUMBER_MARK + text : text;
  }).join("");
}
