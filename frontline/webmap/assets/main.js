// The page: one data block, one state (the day and the chosen place), and the parts that draw it.

import {makeAbout, makeHeading} from "./panels/about.js";
import {makeAnnotations} from "./map/annotations.js";
import {addCities, addLocator, addNames, clipAshore, makeBasemap} from "./map/basemap.js";
import {makeBuiltUp} from "./map/builtUp.js";
import {makeCard} from "./panels/card.js";
import {addCredit, nameControls, setControls} from "./map/controls.js";
import {makeTimeline} from "./panels/timeline.js";
import {dayNumber, isoDay, shortDate} from "./core/dates.js";
import {svgElement, formatMessage} from "./core/dom.js";
import {makeSearchTools} from "./panels/searchTools.js";
import {decodeDrawings, makeDrawnTerritory} from "./map/drawnTerritory.js";
import {makeTerritory} from "./map/territory.js";
import {addSwitches, makeLegend, makeSwitch} from "./panels/legend.js";
import {shareGestures} from "./map/gestures.js";
import {makeHover} from "./map/hover.js";
import {makeMarkers} from "./map/markers.js";
import {makeMarks} from "./map/marks.js";
import {makePlane, metresPerPixel, UNIT_ZOOM} from "./core/mercator.js";
import {decodeCells, hectaresOf} from "./core/paths.js";
import {actorName, readPlaces, slugOf} from "./core/names.js";
import {unpack} from "./core/packing.js";
import {makePatterns} from "./map/patterns.js";
import {decodeChanges, decodeHistory, decodeStates, runningSum, Series, sinceDay} from "./core/series.js";
import {makeRoving} from "./core/roving.js";
import {makeTimeTools} from "./panels/timeTools.js";
import {makeRoads, decodeRoad, waypoints} from "./map/roads.js";
import {addScaleBar} from "./map/scaleBar.js";
import {addTiles} from "./map/tiles.js";
import {makeSvgOverlay} from "./map/svgOverlay.js";
import {fitFree, makeViewport, obstaclesOf} from "./map/viewport.js";
import {preparePrint} from "./panels/print.js";
import {makePhrases} from "./core/phrases.js";
import {currentLanguage, liveText, loadMessages, localized, messages, onLanguageChange} from "./core/i18n.js";

const PATTERN_PREFIX = "territory";
/** Maximum distance of a click from the marker it selects, in pixels. */
const CLICK_RADIUS = 14;
/** How far the front goes on into unknown ground, as a share of the reach of a report. */
const OPEN_SHARE = 0.5;
/** How long a day stays before it is described and the labels are placed anew, in milliseconds. */
const SETTLE_MS = 250;

/** Decode the data that the parts share. */
function readModel(data) {
  loadMessages(data.words, data.language);
  const plane = makePlane(data.origin, data.region);
  // An id is written without the name that it begins with.
  const ids = data.places.id.map((id, i) => (/^(?:-|$)/.test(id) ? slugOf(data.places.name[i]) + id : id));
  const columns = { ...data.places, id: ids, x: runningSum(data.places.x), y: runningSum(data.places.y) };
  const places = readPlaces(columns);
  // The style sheet has the colours of the actors, light and dark.
  const actors = data.actors.map((actor, i) => [...actor.slice(0, 3), `var(--actor-${i})`, ...actor.slice(4)]);
  const first = dayNumber(data.first);
  data.ground.areas = data.ground.areas.map(hectaresOf);
  decodeHistory(data.history, (day) => isoDay(first + day));
  return {
    data, plane, places, messages, actors,
    // Layers that the author has left out.
    hidden: new Set(data.hidden),
    drawings: decodeDrawings(data.drawn, plane.units),
    states: decodeStates(data.states),
    series: new Series(data.control.initial, decodeChanges(data.control.changes)),
    roads: data.roads.map((road) => decodeRoad(road, plane.units)),
    isoOf: (day) => isoDay(first + day),
    latLng: (index) => plane.lonLat(places.x[index], places.y[index]).reverse(),
  };
}

/** Return the place of a click: that of the marker under it, else that of the cell, else -1. */
function placeAt(map, { data, places, latLng }, point, where) {
  let best = -1;
  let least = Infinity;
  for (let index = 0; index < places.cells; index += 1) {
    const away = map.latLngToContainerPoint(latLng(index)).distanceTo(point);
    if (away < least) [best, least] = [index, away];
  }
  const reach = (data.reachKm * 1000) / metresPerPixel(where.lat, map.getZoom());
  return least <= Math.max(CLICK_RADIUS, reach) ? best : -1;
}

/** Add the overlay with the territory, in units of the plane. */
function addTerritory(map, model, parts) {
  const { plane, data } = model;
  const patterns = makePatterns(PATTERN_PREFIX, model.states, model.actors);
  const base = makeBasemap(data.base, plane.units);
  const builtUp = makeBuiltUp(data, model);
  const overlay = makeSvgOverlay(map, "frontline", 350, {
    viewBox(_, corner, size) {
      const zoom = map.getZoom();
      overlay.svg.style.setProperty("--front", frontWidth(zoom));
      builtUp.showFor(zoom);
      base.showFor(zoom);
      const scale = 2 ** (UNIT_ZOOM - map.getZoom());
      const at = map.getPixelOrigin().add(corner).multiplyBy(scale);
      patterns.scale(scale);
      return [at.x - plane.corner[0], at.y - plane.corner[1], size.x * scale, size.y * scale];
    },
  });
  const ground = svgElement("g", { class: "territory" }, ...parts.territory.areas);
  const lines = svgElement("g", {}, ...parts.territory.lines);
  overlay.svg.append(
    patterns.defs,
    ...clipAshore("ashore", data.base.water, { ...data, ...plane }, [ground, lines]),
    svgElement("g", {}, ...(data.tiles ? [] : base.under)),
    ground,
    ...base.terrain,
    builtUp.node,
    svgElement("g", {}, ...base.over),
    svgElement("g", {}, ...(model.hidden.has("roads") ? [] : parts.roads.nodes)),
    lines,
  );
  return overlay;
}

/** Return the width of the front line at a zoom, in pixels. */
function frontWidth(zoom) {
  return Math.min(Math.max(1.6 + (zoom - 8) * 0.5, 1.6), 4.2).toFixed(1);
}

/** Draw the page on a Leaflet map. */
function start(map) {
  const model = readModel(unpack(JSON.parse(document.getElementById("frontline-data").textContent)));
  const { data, states, series, places, isoOf } = model;
  const phrases = makePhrases(model);
  const describeControl = phrases.control;
  const state = { day: 0, place: -1 };
  let ready = false;
  let settling = 0;
  const sinceOf = (index) => sinceDay(series, states, data.control.since, index);
  const cells = decodeCells(data.ground, model.plane.units, places);
  const sites = cells.cells.map((_, i) => model.plane.units(places.x[i], places.y[i]));
  const latLngOf = ([x, y]) => map.unproject(L.point(x, y).add(model.plane.corner), UNIT_ZOOM);
  const timeTools = makeTimeTools({
    map, model, go: setDay, choose: (index) => choose(index), stateOf: () => state,
    redraw: () => draw(new Set()),
    reveal, centreFor: (...at) => parts.viewport.centreFor(...at), setResearch,
  });
  const searchTools = makeSearchTools({
    map, model, go: setDay, phrases, centreFor: (...at) => parts.viewport.centreFor(...at),
    choose: (index) => { choose(index); parts.card.focus(); },
  });
  const parts = {
    timeTools, searchTools,
    heading: makeHeading(data),
    territory: model.drawings
      ? makeDrawnTerritory(model.drawings, model, PATTERN_PREFIX)
      : makeTerritory(cells, sites, model, { prefix: PATTERN_PREFIX, reach: OPEN_SHARE * data.reachKm * 1000 }),
    roads: makeRoads(model.roads, states, model.actors),
    legend: makeLegend({ ...model, areas: data.ground.areas }),
    card: makeCard({
      ...model, history: data.history, begins: data.control.begins, sinceOf, describeControl,
      closed: () => choose(-1), nearby: searchTools.nearby, actions: searchTools.actions,
    }),
    timeline: makeTimeline({
      days: data.days, first: data.first, go: setDay, isoOf, ...timeTools.timeline,
    }),
    markers: makeMarkers({
      ...model, roads: model.roads.map((road) => ({ id: road.id, waypoints: waypoints(road).map(latLngOf) })), markerLabel,
      reported: data.reported, obstacles: () => [...obstaclesOf(map), ...notesOf()],
      avoided: () => marks.avoided(map, parts.territory.drawn()), changed: () => marks.changed(),
      chosen(index) {
        if (searchTools.pick(index)) return;
        choose(index);
        reveal(index);
        parts.card.focus();
      },
    }),
  };

  parts.viewport = makeViewport(map, parts.card.node);
  const marks = makeMarks(model, parts.territory);
  const annotations = makeAnnotations(model);
  /** Lay out the annotations, and return the boxes of their texts. */
  const notesOf = () => annotations.layOut(map, () => obstaclesOf(map), () => marks.avoided(map, parts.territory.drawn()));

  function reveal(index) {
    if (index >= 0) parts.viewport.reveal(model.latLng(index));
  }

  function markerLabel(index) {
    const at = states[series.now[index]];
    const place = places.title[index];
    if (!at || at.status === "unknown") return formatMessage(messages.markerUnknown, { place });
    const holder = at.actors.map((actor) => actorName(model.actors[actor])).join(messages.actorsJoin);
    return formatMessage(messages.markerLabel, { place, holder, evidence: messages[at.evidence] });
  }

  function draw(touched) {
    const iso = isoOf(state.day);
    const compared = timeTools.compare(touched);
    parts.heading.draw(iso);
    const marked = marks.of(compared, state.day);
    parts.territory.draw(series.now, touched, state.day, marked);
    parts.territory.drawEarlier(marked.earlier);
    parts.legend.drawMarks(shortDate(marked.since), marked.gainers, marked.earlier ? shortDate(marked.since) : "");
    parts.roads.draw(state.day);
    parts.markers.draw(series.now, touched, state.day);
    parts.legend.draw(series.now, data.days > 1 ? compared : null, state.day);
    parts.timeline.draw(state.day);
    parts.card.draw(state.place, state.place < 0 ? 0 : series.now[state.place], iso, state.day);
    searchTools.draw(state.day);
    timeTools.draw();
    if (annotations.draw(state.day) && ready) parts.markers.layOut(map);
    if (ready) settle();
  }

  /** Place the labels anew around the front, and describe the day, once it has stayed for a moment. */
  function settle() {
    clearTimeout(settling);
    settling = setTimeout(() => {
      if (parts.timeline.playing()) return;
      parts.markers.layOut(map);
      timeTools.describe();
    }, SETTLE_MS);
  }

  function setDay(day) {
    state.day = Math.min(Math.max(Math.round(day), 0), data.days - 1);
    draw(series.moveTo(state.day));
  }

  function choose(index) {
    state.place = index;
    parts.markers.pick(index);
    searchTools.show(index);
    draw(new Set());
  }

  const band = makeSwitch("band", liveText("showBand"), false, parts.territory.showBand);
  const fade = makeSwitch("fade", liveText("fade"), false, parts.markers.fade);
  const research = makeSwitch("research", liveText("researchView"), false, (on) => {
    band.set(on);
    fade.set(on);
    if (ready) timeTools.update(on);
  });
  addSwitches(parts.legend.more, research, band, fade);
  function setResearch(on) {
    if (on !== research.isOn()) research.set(on);
  }

  addParts(map, model, parts);
  searchTools.open();
  state.day = data.days - 1;
  series.moveTo(state.day);
  draw(new Set(data.control.initial.keys()));
  // Now all parts have their sizes: the map is laid out once, and then the overlays.
  map.invalidateSize({ animate: false });
  fitFree(map, boundsOfView(model), parts.legend.node);
  const overlay = addTerritory(map, model, parts);
  const markerOverlay = makeSvgOverlay(map, "frontline-places", 450, {
    viewBox: (_, corner, size) => [corner.x, corner.y, size.x, size.y],
    onReset: () => { parts.markers.layOut(map); timeTools.rings.layOut(map); },
  });
  // Without a role of its own, assistive technology takes the drawing for an image, and images hold no buttons.
  markerOverlay.svg.removeAttribute("aria-hidden");
  markerOverlay.svg.setAttribute("role", "group");
  liveText("placesHead").bind((label) => markerOverlay.svg.setAttribute("aria-label", label));
  parts.legend.more.addEventListener("toggle", () => parts.markers.layOut(map));
  preparePrint(map, boundsOfView(model));
  makeHover(map, parts.markers.near, markerLabel);
  markerOverlay.svg.append(timeTools.rings.node, ...parts.markers.nodes, annotations.node);
  map.on("click", (event) => {
    if (searchTools.click(event)) return;
    choose(placeAt(map, model, event.containerPoint, event.latlng));
    reveal(state.place);
  });
  onLanguageChange(() => {
    parts.markers.layOut(map);
    draw(new Set());
  });
  overlay.reset();
  markerOverlay.reset();
  ready = true;
  timeTools.open();
  Object.assign(window.frontline, {
    day: () => isoOf(state.day),
    setDay: (day) => setDay(typeof day === "string" ? dayNumber(day) - dayNumber(data.first) : day),
    choose: (id) => choose(places.id.indexOf(id)),
    pin: timeTools.pinOn,
    drawn: () => ({
      date: parts.heading.drawn(), ...parts.territory.drawn(), roads: parts.roads.drawn(),
      places: parts.markers.counts(),
    }),
  });
}

/** Add the parts around the map, and the controls of Leaflet. */
function addParts(map, { data, plane }, parts) {
  const frame = map.getContainer();
  const stage = frame.parentElement;
  frame.setAttribute("role", "region");
  liveText("map").bind((label) => frame.setAttribute("aria-label", label));
  stage.before(parts.heading.node);
  frame.after(parts.legend.node, parts.card.node);
  stage.after(...[parts.timeline.bar, makeAbout(data, messages)].filter(Boolean));
  parts.searchTools.addTo(frame);
  parts.timeTools.addTo(parts.timeline, frame, parts.heading.node);
  if (document.documentElement.classList.contains("embed")) frame.after(shareGestures(map));
  if (!map.attributionControl) L.control.attribution().addTo(map);
  addCredit(map, data.mapCredit);
  const zoom = L.control.zoom().addTo(map);
  if (data.tiles) addTiles(map, data.tiles, localized(data.mapCredit));
  const scale = addScaleBar(map);
  const latLng = (x, y) => plane.lonLat(x, y).reverse();
  if (!data.tiles) {
    addNames(map, data.base.names, latLng, () => obstaclesOf(map));
    addCities(map, data.base.cities, latLng);
  }
  const locator = addLocator(map, data.locator, plane);
  const leading = [[zoom, "top"], [locator, "bottom"], [scale, "bottom"]];
  const trailing = [[map.attributionControl, "bottom"]];
  const placeControls = () => {
    // Makes the buttons again.
    setControls(leading, trailing);
    nameControls(zoom);
    makeRoving(zoom.getContainer());
  };
  placeControls();
  onLanguageChange(placeControls);
  const { title, description } = headOf(data);
  title.bind((text) => { document.title = text; });
  description.bind((text) => document.querySelector("meta[name=description]").setAttribute("content", text));
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(frame);
}

/** Return title and description of the page in the current language. */
function headOf({ heads }) {
  const [title, description] = [0, 1].map((part) => liveText(() => heads[currentLanguage()][part]));
  return { title, description };
}

/** Return the corners of the part of the map that the data asks for. */
function boundsOfView({ data, plane }) {
  const [west, south, east, north] = data.view;
  return [[west, south], [east, north]].map(([x, y]) => plane.lonLat(x, y).reverse());
}

window.frontline = { start };
