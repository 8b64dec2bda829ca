// The cells as a half-edge mesh: each cell has an edge along each of its sides, and each edge has a
// twin, the same side in the opposite direction in the neighbouring cell. The mesh is made once.

/** Share of the distance from a corner to the places around it that a curve may use. */
const CURVE_SHARE = 0.85;
/** A mesh of more cells is drawn in separate patches of about PATCH_CELLS cells. */
const MAX_UNPATCHED = 1500;
const PATCH_CELLS = 60;
/** Corners of an edge that are nearer than this, in units, are merged. */
const MERGE_DISTANCE = 3;

/**
 * Make the mesh.
 *
 * `corners` are [x, y]; `cells` are lists of rings of corner numbers; `sites` are the [x, y] of
 * the places, in the order of the cells. In the result an edge leads from the corner `from` to the
 * corner `to` around the cell `owner`; `twin` is -1 at the outer edge of all cells; corners on that
 * edge are marked in `boundary`; `reach` is how far from each corner a curve may begin. The edges of a
 * cell start at `start[cell]`. Each cell belongs to the patch `patch[cell]`, and `patches` lists the
 * edges of each patch.
 */
export function makeMesh({ corners, cells }, sites) {
  let count = 0;
  for (const rings of cells) for (const ring of rings) count += ring.length;
  const [from, to, next, owner] = Array.from({ length: 4 }, () => new Int32Array(count));
  const start = new Int32Array(cells.length + 1);
  let edge = 0;
  cells.forEach((rings, cell) => {
    start[cell] = edge;
    for (const ring of rings) {
      const first = edge;
      for (let i = 0; i < ring.length; i += 1) {
        from[edge] = ring[i];
        to[edge] = ring[(i + 1) % ring.length];
        next[edge] = i + 1 < ring.length ? edge + 1 : first;
        owner[edge] = cell;
        edge += 1;
      }
    }
  });
  start[cells.length] = edge;
  const x = Float64Array.from(corners, (corner) => corner[0]);
  const y = Float64Array.from(corners, (corner) => corner[1]);
  // Rounding to whole units may have reversed such a short edge.
  from.forEach((corner, one) => {
    const far = to[one];
    if (Math.hypot(x[far] - x[corner], y[far] - y[corner]) < MERGE_DISTANCE) {
      x[far] = x[corner];
      y[far] = y[corner];
    }
  });
  const mesh = { x, y, from, to, next, owner, twin: findTwins(from, to, corners.length) };
  const boundary = new Uint8Array(corners.length);
  mesh.twin.forEach((twin, one) => {
    if (twin >= 0) return;
    boundary[from[one]] = 1;
    boundary[to[one]] = 1;
  });
  const patch = patchOf(sites);
  const patches = Array.from({ length: patch.reduce((one, other) => Math.max(one, other), -1) + 1 }, () => []);
  owner.forEach((cell, one) => patches[patch[cell]].push(one));
  return { ...mesh, sites, start, boundary, reach: reachOf(mesh, sites), patch, patches };
}

/** Divide many places into patches by a grid of squares. */
function patchOf(sites) {
  if (sites.length <= MAX_UNPATCHED) return new Int32Array(sites.length);
  const side = Math.ceil(Math.sqrt(sites.length / PATCH_CELLS));
  const rows = [0, 1].map((axis) => {
    const values = sites.map((site) => site[axis]);
    const least = values.reduce((one, other) => Math.min(one, other));
    const span = values.reduce((one, other) => Math.max(one, other)) - least + 1;
    return values.map((value) => Math.floor((side * (value - least)) / span));
  });
  return Int32Array.from(sites, (_, i) => rows[0][i] * side + rows[1][i]);
}

/** Find the twin of each edge among the edges that start at its end. */
function findTwins(from, to, corners) {
  const first = new Int32Array(corners).fill(-1);
  const after = new Int32Array(from.length);
  for (let edge = 0; edge < from.length; edge += 1) {
    after[edge] = first[from[edge]];
    first[from[edge]] = edge;
  }
  return from.map((corner, edge) => {
    let other = first[to[edge]];
    while (other >= 0 && to[other] !== corner) other = after[other];
    return other;
  });
}

/** Return the size of a curve at each corner; no place is nearer to it than those of its cells. */
function reachOf({ x, y, from, to, owner }, sites) {
  const reach = new Float64Array(x.length).fill(Infinity);
  const shortest = new Float64Array(x.length).fill(Infinity);
  const meeting = new Uint8Array(x.length);
  for (let edge = 0; edge < from.length; edge += 1) {
    const corner = from[edge];
    const site = sites[owner[edge]];
    const away = CURVE_SHARE * Math.hypot(site[0] - x[corner], site[1] - y[corner]);
    const length = Math.hypot(x[to[edge]] - x[corner], y[to[edge]] - y[corner]);
    reach[corner] = Math.min(reach[corner], away);
    if (length > 0) shortest[corner] = Math.min(shortest[corner], length);
    meeting[corner] += 1;
  }
  // Where four cells meet, a wide curve could cross the far end of a short edge between two.
  return reach.map((far, i) => (meeting[i] > 3 ? Math.min(far, shortest[i] / 2) : far));
}
