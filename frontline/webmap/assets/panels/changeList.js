// What changed: gains and losses of each actor, and each place before and after, with sources.

import {counted, element, link, name, phrase} from "../core/dom.js";
import {shortDay} from "../core/dates.js";
import {actorName} from "../core/names.js";
import {signed, squareKm} from "../core/phrases.js";

/** At most so many places, and sources to a place, are listed. */
const CHANGES_LISTED = 150;
const SOURCES_LISTED = 4;

/** The reports that speak to a change of a place between two days, each address once. */
export function sourcesOf(history, place, fromIso, toIso) {
  const numbers = new Set();
  for (const [kind, , , earliest, latest, , counts, , sources] of history.rows[place]) {
    if (kind === "baseline" || !counts || latest <= fromIso || earliest > toIso) continue;
    for (const number of sources) numbers.add(number);
  }
  return [...numbers].map((number) => {
    const [publisher, address] = history.reports[number];
    return { publisher: history.publishers[publisher][0], address };
  });
}

/** Make the panel; `pick(place)` shows a place, `pin` is the button that fixes the day before. */
export function makeChanged({ model, spoken, pick, pin, words }) {
  const { actors, places, data } = model;
  const sums = element("table", { class: "sums" });
  const title = element("h3", {});
  const list = element("ul", { class: "plain changes" });
  const note = element("p", { class: "note" });
  const node = element("div", {}, pin, title, sums, list, note);

  function drawSums(now, then) {
    const head = ["", words.placesHead, words.areaHead].map((text) =>
      text ? element("th", { scope: "col" }, text) : element("td"),
    );
    const rows = actors.map((actor, i) => {
      const more = now.places[i] - then.places[i];
      const ground = squareKm(now.ground[i]) - squareKm(then.ground[i]);
      const label = element("th", { scope: "row" }, name(actorName(actor)));
      return element("tr", {}, label, element("td", {}, signed(more)), element("td", {}, signed(ground)));
    });
    const fought = element(
      "tr", {}, element("th", { scope: "row" }, words.contested),
      element("td", {}, signed(now.contested - then.contested)), element("td"),
    );
    sums.replaceChildren(element("tr", {}, ...head), ...rows, fought);
  }

  function item({ place, before, after }, fromIso, toIso) {
    const sources = sourcesOf(data.history, place, fromIso, toIso);
    const links = sources.slice(0, SOURCES_LISTED).flatMap(({ publisher, address }, i) => [
      i ? words.comma : "", link(address, publisher),
    ]);
    const rest = sources.length - SOURCES_LISTED;
    if (rest > 0) links.push(counted(words.moreSources, rest));
    return element(
      "li", {},
      element("button", { type: "button", class: "jump", click: () => pick(place) }, name(places.title[place])),
      element("span", {}, " ", phrase(words.turned, { before: spoken.answer(before), after: spoken.answer(after) })),
      element("p", { class: "note" }, ...(links.length ? links : [words.noSources])),
    );
  }

  return {
    node,
    draw({ changes, fromIso, toIso, span, now, then }) {
      title.textContent = span || words.changed;
      drawSums(now, then);
      const ordered = [...changes].sort((a, b) => places.rank[a.place] - places.rank[b.place]);
      list.replaceChildren(...ordered.slice(0, CHANGES_LISTED).map((one) => item(one, fromIso, toIso)));
      const rest = changes.length - CHANGES_LISTED;
      note.textContent = changes.length ? "" : words.noChanges;
      if (rest > 0) note.textContent = counted(words.andMorePlaces, rest);
    },
  };
}

/** The words for the days that are compared. */
export function sayComparison({ pinned, fromIso, toIso, dayIso }, words) {
  if (pinned) return phrase(words.changedBetween, { first: shortDay(fromIso), last: shortDay(toIso) });
  if (!dayIso) return "";
  return phrase(words.changedOn, { day: shortDay(dayIso) });
}
