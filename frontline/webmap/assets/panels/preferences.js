// What a reader chooses for the whole page, beside the heading: its language and its colours.

import {element} from "../core/dom.js";
import {languageNow, languages, told, turnTo, whenTurned} from "../core/i18n.js";

/** Auto follows the reader's system. */
const LOOKS = [["auto", "lookAuto"], ["light", "lookLight"], ["dark", "lookDark"]];

/** Whether a text names one of the looks. */
export function isLook(text) {
  return LOOKS.some(([look]) => look === text);
}

/** Make the switches; `changed()` is called after the reader has used one. */
export function makeChoices(changed) {
  const root = document.documentElement;
  const buttons = languages().map(([tag, ownName]) =>
    element("button", { type: "button", lang: tag, click: () => { turnTo(tag); changed(); } }, ownName),
  );
  const mark = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.lang === languageNow()));
  };
  const look = element(
    "select", {
      class: "look", "aria-label": told("look"), title: told("look"),
      change: () => { wear(look.value); changed(); },
    },
    ...LOOKS.map(([value, word]) => element("option", { value }, told(word))),
  );

  /** Show the page in a look; null is the one it opens with. */
  function wear(wanted) {
    look.value = wanted ?? "auto";
    root.dataset.look = look.value;
  }

  mark();
  whenTurned(mark);
  wear(null);
  return {
    node: element(
      "div", { class: "choices" },
      element("div", { class: "languages", role: "group", "aria-label": told("language") }, ...buttons), look,
    ),
    wear,
    look: () => look.value,
  };
}
