// Names of places and actors in the current language.

import {currentLanguage, messages} from "./i18n.js";

/** Return whether names in Arabic script come first. */
const inArabic = () => currentLanguage() === "ar";

/**
 * Read the columns of the places. In addition to the names of the data, a place has a `title` in
 * the current language, and its name in the `other` script if it has names in both: the local name
 * if the package has a local language, else the Arabic one.
 */
export function readPlaces(columns) {
  const both = (index) => columns.name_ar[index] && columns.name[index];
  const byLanguage = {
    en: {
      title: columns.name, other: columns.name_local ?? columns.name_ar,
      otherLanguage: columns.local_language ?? "ar",
    },
    ar: {
      title: columns.name_ar.map((name, index) => name || columns.name[index]),
      other: columns.name.map((_, index) => both(index) || ""),
      otherLanguage: "en",
    },
  };
  const now = () => byLanguage[currentLanguage()] ?? byLanguage.en;
  return {
    ...columns,
    get title() { return now().title; },
    get other() { return now().other; },
    get otherLanguage() { return now().otherLanguage; },
    /** Return the district of a place, then its kind. */
    areaOf(index) {
      const number = columns.district[index];
      return (inArabic() && columns.districts_ar[number]) || columns.districts[number];
    },
    kindOf(index) {
      const kind = columns.kinds[columns.kind[index]];
      return messages[`kind_${kind}`] ?? kind;
    },
  };
}

/** Return a name in small letters with hyphens, as ids usually are: see `slug` in places.py. */
export function slugOf(text) {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
}

/** Return the name of an actor by itself, as in a list. */
export function actorName([, latin, arabicName]) {
  return (inArabic() && arabicName) || latin;
}

/** Return the name of an actor after "held by": with article in English, genitive in Arabic. */
export function actorInText(actor) {
  const [, , , , , genitive, inText] = actor;
  return (inArabic() ? genitive : inText) || actorName(actor);
}

/** Return the Arabic name of an actor if the page shows the English one first. */
export function actorOtherName([, , arabicName]) {
  return inArabic() ? "" : arabicName;
}
