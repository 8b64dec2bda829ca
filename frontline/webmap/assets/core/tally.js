// Running totals of each actor, and the differences between two days. They are updated with each
// change, so that moving by a day does not count everything again.

/**
 * Make running totals of what `tally` counts, for codes that change. `update(units)` is called with
 * the units that may have changed. `totals.contestedPlaces` is the set of contested places.
 */
export function makeRunningTally(codes, states, count, areas) {
  const applied = new Int16Array(codes.length).fill(-1);
  const totals = {
    places: new Array(count).fill(0), hectares: new Array(count).fill(0), presumed: new Array(count).fill(0),
    contested: 0, unknown: 0, contestedPlaces: new Set(),
  };

  function put(unit, sign) {
    const { status, actors, evidence } = states[applied[unit]];
    if (status === "held") {
      totals.places[actors[0]] += sign;
      totals[evidence === "presumed" ? "presumed" : "hectares"][actors[0]] += sign * areas[unit];
      return;
    }
    totals[status] += sign;
    if (status === "contested") totals.contestedPlaces[sign > 0 ? "add" : "delete"](unit);
  }

  return {
    totals,
    update(units) {
      for (const unit of units) {
        if (applied[unit] === codes[unit]) continue;
        if (applied[unit] >= 0) put(unit, -1);
        applied[unit] = codes[unit];
        put(unit, 1);
      }
    },
  };
}

/** Make the set of units whose control differs between two lists of codes. */
export function makeDifference(one, other, states) {
  const different = new Set();
  return {
    update(units) {
      for (const unit of units) {
        if (states[one[unit]].key === states[other[unit]].key) different.delete(unit);
        else different.add(unit);
      }
    },
    /** Return the units in ascending order. */
    units: () => [...different].sort((a, b) => a - b),
  };
}
