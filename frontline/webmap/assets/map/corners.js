// Where the corners of the cells are drawn. A border between two classes follows the cells, which makes
// steps: turns to one side between turns to the other. Such a corner moves towards its neighbours along
// the border, so far that steps become a straight line, but never near a place, and the border stays on
// the ground between the places on its sides, where nobody knows its course. A shape that bends to one
// side only, such as a pocket of one cell, stays as it is.

/** Share of the least distance between a place and the edges at a corner by which the corner may move. */
const MOVE_SHARE = 0.4;
/** A step turns back within so many corners. */
const AHEAD = 2;
/** How often corners move towards their neighbours. */
const PASSES = 2;
/** How often corners move back half-way where their border would not stay between its places. */
const BACK = 2;
/** How far along a border, in corners, a change of it moves corners. */
export const MOVED_AROUND = AHEAD + PASSES + BACK;

/** Make the drawn corners of a mesh; `x`, `y` and the `reach` of a curve are those of now. */
export function makeCorners(mesh) {
  const { from, to, next, twin } = mesh;
  const [x, y, reach] = [mesh.x, mesh.y, mesh.reach].map((values) => Float64Array.from(values));
  const leeway = leewayOf(mesh);
  // Where the corners are after each pass.
  const stages = Array.from({ length: PASSES + BACK + 1 }, (_, stage) => (
    stage ? { x: Float64Array.from(mesh.x), y: Float64Array.from(mesh.y) } : mesh
  ));
  // An edge that starts at each corner.
  const edgeAt = new Int32Array(x.length);
  from.forEach((corner, edge) => { edgeAt[corner] = edge; });

  /** Return whether one of the other edges at a corner leads into the angle between two ends. */
  function isDivided(corner, [one, other]) {
    const [atX, atY] = [mesh.x[corner], mesh.y[corner]];
    const cross = (p, q) => (mesh.x[p] - atX) * (mesh.y[q] - atY) - (mesh.y[p] - atY) * (mesh.x[q] - atX);
    const sign = Math.sign(cross(one, other));
    let around = edgeAt[corner];
    do {
      const end = to[around];
      if (end !== one && end !== other && sign * cross(one, end) >= 0 && sign * cross(end, other) >= 0) return true;
      around = next[twin[around]];
    } while (around !== edgeAt[corner]);
    return false;
  }

  /** Return to which side a border turns at a corner. */
  function turn(before, corner, after, at = mesh) {
    const [ux, uy] = [at.x[corner] - at.x[before], at.y[corner] - at.y[before]];
    return Math.sign(ux * (at.y[after] - at.y[corner]) - uy * (at.x[after] - at.x[corner]));
  }

  /**
   * Return whether a border turns to the other side soon after it has left a corner towards an end; null
   * if it ends before.
   */
  function turnsBack(corner, end, side, endsOf) {
    let [last, here] = [corner, end];
    for (let away = 0; away < AHEAD && here !== corner; away += 1) {
      const ends = endsOf(here);
      if (!ends) return null;
      const beyond = ends[0] === last ? ends[1] : ends[0];
      if (turn(last, here, beyond) * side < 0) return true;
      [last, here] = [here, beyond];
    }
    return false;
  }

  /** Return which part of the way to the middle of its ends a corner moves in each pass. */
  function partOf(corner, ends, endsOf) {
    if (!ends || isDivided(corner, ends)) return 0;
    const side = turn(ends[0], corner, ends[1]);
    const back = [turnsBack(corner, ends[0], -side, endsOf), turnsBack(corner, ends[1], side, endsOf)];
    return back.includes(true) ? back.filter((one) => one !== false).length / 4 : 0;
  }

  /** Move a corner from its place in one pass to that in the next. */
  function relax(corner, [one, other], part, [old, after]) {
    const [startX, startY] = [mesh.x[corner], mesh.y[corner]];
    const [intoX, intoY] = [(mesh.x[one] + mesh.x[other]) / 2 - startX, (mesh.y[one] + mesh.y[other]) / 2 - startY];
    const farX = (1 - part) * old.x[corner] + part * (old.x[one] + old.x[other]) / 2 - startX;
    const farY = (1 - part) * old.y[corner] + part * (old.y[one] + old.y[other]) / 2 - startY;
    // Only into the angle between its edges, where the ground of one place lies.
    const long = Math.hypot(intoX, intoY) || 1;
    const most = Math.min(leeway[corner], long);
    const share = Math.min(Math.max((farX * intoX + farY * intoY) / long, 0), most) / long;
    after.x[corner] = startX + share * intoX;
    after.y[corner] = startY + share * intoY;
  }

  /** Return whether a side of a border passes a corner of it, where it began, on the wrong side. */
  function isPast(corner, [start, end], ends, at) {
    const [dx, dy] = [at.x[end] - at.x[start], at.y[end] - at.y[start]];
    const [ox, oy] = [mesh.x[corner] - at.x[start], mesh.y[corner] - at.y[start]];
    const along = ox * dx + oy * dy;
    if (along <= 0 || along >= dx * dx + dy * dy) return false;
    return (dx * oy - dy * ox) * turn(ends[0], corner, ends[1]) > 0;
  }

  /** Return whether a side of the border at a corner leaves the ground between the places around it. */
  function isBeyond(corner, ends, endsOf, at) {
    return ends.some((end, i) => {
      const side = i ? [corner, end] : [end, corner];
      if (isPast(corner, side, ends, at)) return true;
      const others = endsOf(end);
      if (!others) return false;
      // In the direction of this corner, whichever way the border was noted there.
      const far = others[0] === corner ? others[1] : others[0];
      return isPast(end, side, i ? [corner, far] : [far, corner], at);
    });
  }

  /** Return how far from a corner a curve may begin; one that turns to its other side now has none. */
  function reachOf(corner, ends) {
    if (x[corner] === mesh.x[corner] && y[corner] === mesh.y[corner]) return mesh.reach[corner];
    const at = { x, y };
    const isTurned = turn(ends[0], corner, ends[1]) * turn(ends[0], corner, ends[1], at) < 0;
    return isTurned ? 0 : mesh.reach[corner] * (1 - MOVE_SHARE);
  }

  return {
    x, y, reach, edgeAt,
    /** Place corners anew, where `endsOf(corner)` are its neighbours or null; return those that changed. */
    place(corners, endsOf) {
      const ends = corners.map(endsOf);
      const parts = corners.map((corner, i) => partOf(corner, ends[i], endsOf));
      for (let stage = 0; stage < PASSES + BACK; stage += 1) {
        const [old, after] = [stages[stage], stages[stage + 1]];
        corners.forEach((corner, i) => {
          if (parts[i] && stage < PASSES) {
            relax(corner, ends[i], parts[i], [old, after]);
            return;
          }
          const share = parts[i] && isBeyond(corner, ends[i], endsOf, old) ? 0.5 : Number(parts[i] > 0);
          after.x[corner] = mesh.x[corner] + share * (old.x[corner] - mesh.x[corner]);
          after.y[corner] = mesh.y[corner] + share * (old.y[corner] - mesh.y[corner]);
        });
      }
      const last = stages.at(-1);
      const before = corners.map((corner) => [x[corner], y[corner], reach[corner]]);
      for (const corner of corners) {
        x[corner] = mesh.x[corner] + Math.trunc(last.x[corner] - mesh.x[corner]);
        y[corner] = mesh.y[corner] + Math.trunc(last.y[corner] - mesh.y[corner]);
      }
      return corners.filter((corner, i) => {
        reach[corner] = reachOf(corner, ends[i]);
        return [x, y, reach].some((values, axis) => values[corner] !== before[i][axis]);
      });
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
