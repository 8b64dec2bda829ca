// One place: its names, who has it since when, how far it is from others, and all that was
// reported, with the sources.

import {reportedOn} from "../core/age.js";
import {element, link, name, otherName, phrase} from "../core/dom.js";
import {sayDay, shortDay} from "../core/dates.js";
import {actorAfter} from "../core/names.js";
import {local, told, whenTurned} from "../core/i18n.js";

/**
 * Make the card. `closed()` is called when the reader puts it away; `nearby(index, day)` gives the
 * lines on what is near a place, `actions(index)` the buttons for what else can be done with it.
 */
export function makeCard({
  data, places, states, actors, history, words, begins, isoOf, sinceOf, closed, sayAnswer,
  nearby = () => [], actions = () => [],
}) {
  const body = element("div", { class: "card-body" });
  const near = element("div");
  const close = element(
    "button", { type: "button", class: "close", "aria-label": told("close"), click: closed }, "×",
  );
  const node = element("aside", { class: "card", hidden: true, tabindex: -1 }, close, body);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closed();
  });
  const nameAfter = (index) => (index < 0 ? words.unknown : actorAfter(actors[index]));

  function what([kind, before, after]) {
    const values = { before: nameAfter(before), after: nameAfter(after) };
    if (kind === "baseline") return phrase(after < 0 ? words.baselineUnknown : words.baselineHeld, values);
    return phrase(words[kind === "contested" ? "contestedKind" : kind], values);
  }

  function when([, , , first, last]) {
    if (!first) return shortDay(isoOf(begins));
    if (first === last) return shortDay(first);
    return phrase(words.between_days, { first: shortDay(first), last: shortDay(last) });
  }

  function source(number) {
    const [publisher, address, published, says] = history.reports[number];
    const [title, side] = history.publishers[publisher];
    const tags = [
      side >= 0 ? phrase(words.aligned, { actor: nameAfter(side) }) : "",
      published ? phrase(words.published, { day: shortDay(published) }) : "",
      says ? words[says] : "",
    ].filter(Boolean);
    const about = tags.length ? element("small", {}, ` ${tags.join(words.comma)}`) : null;
    return element("li", {}, link(address, title), about);
  }

  /** A note, after the reason why the change counts or does not, if there is one. */
  function noted(note) {
    if (typeof note === "string") return [name(note)];
    const reason = local(history.reasons[note[0]]);
    return note[1] ? [reason, " ", name(note[1])] : [reason];
  }

  function report(row) {
    const [, , , , , evidence, counts, note, sources] = row;
    const tags = [words[evidence], counts ? "" : words.notCounted].filter(Boolean).join(words.comma);
    return element(
      "li", { class: counts ? null : "not-counted" },
      element("p", {}, element("b", {}, when(row)), ` ${what(row)} `, element("em", {}, tags)),
      history.notes[note] ? element("p", { class: "note" }, ...noted(history.notes[note])) : null,
      sources.length
        ? element("ul", {}, ...sources.map(source))
        : element("p", { class: "note" }, words.noSources),
    );
  }

  /** What is known on the day comes first; what came later can be opened. */
  function reports(rows, iso) {
    const listed = (some) => element("ol", {}, ...some.map(report).reverse());
    const later = rows.filter((row) => row[3] > iso);
    const known = rows.filter((row) => row[3] <= iso);
    const title = phrase(words.later, { count: later.length });
    return [
      later.length ? element("details", {}, element("summary", {}, title), listed(later)) : null,
      known.length ? listed(known) : element("p", {}, words.noHistory),
    ].filter(Boolean);
  }

  /** Since when the answer stands, and the last day that a report speaks for. */
  function stands(index, day) {
    const since = sinceOf(index);
    const from = since <= begins
      ? phrase(words.sinceStart, { day: shortDay(isoOf(begins)) })
      : phrase(words.since, { day: sayDay(isoOf(since)) });
    const reported = shortDay(isoOf(reportedOn(data.reported[index], day)));
    return `${words.comma}${from}${words.semicolon}${phrase(words.lastReported, { day: reported })}`;
  }

  function fill(index, code, iso, day) {
    const state = states[code] ?? { status: "unknown", evidence: "" };
    const second = otherName(places.other[index]);
    body.replaceChildren(
      element("h2", {}, name(places.title[index]), second ? " " : null, second),
      element(
        "p", { class: "where" }, name(places.areaOf(index)), ` · `,
        name(places.kindOf(index)), ` · `,
        phrase(words.positionError, { metres: places.error[index] }),
      ),
      element(
        "p", { class: "answer" }, element("b", {}, state.status === "unknown" ? words.unknown : sayAnswer(code)),
        state.evidence ? ` (${words[state.evidence]})` : "",
        state.status === "unknown" ? "" : stands(index, day),
      ),
      element("p", { class: "actions" }, ...actions(index)),
      near,
      element("h3", {}, words.history),
      ...reports(history.rows[index] ?? [], iso),
    );
  }

  let shown = "";
  whenTurned(() => { shown = ""; });
  return {
    node,
    draw(index, code, iso, day) {
      node.hidden = index < 0;
      const rows = history.rows[index] ?? [];
      const turns = rows.filter((row) => row[3] <= iso).length;
      const reported = index in data.reported ? reportedOn(data.reported[index], day) : 0;
      const wanted = index < 0 ? "" : `${index} ${code} ${turns} ${reported}`;
      if (wanted && wanted !== shown) fill(index, code, iso, day);
      if (wanted) near.replaceChildren(...nearby(index, day));
      shown = wanted;
    },
    focus: () => node.focus({ preventScroll: true }),
  };
}
