// Territory and front as a publisher drew them: layers of arcs by day, instead of cells around places.

import {decodeArcs, layersByDay, makeJoiner} from "../core/arcs.js";
import {svgElement} from "../core/dom.js";
import {territoryFill} from "./patterns.js";

/** Decode the drawings: their layers by day, and the function that joins the arcs of a layer. */
export function decodeDrawings(drawn, units) {
  if (!drawn) return null;
  const days = layersByDay(drawn.days, drawn.codes.length + 2);
  return {
    join: makeJoiner(decodeArcs(drawn.arcs, units)),
    codes: drawn.codes,
    /** Return the drawing of a day: the last one up to it. */
    on: (day) => days.findLast((one) => one.day <= day) ?? days[0],
  };
}

/** Return totals with the areas that were drawn, in hectares, if the territory was drawn. */
export function withDrawnAreas(totals, drawings, day) {
  if (!drawings) return totals;
  return { ...totals, hectares: drawings.on(day).areas, presumed: totals.presumed.map(() => 0) };
}

/** Make the territory; it has the functions of `makeTerritory`, but no cells that are neighbours. */
export function makeDrawnTerritory({ join, codes, on }, { states, actors }, prefix) {
  const [fills, outlines, casings, fronts] = ["fills", "", "", ""].map((name) => svgElement("g", { class: name }));
  const put = (parent, attributes) => {
    const path = svgElement("path", attributes);
    parent.append(path);
    return path;
  };
  const grounds = codes.map((code) => {
    const { key } = states[code];
    return put(fills, {
      class: `held ${key.split("-")[0]}`, fill: territoryFill(prefix, key, actors), "fill-rule": "evenodd",
    });
  });
  const front = put(fronts, { class: "front" });
  const outline = put(outlines, { class: "outline" });
  // In the order of the layers; the casing of the front follows it.
  const nodes = [...grounds, front, outline];
  const casing = put(casings, { class: "front-casing" });
  let shown = null;

  function draw(changed, touched, day) {
    const drawing = on(day);
    nodes.forEach((node, layer) => {
      if (shown?.layers[layer] === drawing.layers[layer]) return;
      const text = join(drawing.layers[layer]);
      node.setAttribute("d", text);
      if (node === front) casing.setAttribute("d", text);
    });
    shown = drawing;
  }

  const territory = () => codes
    .map((code, layer) => [states[code].key, grounds[layer].getAttribute("d")])
    .filter(([, text]) => text);
  return {
    areas: [fills],
    lines: [outlines, casings, fronts],
    draw,
    neighbours: null,
    drawEarlier: () => {},
    showBand: () => {},
    drawn: () => ({
      territory: Object.fromEntries(territory()), front: front.getAttribute("d"), outline: outline.getAttribute("d"),
    }),
  };
}
