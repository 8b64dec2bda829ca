// The name of the place under the mouse.

import {element, setText} from "../core/dom.js";

/** Distance of the mouse from a place that it names, and of the name from the mouse, in pixels. */
const HOVER_RADIUS = 12;
const OFFSET = 14;

/** Name the place under the mouse: `near(point, reach)` finds one, `describe(index)` is its text. */
export function makeHover(map, near, describe) {
  const node = element("div", { class: "place-tip", hidden: true, "aria-hidden": "true" });
  const hide = () => { node.hidden = true; };
  map.getContainer().append(node);
  map.on("mousemove", ({ containerPoint }) => {
    const index = near(map.containerPointToLayerPoint(containerPoint), HOVER_RADIUS);
    node.hidden = index < 0;
    if (index < 0) return;
    setText(node, describe(index));
    const { x: width } = map.getSize();
    const isLeft = containerPoint.x > width * 0.6;
    const x = isLeft ? containerPoint.x - OFFSET - node.offsetWidth : containerPoint.x + OFFSET;
    const y = Math.max(containerPoint.y - OFFSET - node.offsetHeight, 2);
    node.style.transform = `translate(${Math.max(x, 2)}px, ${y}px)`;
  });
  map.on("mouseout movestart zoomstart", hide);
}
