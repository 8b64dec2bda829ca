// The search box for places, with names normalized as in the library.

import {formatCount, element, name, otherName} from "../core/dom.js";
import {lightName, nameKey} from "../core/normalize.js";
import {liveText} from "../core/i18n.js";

/** Maximum number of results in the list. */
const MAX_RESULTS = 12;

/** Return the keys and the lightly normalized names of all places. */
export function readNames(places) {
  return places.id.map((id, index) => {
    const written = [places.name[index], places.name_ar[index]].filter(Boolean);
    const keys = new Set([...written.map(nameKey), ...(places.spellings[index] ?? [])]);
    return { index, keys: [...keys].filter(Boolean), lights: written.map(lightName) };
  });
}

/**
 * Return the places that match a text, the best first: equal names, then names that start with it,
 * then names that contain it. `order` (by importance) decides among equals.
 */
export function findPlaces(names, text, order) {
  const [key, light] = [nameKey(text), lightName(text)];
  if (!key) return [];
  const fit = ({ keys, lights }) => {
    if (keys.includes(key) || lights.includes(light)) return 0;
    if (lights.some((one) => one.startsWith(light))) return 1;
    if (keys.some((one) => one.startsWith(key))) return 2;
    const long = [...key].length > 2;
    return long && keys.some((one) => one.includes(key)) ? 3 : Infinity;
  };
  const place = new Map(order.map((index, rank) => [index, rank]));
  return names
    .map((one) => ({ index: one.index, fit: fit(one) }))
    .filter((one) => one.fit < Infinity)
    .sort((a, b) => a.fit - b.fit || place.get(a.index) - place.get(b.index));
}

/** Make the box. `chosen(index)` is called with the place a reader selects. */
export function makeSearch({ places, messages, chosen }) {
  let names = null;
  let found = [];
  let active = -1;
  const list = element("ul", { id: "found", role: "listbox", "aria-label": liveText("search"), hidden: true });
  const status = element("p", { class: "status", role: "status" });
  const box = element("input", {
    type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "found",
    "aria-autocomplete": "list", "aria-label": liveText("search"), placeholder: liveText("search"),
    title: liveText("searchKey"), autocomplete: "off", spellcheck: "false", dir: "auto", maxlength: 80,
    input: update, keydown: press, focus: update, blur: hide,
  });
  const node = element("div", { class: "search", role: "search" }, box, list, status);

  function option({ index }, row) {
    const other = otherName(places.other[index]);
    return element(
      "li", {
        id: `found-${row}`, role: "option", "aria-selected": "false",
        pointerdown: (event) => event.preventDefault(), click: () => select(row),
      },
      name(places.title[index]), other ? " " : null, other,
      element("small", {}, name(places.areaOf(index))),
    );
  }

  function update() {
    names ??= readNames(places);
    const all = findPlaces(names, box.value, places.order);
    found = all.slice(0, MAX_RESULTS);
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
    mark(found.length ? 0 : -1);
    const alike = all.filter(({ fit }) => fit === 0).length;
    if (!box.value.trim()) status.textContent = "";
    else if (all.length === 0) status.textContent = messages.searchNone;
    else if (alike > 1) status.textContent = formatCount(messages.searchAmbiguous, alike);
    else status.textContent = formatCount(messages.searchCount, all.length);
  }

  function mark(row) {
    if (active >= 0) list.children[active]?.setAttribute("aria-selected", "false");
    active = row;
    const chosenRow = list.children[row];
    if (!chosenRow) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    chosenRow.setAttribute("aria-selected", "true");
    chosenRow.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", chosenRow.id);
  }

  function hide() {
    list.hidden = true;
    status.textContent = "";
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function select(row) {
    const { index } = found[row];
    box.value = places.title[index];
    hide();
    chosen(index);
  }

  function press(event) {
    const count = found.length;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && count) {
      event.preventDefault();
      if (list.hidden) update();
      else mark((active + move + count) % count);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      select(active);
    } else if (event.key === "Escape") {
      // With nothing to close here, another part may use the key.
      if (list.hidden && !box.value) return;
      event.preventDefault();
      if (list.hidden) box.value = "";
      hide();
    }
    event.stopPropagation();
  }

  document.addEventListener("keydown", (event) => {
    const where = event.target instanceof Element ? event.target : document.body;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (where.closest("input:not([type=range]), textarea, select")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  return { node, focus: () => box.focus() };
}
