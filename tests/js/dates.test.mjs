import assert from "node:assert/strict";
import test from "node:test";
import {loadMessages} from "../../frontline/webmap/assets/core/i18n.js";
import {axisTicks, dayNumber, dayParts, isoDay, monthStarts, longDate, shortDate} from "../../frontline/webmap/assets/core/dates.js";

const months = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];
const monthsShort = months.map((month) => month.slice(0, 3));
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
loadMessages({ en: { months, monthsShort, monthsTick: monthsShort, weekdays } }, "en");

test("day numbers and dates convert to each other over centuries", () => {
  for (let number = -40_000; number < 40_000; number += 37) {
    assert.equal(dayNumber(isoDay(number)), number);
  }
});

test("dates as text are those of the calendar", () => {
  assert.equal(longDate("2019-08-15"), "Thursday 15 August 2019");
  assert.equal(longDate("2020-02-29"), "Saturday 29 February 2020");
  assert.equal(shortDate("2020-01-01"), "1 Jan 2020");
  assert.deepEqual(dayParts("2019-04-30"), { weekday: "Tuesday", day: 30, month: "April", year: 2019 });
});

test("a leap day lies between the last of February and the first of March", () => {
  assert.equal(dayNumber("2020-03-01") - dayNumber("2020-02-28"), 2);
});

test("months are marked at their first days, January with the year", () => {
  const found = monthStarts("2019-12-30", 40);
  assert.deepEqual(found, [{ offset: 2, label: "Jan 2020" }, { offset: 33, label: "Feb" }]);
});

/** An axis of some days and some pixels, with letters of seven pixels. */
function axis(first, days, width) {
  const positionOf = (offset) => (width * offset) / (days - 1);
  return axisTicks(first, days, { positionOf, widthOf: (label) => 7 * label.length, end: width, gap: 8 });
}

test("the labels of an axis never collide, whatever its length and width", () => {
  for (const days of [2, 9, 31, 62, 100, 311, 731, 4000, 20_000]) {
    for (const width of [90, 250, 333, 600, 1100]) {
      const found = axis("2019-04-30", days, width);
      found.slice(1).forEach(({ left }, i) => assert.ok(left >= found[i].right + 8, `${days} ${width}`));
      assert.ok(found.every(({ right }) => right <= width + 0.001), `${days} ${width}`);
    }
  }
});

test("an axis of a month has dates, one of a year months, and one of decades years", () => {
  const labels = (...what) => axis(...what).map(({ label }) => label);
  assert.deepEqual(labels("2020-02-01", 29, 300), ["1 Feb", "6 Feb", "11 Feb", "16 Feb", "21 Feb"]);
  assert.deepEqual(labels("2019-11-15", 100, 300), ["Dec", "Jan 2020", "Feb"]);
  assert.deepEqual(labels("1990-01-01", 12_000, 300).slice(0, 2), ["1990", "1995"]);
});

test("an axis measures few more labels than it has", () => {
  for (const days of [31, 366, 1100, 20_000]) {
    for (const width of [90, 333, 1100]) {
      let measured = 0;
      const widthOf = (label) => {
        measured += 1;
        return 7 * label.length;
      };
      const positionOf = (offset) => (width * offset) / (days - 1);
      const found = axisTicks("2019-04-30", days, { positionOf, widthOf, end: width, gap: 8 });
      // Of each of the finer steps, only those up to the first collision.
      assert.ok(measured <= 4 * found.length + 30, `${days} ${width}: ${measured}`);
    }
  }
});
