// What a reader does with the days: compares, pins, reads, looks up, takes away. All of it follows
// the one state of the page (day and place); this module keeps the pinned day.

import {readAddress, writeAddress} from "../core/permalink.js";
import {makeChanged, sayComparison} from "./changeList.js";
import {makeChoices} from "./preferences.js";
import {changesOfHands, neighbourDay, sinceDays} from "../core/changes.js";
import {makeComparison} from "./comparison.js";
import {makeDrawer} from "./drawer.js";
import {dayNumber, shortDay} from "../core/dates.js";
import {element, phrase} from "../core/dom.js";
import {embedPage, isEmbedded} from "./embed.js";
import {makeHelp} from "./help.js";
import {makeHistogram} from "./histogram.js";
import {makeMoments, markOn} from "./keyDates.js";
import {readKeyFronts} from "./nearby.js";
import {makeRings} from "../map/rings.js";
import {makeShare} from "./share.js";
import {makeSpoken} from "../core/phrases.js";
import {makeTable} from "./table.js";
import {csvText, geojsonText, placesOfDay} from "./download.js";
import {makeTwin, sayDayWhole} from "./summary.js";
import {languageNow, languages, turnTo, whenTurned} from "../core/i18n.js";

/** Milliseconds after which the address follows the picture. */
const ADDRESS_MS = 300;

/**
 * Make all of it. `go(day)` and `choose(place)` change the state of the page, `stateOf()` reads
 * it, `redraw()` draws it again, `captioned()` makes room on the map for the caption,
 * `bringOut(place)` moves the map so that the card does not lie over a place.
 */
export function makeReader({ map, model, go, choose, stateOf, redraw, captioned, bringOut }) {
  const { data, states, series, places, words, isoOf, latLng } = model;
  const turns = changesOfHands(series, states);
  const comparison = makeComparison(model, turns);
  const frontsOn = readKeyFronts(data);
  const many = data.days > 1;
  let pin = -1;
  let seen = null;
  let clock = null;
  let listed = -1;

  const spoken = makeSpoken(model);
  const rings = makeRings(model);
  const moments = makeMoments({ ...data, isoOf, words, go: jump, captioned });
  const pinMark = element("span", { class: "pin", hidden: true, "aria-hidden": "true" });
  const pinButton = element(
    "button", { type: "button", class: "wide", "aria-pressed": "false", click: togglePin }, words.pin,
  );
  const changed = makeChanged({ model, spoken, pick: show, pin: pinButton, words });
  const twin = makeTwin(words, data.keysNamed);
  const table = makeTable({
    places, words, begins: data.control.begins, isoOf, spoken, pick: show,
  });
  const share = makeShare({
    title: data.title, words, hashOf: (embed) => hashNow({ whole: true, embed }), files: files(),
  });
  const panels = [
    many ? { key: "changed", label: "changed", make: () => changed.node, draw: () => changed.draw({ ...seen, span: sayComparison(seen, words) }) } : null,
    { key: "words", label: "inWords", make: () => twin.panel, draw: () => twin.drawPanel(said()) },
    { key: "list", label: "table", make: () => table.node, draw: drawTable },
    many && data.moments.length
      ? { key: "named", label: "moments", make: () => moments.list, draw: () => {} } : null,
    { key: "share", label: "share", make: () => share.node, draw: share.draw },
    { key: "help", label: "help", make: () => makeHelp(many), draw: () => {} },
  ].filter(Boolean);
  const choices = makeChoices(() => follow());
  whenTurned(() => { listed = -1; });
  const drawer = makeDrawer({ panels, words, changed: () => map.invalidateSize({ animate: false }) });

  function jump(day) {
    clock.stop();
    go(day);
  }

  /** Show a place: on the map, and its card. */
  function show(place) {
    const at = latLng(place);
    if (!map.getBounds().pad(-0.1).contains(at)) map.setView(at, map.getZoom(), { animate: false });
    choose(place);
    bringOut(place);
  }

  function togglePin() {
    pin = pin < 0 ? stateOf().day : -1;
    redraw();
  }

  function drawPin() {
    pinMark.hidden = pin < 0;
    pinButton.setAttribute("aria-pressed", String(pin >= 0));
    pinButton.textContent = pin < 0 ? words.pin : phrase(words.unpin, { day: shortDay(isoOf(pin)) });
    if (pin >= 0) markOn(pinMark, pin, data.days);
  }

  function said() {
    return sayDayWhole({
      iso: isoOf(stateOf().day), count: seen.here,
      codes: series.now, changes: seen.changes, span: many ? sayComparison(seen, words) : "",
      keys: data.keys, fronts: frontsOn(stateOf().day), actors: data.actors, places, spoken, words,
    });
  }

  function drawTable() {
    // Between two changes the table stays as it is.
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
        // The mark of byte order tells a sheet that the text is UTF-8.
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
  const opening = readAddress(location.hash, frame);
  const embedded = isEmbedded(opening.embed);
  turnTo(opening.lang ?? data.language); // before the parts are laid out
  let written = null;
  let waiting = 0;

  function hashNow({ whole = false, embed = embedded && opening.embed } = {}) {
    const { day, place } = stateOf();
    // Not getCenter(), which may remember a wish that lies between two pixels.
    const { lat, lng } = map.containerPointToLatLng(map.getSize().divideBy(2));
    return writeAddress({
      day: many || whole ? isoOf(day) : "", at: [lat, lng, map.getZoom()],
      place: place < 0 ? "" : places.id[place], since: pin < 0 ? "" : isoOf(pin), embed,
      lang: languageNow() === data.language ? "" : languageNow(),
      look: choices.look() === "auto" ? "" : choices.look(),
    });
  }

  function follow() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const hash = hashNow();
      if (written === null || hash === written) return;
      written = hash;
      if (drawer.isOpen("share")) share.draw();
      try {
        history.replaceState(history.state, "", `#${hash}`);
      } catch {
        // Inside some frames the address cannot be written; the picture is the same.
      }
    }, ADDRESS_MS);
  }

  /** Bring the page to what an address says. */
  function apply({ day, at, place, since, lang, look }) {
    turnTo(lang ?? data.language);
    choices.wear(look);
    if (since !== null) pin = since;
    if (day !== null) go(day);
    if (place !== null) choose(place);
    // The day and the card may have moved the frame of the map; the view comes last.
    map.invalidateSize({ animate: false });
    if (at) map.setView([at[0], at[1]], at[2], { animate: false });
    else if (place !== null) map.setView(latLng(place), Math.max(map.getZoom(), 10.5), { animate: false });
  }

  return {
    opening,
    rings,
    comparison: () => seen,
    forClock: {
      change: (day, way) => neighbourDay(comparison.days, day, way),
      behind: many ? [makeHistogram(turns, states, model.actors, data.days), moments.ticks, pinMark] : [],
      rested: redraw,
    },
    /** Put the parts on the page. */
    furnish(clockPart, mapFrame, heading) {
      clock = clockPart;
      if (embedded) embedPage();
      mapFrame.setAttribute("aria-describedby", "twin");
      heading.append(choices.node, drawer.tools);
      mapFrame.before(drawer.node);
      mapFrame.after(moments.caption, twin.description, twin.spokenLine);
    },
    /** Compare, with the units touched; must come before the parts that show it are drawn. */
    compare(touched) {
      seen = comparison.of(stateOf().day, many ? pin : -1, touched);
      return seen;
    },
    draw() {
      const playing = clock.playing();
      drawPin();
      moments.draw(stateOf().day);
      rings.draw(many ? seen.changes.map(({ place }) => place) : []);
      if (!playing) twin.draw(said(), written !== null);
      if (!playing || !drawer.isOpen("list")) drawer.draw();
      follow();
    },
    /** Once all is drawn: go where the address says, and follow the picture from then on. */
    begin() {
      apply(opening);
      written = hashNow();
      map.on("moveend", follow);
      window.addEventListener("hashchange", () => {
        const asked = readAddress(location.hash, frame);
        pin = asked.since ?? -1;
        apply(asked);
        redraw();
      });
    },
    pinOn: (iso) => {
      pin = iso === null ? -1 : dayNumber(iso) - dayNumber(data.first);
      redraw();
    },
  };
}
