// What the colours, patterns and lines mean, with the places and ground of each actor.

import {arabic, element, graphic, name, phrase} from "./dom.js";
import {fillId, makePatterns} from "./patterns.js";

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
  const held = actors.map(([, latin, other], i) =>
    row(filled(paint(`held-${i}`)), name(latin), " ", arabic(other), counts[i]),
  );
  const used = new Set(states.map(({ key }) => key));
  const fights = [...used].filter((key) => key.startsWith("contested"));
  const contested = fights.map((key) => {
    const names = key.split("-").slice(1).map((i) => actors[i][1]).join(" / ");
    const text = fights.length > 1 ? phrase(words.contestedBetween, { actors: names }) : words.contested;
    return row(filled(paint(key)), text, note(words.contestedNote));
  });
  const base = paint("held-0");
  const evidence = ["confirmed", "claimed", "inferred", "disputed"].map((kind) =>
    row(
      filled(...(kind === "confirmed" ? [base] : [base, paint(kind)])),
      words[kind], note(words[`${kind}Note`]),
    ),
  );
  const routes = roads.map(({ id }) => id.toUpperCase()).join(", ");
  const lines = [
    row(lined("front-casing", "front"), words.front, note(words.frontNote)),
    roads.length ? row(lined("road-casing", "road unknown"), phrase(words.roads, { road: routes })) : null,
    row(filled("var(--land)"), words.blank),
  ].filter(Boolean);
  const list = (rows) => element("ul", {}, ...rows);
  const shape = element(
    "details", { class: "legend", open: true },
    element("summary", {}, words.legend),
    list([...held, ...contested]), list(lines),
    element("h2", {}, words.evidence), list(evidence),
    graphic("svg", { class: "defs", "aria-hidden": "true" }, makePatterns(prefix, states, actors).defs),
  );
  return {
    node: shape,
    draw(codes) {
      const places = actors.map(() => 0);
      const ground = actors.map(() => 0);
      codes.forEach((code, cell) => {
        const { status, actors: who } = states[code];
        if (status !== "held") return;
        places[who[0]] += 1;
        ground[who[0]] += areas[cell];
      });
      counts.forEach((node, i) => {
        const area = Math.round(ground[i] / 100).toLocaleString("en");
        const some = places[i] === 1 ? words.onePlace : phrase(words.places, { count: places[i] });
        node.textContent = `${some}, ${phrase(words.area, { area })}`;
      });
    },
  };
}
