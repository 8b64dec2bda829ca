// The day in words: what the map shows, said in sentences that keep in step with it.

import {element, phrase} from "../core/dom.js";
import {sayDay} from "../core/dates.js";
import {sayLength, sayWind} from "./nearby.js";
import {actorName} from "../core/names.js";
import {sayNumber, squareKm} from "../core/phrases.js";

/** Say what changed, as one sentence for each holder afterwards. */
export function sayChanges(changes, spoken, words) {
  return spoken
    .byHolder(changes.map(({ place }) => place), codeAfter(changes))
    .map(([code, indexes]) =>
      phrase(words.twinChange, { answer: spoken.answer(code), names: spoken.names(indexes) }),
    );
}

function codeAfter(changes) {
  const after = new Map(changes.map((change) => [change.place, change.after]));
  return (place) => after.get(place);
}

/** Say all of a day: {lead, held, changes, keys, fronts}, each a list of sentences. */
export function sayDayWhole({ iso, count, codes, changes, span, keys, fronts, actors, places, spoken, words }) {
  const held = actors.map((actor, i) =>
    phrase(words.twinHeld, {
      actor: actorName(actor),
      places: spoken.some(count.places[i]),
      area: sayNumber(squareKm(count.ground[i])),
    }),
  );
  if (count.fought.size) held.push(phrase(words.twinContested, { names: spoken.names(count.fought) }));
  if (count.unknown) held.push(phrase(words.twinUnknown, { places: spoken.some(count.unknown) }));
  const keyed = spoken
    .byHolder(keys, (place) => codes[place])
    .map(([code, some]) =>
      phrase(words.twinChange, { answer: spoken.answer(code), names: spoken.names(some, 30) }),
    );
  const lines = fronts.map(({ place, centre, bearing, slack }) =>
    phrase(words.twinFront, {
      length: sayLength(centre, words), wind: sayWind(bearing, words),
      place: places.title[place], slack: sayLength(slack, words),
    }),
  );
  const said = changes.length ? sayChanges(changes, spoken, words) : [words.noChanges];
  return { lead: phrase(words.twinLead, { day: sayDay(iso) }), held, span, changes: said, keys: keyed, fronts: lines };
}

/**
 * Make the panel, the description of the map, and the line that is read out. Key places are those
 * that the data names, if it is `named`; else towns that were chosen, which is said.
 */
export function makeTwin(words, named) {
  const keysTitle = () => (named ? words.twinKeys : words.twinTowns);
  const description = element("p", { id: "twin", class: "unseen" });
  const spokenLine = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
  const panel = element("div", { class: "twin" });
  const list = (items) => element("ul", {}, ...items.map((text) => element("li", {}, text)));
  const headed = (title) => (title ? phrase(words.twinHead, { title }) : "");
  const part = (title, items) => [headed(items.length ? title : ""), ...items];
  const flat = ({ lead, held, span, changes, keys, fronts }) =>
    [
      lead, ...held, headed(span), ...changes, ...part(keysTitle(), keys),
      ...part(words.twinFronts, fronts),
    ].filter(Boolean).join(" ");
  return {
    description,
    spokenLine,
    panel,
    /** Bring the text to a day; `aloud` unless the page is playing. */
    draw(said, aloud) {
      description.textContent = flat(said);
      if (aloud) {
        spokenLine.textContent = [said.lead, headed(said.span), ...said.changes].filter(Boolean).join(" ");
      }
    },
    drawPanel(said) {
      const block = (title, items) => (items.length ? [element("h3", {}, title), list(items)] : []);
      panel.replaceChildren(
        element("p", {}, said.lead), list(said.held),
        ...block(said.span || words.changed, said.changes), ...block(keysTitle(), said.keys),
        ...block(words.twinFronts, said.fronts),
        element("h3", {}, words.limits), element("p", {}, words.limitsText),
      );
    },
  };
}
