import type { Service, UpdateConfig } from "@slipway/compose";
import { type Diagnostic, parseDuration } from "@slipway/core";
import { stackErrors } from "../errors.ts";
import { replicasOf } from "./decide.ts";
import type { Locate } from "./images.ts";
import type { UpPolicy } from "./policy.ts";

/** How the containers of one service are replaced. */
export interface UpdateStrategy {
  /** `start-first`: the new container has proved itself before the old one is stopped. */
  readonly order: "start-first" | "stop-first";
  /** Replicas at a time. */
  readonly parallelism: number;
  /** Milliseconds between batches. */
  readonly delayMs: number;
  /** Milliseconds that a new container must survive; absent: until it is healthy, or the usual time without a healthcheck. */
  readonly monitorMs?: number;
  readonly failureAction: "rollback" | "pause" | "continue";
  /** The share of replicas that may fail, from 0 to 1. */
  readonly maxFailureRatio: number;
}

/**
 * The strategy that a service asks for; undefined without `update_config` and without `--rollback-on-failure`: its
 * containers are replaced at once. Source: Compose Specification, "update_config"; the defaults are Docker Swarm's.
 */
export function updateStrategy(service: Service, policy: UpPolicy): UpdateStrategy | undefined {
  const config = service.deploy?.update_config;
  const back = policy.rollbackOnFailure === true;
  if (policy.noStart || (!config && !back)) return undefined;
  const wanted = config?.order === "start-first" && startFirstObstacle(service, policy) === undefined;
  const monitorMs = milliseconds(config?.monitor);
  return {
    ...pace(config),
    order: wanted ? "start-first" : "stop-first",
    ...(monitorMs === undefined ? {} : { monitorMs }),
    failureAction: back ? "rollback" : actionOf(config),
    maxFailureRatio: config?.max_failure_ratio ?? 0,
  };
}

/** How a service is put back: its `rollback_config`, else all replicas at once. */
export function rollbackPace(service: Service | undefined): Pick<UpdateStrategy, "parallelism" | "delayMs" | "order"> {
  const config = service?.deploy?.rollback_config;
  const order =
    config?.order === "start-first" && service && !startFirstObstacle(service, {}) ? "start-first" : "stop-first";
  return { ...pace(config), order };
}

/** What a person is told when `start-first` cannot be: a warning at its place. */
export function startFirstWarning(service: Service, policy: UpPolicy, locate: Locate): Diagnostic | undefined {
  if (service.deploy?.update_config?.order !== "start-first") return undefined;
  const why = startFirstObstacle(service, policy);
  if (why === undefined) return undefined;
  const at = locate(["services", service.name, "deploy", "update_config", "order"]);
  return stackErrors.diagnostic("STACK_START_FIRST_IMPOSSIBLE", { service: service.name, why }, at, "warning");
}

/** Absent settings: one at a time where there is a config, all at once where there is none. */
function pace(config: UpdateConfig | undefined): Pick<UpdateStrategy, "parallelism" | "delayMs"> {
  const asked = config ? (config.parallelism ?? 1) : 0;
  return {
    parallelism: asked > 0 ? asked : Number.POSITIVE_INFINITY,
    delayMs: milliseconds(config?.delay) ?? 0,
  };
}

function actionOf(config: UpdateConfig | undefined): UpdateStrategy["failureAction"] {
  const action = config?.failure_action;
  return action === "rollback" || action === "continue" ? action : "pause";
}

function milliseconds(text: string | undefined): number | undefined {
  const nanoseconds = text === undefined ? undefined : parseDuration(text);
  return nanoseconds === undefined ? undefined : nanoseconds / 1e6;
}

/** What two containers of a replica cannot have at the same time. */
function startFirstObstacle(service: Service, policy: UpPolicy): string | undefined {
  if (service.network_mode === "host") return "both would use the network of the host";
  const replicas = replicasOf(service, policy);
  const extra = Math.min(replicas, pace(service.deploy?.update_config).parallelism);
  for (const { published } of service.ports ?? []) {
    const [first = 0, last = first] = (published ?? "").split("-").map(Number);
    if (first === 0) continue;
    if (first === last) return `both would publish port ${first}`;
    if (last - first + 1 < replicas + extra)
      return `the ports ${first}-${last} are too few for ${replicas} old and ${extra} new`;
  }
  const fixed = Object.entries(service.networks ?? {}).find(
    ([, own]) => own?.ipv4_address ?? own?.ipv6_address ?? own?.mac_address,
  );
  return fixed ? `both would have the same address on network ${fixed[0]}` : undefined;
}
