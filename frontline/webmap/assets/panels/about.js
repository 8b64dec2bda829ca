// The heading with the date, the notices, and the lines on method, data and licence.

import {element, formatMessage, name, setText} from "../core/dom.js";
import {dayParts} from "../core/dates.js";
import {liveText, localized} from "../core/i18n.js";

/** Make the heading; `draw(iso)` sets the date. */
export function makeHeading({ title, notices, logo }) {
  const weekday = element("span", { class: "weekday" });
  const big = element("span", { class: "big" });
  const date = element("time", { class: "date" }, weekday, " ", big);
  const lines = notices.map((text) => element("p", { class: "notice" }, name(liveText(() => localized(text)))));
  const label = { class: "notices", role: "note", "aria-label": liveText("notice") };
  const node = element(
    "header", { class: "top" },
    logo ? element("p", { class: "logo" }, name(liveText(() => localized(logo)))) : null, element("h1", {}, name(liveText(() => localized(title)))), date,
    lines.length ? element("div", label, ...lines) : null,
  );
  return {
    node,
    draw(iso) {
      const parts = dayParts(iso);
      date.setAttribute("datetime", iso);
      setText(weekday, parts.weekday);
      setText(big, `${parts.day} ${parts.month} ${parts.year}`);
    },
    drawn: () => `${weekday.textContent} ${big.textContent}`,
  };
}

/** Make the footer of the page. */
export function makeAbout({ about, credit }, messages) {
  const version = () => formatMessage(messages.version, { ...about, title: localized(about.title) });
  const row = (label, text) => [element("dt", {}, liveText(label)), element("dd", {}, name(liveText(text)))];
  return element(
    "footer", { class: "about" },
    element("p", { class: "method" }, name(liveText(() => localized(about.method)))),
    credit ? element("p", { class: "credit" }, name(liveText(() => localized(credit)))) : null,
    element(
      "details", {}, element("summary", {}, liveText("about")),
      element(
        "dl", {}, ...row("rule", () => localized(about.rule)), ...row("sources", () => localized(about.sources)),
        ...row("licence", () => localized(about.licence)), ...row("data", version),
        ...row("limits", "limitsText"),
      ),
    ),
  );
}
