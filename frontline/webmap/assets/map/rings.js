// Rings around the places whose control changed.

import {svgElement} from "../core/dom.js";

/** Make the rings; `draw(places)` sets the places, `layOut(map)` positions the rings. */
export function makeRings({ latLng }) {
  const node = svgElement("g", { class: "rings", "aria-hidden": "true" });
  let shown = [];
  let map = null;

  function layOut(onMap = map) {
    map = onMap;
    if (!map) return;
    const radius = Math.min(Math.max(4 + (map.getZoom() - 8.5) * 1.2, 4), 9);
    node.replaceChildren(
      ...shown.flatMap((place) => {
        const { x, y } = map.latLngToLayerPoint(latLng(place));
        const at = { cx: x, cy: y, r: radius };
        return [svgElement("circle", { class: "ring-casing", ...at }), svgElement("circle", { class: "ring", ...at })];
      }),
    );
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
