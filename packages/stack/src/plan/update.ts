import type { Service } from "@slipway/compose";
import type { PlanBuilder } from "./builder.ts";
import { anonymousVolumes } from "./inherited-volumes.ts";
import { withTimeout } from "./removal.ts";
import {
  planReplacement,
  planSuccessor,
  type Recreate,
  type ReplacementInput,
  replacementNames,
} from "./replacement.ts";
import type { UpdateStrategy } from "./update-strategy.ts";
import { isAwake, onContainer } from "./walk.ts";

export interface UpdateInput extends ReplacementInput {
  readonly strategy: UpdateStrategy;
  readonly recreates: readonly Recreate[];
  /** What a replica's new container is created after. */
  readonly prerequisites: readonly (number | undefined)[];
  /** What the service waits for before it starts. */
  readonly beforeStart: readonly number[];
}

/** What has been planned for one replica that is updated. */
export interface Updated {
  readonly decision: Recreate;
  readonly name: string;
  /** After it, the new container has the name of the old one. */
  readonly created: number;
  /** After it, the new container has proved itself, too. */
  readonly started: number;
  /** The place in the update, for people: `batch 2 of 3, start-first`. */
  readonly note: string;
}

/**
 * Plans the replacement of a service's containers in batches. An old container that may be needed again keeps its name and is
 * only stopped, until all new ones have proved themselves: to go back is to start it. Nothing of a batch is made before the one before
 * it has proved itself, so that an update that ends there leaves nothing half made.
 */
export function planUpdate(builder: PlanBuilder, service: Service, input: UpdateInput): readonly Updated[] {
  const { strategy, recreates } = input;
  const size = Math.min(strategy.parallelism, Math.max(recreates.length, 1));
  const batches = Math.ceil(recreates.length / size);
  const updated: Updated[] = [];
  const pending: { readonly decision: Recreate; readonly proved: number; readonly note: string }[] = [];
  let gate: readonly number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const done: number[] = [];
    const note = `batch ${batch + 1} of ${batches}, ${strategy.order}`;
    for (const decision of recreates.slice(batch * size, (batch + 1) * size)) {
      if (strategy.order === "stop-first" && strategy.failureAction !== "rollback") {
        const one = planAtOnce(builder, service, decision, gate, input);
        updated.push({ ...one, note });
        done.push(one.started);
      } else {
        const proved = planBeside(builder, service, decision, gate, input);
        done.push(proved);
        pending.push({ decision, proved, note });
      }
    }
    gate = done;
    if (strategy.delayMs > 0 && batch + 1 < batches) {
      const reason = `delay between batches of ${service.name}`;
      gate = [builder.operation({ kind: "delay", service: service.name, ms: strategy.delayMs, reason, after: done })];
    }
  }
  const all = pending.map(({ proved }) => proved);
  for (const { decision, proved, note } of pending) {
    const after = strategy.failureAction === "rollback" ? all : [proved];
    updated.push({ ...planHandover(builder, service, decision, after, input), note });
  }
  return updated;
}

/** The old container goes before the new one starts, for good. */
function planAtOnce(
  builder: PlanBuilder,
  service: Service,
  decision: Recreate,
  gate: readonly number[],
  input: UpdateInput,
): Omit<Updated, "note"> {
  const { name } = replacementNames(service, decision, input);
  const beforeStop = [...gate, ...input.beforeStart];
  const before = [...input.prerequisites, ...gate];
  const { renamed: created } = planReplacement(builder, service, decision, before, input, beforeStop);
  const on = { service: service.name, containerName: name, reason: decision.reason };
  const start = builder.operation({ kind: "start-container", ...on, after: [created, ...beforeStop] });
  return { decision, name, created, started: planProof(builder, name, on, start, input) };
}

/** The new container starts under its temporary name, and the old one stays; gives the operation after which it is stopped. */
function planBeside(
  builder: PlanBuilder,
  service: Service,
  decision: Recreate,
  gate: readonly number[],
  input: UpdateInput,
): number {
  const { container, reason } = decision;
  const { name, temporary } = replacementNames(service, decision, input);
  const create = planSuccessor(builder, service, decision, [...input.prerequisites, ...gate], input);
  const on = { service: service.name, containerName: temporary, recreates: name, reason };
  const stop = (after: readonly number[]): readonly number[] => {
    if (!isAwake(container)) return after;
    const old = { ...onContainer(container), recreates: name, reason, ...withTimeout(input.policy) };
    return [builder.operation({ kind: "stop-container", ...old, after })];
  };
  const ready = [create, ...input.stops.values(), ...gate, ...input.beforeStart];
  const startFirst = input.strategy.order === "start-first";
  const start = builder.operation({ kind: "start-container", ...on, after: startFirst ? ready : stop(ready) });
  const proved = planProof(builder, name, on, start, input);
  return startFirst ? (stop([proved])[0] ?? proved) : proved;
}

function planProof(
  builder: PlanBuilder,
  shown: string,
  on: { readonly service: string; readonly containerName: string; readonly reason: string },
  start: number,
  { strategy, recreates }: UpdateInput,
): number {
  const { monitorMs, failureAction, maxFailureRatio } = strategy;
  return builder.operation({
    kind: "prove-container",
    ...on,
    shown,
    ...(monitorMs === undefined ? {} : { monitorMs }),
    failureAction,
    tolerated: Math.floor(maxFailureRatio * recreates.length),
    after: [start],
  });
}

/** The old container is removed, and the new one gets its name. */
function planHandover(
  builder: PlanBuilder,
  service: Service,
  decision: Recreate,
  after: readonly number[],
  input: UpdateInput,
): Omit<Updated, "note"> {
  const { container, reason } = decision;
  const { name, temporary } = replacementNames(service, decision, input);
  const on = { service: service.name, recreates: name, reason };
  const remove = builder.operation({
    kind: "remove-container",
    ...onContainer(container),
    ...on,
    volumes: input.policy.renewAnonymousVolumes ? anonymousVolumes(container) : [],
    fileVolumes: container.fileVolumes ?? [],
    force: true,
    after,
  });
  const renamed = { kind: "rename-container", ...on, containerName: temporary, to: name, after: [remove] } as const;
  const created = builder.operation(renamed);
  return { decision, name, created, started: created };
}
