// What lies near a place: chosen among the measurements of the library, none are made here.

import {element, name, phrase} from "../core/dom.js";
import {actorAfter} from "../core/names.js";

/** A length in words: metres under a kilometre, else kilometres with one decimal. */
export function sayLength(metres, words) {
  if (metres < 1000) return phrase(words.metres, { count: Math.round(metres) });
  return phrase(words.kilometres, { count: (metres / 1000).toFixed(1) });
}

/** A bearing in degrees as the nearest of the sixteen winds. */
export function sayWind(bearing, words) {
  return words.winds[Math.floor(bearing / 22.5 + 0.5) % 16];
}

/** Read the lists of a page; each answer is found when it is asked for. */
export function readNear({ neighbours, front, roads }) {
  return {
    known: neighbours.length > 0,

    /** The nearest place that `isHeld` says yes to: {place, edge, centre, bearing}, or null. */
    nearest(place, isHeld) {
      const flat = neighbours[place];
      let edge = 0;
      for (let i = 0; i < flat.length; i += 4) {
        edge += flat[i + 1];
        if (!isHeld(flat[i])) continue;
        return { place: flat[i], edge, centre: edge + flat[i + 2], bearing: flat[i + 3] / 10 };
      }
      return null;
    },

    /** The front on a day: {centre, bearing, slack}, or null where none is drawn. */
    front(place, day) {
      const flat = front[place];
      let found = null;
      let when = 0;
      for (let i = 0; i < flat.length; i += 4) {
        when += flat[i];
        if (when > day) break;
        found = flat[i + 1] < 0
          ? null
          : { centre: flat[i + 1], bearing: flat[i + 2] / 10, slack: flat[i + 3] };
      }
      return found;
    },

    /** The highways, in their order: {centre, along, bearing}. */
    roads: (place) =>
      roads.map((flat) => {
        const [centre, along, bearing] = flat.slice(3 * place, 3 * place + 3);
        return { centre, along, bearing: bearing / 10 };
      }),
  };
}

/** Read where the front is nearest to the key places: on a day {place, centre, bearing, slack}. */
export function readKeyFronts({ near, keys }) {
  const known = near.front.length > 0;
  const { front } = readNear(known ? near : { ...near, front: near.keys });
  return (day) =>
    keys
      .map((place, i) => ({ place, ...front(known ? place : i, day) }))
      .filter(({ centre }) => centre !== undefined)
      .sort((one, other) => one.centre - other.centre);
}

/** Make the lines of a card on what is near; `chosen(index)` is called for a place named. */
export function makeNearby({ data, places, states, series, actors, roads, words, chosen }) {
  const near = readNear(data.near);
  const length = (what, metres) =>
    element("data", { class: what, value: metres }, sayLength(metres, words));
  const wind = (bearing) =>
    element("data", { class: "bearing", value: bearing }, sayWind(bearing, words));
  const row = (title, ...text) => [element("dt", {}, title), element("dd", {}, ...text)];
  const small = (...text) => element("small", {}, ...text);

  function toActor(place, actor) {
    const isHeld = (index) => {
      const state = states[series.now[index]];
      return state.status === "held" && state.actors[0] === actor;
    };
    const title = phrase(words.nearestOf, { actor: actorAfter(actors[actor]) });
    const way = near.nearest(place, isHeld);
    if (!way) return row(title, words.holdsNothing);
    const error = places.error[place] + places.error[way.place];
    const low = Math.max(0, way.edge - error);
    const go = { type: "button", class: "go", click: () => chosen(way.place) };
    const found = row(
      title, element("button", go, name(places.title[way.place])), " ",
      length("centre", way.centre), " ", wind(way.bearing),
      small(
        words.edges, " ", length("edge", way.edge), words.semicolon, words.withErrors, " ",
        length("low", low), "–", length("high", way.centre + error),
      ),
    );
    found[1].dataset.place = places.id[way.place];
    found[1].dataset.actor = actors[actor][0];
    return found;
  }

  function toFront(place, day) {
    const way = near.front(place, day);
    if (!way) return row(words.front, words.noFront);
    const found = row(
      words.front, length("centre", way.centre), " ", wind(way.bearing),
      small(words.frontSlack, " ", length("slack", way.slack)),
    );
    found[1].dataset.to = "front";
    return found;
  }

  function toRoad(way, road) {
    const along = (way.along / 1000).toFixed(1);
    const chainage = element("data", { class: "along", value: way.along }, along);
    const found = row(
      road.id.toUpperCase(), length("centre", way.centre), " ", wind(way.bearing),
      small(words.kilometre, " ", chainage),
    );
    found[1].dataset.to = road.id;
    return found;
  }

  /** The lines for a place on a day, none where nothing was measured. */
  return function nearby(place, day) {
    if (!near.known || place >= places.cells) return [];
    const state = states[series.now[place]];
    const own = state.status === "held" ? state.actors[0] : -1;
    const rows = actors.flatMap((_, actor) => (actor === own ? [] : toActor(place, actor)));
    const ways = near.roads(place);
    return [
      element("h3", {}, words.near),
      element(
        "dl", { class: "near" }, ...rows, ...toFront(place, day),
        ...roads.flatMap((road, i) => toRoad(ways[i], road)),
      ),
    ];
  };
}
