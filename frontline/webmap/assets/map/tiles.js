// The basemap of tiles: pictures of a service, or an archive beside the page.

import {element} from "../core/dom.js";

/** Return text as Leaflet writes attributions, which is HTML. */
function escaped(text) {
  return element("span", {}, text).innerHTML;
}

/** Add the tiles of a page to its map; a source that its `credit` names is not named again. */
export function addTiles(map, tiles, credit) {
  const attribution = tiles.attribution.split(" · ").filter((source) => !credit.includes(source)).join(" · ");
  if (tiles.archive) addArchive(map, { ...tiles, attribution });
  else {
    const { url, subdomains, maxZoom } = tiles;
    L.tileLayer(url, { attribution: escaped(attribution), subdomains, maxZoom }).addTo(map);
  }
}

/** The bytes of the header of an archive, and the position of its highest zoom among them. */
const HEADER_BYTES = 127;
const MAX_ZOOM_AT = 101;

/** Add an archive of vector tiles; names of places are those of the page. */
async function addArchive(map, { archive, attribution }) {
  const address = new URL(archive, document.baseURI).href;
  // The policy of the page allows its own site; this one adds to it that only this file may be read.
  document.head.append(element("meta", { "http-equiv": "Content-Security-Policy", content: `connect-src ${address}` }));
  const header = await fetch(address, { headers: { Range: `bytes=0-${HEADER_BYTES - 1}` } });
  if (!header.ok) throw new Error(`${archive}: ${header.status}`);
  const maxDataZoom = new Uint8Array(await header.arrayBuffer())[MAX_ZOOM_AT];
  const { paintRules, backgroundColor } = window.protomapsL.leafletLayer({ flavor: "light", sources: {} });
  window.protomapsL.leafletLayer({
    url: address, maxDataZoom, paintRules, labelRules: [], backgroundColor, attribution: escaped(attribution),
  }).addTo(map);
}
