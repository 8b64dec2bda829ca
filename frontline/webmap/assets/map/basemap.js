// The base map (land, rivers and borders), and the inset that shows its location in the country.

import {element, svgElement} from "../core/dom.js";
import {decodePath, pathData} from "../core/paths.js";
import {UNIT_ZOOM} from "../core/mercator.js";
import {currentLanguage, liveText, localized, onLanguageChange} from "../core/i18n.js";

/** The lowest zoom at which secondary roads are drawn. */
const MINOR_ROAD_ZOOM = 8;

/** Return the hillshade, which only darkens and lightens what is below it; nothing without one. */
function makeTerrain(terrain, units) {
  if (!terrain) return [];
  const [[left, top], [right, bottom]] = terrain.corners.map(([x, y]) => units(x, y));
  return [svgElement("image", {
    class: "terrain", href: `data:image/png;base64,${terrain.png}`, preserveAspectRatio: "none",
    x: left, y: top, width: right - left, height: bottom - top,
  })];
}

/** How far ground may reach beyond the region of the data, in steps of its grid. */
const BEYOND = 100000;

/** Return the clip path of the ground ashore, and put it on groups; nothing where no ground is at sea. */
export function clipAshore(id, water, { region, units }, groups) {
  if (water.length === 0) return [];
  const rings = water.map((steps) => pathData(decodePath(steps).map(([x, y]) => units(x, y)), true));
  const [west, south, east, north] = region;
  const corners = [[west - BEYOND, south - BEYOND], [east + BEYOND, north + BEYOND]];
  const [[left, bottom], [right, top]] = corners.map(([x, y]) => units(x, y));
  const d = `M${left} ${top}H${right}V${bottom}H${left}Z${rings.join("")}`;
  for (const group of groups) group.setAttribute("clip-path", `url(#${id})`);
  return [svgElement("clipPath", { id }, svgElement("path", { d, "clip-rule": "evenodd" }))];
}

/**
 * Make the base map; `under` belongs below the territory, `terrain` and `over` above it. `showFor`
 * draws what is shown at a zoom.
 */
export function makeBasemap(base, units) {
  const place = (steps) => decodePath(steps).map(([x, y]) => units(x, y));
  const open = (paths) => paths.map((steps) => pathData(place(steps), false)).join("");
  const closed = (paths) => paths.map((steps) => pathData(place(steps), true)).join("");
  const land = svgElement("path", { class: "land", d: closed(base.land), "fill-rule": "evenodd" });
  const rivers = base.rivers.map(({ paths }) =>
    svgElement("path", { class: "river", d: open(paths) }),
  );
  const borders = svgElement("path", { class: "border", d: open(base.borders) });
  const sea = svgElement("path", { class: "sea", d: closed(base.sea), "fill-rule": "evenodd" });
  const abroad = svgElement("path", { class: "border", d: open(base.abroad) });
  const minor = svgElement("path", { class: "minor-road", d: open(base.minor) });
  return {
    under: [sea, land, abroad],
    terrain: makeTerrain(base.terrain, units),
    over: [...rivers, borders, minor],
    showFor: (zoom) => { minor.style.display = zoom >= MINOR_ROAD_ZOOM ? "" : "none"; },
  };
}

/** Distance of a name from the edge of the map and from what covers it, in pixels. */
const NAME_MARGIN = 6;

/**
 * Add the names of countries and seas below the places, in the language of the page. Each stands at
 * the first of its points where all of it is in view and nothing covers it; `obstacles()` are boxes.
 */
export function addNames(map, names, latLng, obstacles) {
  const pane = map.createPane("country-names");
  pane.style.zIndex = 360;
  pane.style.pointerEvents = "none";
  pane.setAttribute("aria-hidden", "true");
  const markers = names.map(([latin, arabic, isSea, ...flat]) => {
    const icon = L.divIcon({ className: isSea ? "area-name sea-name" : "area-name", iconSize: null });
    const points = [];
    for (let i = 0; i < flat.length; i += 2) points.push(latLng(flat[i] * 1000, flat[i + 1] * 1000));
    const marker = L.marker(points[0], { icon, pane: "country-names", interactive: false, keyboard: false });
    marker.addTo(map);
    const node = marker.getElement();
    const text = element("span", {}, liveText(() => localized({ en: latin, ar: arabic })));
    node.append(text);
    return { marker, node, text, points };
  });

  function place() {
    const size = map.getSize();
    // So that it is not an obstacle itself.
    for (const { node } of markers) node.hidden = true;
    const taken = obstacles();
    for (const { marker, node, text, points } of markers) {
      node.hidden = false;
      const [x, y] = [text.offsetWidth / 2 + NAME_MARGIN, text.offsetHeight / 2 + NAME_MARGIN];
      const boxAt = (point) => {
        const at = map.latLngToContainerPoint(point);
        return [at.x - x, at.y - y, at.x + x, at.y + y];
      };
      const found = points.find((point) => {
        const [left, top, right, bottom] = boxAt(point);
        return left > 0 && top > 0 && right < size.x && bottom < size.y &&
          taken.every((box) => box[2] <= left || box[0] >= right || box[3] <= top || box[1] >= bottom);
      });
      node.hidden = !found;
      if (!found) continue;
      marker.setLatLng(found);
      taken.push(boxAt(found));
    }
  }
  map.on("moveend viewreset resize", place);
  onLanguageChange(place);
}

/** Add the cities outside the region of the data, which have no reports; without a name, nothing. */
export function addCities(map, cities, latLng) {
  for (const [x, y, latin, arabic] of cities) {
    const icon = L.divIcon({ className: "city-name", iconSize: null });
    const marker = L.marker(latLng(x, y), { icon, pane: "country-names", interactive: false, keyboard: false });
    marker.addTo(map);
    marker.getElement().append(element("span", {}, liveText(() => (currentLanguage() === "ar" ? arabic : latin))));
  }
}

/** Maximum width and height of the inset, and minimum size of the frame in it, in pixels. */
const INSET_WIDTH = 110;
const INSET_HEIGHT = 96;
const MIN_FRAME = 5;

function boundsOf(points) {
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Add the inset to the map; return null if the data has no outlines. */
export function addLocator(map, { land, borders }, plane) {
  if (land.length === 0) return null;
  const place = (steps) => decodePath(steps).map(([x, y]) => plane.units(x, y));
  const text = (paths, closed) => paths.map((steps) => pathData(place(steps), closed)).join("");
  const [left, top, right, bottom] = boundsOf(land.flatMap(place));
  const perPixel = 1.08 * Math.max((right - left) / INSET_WIDTH, (bottom - top) / INSET_HEIGHT);
  const size = { width: (1.08 * (right - left)) / perPixel, height: (1.08 * (bottom - top)) / perPixel };
  const corner = [left - 0.04 * (right - left), top - 0.04 * (bottom - top)];
  const box = [...corner, size.width * perPixel, size.height * perPixel];
  const frame = svgElement("rect", { class: "frame" });
  const picture = svgElement(
    "svg", { ...size, viewBox: box.map(Math.round).join(" "), role: "img", "aria-label": liveText("locator") },
    svgElement("path", { class: "land", d: text(land, true) }),
    svgElement("path", { class: "border", d: text(borders, false) }),
    frame,
  );
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => {
    const node = L.DomUtil.create("div", "locator");
    node.append(picture);
    return node;
  };
  control.addTo(map);
  const update = () => {
    const at = map.getBounds();
    const [one, other] = [at.getNorthWest(), at.getSouthEast()].map((corner_) =>
      map.project(corner_, UNIT_ZOOM).subtract(plane.corner),
    );
    const least = MIN_FRAME * perPixel;
    const [width, height] = [Math.max(other.x - one.x, least), Math.max(other.y - one.y, least)];
    const x = (one.x + other.x - width) / 2;
    const y = (one.y + other.y - height) / 2;
    for (const [key, value] of Object.entries({ x, y, width, height })) {
      frame.setAttribute(key, Math.round(value));
    }
  };
  map.on("move zoomend resize", update);
  update();
  return control;
}
