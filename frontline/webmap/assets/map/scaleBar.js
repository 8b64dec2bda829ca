// A scale bar that is true along the parallel through the middle of the map.

import {element} from "../core/dom.js";
import {metresPerPixel} from "../core/mercator.js";
import {whenTurned, words} from "../core/i18n.js";

/** The longest round length (1, 2 or 5 and noughts) that is no longer than a given one. */
export function roundLength(metres) {
  const unit = 10 ** Math.floor(Math.log10(metres));
  return [5, 2, 1].find((count) => count * unit <= metres) * unit;
}

/** Put the scale bar on the map. */
export function addScale(map, most = 120) {
  const text = element("span");
  const bar = element("div", { class: "scale" }, text);
  const box = element("div", { class: "scale-box" }, bar);
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => box;
  control.addTo(map);
  const update = () => {
    const perPixel = metresPerPixel(map.getCenter().lat, map.getZoom());
    const metres = roundLength(perPixel * most);
    bar.style.width = `${(metres / perPixel).toFixed(1)}px`;
    const [unit, count] = metres >= 1000 ? [words.kilometres, metres / 1000] : [words.metres, metres];
    text.textContent = unit.replace("{count}", count);
  };
  map.on("moveend zoomend", update);
  whenTurned(update);
  update();
  return control;
}
