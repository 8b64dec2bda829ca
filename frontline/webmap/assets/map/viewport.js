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

/** Controls of Leaflet and of the page, the legend, and the caption of a key date. */
const OBSTACLES = ".leaflet-control, .legend, .caption, .search-tools > *";
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
