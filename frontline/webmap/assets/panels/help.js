// The help: keys, and the limits of the map.

import {element} from "../core/dom.js";
import {liveText} from "../core/i18n.js";

/** Make the help panel. */
export function makeHelp(severalDays) {
  const keys = [
    [liveText("keySpace"), "keyPlay"], ["← →", "keyStep"], ["Page ↑ ↓", "keyWeek"],
    ["Home End", "keyEnds"], ["[ ]", "keyChange"], ["Shift ← →", "keyChange"],
  ];
  const row = ([key, text]) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, liveText(text))];
  return element(
    "div", {},
    ...(severalDays ? [element("h3", {}, liveText("keysHead")), element("dl", { class: "keys" }, ...keys.flatMap(row))] : []),
    element("p", {}, liveText("keyMap")),
    element("h3", {}, liveText("limits")), element("p", {}, liveText("limitsText")),
  );
}
