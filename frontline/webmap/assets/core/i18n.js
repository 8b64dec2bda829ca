// The words of the page, in the language its reader has turned to. Every word goes through here:
// `words.legend` is a word as of now, for what is drawn anew whenever something changes;
// `told("legend")` is one that a node made once goes on saying in every language.

let tables = {};
let tongue = "en";
const plurals = new Map();
const tellings = [];
const turners = [];

/** The table of the language of now; a list or a set of forms where a word has several. */
export const words = new Proxy({}, { get: (_, key) => (tables[tongue] ?? {})[key] });

/** Take the tables of all languages, and begin with one of them. */
export function openWords(all, first) {
  tables = all;
  tongue = first;
}

/** The tag of the language of now. */
export function languageNow() {
  return tongue;
}

/** All languages: [tag, what it calls itself]. */
export function languages() {
  return Object.entries(tables).map(([tag, table]) => [tag, table.ownName]);
}

/** A text of the data in the language of now: it has one for each, or one for all. */
export function local(text) {
  return typeof text === "string" ? text : text[tongue];
}

/** The form that a word takes with a number. */
export function formOf(forms, count) {
  if (typeof forms === "string") return forms;
  if (!plurals.has(tongue)) plurals.set(tongue, new Intl.PluralRules(tongue));
  return forms[plurals.get(tongue).select(count)] ?? forms.other;
}

/** Something that is said anew in each language; `put(text)` is called at once and at each turn. */
export class Telling {
  constructor(make) {
    this.make = make;
    this.puts = [];
    tellings.push(this);
  }

  into(put) {
    this.puts.push(put);
    put(this.make());
  }

  /** Say it again, since what it speaks of has changed. */
  tell() {
    for (const put of this.puts) put(this.make());
  }
}

/** A telling of a word, by its key or by a function that gives the text. */
export function told(what) {
  return new Telling(typeof what === "function" ? what : () => words[what]);
}

/** Have something done whenever the reader has turned to another language. */
export function whenTurned(run) {
  turners.push(run);
}

/** Turn the page to a language, if there is such a one. */
export function turnTo(next) {
  if (next === tongue || !Object.hasOwn(tables, next)) return;
  tongue = next;
  Object.assign(document.documentElement, { lang: tongue, dir: words.direction });
  for (const telling of tellings) telling.tell();
  for (const run of turners) run();
}
