// What the keys do, and what the map cannot know.

import {element} from "../core/dom.js";
import {told} from "../core/i18n.js";

/** Make the panel of help. */
export function makeHelp(many) {
  const keys = [
    [told("keySpace"), "keyPlay"], ["← →", "keyStep"], ["Page ↑ ↓", "keyWeek"],
    ["Home End", "keyEnds"], ["[ ]", "keyChange"], ["Shift ← →", "keyChange"],
  ];
  const row = ([key, text]) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, told(text))];
  return element(
    "div", {},
    ...(many ? [element("h3", {}, told("keysHead")), element("dl", { class: "keys" }, ...keys.flatMap(row))] : []),
    element("p", {}, told("keyMap")),
    element("h3", {}, told("limits")), element("p", {}, told("limitsText")),
  );
}
