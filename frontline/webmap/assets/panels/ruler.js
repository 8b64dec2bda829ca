// The ruler: the geodesic between two points or places, and its bearing.

import {element, formatMessage} from "../core/dom.js";
import {geodesic, geodesicPoints} from "../core/geodesic.js";
import {formatDirection} from "./nearby.js";
import {liveText, onLanguageChange} from "../core/i18n.js";

/** Maximum distance of a click from the marker it selects, in pixels. */
const SNAP_DISTANCE = 14;

/** Describe a measurement: kilometres with two decimals, metres below one kilometre. */
export function formatMeasurement({ metres, bearing }, names, messages) {
  const length = metres < 1000
    ? formatMessage(messages.metres, { count: metres.toFixed(0) })
    : formatMessage(messages.kilometres, { count: (metres / 1000).toFixed(2) });
  const [from, to] = names;
  if (metres === 0) return formatMessage(messages.rulerSame, { from, to });
  const direction = formatDirection(bearing, messages);
  return formatMessage(messages.rulerResult, { from, to, length, direction, bearing: `${Math.round(bearing) % 360}°` });
}

/** Make the ruler. */
export function makeRuler({ places, messages, latLng }) {
  let map = null;
  let ends = [];
  let on = false;
  const shapes = [];
  const button = element(
    "button", {
      type: "button", class: "ruler-button", "aria-pressed": "false", title: liveText("rulerKey"),
      click: () => (on ? stop() : begin()),
    },
    liveText("ruler"),
  );
  const text = element("output", { class: "ruler-readout", "aria-live": "polite" });
  const close = element(
    "button", { type: "button", class: "ruler-close", "aria-label": liveText("rulerClose"), click: stop }, "×",
  );
  const box = element("div", { class: "ruler-box", hidden: true }, text, close);

  function begin() {
    on = true;
    ends = [];
    draw();
  }

  function stop() {
    on = false;
    ends = [];
    draw();
    button.focus({ preventScroll: true });
  }

  function drop() {
    for (const shape of shapes.splice(0)) shape.remove();
  }

  function draw() {
    drop();
    button.setAttribute("aria-pressed", String(on));
    box.hidden = !on;
    map.getContainer().classList.toggle("measuring", on);
    text.textContent = on ? sentence() : "";
    for (const { lonLat } of ends) add(L.circleMarker([lonLat[1], lonLat[0]], own("ruler-end", 5)));
    if (ends.length < 2) return;
    const points = geodesicPoints(ends[0].lonLat, ends[1].lonLat).map(([lon, lat]) => [lat, lon]);
    add(L.polyline(points, own("ruler-casing")));
    add(L.polyline(points, own("ruler-line")));
  }

  const own = (className, radius) => ({ className, radius, interactive: false, smoothFactor: 0 });
  const add = (shape) => shapes.push(shape.addTo(map));

  function sentence() {
    if (ends.length === 0) return messages.rulerFirst;
    if (ends.length === 1) return formatMessage(messages.rulerSecond, { from: ends[0].name });
    const line = geodesic(ends[0].lonLat, ends[1].lonLat);
    const measurement = formatMeasurement(line, ends.map((end) => end.name), messages);
    const error = ends[0].error + ends[1].error;
    return error ? `${measurement}${messages.semicolon}${formatMessage(messages.rulerError, { count: error })}` : measurement;
  }

  onLanguageChange(() => {
    if (on) text.textContent = sentence();
  });

  function put(end) {
    ends = ends.length === 2 ? [end] : [...ends, end];
    draw();
  }

  function atPlace(index) {
    const [lat, lon] = latLng(index);
    return { get name() { return places.title[index]; }, lonLat: [lon, lat], error: places.error[index] };
  }

  /** Return the place whose marker is under a click, else the clicked point. */
  function atClick({ containerPoint, latlng }) {
    let best = -1;
    let least = SNAP_DISTANCE;
    for (let index = 0; index < places.id.length; index += 1) {
      const away = map.latLngToContainerPoint(latLng(index)).distanceTo(containerPoint);
      if (away < least) [best, least] = [index, away];
    }
    if (best >= 0) return atPlace(best);
    const name = `${latlng.lat.toFixed(4)}, ${latlng.lng.toFixed(4)}`;
    return { name, lonLat: [latlng.lng, latlng.lat], error: 0 };
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && on && !event.defaultPrevented) stop();
  });
  return {
    button, box,
    on: () => on,
    /** Return the positions of both ends, or null if there are fewer. */
    bounds: () => (ends.length < 2 ? null : ends.map(({ lonLat: [lon, lat] }) => [lat, lon])),
    addTo: (itsMap) => { map = itsMap; },
    click: (event) => put(atClick(event)),
    place: (index) => put(atPlace(index)),
    from(index) { begin(); put(atPlace(index)); },
  };
}
