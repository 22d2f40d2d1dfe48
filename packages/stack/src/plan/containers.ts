import type { Project, Service } from "@slipway/compose";
import { topologicalOrder } from "@slipway/core";
import { containerName } from "../names.ts";
import { parentReferences, predecessors } from "../namespaces.ts";
import type { Observed, ObservedContainer } from "../observed.ts";
import type { PlanBuilder } from "./builder.ts";
import { type Decision, decide } from "./decide.ts";
import type { Locate } from "./images.ts";
import type { Detached } from "./networks.ts";
import type { UpPolicy } from "./policy.ts";
import { planContainerRemoval } from "./removal.ts";
import { planReplacement, replacementNames } from "./replacement.ts";
import { planRestartStops } from "./restart-stops.ts";
import { planOtherReturns, planReturn } from "./returns.ts";
import { planUpdate, type Updated } from "./update.ts";
import { startFirstWarning, updateStrategy } from "./update-strategy.ts";
import { isAwake, onContainer } from "./walk.ts";

export interface ContainerInput {
  readonly project: Project;
  readonly observed: Observed;
  readonly policy: UpPolicy;
  readonly locate: Locate;
  /** Containers that had to leave a network, and have to be put back when they stay. */
  readonly detached: ReadonlyMap<string, Detached>;
  /** Operations that containers wait for: by service, by network key, by volume key. */
  readonly images: ReadonlyMap<string, number>;
  readonly networks: ReadonlyMap<string, number>;
  readonly volumes: ReadonlyMap<string, number>;
}

/** What later services need to know of a service that is already planned. */
interface Planned {
  /** Its containers exist, those that replace others under their temporary names. */
  readonly made: readonly number[];
  /** Its containers have been started. */
  readonly started: readonly number[];
}

/**
 * Plans the containers of a project in the order of its dependencies. Decisions are made first, for all services; the
 * operations follow, so that a dependent which restarts with its dependency can be stopped before it.
 */
export function planContainers(builder: PlanBuilder, input: ContainerInput): void {
  const { project } = input;
  const order = topologicalOrder(
    new Map(Object.values(project.services).map((service) => [service.name, predecessors(service)])),
  );
  const renewed = new Set<string>();
  const replicas = Map.groupBy(
    input.observed.containers.filter(({ oneOff }) => !oneOff),
    ({ service }) => service,
  );
  const decisions = new Map<string, readonly Decision[]>();
  const restarting = new Set<string>();
  const detached = new Set([...input.detached.values()].map(({ container }) => container.service));
  for (const name of order) {
    const service = project.services[name];
    if (!service || service.provider || input.policy.prepareOnly?.includes(name)) continue;
    const decided = decide(service, replicas.get(name) ?? [], { ...input, renewed });
    decisions.set(name, decided);
    if (decided.some(({ action }) => action === "recreate" || action === "create")) renewed.add(name);
    const follows = Object.entries(service.depends_on ?? {}).some(
      ([dependency, { restart }]) => restart && isReplaced(decisions.get(dependency), restarting.has(dependency)),
    );
    const sharesNetwork = parentReferences(service).some(
      (parent) => parent.key === "network_mode" && (restarting.has(parent.service) || detached.has(parent.service)),
    );
    if (follows || sharesNetwork) restarting.add(name);
  }
  const stops = planRestartStops(builder, order, decisions, restarting, input.policy);
  const planned = new Map<string, Planned>();
  const waits = new Map<string, number>();
  for (const name of order) {
    const service = project.services[name];
    const decided = decisions.get(name);
    if (!service || !decided) continue;
    planned.set(name, planService(builder, service, decided, { ...input, planned, waits, stops }));
  }
  planOtherReturns(builder, input, new Set(decisions.keys()));
}

function isReplaced(decisions: readonly Decision[] | undefined, restarts: boolean): boolean {
  return restarts || (decisions ?? []).some(({ action }) => action === "recreate");
}

interface ServiceInput extends ContainerInput {
  readonly planned: ReadonlyMap<string, Planned>;
  readonly waits: Map<string, number>;
  /** Stops of running containers that start again after their dependency, by container. */
  readonly stops: ReadonlyMap<string, number>;
}

function planService(
  builder: PlanBuilder,
  service: Service,
  decisions: readonly Decision[],
  input: ServiceInput,
): Planned {
  const { project, policy } = input;
  const made: number[] = [];
  const started: number[] = [];
  let ready: readonly number[] | undefined;
  // Removals of what an interrupted up left, which may have ports or addresses.
  const leftovers: number[] = [];
  // Waits are planned only when something starts: an up with nothing to do must not wait for anything.
  const beforeStart = (): readonly number[] => {
    ready ??= [...planWaits(builder, service, input), ...leftovers];
    return ready;
  };
  const start = (
    on: { service: string; containerName: string },
    reason: string,
    after: number[],
    id?: string,
  ): void => {
    if (policy.noStart) return;
    const waits = [...after, ...beforeStart()];
    started.push(
      builder.operation({
        kind: "start-container",
        ...on,
        reason,
        after: waits,
        ...(id === undefined ? {} : { containerId: id }),
      }),
    );
  };
  const prerequisites = [
    input.images.get(service.name),
    ...Object.keys(service.networks ?? {}).map((key) => input.networks.get(key)),
    ...(service.volumes ?? []).map((mount) =>
      mount.source === undefined ? undefined : input.volumes.get(mount.source),
    ),
    ...parentReferences(service).flatMap((parent) => input.planned.get(parent.service)?.made ?? []),
  ];
  let updates: ReadonlyMap<string, Updated> = new Map();
  for (const decision of decisions) {
    if (decision.action === "recreate" && updates.size === 0) {
      updates = planUpdates(builder, service, decisions, { ...input, prerequisites, beforeStart });
    }
    const change = { kind: "container", service: service.name } as const;
    switch (decision.action) {
      case "create": {
        const name = containerName(project, service.name, decision.number);
        const on = { service: service.name, containerName: name };
        const { number, reason } = decision;
        const create = builder.operation({
          kind: "create-container",
          ...on,
          number,
          reason,
          inherits: [],
          after: prerequisites,
        });
        made.push(create);
        start(on, reason, [create]);
        builder.change({ action: "create", name, reason, ...change });
        break;
      }
      case "recreate": {
        const update = updates.get(decision.container.id);
        const { name } = replacementNames(service, decision, input);
        if (update) {
          made.push(update.created);
          started.push(update.started);
        } else {
          const { created, renamed } = planReplacement(builder, service, decision, prerequisites, input);
          made.push(created);
          start({ service: service.name, containerName: name }, decision.reason, [renamed]);
        }
        builder.change({
          action: "recreate",
          name,
          reason: update ? `${decision.reason} (${update.note})` : decision.reason,
          differences: decision.differences,
          ...change,
        });
        break;
      }
      case "start": {
        const { container, reason, to } = decision;
        const returned = input.detached.get(container.id);
        const before = [
          ...planRename(builder, container, to),
          ...prerequisites.filter((id) => id !== undefined),
          ...(returned ? planReturn(builder, returned) : []),
        ];
        start({ service: service.name, containerName: to }, reason, before, container.id);
        builder.change({ action: "start", name: to, reason, ...change });
        break;
      }
      case "keep": {
        const { container, to } = decision;
        const rename = planRename(builder, container, to);
        const stop = input.stops.get(container.id);
        const left = input.detached.get(container.id);
        const returned = left ? planReturn(builder, left) : [];
        if (left && isAwake(container)) {
          const before = [...(stop === undefined ? [] : [stop]), ...rename, ...returned];
          start({ service: service.name, containerName: to }, left.reason, before, container.id);
          builder.change({ action: "restart", name: to, reason: left.reason, ...change });
        } else if (stop !== undefined) {
          const reason = "restarts with its dependency";
          start({ service: service.name, containerName: to }, reason, [stop, ...rename], container.id);
          builder.change({ action: "restart", name: to, reason, ...change });
        } else if (container.summary.State === "paused" && !policy.noStart) {
          const reason = "it is paused";
          started.push(builder.operation({ kind: "unpause-container", ...onContainer(container), reason }));
          builder.change({ action: "unpause", name: to, reason, ...change });
        } else if (rename.length > 0) {
          builder.change({ action: "rename", name: to, reason: "left by an interrupted up", ...change });
        } else builder.unchanged("container", to);
        break;
      }
      case "remove": {
        const { container, reason } = decision;
        // What an interrupted recreate left was never started: its own volumes hold nothing.
        const removal = { timeout: policy.timeout, volumes: decision.leftover === true };
        const left = input.detached.get(container.id)?.operations;
        const removed = planContainerRemoval(builder, container, reason, removal, left);
        if (decision.leftover) leftovers.push(removed);
        builder.change({ action: "remove", name: container.name, reason, ...change });
        break;
      }
    }
  }
  return { made, started };
}

/** The updates of a service that says how it is updated, by old container; none for others. */
function planUpdates(
  builder: PlanBuilder,
  service: Service,
  decisions: readonly Decision[],
  input: ServiceInput & {
    readonly prerequisites: readonly (number | undefined)[];
    readonly beforeStart: () => readonly number[];
  },
): ReadonlyMap<string, Updated> {
  const strategy = updateStrategy(service, input.policy);
  if (!strategy) return new Map();
  const warning = startFirstWarning(service, input.policy, input.locate);
  if (warning) builder.diagnostic(warning);
  const recreates = decisions.filter((decision) => decision.action === "recreate");
  const updated = planUpdate(builder, service, {
    ...input,
    strategy,
    recreates,
    prerequisites: input.prerequisites,
    beforeStart: input.beforeStart(),
  });
  return new Map(updated.map((one) => [one.decision.container.id, one]));
}

function planRename(builder: PlanBuilder, container: ObservedContainer, to: string): number[] {
  if (container.name === to) return [];
  const reason = "left by an interrupted up";
  return [builder.operation({ kind: "rename-container", ...onContainer(container), to, reason })];
}

function planWaits(
  builder: PlanBuilder,
  service: Service,
  { planned, waits, project }: ServiceInput,
): readonly number[] {
  const before: number[] = [];
  for (const [name, { condition, required }] of Object.entries(service.depends_on ?? {})) {
    const dependency = project.services[name];
    // What a provider does is done before any container is looked at.
    if (!dependency || dependency.provider) continue;
    const started = planned.get(name)?.started ?? [];
    if (condition === "service_started") {
      before.push(...started);
      continue;
    }
    const key = `${name} ${condition} ${required}`;
    let wait = waits.get(key);
    if (wait === undefined) {
      const reason = `${service.name} starts when ${name} ${condition === "service_healthy" ? "is healthy" : "has completed"}`;
      wait = builder.operation({ kind: "wait", service: name, condition, required, reason, after: started });
      waits.set(key, wait);
    }
    before.push(wait);
  }
  for (const parent of parentReferences(service)) before.push(...(planned.get(parent.service)?.started ?? []));
  return before;
}
