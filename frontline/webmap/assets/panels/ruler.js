// The ruler: two points or places, the geodesic between them and its bearing.

import {element, phrase} from "../core/dom.js";
import {geodesic, wayBetween} from "../core/geodesic.js";
import {sayWind} from "./nearby.js";
import {told, whenTurned} from "../core/i18n.js";

/** How near a click must come to a mark, in pixels, to take its place. */
const SNAP = 14;

/** Say a measured way: kilometres with two decimals, metres under one kilometre. */
export function sayWay({ metres, bearing }, names, words) {
  const length = metres < 1000
    ? phrase(words.metres, { count: metres.toFixed(0) })
    : phrase(words.kilometres, { count: (metres / 1000).toFixed(2) });
  const [from, to] = names;
  if (metres === 0) return phrase(words.rulerSame, { from, to });
  const turn = `${Math.round(bearing) % 360}°`;
  return phrase(words.rulerWay, { from, to, length, turn, wind: sayWind(bearing, words) });
}

/** Make the ruler. `turned(on)` is called when it is taken up or put away. */
export function makeRuler({ places, words, latLng, turned = () => {} }) {
  let map = null;
  let ends = [];
  let on = false;
  const shapes = [];
  const button = element(
    "button", {
      type: "button", class: "ruler-button", "aria-pressed": "false", title: told("rulerKey"),
      click: () => (on ? stop() : begin()),
    },
    told("ruler"),
  );
  const text = element("output", { class: "ruler-says", "aria-live": "polite" });
  const close = element(
    "button", { type: "button", class: "ruler-close", "aria-label": told("rulerEnd"), click: stop }, "×",
  );
  const says = element("div", { class: "ruler-box", hidden: true }, text, close);

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
    says.hidden = !on;
    map.getContainer().classList.toggle("measuring", on);
    turned(on);
    text.textContent = on ? sentence() : "";
    for (const { lonLat } of ends) add(L.circleMarker([lonLat[1], lonLat[0]], own("ruler-end", 5)));
    if (ends.length < 2) return;
    const line = wayBetween(ends[0].lonLat, ends[1].lonLat).map(([lon, lat]) => [lat, lon]);
    add(L.polyline(line, own("ruler-casing")));
    add(L.polyline(line, own("ruler-line")));
  }

  const own = (className, radius) => ({ className, radius, interactive: false, smoothFactor: 0 });
  const add = (shape) => shapes.push(shape.addTo(map));

  function sentence() {
    if (ends.length === 0) return words.rulerFirst;
    if (ends.length === 1) return phrase(words.rulerSecond, { from: ends[0].name });
    const way = geodesic(ends[0].lonLat, ends[1].lonLat);
    const said = sayWay(way, ends.map((end) => end.name), words);
    const error = ends[0].error + ends[1].error;
    return error ? `${said}${words.semicolon}${phrase(words.rulerError, { count: error })}` : said;
  }

  whenTurned(() => {
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

  /** Take the place whose mark is under a click, else the clicked point. */
  function atClick({ containerPoint, latlng }) {
    let best = -1;
    let least = SNAP;
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
    button, says,
    on: () => on,
    /** What shows both ends, once there are two. */
    bounds: () => (ends.length < 2 ? null : ends.map(({ lonLat: [lon, lat] }) => [lat, lon])),
    addTo: (itsMap) => { map = itsMap; },
    click: (event) => put(atClick(event)),
    place: (index) => put(atPlace(index)),
    from(index) { begin(); put(atPlace(index)); },
  };
}
