// The text summary of a day, updated with the map.

import {element, formatMessage, setText} from "../core/dom.js";
import {longDate} from "../core/dates.js";
import {formatDirection, formatLength} from "./nearby.js";
import {actorName} from "../core/names.js";
import {formatArea} from "../core/phrases.js";

/** Describe the changes, one sentence for each new holder. */
export function describeChanges(changes, phrases, messages) {
  return phrases
    .byHolder(changes.map(({ place }) => place), codeAfter(changes))
    .map(([code, indexes]) =>
      formatMessage(messages.summaryChange, { control: phrases.control(code), names: phrases.names(indexes) }),
    );
}

function codeAfter(changes) {
  const after = new Map(changes.map((change) => [change.place, change.after]));
  return (place) => after.get(place);
}

/** Describe a day: {lead, held, span, changes, keys, fronts}, lists of sentences. */
export function describeDay({ iso, count, codes, changes, span, keys, fronts, actors, places, phrases, messages }) {
  const held = actors.map((actor, i) => {
    const sentence = formatMessage(messages.summaryHeld, {
      actor: actorName(actor),
      places: phrases.placeCount(count.places[i]),
      area: formatArea(count.hectares[i]),
    });
    return count.presumed[i]
      ? `${sentence} ${formatMessage(messages.summaryPresumed, { area: formatArea(count.presumed[i]) })}`
      : sentence;
  });
  if (count.contestedPlaces.size) held.push(formatMessage(messages.summaryContested, { names: phrases.names(count.contestedPlaces) }));
  if (count.unknown) held.push(formatMessage(messages.summaryUnknown, { places: phrases.placeCount(count.unknown) }));
  const keyed = phrases
    .byHolder(keys, (place) => codes[place])
    .map(([code, indexes]) =>
      formatMessage(messages.summaryChange, { control: phrases.control(code), names: phrases.names(indexes, 30) }),
    );
  const lines = fronts.map(({ place, centre, bearing, slack, other }) => {
    const length = formatLength(centre, messages, slack);
    const title = places.title[place];
    if (other !== undefined) {
      return formatMessage(messages.summaryFrontBound, { length, place: title, other: places.title[other] });
    }
    const sentence = formatMessage(messages.summaryFront, {
      length, direction: formatDirection(bearing, messages), place: title, slack: formatLength(slack, messages, slack),
    });
    return phrases.isUnknown(codes[place]) ? `${sentence} ${messages.summaryNearestKnown}` : sentence;
  });
  const changed = changes.length ? describeChanges(changes, phrases, messages) : [messages.noChanges];
  return { lead: formatMessage(messages.summaryLead, { day: longDate(iso) }), held, span, changes: changed, keys: keyed, fronts: lines };
}

/**
 * Make the panel, the description of the map, and the announcement for screen readers. If `named`, the
 * data names the key places; otherwise they are towns that were selected.
 */
export function makeSummary(messages, named) {
  const keysTitle = () => (named ? messages.summaryKeyPlaces : messages.summaryTowns);
  const description = element("p", { id: "day-summary", class: "visually-hidden" });
  const announcement = element("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  const panel = element("div", { class: "day-summary" });
  const list = (items) => element("ul", {}, ...items.map((text) => element("li", {}, text)));
  const headed = (title) => (title ? formatMessage(messages.summaryHead, { title }) : "");
  const part = (title, items) => [headed(items.length ? title : ""), ...items];
  const flat = ({ lead, held, span, changes, keys, fronts }) =>
    [
      lead, ...held, headed(span), ...changes, ...part(keysTitle(), keys),
      ...part(messages.summaryFronts, fronts),
    ].filter(Boolean).join(" ");
  const news = ({ span, changes }) => [headed(span), ...changes].filter(Boolean).join(" ");
  return {
    news,
    description,
    announcement,
    panel,
    /** Update the text; `announce` is whether screen readers read it out. */
    draw(parts, announce) {
      setText(description, flat(parts));
      if (announce) {
        setText(announcement, `${parts.lead} ${news(parts)}`);
      }
    },
    drawPanel(parts) {
      const block = (title, items) => (items.length ? [element("h3", {}, title), list(items)] : []);
      panel.replaceChildren(
        element("p", {}, parts.lead), list(parts.held),
        ...block(parts.span || messages.changes, parts.changes), ...block(keysTitle(), parts.keys),
        ...block(messages.summaryFronts, parts.fronts),
        element("h3", {}, messages.limits), element("p", {}, messages.limitsText),
      );
    },
  };
}
