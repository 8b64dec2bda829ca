// A transparent SVG sheet over the map that Leaflet moves with it. While a zoom is under way the
// sheet is stretched; afterwards its view box is set anew, so that nothing is drawn twice.

import {graphic} from "../core/dom.js";

/** How much of the window's size is drawn beyond each edge. */
const PADDING = 0.5;

/**
 * Make a sheet. `viewBox(map, corner, size)` gives the view box of the part that begins at
 * `corner` (a layer point) and has `size` pixels; `settled(map)` is called after each move.
 */
export function makeSheet(map, name, zIndex, { viewBox, settled = () => {} }) {
  const pane = map.createPane(name);
  pane.style.zIndex = zIndex;
  pane.style.pointerEvents = "none";
  const svg = graphic("svg", { class: "sheet leaflet-zoom-animated", "aria-hidden": "true" });
  pane.append(svg);
  let drawn = { centre: map.getCenter(), zoom: map.getZoom() };

  function settle() {
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint(size.multiplyBy(-PADDING)).round();
    const whole = size.multiplyBy(1 + 2 * PADDING).round();
    drawn = { centre: map.getCenter(), zoom: map.getZoom() };
    L.DomUtil.setTransform(svg, corner, 1);
    svg.setAttribute("width", whole.x);
    svg.setAttribute("height", whole.y);
    svg.setAttribute("viewBox", viewBox(map, corner, whole).join(" "));
    settled(map);
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
  map.on("moveend viewreset resize", settle);
  return { svg, settle };
}
