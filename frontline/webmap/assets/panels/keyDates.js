// The days the author named: ticks on the slider, a caption on the day, a list that jumps.

import {element, link, name, otherName, phrase} from "../core/dom.js";
import {sayDay, shortDay} from "../core/dates.js";
import {languageNow, told, whenTurned} from "../core/i18n.js";

/** Put a mark on a slider over some days. */
export function markOn(node, day, days) {
  node.style.left = `${(100 * day) / Math.max(days - 1, 1)}%`;
  return node;
}

/**
 * Make the ticks, the caption and the list; `go(day)` jumps. `captioned()` is called when the
 * caption has come, gone or changed, since it lies over the map.
 */
export function makeMoments({ moments, days, isoOf, words, go, captioned }) {
  // The title in the language of now, where the author gave one, and that in the other.
  const ordered = ([, title, other]) => (languageNow() === "ar" && other ? [other, title] : [title, other]);
  const say = (moment) =>
    phrase(words.momentOn, { day: shortDay(isoOf(moment[0])), title: ordered(moment)[0] });
  const ticks = moments.map((moment) =>
    markOn(element("span", { class: "moment", title: told(() => say(moment)) }), moment[0], days),
  );
  const caption = element("p", { class: "caption", hidden: true });
  const jumps = moments.map(([day]) =>
    element("button", { type: "button", class: "jump", click: () => go(day) }),
  );
  function fillJumps() {
    moments.forEach((moment, i) => {
      const [title, other] = ordered(moment);
      const day = element("b", {}, shortDay(isoOf(moment[0])));
      jumps[i].replaceChildren(...[day, " ", name(title), other ? " " : null, otherName(other)].filter(Boolean));
    });
  }
  fillJumps();
  whenTurned(fillJumps);
  const list = element(
    "ol", { class: "plain" },
    ...moments.map(([, , , note, source, other], i) =>
      element(
        "li", {}, jumps[i],
        note ? element("p", { class: "note" }, name(told(() => (languageNow() === "ar" && other) || note))) : null,
        element("p", { class: "note" }, link(source, hostOf(source))),
      ),
    ),
  );
  return {
    ticks: element("div", { class: "moments", "aria-hidden": "true" }, ...ticks),
    caption,
    list: element("div", {}, element("p", { class: "note" }, told("momentsNote")), list),
    draw(now) {
      const here = moments.filter(([day]) => day === now);
      const before = caption.textContent;
      caption.hidden = here.length === 0;
      caption.replaceChildren(...here.map((moment) => name(ordered(moment)[0])));
      caption.title = here.length ? sayDay(isoOf(now)) : "";
      if (caption.textContent !== before) captioned();
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
