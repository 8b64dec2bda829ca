// Finding and measuring: the search box, the ruler, what is near a place, the strips of roads.

import {element} from "../core/dom.js";
import {makeNearby} from "./nearby.js";
import {makeRuler} from "./ruler.js";
import {makeSearch} from "./search.js";
import {makeStrips} from "./roadChart.js";

/** How near a place that was searched for is shown. */
const CLOSE_ZOOM = 11.5;

/**
 * Make the tools. `choose(index)` opens a place, `go(day)` moves the page to a day, and
 * `middleFor(position, zoom)` is the middle of the map that shows a position beside the card.
 */
export function makeFinder({ map, model, choose, go, sayAnswer, middleFor }) {
  const { places, words, latLng } = model;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const ruler = makeRuler({ places, words, latLng });
  const strips = makeStrips({ model, go, sayAnswer });
  const search = makeSearch({ places, words, chosen: take });

  function fly(index) {
    const both = ruler.bounds();
    const zoom = Math.max(map.getZoom(), CLOSE_ZOOM);
    if (both) map.fitBounds(both, { padding: [60, 60], animate: !still.matches });
    else if (still.matches) map.setView(middleFor(latLng(index), zoom), zoom, { animate: false });
    else map.flyTo(middleFor(latLng(index), zoom), zoom, { duration: 0.7 });
  }

  function take(index) {
    if (!pick(index)) choose(index);
    fly(index);
  }

  /** Give a picked place to the ruler, if that is what the reader is at. */
  function pick(index) {
    if (ruler.on()) ruler.place(index);
    return ruler.on();
  }

  return {
    nearby: makeNearby({ ...model, chosen: take }),
    actions: (index) => [
      element("button", { type: "button", click: () => measureFrom(index) }, words.measureFrom),
    ],
    pick,
    /** Give a click on the map to the ruler, if it is on. */
    click(event) {
      if (ruler.on()) ruler.click(event);
      return ruler.on();
    },
    draw: strips.draw,
    show: strips.show,
    furnish(frame) {
      frame.after(element("div", { class: "finder" }, search.node, ruler.button, ruler.says));
      if (strips.node) frame.parentElement.append(strips.node);
    },
    begin() {
      ruler.addTo(map);
      strips.addTo(map);
    },
  };

  function measureFrom(index) {
    ruler.from(index);
    search.focus();
  }
}
