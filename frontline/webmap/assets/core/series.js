// Control on each day: the codes on the first day and the changes, applied forward and backward; and
// the age of the last report.

/** Decode differences: each number is the one before plus the step. */
export function runningSum(steps) {
  let total = 0;
  return steps.map((step) => (total += step));
}

/** Units (places, or pieces of a road) whose codes change over the days. */
export class Series {
  /** `changes` are [day, unit, code], in the order of days. */
  constructor(initial, changes) {
    this.now = Int16Array.from(initial);
    this.days = changes.map((change) => change[0]);
    this.units = changes.map((change) => change[1]);
    this.after = changes.map((change) => change[2]);
    const codes = Int16Array.from(initial);
    this.before = changes.map(([, unit, code]) => {
      const old = codes[unit];
      codes[unit] = code;
      return old;
    });
    this.done = 0;
  }

  /** Go to a day; return the units that were changed on the way. */
  moveTo(day) {
    const touched = new Set();
    const put = (codes, index) => {
      this.now[this.units[index]] = codes[index];
      touched.add(this.units[index]);
    };
    while (this.done < this.days.length && this.days[this.done] <= day) {
      put(this.after, this.done);
      this.done += 1;
    }
    while (this.done > 0 && this.days[this.done - 1] > day) {
      this.done -= 1;
      put(this.before, this.done);
    }
    return touched;
  }

  /** Return the changes of one unit up to the current day: [day, code before, code after]. */
  changesOf(unit) {
    const found = [];
    for (let i = 0; i < this.done; i += 1) {
      if (this.units[i] === unit) found.push([this.days[i], this.before[i], this.after[i]]);
    }
    return found;
  }
}

/** Decode the states: status, actors, evidence, and a `key` shared by equal status and actors. */
export function decodeStates(states) {
  return states.map(([status, actors, evidence]) => ({
    status,
    actors,
    evidence: evidence || "",
    key: [status, ...actors].join("-"),
  }));
}

/**
 * Replace numbers in the rows of a history by what they stand for: days as dates, and words; and make a
 * row of each report: publisher, address, day of publication, and its stance unless it supports.
 */
export function decodeHistory(history, isoOf) {
  const { publisher, address, published, says } = history.reports;
  const stances = new Map(says);
  history.reports = publisher.map((number, i) => [
    number, address[i], published[i] === "" ? "" : isoOf(published[i]), stances.get(i),
  ]);
  for (const row of history.rows.flat()) {
    row[0] = history.kinds[row[0]];
    row[5] = history.evidence[row[5]];
    for (const at of [3, 4]) if (row[at] !== "") row[at] = isoOf(row[at]);
  }
}

/** Decode the changes of places, encoded as threes with days as differences. */
export function decodeChanges(flat) {
  const changes = [];
  let day = 0;
  for (let i = 0; i < flat.length; i += 3) {
    day += flat[i];
    changes.push([day, flat[i + 1], flat[i + 2]]);
  }
  return changes;
}

/** Return the day since which the same actors have had a place, whatever the evidence. */
export function sinceDay(series, states, since, unit) {
  let day = since[unit];
  for (const [when, before, after] of series.changesOf(unit)) {
    if (states[before].key !== states[after].key) day = when;
  }
  return day;
}

/** A marker fades one step after each of these numbers of days. */
const AGE_LIMITS = [30, 90];

/**
 * Return the day of the last report, as known on `day`. Days are counted from the first day;
 * `reports` has the first such day, then pairs of a day and the age of the last report on it. An
 * age below zero means that the reports go on for so many days.
 */
export function reportedOn(reports, day) {
  let shown = reports[0];
  for (let i = 1; i < reports.length && reports[i] <= day; i += 2) shown = reports[i] - reports[i + 1];
  return Math.min(shown, day);
}

/** Return how far a marker has faded: 0 up to 30 days, 1 up to 90 days, 2 after that. */
export function ageStep(reports, day) {
  const age = day - reportedOn(reports, day);
  let step = 0;
  while (age > AGE_LIMITS[step]) step += 1;
  return step;
}
