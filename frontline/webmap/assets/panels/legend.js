// The legend: a short key of colours and lines; behind "More" the places and area of each actor, the
// kinds of evidence, and switches.

import {element, formatCount, formatMessage, name, setText, svgElement} from "../core/dom.js";
import {tally} from "../core/changes.js";
import {withDrawnAreas} from "../map/drawnTerritory.js";
import {comparisonTitle} from "./changeList.js";
import {formatArea, formatSigned, formatSignedArea} from "../core/phrases.js";
import {makePatterns, patternId, territoryFill} from "../map/patterns.js";
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

function dotted(evidence) {
  return swatch(svgElement("circle", { class: `marker ${evidence}`, cx: WIDTH / 2, cy: HEIGHT / 2, r: 4.5 }));
}

/** Name the area that an actor is only presumed to hold. */
export function presumedArea(hectares, messages) {
  return formatMessage(messages.presumedArea, { area: formatArea(hectares) });
}

/** Make the legend: a short key, and the rest behind "More". `draw(codes)` counts for a day. */
export function makeLegend({ data, drawings, states, actors, areas, roads, hidden, messages }) {
  const prefix = "legend";
  const paint = (key) => territoryFill(prefix, key, actors);
  const pattern = (kind) => `url(#${patternId(prefix, kind)})`;
  const row = (picture, ...text) => element("li", {}, picture, element("span", {}, ...text));
  const note = (text) => element("small", {}, text);
  const list = (rows, name_ = null) => element("ul", { class: name_ }, ...rows.filter(Boolean));
  const used = new Set(states.map(({ key }) => key));
  const fights = [...used].filter((key) => key.startsWith("contested"));
  const isPresumed = states.some(({ evidence }) => evidence === "presumed");
  const nameOf = (actor) => name(liveText(() => actorName(actor)));

  // The key has three lines: who holds what, where they meet, and what has changed.
  const chip = (picture, text, isOptional = false) =>
    element("span", { class: isOptional ? "chip optional" : "chip" }, picture, " ", text);
  const gains = actors.map((_, i) => filled(`var(--gain-${i})`));
  const gainedText = element("span");
  const gained = element("span", { class: "chip", hidden: true }, ...gains, gainedText);
  const earlierText = element("span");
  const earlier = element("span", { class: "chip", hidden: true }, lined("earlier-front"), earlierText);
  const news = element("li", { hidden: true }, gained, earlier);
  const key = element(
    "ul", { class: "key" },
    element("li", { class: "holders" }, ...actors.map((actor, i) => chip(filled(paint(`held-${i}`)), nameOf(actor)))),
    element(
      "li", {},
      ...(fights.length ? [chip(filled(paint(fights[0])), element("span", {}, liveText("contested")))] : []),
      chip(lined("front-casing", "front"), element("span", {}, liveText("frontLegend")), fights.length > 0),
    ),
    news,
  );

  const counts = actors.map(() => note(""));
  const deltas = actors.map(() => element("small", { class: "delta" }));
  const compared = element("p", { class: "note" });
  const held = actors.map((actor, i) => {
    const other = data.bothNames ? element("bdi", { lang: "ar", dir: "auto" }, liveText(() => actorOtherName(actor))) : null;
    return row(filled(paint(`held-${i}`)), nameOf(actor), " ", other, counts[i], deltas[i]);
  });
  const contested = fights.map((one) => {
    const names = () => one.split("-").slice(1).map((i) => actorInText(actors[i])).join(messages.actorsJoin);
    const between = () => formatMessage(messages.contestedBetween, { actors: names() });
    return row(filled(paint(one)), liveText(fights.length > 1 ? between : "contested"), note(liveText("contestedNote")));
  });
  const base = actors.length ? paint("held-0") : "var(--land)";
  const kinds = ["confirmed", "claimed", "inferred", "disputed", ...(isPresumed ? ["presumed"] : [])];
  const patterned = ["claimed", "presumed"];
  const evidence = kinds.map((kind) => element(
    "li", {}, dotted(kind), patterned.includes(kind) ? filled(base, pattern(kind)) : null,
    element("span", {}, liveText(`${kind}Legend`)),
  ));
  const routes = roads.map(({ id }) => id.toUpperCase()).join(", ");
  const bandRow = row(filled(base, "var(--band)"), liveText("band"));
  bandRow.classList.add("band-row"); // not printed if the band is off
  const lines = [
    isPresumed ? row(lined("front presumed"), liveText("presumedFront")) : null,
    row(lined("front old"), liveText("oldFront")),
    bandRow,
    roads.length && !hidden.has("roads") ? row(lined("road-casing", "road unknown"), liveText(() => formatMessage(messages.roads, { road: routes }))) : null,
    row(filled("var(--land)"), liveText("blank")),
  ];
  // The patterns are also those of actors who never hold a place.
  const shown = [...states, ...actors.map((_, i) => ({ key: `held-${i}`, status: "held", actors: [i] }))];
  const more = element(
    "details", { class: "more" },
    element("summary", {}, liveText("more")),
    element(
      "div", { class: "more-body" },
      list([...held, ...contested]), compared, list(lines),
      element("h2", {}, liveText("evidence")), list(evidence, "evidence-kinds"),
    ),
  );
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return;
    event.preventDefault();
    more.open = false;
    more.querySelector("summary").focus();
  });
  const node = element(
    "section", { class: "legend", "aria-label": liveText("legend") },
    key, more,
    svgElement("svg", { class: "defs", "aria-hidden": "true" }, makePatterns(prefix, shown, actors).defs),
  );
  function deltaText(i, { here, there }) {
    const added = here.places[i] - there.places[i];
    const area = formatSignedArea(here.hectares[i] - there.hectares[i]);
    if (!added && area === formatSignedArea(0)) return "";
    return formatMessage(messages.delta, { places: formatSigned(added), area });
  }

  return {
    node,
    more,
    /** Name the ground that each actor gained, and the earlier front, with their day; "" for none. */
    drawMarks(since, gainers, frontDay) {
      gains.forEach((picture, i) => { picture.style.display = gainers.has(i) ? "" : "none"; });
      gained.hidden = gainers.size === 0;
      setText(gainedText, formatMessage(messages.gainedSince, { day: since }));
      earlier.hidden = !frontDay;
      setText(earlierText, frontDay ? formatMessage(messages.stillEarlierFront, { day: frontDay }) : "");
      news.hidden = gained.hidden && earlier.hidden;
    },
    draw(codes, comparison = null, day = 0) {
      const counted = comparison ? comparison.here : tally(codes, states, actors.length, areas);
      const { places, hectares, presumed } = withDrawnAreas(counted, drawings, day);
      counts.forEach((count, i) => {
        const area = formatArea(hectares[i]);
        const total = formatMessage(messages.placesAndArea, { places: formatCount(messages.places, places[i]), area });
        setText(count, presumed[i] ? `${total}${messages.comma}${presumedArea(presumed[i], messages)}` : total);
        setText(deltas[i], comparison ? deltaText(i, comparison) : "");
      });
      setText(compared, comparison ? comparisonTitle(comparison, messages) : "");
    },
  };
}

/** Make a switch; `onChange(on)` is called at once and at each change, and `set(on)` changes it. */
export function makeSwitch(id, label, on, onChange) {
  const box = element("input", { type: "checkbox", name: id, checked: on, change: () => onChange(box.checked) });
  onChange(on);
  const set = (value) => {
    box.checked = value;
    onChange(value);
  };
  return { node: element("label", {}, box, element("span", {}, label)), set, isOn: () => box.checked };
}

/** Add switches at the end of the legend. */
export function addSwitches(more, ...switches) {
  more.querySelector(".more-body").append(element("div", { class: "switches" }, ...switches.map(({ node }) => node)));
}
