/**
 * A cycle in a graph given as node → the nodes it depends on, as the path that closes it (`a, b, a`), or undefined.
 * Edges to names outside the graph are ignored.
 */
export function findCycle(edges: ReadonlyMap<string, Iterable<string>>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const onPath = new Set<string>();
  const visit = (name: string): string[] | undefined => {
    if (done.has(name) || !edges.has(name)) return undefined;
    if (onPath.has(name)) return [...path.slice(path.indexOf(name)), name];
    path.push(name);
    onPath.add(name);
    for (const next of edges.get(name) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    path.pop();
    onPath.delete(name);
    done.add(name);
    return undefined;
  };
  for (const name of edges.keys()) {
    const cycle = visit(name);
    if (cycle) return cycle;
  }
  return undefined;
}

/**
 * The names of a graph without cycles, each after all that it depends on; ties keep the order of the map.
 * Edges to names outside the graph are ignored.
 */
export function topologicalOrder(edges: ReadonlyMap<string, Iterable<string>>): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name) || !edges.has(name)) return;
    seen.add(name);
    for (const next of edges.get(name) ?? []) visit(next);
    order.push(name);
  };
  for (const name of edges.keys()) visit(name);
  return order;
}
