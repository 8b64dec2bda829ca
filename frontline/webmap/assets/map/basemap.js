// What lies under the war: land, rivers and borders. It never changes with the day.

import {graphic} from "../core/dom.js";
import {pathText, readPath} from "../core/paths.js";

/** Make the base; `under` goes below the ground, `over` above it. */
export function makeBase(base, units) {
  const place = (steps) => readPath(steps).map(([x, y]) => units(x, y));
  const open = (paths) => paths.map((steps) => pathText(place(steps), false)).join("");
  const closed = (paths) => paths.map((steps) => pathText(place(steps), true)).join("");
  const land = graphic("path", { class: "land", d: closed(base.land), "fill-rule": "evenodd" });
  const rivers = base.rivers.map(({ paths }) =>
    graphic("path", { class: "river", d: open(paths) }),
  );
  const borders = graphic("path", { class: "border", d: open(base.borders) });
  return { under: [land], over: [...rivers, borders] };
}
