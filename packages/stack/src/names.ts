import type { Project, Service } from "@slipway/compose";

/** Between the parts of a name: `-`, or `_` as docker-compose 1.x had it, with `--compatibility` or COMPOSE_COMPATIBILITY. */
function join(project: Project, ...parts: readonly string[]): string {
  const compatible = ["1", "true"].includes((project.environment.COMPOSE_COMPATIBILITY ?? "").toLowerCase());
  return [project.name, ...parts].join(compatible ? "_" : "-");
}

/**
 * The name of a replica's container, numbered from 1: `demo-web-1`, or the service's own `container_name`.
 * Source: Compose Specification, "container_name"; docker compose's naming of replicas.
 */
export function containerName(project: Project, serviceName: string, number: number): string {
  return project.services[serviceName]?.container_name ?? join(project, serviceName, String(number));
}

/**
 * The name of the container that `run` makes: `demo-web-run-3f1c9a5b0d2e`.
 * @param slug A random hexadecimal text; its first 12 characters are used.
 */
export function oneOffName(project: Project, serviceName: string, slug: string): string {
  return join(project, serviceName, "run", slug.slice(0, 12));
}

/** The image that a service runs: its `image`, or `<project>-<service>` when it is only built. */
export function imageName(project: Project, service: Service): string {
  return service.image ?? join(project, service.name);
}

/** True for a name of {@link temporaryName}: on the engine, it was left by an interrupted `up`. */
export function isTemporaryName(name: string): boolean {
  return /^[0-9a-f]{12}_/.test(name);
}

/** The name that a container is to have: its own, or the one behind a temporary name. */
export function lastingName(name: string): string {
  return name.replace(/^[0-9a-f]{12}_/, "");
}

/**
 * The name that a new container has until the one it replaces is gone: `<12 hex of the old id>_<name>`. A name of this form
 * left on the engine tells that a recreate was interrupted.
 */
export function temporaryName(oldContainerId: string, name: string): string {
  return `${oldContainerId.slice(0, 12)}_${name}`;
}
