// A drawer next to the map with one panel at a time, and the buttons that open it.

import {element} from "../core/dom.js";
import {liveText, onLanguageChange} from "../core/i18n.js";

/**
 * Make the drawer. `panels` are {key, label, make, draw}: `label` is the key of a message, `make()`
 * returns the content when the panel is first opened, `draw()` updates it.
 */
export function makeDrawer({ panels, messages, onChange }) {
  const heading = element("h2", { tabindex: -1 });
  const body = element("div", { class: "drawer-body" });
  const close = element(
    "button", { type: "button", class: "close", "aria-label": liveText("close"), click: () => show(null) }, "×",
  );
  const node = element(
    "section", { class: "drawer", id: "drawer", hidden: true, "aria-label": liveText("tools") },
    close, heading, body,
  );
  const made = new Map();
  let open = null;
  const buttons = new Map(
    panels.map((panel) => {
      const click = () => show(open === panel ? null : panel);
      const attributes = { type: "button", "aria-expanded": "false", "aria-controls": "drawer", click };
      return [panel, element("button", attributes, liveText(panel.label))];
    }),
  );
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(null);
  });

  onLanguageChange(() => {
    if (open) heading.textContent = messages[open.label];
  });

  function show(panel) {
    const previous = open;
    open = panel;
    for (const [one, button] of buttons) button.setAttribute("aria-expanded", String(one === panel));
    node.hidden = panel === null;
    document.body.classList.toggle("with-drawer", panel !== null);
    if (panel) {
      if (!made.has(panel)) made.set(panel, panel.make());
      heading.textContent = messages[panel.label];
      body.className = `drawer-body panel-${panel.key}`;
      body.replaceChildren(made.get(panel));
      node.scrollTop = 0;
      panel.draw();
      heading.focus({ preventScroll: true });
    } else if (previous && node.contains(document.activeElement) || document.activeElement === document.body) {
      if (previous) buttons.get(previous).focus({ preventScroll: true });
    }
    onChange();
  }

  return {
    node,
    tools: element("nav", { class: "tools", "aria-label": liveText("tools") }, ...buttons.values()),
    draw: () => open && open.draw(),
    isOpen: (key) => open !== null && open.key === key,
  };
}
