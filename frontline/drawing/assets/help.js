// What the keys do, and what the map cannot know.

import {element} from "./dom.js";

/** Make the panel of help. */
export function makeHelp(words, many) {
  const keys = [
    ["Space", words.keyPlay], ["← →", words.keyStep], ["Page ↑ ↓", words.keyWeek],
    ["Home End", words.keyEnds], ["[ ]", words.keyChange], ["Shift ← →", words.keyChange],
  ];
  const row = ([key, text]) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, text)];
  return element(
    "div", {},
    ...(many ? [element("h3", {}, words.keysHead), element("dl", { class: "keys" }, ...keys.flatMap(row))] : []),
    element("p", {}, words.keyMap),
    element("h3", {}, words.limits), element("p", {}, words.limitsText),
  );
}
