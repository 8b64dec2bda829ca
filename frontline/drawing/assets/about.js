// The heading with the big date, the notices, and the lines on method, data and licence.

import {element, name, phrase} from "./dom.js";
import {dayParts} from "./days.js";

/** Make the heading; `draw(iso)` sets the date. */
export function makeHeading(title, notices, words) {
  const weekday = element("span", { class: "weekday" });
  const big = element("span", { class: "big" });
  const date = element("time", { class: "date" }, weekday, " ", big);
  const lines = notices.map((text) => element("p", { class: "notice" }, name(text)));
  const label = { class: "notices", role: "note", "aria-label": words.notice };
  const node = element(
    "header", { class: "top" }, element("h1", {}, name(title)), date,
    lines.length ? element("div", label, ...lines) : null,
  );
  return {
    node,
    draw(iso) {
      const parts = dayParts(iso);
      date.setAttribute("datetime", iso);
      weekday.textContent = parts.weekday;
      big.textContent = `${parts.day} ${parts.month} ${parts.year}`;
    },
    drawn: () => `${weekday.textContent} ${big.textContent}`,
  };
}

/** Make the foot of the page. */
export function makeAbout(about, words) {
  const version = phrase(words.version, about);
  const row = (label, text) => [element("dt", {}, label), element("dd", {}, name(text))];
  return element(
    "footer", { class: "about" },
    element("p", { class: "method" }, name(about.method)),
    element(
      "details", {}, element("summary", {}, words.about),
      element(
        "dl", {}, ...row(words.rule, about.rule),
        about.ruleAr ? element("dd", { lang: "ar", dir: "rtl" }, name(about.ruleAr)) : null, ...row(words.sources, about.sources),
        ...row(words.licence, about.licence), ...row(words.data, version),
        ...row(words.limits, words.limitsText),
      ),
    ),
  );
}
