// How near a name is to what was written, by the rules of frontline/gazetteer/matching.py, which a
// test compares.

import {NUMBER_MARK} from "./numbering.js";

/** The slips that a name of so many letters may have; a shorter one may have none. */
const SLIPS = [[8, 2], [5, 1]];
const SHORTEST_PART = 3;
const IN_KEY = new RegExp(
  `\\d+|(?<=${NUMBER_MARK})[^\\d${NUMBER_MARK}](?=$|${NUMBER_MARK})|^[^\\d${NUMBER_MARK}](?=${NUMBER_MARK})`, "gu",
);

const numbersOf = (key) => key.match(IN_KEY) ?? [];

/** Return whether a name may continue a text: "Block 11" does not continue "Block 1". */
export function continuesNumbers(text, name) {
  const numbers = numbersOf(name);
  return numbersOf(text).every((number, i) => number === numbers[i]);
}

/** Return letters left out, added, replaced or transposed; Infinity if more than `most`. */
export function countSlips(one, other, most) {
  const [a, b] = [[...one], [...other]];
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let before = [];
  let last = b.map((_, j) => j);
  last.push(b.length);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      const crossed = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (crossed) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[b.length] <= most ? last[b.length] : Infinity;
}

/**
 * Return the rank and the distance of a name that a misspelt or incomplete one may mean, or null.
 * Rank 0 is a slip of the pen, 1 a name that begins with the text, 2 one that contains it.
 */
export function nearness(text, name) {
  const size = [...text].length;
  const most = SLIPS.find(([letters]) => size >= letters)?.[1] ?? 0;
  const slips = countSlips(text, name, most);
  const same = String(numbersOf(text)) === String(numbersOf(name));
  if (slips < Infinity && same) return [0, slips];
  if (size < SHORTEST_PART || !name.includes(text) || !continuesNumbers(text, name)) return null;
  return [name.startsWith(text) ? 1 : 2, [...name].length - size];
}
