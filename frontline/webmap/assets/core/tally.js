// How much each actor has, and what two days differ in, kept in step with each change: from one
// day to the next nothing is counted anew.

/**
 * Make the count of what `tally` counts, for codes that change: `follow(units)` takes in those
 * that may have changed. `standing` also has the contested places, as a set: `fought`.
 */
export function makeStanding(codes, states, count, areas) {
  const counted = new Int16Array(codes.length).fill(-1);
  const standing = {
    places: new Array(count).fill(0), ground: new Array(count).fill(0),
    contested: 0, unknown: 0, fought: new Set(),
  };

  function put(unit, sign) {
    const { status, actors } = states[counted[unit]];
    if (status === "held") {
      standing.places[actors[0]] += sign;
      standing.ground[actors[0]] += sign * areas[unit];
      return;
    }
    standing[status] += sign;
    if (status === "contested") standing.fought[sign > 0 ? "add" : "delete"](unit);
  }

  return {
    standing,
    follow(units) {
      for (const unit of units) {
        if (counted[unit] === codes[unit]) continue;
        if (counted[unit] >= 0) put(unit, -1);
        counted[unit] = codes[unit];
        put(unit, 1);
      }
    },
  };
}

/** Make the set of units that other hands have in one list of codes than in the other. */
export function makeApart(one, other, states) {
  const apart = new Set();
  return {
    follow(units) {
      for (const unit of units) {
        if (states[one[unit]].key === states[other[unit]].key) apart.delete(unit);
        else apart.add(unit);
      }
    },
    /** The units in their order. */
    units: () => [...apart].sort((a, b) => a - b),
  };
}
