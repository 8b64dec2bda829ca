// Lists of whole numbers that `packing.py` has written as short texts.

/** The signs of numbers, and how many of them end a number; the others have the digits before. */
const PACKED_SIGNS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).join("").replace(/["&<>[\\\]]/g, "");
const PACKED_ENDINGS = 57;
const PACKED_DIGITS = PACKED_SIGNS.length - PACKED_ENDINGS;

/** Return a value with all packed lists decoded. */
export function unpack(value) {
  if (Array.isArray(value)) return value.map(unpack);
  if (value === null || typeof value !== "object") return value;
  if (typeof value.packed === "string") return readNumbers(value.packed);
  if (Array.isArray(value.columns)) return joinColumns(value.columns.map(unpack));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unpack(one)]));
}

/** Decode a text: a list of numbers, empty texts and lists of these. */
function readNumbers(text) {
  const digits = new Int8Array(128);
  [...PACKED_SIGNS].forEach((sign, i) => { digits[sign.charCodeAt(0)] = i; });
  const isNatural = text[0] === "+";
  const open = [];
  let list = [];
  let number = 0;
  for (let i = 1; i < text.length; i += 1) {
    const sign = text[i];
    const digit = digits[text.charCodeAt(i)];
    if (sign === "[") {
      open.push(list);
      list = [];
    } else if (sign === "]") {
      const inner = list;
      list = open.pop();
      list.push(inner);
    } else if (sign === " ") {
      list.push("");
    } else if (digit >= PACKED_ENDINGS) {
      number = number * PACKED_DIGITS + digit - PACKED_ENDINGS + 1;
    } else {
      number = number * PACKED_ENDINGS + digit;
      list.push(isNatural ? number : signedOf(number));
      number = 0;
    }
  }
  return list;
}

/** Return the number that is written as 0, 1, 2, 3, 4 for 0, -1, 1, -2, 2. */
function signedOf(number) {
  return number % 2 ? -(number + 1) / 2 : number / 2;
}

/** Join columns to lists: `counts` has the number of entries of each list. */
function joinColumns([counts, ...columns]) {
  let entry = 0;
  return counts.map((count) => {
    const list = [];
    for (const end = entry + count; entry < end; entry += 1) for (const column of columns) list.push(column[entry]);
    return list;
  });
}
