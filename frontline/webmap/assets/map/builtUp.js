// The outlines of built-up areas: those of cities at every zoom, the others where they can be seen.

import {svgElement} from "../core/dom.js";
import {decodePath, pathData} from "../core/paths.js";

/** The lowest zoom at which the outlines of towns and villages are drawn. */
const BUILT_UP_ZOOM = 11;

/** Decode outlines; see `built_up.py` for their encoding. Return lists of [x, y] on the grid. */
export function decodeOutlines(outlines, step) {
  let start = [0, 0];
  return outlines.map(([x, y, ...steps]) => {
    start = [start[0] + x, start[1] + y];
    return decodePath([...start, ...steps]).map((point) => point.map((number) => number * step));
  });
}

/** Make the outlines; `showFor(zoom)` draws those that are shown at a zoom. */
export function makeBuiltUp({ builtUp }, { plane }) {
  const draw = (encoded) => decodeOutlines(encoded, builtUp.step)
    .map((points) => pathData(points.map(([x, y]) => plane.units(x, y)), true)).join("");
  const cities = svgElement("path", { class: "built-up", d: draw(builtUp.cities) });
  const others = svgElement("path", { class: "built-up" });
  let isDrawn = false;
  return {
    node: svgElement("g", {}, cities, others),
    showFor(zoom) {
      const isShown = zoom >= BUILT_UP_ZOOM;
      if (isShown && !isDrawn) others.setAttribute("d", draw(builtUp.others));
      isDrawn ||= isShown;
      others.style.display = isShown ? "" : "none";
    },
  };
}
