// How near a name is to what was written, by the rules of frontline/gazetteer/matching.py, which a
// test compares.

import {NUMBER_MARK} from "./numbering.js";

/** The slips that a name of so many letters may have; a shorter one may have none. */
const SLIPS = [[8, 2], [5, 1]];
const IN_KEY = new RegExp(
  `\\d+|(?<=${NUMBER_MARK})[^\\d${NUMBER_MARK}](?=$|${NUMBER_MARK})|^[^\\d${NUMBER_MARK}](?=${NUMBER_MARK})`, "gu",
);

const numbersOf = (key) => key.match(IN_KEY) ?? [];

/** Return whether a name may continue a text: "Block 11" does not continue "Block 1". */
export function continuesNumbers(text, name) {
  const numbers = numbersOf(name);
  return numbersOf(text).every((number, i) => number === numbers[i]);
}

/** Return how many letters of a name may be wrong for it to be suggested. */
const mostSlips = (text) => SLIPS.find(([letters]) => text.length >= letters)?.[1] ?? 0;

/** Return letters left out, added, replaced or transposed; Infinity if more than `most`. */
export function countSlips(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let [before, last, row] = [[], Array.from({ length: b.length + 1 }, (_, j) => j), []];
  for (let i = 1; i <= a.length; i += 1) {
    row[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let slips = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      const crossed = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (crossed) slips = Math.min(slips, before[j - 2] + 1);
      row[j] = slips;
      least = Math.min(least, slips);
    }
    if (least > most) return Infinity;
    [before, last, row] = [last, row, before];
  }
  return last[b.length] <= most ? last[b.length] : Infinity;
}

/** Return the slips between a text and the name that it may mean; Infinity if it means another. */
export function slipsTo(text, name) {
  const slips = countSlips(text, name, mostSlips(text));
  return slips < Infinity && String(numbersOf(text)) === String(numbersOf(name)) ? slips : Infinity;
}
