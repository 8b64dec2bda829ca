// The chart of a road: days from left to right, the road from its start at the bottom to its end at the
// top. Each patch has the colour of the holder of that part on these days.

import {controlAt, firstReports, patches, shareKey, sharesByDay, TOWN_RADIUS_M, townsOn} from "./roadHistory.js";
import {element, formatMessage, svgElement} from "../core/dom.js";
import {monthStarts, shortDate} from "../core/dates.js";
import {makePatterns, territoryFill} from "../map/patterns.js";
import {pointAt} from "../map/roads.js";
import {liveText, localized, onLanguageChange} from "../core/i18n.js";

const CHART_PREFIX = "road-chart";
/** Height of the plot, margins above and below it, and distance of two town names, in pixels. */
const CHART_HEIGHT = 188;
const PHONE_CHART_HEIGHT = 150;
const TOP_MARGIN = 18;
const BOTTOM_MARGIN = 20;
const LABEL_SPACING = 13;

/** Return the towns whose names have room, the important ones first. */
export function spacedTowns(towns, heightOf, step = LABEL_SPACING) {
  const spaced = [];
  for (const town of towns) {
    const y = heightOf(town.metres);
    if (spaced.every((other) => Math.abs(other.y - y) >= step)) spaced.push({ ...town, y });
  }
  return spaced;
}

/** Make the charts of all roads. `go(day)` shows a day; `phrases` describe control. */
export function makeRoadCharts({ model, go, phrases }) {
  const { data, roads, states, actors, messages, places, isoOf, plane } = model;
  const last = data.days - 1;
  const charts = data.roads.map((road, i) => ({
    ...road, ...roads[i],
    towns: townsOn(roads[i], model), shares: sharesByDay({ ...road, ...roads[i] }, states),
  }));
  if (data.days < 2 || charts.length === 0) {
    return { node: null, addTo() {}, draw() {}, mark() {}, show() {}, select() {} };
  }
  let road = charts[0];
  let day = last;
  // The position under the pointer, the selected position, and the day under the pointer.
  let metres = null;
  let selectedMetres = null;
  let hovered = null;
  let plotHeight = CHART_HEIGHT;
  let map = null;
  let point = null;
  let width = 0;
  const patterns = makePatterns(CHART_PREFIX, states, actors);
  const field = svgElement("g", { class: "road-chart-plot" });
  const dayLine = svgElement("path", { class: "road-chart-day" });
  const kmLine = svgElement("path", { class: "road-chart-km" });
  const svg = svgElement(
    "svg", { class: "road-chart-svg", "aria-hidden": "true" },
    svgElement("defs", {}, ...patterns.defs.children), field, kmLine, dayLine,
  );
  const slider = element("input", {
    type: "range", class: "road-chart-slider", "aria-label": liveText("roadChartPoint"), step: 500,
    input: () => { selectedMetres = Number(slider.value); mark(selectedMetres); },
    keydown: (event) => event.stopPropagation(),
  });
  const readout = element("output", { class: "road-chart-readout" });
  const title = liveText(() => formatMessage(messages.roadChart, { road: road.id.toUpperCase() }));
  const choices = charts.map((one) =>
    element(
      "button", { type: "button", "aria-pressed": "false", click: () => selectRoad(one) },
      one.id.toUpperCase(),
    ),
  );
  const table = element("div", { class: "road-chart-table" });
  const more = element(
    "details", { toggle: () => more.open && fillTable() },
    element("summary", {}, liveText("roadChartTable")), table,
  );
  const node = element(
    "details", { class: "road-chart", toggle: () => node.open && layOut() },
    element("summary", {}, title),
    element(
      "div", { class: "road-chart-head" },
      element("div", { class: "road-chart-roads", role: "group", "aria-label": liveText("roadChartRoad") }, ...choices),
      slider, readout,
    ),
    svg, more,
  );

  const span = () => [road.cuts[0], road.cuts[road.cuts.length - 1]];
  const left = () => Math.min(Math.max(width * 0.2, 74), 118);
  const right = () => width - 8;
  const xOf = (when) => left() + ((right() - left()) * when) / data.days;
  const yOf = (at) => {
    const [from, to] = span();
    return TOP_MARGIN + (plotHeight * (to - at)) / (to - from);
  };

  function selectRoad(one) {
    road = one;
    [metres, selectedMetres, hovered] = [null, null, null];
    more.open = false;
    title.update();
    choices.forEach((choice, i) => choice.setAttribute("aria-pressed", String(charts[i] === road)));
    const [from, to] = span();
    slider.min = from;
    slider.max = to;
    slider.value = (from + to) / 2;
    dropPoint();
    layOut();
  }

  function layOut() {
    width = Math.round(svg.parentElement.clientWidth) - 32;
    if (!node.open || width < 120) return;
    plotHeight = width < 600 ? PHONE_CHART_HEIGHT : CHART_HEIGHT;
    svg.setAttribute("width", width);
    svg.setAttribute("height", TOP_MARGIN + plotHeight + BOTTOM_MARGIN);
    const texts = new Map();
    for (const [from, to, low, high, code] of patches(road, data.days)) {
      const { key, status } = states[code];
      if (status === "unknown") continue;
      const [x1, x2, y1, y2] = [xOf(from), xOf(to), yOf(high), yOf(low)].map((v) => v.toFixed(1));
      texts.set(key, `${texts.get(key) ?? ""}M${x1} ${y1}H${x2}V${y2}H${x1}Z`);
    }
    const firsts = firstReports(road, states).map(([when, low, high]) => {
      const x = xOf(when).toFixed(1);
      return `M${x} ${yOf(high).toFixed(1)}V${yOf(low).toFixed(1)}`;
    });
    const first = svgElement(
      "path", { class: "road-chart-first", d: firsts.join("") }, svgElement("title", {}, messages.firstReport),
    );
    const frame = { x: left(), y: TOP_MARGIN, width: right() - left(), height: plotHeight };
    const fills = [...texts].map(([key, d]) =>
      svgElement("path", { class: `patch ${key}`, d, fill: territoryFill(CHART_PREFIX, key, actors) }),
    );
    field.replaceChildren(
      svgElement("rect", { ...frame, class: "road-chart-background" }), ...fills, first, ...months(), ...townNodes(), ...axisTitles(),
      svgElement("rect", { ...frame, class: "road-chart-frame" }),
    );
    draw(day);
  }

  function axisTitles() {
    const text = (x, y, anchor, title_) => svgElement("text", { x, y, "text-anchor": anchor }, title_);
    return [
      text(left(), TOP_MARGIN - 6, "start", messages.roadChartRoadAxis),
      text(left() - 8, TOP_MARGIN + plotHeight + 14, "end", messages.dayOf),
    ];
  }

  function months() {
    const room = (right() - left()) / (data.days / 30.4);
    return monthStarts(data.first, data.days).flatMap(({ offset, label }, i) => {
      const x = xOf(offset).toFixed(1);
      const text = svgElement("text", { x: xOf(offset) + 3, y: TOP_MARGIN + plotHeight + 14 }, label.split(" ")[0]);
      const shown = room > 32 || i % 2 === 0;
      const tick = svgElement("path", { class: "road-chart-month", d: `M${x} ${TOP_MARGIN}v${plotHeight + 5}` });
      return shown && xOf(offset) + 26 < width ? [tick, text] : [tick];
    });
  }

  function townNodes() {
    const most = Math.floor((left() - 12) / 6.3);
    const inside = road.towns.filter(({ metres: at }) => at >= span()[0] && at <= span()[1]);
    return spacedTowns(inside, yOf).flatMap(({ index, y }) => {
      const whole = places.title[index];
      const short = whole.length > most ? `${whole.slice(0, most - 1).trim()}…` : whole;
      const text = svgElement(
        "text", { x: left() - 8, y: y + 4, "text-anchor": "end", direction: "ltr", class: "road-chart-town" },
        svgElement("title", {}, whole), svgElement("tspan", { class: "isolate" }, short),
      );
      const d = `M${left() - 5} ${y.toFixed(1)}H${right()}`;
      return [svgElement("path", { class: "road-chart-town-line", d }), text];
    });
  }

  function nearTown(at) {
    let best = null;
    for (const town of road.towns) {
      const off = Math.abs(town.metres - at);
      if (off <= TOWN_RADIUS_M && (!best || off < Math.abs(best.metres - at))) best = town;
    }
    return best ? places.title[best.index] : "";
  }

  function sentence(when, at) {
    const town = nearTown(at);
    const values = {
      day: shortDate(isoOf(when)), road: road.id.toUpperCase(), km: (at / 1000).toFixed(0), town,
      control: controlText(when, at),
    };
    return formatMessage(town ? messages.roadChartNear : messages.roadChartAt, values);
  }

  /** Describe the control of a point, and before the first report of its stretch when that comes. */
  function controlText(when, at) {
    const text = phrases.control(controlAt(road, when, at));
    const first = firstReports(road, states).find(([day_, low, high]) => when < day_ && low <= at && at <= high);
    return first ? `${text} (${formatMessage(messages.firstReportOn, { day: shortDate(isoOf(first[0])) })})` : text;
  }

  function summary() {
    const [, shares] = road.shares.filter(([when]) => when <= day).at(-1);
    const parts = [...shares].sort((a, b) => b[1] - a[1]).map(([key, share]) =>
      formatMessage(messages.roadChartShare, { control: keyLabel(key), share: percent(share) }),
    );
    const values = { road: road.id.toUpperCase(), day: shortDate(isoOf(day)) };
    return formatMessage(messages.roadChartDay, { ...values, shares: parts.join(messages.semicolon) });
  }

  const percent = (share) => `${(100 * share).toFixed(share > 0 && share < 0.01 ? 1 : 0)}%`;
  /** Return the label of a column: the holder, presumed or not, or "Contested", or "No report". */
  const keyLabel = (key) => {
    const code = states.findIndex((state) => shareKey(state) === key);
    const { status, evidence } = states[code];
    if (status !== "held") return phrases.control(code);
    return evidence === "presumed" ? `${phrases.holder(code)}, ${messages.presumed}` : phrases.holder(code);
  };

  function draw(when) {
    day = when;
    if (!node.open || width === 0) return;
    const middle = (xOf(day) + xOf(day + 1)) / 2;
    dayLine.setAttribute("d", `M${middle.toFixed(1)} ${TOP_MARGIN - 4}V${TOP_MARGIN + plotHeight + 5}`);
    kmLine.setAttribute("d", crossing());
    readout.textContent = metres === null ? summary() : sentence(hovered ?? day, metres);
    if (metres !== null) slider.setAttribute("aria-valuetext", readout.textContent);
  }

  /** Return the lines through the marked position and the day under the pointer. */
  function crossing() {
    if (metres === null) return "";
    const across = `M${left()} ${yOf(metres).toFixed(1)}H${right()}`;
    if (hovered === null) return across;
    const x = ((xOf(hovered) + xOf(hovered + 1)) / 2).toFixed(1);
    return `${across}M${x} ${TOP_MARGIN}V${TOP_MARGIN + plotHeight}`;
  }

  function dropPoint() {
    if (point) point.remove();
    point = null;
  }

  /** Mark a position on the road, here and on the map; null removes the mark. */
  function mark(at) {
    metres = at === null ? null : Math.min(Math.max(at, span()[0]), span()[1]);
    if (metres === null) {
      dropPoint();
      draw(day);
      return;
    }
    slider.value = metres;
    const [x, y] = pointAt(road, metres);
    const latLng = map.unproject(L.point(x, y).add(plane.corner), 17);
    if (point) point.setLatLng(latLng);
    else point = L.circleMarker(latLng, { radius: 8, className: "road-point", interactive: false }).addTo(map);
    draw(day);
  }

  function pointAtEvent(event) {
    const { left: edge, top } = svg.getBoundingClientRect();
    const share = (event.clientX - edge - left()) / (right() - left());
    const [from, to] = span();
    const height = (event.clientY - top - TOP_MARGIN) / plotHeight;
    const when = Math.min(Math.max(Math.floor(share * data.days), 0), last);
    return { when, metres: to - Math.min(Math.max(height, 0), 1) * (to - from) };
  }

  function fillTable() {
    const rows = road.shares;
    const keys = [...new Set(rows.flatMap(([, shares]) => [...shares.keys()]))];
    const head = element(
      "tr", {}, element("th", { scope: "col" }, messages.dayOf),
      ...keys.map((key) => element("th", { scope: "col" }, keyLabel(key))),
    );
    const lines = rows.map(([when, shares]) =>
      element(
        "tr", {},
        element(
          "th", { scope: "row" },
          element("button", { type: "button", click: () => go(when) }, shortDate(isoOf(when))),
        ),
        ...keys.map((key) => element("td", {}, shares.has(key) ? percent(shares.get(key)) : "–")),
      ),
    );
    table.replaceChildren(
      element(
        "table", {},
        element("caption", {}, formatMessage(messages.roadChartCaption, { road: localized({ en: road.name, ar: road.name_ar || road.name }) })),
        element("thead", {}, head), element("tbody", {}, ...lines),
      ),
    );
  }

  svg.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const { when, metres: here } = pointAtEvent(event);
    hovered = when;
    mark(here);
  });
  svg.addEventListener("pointerleave", () => {
    hovered = null;
    mark(selectedMetres);
  });
  svg.addEventListener("click", (event) => {
    const { when, metres: here } = pointAtEvent(event);
    [hovered, selectedMetres] = [null, here];
    mark(here);
    go(when);
    // On a phone the chart covers the lower part of the map.
    const over = map.getContainer().getBoundingClientRect().bottom - node.getBoundingClientRect().top;
    const room = { paddingTopLeft: [40, 70], paddingBottomRight: [40, Math.max(over, 0) + 20], animate: false };
    map.panInside(point.getLatLng(), room);
  });
  onLanguageChange(() => {
    layOut();
    if (more.open) fillTable();
  });
  new ResizeObserver(layOut).observe(node);
  return {
    node,
    addTo(itsMap) {
      map = itsMap;
      // The chart is open only where the map has enough room, and before the map is laid out.
      node.open = window.matchMedia("(min-width: 45.1em) and (min-height: 62.5em)").matches;
      selectRoad(road);
    },
    draw,
    /** Show the chart of a road, if it is open. */
    select: (number) => selectRoad(charts[number]),
    /** Mark the position of a chosen place on the road, if it lies there; -1 removes the mark. */
    show(index) {
      const town = index < 0 ? null : road.towns.find((one) => one.index === index);
      selectedMetres = town && node.open ? town.metres : null;
      mark(selectedMetres);
    },
  };
}
