// Changes of control between two days, and the places and area of each actor on a day.

/** Return the changes of control in the order of days: [day, place, code after, code before]. */
export function controlChanges({ days, units, before, after }, states) {
  const found = [];
  for (let i = 0; i < days.length; i += 1) {
    if (states[before[i]].key === states[after[i]].key) continue;
    found.push([days[i], units[i], after[i], before[i]]);
  }
  return found;
}

/** Return the places whose control differs between two days: {place, before, after}. */
export function changedPlaces(before, after, states) {
  const found = [];
  for (let place = 0; place < after.length; place += 1) {
    if (before[place] === after[place]) continue;
    if (states[before[place]].key === states[after[place]].key) continue;
    found.push({ place, before: before[place], after: after[place] });
  }
  return found;
}

/** Return the next (1) or previous (-1) day in an ascending list, or -1 if there is none. */
export function neighbourDay(days, day, direction) {
  const found = direction > 0 ? days.find((one) => one > day) : days.findLast((one) => one < day);
  return found === undefined ? -1 : found;
}

/**
 * Count places and area (hectares) of each actor, and the contested and unknown places. `presumed` is
 * the area that each actor is only presumed to hold.
 */
export function tally(codes, states, count, areas) {
  const places = new Array(count).fill(0);
  const [hectares, presumed] = [new Array(count).fill(0), new Array(count).fill(0)];
  const rest = { contested: 0, unknown: 0 };
  for (let place = 0; place < codes.length; place += 1) {
    const { status, actors, evidence } = states[codes[place]];
    if (status === "held") {
      places[actors[0]] += 1;
      (evidence === "presumed" ? presumed : hectares)[actors[0]] += areas[place];
    } else rest[status] += 1;
  }
  return { places, hectares, presumed, ...rest };
}

/** Return for each place the day since which its control is the same, on the day of the series. */
export function sinceDays(series, states, since) {
  const found = [...since];
  for (let i = 0; i < series.done; i += 1) {
    if (states[series.before[i]].key === states[series.after[i]].key) continue;
    found[series.units[i]] = series.days[i];
  }
  return found;
}
