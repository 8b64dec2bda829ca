// The base map: land, rivers and borders. It does not change with the day.

import {svgElement} from "../core/dom.js";
import {decodePath, pathData} from "../core/paths.js";

/** Make the base map; `under` belongs below the territory, `over` above it. */
export function makeBasemap(base, units) {
  const place = (steps) => decodePath(steps).map(([x, y]) => units(x, y));
  const open = (paths) => paths.map((steps) => pathData(place(steps), false)).join("");
  const closed = (paths) => paths.map((steps) => pathData(place(steps), true)).join("");
  const land = svgElement("path", { class: "land", d: closed(base.land), "fill-rule": "evenodd" });
  const rivers = base.rivers.map(({ paths }) =>
    svgElement("path", { class: "river", d: open(paths) }),
  );
  const borders = svgElement("path", { class: "border", d: open(base.borders) });
  return { under: [land], over: [...rivers, borders] };
}
