// The tools for days: comparison, changes, summary, table, key dates and sharing. They follow the
// state of the page (day and place); this module keeps the pinned day.

import {makeAddressBar} from "./addressBar.js";
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
import {embedPage, makeShare} from "./share.js";
import {makePhrases} from "../core/phrases.js";
import {makeTable} from "./table.js";
import {csvText, geojsonText, placesOfDay} from "./download.js";
import {describeDay, makeSummary} from "./summary.js";
import {onLanguageChange} from "../core/i18n.js";
import {makeRoving} from "../core/roving.js";

/**
 * Make the tools. `go(day)` and `choose(place)` change the state of the page, `stateOf()` returns it,
 * `redraw()` draws it again, `reveal(place)` moves the map so that the card does not cover a place,
 * `centreFor(position, zoom)` returns the centre that shows one next to the card, and `setResearch(on)`
 * switches the research view.
 */
export function makeTimeTools({ map, model, go, choose, stateOf, redraw, reveal, centreFor, setResearch }) {
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
  const keyDates = makeKeyDates({ keyDates: data.moments, deck: data.deck, days: data.days, isoOf, messages, go: jump });
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
    title: data.title, messages, hashOf: (embed) => addressBar.fragment({ whole: true, embed }), files: files(),
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
  const preferences = makePreferences(() => addressBar.update());
  onLanguageChange(() => {
    listed = -1;
    if (compared) describe();
  });
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

  function describe() {
    const parts = describeNow();
    summary.draw(parts, addressBar.isOpen());
    if (severalDays) keyDates.fill(summary.news(parts));
  }
  window.addEventListener("beforeprint", describe);

  let isResearch = false;
  const addressBar = makeAddressBar({
    map, model, preferences, stateOf, severalDays, pin: () => pin, centreFor, research: () => isResearch,
    onWrite: () => { if (drawer.isOpen("share")) share.draw(); },
    restore({ day, place, since, research }) {
      pin = since ?? -1;
      isResearch = research;
      setResearch(research);
      if (day !== null) go(day);
      if (place !== null) choose(place);
    },
  });

  return {
    rings, describe,
    /** Write the address anew, since the research view was switched. */
    update(research) {
      isResearch = research;
      addressBar.update();
    },
    timeline: {
      change: (day, direction) => neighbourDay(comparison.days, day, direction),
      busy: [...comparison.days, ...data.moments.map(([day]) => day)],
      behind: severalDays ? [makeHistogram(changes, states, model.actors, data.days), keyDates.ticks, pinMark] : [],
      onPause: redraw,
    },
    /** Add the parts to the page. */
    addTo(timelinePart, mapFrame, heading) {
      timeline = timelinePart;
      if (addressBar.isEmbedded) embedPage();
      mapFrame.setAttribute("aria-describedby", "day-summary");
      heading.append(...[keyDates.caption, preferences.node, drawer.tools].filter(Boolean));
      makeRoving(heading);
      mapFrame.before(drawer.node);
      mapFrame.after(summary.description, summary.announcement);
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
      // Later days are described when they have stayed for a moment.
      if (!addressBar.isOpen()) describe();
      if (!playing || !drawer.isOpen("table")) drawer.draw();
      addressBar.update();
    },
    /** Show the view of the link, and keep the address up to date from then on. */
    open: () => addressBar.open(redraw),
    pinOn: (iso) => {
      pin = iso === null ? -1 : dayNumber(iso) - dayNumber(data.first);
      redraw();
    },
  };
}
