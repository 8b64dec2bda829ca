// The tools for days: comparison, changes, summary, table, key dates, sharing, and the link to the view.
// They follow the state of the page (day and place); this module keeps the pinned day.

import {formatPermalink, parsePermalink} from "../core/permalink.js";
import {comparisonTitle, makeChangeList} from "./changeList.js";
import {makePreferences} from "./preferences.js";
import {controlChanges, neighbourDay, sinceDays} from "../core/changes.js";
import {makeComparison} from "./comparison.js";
import {makeDrawer} from "./drawer.js";
import {dayNumber, shortDate} from "../core/dates.js";
import {element, formatMessage} from "../core/dom.js";
import {makeHelp} from "./help.js";
import {makeHistogram} from "./histogram.js";
import {makeKeyDates, positionMark} from "./keyDates.js";
import {keyPlaceFronts} from "./nearby.js";
import {makeRings} from "../map/rings.js";
import {embedPage, isEmbedded, makeShare} from "./share.js";
import {makePhrases} from "../core/phrases.js";
import {makeTable} from "./table.js";
import {csvText, geojsonText, placesOfDay} from "./download.js";
import {describeDay, makeSummary} from "./summary.js";
import {currentLanguage, languages, onLanguageChange, setLanguage} from "../core/i18n.js";

/** Delay of the address after a change of the view, in milliseconds. */
const ADDRESS_MS = 300;

/**
 * Make the tools. `go(day)` and `choose(place)` change the state of the page, `stateOf()` returns it,
 * `redraw()` draws it again, `onCaption()` is called when the caption has changed, and
 * `reveal(place)` moves the map so that the card does not cover a place.
 */
export function makeTimeTools({ map, model, go, choose, stateOf, redraw, onCaption, reveal }) {
  const { data, states, series, places, messages, isoOf, latLng } = model;
  const changes = controlChanges(series, states);
  const comparison = makeComparison(model, changes);
  const frontsOn = keyPlaceFronts(data);
  const severalDays = data.days > 1;
  let pin = -1;
  let compared = null;
  let timeline = null;
  let listed = -1;

  const phrases = makePhrases(model);
  const rings = makeRings(model);
  const keyDates = makeKeyDates({ keyDates: data.moments, days: data.days, isoOf, messages, go: jump, onCaption });
  const pinMark = element("span", { class: "pin", hidden: true, "aria-hidden": "true" });
  const pinNote = element("p", { class: "note" });
  const pinButton = element("button", { type: "button", class: "wide", click: togglePin });
  const changeList = makeChangeList({
    model, phrases, pick: show, pin: element("div", {}, pinNote, pinButton), messages,
  });
  const summary = makeSummary(messages, data.keysNamed);
  const table = makeTable({
    places, messages, begins: data.control.begins, isoOf, phrases, pick: show,
  });
  const share = makeShare({
    title: data.title, messages, hashOf: (embed) => hashNow({ whole: true, embed }), files: files(),
  });
  const panels = [
    severalDays ? { key: "changes", label: "changes", make: () => changeList.node, draw: () => changeList.draw({ ...compared, span: comparisonTitle(compared, messages) }) } : null,
    { key: "summary", label: "summary", make: () => summary.panel, draw: () => summary.drawPanel(describeNow()) },
    { key: "table", label: "table", make: () => table.node, draw: drawTable },
    severalDays && data.moments.length
      ? { key: "key-dates", label: "keyDates", make: () => keyDates.list, draw: () => {} } : null,
    { key: "share", label: "share", make: () => share.node, draw: share.draw },
    { key: "help", label: "help", make: () => makeHelp(severalDays), draw: () => {} },
  ].filter(Boolean);
  const preferences = makePreferences(() => updateAddress());
  onLanguageChange(() => { listed = -1; });
  const drawer = makeDrawer({ panels, messages, onChange: () => map.invalidateSize({ animate: false }) });

  function jump(day) {
    timeline.stop();
    go(day);
  }

  /** Show a place: on the map, and its card. */
  function show(place) {
    const at = latLng(place);
    if (!map.getBounds().pad(-0.1).contains(at)) map.setView(at, map.getZoom(), { animate: false });
    choose(place);
    reveal(place);
  }

  function togglePin() {
    pin = pin < 0 ? stateOf().day : -1;
    redraw();
  }

  function drawPin() {
    pinMark.hidden = pin < 0;
    pinNote.textContent = pin < 0 ? "" : formatMessage(messages.comparingWith, { day: shortDate(isoOf(pin)) });
    pinButton.textContent = pin < 0 ? messages.compareWithDay : messages.stopComparing;
    if (pin >= 0) positionMark(pinMark, pin, data.days);
  }

  function describeNow() {
    return describeDay({
      iso: isoOf(stateOf().day), count: compared.here,
      codes: series.now, changes: compared.changes, span: severalDays ? comparisonTitle(compared, messages) : "",
      keys: data.keys, fronts: frontsOn(stateOf().day), actors: data.actors, places, phrases, messages,
    });
  }

  function drawTable() {
    // The table is the same between two changes.
    if (series.done === listed) return;
    listed = series.done;
    table.draw(series.now, sinceDays(series, states, data.control.since), states);
  }

  function files() {
    const rows = () => placesOfDay(
      { ...model, lonLat: model.plane.lonLat }, series.now,
      sinceDays(series, states, data.control.since), isoOf(stateOf().day),
    );
    const iso = () => isoOf(stateOf().day);
    return [
      {
        label: "saveGeojson", type: "application/geo+json",
        make: () => ({ text: geojsonText(rows(), data, iso()), file: `frontline-${iso()}.geojson` }),
      },
      {
        // The byte order mark shows spreadsheets that the text is UTF-8.
        label: "saveCsv", type: "text/csv",
        make: () => ({ text: `\ufeff${csvText(rows(), data)}`, file: `frontline-${iso()}.csv` }),
      },
    ];
  }

  // -------------------------------------------------------------- the address

  const frame = {
    first: data.first, days: data.days, languages: languages().map(([tag]) => tag),
    placeOf: (id) => {
      const index = places.id.indexOf(id);
      return index >= 0 && index < places.cells ? index : null;
    },
  };
  const opening = parsePermalink(location.hash, frame);
  const embedded = isEmbedded(opening.embed);
  setLanguage(opening.lang ?? data.language); // before the parts are laid out
  let written = null;
  let waiting = 0;

  function hashNow({ whole = false, embed = embedded && opening.embed } = {}) {
    const { day, place } = stateOf();
    // getCenter() may return a requested position between two pixels.
    const { lat, lng } = map.containerPointToLatLng(map.getSize().divideBy(2));
    return formatPermalink({
      day: severalDays || whole ? isoOf(day) : "", at: [lat, lng, map.getZoom()],
      place: place < 0 ? "" : places.id[place], since: pin < 0 ? "" : isoOf(pin), embed,
      lang: currentLanguage() === data.language ? "" : currentLanguage(),
      look: preferences.look() === "auto" ? "" : preferences.look(),
    });
  }

  function updateAddress() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const hash = hashNow();
      if (written === null || hash === written) return;
      written = hash;
      if (drawer.isOpen("share")) share.draw();
      try {
        history.replaceState(history.state, "", `#${hash}`);
      } catch {
        // Some frames forbid changing the address; the page works without.
      }
    }, ADDRESS_MS);
  }

  /** Show the view of a link. */
  function restore({ day, at, place, since, lang, look }) {
    setLanguage(lang ?? data.language);
    preferences.setLook(look);
    if (since !== null) pin = since;
    if (day !== null) go(day);
    if (place !== null) choose(place);
    // The day and the card may have resized the map, so the view comes last.
    map.invalidateSize({ animate: false });
    if (at) map.setView([at[0], at[1]], at[2], { animate: false });
    else if (place !== null) map.setView(latLng(place), Math.max(map.getZoom(), 10.5), { animate: false });
  }

  return {
    opening,
    rings,
    comparison: () => compared,
    timeline: {
      change: (day, direction) => neighbourDay(comparison.days, day, direction),
      behind: severalDays ? [makeHistogram(changes, states, model.actors, data.days), keyDates.ticks, pinMark] : [],
      onPause: redraw,
    },
    /** Add the parts to the page. */
    addTo(timelinePart, mapFrame, heading) {
      timeline = timelinePart;
      if (embedded) embedPage();
      mapFrame.setAttribute("aria-describedby", "day-summary");
      heading.append(preferences.node, drawer.tools);
      mapFrame.before(drawer.node);
      mapFrame.after(keyDates.caption, summary.description, summary.announcement);
    },
    /** Compare two days; call this before drawing the parts that show the comparison. */
    compare(touched) {
      compared = comparison.of(stateOf().day, severalDays ? pin : -1, touched);
      return compared;
    },
    draw() {
      const playing = timeline.playing();
      drawPin();
      keyDates.draw(stateOf().day);
      rings.draw(severalDays ? compared.changes.map(({ place }) => place) : []);
      if (!playing) summary.draw(describeNow(), written !== null);
      if (!playing || !drawer.isOpen("table")) drawer.draw();
      updateAddress();
    },
    /** Show the view of the link, and keep the address up to date from then on. */
    open() {
      restore(opening);
      written = hashNow();
      map.on("moveend", updateAddress);
      window.addEventListener("hashchange", () => {
        const asked = parsePermalink(location.hash, frame);
        pin = asked.since ?? -1;
        restore(asked);
        redraw();
      });
    },
    pinOn: (iso) => {
      pin = iso === null ? -1 : dayNumber(iso) - dayNumber(data.first);
      redraw();
    },
  };
}
