// Answers and lists in words.

import {counted, phrase} from "./dom.js";
import {actorAfter, actorName} from "./names.js";

/** Keep a name in its own direction inside a sentence. */
export function isolate(text) {
  return `\u2068${text}\u2069`;
}

/** A whole number, its thousands apart; by hand, since a browser takes milliseconds to begin. */
export function sayNumber(number) {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A whole number with its sign, a true minus, which stays before it in any text. */
export function signed(number) {
  const size = sayNumber(Math.abs(number));
  if (number === 0) return "±0";
  return `\u2066${number > 0 ? "+" : "−"}${size}\u2069`;
}

/** Ground in square kilometres, of hectares. */
export function squareKm(hectares) {
  return Math.round(hectares / 100);
}

/** The makers of sentences, with the words of the page. */
export function makeSpoken({ states, actors, places, words }) {
  const join = (state, say) => state.actors.map((actor) => say(actors[actor])).join(words.actorsJoin);
  const actorNames = (state) => join(state, actorName);
  const some = (count) => counted(words.places, count);

  function answer(code) {
    const state = states[code];
    if (state.status === "unknown") return words.unknown;
    if (state.status === "held") return phrase(words.held, { actor: join(state, actorAfter) });
    return phrase(words.contestedBetween, { actors: join(state, actorAfter) });
  }

  /** Who has a place, without a verb, for a column. */
  function holder(code) {
    const state = states[code];
    if (state.status === "unknown") return words.unknown;
    return state.status === "held" ? actorNames(state) : phrase(words.contestedShort, { actors: join(state, actorAfter) });
  }

  /** Names of places, those of weight first, the rest as a number. */
  function names(indexes, most = 12) {
    const ordered = [...indexes].sort((a, b) => places.rank[a] - places.rank[b] || a - b);
    const named = ordered.slice(0, most).map((index) => isolate(places.title[index])).join(words.comma);
    const count = ordered.length - most;
    return count > 0 ? counted(words.andMore, count, { names: named }) : named;
  }

  /** Places by who has them: [label, indexes], in the order of the actors, then the rest. */
  function byHolder(indexes, codeOf) {
    const groups = new Map();
    for (const index of indexes) {
      const { key } = states[codeOf(index)];
      if (!groups.has(key)) groups.set(key, [codeOf(index), []]);
      groups.get(key)[1].push(index);
    }
    return [...groups.keys()].sort(inOrder).map((key) => groups.get(key));
  }

  return { answer, holder, names, byHolder, some, actorNames };
}

/** Held first, then contested, then unknown. */
function inOrder(one, other) {
  const rank = (key) => ["held", "contested", "unknown"].indexOf(key.split("-")[0]);
  return rank(one) - rank(other) || (one < other ? -1 : Number(one > other));
}
