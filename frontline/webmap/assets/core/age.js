// The age of the information on a place: the days since the last report that supports it.

/** A marker fades one step after each of these numbers of days. */
const AGE_LIMITS = [30, 90];

/**
 * Return the day of the last report, as known on `day`. Days are counted from the first day;
 * `reports` has the first such day, then pairs of a day and the age of the last report on it.
 */
export function reportedOn(reports, day) {
  let shown = reports[0];
  for (let i = 1; i < reports.length && reports[i] <= day; i += 2) shown = reports[i] - reports[i + 1];
  return shown;
}

/** Return how far a marker has faded: 0 up to 30 days, 1 up to 90 days, 2 after that. */
export function ageStep(reports, day) {
  const age = day - reportedOn(reports, day);
  return AGE_LIMITS.filter((limit) => age > limit).length;
}
