// Control, numbers and lists of places as text.

import {formatCount, formatMessage} from "./dom.js";
import {actorInText, actorName} from "./names.js";

/** Keep a name in its own direction inside a sentence. */
export function isolate(text) {
  return `\u2068${text}\u2069`;
}

/** Write a whole number with separated thousands; Intl.NumberFormat takes milliseconds to load. */
export function formatNumber(number) {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** Write a whole number with its sign, which stays before it in text of any direction. */
export function formatSigned(number) {
  const size = formatNumber(Math.abs(number));
  if (number === 0) return "±0";
  return `\u2066${number > 0 ? "+" : "−"}${size}\u2069`;
}

/** Write an area in square kilometres with two significant digits, or three from a hundred on. */
export function formatArea(hectares) {
  const area = Math.abs(hectares) / 100;
  if (area >= 9.95) return formatNumber(Number(area.toPrecision(area < 99.5 ? 2 : 3)));
  return area < 1e-6 ? "0" : area.toPrecision(2);
}

/** Write a difference of areas with its sign. */
export function formatSignedArea(hectares) {
  const size = formatArea(hectares);
  return size === "0" ? "±0" : `\u2066${hectares > 0 ? "+" : "−"}${size}\u2069`;
}

/** Make the functions that describe control and list places. */
export function makePhrases({ states, actors, places, messages }) {
  const join = (state, nameOf) => state.actors.map((actor) => nameOf(actors[actor])).join(messages.actorsJoin);
  const actorNames = (state) => join(state, actorName);
  const isTwoSided = actors.length <= 2;
  const placeCount = (count) => formatCount(messages.places, count);

  /** Describe the control of a place: "Held by ...". */
  function control(code) {
    const state = states[code];
    if (state.status === "unknown") return messages.unknown;
    if (state.status === "held") return formatMessage(messages.held, { actor: join(state, actorInText) });
    if (isTwoSided) return messages.contested;
    return formatMessage(messages.contestedBetween, { actors: join(state, actorInText) });
  }

  /** Name the holder of a place, without a verb, for a column. */
  function holder(code) {
    const state = states[code];
    if (state.status === "unknown") return messages.unknown;
    if (state.status === "held") return actorNames(state);
    if (isTwoSided) return messages.contestedShort;
    return formatMessage(messages.contestedShortBetween, { actors: join(state, actorInText) });
  }

  /** List names of places, the important ones first, and the rest as a number. */
  function names(indexes, most = 12) {
    const ordered = [...indexes].sort((a, b) => places.rank[a] - places.rank[b] || a - b);
    const named = ordered.slice(0, most).map((index) => isolate(places.title[index])).join(messages.comma);
    const count = ordered.length - most;
    return count > 0 ? formatCount(messages.andMore, count, { names: named }) : named;
  }

  /** Group places by control: [code, indexes], in the order of the actors, then the rest. */
  function byHolder(indexes, codeOf) {
    const groups = new Map();
    for (const index of indexes) {
      const { key } = states[codeOf(index)];
      if (!groups.has(key)) groups.set(key, [codeOf(index), []]);
      groups.get(key)[1].push(index);
    }
    return [...groups.keys()].sort(inOrder).map((key) => groups.get(key));
  }

  const isUnknown = (code) => states[code].status === "unknown";

  return { control, holder, isUnknown, names, byHolder, placeCount, actorNames };
}

/** Sort held first, then contested, then unknown. */
function inOrder(one, other) {
  const rank = (key) => ["held", "contested", "unknown"].indexOf(key.split("-")[0]);
  return rank(one) - rank(other) || (one < other ? -1 : Number(one > other));
}
