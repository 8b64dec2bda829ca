// The boxes that cover the map, so that no label is placed below them.

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
