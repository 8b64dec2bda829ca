// The history of a road: the holder of each part on each day, and the towns along it.

/** Maximum distance in metres of a town from the road it lies on; a city is larger. */
export const TOWN_RADIUS_M = 3500;
const CITY_RADIUS_M = 8000;

/** Return the patches of one state: [day, day after, metres, metres, code]. */
export function patches({ cuts, initial, changes }, days) {
  const found = [];
  const now = [...initial];
  const since = initial.map(() => 0);
  const close = (piece, day) => {
    if (day > since[piece]) found.push([since[piece], day, cuts[piece], cuts[piece + 1], now[piece]]);
    since[piece] = day;
  };
  for (const [day, piece, code] of changes) {
    close(piece, day);
    now[piece] = code;
  }
  now.forEach((_, piece) => close(piece, days));
  return found;
}

/**
 * Return the first reports of stretches about which nothing was known: [day, metres, metres]. They are no
 * captures: who held the stretch before is not known.
 */
export function firstReports({ cuts, initial, changes }, states) {
  const isUnknown = (code) => states[code].status === "unknown";
  const waiting = new Set([...initial.keys()].filter((piece) => isUnknown(initial[piece])));
  const found = [];
  for (const [day, piece, code] of changes) {
    if (!waiting.has(piece) || isUnknown(code)) continue;
    waiting.delete(piece);
    found.push([day, cuts[piece], cuts[piece + 1]]);
  }
  return found;
}

/** Return the code at a position of a road on a day. */
export function controlAt({ cuts, initial, changes }, day, metres) {
  let piece = 0;
  while (piece < initial.length - 1 && cuts[piece + 1] < metres) piece += 1;
  let code = initial[piece];
  for (const [when, which, after] of changes) if (when <= day && which === piece) code = after;
  return code;
}

/** Return the key under which a state is counted on a road: ground that is only presumed is apart. */
export function shareKey({ key, evidence }) {
  return evidence === "presumed" ? `${key} presumed` : key;
}

/** Return the shares of a road by `shareKey` on each day of change: [day, Map of key to share]. */
export function sharesByDay({ cuts, initial, changes }, states) {
  const now = [...initial];
  const whole = cuts[cuts.length - 1] - cuts[0];
  const shares = () => {
    const found = new Map();
    now.forEach((code, piece) => {
      const key = shareKey(states[code]);
      found.set(key, (found.get(key) ?? 0) + (cuts[piece + 1] - cuts[piece]) / whole);
    });
    return found;
  };
  const rows = [[0, shares()]];
  changes.forEach(([day, piece, code], i) => {
    now[piece] = code;
    if (i === changes.length - 1 || changes[i + 1][0] !== day) rows.push([day, shares()]);
  });
  return rows;
}

/** Return metres along a line to the point nearest to another, and the distance between them. */
export function nearestPointOn({ points, along }, [x, y]) {
  let [metres, least] = [0, Infinity];
  for (let i = 1; i < points.length; i += 1) {
    const one = points[i - 1];
    const dx = points[i][0] - one[0];
    const dy = points[i][1] - one[1];
    const share = ((x - one[0]) * dx + (y - one[1]) * dy) / (dx * dx + dy * dy || 1);
    const limited = Math.min(Math.max(share, 0), 1);
    const square = (one[0] + limited * dx - x) ** 2 + (one[1] + limited * dy - y) ** 2;
    if (square < least) [metres, least] = [along[i - 1] + limited * (along[i] - along[i - 1]), square];
  }
  return [metres, Math.sqrt(least)];
}

/** Return the towns on a road, the important ones first: {index, metres}. */
export function townsOn(road, { places, plane }) {
  const [, y] = plane.units(places.x[0] ?? 0, places.y[0] ?? 0);
  const [, south] = plane.units(places.x[0] ?? 0, (places.y[0] ?? 0) + 100);
  // A hundred steps of the grid are 111 m along a meridian.
  const unit = Math.abs(y - south) / 111;
  return places.order
    .filter((index) => places.rank[index] < 4)
    .map((index) => [index, nearestPointOn(road, plane.units(places.x[index], places.y[index]))])
    .filter(([index, [, off]]) => off <= unit * (places.rank[index] ? TOWN_RADIUS_M : CITY_RADIUS_M))
    .map(([index, [metres]]) => ({ index, metres }));
}
