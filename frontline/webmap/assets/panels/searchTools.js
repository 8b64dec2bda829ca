// The search tools: search box, ruler, distances from a place, and road charts.

import {element} from "../core/dom.js";
import {UNIT_ZOOM} from "../core/mercator.js";
import {makeNearby} from "./nearby.js";
import {makeRuler} from "./ruler.js";
import {makeSearch} from "./search.js";
import {makeRoadCharts} from "./roadChart.js";

/** The zoom at which a searched place is shown. */
const CLOSE_ZOOM = 11.5;

/**
 * Make the tools. `choose(index)` opens a place, `go(day)` shows a day, and
 * `centreFor(position, zoom)` returns the centre of the map that shows a position next to the card.
 */
export function makeSearchTools({ map, model, choose, go, phrases, centreFor }) {
  const { places, messages, latLng } = model;
  const reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)");
  const ruler = makeRuler({ places, messages, latLng });
  const roadCharts = makeRoadCharts({ model, go, phrases });
  const search = makeSearch({ data: model.data, places, messages, chosen: select, chosenRoad: showRoad });

  /** Show the whole of a road, and its chart. */
  function showRoad(number) {
    const corners = model.roads[number].points.map(([x, y]) =>
      map.unproject(L.point(x, y).add(model.plane.corner), UNIT_ZOOM));
    map.fitBounds(L.latLngBounds(corners), { padding: [40, 40], animate: !reducedMotion.matches });
    roadCharts.select(number);
  }

  function flyTo(index) {
    const both = ruler.bounds();
    const zoom = Math.max(map.getZoom(), CLOSE_ZOOM);
    if (both) map.fitBounds(both, { padding: [60, 60], animate: !reducedMotion.matches });
    else if (reducedMotion.matches) map.setView(centreFor(latLng(index), zoom), zoom, { animate: false });
    else map.flyTo(centreFor(latLng(index), zoom), zoom, { duration: 0.7 });
  }

  function select(index) {
    if (!pick(index)) choose(index);
    flyTo(index);
  }

  /** Pass a selected place to the ruler, if it is active; return whether it is. */
  function pick(index) {
    if (ruler.on()) ruler.place(index);
    return ruler.on();
  }

  return {
    nearby: makeNearby({ ...model, chosen: select }),
    actions: (index) => [
      element("button", { type: "button", click: () => measureFrom(index) }, messages.measureFrom),
    ],
    pick,
    /** Pass a click on the map to the ruler, if it is active; return whether it is. */
    click(event) {
      if (ruler.on()) ruler.click(event);
      return ruler.on();
    },
    draw: roadCharts.draw,
    show: roadCharts.show,
    addTo(frame) {
      frame.after(element("div", { class: "search-tools" }, search.node, ruler.button, ruler.box));
      if (roadCharts.node) frame.parentElement.append(roadCharts.node);
    },
    open() {
      ruler.addTo(map);
      roadCharts.addTo(map);
    },
  };

  function measureFrom(index) {
    ruler.from(index);
    search.focus();
  }
}
