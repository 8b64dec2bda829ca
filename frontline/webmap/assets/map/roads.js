// The highways, coloured by who held each stretch.

import {graphic} from "../core/dom.js";
import {pathText} from "../core/paths.js";
import {runningSum, Series} from "../core/series.js";

/** Read a road: its line in the plane with metres along it, and the answers of its pieces. */
export function readRoad(road, units) {
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

/** The point of a line at so many metres, in whole units. */
export function pointAt({ points, along }, metres) {
  let i = 1;
  while (i < along.length - 1 && along[i] < metres) i += 1;
  const part = (metres - along[i - 1]) / (along[i] - along[i - 1] || 1);
  const share = Math.min(Math.max(part, 0), 1);
  return [0, 1].map((axis) =>
    Math.round(points[i - 1][axis] + share * (points[i][axis] - points[i - 1][axis])),
  );
}

/** The points of a line between two lengths along it. */
export function partOf(line, from, to) {
  const between = line.points.filter((_, i) => line.along[i] > from && line.along[i] < to);
  return [pointAt(line, from), ...between, pointAt(line, to)];
}

/** Points all along a road where its shield may stand. */
export function waypoints(road, everyMetres = 2000) {
  const found = [];
  const end = road.along[road.along.length - 1];
  for (let metres = road.along[0] + everyMetres; metres < end; metres += everyMetres) {
    found.push(pointAt(road, metres));
  }
  return found;
}

/** The stretches of a road on its day: [from, to, answer], equal neighbours joined. */
export function stretches({ cuts, series }, states) {
  const found = [];
  series.now.forEach((code, piece) => {
    const last = found[found.length - 1];
    const { key } = states[code];
    if (last && last[2] === key) last[1] = cuts[piece + 1];
    else found.push([cuts[piece], cuts[piece + 1], key]);
  });
  return found;
}

/** Make the roads; `draw(day)` brings them to a day. */
export function makeRoads(roads, states, actors) {
  const nodes = roads.map((road) => {
    const line = pathText(road.points, false);
    const casing = graphic("path", { class: "road-casing", d: line });
    const looks = new Map();
    for (const { key, status, actors: who } of states) {
      if (looks.has(key)) continue;
      const stroke = status === "held" ? actors[who[0]][3] : null;
      looks.set(key, graphic("path", { class: `road ${status}`, stroke }));
    }
    return { road, casing, looks };
  });
  let fresh = true;

  function draw(day) {
    for (const { road, looks } of nodes) {
      const touched = road.series.moveTo(day);
      if (!fresh && touched.size === 0) continue;
      const texts = new Map([...looks.keys()].map((key) => [key, ""]));
      for (const [from, to, key] of stretches(road, states)) {
        texts.set(key, texts.get(key) + pathText(partOf(road, from, to), false));
      }
      for (const [key, text] of texts) looks.get(key).setAttribute("d", text);
    }
    fresh = false;
  }

  const drawnRoad = ({ road, looks }) => ({
    stretches: stretches(road, states),
    paths: Object.fromEntries(
      [...looks].map(([key, node]) => [key, node.getAttribute("d")]).filter(([, text]) => text),
    ),
  });
  return {
    nodes: nodes.flatMap(({ casing, looks }) => [casing, ...looks.values()]),
    draw,
    drawn: () => Object.fromEntries(nodes.map((node) => [node.road.id, drawnRoad(node)])),
  };
}
