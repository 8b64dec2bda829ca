// What is marked on the ground of a day: what was gained since another day, and enclaves of old claims.

import {ageStep} from "../core/series.js";
import {changedPlaces} from "../core/changes.js";
import {UNIT_ZOOM} from "../core/mercator.js";

/** The age step from which a claim is old, and the most places of an enclave. */
const OLD_STEP = 2;
const MAX_ENCLAVE = 3;

/** Return the places that their holder has taken from another since the day they are compared with. */
export function gainedPlaces(changes, states) {
  const isGain = ({ before, after }) => states[after].status === "held" && states[before].status !== "unknown";
  return new Set(changes.filter(isGain).map(({ place }) => place));
}

/**
 * Return the places in enclaves of old claims: up to three neighbours of one holder, with others of
 * another holder around them, whose control only old single claims support. `neighbours(place)` are the
 * places around a place, and `reported` when each was reported.
 */
export function oldEnclaves(codes, states, reported, day, neighbours) {
  const isOld = (place) =>
    states[codes[place]].evidence === "claimed" && ageStep(reported[place], day) >= OLD_STEP;
  const found = new Set();
  const seen = new Set();
  for (let place = 0; place < codes.length; place += 1) {
    if (seen.has(place) || !isOld(place)) continue;
    const { key } = states[codes[place]];
    const group = new Set([place]);
    for (const one of group) {
      if (group.size > MAX_ENCLAVE) break;
      for (const other of neighbours(one)) if (states[codes[other]].key === key) group.add(other);
    }
    for (const one of group) seen.add(one);
    const isEnclave = group.size <= MAX_ENCLAVE && [...group].every(isOld) &&
      [...group].some((one) => [...neighbours(one)].some((other) => states[codes[other]].status === "held" && !group.has(other)));
    if (isEnclave) for (const one of group) found.add(one);
  }
  return found;
}

/** Return boxes that cover a path: the spans of its rings on lines that are `step` apart. */
export function coverBoxes(rings, step) {
  const boxes = [];
  const ys = rings.flat().map(([, y]) => y);
  for (let y = Math.min(...ys) + step / 2; y < Math.max(...ys); y += step) {
    const crossings = rings.flatMap((ring) => ring.flatMap(([x, low], i) => {
      const [other, high] = ring[(i + 1) % ring.length];
      return low <= y === high <= y ? [] : [x + ((other - x) * (y - low)) / (high - low)];
    })).sort((one, other) => one - other);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      boxes.push([crossings[i], y - step / 2, crossings[i + 1], y + step / 2]);
    }
  }
  return boxes;
}

/** Numbers of path data, and half the side of the box around a point of the front, in pixels. */
const POINTS = /-?[\d.]+ -?[\d.]+/g;
const CLEARANCE = 4;
const MAX_PIECES = 200;

/** Make the marks; `territory` has the neighbours of each place, or null if it does not consist of cells. */
export function makeMarks({ data, states, series, isoOf, plane }, { neighbours }) {
  let news = new Set();

  /** Return what is compared with a day: the chosen day, else that of the page, else the last change. */
  function reference(compared) {
    if (compared.pinned) {
      return { changes: compared.isBack ? [] : compared.changes, iso: compared.fromIso, codes: compared.codes };
    }
    if (data.since) {
      return { changes: changedPlaces(data.since.codes, series.now, states), iso: data.since.day, codes: data.since.front ? data.since.codes : null };
    }
    return { changes: data.days > 1 ? compared.changes : [], iso: compared.fromIso, codes: null };
  }

  return {
    /** Return the marks of a day: the places of `gained` and `old`, the `gainers`, and the earlier codes. */
    of(compared, day) {
      const { changes, iso, codes } = reference(compared);
      const gained = gainedPlaces(changes, states);
      news = new Set(changes.map(({ place }) => place));
      const marked = { gained, old: new Set(), gainers: new Set(), since: iso || isoOf(0), earlier: null };
      // Ground that a publisher drew has no cells of places to mark.
      if (!neighbours) return marked;
      return {
        ...marked, earlier: codes,
        old: oldEnclaves(series.now, states, data.reported, day, neighbours),
        gainers: new Set([...gained].map((place) => states[series.now[place]].actors[0])),
      };
    },
    /** Return the places that changed, whose labels come first. */
    changed: () => news,
    /** Return boxes around the front and contested ground in pixels of the layer, which labels avoid. */
    avoided(map, { front = "", presumed = "", outline = "", territory: ground = {} }) {
      const scale = 2 ** (map.getZoom() - UNIT_ZOOM);
      const origin = map.getPixelOrigin();
      const size = map.getSize();
      const corner = map.containerPointToLayerPoint([0, 0]);
      const boxes = [];
      const linesOf = (path) => path.split("M").slice(1).map((line) => [...line.matchAll(POINTS)].map(([text]) => {
        const [x, y] = text.split(" ").map(Number);
        return [(x + plane.corner[0]) * scale - origin.x, (y + plane.corner[1]) * scale - origin.y];
      }));
      for (const [key, path] of Object.entries(ground)) {
        if (key.startsWith("contested") && path) boxes.push(...coverBoxes(linesOf(path), 2 * CLEARANCE));
      }
      for (const points of linesOf(`${front}${presumed}${outline}`)) {
        points.forEach(([x, y], i) => {
          if (x < corner.x || y < corner.y || x > corner.x + size.x || y > corner.y + size.y) return;
          const [px, py] = points[i - 1] ?? [x, y];
          const pieces = Math.min(Math.ceil(Math.hypot(x - px, y - py) / (2 * CLEARANCE)), MAX_PIECES);
          for (let k = 0; k < Math.max(pieces, 1); k += 1) {
            const [u, v] = [x + ((px - x) * k) / pieces || x, y + ((py - y) * k) / pieces || y];
            boxes.push([u - CLEARANCE, v - CLEARANCE, u + CLEARANCE, v + CLEARANCE]);
          }
        });
      }
      return boxes;
    },
  };
}
