// What lies over the map, so that no name is written beneath it.

/** Leaflet's controls, ours, the legend, and the name of the day. */
const OVER = ".leaflet-control, .legend, .caption, .finder > *";
const CLEAR = 3;

/** The boxes of what lies over a map: left, top, right, bottom in its own pixels. */
export function obstaclesOf(map) {
  const frame = map.getContainer().getBoundingClientRect();
  return [...document.querySelectorAll(OVER)]
    .map((node) => node.getBoundingClientRect())
    .filter(({ width, height }) => width > 0 && height > 0)
    .map(({ left, top, right, bottom }) => [
      left - frame.left - CLEAR, top - frame.top - CLEAR,
      right - frame.left + CLEAR, bottom - frame.top + CLEAR,
    ]);
}
