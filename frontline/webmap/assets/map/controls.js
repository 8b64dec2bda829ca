// The controls of Leaflet: the credit, the sides where they are, and their labels.

import {element} from "../core/dom.js";
import {liveText, localized, messages} from "../core/i18n.js";

/** Name the sources of the data and the author of the page on the map, in print too. */
export function addCredit(map, credit) {
  let shown = "";
  map.attributionControl.setPrefix(false);
  liveText(() => localized(credit)).bind((text) => {
    map.attributionControl.removeAttribution(shown);
    // Leaflet writes an attribution as HTML, so the text is escaped here.
    shown = element("span", {}, text).innerHTML;
    map.attributionControl.addAttribution(shown);
  });
}

/** Set the labels of Leaflet's buttons, which Leaflet itself writes only once. */
export function nameControls(zoom) {
  for (const [part, label] of [["in", messages.zoomIn], ["out", messages.zoomOut]]) {
    const button = zoom.getContainer().querySelector(`.leaflet-control-zoom-${part}`);
    button.setAttribute("title", label);
    button.setAttribute("aria-label", label);
  }
}

/** Place Leaflet's controls on the sides where a line begins and ends. */
export function setControls(leading, trailing) {
  const sides = messages.direction === "rtl" ? ["right", "left"] : ["left", "right"];
  [leading, trailing].forEach((controls, i) => {
    for (const [control, edge] of controls) if (control) control.setPosition(`${edge}${sides[i]}`);
  });
}
