// What the reader switches on and off in the legend.

import {element} from "../core/dom.js";

/** Make a switch; `turned(on)` is called at once and whenever it is turned. */
export function makeSwitch(name, label, note, on, turned) {
  const box = element("input", { type: "checkbox", name, checked: on, change: () => turned(box.checked) });
  turned(on);
  const text = element("span", {}, label, note ? element("small", {}, note) : null);
  return element("label", {}, box, text);
}

/** Put switches at the foot of the legend. */
export function addSwitches(legend, ...switches) {
  legend.append(element("div", { class: "switches" }, ...switches));
}
