// The map inside another page: the wheel and one finger scroll that page; the wheel with Ctrl and two
// fingers move the map, which a note says.

import {element} from "../core/dom.js";
import {liveText} from "../core/i18n.js";

/** How long the note is shown, in milliseconds. */
const NOTE_MS = 1500;
/** Distance that a finger moves before the note is shown, in pixels. */
const SCROLL_DISTANCE = 12;

/** Leave the wheel and one finger to the page around the map; return the note. */
export function shareGestures(map) {
  const frame = map.getContainer();
  const texts = { wheel: liveText("wheelNote"), touch: liveText("touchNote") };
  const notes = Object.fromEntries(
    Object.entries(texts).map(([kind, text]) => [kind, element("p", { hidden: true }, text)]),
  );
  const note = element("div", { class: "gesture-note", "aria-hidden": "true" }, ...Object.values(notes));
  let timer = 0;
  let start = null;
  const show = (kind) => {
    for (const [one, node] of Object.entries(notes)) node.hidden = one !== kind;
    clearTimeout(timer);
    timer = kind ? setTimeout(() => show(""), NOTE_MS) : 0;
  };

  frame.classList.add("shares-gestures");
  frame.addEventListener("wheel", (event) => {
    if (event.ctrlKey || event.metaKey) {
      show("");
      return;
    }
    // Leaflet would take it from the page around.
    event.stopPropagation();
    show("wheel");
  }, { capture: true, passive: true });
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") map.dragging.disable();
    else map.dragging.enable();
  }, { capture: true });
  frame.addEventListener("touchstart", ({ touches }) => {
    start = touches.length === 1 ? touches[0] : null;
    if (!start) show("");
  }, { passive: true });
  frame.addEventListener("touchmove", ({ touches }) => {
    if (!start || touches.length !== 1) return;
    const away = Math.hypot(touches[0].clientX - start.clientX, touches[0].clientY - start.clientY);
    if (away > SCROLL_DISTANCE) show("touch");
  }, { passive: true });
  return note;
}
