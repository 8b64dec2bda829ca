// What places and actors are called in the language of now.

import {languageNow, words} from "./i18n.js";

/** Whether names in Arabic script come first. */
const inArabic = () => languageNow() === "ar";

/**
 * Read the columns of the places. Beside the names of the data a place has its `title`, by which
 * the page calls it, and its name in the `other` script, if it has both.
 */
export function readPlaces(columns) {
  const both = (index) => columns.name_ar[index] && columns.name[index];
  const byLanguage = {
    en: { title: columns.name, other: columns.name_ar },
    ar: {
      title: columns.name_ar.map((name, index) => name || columns.name[index]),
      other: columns.name.map((_, index) => both(index) || ""),
    },
  };
  const now = () => byLanguage[languageNow()] ?? byLanguage.en;
  return {
    ...columns,
    get title() { return now().title; },
    get other() { return now().other; },
    /** Where a place lies, and what kind of place it is. */
    areaOf(index) {
      const number = columns.district[index];
      return (inArabic() && columns.districts_ar[number]) || columns.districts[number];
    },
    kindOf(index) {
      const kind = columns.kinds[columns.kind[index]];
      return words[`kind_${kind}`] ?? kind;
    },
  };
}

/** What an actor is called by itself, as in a list. */
export function actorName([, latin, arabicName]) {
  return (inArabic() && arabicName) || latin;
}

/** What an actor is called after "held by" and the like, where Arabic has the genitive. */
export function actorAfter(actor) {
  return (inArabic() && actor[5]) || actorName(actor);
}

/** The Arabic name of an actor beside the Latin one, where that comes first. */
export function actorOther([, , arabicName]) {
  return inArabic() ? "" : arabicName;
}
