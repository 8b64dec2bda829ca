// What held on each day: the answers on the first day, then the changes, applied forth and back.

/** Undo differences: each number is the one before plus the step. */
export function runningSum(steps) {
  let total = 0;
  return steps.map((step) => (total += step));
}

/** Units (places, or parts of a road) whose codes change over the days. */
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

  /** Go to a day; gives the units that were touched on the way. */
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

  /** The changes of one unit up to the day moved to: [day, code before, code after]. */
  turns(unit) {
    const found = [];
    for (let i = 0; i < this.done; i += 1) {
      if (this.units[i] === unit) found.push([this.days[i], this.before[i], this.after[i]]);
    }
    return found;
  }
}

/** Read the answers: status, actors, evidence, and a `key` for all that have the same actors. */
export function decodeStates(states) {
  return states.map(([status, actors, evidence]) => ({
    status,
    actors,
    evidence: evidence || "",
    key: [status, ...actors].join("-"),
  }));
}

/** Read the changes of places, which are written as threes with days as differences. */
export function decodeChanges(flat) {
  const changes = [];
  let day = 0;
  for (let i = 0; i < flat.length; i += 3) {
    day += flat[i];
    changes.push([day, flat[i + 1], flat[i + 2]]);
  }
  return changes;
}

/** The day from which the same actors have had a place, whatever the evidence. */
export function sinceDay(series, states, since, unit) {
  let day = since[unit];
  for (const [when, before, after] of series.turns(unit)) {
    if (states[before].key !== states[after].key) day = when;
  }
  return day;
}
