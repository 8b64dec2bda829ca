// The number of changes of control on each day, as bars behind the slider.

import {svgElement} from "../core/dom.js";

const MIN_BAR = 0.07;

/** Count the changes of each day by the new holder; the last row is for contested and first reports. */
export function countByDay(changes, states, actors, days) {
  const rows = Array.from({ length: actors + 1 }, () => new Uint16Array(days));
  for (const [day, , code, before] of changes) {
    const { status, actors: who } = states[code];
    const isFirst = before !== undefined && states[before].status === "unknown";
    rows[status === "held" && !isFirst ? who[0] : actors][day] += 1;
  }
  return rows;
}

/** Return the stacked bars of each row as a path in a box of days by 1; the highest bar fills it. */
export function barPaths(rows) {
  const days = rows[0].length;
  const sums = Array.from({ length: days }, (_, day) => rows.reduce((sum, row) => sum + row[day], 0));
  const most = Math.max(1, ...sums);
  const bases = new Float64Array(days);
  return rows.map((row) => {
    let text = "";
    row.forEach((count, day) => {
      if (!count) return;
      const high = (Math.max(sums[day] / most, MIN_BAR) * count) / sums[day];
      const top = 1 - bases[day] - high;
      text += `M${day - 0.45} ${top.toFixed(4)}h.9v${high.toFixed(4)}h-.9z`;
      bases[day] += high;
    });
    return text;
  });
}

/** Make the bars. */
export function makeHistogram(changes, states, actors, days) {
  const colours = [...actors.map((actor) => actor[3]), "var(--unknown)"];
  const paths = barPaths(countByDay(changes, states, actors.length, days));
  const box = { viewBox: `0 0 ${Math.max(days - 1, 1)} 1`, preserveAspectRatio: "none" };
  return svgElement(
    "svg", { class: "histogram", "aria-hidden": "true", ...box },
    ...paths.map((d, i) => svgElement("path", { d, fill: colours[i] })),
  );
}
