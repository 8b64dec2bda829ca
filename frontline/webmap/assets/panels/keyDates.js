// The key dates of the authors: marks on the slider, a caption on the day, and a list.

import {element, formatMessage, link, name, otherName} from "../core/dom.js";
import {longDate, shortDate} from "../core/dates.js";
import {currentLanguage, liveText, onLanguageChange} from "../core/i18n.js";

/** Position a mark on the slider. */
export function positionMark(node, day, days) {
  node.style.left = `${(100 * day) / Math.max(days - 1, 1)}%`;
  return node;
}

/**
 * Make the marks, the caption and the list; `go(day)` shows a day. `onCaption()` is called when the
 * caption has changed, because it covers a part of the map.
 */
export function makeKeyDates({ keyDates, days, isoOf, messages, go, onCaption }) {
  // The title in the current language, if there is one, and the title in the other language.
  const ordered = ([, title, other]) => (currentLanguage() === "ar" && other ? [other, title] : [title, other]);
  const label = (keyDate) =>
    formatMessage(messages.keyDateOn, { day: shortDate(isoOf(keyDate[0])), title: ordered(keyDate)[0] });
  const ticks = keyDates.map((keyDate) =>
    positionMark(element("span", { class: "key-date", title: liveText(() => label(keyDate)) }), keyDate[0], days),
  );
  const caption = element("p", { class: "caption", hidden: true });
  const jumps = keyDates.map(([day]) =>
    element("button", { type: "button", class: "link-button", click: () => go(day) }),
  );
  function fillJumps() {
    keyDates.forEach((keyDate, i) => {
      const [title, other] = ordered(keyDate);
      const day = element("b", {}, shortDate(isoOf(keyDate[0])));
      jumps[i].replaceChildren(...[day, " ", name(title), other ? " " : null, otherName(other)].filter(Boolean));
    });
  }
  fillJumps();
  onLanguageChange(fillJumps);
  const list = element(
    "ol", { class: "plain" },
    ...keyDates.map(([, , , note, source, other], i) =>
      element(
        "li", {}, jumps[i],
        note ? element("p", { class: "note" }, name(liveText(() => (currentLanguage() === "ar" && other) || note))) : null,
        element("p", { class: "note" }, link(source, hostOf(source))),
      ),
    ),
  );
  return {
    ticks: element("div", { class: "key-dates", "aria-hidden": "true" }, ...ticks),
    caption,
    list: element("div", {}, element("p", { class: "note" }, liveText("keyDatesNote")), list),
    draw(now) {
      const here = keyDates.filter(([day]) => day === now);
      const before = caption.textContent;
      caption.hidden = here.length === 0;
      caption.replaceChildren(...here.map((keyDate) => name(ordered(keyDate)[0])));
      caption.title = here.length ? longDate(isoOf(now)) : "";
      if (caption.textContent !== before) onCaption();
      jumps.forEach((node, i) => {
        if (keyDates[i][0] === now) node.setAttribute("aria-current", "date");
        else node.removeAttribute("aria-current");
      });
    },
  };
}

/** Return the host of an address, by which a reader recognises a source. */
export function hostOf(address) {
  const found = /^https?:\/\/(?:www\.)?([^/?#]+)/i.exec(address);
  return found ? found[1] : address;
}
