// The band of the front: where the front may run. Between two opposing places it may run anywhere, so
// the band extends from one place across their border to the other.

/** Return the kites of the edges along the front as path data. */
export function bandPath({ x, y, from, to, owner, twin }, sites, edges) {
  let text = "";
  for (const edge of edges) {
    const [here, there] = [sites[owner[edge]], sites[owner[twin[edge]]]];
    text += `M${here[0]} ${here[1]}L${x[from[edge]]} ${y[from[edge]]}`;
    text += `L${there[0]} ${there[1]}L${x[to[edge]]} ${y[to[edge]]}Z`;
  }
  return text;
}
