// The places of the day as a table that can be sorted and filtered.

import {element, formatMessage, name, otherName} from "../core/dom.js";
import {shortDate} from "../core/dates.js";
import {currentLanguage, liveText} from "../core/i18n.js";

const MAX_ROWS = 400;

/** Fold case and marks of a text for the filter. */
export function foldText(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Return the sort key of a name; in Arabic, names in Latin letters come last. */
export function sortKey(title) {
  const folded = foldText(title);
  return currentLanguage() === "ar" && /^[\x20-\u024f]/.test(folded) ? `\uffff${folded}` : folded;
}

/** Filter and sort rows (objects of texts and numbers); return those to show and how many match. */
export function selectRows(rows, { column, down, filter, most = MAX_ROWS }) {
  const terms = foldText(filter).split(/\s+/).filter(Boolean);
  const matching = rows.filter(({ search }) => terms.every((word) => search.includes(word)));
  const compare = (a, b) => (a[column] < b[column] ? -1 : Number(a[column] > b[column]));
  matching.sort((a, b) => (down ? compare(b, a) : compare(a, b)) || a.place - b.place);
  return { shown: matching.slice(0, most), count: matching.length };
}

/** Make the table; `pick(place)` shows a place. */
export function makeTable({ places, messages, begins, isoOf, phrases, pick }) {
  const state = { column: "title", down: false, filter: "" };
  let rows = [];
  const columns = [
    ["title", "placeHead"], ["district", "districtHead"], ["answer", "holderHead"],
    ["evidence", "evidence"], ["since", "sinceHead"],
  ];
  const heads = columns.map(([column, label]) => {
    const click = () => {
      state.down = state.column === column && !state.down;
      state.column = column;
      fill();
    };
    return element("th", { scope: "col" }, element("button", { type: "button", click }, liveText(label)));
  });
  const body = element("tbody");
  const count = element("p", { class: "note", role: "status" });
  const filter = element("input", {
    type: "search", "aria-label": liveText("filter"), placeholder: liveText("filter"),
    input: () => { state.filter = filter.value; fill(); },
  });
  const table = element(
    "table", { class: "places" }, element("caption", { class: "visually-hidden" }, liveText("table")),
    element("thead", {}, element("tr", {}, ...heads)), body,
  );
  const scroll = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": liveText("table") }, table);

  function line({ place, code, evidence, since, known }) {
    const second = otherName(places.other[place], places.otherLanguage);
    let from = known ? shortDate(isoOf(since)) : "";
    if (known && since <= begins) from = formatMessage(messages.sinceStartShort, { day: shortDate(isoOf(begins)) });
    const button = element(
      "button", { type: "button", class: "link-button", click: () => pick(place) }, name(places.title[place]),
    );
    return element(
      "tr", {}, element("th", { scope: "row" }, button, second ? " " : null, second),
      element("td", {}, name(places.areaOf(place))),
      element("td", {}, phrases.holder(code)), element("td", {}, messages[evidence] || ""),
      element("td", { class: "day" }, from),
    );
  }

  function fill() {
    const { shown, count: matching } = selectRows(rows, state);
    heads.forEach((head, i) => {
      const own = columns[i][0] === state.column;
      const order = state.down ? "descending" : "ascending";
      head.setAttribute("aria-sort", own ? order : "none");
    });
    body.replaceChildren(...shown.map(line));
    count.textContent = formatMessage(messages.tableCount, { shown: shown.length, count: matching });
  }

  return {
    node: element("div", {}, filter, count, scroll),
    draw(codes, since, states) {
      rows = Array.from(codes, (code, place) => {
        const title = places.title[place];
        const district = places.areaOf(place);
        const answer = phrases.holder(code);
        const search = foldText(`${title} ${places.other[place]} ${district} ${answer}`);
        const known = states[code].status !== "unknown";
        const own = { title: sortKey(title), district, answer, evidence: states[code].evidence };
        return { place, code, ...own, since: known ? since[place] : Infinity, known, search };
      });
      fill();
    },
  };
}
