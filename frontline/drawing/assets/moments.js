// The days the author named: ticks on the slider, a caption on the day, a list that jumps.

import {arabic, element, link, name} from "./dom.js";
import {sayDay, shortDay} from "./days.js";

/** Put a mark on a slider over some days. */
export function markOn(node, day, days) {
  node.style.left = `${(100 * day) / Math.max(days - 1, 1)}%`;
  return node;
}

/** Make the ticks, the caption and the list; `go(day)` jumps. */
export function makeMoments({ moments, days, isoOf, words, go }) {
  const ticks = moments.map(([day, title]) =>
    markOn(element("span", { class: "moment", title: `${shortDay(isoOf(day))}: ${title}` }), day, days),
  );
  const caption = element("p", { class: "caption", hidden: true });
  const jumps = moments.map(([day, title, other]) =>
    element(
      "button", { type: "button", class: "jump", click: () => go(day) },
      element("b", {}, shortDay(isoOf(day))), " ", name(title), other ? " " : null, arabic(other),
    ),
  );
  const list = element(
    "ol", { class: "plain" },
    ...moments.map(([, , , note, source], i) =>
      element(
        "li", {}, jumps[i], note ? element("p", { class: "note" }, name(note)) : null,
        element("p", { class: "note" }, link(source, hostOf(source))),
      ),
    ),
  );
  return {
    ticks: element("div", { class: "moments", "aria-hidden": "true" }, ...ticks),
    caption,
    list: element("div", {}, element("p", { class: "note" }, words.momentsNote), list),
    draw(now) {
      const here = moments.filter(([day]) => day === now);
      caption.hidden = here.length === 0;
      caption.replaceChildren(...here.map(([, title]) => name(title)));
      caption.title = here.length ? sayDay(isoOf(now)) : "";
      jumps.forEach((node, i) => {
        if (moments[i][0] === now) node.setAttribute("aria-current", "date");
        else node.removeAttribute("aria-current");
      });
    },
  };
}

/** The host of an address, which is what a reader knows a source by. */
export function hostOf(address) {
  const found = /^https?:\/\/(?:www\.)?([^/?#]+)/i.exec(address);
  return found ? found[1] : address;
}
