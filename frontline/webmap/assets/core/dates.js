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
  return [...ticksEvery(firstIso, count, { months: 1 })];
}

/** Steps of an axis of days, from the finest: on these days of each month, or every few months. */
const TICK_STEPS = [
  { days: 1 }, { days: 2 }, { days: 5 }, { days: 10 }, { days: 15 }, { months: 1 }, { months: 2 },
  { months: 3 }, { months: 6 }, { months: 12 }, { months: 24 }, { months: 60 }, { months: 120 },
];

/** Yield the days of an axis on which a step falls: {offset, label}. */
function* ticksEvery(firstIso, count, step) {
  const first = dayNumber(firstIso);
  for (let offset = 0; offset < count; offset += 1) {
    const [year, month, day] = isoDay(first + offset).split("-").map(Number);
    const name = messages.monthsTick[month - 1];
    if (step.days) {
      // The last days of a month are too near to the next one.
      if ((day - 1) % step.days || (day > 31 - step.days && step.days > 1)) continue;
      yield { offset, label: `${day} ${name}` };
    } else if (day === 1 && (12 * year + month - 1) % step.months === 0) {
      yield { offset, label: step.months >= 12 ? `${year}` : name + (month === 1 ? ` ${year}` : "") };
    }
  }
}

/**
 * Return the labels of an axis of days that have room: {offset, label, left}, where `left` is the left
 * edge of the label. `positionOf(offset)` and `widthOf(label)` are in pixels; a label begins at its day,
 * or ends there near the end of the axis, at `end`. Two labels have `gap` between them.
 */
export function axisTicks(firstIso, count, sizes) {
  for (const step of TICK_STEPS) {
    const placed = placeTicks(ticksEvery(firstIso, count, step), sizes);
    if (placed.length) return placed;
  }
  return [];
}

/** Place labels; none if two collide. Those after the first collision are not measured. */
function placeTicks(ticks, { positionOf, widthOf, end, gap }) {
  const placed = [];
  let isFull = false;
  for (const { offset, label } of ticks) {
    if (isFull) return [];
    const [at, width] = [positionOf(offset), widthOf(label)];
    const left = at + width > end ? at - width : at;
    isFull = placed.length > 0 && left < placed[placed.length - 1].right + gap;
    // The last label gives way to the one before, if it ends at its day.
    if (isFull && left === at) return [];
    if (!isFull) placed.push({ offset, label, left, right: left + width });
  }
  return placed;
}
