// What covers the map: boxes that labels avoid, and moves that keep a place visible next to its card.

/** Margin around a marker that the card does not cover, in pixels. */
const FREE_MARGIN = 40;

/**
 * Return how much of a frame a box covers, in pixels: {left, right, bottom}. A box as wide as the
 * frame covers its lower part, any other box covers the side where it is.
 */
export function coveredBy(frame, box) {
  const none = { left: 0, right: 0, bottom: 0 };
  if (!box.width || box.right <= frame.left || box.left >= frame.right) return none;
  if (box.width > frame.width * 0.8) return { ...none, bottom: Math.max(frame.bottom - box.top, 0) };
  const isLeft = box.left - frame.left < frame.right - box.right;
  return isLeft ? { ...none, left: box.right - frame.left } : { ...none, right: frame.right - box.left };
}

/** Make the functions that move a map so that the `card` does not cover a place. */
export function makeViewport(map, card) {
  const covered = () => coveredBy(map.getContainer().getBoundingClientRect(), card.getBoundingClientRect());
  return {
    /** Move the map only as far as needed for the card not to cover a position. */
    reveal(latLng) {
      const { left, right, bottom } = covered();
      map.panInside(latLng, {
        paddingTopLeft: [left + FREE_MARGIN, FREE_MARGIN], paddingBottomRight: [right + FREE_MARGIN, bottom + FREE_MARGIN], animate: false,
      });
    },
    /** Return the centre of the map for which a position is centred in the uncovered part. */
    centreFor(latLng, zoom) {
      const { left, right, bottom } = covered();
      return map.unproject(map.project(latLng, zoom).add([(right - left) / 2, bottom / 2]), zoom);
    },
  };
}

/** Margins around a view that is fitted, and the height of the search box, in pixels. */
const FIT_MARGIN = 12;
const SEARCH_HEIGHT = 48;

/** Fit bounds into the part of the map that the legend leaves free: beside it or below it. */
export function fitFree(map, bounds, legend) {
  const frame = map.getContainer().getBoundingClientRect();
  const box = legend.getBoundingClientRect();
  const isOver = box.width > 0 && box.top < frame.bottom && box.bottom > frame.top;
  const top = frame.height > 320 ? SEARCH_HEIGHT : FIT_MARGIN;
  /** Return whether the legend covers a part of the bounds when they are fitted with these margins. */
  function covers({ left, right, top: over, bottom }) {
    const zoom = map.getBoundsZoom(L.latLngBounds(bounds), false, L.point(left + right, over + bottom));
    const [one, other] = bounds.map((corner) => map.project(corner, zoom));
    const half = { x: Math.abs(other.x - one.x) / 2, y: Math.abs(other.y - one.y) / 2 };
    const centre = { x: frame.left + (left + frame.width - right) / 2, y: frame.top + (over + frame.height - bottom) / 2 };
    return box.left < centre.x + half.x && box.right > centre.x - half.x &&
      box.top < centre.y + half.y && box.bottom > centre.y - half.y;
  }
  const none = { left: FIT_MARGIN, right: FIT_MARGIN, top, bottom: FIT_MARGIN };
  const isLeft = box.left - frame.left < frame.right - box.right;
  const beside = isLeft
    ? { ...none, left: box.right - frame.left + FIT_MARGIN }
    : { ...none, right: frame.right - box.left + FIT_MARGIN };
  const below = { ...none, top: Math.max(box.bottom - frame.top + FIT_MARGIN, top) };
  const above = { ...none, bottom: frame.bottom - box.top + FIT_MARGIN };
  const isLow = box.top - frame.top > frame.bottom - box.bottom;
  const choices = isOver && covers(none) ? [isLow ? above : below, beside] : [none];
  const zoomOf = ({ left, right, top: over, bottom }) =>
    map.getBoundsZoom(L.latLngBounds(bounds), false, L.point(left + right, over + bottom));
  const best = choices.reduce((one, other) => (zoomOf(other) > zoomOf(one) ? other : one));
  map.fitBounds(bounds, {
    animate: false, paddingTopLeft: [best.left, best.top], paddingBottomRight: [best.right, best.bottom],
  });
}

/** Controls of Leaflet and of the page, the legend, and the names of what lies around. */
const OBSTACLES = ".leaflet-control, .legend, .search-tools > *, .area-name span, .city-name span";
const OBSTACLE_MARGIN = 3;

/** Return the boxes that cover a map: left, top, right, bottom in its pixels. */
export function obstaclesOf(map) {
  const frame = map.getContainer().getBoundingClientRect();
  return [...document.querySelectorAll(OBSTACLES)]
    .map((node) => node.getBoundingClientRect())
    .filter(({ width, height }) => width > 0 && height > 0)
    .map(({ left, top, right, bottom }) => [
      left - frame.left - OBSTACLE_MARGIN, top - frame.top - OBSTACLE_MARGIN,
      right - frame.left + OBSTACLE_MARGIN, bottom - frame.top + OBSTACLE_MARGIN,
    ]);
}
