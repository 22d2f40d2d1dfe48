import type { Project } from "@slipway/compose";
import { label, readDependsOn } from "../labels.ts";
import { parentReferences } from "../namespaces.ts";
import type { Observed, ObservedContainer } from "../observed.ts";
import { AddedWaits } from "./added-waits.ts";
import type { Operation } from "./operation.ts";

/**
 * The operations of a plan, where a container whose namespace others share is stopped and removed after those of them that go, too:
 * Podman refuses any other order, and on Docker they would live on without a network for a moment.
 */
export function withSharersFirst(
  project: Project,
  operations: readonly Operation[],
  { containers }: Observed,
): readonly Operation[] {
  const serviceOf = new Map(containers.map(({ id, service }) => [id, service]));
  const sharers = new Map<string, ObservedContainer[]>();
  for (const container of containers) {
    if (container.oneOff) continue;
    for (const parent of parentsOf(container, project, serviceOf))
      sharers.set(parent, [...(sharers.get(parent) ?? []), container]);
  }
  if (sharers.size === 0) return operations;
  const removals = new Map(
    operations.flatMap((operation) =>
      operation.kind === "remove-container" ? [[operation.containerId, operation.id]] : [],
    ),
  );
  const added = new AddedWaits(operations);
  for (const operation of operations) {
    if (operation.kind !== "remove-container" && operation.kind !== "stop-container") continue;
    // What is only stopped, to start again, stays whose namespace it is.
    if (!removals.has(operation.containerId)) continue;
    for (const { id } of sharers.get(operation.service) ?? []) {
      const removal = removals.get(id);
      if (removal !== undefined) added.add(operation.id, removal);
    }
  }
  return added.operations();
}

/** The services that a container may share a namespace with: by what it was made with where that is known, else by the project. */
function parentsOf(
  { service, summary, inspect }: ObservedContainer,
  project: Project,
  serviceOf: ReadonlyMap<string, string>,
): readonly string[] {
  if (inspect) {
    const { NetworkMode, IpcMode, PidMode } = inspect.HostConfig;
    return [NetworkMode, IpcMode, PidMode].flatMap(
      (mode) => serviceOf.get(mode?.replace(/^container:/, "") ?? "") ?? [],
    );
  }
  const known = project.services[service] ?? project.disabledServices[service];
  const found = known ? parentReferences(known) : readDependsOn(summary.Labels[label.dependsOn]);
  return [...new Set(found.map((one) => one.service))];
}
