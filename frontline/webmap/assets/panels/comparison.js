// The comparison of each day with another: the pinned day, or the day before the last change.

import {neighbourDay} from "../core/changes.js";
import {decodeChanges, Series} from "../core/series.js";
import {withDrawnAreas} from "../map/drawnTerritory.js";
import {makeDifference, makeRunningTally} from "../core/tally.js";

/** Make the comparison; `of(day, pin, touched)` compares; `touched` are the units that changed. */
export function makeComparison({ series, states, data, drawings, isoOf }, changes) {
  const past = new Series(data.control.initial, decodeChanges(data.control.changes));
  const days = [...new Set(changes.map(([day]) => day))];
  const [here, there] = [series, past].map(({ now }) =>
    makeRunningTally(now, states, data.actors.length, data.ground.areas),
  );
  const different = makeDifference(past.now, series.now, states);
  there.update(past.now.keys());

  function update(touched, touchedThen) {
    here.update(touched);
    there.update(touchedThen);
    different.update(touched);
    different.update(touchedThen);
  }

  return {
    days,
    of(day, pin, touched) {
      const last = neighbourDay(days, day + 1, -1);
      const from = pin >= 0 ? Math.min(pin, day) : last - 1;
      const other = pin >= 0 ? pin : Math.max(last - 1, 0);
      update(touched, past.moveTo(last < 0 && pin < 0 ? day : other));
      const back = pin > day;
      const change = (place) => {
        const [then, now] = [past.now[place], series.now[place]];
        return { place, before: back ? now : then, after: back ? then : now };
      };
      const thenDay = last < 0 && pin < 0 ? day : other;
      const [one, two] = [
        withDrawnAreas(here.totals, drawings, day), withDrawnAreas(there.totals, drawings, thenDay),
      ];
      return {
        changes: different.units().map(change),
        fromIso: isoOf(Math.max(from, 0)), toIso: isoOf(Math.max(pin, day)),
        dayIso: last < 0 ? "" : isoOf(last), pinned: pin >= 0, isBack: back, codes: past.now,
        now: back ? two : one, then: back ? one : two, here: one, there: two,
      };
    },
  };
}
