import assert from "node:assert/strict";
import test from "node:test";
import {loadMessages} from "../../frontline/webmap/assets/core/i18n.js";
import {dayNumber, dayParts, isoDay, monthStarts, longDate, shortDate} from "../../frontline/webmap/assets/core/dates.js";

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
