import type { Project } from "@slipway/compose";
import type { Observed } from "../observed.ts";
import { AddedWaits } from "./added-waits.ts";
import type { Operation } from "./operation.ts";
import { sharesAddress, wantedPorts } from "./ports-wanted.ts";

/**
 * The operations of a plan, where a container that needs a port starts after the one that has it is stopped, also when both are of
 * services that have nothing else to do with each other. Numbered anew where that changes the order.
 */
export function withPortHandover(
  project: Project,
  operations: readonly Operation[],
  observed: Observed,
): readonly Operation[] {
  const holders = holdersOf(operations, observed);
  if (holders.length === 0) return operations;
  const starts = new Map(
    operations.flatMap((operation) =>
      operation.kind === "start-container" ? [[operation.containerName, operation.id]] : [],
    ),
  );
  const added = new AddedWaits(operations);
  for (const wanted of wantedPorts(project, operations)) {
    const start = starts.get(wanted.containerName);
    if (start === undefined) continue;
    for (const { stop, address, port, protocol } of holders) {
      const clash = protocol === wanted.protocol && wanted.first <= port && port <= wanted.last;
      if (!clash || !sharesAddress(address, wanted.address)) continue;
      // A stop that itself waits for the start cannot come before it.
      added.add(start, stop);
    }
  }
  return added.operations();
}

interface Holder {
  /** The operation after which the port is free. */
  readonly stop: number;
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
}

function holdersOf(operations: readonly Operation[], { containers }: Observed): readonly Holder[] {
  const stops = new Map<string, number>();
  for (const operation of operations) {
    if (operation.kind === "remove-container" && !stops.has(operation.containerId)) {
      stops.set(operation.containerId, operation.id);
    }
    if (operation.kind === "stop-container") stops.set(operation.containerId, operation.id);
  }
  return containers.flatMap(({ id, summary }) => {
    const stop = stops.get(id);
    return (summary.Ports ?? []).flatMap(({ IP = "", PublicPort: port, Type: protocol }) =>
      stop === undefined || port === undefined ? [] : [{ stop, address: IP, port, protocol }],
    );
  });
}
