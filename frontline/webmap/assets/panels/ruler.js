// The ruler: the geodesic line through two or more points or places, with the length of each part on it.

import {element, formatMessage} from "../core/dom.js";
import {geodesic, geodesicPoints} from "../core/geodesic.js";
import {formatDirection, formatLength} from "./nearby.js";
import {liveText, onLanguageChange} from "../core/i18n.js";

/** Maximum distance of a click from the marker it selects, in pixels. */
const SNAP_DISTANCE = 14;

/** Describe a measurement in words. */
export function formatMeasurement({ metres, bearing }, names, messages) {
  const [from, to] = names;
  if (metres === 0) return formatMessage(messages.rulerSame, { from, to });
  const length = formatLength(metres, messages);
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
    ends.slice(1).forEach((end, i) => {
      const points = geodesicPoints(ends[i].lonLat, end.lonLat).map(([lon, lat]) => [lat, lon]);
      add(L.polyline(points, own("ruler-casing")));
      add(L.polyline(points, own("ruler-line")));
      const middle = points.length % 2 ? points[Math.floor(points.length / 2)] : midpoint(points);
      const length = formatLength(geodesic(ends[i].lonLat, end.lonLat).metres, messages);
      const icon = L.divIcon({ className: "ruler-label", iconSize: null });
      const label = add(L.marker(middle, { icon, interactive: false, keyboard: false }));
      label.getElement().append(element("span", { "aria-hidden": "true" }, length));
    });
  }

  const midpoint = (points) => {
    const [one, other] = [points[points.length / 2 - 1], points[points.length / 2]];
    return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
  };
  const own = (className, radius) => ({ className, radius, interactive: false, smoothFactor: 0 });
  const add = (shape) => {
    shapes.push(shape.addTo(map));
    return shape;
  };

  function sentence() {
    if (ends.length === 0) return messages.rulerFirst;
    if (ends.length === 1) return formatMessage(messages.rulerSecond, { from: ends[0].name });
    const [from, to] = ends.slice(-2);
    const measurement = formatMeasurement(geodesic(from.lonLat, to.lonLat), [from.name, to.name], messages);
    const error = from.error + to.error;
    const parts = [measurement, error ? formatMessage(messages.rulerError, { count: error }) : ""];
    if (ends.length > 2) {
      const metres = ends.slice(1).reduce((sum, end, i) => sum + geodesic(ends[i].lonLat, end.lonLat).metres, 0);
      parts.push(formatMessage(messages.rulerTotal, { length: formatLength(metres, messages) }));
    }
    return parts.filter(Boolean).join(messages.semicolon);
  }

  onLanguageChange(() => {
    if (on) text.textContent = sentence();
  });

  function put(end) {
    const last = ends.at(-1);
    // The second click of a double click adds nothing.
    if (last && last.lonLat.every((part, i) => part === end.lonLat[i]) && ends.length > 1) return;
    ends = [...ends, end];
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
    if (!on || event.defaultPrevented) return;
    const isTyping = event.target.closest?.("input:not([type=range]), textarea, select");
    if (event.key === "Escape") stop();
    else if (event.key === "Backspace" && ends.length && !isTyping) {
      event.preventDefault();
      ends = ends.slice(0, -1);
      draw();
    }
  });
  return {
    button, box,
    on: () => on,
    /** Return the positions of the points, or null if there are fewer than two. */
    bounds: () => (ends.length < 2 ? null : ends.map(({ lonLat: [lon, lat] }) => [lat, lon])),
    addTo: (itsMap) => { map = itsMap; },
    click: (event) => put(atClick(event)),
    place: (index) => put(atPlace(index)),
    from(index) { begin(); put(atPlace(index)); },
  };
}
