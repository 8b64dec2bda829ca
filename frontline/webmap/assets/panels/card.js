// The card of a place: its names, who has held it since when, distances, and all reports with their
// sources.

import {reportedOn} from "../core/series.js";
import {element, formatCount, formatMessage, link, name, otherName} from "../core/dom.js";
import {longDate, shortDate} from "../core/dates.js";
import {actorInText} from "../core/names.js";
import {liveText, localized, onLanguageChange} from "../core/i18n.js";

/**
 * Make the card. `closed()` is called when the reader closes it; `nearby(index, day)` returns the
 * distances from a place, `actions(index)` its buttons.
 */
export function makeCard({
  data, places, states, actors, history, messages, begins, isoOf, sinceOf, closed, describeControl,
  nearby = () => [], actions = () => [],
}) {
  const body = element("div", { class: "card-body" });
  const near = element("div");
  const close = element(
    "button", { type: "button", class: "close", "aria-label": liveText("close"), click: closed }, "×",
  );
  const node = element("aside", { class: "card", hidden: true, tabindex: -1 }, close, body);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closed();
  });
  const nameInText = (index) => (index < 0 ? messages.unknown : actorInText(actors[index]));

  function describeEvent([kind, before, after]) {
    const values = { before: nameInText(before), after: nameInText(after) };
    if (kind === "baseline") return formatMessage(after < 0 ? messages.baselineUnknown : messages.baselineHeld, values);
    if (kind === "contested") return formatMessage(actors.length > 2 ? messages.contestedKind : messages.contested, values);
    return formatMessage(messages[kind], values);
  }

  function eventDates([, , , first, last]) {
    if (!first) return shortDate(isoOf(begins));
    if (first === last) return shortDate(first);
    return formatMessage(messages.dateRange, { first: shortDate(first), last: shortDate(last) });
  }

  function sourceItem(number) {
    const [publisher, address, published, says] = history.reports[number];
    const [title, side] = history.publishers[publisher];
    const tags = [
      side >= 0 ? formatMessage(messages.aligned, { actor: nameInText(side) }) : "",
      published ? formatMessage(messages.published, { day: shortDate(published) }) : "",
      says ? messages[says] : "",
    ].filter(Boolean);
    const about = tags.length ? element("small", {}, ` ${tags.join(messages.comma)}`) : null;
    return element("li", {}, link(address, title), about);
  }

  /** Return a note, after the reason why the change counts or does not, if there is one. */
  function noteNodes(note) {
    if (typeof note === "string") return [name(note)];
    const reason = localized(history.reasons[note[0]]);
    return note[1] ? [reason, " ", name(note[1])] : [reason];
  }

  function eventItem(row) {
    const [, , , , , evidence, counts, note, sources] = row;
    const tags = [messages[evidence], counts ? "" : messages.notCounted].filter(Boolean).join(messages.comma);
    return element(
      "li", { class: counts ? null : "not-counted" },
      element("p", {}, element("b", {}, eventDates(row)), ` ${describeEvent(row)} `, element("em", {}, tags)),
      history.notes[note] ? element("p", { class: "note" }, ...noteNodes(history.notes[note])) : null,
      sources.length
        ? element("ul", {}, ...sources.map(sourceItem))
        : element("p", { class: "note" }, messages.noSources),
    );
  }

  /** List the events up to the day, and later events in a part that can be opened. */
  function eventList(rows, iso) {
    const listed = (some) => element("ol", {}, ...some.map(eventItem).reverse());
    const later = rows.filter((row) => row[3] > iso);
    const known = rows.filter((row) => row[3] <= iso);
    const title = formatCount(messages.later, later.length);
    return [
      later.length ? element("details", {}, element("summary", {}, title), listed(later)) : null,
      known.length ? listed(known) : element("p", {}, messages.noHistory),
    ].filter(Boolean);
  }

  /** Return the day since which the control is the same, and the day of the last report. */
  function sinceText(index, day) {
    const since = sinceOf(index);
    const from = since <= begins
      ? formatMessage(messages.sinceStart, { day: shortDate(isoOf(begins)) })
      : formatMessage(messages.since, { day: longDate(isoOf(since)) });
    const reported = shortDate(isoOf(reportedOn(data.reported[index], day)));
    return `${messages.comma}${from}${messages.semicolon}${formatMessage(messages.lastReported, { day: reported })}`;
  }

  function fill(index, code, iso, day) {
    const state = states[code] ?? { status: "unknown", evidence: "" };
    const rows = history.rows[index] ?? [];
    const second = otherName(places.other[index], places.otherLanguage);
    body.replaceChildren(
      element("h2", {}, name(places.title[index]), second ? " " : null, second),
      element(
        "p", { class: "where" }, name(places.areaOf(index)), ` · `,
        name(places.kindOf(index)), ` · `,
        formatMessage(messages.positionError, { metres: places.error[index] }),
      ),
      element(
        "p", { class: "answer" }, element("b", {}, state.status === "unknown" ? messages.unknown : describeControl(code)),
        state.evidence ? ` (${messages[state.evidence]})` : "",
        state.status === "unknown" ? "" : sinceText(index, day),
      ),
      element("p", { class: "actions" }, ...actions(index)),
      near,
      // "No report" is said once.
      ...(rows.length || state.status !== "unknown" ? [element("h3", {}, messages.history), ...eventList(rows, iso)] : []),
    );
  }

  let shown = "";
  onLanguageChange(() => { shown = ""; });
  return {
    node,
    draw(index, code, iso, day) {
      node.hidden = index < 0;
      const rows = history.rows[index] ?? [];
      const reportCount = rows.filter((row) => row[3] <= iso).length;
      const reported = index in data.reported ? reportedOn(data.reported[index], day) : 0;
      const signature = index < 0 ? "" : `${index} ${code} ${reportCount} ${reported}`;
      if (signature && signature !== shown) fill(index, code, iso, day);
      if (signature) near.replaceChildren(...nearby(index, day));
      shown = signature;
    },
    focus: () => node.focus({ preventScroll: true }),
  };
}
