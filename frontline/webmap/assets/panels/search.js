// The search box for places, roads and cities nearby, with names normalized as in the library.

import {formatCount, element, formatMessage, name, otherName} from "../core/dom.js";
import {lightName, nameKey} from "../core/normalize.js";
import {continuesNumbers, slipsTo} from "../core/similarity.js";
import {liveText, localized} from "../core/i18n.js";

/** Maximum number of results in the list. */
const MAX_RESULTS = 12;
/** Maximum number of places that are only similar. */
const MAX_SIMILAR = 5;

/** Return the keys and the lightly normalized names of all places. */
export function readNames(places) {
  return places.id.map((id, index) => {
    const written = [places.name[index], places.name_ar[index], places.name_local?.[index]].filter(Boolean);
    const keys = new Set([...written.map(nameKey), ...(places.spellings[index] ?? [])]);
    return { index, keys: [...keys].filter(Boolean), lights: written.map(lightName) };
  });
}

/**
 * Return the places that match a text, the best first: equal names, then names that start with it,
 * then names that contain it. `order` (by importance) decides among equals. If there are none, the
 * parts of "Bakhmut (Artemivsk)" are looked for, and then similar names: their `fit` is `SIMILAR`.
 */
export function findPlaces(names, text, order) {
  const place = new Map(order.map((index, rank) => [index, rank]));
  const sorted = (found) =>
    found.filter((one) => one.fit < Infinity)
      .sort((a, b) => a.fit - b.fit || a.slips - b.slips || place.get(a.index) - place.get(b.index));
  const written = { key: nameKey(text), light: lightName(text) };
  if (!written.key) return [];
  const found = sorted(names.map((one) => ({ index: one.index, fit: fitOf(one, written), slips: 0 })));
  if (found.length) return found;
  const parts = text.split(/[()[\]（）/|;／]/).filter((part) => part.trim() && part !== text);
  const within = parts.flatMap((part) => findPlaces(names, part, order));
  const first = within.filter(({ fit }) => fit < SIMILAR);
  if (first.length) return first.filter(({ index }, i) => first.findIndex((one) => one.index === index) === i);
  return sorted(names.map((one) => similar(one, written))).slice(0, MAX_SIMILAR);
}

/** The fit of a place that is only similar. */
export const SIMILAR = 4;

function fitOf({ keys, lights }, { key, light }) {
  const continues = (begun, whole) => whole.startsWith(begun) && continuesNumbers(begun, whole);
  if (keys.includes(key) || lights.includes(light)) return 0;
  if (lights.some((one) => continues(light, one))) return 1;
  // A short key has lost most of what was written: that of "zzz" is "z".
  if ([...key].length < 3 && !/\d/.test(key)) return Infinity;
  if (keys.some((one) => continues(key, one))) return 2;
  return keys.some((one) => one.includes(key) && continuesNumbers(key, one)) ? 3 : Infinity;
}

function similar({ index, keys, lights }, { key, light }) {
  const slips = Math.min(...keys.map((one) => slipsTo(key, one)), ...lights.map((one) => slipsTo(light, one)));
  return { index, fit: slips < Infinity ? SIMILAR : Infinity, slips };
}

/** The fewest letters by which a city outside the map is found. */
const MIN_LETTERS = 3;

/**
 * Return the roads whose id or name a text is, and the cities outside the map, each its English and
 * Arabic name, that it begins.
 */
export function findOthers(text, roads, outside) {
  const key = nameKey(text);
  if (!key) return [];
  const light = lightName(text);
  const begins = (whole) => [...key].length >= MIN_LETTERS && nameKey(whole).startsWith(key);
  return [
    ...roads.flatMap(({ id, name: latin, name_ar: arabic }, road) => {
      const isNamed = lightName(id) === light || [latin, arabic].some((one) => one && begins(one));
      return isNamed ? [{ road, fit: 0 }] : [];
    }),
    ...outside.filter((city) => city.some((one) => one && begins(one)))
      .map((city) => ({ city, fit: city.some((one) => nameKey(one) === key) ? 0 : 2 })),
  ];
}

const cityName = ([latin, arabic]) => localized({ en: latin, ar: arabic || latin });

/**
 * Make the box. `chosen(index)` is called with the place a reader selects, `chosenRoad(number)` with the
 * road.
 */
export function makeSearch({ data, places, messages, chosen, chosenRoad }) {
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

  /** Return the title, the other name and a note of what was found. */
  function partsOf({ index, road, city }) {
    if (road !== undefined) {
      const { id, name: latin, name_ar: arabic } = data.roads[road];
      return [id.toUpperCase(), null, localized({ en: latin, ar: arabic || latin })];
    }
    if (city) return [cityName(city), null, messages.outsideMap];
    return [places.title[index], otherName(places.other[index], places.otherLanguage), places.areaOf(index)];
  }

  function option(one, row) {
    const [title, other, note] = partsOf(one);
    return element(
      "li", {
        id: `found-${row}`, role: "option", "aria-selected": "false",
        pointerdown: (event) => event.preventDefault(), click: () => select(row),
      },
      name(title), other ? " " : null, other, element("small", {}, name(note)),
    );
  }

  function update() {
    names ??= readNames(places);
    const known = findPlaces(names, box.value, places.order);
    const others = findOthers(box.value, data.roads, data.base.outside);
    // A name that is only similar gives way to a city or a road of the name.
    const isBetter = others.length > 0 && known[0]?.fit === SIMILAR;
    const all = [
      ...others.filter(({ road }) => road !== undefined), ...(isBetter ? [] : known),
      ...others.filter(({ city }) => city),
    ];
    found = all.slice(0, MAX_RESULTS);
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
    const isSimilar = all[0]?.fit === SIMILAR;
    mark(found.length && !isSimilar ? 0 : -1);
    const alike = all.filter(({ fit }) => fit === 0).length;
    if (!box.value.trim()) status.textContent = "";
    else if (all.length === 0) status.textContent = messages.searchNone;
    else if (isSimilar) status.textContent = messages.searchSimilar;
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
    const { index, road, city } = found[row];
    box.value = partsOf(found[row])[0];
    hide();
    if (city) status.textContent = formatMessage(messages.placeOutsideMap, { place: cityName(city) });
    else if (road === undefined) chosen(index);
    else chosenRoad(road);
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
