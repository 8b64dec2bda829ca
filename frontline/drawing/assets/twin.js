// The day in words: what the map shows, said in sentences that keep in step with it.

import {element, phrase} from "./dom.js";
import {sayDay} from "./days.js";
import {actorName} from "./names.js";
import {squareKm} from "./spoken.js";

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

/** Say all of a day: {lead, held, changes, keys}, each a list of sentences. */
export function sayDayWhole({ iso, count, codes, changes, span, keys, states, actors, spoken, words }) {
  const held = actors.map((actor, i) =>
    phrase(words.twinHeld, {
      actor: actorName(actor),
      places: spoken.some(count.places[i]),
      area: squareKm(count.ground[i]).toLocaleString("en"),
    }),
  );
  const fought = [...codes.keys()].filter((place) => states[codes[place]].status === "contested");
  if (fought.length) held.push(phrase(words.twinContested, { names: spoken.names(fought) }));
  if (count.unknown) held.push(phrase(words.twinUnknown, { places: spoken.some(count.unknown) }));
  const keyed = spoken
    .byHolder(keys, (place) => codes[place])
    .map(([code, some]) =>
      phrase(words.twinChange, { answer: spoken.answer(code), names: spoken.names(some, 30) }),
    );
  const said = changes.length ? sayChanges(changes, spoken, words) : [words.noChanges];
  return { lead: phrase(words.twinLead, { day: sayDay(iso) }), held, span, changes: said, keys: keyed };
}

/** Make the panel, the description of the map, and the line that is read out. */
export function makeTwin(words) {
  const description = element("p", { id: "twin", class: "unseen" });
  const spokenLine = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
  const panel = element("div", { class: "twin" });
  const list = (items) => element("ul", {}, ...items.map((text) => element("li", {}, text)));
  const headed = (title) => (title ? phrase(words.twinHead, { title }) : "");
  const flat = ({ lead, held, span, changes, keys }) =>
    [lead, ...held, headed(span), ...changes, headed(keys.length ? words.twinKeys : ""), ...keys]
      .filter(Boolean).join(" ");
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
      const part = (title, items) => (items.length ? [element("h3", {}, title), list(items)] : []);
      panel.replaceChildren(
        element("p", {}, said.lead), list(said.held),
        ...part(said.span || words.changed, said.changes), ...part(words.twinKeys, said.keys),
        element("h3", {}, words.limits), element("p", {}, words.limitsText),
      );
    },
  };
}
