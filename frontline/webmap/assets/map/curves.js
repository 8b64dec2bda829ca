// Curves that round the corners of borders. For each corner that two classes share, `one` and `other`
// are the far ends of the two edges along which the classes meet.

/** Make the functions that draw curves on a mesh. */
export function makeCurves({ x, y, from, to, reach }, one, other, isInnerBorder) {
  /** Return the point on the edge to another corner where a curve begins. */
  function cut(corner, towards, most = Infinity) {
    const [alongX, alongY] = [x[towards] - x[corner], y[towards] - y[corner]];
    const length = Math.hypot(alongX, alongY) || 1;
    const share = Math.min(0.5, reach[corner] / length, most / length);
    return [Math.round(x[corner] + share * alongX), Math.round(y[corner] + share * alongY)];
  }

  /** Return the curve around a corner between two classes, with its middle and its size. */
  function curveAt(corner) {
    const [start, end] = [cut(corner, one[corner]), cut(corner, other[corner])];
    const at = [x[corner], y[corner]];
    const far = (point) => Math.hypot(point[0] - at[0], point[1] - at[1]);
    const middle = halfway(halfway(start, at), halfway(at, end));
    return { at, middle, start, end, most: Math.min(far(start), far(end)) / 2 };
  }

  /** Return whether an edge lies in the narrow angle of the curve, where the corner is cut off. */
  function isInside({ at, start, end }, corner) {
    const cross = (p, q) => (p[0] - at[0]) * (q[1] - at[1]) - (p[1] - at[1]) * (q[0] - at[0]);
    const point = [x[corner], y[corner]];
    const sign = Math.sign(cross(start, end));
    return sign * cross(start, point) > 0 && sign * cross(point, end) > 0;
  }

  /** Return half of the path at a corner on a curve: its outer point and its control point. */
  function half(curve, corner, edge, end) {
    if (!isInnerBorder(edge)) {
      const point = cut(corner, end);
      return { point, bend: halfway(point, curve.at) };
    }
    const point = cut(corner, end, curve.most);
    return { point, bend: isInside(curve, end) ? null : curve.at };
  }

  return {
    /** Draw the whole curve from one edge into the next. */
    round(before, after) {
      const corner = to[before];
      const [start, end] = [cut(corner, from[before]), cut(corner, to[after])];
      return `L${pointText(start)}Q${x[corner]} ${y[corner]} ${pointText(end)}`;
    },
    /** Draw from an edge to the middle of the curve at its end. */
    into(before) {
      const curve = curveAt(to[before]);
      const { point, bend } = half(curve, to[before], before, from[before]);
      return `L${pointText(point)}${bend ? `Q${pointText(bend)} ` : "L"}${pointText(curve.middle)}`;
    },
    /** Draw from the middle of the curve at the start of an edge into it, without the middle. */
    outOf(after) {
      const curve = curveAt(from[after]);
      const { point, bend } = half(curve, from[after], after, to[after]);
      return `${bend ? `Q${pointText(bend)} ` : "L"}${pointText(point)}`;
    },
    middle: (corner) => pointText(curveAt(corner).middle),
  };
}

function halfway(one, other) {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
}

function pointText([x, y]) {
  return `${x} ${y}`;
}
