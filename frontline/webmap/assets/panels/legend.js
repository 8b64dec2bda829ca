// What the colours, patterns and lines mean, with the places and ground of each actor.

import {counted, element, graphic, name, phrase, retext} from "../core/dom.js";
import {tally} from "../core/changes.js";
import {sayComparison} from "./changeList.js";
import {sayNumber, signed, squareKm} from "../core/phrases.js";
import {fillId, makePatterns} from "../map/patterns.js";
import {actorAfter, actorName, actorOther} from "../core/names.js";
import {told} from "../core/i18n.js";

const WIDTH = 34;
const HEIGHT = 18;

function swatch(...children) {
  const box = { width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}` };
  return graphic("svg", { class: "swatch", "aria-hidden": "true", ...box }, ...children);
}

function filled(...fills) {
  const size = { width: WIDTH, height: HEIGHT };
  const ground = fills.map((fill) => graphic("rect", { ...size, fill }));
  const frame = { x: 0.5, y: 0.5, width: WIDTH - 1, height: HEIGHT - 1, class: "frame" };
  return swatch(...ground, graphic("rect", frame));
}

function lined(...names) {
  const d = `M1 13Q9 3 17 9T33 6`;
  return swatch(...names.map((className) => graphic("path", { class: className, d })));
}

/** Make the legend; `draw(codes)` counts for a day. */
export function makeLegend({ states, actors, areas, roads, words }) {
  const prefix = "legend";
  const paint = (key) => `url(#${fillId(prefix, key)})`;
  const row = (picture, ...text) => element("li", {}, picture, element("span", {}, ...text));
  const note = (text) => element("small", {}, text);
  const counts = actors.map(() => note(""));
  const deltas = actors.map(() => element("small", { class: "delta" }));
  const compared = element("p", { class: "note" });
  // The legend shows every actor, also one who holds nothing on any day.
  const shown = [...states, ...actors.map((_, i) => ({ key: `held-${i}`, status: "held", actors: [i] }))];
  const held = actors.map((actor, i) => {
    const other = element("bdi", { lang: "ar", dir: "auto" }, told(() => actorOther(actor)));
    return row(filled(paint(`held-${i}`)), name(told(() => actorName(actor))), " ", other, counts[i], deltas[i]);
  });
  const used = new Set(states.map(({ key }) => key));
  const fights = [...used].filter((key) => key.startsWith("contested"));
  const contested = fights.map((key) => {
    const names = () => key.split("-").slice(1).map((i) => actorAfter(actors[i])).join(words.actorsJoin);
    const between = () => phrase(words.contestedBetween, { actors: names() });
    return row(filled(paint(key)), told(fights.length > 1 ? between : "contested"), note(told("contestedNote")));
  });
  const base = paint("held-0");
  const evidence = ["confirmed", "claimed", "inferred", "disputed"].map((kind) =>
    row(
      filled(...(kind === "confirmed" ? [base] : [base, paint(kind)])),
      told(kind), note(told(`${kind}Note`)),
    ),
  );
  const routes = roads.map(({ id }) => id.toUpperCase()).join(", ");
  const lines = [
    row(lined("front-casing", "front"), told("front"), note(told("frontNote"))),
    row(filled(paint("held-0"), paint("band")), told("band"), note(told("bandNote"))),
    roads.length ? row(lined("road-casing", "road unknown"), told(() => phrase(words.roads, { road: routes }))) : null,
    row(filled("var(--land)"), told("blank")),
  ].filter(Boolean);
  const list = (rows) => element("ul", {}, ...rows);
  const shape = element(
    "details", { class: "legend", open: true },
    element("summary", {}, told("legend")),
    list([...held, ...contested]), compared, list(lines),
    element("h2", {}, told("evidence")), list(evidence),
    graphic("svg", { class: "defs", "aria-hidden": "true" }, makePatterns(prefix, shown, actors).defs),
  );
  function sayDelta(i, { here, there }) {
    const more = here.places[i] - there.places[i];
    const area = squareKm(here.ground[i]) - squareKm(there.ground[i]);
    return more || area ? phrase(words.delta, { places: signed(more), area: signed(area) }) : "";
  }

  return {
    node: shape,
    draw(codes, comparison = null) {
      const { places, ground } = comparison ? comparison.here : tally(codes, states, actors.length, areas);
      counts.forEach((node, i) => {
        const area = sayNumber(squareKm(ground[i]));
        retext(node, phrase(words.placesAndArea, { places: counted(words.places, places[i]), area }));
        retext(deltas[i], comparison ? sayDelta(i, comparison) : "");
      });
      retext(compared, comparison ? sayComparison(comparison, words) : "");
    },
  };
}
