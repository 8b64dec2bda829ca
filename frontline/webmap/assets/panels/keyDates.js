// The key dates of the authors: marks on the slider, a headline on the day, and a list.

import {element, formatMessage, link, name, otherName} from "../core/dom.js";
import {shortDate} from "../core/dates.js";
import {currentLanguage, liveText, localized, onLanguageChange} from "../core/i18n.js";

/** Position a mark on the slider. */
export function positionMark(node, day, days) {
  node.style.left = `${(100 * day) / Math.max(days - 1, 1)}%`;
  return node;
}

/**
 * Make the marks, the headline and the list; `go(day)` shows a day. The headline of a key date stands
 * in place of the `deck` of the page, unless the page has one day; there is none if it has neither. On
 * other days `fill(text)` writes what is new.
 */
export function makeKeyDates({ keyDates, deck, days, isoOf, messages, go }) {
  // The title in the current language, if there is one, and the title in the other language.
  const ordered = ([, title, other]) => (currentLanguage() === "ar" && other ? [other, title] : [title, other]);
  const label = (keyDate) =>
    formatMessage(messages.keyDateOn, { day: shortDate(isoOf(keyDate[0])), title: ordered(keyDate)[0] });
  const ticks = keyDates.map((keyDate) =>
    positionMark(element("span", { class: "key-date", title: liveText(() => label(keyDate)) }), keyDate[0], days),
  );
  const caption = element("p", { class: "caption" });
  const hasCaption = keyDates.length > 0 || Boolean(deck);
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
  let drawn = -1;
  let isPlain = true;
  onLanguageChange(() => {
    fillJumps();
    drawn = -1;
  });
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
    caption: hasCaption ? caption : null,
    list: element("div", {}, element("p", { class: "note" }, liveText("keyDatesNote")), list),
    fill(text) {
      if (!isPlain) return;
      caption.replaceChildren(element("span", {}, text));
      caption.title = text;
    },
    draw(now) {
      if (now === drawn) return;
      const before = drawn;
      drawn = now;
      const here = keyDates.filter(([day]) => day === now);
      const noteOf = ([, , , note, , other]) => (currentLanguage() === "ar" && other) || note;
      const titles = here.flatMap((keyDate) => [
        element("b", {}, name(ordered(keyDate)[0])), " ", element("span", {}, name(noteOf(keyDate))),
      ]);
      const plain = deck ? [name(localized(deck))] : [];
      const isKeyDate = titles.length > 0 && !(deck && days === 1);
      isPlain = !isKeyDate && plain.length === 0;
      caption.replaceChildren(...(isKeyDate ? titles : plain));
      caption.title = caption.textContent;
      jumps.forEach((node, i) => {
        if (keyDates[i][0] === now) node.setAttribute("aria-current", "date");
        else if (keyDates[i][0] === before) node.removeAttribute("aria-current");
      });
    },
  };
}

/** Return the host of an address, by which a reader recognises a source. */
export function hostOf(address) {
  const found = /^https?:\/\/(?:www\.)?([^/?#]+)/i.exec(address);
  return found ? found[1] : address;
}
