// The outlines of built-up areas: those of cities at every zoom, the others where they can be seen.

import {svgElement} from "../core/dom.js";
import {pathData} from "../core/paths.js";
import {runningSum} from "../core/series.js";

/** The lowest zoom at which the outlines of towns and villages are drawn. */
const BUILT_UP_ZOOM = 11;

/** Decode outlines; see `built_up.py` for their encoding. Return lists of [x, y] on the grid. */
export function decodeOutlines({ starts, paths }, { step, signs }) {
  const zero = Math.floor(signs.length / 2);
  const number = new Map([...signs].map((sign, i) => [sign, i - zero]));
  const xs = runningSum(starts.filter((_, i) => i % 2 === 0));
  const ys = runningSum(starts.filter((_, i) => i % 2 === 1));
  return (paths ? paths.split(" ") : []).map((text, i) => {
    let [x, y] = [xs[i], ys[i]];
    const points = [[x * step, y * step]];
    for (let k = 0; k < text.length; k += 2) {
      x += number.get(text[k]);
      y += number.get(text[k + 1]);
      points.push([x * step, y * step]);
    }
    return points;
  });
}

/** Make the outlines; `showFor(zoom)` draws those that are shown at a zoom. */
export function makeBuiltUp({ builtUp }, { plane }) {
  const draw = (encoded) => decodeOutlines(encoded, builtUp)
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
