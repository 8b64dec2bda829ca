// The heading with the big date, the notices, and the lines on method, data and licence.

import {element, name, phrase} from "../core/dom.js";
import {dayParts} from "../core/dates.js";
import {local, told} from "../core/i18n.js";

/** Make the heading; `draw(iso)` sets the date. */
export function makeHeading({ title, notices, logo }) {
  const weekday = element("span", { class: "weekday" });
  const big = element("span", { class: "big" });
  const date = element("time", { class: "date" }, weekday, " ", big);
  const lines = notices.map((text) => element("p", { class: "notice" }, name(told(() => local(text)))));
  const label = { class: "notices", role: "note", "aria-label": told("notice") };
  const node = element(
    "header", { class: "top" },
    logo ? element("p", { class: "logo" }, name(told(() => local(logo)))) : null, element("h1", {}, name(told(() => local(title)))), date,
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
export function makeAbout({ about, credit }, words) {
  const version = () => phrase(words.version, { ...about, title: local(about.title) });
  const row = (label, text) => [element("dt", {}, told(label)), element("dd", {}, name(told(text)))];
  return element(
    "footer", { class: "about" },
    element("p", { class: "method" }, name(told(() => local(about.method)))),
    credit ? element("p", { class: "credit" }, name(told(() => local(credit)))) : null,
    element(
      "details", {}, element("summary", {}, told("about")),
      element(
        "dl", {}, ...row("rule", () => local(about.rule)), ...row("sources", () => local(about.sources)),
        ...row("licence", () => local(about.licence)), ...row("data", version),
        ...row("limits", "limitsText"),
      ),
    ),
  );
}
