// Rings around the places whose control changed.

import {svgElement} from "../core/dom.js";

/** Make the rings; `draw(places)` sets the places, `layOut(map)` positions the rings. */
export function makeRings({ latLng }) {
  const node = svgElement("g", { class: "rings", "aria-hidden": "true" });
  // Circles are kept for other days: making them takes longer than moving them.
  const circles = [];
  let drawn = 0;
  let shown = [];
  let map = null;

  function layOut(onMap = map) {
    map = onMap;
    if (!map) return;
    while (circles.length < shown.length) {
      circles.push(["ring-casing", "ring"].map((kind) => svgElement("circle", { class: kind })));
    }
    const radius = Math.min(Math.max(4 + (map.getZoom() - 8.5) * 1.2, 4), 9);
    shown.forEach((place, i) => {
      const { x, y } = map.latLngToLayerPoint(latLng(place));
      for (const circle of circles[i]) {
        for (const [key, value] of [["cx", x], ["cy", y], ["r", radius]]) circle.setAttribute(key, value);
      }
    });
    const least = Math.min(shown.length, drawn);
    for (const pair of circles.slice(shown.length, drawn)) for (const circle of pair) circle.remove();
    node.append(...circles.slice(least, shown.length).flat());
    drawn = shown.length;
  }

  return {
    node,
    layOut,
    draw(places) {
      if (places.length === shown.length && places.every((place, i) => place === shown[i])) return;
      shown = places;
      layOut();
    },
    drawn: () => shown,
  };
}
