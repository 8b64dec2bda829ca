// Where the corners of the cells are drawn. A border between two classes follows the cells, which makes
// steps: a turn to one side between turns to the other. Such a corner moves towards its neighbours along
// the border, so far that steps become a straight line, but never near a place; a shape that bends to one
// side only, such as a pocket of one cell, stays as it is.

/** Share of the least distance between a place and the edges at a corner by which the corner may move. */
const MOVE_SHARE = 0.4;

/** Make the drawn corners of a mesh; `x`, `y` and the `reach` of a curve are those of now. */
export function makeCorners(mesh) {
  const { from, to, next, twin } = mesh;
  const [x, y, reach] = [mesh.x, mesh.y, mesh.reach].map((values) => Float64Array.from(values));
  const leeway = leewayOf(mesh);

  /** Return whether one of the other edges at a corner leads into the angle between two ends. */
  function isDivided(edge, [one, other]) {
    const [atX, atY] = [mesh.x[from[edge]], mesh.y[from[edge]]];
    const cross = (p, q) => (mesh.x[p] - atX) * (mesh.y[q] - atY) - (mesh.y[p] - atY) * (mesh.x[q] - atX);
    const sign = Math.sign(cross(one, other));
    let around = edge;
    do {
      const end = to[around];
      if (end !== one && end !== other && sign * cross(one, end) >= 0 && sign * cross(end, other) >= 0) return true;
      around = next[twin[around]];
    } while (around !== edge);
    return false;
  }

  /** Return to which side a border turns at a corner. */
  function turn(before, corner, after) {
    const [ux, uy] = [mesh.x[corner] - mesh.x[before], mesh.y[corner] - mesh.y[before]];
    return Math.sign(ux * (mesh.y[after] - mesh.y[corner]) - uy * (mesh.x[after] - mesh.x[corner]));
  }

  /** Return where the start of an edge is drawn; `endsOf(corner)` are the next corners of its border, or null. */
  function placeOf(edge, endsOf) {
    const corner = from[edge];
    const here = [mesh.x[corner], mesh.y[corner]];
    const ends = endsOf(corner);
    if (!ends || isDivided(edge, ends)) return here;
    const side = turn(ends[0], corner, ends[1]);
    const isStep = (end, i) => {
      const beyond = endsOf(end)?.find((one) => one !== corner) ?? end;
      return (i ? turn(corner, end, beyond) : turn(beyond, end, corner)) * side < 0;
    };
    const most = ends.filter(isStep).length / 4;
    const [dx, dy] = [mesh.x, mesh.y].map((at) => most * ((at[ends[0]] + at[ends[1]]) / 2 - at[corner]));
    const share = Math.min(1, leeway[corner] / (Math.hypot(dx, dy) || 1));
    return [here[0] + Math.trunc(share * dx), here[1] + Math.trunc(share * dy)];
  }

  return {
    x, y, reach,
    /** Place the start of an edge anew; return whether it has moved. */
    move(edge, endsOf) {
      const corner = from[edge];
      const [newX, newY] = placeOf(edge, endsOf);
      if (newX === x[corner] && newY === y[corner]) return false;
      [x[corner], y[corner]] = [newX, newY];
      const isMoved = newX !== mesh.x[corner] || newY !== mesh.y[corner];
      reach[corner] = mesh.reach[corner] * (isMoved ? 1 - MOVE_SHARE : 1);
      return true;
    },
  };
}

/** Return how far each corner may move. */
function leewayOf({ x, y, from, to, owner, sites }) {
  const leeway = new Float64Array(x.length).fill(Infinity);
  for (let edge = 0; edge < from.length; edge += 1) {
    const [one, other] = [from[edge], to[edge]];
    const [u, v] = [x[other] - x[one], y[other] - y[one]];
    const [sx, sy] = [sites[owner[edge]][0] - x[one], sites[owner[edge]][1] - y[one]];
    const share = Math.min(Math.max((sx * u + sy * v) / (u * u + v * v || 1), 0), 1);
    const away = MOVE_SHARE * Math.hypot(sx - share * u, sy - share * v);
    leeway[one] = Math.min(leeway[one], away);
    leeway[other] = Math.min(leeway[other], away);
  }
  return leeway;
}
