// Territory and front as a publisher drew them: paths by day, instead of cells around places.

import {svgElement} from "../core/dom.js";
import {decodePath, pathData} from "../core/paths.js";
import {patternId} from "./patterns.js";

/** Return the drawing of a day: the last one up to it. */
function drawingOn({ days }, day) {
  return days.findLast(([from]) => from <= day) ?? days[0];
}

/** Return totals with the areas that were drawn, in hectares, if the territory was drawn. */
export function withDrawnAreas(totals, drawn, day) {
  if (!drawn) return totals;
  return { ...totals, hectares: drawingOn(drawn, day)[4], presumed: totals.presumed.map(() => 0) };
}

/** Make the territory; it has the functions of `makeTerritory`, and is drawn by day. */
export function makeDrawnTerritory(drawn, states, units, prefix) {
  const paths = drawn.paths.map((steps) => decodePath(steps).map(([x, y]) => units(x, y)));
  const text = (numbers, closed) => numbers.map((number) => pathData(paths[number], closed)).join("");
  const [fills, outlines, casings, fronts] = ["fills", "", "", ""].map((name) => svgElement("g", { class: name }));
  const [outline, casing, front] = [[outlines, "outline"], [casings, "front-casing"], [fronts, "front"]].map(
    ([parent, name]) => {
      const path = svgElement("path", { class: name });
      parent.append(path);
      return path;
    },
  );
  let shown = null;
  let territory = {};

  function draw(codes, touched, day) {
    const drawing = drawingOn(drawn, day);
    if (drawing === shown) return;
    shown = drawing;
    const [, ground, lines, edges] = drawing;
    territory = Object.fromEntries(ground.map(([code, rings]) => [states[code].key, text(rings, true)]));
    fills.replaceChildren(
      ...Object.entries(territory).map(([key, d]) =>
        svgElement("path", {
          class: `held ${key.split("-")[0]}`, d, fill: `url(#${patternId(prefix, key)})`, "fill-rule": "evenodd",
        }),
      ),
    );
    for (const path of [casing, front]) path.setAttribute("d", text(lines, false));
    outline.setAttribute("d", text(edges, false));
  }

  return {
    areas: [fills],
    lines: [outlines, casings, fronts],
    draw,
    showBand: () => {},
    drawn: () => ({ territory, front: front.getAttribute("d"), outline: outline.getAttribute("d") }),
  };
}
