// The band: how far the front may lie from the line. Between two opposing places the line may run
// anywhere, so the band reaches from one place over their border to the other.

/** Draw the kites of the edges that the front runs along. */
export function bandText({ x, y, from, to, owner, twin }, sites, edges) {
  let text = "";
  for (const edge of edges) {
    const [here, there] = [sites[owner[edge]], sites[owner[twin[edge]]]];
    text += `M${here[0]} ${here[1]}L${x[from[edge]]} ${y[from[edge]]}`;
    text += `L${there[0]} ${there[1]}L${x[to[edge]]} ${y[to[edge]]}Z`;
  }
  return text;
}
