// Distances from a place, selected from the measurements in the data; nothing is measured here.

import {element, formatMessage, name} from "../core/dom.js";
import {actorInText} from "../core/names.js";

/** Write the number of a length, as exactly as reports allow: in metres below a kilometre. */
export function lengthNumber(metres, error = 0) {
  if (metres < 1000) return String(metres < 100 ? Math.round(metres) : 10 * Math.round(metres / 10));
  return (metres / 1000).toFixed(metres < 99_950 && error < 1000 ? 1 : 0);
}

/**
 * Write a length: tens of metres below a kilometre, then tenths of a kilometre, then kilometres. With an
 * error of a kilometre or more there are no tenths.
 */
export function formatLength(metres, messages, error = 0) {
  return formatMessage(metres < 1000 ? messages.metres : messages.kilometres, { count: lengthNumber(metres, error) });
}

/** Write a bearing in degrees as the nearest of sixteen compass directions. */
export function formatDirection(bearing, messages) {
  return messages.directions[Math.floor(bearing / 22.5 + 0.5) % 16];
}

/** Degrees between two of the sixteen directions. */
const DIRECTION_DEG = 22.5;

/** Return the metres of a code: see `code_of_length` in nearest.py. */
export function metresOf(code) {
  return code < 1000 ? code : 10 * (code - 900) + 5;
}

const slackOrOther = (number) => (number < 0 ? { slack: 0, other: -1 - number } : { slack: metresOf(number) });

/** Make the functions that look up distances in the encoded lists. */
export function decodeNearest({ neighbours, front, ground, roads }) {
  return {
    known: neighbours.length > 0,

    /** Return the nearest place for which `isHeld`: {place, edge, centre, bearing}, or null. */
    nearest(place, isHeld) {
      const flat = neighbours[place];
      let edge = 0;
      for (let i = 0; i < flat.length; i += 4) {
        edge += flat[i + 1];
        if (!isHeld(flat[i])) continue;
        return {
          place: flat[i], edge: metresOf(edge), centre: metresOf(edge + flat[i + 2]), bearing: flat[i + 3] * DIRECTION_DEG,
        };
      }
      return null;
    },

    /**
     * Return the front on a day: {centre, bearing, slack}, or null if there is none. Where no line is
     * known, `other` is the nearest place of another holder, and the front is somewhere before it.
     */
    front(place, day) {
      const flat = front[place];
      let found = null;
      let when = 0;
      for (let i = 0; i < flat.length; i += 4) {
        when += flat[i];
        if (when > day) break;
        found = flat[i + 1] < 0
          ? null
          : { centre: metresOf(flat[i + 1]), bearing: flat[i + 2] * DIRECTION_DEG, ...slackOrOther(flat[i + 3]) };
      }
      return found;
    },

    /** Return how far from a place unknown ground begins on a day, in metres. */
    unknownFrom(place, day) {
      const flat = ground[place];
      let found = -1;
      let when = 0;
      for (let i = 0; i < flat.length; i += 2) {
        when += flat[i];
        if (when > day) break;
        found = flat[i + 1];
      }
      return found < 0 ? Infinity : metresOf(found);
    },

    /** Return the highways, in their order: {centre, along, bearing}. */
    roads: (place) =>
      roads.map((flat) => {
        const [centre, along, bearing] = flat.slice(3 * place, 3 * place + 3);
        return { centre: metresOf(centre), along: metresOf(along), bearing: bearing * DIRECTION_DEG };
      }),
  };
}

/** Return the distances from the key places to the front: on a day each `place` with its `front`. */
export function keyPlaceFronts({ near, keys }) {
  const known = near.front.length > 0;
  const { front } = decodeNearest(known ? near : { ...near, front: near.keys });
  return (day) =>
    keys
      .map((place, i) => ({ place, ...front(known ? place : i, day) }))
      .filter(({ centre }) => centre !== undefined)
      .sort((one, other) => one.centre - other.centre);
}

/** Make the distances of a card; `chosen(index)` is called when a reader selects a place. */
export function makeNearby({ data, places, states, series, actors, roads, messages, chosen }) {
  const near = decodeNearest(data.near);
  const length = (what, metres, error = 0) =>
    element("data", { class: what, value: metres }, formatLength(metres, messages, error));
  /** Write a range of lengths, with the unit once if it is the same. */
  const lengthRange = (low, high) => {
    const isSameUnit = (low < 1000) === (high < 1000);
    const first = isSameUnit ? element("data", { class: "low", value: low }, lengthNumber(low)) : length("low", low);
    return [first, "–", length("high", high)];
  };
  const direction = (bearing) =>
    element("data", { class: "bearing", value: bearing }, formatDirection(bearing, messages));
  const row = (title, ...text) => [element("dt", {}, title), element("dd", {}, ...text)];
  const small = (...text) => element("small", {}, ...text);

  /** Say that a length is only the nearest known, if nearer ground is unknown. */
  const knownOnly = (place, day, low) =>
    (near.unknownFrom(place, day) < low ? [" ", small(messages.nearestKnown)] : []);

  function toActor(place, actor, day) {
    const isHeld = (index) => {
      const state = states[series.now[index]];
      return state.status === "held" && state.actors[0] === actor;
    };
    const title = formatMessage(messages.nearestHeldBy, { actor: actorInText(actors[actor]) });
    const nearest = near.nearest(place, isHeld);
    if (!nearest) return row(title, messages.nearestNone);
    const error = places.error[place] + places.error[nearest.place];
    const low = Math.max(0, nearest.edge - error);
    const go = { type: "button", class: "place-link", click: () => chosen(nearest.place) };
    const found = row(
      title, element("button", go, name(places.title[nearest.place])), " ",
      length("centre", nearest.centre), " ", direction(nearest.bearing),
      ...knownOnly(place, day, low),
      small(
        messages.edgeToEdge, " ", length("edge", nearest.edge), " (", messages.distanceRange, " ",
        ...lengthRange(Math.min(low, near.unknownFrom(place, day)), nearest.centre + error), ")",
      ),
    );
    found[1].dataset.place = places.id[nearest.place];
    found[1].dataset.actor = actors[actor][0];
    return found;
  }

  function toFront(place, day) {
    const line = near.front(place, day);
    if (!line) return row(messages.front, messages.frontNone);
    if (line.other !== undefined) {
      const bound = formatMessage(messages.frontBound, {
        length: formatLength(line.centre, messages), place: places.title[line.other],
      });
      const found = row(messages.front, bound);
      found[1].dataset.to = "front";
      return found;
    }
    const found = row(
      messages.front, length("centre", line.centre, line.slack), " ", direction(line.bearing),
      ...knownOnly(place, day, line.centre - line.slack),
      small("±", length("slack", line.slack, line.slack)),
    );
    found[1].dataset.to = "front";
    return found;
  }

  function toRoad(nearest, road) {
    const along = (nearest.along / 1000).toFixed(1);
    const chainage = element("data", { class: "along", value: nearest.along }, along);
    const found = row(
      road.id.toUpperCase(), length("centre", nearest.centre),
      ...(nearest.centre ? [" ", direction(nearest.bearing)] : []),
      small(messages.atKilometre, " ", chainage),
    );
    found[1].dataset.to = road.id;
    return found;
  }

  /** Return the distances from a place on a day; nothing if they were not measured. */
  return function nearby(place, day) {
    if (!near.known || place >= places.cells || data.near.neighbours[place].length === 0) return [];
    const state = states[series.now[place]];
    const own = state.status === "held" ? state.actors[0] : -1;
    const rows = actors.flatMap((_, actor) => (actor === own ? [] : toActor(place, actor, day)));
    const distances = near.roads(place);
    return [
      element("h3", {}, messages.distances),
      element(
        "dl", { class: "nearby" }, ...rows, ...toFront(place, day),
        ...roads.flatMap((road, i) => toRoad(distances[i], road)),
      ),
    ];
  };
}
