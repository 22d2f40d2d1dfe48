import { sha256 } from "@slipway/core";
import type { Project } from "../model/project.ts";
import type { Service } from "../model/service.ts";
import { arrange } from "../print/arrange.ts";
import { toJson } from "../print/json.ts";
import { serviceLayout } from "../print/layout.ts";

/** Attributes that do not count: they say how a service is built, pulled, counted and ordered, not what its containers are. */
const withoutEffect = ["build", "depends_on", "profiles", "pull_policy", "scale"] as const;

/**
 * The hash that docker compose 2.40.3 writes into the label `com.docker.compose.config-hash` of a service's containers:
 * as 64 hexadecimal digits, the sha256 of the service's attributes as Go's JSON, in the order of `serviceLayout`. Releases
 * of docker compose differ in it whenever an attribute was added or moved, and then recreate each other's containers.
 *
 * @param containerOf The id of the first container of a service. docker compose puts it in the place of `service:NAME` and of
 * `volumes_from` before it hashes; without it the names stay, as in `docker compose config --hash`.
 * Source: docker/compose 2.40.3 `pkg/compose/hash.go`, `convergence.go` (resolveServiceReferences).
 */
export function composeHash(
  project: Pick<Project, "environment">,
  service: Service,
  containerOf?: (service: string) => string | undefined,
): string {
  const { deploy, ...rest } = service;
  const { replicas: _, ...counted } = deploy ?? {};
  const kept = Object.entries(rest).filter(([key]) => !(withoutEffect as readonly string[]).includes(key));
  const hashed = {
    ...Object.fromEntries(kept),
    ...(deploy ? { deploy: counted } : {}),
    ...platformOf(project, service),
    ...(containerOf ? withContainers(service, containerOf) : {}),
  };
  return sha256(toJson(arrange(hashed, serviceLayout, "json")));
}

/** What is built here is built for the default platform. */
function platformOf(
  { environment }: Pick<Project, "environment">,
  { build, platform }: Service,
): Pick<Service, "platform"> {
  const byDefault = environment.DOCKER_DEFAULT_PLATFORM;
  return build && !platform && byDefault ? { platform: byDefault } : {};
}

/** The attributes that name other services, with containers instead; modes behind a name of `volumes_from` are lost. */
function withContainers(service: Service, containerOf: (service: string) => string | undefined): Partial<Service> {
  const namespace = (key: "network_mode" | "ipc" | "pid"): Partial<Service> => {
    const parent = /^service:(.+)$/.exec(service[key] ?? "")?.[1];
    return parent === undefined ? {} : { [key]: `container:${containerOf(parent) ?? parent}` };
  };
  const { volumes_from } = service;
  return {
    ...namespace("network_mode"),
    ...namespace("ipc"),
    ...namespace("pid"),
    ...(volumes_from ? { volumes_from: volumes_from.map((from) => containerName(from, containerOf)) } : {}),
  };
}

function containerName(from: string, containerOf: (service: string) => string | undefined): string {
  const [name = "", container = ""] = from.split(":");
  return name === "container" ? container : (containerOf(name) ?? name);
}
