// Calendar days. They are counted in UTC, so that the reader's time zone cannot shift them.

import {messages} from "./i18n.js";

const DAY_MS = 86_400_000;

/** Return the number of a day written as 2019-08-15. */
export function dayNumber(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** Write a day number as 2019-08-15. */
export function isoDay(number) {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** Return weekday, day, month and year in the current language. */
export function dayParts(iso) {
  const date = new Date(dayNumber(iso) * DAY_MS);
  const month = messages.months[date.getUTCMonth()];
  const year = date.getUTCFullYear();
  return { weekday: messages.weekdays[date.getUTCDay()], day: date.getUTCDate(), month, year };
}

/** Write a day as "Thursday 15 August 2019". */
export function longDate(iso) {
  const { weekday, day, month, year } = dayParts(iso);
  return `${weekday} ${day} ${month} ${year}`;
}

/** Write a day as "15 Aug 2019". */
export function shortDate(iso) {
  const { day, year } = dayParts(iso);
  return `${day} ${messages.monthsShort[Number(iso.slice(5, 7)) - 1]} ${year}`;
}

/** Return the first day of each month in a range: {offset, label}; January has its year. */
export function monthStarts(firstIso, count) {
  const first = dayNumber(firstIso);
  const found = [];
  for (let offset = 0; offset < count; offset += 1) {
    const [year, month, day] = isoDay(first + offset).split("-").map(Number);
    if (day !== 1) continue;
    found.push({ offset, label: messages.monthsTick[month - 1] + (month === 1 ? ` ${year}` : "") });
  }
  return found;
}
