import type { Project } from "@slipway/compose";
import { stackErrors } from "../errors.ts";
import type { Observed, ObservedContainer } from "../observed.ts";
import { planProviders } from "../providers/plan.ts";
import { isAddressed, replicaAddress } from "../replica.ts";
import { PlanBuilder } from "./builder.ts";
import { replicasOf } from "./decide.ts";
import type { Plan } from "./operation.ts";
import { orphansOf } from "./orphans.ts";
import { warnOfOutdated } from "./outdated.ts";
import { planContainerRemoval, withTimeout } from "./removal.ts";
import { dependenciesOf, isAwake, onContainer, walkServices } from "./walk.ts";

export interface LifecyclePolicy {
  /** Services (`web`) and replicas (`web#2`). Empty or absent: all. */
  readonly services?: readonly string[];
  /** Seconds that a container gets to stop; absent: its own. */
  readonly timeout?: number;
}

export interface RestartPolicy extends LifecyclePolicy {
  /** Leave alone the services that say `restart: true` of a named one. */
  readonly noDeps?: boolean;
}

function chosen(observed: Observed, named: readonly string[] = []): readonly ObservedContainer[] {
  return observed.containers.filter((container) => !container.oneOff && isAddressed(container, named));
}

function isOneOffOf(container: ObservedContainer, named: readonly string[] = []): boolean {
  return container.oneOff && (named.length === 0 || named.includes(container.service));
}

/** `start`: what exists and does not run is started, dependencies first, each when its conditions hold. */
export function planStart(observed: Observed, project: Project | undefined, policy: LifecyclePolicy = {}): Plan {
  const builder = new PlanBuilder(observed.projectName);
  const reason = "start was asked for";
  const starting = new Set<string>();
  const going = chosen(observed, policy.services);
  refuseWithoutContainers(builder, observed, project, policy.services);
  warnOfOutdated(
    builder,
    observed,
    project,
    going.filter((container) => !isAwake(container)),
  );
  walkServices(project, going, "dependencies first", (service, own, after) => {
    for (const container of own.filter(isAwake)) builder.unchanged("container", container.name);
    const sleeping = own.filter((container) => !isAwake(container));
    const [first] = sleeping;
    if (!first) return [];
    starting.add(service);
    const ready = [...after, ...planConditions(builder, dependenciesOf(project, first), service, starting, after)];
    return sleeping.map((container) => {
      builder.change({ action: "start", kind: "container", name: container.name, service, reason });
      return builder.operation({ kind: "start-container", ...onContainer(container), reason, after: ready });
    });
  });
  return builder.plan();
}

/** What was named, or else every service of the project that should run, must have containers. */
function refuseWithoutContainers(
  builder: PlanBuilder,
  observed: Observed,
  project: Project | undefined,
  named: readonly string[] = [],
): void {
  const wanted = Object.values(project?.services ?? {}).filter(
    (service) => !service.provider && replicasOf(service) > 0,
  );
  const services =
    named.length > 0 ? named.map((name) => replicaAddress(name).service) : wanted.map(({ name }) => name);
  const existing = new Set(observed.containers.filter(({ oneOff }) => !oneOff).map(({ service }) => service));
  for (const service of new Set(services)) {
    if (!existing.has(service)) builder.diagnostic(stackErrors.diagnostic("STACK_NOT_CREATED", { service }));
  }
}

function planConditions(
  builder: PlanBuilder,
  dependencies: ReturnType<typeof dependenciesOf>,
  service: string,
  starting: ReadonlySet<string>,
  after: readonly number[],
): number[] {
  return Object.entries(dependencies).flatMap(([name, { condition }]) => {
    if (condition === "service_started" || !starting.has(name)) return [];
    const reason = `${service} starts after ${name}`;
    return [builder.operation({ kind: "wait", service: name, condition, required: true, reason, after })];
  });
}

/** `stop`: what runs is stopped, dependents first. */
export function planStop(observed: Observed, project: Project | undefined, policy: LifecyclePolicy = {}): Plan {
  const builder = new PlanBuilder(observed.projectName);
  const reason = "stop was asked for";
  const stops: number[] = [];
  walkServices(project, chosen(observed, policy.services), "dependents first", (service, own, after) => {
    for (const container of own) if (!isAwake(container)) builder.unchanged("container", container.name);
    const stopped = own.filter(isAwake).map((container) => {
      builder.change({ action: "stop", kind: "container", name: container.name, service, reason });
      return builder.operation({
        kind: "stop-container",
        ...onContainer(container),
        reason,
        after,
        ...withTimeout(policy),
      });
    });
    stops.push(...stopped);
    return stopped;
  });
  if (project) planProviders(builder, project, "stop", { after: stops, services: policy.services ?? [] });
  return builder.plan();
}

/**
 * `restart`: the containers as they are, dependencies first, each when the conditions of what restarts before it hold
 * again. Dependents that say `restart: true` go along, and theirs with them.
 */
export function planRestart(observed: Observed, project: Project | undefined, policy: RestartPolicy = {}): Plan {
  const builder = new PlanBuilder(observed.projectName);
  const named = policy.services ?? [];
  const going = chosen(observed, policy.noDeps ? named : withFollowers(observed, project, named));
  const restarting = new Set(going.map(({ service }) => service));
  const reason = "restart was asked for";
  warnOfOutdated(builder, observed, project, going);
  walkServices(project, going, "dependencies first", (service, own, after) => {
    const dependencies = own[0] ? dependenciesOf(project, own[0]) : {};
    const ready = [...after, ...planConditions(builder, dependencies, service, restarting, after)];
    return own.map((container) => {
      builder.change({ action: "restart", kind: "container", name: container.name, service, reason });
      const on = { ...onContainer(container), reason, after: ready, ...withTimeout(policy) };
      return builder.operation({ kind: "restart-container", ...on });
    });
  });
  return builder.plan();
}

/** The names with the services that say `restart: true` of one of them, near or far. */
function withFollowers(observed: Observed, project: Project | undefined, named: readonly string[]): readonly string[] {
  const followers = new Map<string, Set<string>>();
  for (const container of observed.containers) {
    for (const [name, { restart }] of Object.entries(dependenciesOf(project, container))) {
      if (restart) followers.set(name, (followers.get(name) ?? new Set()).add(container.service));
    }
  }
  const services = new Set(named.map((name) => replicaAddress(name).service));
  const names = new Set(named);
  // A set that grows while it is walked is walked to its new end.
  for (const service of services) {
    for (const follower of followers.get(service) ?? []) {
      services.add(follower);
      names.add(follower);
    }
  }
  return [...names];
}

export interface KillPolicy extends LifecyclePolicy {
  /** SIGKILL when absent. */
  readonly signal?: string;
  /** Containers of services that the project no longer has are killed too; without it they are left alone. */
  readonly orphans?: boolean;
  /** Containers of `run` too, unless a replica is named. */
  readonly oneOffs?: boolean;
}

/** `kill`: a signal (SIGKILL) to everything that runs, at once. */
export function planKill(observed: Observed, project: Project | undefined, policy: KillPolicy = {}): Plan {
  const builder = new PlanBuilder(observed.projectName);
  const signal = policy.signal ?? "SIGKILL";
  const reason = `${signal} was asked for`;
  const orphans = new Set(project && !policy.orphans ? orphansOf(project, observed) : []);
  const oneOffs = policy.oneOffs
    ? observed.containers.filter((container) => isOneOffOf(container, policy.services))
    : [];
  const going = [...chosen(observed, policy.services), ...oneOffs].filter(
    (container) => isAwake(container) && !orphans.has(container),
  );
  for (const container of going) {
    builder.operation({ kind: "kill-container", ...onContainer(container), signal, reason });
    builder.change({ action: "kill", kind: "container", name: container.name, service: container.service, reason });
  }
  return builder.plan();
}

/** `pause` freezes what runs, all at once; `unpause` lets it go on. */
export function planPause(observed: Observed, action: "pause" | "unpause", policy: LifecyclePolicy = {}): Plan {
  const builder = new PlanBuilder(observed.projectName);
  const from = action === "pause" ? "running" : "paused";
  const reason = `${action} was asked for`;
  for (const container of chosen(observed, policy.services)) {
    if (container.summary.State !== from) builder.unchanged("container", container.name);
    else {
      builder.operation({ kind: `${action}-container`, ...onContainer(container), reason });
      builder.change({ action, kind: "container", name: container.name, service: container.service, reason });
    }
  }
  return builder.plan();
}

export interface RemovePolicy extends LifecyclePolicy {
  /** Stop what runs first; without it only what does not run is removed. */
  readonly stop?: boolean;
  /** Their anonymous volumes too. */
  readonly volumes?: boolean;
}

/** `rm`: containers that do not run, or with `stop` all of them, dependents first. */
export function planRemove(observed: Observed, project: Project | undefined, policy: RemovePolicy = {}): Plan {
  const builder = new PlanBuilder(observed.projectName);
  const reason = "rm was asked for";
  walkServices(project, chosen(observed, policy.services), "dependents first", (service, own, after) => {
    const going = own.filter((container) => policy.stop || !isAwake(container));
    for (const container of own) if (!going.includes(container)) builder.unchanged("container", container.name);
    return going.map((container) => {
      builder.change({ action: "remove", kind: "container", name: container.name, service, reason });
      return planContainerRemoval(builder, container, reason, policy, after);
    });
  });
  return builder.plan();
}
