// The highways, coloured by the holder of each section.

import {setAttribute, svgElement} from "../core/dom.js";
import {pathData} from "../core/paths.js";
import {runningSum, Series} from "../core/series.js";

/** Decode a road: its line in the plane with metres along it, and the codes of its pieces. */
export function decodeRoad(road, units) {
  const xs = runningSum(road.x);
  const ys = runningSum(road.y);
  return {
    id: road.id,
    points: xs.map((x, i) => units(x, ys[i])),
    along: runningSum(road.along),
    cuts: runningSum(road.cuts),
    series: new Series(road.initial, road.changes),
  };
}

/** Return the point of a line at a distance along it (metres), in whole units. */
export function pointAt({ points, along }, metres) {
  let i = 1;
  while (i < along.length - 1 && along[i] < metres) i += 1;
  const part = (metres - along[i - 1]) / (along[i] - along[i - 1] || 1);
  const share = Math.min(Math.max(part, 0), 1);
  return [0, 1].map((axis) =>
    Math.round(points[i - 1][axis] + share * (points[i][axis] - points[i - 1][axis])),
  );
}

/** Return the points of a line between two distances along it. */
export function sectionOf(line, from, to) {
  const between = line.points.filter((_, i) => line.along[i] > from && line.along[i] < to);
  return [pointAt(line, from), ...between, pointAt(line, to)];
}

/** Return points along a road for its shields. */
export function waypoints(road, everyMetres = 2000) {
  const found = [];
  const end = road.along[road.along.length - 1];
  for (let metres = road.along[0] + everyMetres; metres < end; metres += everyMetres) {
    found.push(pointAt(road, metres));
  }
  return found;
}

/** Return the sections of a road on its day: [from, to, key]; equal neighbours are joined. */
export function sectionsOf({ cuts, series }, states) {
  const found = [];
  series.now.forEach((code, piece) => {
    const last = found[found.length - 1];
    const { key } = states[code];
    if (last && last[2] === key) last[1] = cuts[piece + 1];
    else found.push([cuts[piece], cuts[piece + 1], key]);
  });
  return found;
}

/** Make the roads; `draw(day)` shows a day. */
export function makeRoads(roads, states, actors) {
  const nodes = roads.map((road) => {
    const line = pathData(road.points, false);
    const casing = svgElement("path", { class: "road-casing", d: line });
    const lines = new Map();
    for (const { key, status, actors: who } of states) {
      if (lines.has(key)) continue;
      const stroke = status === "held" ? actors[who[0]][3] : null;
      lines.set(key, svgElement("path", { class: `road ${status}`, stroke }));
    }
    return { road, casing, lines };
  });
  let isFirst = true;

  function draw(day) {
    for (const { road, lines } of nodes) {
      const touched = road.series.moveTo(day);
      if (!isFirst && touched.size === 0) continue;
      const texts = new Map([...lines.keys()].map((key) => [key, ""]));
      for (const [from, to, key] of sectionsOf(road, states)) {
        texts.set(key, texts.get(key) + pathData(sectionOf(road, from, to), false));
      }
      for (const [key, text] of texts) setAttribute(lines.get(key), "d", text);
    }
    isFirst = false;
  }

  const drawnRoad = ({ road, lines }) => ({
    sections: sectionsOf(road, states),
    paths: Object.fromEntries(
      [...lines].map(([key, node]) => [key, node.getAttribute("d")]).filter(([, text]) => text),
    ),
  });
  return {
    nodes: nodes.flatMap(({ casing, lines }) => [casing, ...lines.values()]),
    draw,
    drawn: () => Object.fromEntries(nodes.map((node) => [node.road.id, drawnRoad(node)])),
  };
}
