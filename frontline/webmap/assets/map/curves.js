// Curves that round the corners of borders. `one` and `other` name, for each corner that two
// classes share, the far ends of the two sides along which they meet.

/** Make the functions that draw curves on a net. */
export function makeCurves({ x, y, from, to, reach }, one, other, isThread) {
  /** The point on the side towards another corner where a curve leaves it. */
  function cut(corner, towards, most = Infinity) {
    const [alongX, alongY] = [x[towards] - x[corner], y[towards] - y[corner]];
    const length = Math.hypot(alongX, alongY) || 1;
    const share = Math.min(0.5, reach[corner] / length, most / length);
    return [Math.round(x[corner] + share * alongX), Math.round(y[corner] + share * alongY)];
  }

  /** A curve around a corner between two classes, with its middle and how far it reaches. */
  function curveAt(corner) {
    const [start, end] = [cut(corner, one[corner]), cut(corner, other[corner])];
    const at = [x[corner], y[corner]];
    const far = (point) => Math.hypot(point[0] - at[0], point[1] - at[1]);
    const middle = halfway(halfway(start, at), halfway(at, end));
    return { at, middle, start, end, most: Math.min(far(start), far(end)) / 2 };
  }

  /** Whether a side lies in the narrow angle of the curve, where the corner is cut off. */
  function isInside({ at, start, end }, corner) {
    const cross = (p, q) => (p[0] - at[0]) * (q[1] - at[1]) - (p[1] - at[1]) * (q[0] - at[0]);
    const point = [x[corner], y[corner]];
    const turn = Math.sign(cross(start, end));
    return turn * cross(start, point) > 0 && turn * cross(point, end) > 0;
  }

  /** Half of what is drawn at a corner on a curve: its outer point, and the bend on the way. */
  function half(curve, corner, edge, end) {
    if (!isThread(edge)) {
      const point = cut(corner, end);
      return { point, bend: halfway(point, curve.at) };
    }
    const point = cut(corner, end, curve.most);
    return { point, bend: isInside(curve, end) ? null : curve.at };
  }

  return {
    /** The whole curve from one edge into the next. */
    round(before, after) {
      const corner = to[before];
      const [start, end] = [cut(corner, from[before]), cut(corner, to[after])];
      return `L${say(start)}Q${x[corner]} ${y[corner]} ${say(end)}`;
    },
    /** From an edge to the middle of the curve at its end. */
    into(before) {
      const curve = curveAt(to[before]);
      const { point, bend } = half(curve, to[before], before, from[before]);
      return `L${say(point)}${bend ? `Q${say(bend)} ` : "L"}${say(curve.middle)}`;
    },
    /** From the middle of the curve at its beginning into an edge; the middle itself is left out. */
    outOf(after) {
      const curve = curveAt(from[after]);
      const { point, bend } = half(curve, from[after], after, to[after]);
      return `${bend ? `Q${say(bend)} ` : "L"}${say(point)}`;
    },
    middle: (corner) => say(curveAt(corner).middle),
  };
}

function halfway(one, other) {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
}

function say([x, y]) {
  return `${x} ${y}`;
}
