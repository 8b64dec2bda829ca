// The address of the page: it follows the view, and a link restores a view.

import {formatPermalink, parsePermalink} from "../core/permalink.js";
import {isEmbedded} from "./share.js";
import {currentLanguage, languages, setLanguage} from "../core/i18n.js";

/** Delay of the address after a change of the view, in milliseconds. */
const ADDRESS_MS = 300;
/** Minimum zoom for a link to a place without a view. */
const PLACE_ZOOM = 10.5;

/**
 * Make the address bar. `stateOf()` returns day and place, `pin()` the day of comparison or -1,
 * `research()` whether the research view is on, and `centreFor()` the centre that shows a place;
 * `restore(view)` shows the day and the place of a link; `onWrite()` is called when the address has
 * changed.
 */
export function makeAddressBar({
  map, model, preferences, stateOf, severalDays, pin, centreFor, research, restore, onWrite,
}) {
  const { data, places, isoOf, latLng } = model;
  const frame = {
    first: data.first, days: data.days, languages: languages().map(([tag]) => tag),
    placeOf: (id) => {
      const index = places.id.indexOf(id);
      return index >= 0 && index < places.cells ? index : null;
    },
  };
  const opening = parsePermalink(location.hash, frame);
  const embedded = isEmbedded(opening.embed);
  // Before the parts are laid out.
  setLanguage(opening.lang ?? data.language);
  let written = null;
  let waiting = 0;

  /** Return the fragment of the view; `whole` includes the day where there is only one. */
  function fragment({ whole = false, embed = embedded && opening.embed } = {}) {
    const { day, place } = stateOf();
    // getCenter() may return a requested position between two pixels.
    const { lat, lng } = map.containerPointToLatLng(map.getSize().divideBy(2));
    return formatPermalink({
      day: severalDays || whole ? isoOf(day) : "", at: [lat, lng, map.getZoom()],
      place: place < 0 ? "" : places.id[place], since: pin() < 0 ? "" : isoOf(pin()), embed,
      lang: currentLanguage() === data.language ? "" : currentLanguage(),
      look: preferences.look() === "auto" ? "" : preferences.look(), research: research(),
    });
  }

  function update() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const hash = fragment();
      if (written === null || hash === written) return;
      written = hash;
      onWrite();
      try {
        history.replaceState(history.state, "", `#${hash}`);
      } catch {
        // Some frames forbid changing the address; the page works without.
      }
    }, ADDRESS_MS);
  }

  /** Show the view of a link. */
  function show(view) {
    const { at, place, lang, look } = view;
    setLanguage(lang ?? data.language);
    preferences.setLook(look);
    restore(view);
    // The day and the card may have resized the map, so the view comes last.
    map.invalidateSize({ animate: false });
    if (at) map.setView([at[0], at[1]], at[2], { animate: false });
    else if (place !== null) {
      const zoom = Math.max(map.getZoom(), PLACE_ZOOM);
      map.setView(centreFor(latLng(place), zoom), zoom, { animate: false });
    }
  }

  return {
    isEmbedded: embedded,
    isOpen: () => written !== null,
    fragment,
    update,
    /** Show the view of the link, and keep the address up to date from then on. */
    open(redraw) {
      show(opening);
      written = fragment();
      map.on("moveend", update);
      window.addEventListener("hashchange", () => {
        show(parsePermalink(location.hash, frame));
        redraw();
      });
    },
  };
}
