// The places of the day as a table that can be sorted and filtered.

import {element, name, otherName, phrase} from "../core/dom.js";
import {shortDay} from "../core/dates.js";
import {languageNow, told} from "../core/i18n.js";

const ROWS_LISTED = 400;

/** Fold a text for the filter: case, marks and the letters of Arabic that are written for others. */
export function foldLoosely(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** What a name is sorted by: in Arabic, names that are written in Latin letters only come last. */
export function sortedBy(title) {
  const folded = foldLoosely(title);
  return languageNow() === "ar" && /^[\x20-\u024f]/.test(folded) ? `\uffff${folded}` : folded;
}

/** Sort and filter rows (objects of texts and numbers); gives those to show and how many fit. */
export function chooseRows(rows, { column, down, filter, most = ROWS_LISTED }) {
  const wanted = foldLoosely(filter).split(/\s+/).filter(Boolean);
  const fitting = rows.filter(({ search }) => wanted.every((word) => search.includes(word)));
  const compare = (a, b) => (a[column] < b[column] ? -1 : Number(a[column] > b[column]));
  fitting.sort((a, b) => (down ? compare(b, a) : compare(a, b)) || a.place - b.place);
  return { shown: fitting.slice(0, most), count: fitting.length };
}

/** Make the table; `rowsOf()` gives the rows of the day. */
export function makeTable({ places, words, begins, isoOf, spoken, pick }) {
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
    return element("th", { scope: "col" }, element("button", { type: "button", click }, told(label)));
  });
  const body = element("tbody");
  const count = element("p", { class: "note", role: "status" });
  const filter = element("input", {
    type: "search", "aria-label": told("filter"), placeholder: told("filter"),
    input: () => { state.filter = filter.value; fill(); },
  });
  const table = element(
    "table", { class: "places" }, element("caption", { class: "unseen" }, told("table")),
    element("thead", {}, element("tr", {}, ...heads)), body,
  );
  const scroll = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": told("table") }, table);

  function line({ place, code, evidence, since, known }) {
    const second = otherName(places.other[place]);
    let from = known ? shortDay(isoOf(since)) : "";
    if (known && since <= begins) from = phrase(words.sinceStartShort, { day: shortDay(isoOf(begins)) });
    const button = element(
      "button", { type: "button", class: "jump", click: () => pick(place) }, name(places.title[place]),
    );
    return element(
      "tr", {}, element("th", { scope: "row" }, button, second ? " " : null, second),
      element("td", {}, name(places.areaOf(place))),
      element("td", {}, spoken.holder(code)), element("td", {}, words[evidence] || ""),
      element("td", { class: "day" }, from),
    );
  }

  function fill() {
    const { shown, count: fitting } = chooseRows(rows, state);
    heads.forEach((head, i) => {
      const own = columns[i][0] === state.column;
      const way = state.down ? "descending" : "ascending";
      head.setAttribute("aria-sort", own ? way : "none");
    });
    body.replaceChildren(...shown.map(line));
    count.textContent = phrase(words.tableCount, { shown: shown.length, count: fitting });
  }

  return {
    node: element("div", {}, filter, count, scroll),
    draw(codes, since, states) {
      rows = Array.from(codes, (code, place) => {
        const title = places.title[place];
        const district = places.areaOf(place);
        const answer = spoken.holder(code);
        const search = foldLoosely(`${title} ${places.other[place]} ${district} ${answer}`);
        const known = states[code].status !== "unknown";
        const own = { title: sortedBy(title), district, answer, evidence: states[code].evidence };
        return { place, code, ...own, since: known ? since[place] : Infinity, known, search };
      });
      fill();
    },
  };
}
