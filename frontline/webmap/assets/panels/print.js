// Printing: the map is laid out for the sheet before, and for the window after.

/** Size of the map on paper, in pixels of 1/96 inch: see print.css. */
const PAPER_SIZE = [805, 446];

/** Return the part of the data's view that is shown, or what is shown if that is elsewhere. */
function printedBounds(shown, whole) {
  if (!shown.intersects(whole)) return shown;
  const [one, other] = [shown, whole].map((bounds) => [bounds.getSouthWest(), bounds.getNorthEast()]);
  return L.latLngBounds(
    [Math.max(one[0].lat, other[0].lat), Math.max(one[0].lng, other[0].lng)],
    [Math.min(one[1].lat, other[1].lat), Math.min(one[1].lng, other[1].lng)],
  );
}

/** Lay out the map for paper while the page is printed; `whole` are the bounds of the data. */
export function preparePrint(map, whole) {
  const frame = map.getContainer();
  let view = null;
  window.addEventListener("beforeprint", () => {
    view = { centre: map.getCenter(), zoom: map.getZoom() };
    const bounds = printedBounds(map.getBounds(), L.latLngBounds(whole));
    [frame.style.width, frame.style.height] = PAPER_SIZE.map((size) => `${size}px`);
    map.invalidateSize({ animate: false, pan: false });
    map.fitBounds(bounds, { animate: false, padding: [10, 10] });
  });
  window.addEventListener("afterprint", () => {
    if (!view) return;
    frame.style.width = "";
    frame.style.height = "";
    map.invalidateSize({ animate: false, pan: false });
    map.setView(view.centre, view.zoom, { animate: false });
    view = null;
  });
}
