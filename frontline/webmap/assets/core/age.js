// How old the answer for a place is: the days since the last report that it stands on.

/** From this many days on a mark pales by a step. */
const PALER_AFTER = [30, 90];

/** The day of the last report, as it stood on a day; both are counted from the first. */
export function reportedOn(turns, day) {
  let shown = turns[0];
  for (let i = 1; i < turns.length && turns[i] <= day; i += 2) shown = turns[i] - turns[i + 1];
  return shown;
}

/** How far a mark has paled: 0 to 30 days, 1 to 90, 2 beyond. */
export function ageStep(turns, day) {
  const age = day - reportedOn(turns, day);
  return PALER_AFTER.filter((limit) => age > limit).length;
}
