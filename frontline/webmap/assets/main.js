// The page: one data block, one state (the day and the chosen place), and parts that draw it.

import {makeAbout, makeHeading} from "./panels/about.js";
import {makeBase} from "./map/basemap.js";
import {makeCard} from "./panels/card.js";
import {makeClock} from "./panels/timeline.js";
import {dayNumber, isoDay} from "./core/dates.js";
import {element, graphic, phrase} from "./core/dom.js";
import {makeFinder} from "./panels/searchTools.js";
import {makeGround} from "./map/territory.js";
import {makeLegend} from "./panels/legend.js";
import {addLocator} from "./map/locator.js";
import {makeMarks} from "./map/markers.js";
import {obstaclesOf} from "./map/obstacles.js";
import {makePlane, metresPerPixel, UNIT_ZOOM} from "./core/mercator.js";
import {readGround} from "./core/paths.js";
import {actorName, readPlaces} from "./core/names.js";
import {makePatterns} from "./map/patterns.js";
import {decodeChanges, decodeStates, runningSum, Series, sinceDay} from "./core/series.js";
import {makeReader} from "./panels/timeTools.js";
import {makeRoads, readRoad, waypoints} from "./map/roads.js";
import {addScale} from "./map/scaleBar.js";
import {makeSheet} from "./map/svgOverlay.js";
import {makeSight} from "./map/viewport.js";
import {makeSpoken} from "./core/phrases.js";
import {addSwitches, makeSwitch} from "./panels/switches.js";
import {languageNow, openWords, told, whenTurned, words} from "./core/i18n.js";

const GROUND = "ground";
/** How near a click must come to a mark, in pixels, to mean it. */
const TOUCH = 14;

/** Decode what the parts share. */
function readModel(data) {
  openWords(data.words, data.language);
  const plane = makePlane(data.origin, data.region);
  const columns = { ...data.places, x: runningSum(data.places.x), y: runningSum(data.places.y) };
  const places = readPlaces(columns);
  // Colours of actors are those of the style sheet, which has them by day and by night.
  const actors = data.actors.map((actor, i) => [...actor.slice(0, 3), `var(--actor-${i})`, ...actor.slice(4)]);
  const first = dayNumber(data.first);
  return {
    data, plane, places, words, actors,
    states: decodeStates(data.states),
    series: new Series(data.control.initial, decodeChanges(data.control.changes)),
    roads: data.roads.map((road) => readRoad(road, plane.units)),
    isoOf: (day) => isoDay(first + day),
    latLng: (index) => plane.lonLat(places.x[index], places.y[index]).reverse(),
  };
}

/** The place a click means: the mark under it, else the place whose cell it is in. */
function placeAt(map, { data, places, latLng }, point, where) {
  let best = -1;
  let least = Infinity;
  for (let index = 0; index < places.cells; index += 1) {
    const away = map.latLngToContainerPoint(latLng(index)).distanceTo(point);
    if (away < least) [best, least] = [index, away];
  }
  const reach = (data.reachKm * 1000) / metresPerPixel(where.lat, map.getZoom());
  return least <= Math.max(TOUCH, reach) ? best : -1;
}

/** The sheet with the ground, in units of the plane. */
function layGround(map, model, parts) {
  const { plane, data } = model;
  const patterns = makePatterns(GROUND, model.states, model.actors);
  const base = makeBase(data.base, plane.units);
  const sheet = makeSheet(map, "frontline", 350, {
    viewBox(_, corner, size) {
      const scale = 2 ** (UNIT_ZOOM - map.getZoom());
      const at = map.getPixelOrigin().add(corner).multiplyBy(scale);
      patterns.scale(scale);
      return [at.x - plane.corner[0], at.y - plane.corner[1], size.x * scale, size.y * scale];
    },
  });
  sheet.svg.append(
    patterns.defs,
    graphic("g", {}, ...(data.tiles ? [] : base.under)),
    graphic("g", { class: "ground" }, ...parts.ground.ground),
    graphic("g", {}, ...base.over),
    graphic("g", {}, ...parts.roads.nodes),
    graphic("g", {}, ...parts.ground.lines),
  );
  return sheet;
}

function addTiles(map, { url, attribution, subdomains, maxZoom }) {
  // Leaflet writes an attribution as HTML, so the text is escaped here.
  const credit = element("span", {}, attribution).innerHTML;
  L.tileLayer(url, { attribution: credit, subdomains, maxZoom }).addTo(map);
}

/** Draw the page on a Leaflet map. */
function start(map) {
  const model = readModel(JSON.parse(document.getElementById("frontline-data").textContent));
  const { data, states, series, places, isoOf } = model;
  const sayAnswer = makeSpoken(model).answer;
  const state = { day: 0, place: -1 };
  let laid = false;
  const sinceOf = (index) => sinceDay(series, states, data.control.since, index);
  const ground = readGround(data.ground, model.plane.units);
  const sites = ground.cells.map((_, i) => model.plane.units(places.x[i], places.y[i]));
  const latLngOf = ([x, y]) => map.unproject(L.point(x, y).add(model.plane.corner), UNIT_ZOOM);
  const reader = makeReader({
    map, model, go: setDay, choose: (index) => choose(index), stateOf: () => state,
    redraw: () => draw(new Set()),
    bringOut,
    captioned: () => { if (laid) parts.marks.layOut(map); },
  });
  const finder = makeFinder({
    map, model, go: setDay, sayAnswer, middleFor: (...at) => parts.sight.middleFor(...at),
    choose: (index) => { choose(index); parts.card.focus(); },
  });
  const parts = {
    reader, finder,
    heading: makeHeading(data),
    ground: makeGround(ground, sites, states, GROUND),
    roads: makeRoads(model.roads, states, model.actors),
    legend: makeLegend({ ...model, areas: data.ground.areas }),
    card: makeCard({
      ...model, history: data.history, begins: data.control.begins, sinceOf, sayAnswer,
      closed: () => choose(-1), nearby: finder.nearby, actions: finder.actions,
    }),
    clock: makeClock({
      days: data.days, first: data.first, words, go: setDay, isoOf, ...reader.forClock,
    }),
    marks: makeMarks({
      ...model, roads: model.roads.map((road) => ({ id: road.id, waypoints: waypoints(road).map(latLngOf) })), sizes: data.sizes, saySpot,
      reported: data.reported, obstacles: () => obstaclesOf(map),
      chosen(index) {
        if (finder.pick(index)) return;
        choose(index);
        bringOut(index);
        parts.card.focus();
      },
    }),
  };

  parts.sight = makeSight(map, parts.card.node);

  function bringOut(index) {
    if (index >= 0) parts.sight.bringOut(model.latLng(index));
  }

  function saySpot(index) {
    const at = states[series.now[index]];
    const names = at ? at.actors.map((actor) => actorName(model.actors[actor])) : [];
    const who = names.length ? names.join(words.actorsJoin) : words.unknown;
    return phrase(words.spot, {
      place: places.title[index], who, status: at && at.evidence ? words[at.evidence] : words.unknown,
    });
  }

  function draw(touched) {
    const iso = isoOf(state.day);
    const compared = reader.compare(touched);
    parts.heading.draw(iso);
    parts.ground.draw(series.now, touched);
    parts.roads.draw(state.day);
    parts.marks.draw(series.now, touched, state.day);
    parts.legend.draw(series.now, data.days > 1 ? compared : null);
    parts.clock.draw(state.day);
    parts.card.draw(state.place, state.place < 0 ? 0 : series.now[state.place], iso, state.day);
    finder.draw(state.day);
    reader.draw();
  }

  function setDay(day) {
    state.day = Math.min(Math.max(Math.round(day), 0), data.days - 1);
    draw(series.moveTo(state.day));
  }

  function choose(index) {
    state.place = index;
    parts.marks.pick(index);
    finder.show(index);
    draw(new Set());
  }

  addSwitches(
    parts.legend.node,
    makeSwitch("band", told("showBand"), "", true, parts.ground.showBand),
    makeSwitch("fade", told("fade"), told("fadeNote"), false, parts.marks.fade),
  );
  furnishPage(map, model, parts);
  finder.begin();
  state.day = data.days - 1;
  series.moveTo(state.day);
  draw(new Set(data.control.initial.keys()));
  // Only now has all on the page its size: it is laid out once, and then the sheets.
  map.invalidateSize({ animate: false });
  openView(map, model);
  const sheet = layGround(map, model, parts);
  const top = makeSheet(map, "frontline-places", 450, {
    viewBox: (_, corner, size) => [corner.x, corner.y, size.x, size.y],
    settled: () => { parts.marks.layOut(map); reader.rings.layOut(map); },
  });
  top.svg.removeAttribute("aria-hidden");
  parts.legend.node.addEventListener("toggle", () => parts.marks.layOut(map));
  top.svg.append(reader.rings.node, ...parts.marks.nodes);
  map.on("click", (event) => {
    if (finder.click(event)) return;
    choose(placeAt(map, model, event.containerPoint, event.latlng));
    bringOut(state.place);
  });
  whenTurned(() => {
    parts.marks.layOut(map);
    draw(new Set());
  });
  sheet.settle();
  top.settle();
  laid = true;
  reader.begin();
  Object.assign(window.frontline, {
    day: () => isoOf(state.day),
    setDay: (day) => setDay(typeof day === "string" ? dayNumber(day) - dayNumber(data.first) : day),
    choose: (id) => choose(places.id.indexOf(id)),
    pin: reader.pinOn,
    drawn: () => ({
      date: parts.heading.drawn(), ...parts.ground.drawn(), roads: parts.roads.drawn(),
      places: parts.marks.counts(),
    }),
  });
}

/** Put the parts around the map, and Leaflet's own controls on it. */
function furnishPage(map, { data, plane }, parts) {
  const frame = map.getContainer();
  const stage = frame.parentElement;
  frame.setAttribute("role", "region");
  told("map").into((label) => frame.setAttribute("aria-label", label));
  stage.before(parts.heading.node);
  frame.after(parts.legend.node, parts.card.node);
  stage.after(...[parts.clock.bar, makeAbout(data, words)].filter(Boolean));
  parts.finder.furnish(frame);
  parts.reader.furnish(parts.clock, frame, parts.heading.node);
  if (window.matchMedia("(max-width: 720px)").matches) parts.legend.node.open = false;
  if (!map.attributionControl) L.control.attribution().addTo(map);
  map.attributionControl.setPrefix("Leaflet");
  const zoom = L.control.zoom().addTo(map);
  if (data.tiles) addTiles(map, data.tiles);
  const scale = addScale(map);
  const locator = addLocator(map, data.locator, plane);
  const begin = [[zoom, "top"], [locator, "bottom"], [scale, "bottom"]];
  const end = [[map.attributionControl, "bottom"]];
  const turn = () => {
    setControls(begin, end); // makes the buttons anew
    nameControls(zoom);
  };
  turn();
  whenTurned(turn);
  const { title, description } = headOf(data);
  title.into((text) => { document.title = text; });
  description.into((text) => document.querySelector("meta[name=description]").setAttribute("content", text));
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(frame);
}

/** What the browser calls the page, and how it is described, in the language of now. */
function headOf({ heads }) {
  const [title, description] = [0, 1].map((part) => told(() => heads[languageNow()][part]));
  return { title, description };
}

/** Leaflet writes the words of its buttons once; they are put anew in each language. */
function nameControls(zoom) {
  for (const [part, label] of [["in", words.zoomIn], ["out", words.zoomOut]]) {
    const button = zoom.getContainer().querySelector(`.leaflet-control-zoom-${part}`);
    button.setAttribute("title", label);
    button.setAttribute("aria-label", label);
  }
}

/** Set Leaflet's controls where a line begins and ends. */
function setControls(begin, end) {
  const sides = words.direction === "rtl" ? ["right", "left"] : ["left", "right"];
  [begin, end].forEach((controls, i) => {
    for (const [control, edge] of controls) if (control) control.setPosition(`${edge}${sides[i]}`);
  });
}

/** Open on the ground that the data says to show, beside the legend where there is room. */
function openView(map, { data, plane }) {
  const [west, south, east, north] = data.view;
  const bounds = [[west, south], [east, north]].map(([x, y]) => plane.lonLat(x, y).reverse());
  const beside = map.getSize().x > 900 ? 270 : 12;
  const [left, right] = words.direction === "rtl" ? [beside, 12] : [12, beside];
  map.fitBounds(bounds, { animate: false, paddingTopLeft: [left, 12], paddingBottomRight: [right, 24] });
}

window.frontline = { start };
