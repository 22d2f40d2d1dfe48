import type { Dependency, Project } from "@slipway/compose";
import { topologicalOrder } from "@slipway/core";
import { label, readDependsOn } from "../labels.ts";
import { predecessors } from "../namespaces.ts";
import type { ObservedContainer } from "../observed.ts";

/**
 * Walks the services of existing containers in the order of their dependencies. `visit` plans one service and gives its
 * operations; `after` is what it must wait for: the operations of its neighbours only, so that services which do not
 * know each other go at the same time. A service without operations passes on what it would have waited for.
 */
export function walkServices(
  project: Project | undefined,
  containers: readonly ObservedContainer[],
  direction: "dependencies first" | "dependents first",
  visit: (service: string, own: readonly ObservedContainer[], after: readonly number[]) => readonly number[],
): void {
  const own = new Map<string, ObservedContainer[]>();
  for (const container of containers) {
    const known = own.get(container.service);
    if (known) known.push(container);
    else own.set(container.service, [container]);
  }
  const dependencies = new Map<string, readonly string[]>();
  for (const [service, [first]] of own) {
    const known = project?.services[service] ?? project?.disabledServices[service];
    const names = known ? predecessors(known) : first ? Object.keys(dependenciesOf(project, first)) : [];
    dependencies.set(
      service,
      names.filter((name) => own.has(name)),
    );
  }
  const order = topologicalOrder(dependencies);
  const neighbours = direction === "dependencies first" ? dependencies : reversed(dependencies);
  const operations = new Map<string, readonly number[]>();
  for (const service of direction === "dependencies first" ? order : order.reverse()) {
    const after = (neighbours.get(service) ?? []).flatMap((name) => operations.get(name) ?? []);
    const planned = visit(service, own.get(service) ?? [], after);
    operations.set(service, planned.length > 0 ? planned : after);
  }
}

function reversed(edges: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const back = new Map<string, string[]>();
  for (const [from, names] of edges) {
    for (const name of names) back.set(name, [...(back.get(name) ?? []), from]);
  }
  return back;
}

/** What a container's service depends on: by the project, or without one by the label that was written at its making. */
export function dependenciesOf(
  project: Project | undefined,
  container: ObservedContainer,
): Readonly<Record<string, Pick<Dependency, "condition" | "restart">>> {
  const service = project?.services[container.service] ?? project?.disabledServices[container.service];
  if (service) return service.depends_on ?? {};
  const labelled = readDependsOn(container.summary.Labels[label.dependsOn]);
  return Object.fromEntries(labelled.map(({ service: name, ...dependency }) => [name, dependency]));
}

/** How operations name the container that they work on. */
export function onContainer(container: ObservedContainer): {
  service: string;
  containerName: string;
  containerId: string;
} {
  return { service: container.service, containerName: container.name, containerId: container.id };
}

/** True for a container that has processes. */
export function isAwake({ summary: { State } }: ObservedContainer): boolean {
  return State === "running" || State === "restarting" || State === "paused";
}
