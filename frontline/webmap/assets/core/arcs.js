// Arcs: pieces of outlines, each stored once, and the layers of a day made of them.

/** More than the height of the grid, so that a point has one number. */
const GRID_HEIGHT = 2 ** 26;

/**
 * Decode arcs, each the steps from point to point, the first from the end of the arc before. End 2n
 * is the first point of arc n, end 2n + 1 its last. `nodeAt` has the number of the point at each end,
 * `moves` the path data that begins there, `texts` the path data from there to the other end.
 */
export function decodeArcs(encoded, units) {
  const known = new Map();
  const nodeAt = new Int32Array(2 * encoded.length);
  const moves = [];
  const texts = [];
  let [x, y] = [0, 0];

  function visit(end) {
    const key = x * GRID_HEIGHT + y;
    if (!known.has(key)) known.set(key, known.size);
    nodeAt[end] = known.get(key);
    moves[end] = `M${units(x, y).join(" ")}`;
  }

  encoded.forEach((steps, arc) => {
    const points = [];
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      if (i === 0) visit(2 * arc);
      points.push(units(x, y));
    }
    visit(2 * arc + 1);
    texts.push(stepText(points), stepText(points.reverse()));
  });
  return { nodeAt, moves, texts, nodes: known.size };
}

function stepText(points) {
  let text = "";
  for (let i = 1; i < points.length; i += 1) {
    text += `l${points[i][0] - points[i - 1][0]} ${points[i][1] - points[i - 1][1]}`;
  }
  return text;
}

/** Make a function that returns path data of arcs, joined where they meet. */
export function makeJoiner({ nodeAt, moves, texts, nodes }) {
  // The ends of the arcs at each node, as a linked list.
  const head = new Int32Array(nodes).fill(-1);
  const next = new Int32Array(nodeAt.length);
  const isLeft = new Uint8Array(nodeAt.length);
  const otherOf = (end) => (end % 2 ? end - 1 : end + 1);

  /** Follow arcs from an end until none is left at the node that is reached. */
  function walk(first) {
    let text = moves[first];
    let node = -1;
    for (let end = first; end >= 0; ) {
      const reached = otherOf(end);
      [isLeft[end], isLeft[reached]] = [0, 0];
      text += texts[end];
      node = nodeAt[reached];
      end = head[node];
      while (end >= 0 && !isLeft[end]) end = next[end];
      head[node] = end;
    }
    return node === nodeAt[first] ? `${text}z` : text;
  }

  /** Return whether an odd number of the ends at a node are left: a line begins or ends there. */
  function isOdd(node) {
    let count = 0;
    for (let end = head[node]; end >= 0; end = next[end]) count += isLeft[end];
    return count % 2 === 1;
  }

  return function join(numbers) {
    const ends = numbers.flatMap((number) => [2 * number, 2 * number + 1]);
    for (const end of ends) [isLeft[end], head[nodeAt[end]]] = [1, -1];
    for (const end of ends) [next[end], head[nodeAt[end]]] = [head[nodeAt[end]], end];
    let text = "";
    for (const end of ends) if (isLeft[end] && isOdd(nodeAt[end])) text += walk(end);
    for (const end of ends) if (isLeft[end]) text += walk(end);
    return text;
  };
}

/** Return the layers of each day from what changes: [day, areas, layers], a layer an array of arcs. */
export function layersByDay(days, count) {
  let shown = Array.from({ length: count }, () => []);
  return days.map(([day, areas, ...changes]) => {
    shown = [...shown];
    for (const [layer, ...steps] of changes) {
      const arcs = new Set(shown[layer]);
      let number = 0;
      for (const step of steps) {
        number += step;
        if (!arcs.delete(number)) arcs.add(number);
      }
      shown[layer] = [...arcs];
    }
    return { day, areas, layers: shown };
  });
}
