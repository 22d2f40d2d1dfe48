import type { Project, Service } from "@slipway/compose";

export interface NameOptions {
  /** Between the parts of a name: `-`, or `_` with `--compatibility` and for stacks of docker-compose 1.x. */
  readonly separator?: "-" | "_";
}

/**
 * The name of a replica's container, numbered from 1: `demo-web-1`, or the service's own `container_name`.
 * Source: Compose Specification, "container_name"; docker compose's naming of replicas.
 */
export function containerName(
  project: Project,
  serviceName: string,
  number: number,
  options: NameOptions = {},
): string {
  return (
    project.services[serviceName]?.container_name ??
    [project.name, serviceName, String(number)].join(options.separator ?? "-")
  );
}

/**
 * The name of the container that `run` makes: `demo-web-run-3f1c9a5b0d2e`.
 * @param slug A random hexadecimal text; its first 12 characters are used.
 */
export function oneOffName(project: Project, serviceName: string, slug: string, options: NameOptions = {}): string {
  return [project.name, serviceName, "run", slug.slice(0, 12)].join(options.separator ?? "-");
}

/** The image that a service runs: its `image`, or `<project>-<service>` when it is only built. */
export function imageName(project: Project, service: Service, options: NameOptions = {}): string {
  return service.image ?? [project.name, service.name].join(options.separator ?? "-");
}

/**
 * The name that a new container has until the one it replaces is gone: `<12 hex of the old id>_<name>`. A name of this form
 * left on the engine tells that a recreate was interrupted.
 */
export function temporaryName(oldContainerId: string, name: string): string {
  return `${oldContainerId.slice(0, 12)}_${name}`;
}
