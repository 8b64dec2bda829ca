// The list of changes: gains and losses of each actor, and each place before and after, with sources.

import {element, formatCount, formatMessage, link, name} from "../core/dom.js";
import {shortDate} from "../core/dates.js";
import {actorName} from "../core/names.js";
import {formatSigned, formatSignedArea} from "../core/phrases.js";

/** Maximum number of places, and of sources of a place, in the list. */
const MAX_CHANGES = 150;
const MAX_SOURCES = 4;

/** Return the sources of a change of a place between two days, each address once. */
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

/** Make the panel; `pick(place)` shows a place, `pin` is the button that sets the day to compare. */
export function makeChangeList({ model, phrases, pick, pin, messages }) {
  const { actors, places, data } = model;
  const sums = element("table", { class: "change-totals" });
  const title = element("h3", {});
  const list = element("ul", { class: "plain changes" });
  const note = element("p", { class: "note" });
  const node = element("div", {}, pin, title, sums, list, note);

  function drawSums(now, then) {
    const head = ["", messages.placesHead, messages.areaHead].map((text) =>
      text ? element("th", { scope: "col" }, text) : element("td"),
    );
    const rows = actors.map((actor, i) => {
      const more = now.places[i] - then.places[i];
      const area = formatSignedArea(now.hectares[i] - then.hectares[i]);
      const label = element("th", { scope: "row" }, name(actorName(actor)));
      return element("tr", {}, label, element("td", {}, formatSigned(more)), element("td", {}, area));
    });
    const contestedRow = element(
      "tr", {}, element("th", { scope: "row" }, messages.contested),
      element("td", {}, formatSigned(now.contested - then.contested)), element("td"),
    );
    sums.replaceChildren(element("tr", {}, ...head), ...rows, contestedRow);
  }

  function item({ place, before, after }, fromIso, toIso) {
    const sources = sourcesOf(data.history, place, fromIso, toIso);
    const links = sources.slice(0, MAX_SOURCES).flatMap(({ publisher, address }, i) => [
      i ? messages.comma : "", link(address, publisher),
    ]);
    const rest = sources.length - MAX_SOURCES;
    if (rest > 0) links.push(formatCount(messages.moreSources, rest));
    return element(
      "li", {},
      element("button", { type: "button", class: "link-button", click: () => pick(place) }, name(places.title[place])),
      element("span", {}, " ", formatMessage(messages.beforeAfter, { before: phrases.holder(before), after: phrases.holder(after) })),
      element("p", { class: "note" }, ...(links.length ? links : [messages.noSources])),
    );
  }

  return {
    node,
    draw({ changes, fromIso, toIso, span, now, then }) {
      title.textContent = span || messages.changes;
      drawSums(now, then);
      const ordered = [...changes].sort((a, b) => places.rank[a.place] - places.rank[b.place]);
      list.replaceChildren(...ordered.slice(0, MAX_CHANGES).map((one) => item(one, fromIso, toIso)));
      const rest = changes.length - MAX_CHANGES;
      note.textContent = changes.length ? "" : messages.noChanges;
      if (rest > 0) note.textContent = formatCount(messages.andMorePlaces, rest);
    },
  };
}

/** Return the title for the days that are compared. */
export function comparisonTitle({ pinned, fromIso, toIso, dayIso }, messages) {
  if (pinned) return formatMessage(messages.changesBetween, { first: shortDate(fromIso), last: shortDate(toIso) });
  if (!dayIso) return "";
  return formatMessage(messages.changesOn, { day: shortDate(dayIso) });
}
