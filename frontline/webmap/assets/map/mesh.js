// The cells as a net of edges: each cell has its own along each of its sides, and knows its twin,
// the same side walked the other way by the neighbour. Made once; no day changes it.

/** How much of the distance from a corner to the places around it a curve may use. */
const SHY = 0.85;
/** A net of more cells than this is drawn in patches of about so many, each by itself. */
const WHOLE = 1500;
const PATCH = 60;
/** Corners of one side that are nearer than this, in units, are drawn in one spot. */
const SPOT = 3;

/**
 * Make the net.
 *
 * `corners` are [x, y]; `cells` are lists of rings of corner numbers; `sites` are the [x, y] of
 * the places, in the order of the cells. In the result an edge runs from the corner `from` to the
 * corner `to` around the cell `owner`; `twin` is -1 at the edge of all ground; `reach` says how
 * far from each corner a curve stays off every place; corners on a `coast` lie at that edge. The
 * edges of a cell begin at `start[cell]`. Each cell belongs to the patch `patch[cell]`, and
 * `patches` lists the edges of each.
 */
export function makeNet({ corners, cells }, sites) {
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
  // Whole units may have turned so short a side around.
  from.forEach((corner, one) => {
    const far = to[one];
    if (Math.hypot(x[far] - x[corner], y[far] - y[corner]) < SPOT) {
      x[far] = x[corner];
      y[far] = y[corner];
    }
  });
  const net = { x, y, from, to, next, owner, twin: twins(from, to, corners.length) };
  const coast = new Uint8Array(corners.length);
  net.twin.forEach((twin, one) => {
    if (twin >= 0) return;
    coast[from[one]] = 1;
    coast[to[one]] = 1;
  });
  const patch = patchOf(sites);
  const patches = Array.from({ length: patch.reduce((one, other) => Math.max(one, other), -1) + 1 }, () => []);
  owner.forEach((cell, one) => patches[patch[cell]].push(one));
  return { ...net, start, coast, reach: reachOf(net, sites), patch, patches };
}

/** Divide the places, where they are many, by a grid of squares. */
function patchOf(sites) {
  if (sites.length <= WHOLE) return new Int32Array(sites.length);
  const side = Math.ceil(Math.sqrt(sites.length / PATCH));
  const rows = [0, 1].map((axis) => {
    const values = sites.map((site) => site[axis]);
    const least = values.reduce((one, other) => Math.min(one, other));
    const span = values.reduce((one, other) => Math.max(one, other)) - least + 1;
    return values.map((value) => Math.floor((side * (value - least)) / span));
  });
  return Int32Array.from(sites, (_, i) => rows[0][i] * side + rows[1][i]);
}

/** The twin of each edge, found among the edges that leave the corner where it ends. */
function twins(from, to, corners) {
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

/** The corners of cells are no nearer to any place than to those whose cells meet there. */
function reachOf({ x, y, from, to, owner }, sites) {
  const reach = new Float64Array(x.length).fill(Infinity);
  const shortest = new Float64Array(x.length).fill(Infinity);
  const meeting = new Uint8Array(x.length);
  for (let edge = 0; edge < from.length; edge += 1) {
    const corner = from[edge];
    const site = sites[owner[edge]];
    const away = SHY * Math.hypot(site[0] - x[corner], site[1] - y[corner]);
    const length = Math.hypot(x[to[edge]] - x[corner], y[to[edge]] - y[corner]);
    reach[corner] = Math.min(reach[corner], away);
    if (length > 0) shortest[corner] = Math.min(shortest[corner], length);
    meeting[corner] += 1;
  }
  // Where four cells meet, a wide curve could run across the far end of a short side between two.
  return reach.map((far, i) => (meeting[i] > 3 ? Math.min(far, shortest[i] / 2) : far));
}
