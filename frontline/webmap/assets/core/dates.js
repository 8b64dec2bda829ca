// Days are calendar days: counted in UTC, so that no reader's time zone can shift them.

import {words} from "./i18n.js";

const DAY_MS = 86_400_000;

/** The number of a day written 2019-08-15. */
export function dayNumber(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** A day number written 2019-08-15. */
export function isoDay(number) {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** The parts of a day in words. */
export function dayParts(iso) {
  const date = new Date(dayNumber(iso) * DAY_MS);
  const month = words.months[date.getUTCMonth()];
  const year = date.getUTCFullYear();
  return { weekday: words.weekdays[date.getUTCDay()], day: date.getUTCDate(), month, year };
}

/** "Thursday 15 August 2019". */
export function sayDay(iso) {
  const { weekday, day, month, year } = dayParts(iso);
  return `${weekday} ${day} ${month} ${year}`;
}

/** "15 Aug 2019". */
export function shortDay(iso) {
  const { day, year } = dayParts(iso);
  return `${day} ${words.monthsShort[Number(iso.slice(5, 7)) - 1]} ${year}`;
}

/** The first of each month within a range: {offset, label}, a January with its year. */
export function monthStarts(firstIso, count) {
  const first = dayNumber(firstIso);
  const found = [];
  for (let offset = 0; offset < count; offset += 1) {
    const [year, month, day] = isoDay(first + offset).split("-").map(Number);
    if (day !== 1) continue;
    found.push({ offset, label: words.monthsTick[month - 1] + (month === 1 ? ` ${year}` : "") });
  }
  return found;
}
