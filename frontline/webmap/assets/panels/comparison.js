// The comparison of each day with an earlier one: the pinned, or that before the last change.

import {neighbourDay} from "../core/changes.js";
import {decodeChanges, Series} from "../core/series.js";
import {makeApart, makeStanding} from "../core/tally.js";

/** Make it; `of(day, pin, touched)` compares, once the units touched on the way there are known. */
export function makeComparison({ series, states, data, isoOf }, turns) {
  const past = new Series(data.control.initial, decodeChanges(data.control.changes));
  const days = [...new Set(turns.map(([day]) => day))];
  const [here, there] = [series, past].map(({ now }) =>
    makeStanding(now, states, data.actors.length, data.ground.areas),
  );
  const apart = makeApart(past.now, series.now, states);
  there.follow(past.now.keys());

  function follow(touched, touchedThen) {
    here.follow(touched);
    there.follow(touchedThen);
    apart.follow(touched);
    apart.follow(touchedThen);
  }

  return {
    days,
    of(day, pin, touched) {
      const last = neighbourDay(days, day + 1, -1);
      const from = pin >= 0 ? Math.min(pin, day) : last - 1;
      const other = pin >= 0 ? pin : Math.max(last - 1, 0);
      follow(touched, past.moveTo(last < 0 && pin < 0 ? day : other));
      const back = pin > day;
      const change = (place) => {
        const [then, now] = [past.now[place], series.now[place]];
        return { place, before: back ? now : then, after: back ? then : now };
      };
      return {
        changes: apart.units().map(change),
        fromIso: isoOf(Math.max(from, 0)), toIso: isoOf(Math.max(pin, day)),
        dayIso: last < 0 ? "" : isoOf(last), pinned: pin >= 0,
        now: back ? there.standing : here.standing, then: back ? here.standing : there.standing,
        here: here.standing, there: there.standing,
      };
    },
  };
}
