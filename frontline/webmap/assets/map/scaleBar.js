// A scale bar that is exact along the parallel through the centre of the map.

import {element} from "../core/dom.js";
import {metresPerPixel} from "../core/mercator.js";
import {messages, onLanguageChange} from "../core/i18n.js";

/** Return the longest round length (1, 2 or 5 and zeros) that is not longer than a given one. */
export function roundLength(metres) {
  const unit = 10 ** Math.floor(Math.log10(metres));
  return [5, 2, 1].find((count) => count * unit <= metres) * unit;
}

/** Add the scale bar to the map. */
export function addScaleBar(map, most = 120) {
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
    const [unit, count] = metres >= 1000 ? [messages.kilometres, metres / 1000] : [messages.metres, metres];
    text.textContent = unit.replace("{count}", count);
  };
  map.on("moveend zoomend", update);
  onLanguageChange(update);
  update();
  return control;
}
