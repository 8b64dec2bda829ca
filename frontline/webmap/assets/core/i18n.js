// The texts of the page in the current language. `messages.legend` is a text as of now, for what is
// drawn again after each change. `liveText("legend")` is for nodes that are made once: they
// are updated when the reader changes the language.

let catalogues = {};
let current = "en";
const plurals = new Map();
const liveTexts = [];
const listeners = [];

/** The messages of the current language; a list or a set of plural forms where there are several. */
export const messages = new Proxy({}, { get: (_, key) => (catalogues[current] ?? {})[key] });

/** Set the catalogues of all languages and the first language. */
export function loadMessages(all, first) {
  catalogues = all;
  current = first;
}

/** Return the tag of the current language. */
export function currentLanguage() {
  return current;
}

/** Return all languages: [tag, own name]. */
export function languages() {
  return Object.entries(catalogues).map(([tag, table]) => [tag, table.ownName]);
}

/** Return a text of the data, which is one for all languages or one for each. */
export function localized(text) {
  return typeof text === "string" ? text : text[current];
}

/** Return the plural form of a message for a number. */
export function pluralForm(forms, count) {
  if (typeof forms === "string") return forms;
  if (!plurals.has(current)) plurals.set(current, new Intl.PluralRules(current));
  return forms[plurals.get(current).select(count)] ?? forms.other;
}

/** A text that follows the language: `write(text)` is called at once and at each change. */
export class LiveText {
  constructor(make) {
    this.make = make;
    this.writers = [];
    liveTexts.push(this);
  }

  bind(write) {
    this.writers.push(write);
    write(this.make());
  }

  /** Write the text again, since it has changed. */
  update() {
    for (const write of this.writers) write(this.make());
  }
}

/** Make a live text of a message, named by its key, or of a function that returns the text. */
export function liveText(source) {
  return new LiveText(typeof source === "function" ? source : () => messages[source]);
}

/** Call a function whenever the language has changed. */
export function onLanguageChange(run) {
  listeners.push(run);
}

/** Change the language of the page; an unknown language changes nothing. */
export function setLanguage(next) {
  if (next === current || !Object.hasOwn(catalogues, next)) return;
  current = next;
  Object.assign(document.documentElement, { lang: current, dir: messages.direction });
  for (const text of liveTexts) text.update();
  for (const run of listeners) run();
}
