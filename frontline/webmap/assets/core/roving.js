// Groups of controls that are one tab stop: the arrow keys move between their members.

import {messages} from "./i18n.js";

/** Make the controls in `node` that match `selector` one tab stop; the arrow keys move between them. */
export function makeRoving(node, selector = "button, a, select") {
  const members = () => [...node.querySelectorAll(selector)].filter((one) => one.offsetParent !== null);
  const mark = (current) => {
    for (const one of node.querySelectorAll(selector)) one.tabIndex = one === current ? 0 : -1;
  };

  node.addEventListener("focusin", (event) => {
    const one = event.target.closest(selector);
    if (one) mark(one);
  });
  node.addEventListener("keydown", (event) => {
    const ahead = messages.direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = messages.direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    const step = { [ahead]: 1, [back]: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const upright = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    // In a list of choices, the keys up and down choose.
    if (event.target.closest("select") && upright) return;
    const all = members();
    const at = all.indexOf(event.target.closest(selector));
    if (at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    all[Math.min(Math.max(at + step, 0), all.length - 1)].focus();
  });
  mark(node.querySelector(selector));
}
