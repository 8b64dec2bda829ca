// The reader's preferences for the page: language and colours.

import {element} from "../core/dom.js";
import {currentLanguage, languages, liveText, onLanguageChange, setLanguage} from "../core/i18n.js";

/** "auto" follows the reader's system. */
const LOOKS = [["auto", "lookAuto"], ["light", "lookLight"], ["dark", "lookDark"]];

/** Return whether a text names one of the looks. */
export function isLook(text) {
  return LOOKS.some(([look]) => look === text);
}

/** Make the controls; `onChange()` is called after the reader has used one. */
export function makePreferences(onChange) {
  const root = document.documentElement;
  const buttons = languages().map(([tag, ownName]) =>
    element("button", { type: "button", lang: tag, click: () => { setLanguage(tag); onChange(); } }, ownName),
  );
  const mark = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.lang === currentLanguage()));
  };
  const look = element(
    "select", {
      class: "look", "aria-label": liveText("look"), title: liveText("look"),
      change: () => { setLook(look.value); onChange(); },
    },
    ...LOOKS.map(([value, word]) => element("option", { value }, liveText(word))),
  );

  /** Set the colours of the page; null is the initial setting. */
  function setLook(name) {
    look.value = name ?? "auto";
    root.dataset.look = look.value;
  }

  mark();
  onLanguageChange(mark);
  setLook(null);
  return {
    node: element(
      "div", { class: "preferences" },
      element("div", { class: "languages", role: "group", "aria-label": liveText("language") }, ...buttons), look,
    ),
    setLook,
    look: () => look.value,
  };
}
