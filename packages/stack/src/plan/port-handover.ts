import type { Project } from "@slipway/compose";
import type { Observed } from "../observed.ts";
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
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const starts = new Map(
    operations.flatMap((operation) =>
      operation.kind === "start-container" ? [[operation.containerName, operation.id]] : [],
    ),
  );
  const before = new Map(operations.map(({ id, after }) => [id, new Set(after)]));
  for (const wanted of wantedPorts(project, operations)) {
    const start = starts.get(wanted.containerName);
    if (start === undefined) continue;
    for (const { stop, address, port, protocol } of holders) {
      const clash = protocol === wanted.protocol && wanted.first <= port && port <= wanted.last;
      if (!clash || !sharesAddress(address, wanted.address)) continue;
      // A stop that itself waits for the start cannot come before it.
      if (!reaches(stop, start, before)) before.get(start)?.add(stop);
    }
  }
  return renumbered(operations, byId, before);
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

/** True when `from` waits, through any number of others, for `to`. */
function reaches(from: number, to: number, before: ReadonlyMap<number, ReadonlySet<number>>): boolean {
  const seen = new Set<number>([from]);
  for (const id of seen) {
    if (id === to) return true;
    for (const next of before.get(id) ?? []) seen.add(next);
  }
  return false;
}

/** In the order that they had, except where one now waits for a later one. */
function renumbered(
  operations: readonly Operation[],
  byId: ReadonlyMap<number, Operation>,
  before: ReadonlyMap<number, ReadonlySet<number>>,
): readonly Operation[] {
  const numbers = new Map<number, number>();
  const visit = (id: number): void => {
    if (numbers.has(id)) return;
    for (const earlier of before.get(id) ?? []) visit(earlier);
    numbers.set(id, numbers.size + 1);
  };
  for (const { id } of operations) visit(id);
  return [...numbers].flatMap(([old, id]) => {
    const operation = byId.get(old);
    const after = [...(before.get(old) ?? [])].map((one) => numbers.get(one) ?? one).sort((a, b) => a - b);
    return operation ? [{ ...operation, id, after }] : [];
  });
}
