// A transparent SVG overlay that Leaflet moves with the map. During a zoom it is stretched; afterwards
// its view box is set, so that nothing is drawn again.

import {svgElement} from "../core/dom.js";

/** Share of the size of the map that is drawn beyond each edge. */
const PADDING = 0.5;

/**
 * Make an overlay. `viewBox(map, corner, size)` returns the view box of the part that starts at
 * `corner` (a layer point) and has `size` pixels; `onReset(map)` is called after each move.
 */
export function makeSvgOverlay(map, name, zIndex, { viewBox, onReset = () => {} }) {
  const pane = map.createPane(name);
  pane.style.zIndex = zIndex;
  pane.style.pointerEvents = "none";
  const svg = svgElement("svg", { class: "svg-overlay leaflet-zoom-animated", "aria-hidden": "true" });
  pane.append(svg);
  let drawn = { centre: map.getCenter(), zoom: map.getZoom() };

  function reset() {
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint(size.multiplyBy(-PADDING)).round();
    const whole = size.multiplyBy(1 + 2 * PADDING).round();
    drawn = { centre: map.getCenter(), zoom: map.getZoom() };
    L.DomUtil.setTransform(svg, corner, 1);
    svg.setAttribute("width", whole.x);
    svg.setAttribute("height", whole.y);
    svg.setAttribute("viewBox", viewBox(map, corner, whole).join(" "));
    onReset(map);
  }

  function stretch(centre, zoom) {
    const scale = map.getZoomScale(zoom, drawn.zoom);
    const half = map.getSize().multiplyBy(0.5 + PADDING);
    const origin = map
      .project(centre, zoom)
      .subtract(map.getSize().divideBy(2))
      .add(L.DomUtil.getPosition(map.getPane("mapPane")))
      .round();
    const corner = half.multiplyBy(-scale).add(map.project(drawn.centre, zoom)).subtract(origin);
    L.DomUtil.setTransform(svg, corner, scale);
  }

  map.on("zoomanim", (event) => stretch(event.center, event.zoom));
  map.on("zoom", () => stretch(map.getCenter(), map.getZoom()));
  map.on("moveend viewreset resize", reset);
  return { svg, reset };
}
