// What changed hands between two days, and how much each actor has on one.

/** The changes of hands in the order of days: [day, place, code after]. */
export function changesOfHands({ days, units, before, after }, states) {
  const found = [];
  for (let i = 0; i < days.length; i += 1) {
    if (states[before[i]].key === states[after[i]].key) continue;
    found.push([days[i], units[i], after[i]]);
  }
  return found;
}

/** The places that other hands have on one day than on the other: {place, before, after}. */
export function changedPlaces(before, after, states) {
  const found = [];
  for (let place = 0; place < after.length; place += 1) {
    if (before[place] === after[place]) continue;
    if (states[before[place]].key === states[after[place]].key) continue;
    found.push({ place, before: before[place], after: after[place] });
  }
  return found;
}

/** The day next to one, in an ascending list, forth (1) or back (-1); -1 if there is none. */
export function neighbourDay(days, day, way) {
  const found = way > 0 ? days.find((one) => one > day) : days.findLast((one) => one < day);
  return found === undefined ? -1 : found;
}

/** How many places and how much ground (hectares) each actor has, and how many nobody alone. */
export function tally(codes, states, count, areas) {
  const places = new Array(count).fill(0);
  const ground = new Array(count).fill(0);
  const rest = { contested: 0, unknown: 0 };
  for (let place = 0; place < codes.length; place += 1) {
    const { status, actors } = states[codes[place]];
    if (status === "held") {
      places[actors[0]] += 1;
      ground[actors[0]] += areas[place];
    } else rest[status] += 1;
  }
  return { places, ground, ...rest };
}

/** For each place the day since which the same actors have had it, on the day of the series. */
export function sinceDays(series, states, since) {
  const found = [...since];
  for (let i = 0; i < series.done; i += 1) {
    if (states[series.before[i]].key === states[series.after[i]].key) continue;
    found[series.units[i]] = series.days[i];
  }
  return found;
}
