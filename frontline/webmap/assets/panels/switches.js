// The switches in the legend.

import {element} from "../core/dom.js";

/** Make a switch; `onChange(on)` is called at once and at each change. */
export function makeSwitch(name, label, on, onChange) {
  const box = element("input", { type: "checkbox", name, checked: on, change: () => onChange(box.checked) });
  onChange(on);
  return element("label", {}, box, element("span", {}, label));
}

/** Add switches at the end of the legend. */
export function addSwitches(legend, ...switches) {
  legend.append(element("div", { class: "switches" }, ...switches));
}
