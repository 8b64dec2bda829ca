// The legend: colours, patterns and lines, with the places and area of each actor.

import {element, formatCount, formatMessage, name, setText, svgElement} from "../core/dom.js";
import {tally} from "../core/changes.js";
import {withDrawnAreas} from "../map/drawnTerritory.js";
import {comparisonTitle} from "./changeList.js";
import {formatArea, formatSigned, formatSignedArea} from "../core/phrases.js";
import {makePatterns, patternId} from "../map/patterns.js";
import {actorInText, actorName, actorOtherName} from "../core/names.js";
import {liveText} from "../core/i18n.js";

const WIDTH = 34;
const HEIGHT = 18;

function swatch(...children) {
  const box = { width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}` };
  return svgElement("svg", { class: "swatch", "aria-hidden": "true", ...box }, ...children);
}

function filled(...fills) {
  const size = { width: WIDTH, height: HEIGHT };
  const layers = fills.map((fill) => svgElement("rect", { ...size, fill }));
  const frame = { x: 0.5, y: 0.5, width: WIDTH - 1, height: HEIGHT - 1, class: "frame" };
  return swatch(...layers, svgElement("rect", frame));
}

function lined(...names) {
  const d = `M1 13Q9 3 17 9T33 6`;
  return swatch(...names.map((className) => svgElement("path", { class: className, d })));
}

/** Name the area that an actor is only presumed to hold. */
export function presumedArea(hectares, messages) {
  return formatMessage(messages.presumedArea, { area: formatArea(hectares) });
}

/** Make the legend; `draw(codes)` counts for a day. */
export function makeLegend({ drawings, states, actors, areas, roads, messages }) {
  const prefix = "legend";
  const paint = (key) => `url(#${patternId(prefix, key)})`;
  const row = (picture, ...text) => element("li", {}, picture, element("span", {}, ...text));
  const note = (text) => element("small", {}, text);
  const counts = actors.map(() => note(""));
  const deltas = actors.map(() => element("small", { class: "delta" }));
  const compared = element("p", { class: "note" });
  // The legend shows every actor, even one that never holds a place.
  const shown = [...states, ...actors.map((_, i) => ({ key: `held-${i}`, status: "held", actors: [i] }))];
  const held = actors.map((actor, i) => {
    const other = element("bdi", { lang: "ar", dir: "auto" }, liveText(() => actorOtherName(actor)));
    return row(filled(paint(`held-${i}`)), name(liveText(() => actorName(actor))), " ", other, counts[i], deltas[i]);
  });
  const used = new Set(states.map(({ key }) => key));
  const fights = [...used].filter((key) => key.startsWith("contested"));
  const contested = fights.map((key) => {
    const names = () => key.split("-").slice(1).map((i) => actorInText(actors[i])).join(messages.actorsJoin);
    const between = () => formatMessage(messages.contestedBetween, { actors: names() });
    return row(filled(paint(key)), liveText(fights.length > 1 ? between : "contested"), note(liveText("contestedNote")));
  });
  const base = paint("held-0");
  const isPresumed = states.some(({ evidence }) => evidence === "presumed");
  const kinds = ["confirmed", "claimed", "inferred", "disputed", ...(isPresumed ? ["presumed"] : [])];
  const evidence = kinds.map((kind) =>
    row(
      filled(...(kind === "confirmed" ? [base] : [base, paint(kind)])),
      liveText(`${kind}Legend`),
    ),
  );
  const routes = roads.map(({ id }) => id.toUpperCase()).join(", ");
  const lines = [
    row(lined("front-casing", "front"), liveText("frontLegend")),
    isPresumed ? row(lined("front presumed"), liveText("presumedFront")) : null,
    row(filled(paint("held-0"), paint("band")), liveText("band")),
    roads.length ? row(lined("road-casing", "road unknown"), liveText(() => formatMessage(messages.roads, { road: routes }))) : null,
    row(filled("var(--land)"), liveText("blank")),
  ].filter(Boolean);
  const list = (rows) => element("ul", {}, ...rows);
  const shape = element(
    "details", { class: "legend", open: true },
    element("summary", {}, liveText("legend")),
    list([...held, ...contested]), compared, list(lines),
    element("h2", {}, liveText("evidence")), list(evidence),
    svgElement("svg", { class: "defs", "aria-hidden": "true" }, makePatterns(prefix, shown, actors).defs),
  );
  function deltaText(i, { here, there }) {
    const more = here.places[i] - there.places[i];
    const area = formatSignedArea(here.hectares[i] - there.hectares[i]);
    if (!more && area === formatSignedArea(0)) return "";
    return formatMessage(messages.delta, { places: formatSigned(more), area });
  }

  return {
    node: shape,
    draw(codes, comparison = null, day = 0) {
      const counted = comparison ? comparison.here : tally(codes, states, actors.length, areas);
      const { places, hectares, presumed } = withDrawnAreas(counted, drawings, day);
      counts.forEach((node, i) => {
        const area = formatArea(hectares[i]);
        const total = formatMessage(messages.placesAndArea, { places: formatCount(messages.places, places[i]), area });
        setText(node, presumed[i] ? `${total}${messages.comma}${presumedArea(presumed[i], messages)}` : total);
        setText(deltas[i], comparison ? deltaText(i, comparison) : "");
      });
      setText(compared, comparison ? comparisonTitle(comparison, messages) : "");
    },
  };
}

/** Make a switch; `onChange(on)` is called at once and at each change. */
export function makeSwitch(id, label, on, onChange) {
  const box = element("input", { type: "checkbox", name: id, checked: on, change: () => onChange(box.checked) });
  onChange(on);
  return element("label", {}, box, element("span", {}, label));
}

/** Add switches at the end of the legend. */
export function addSwitches(legend, ...switches) {
  legend.append(element("div", { class: "switches" }, ...switches));
}
