import type { Service } from "@slipway/compose";

/** The ways in which a service's containers live inside a container of another service. */
export interface ParentReference {
  readonly key: "network_mode" | "ipc" | "pid" | "volumes_from";
  readonly service: string;
}

/**
 * The services whose containers this one shares a namespace or volumes with: they are made first, and when they are
 * recreated this one must be too. Source: Compose Specification, `network_mode`, `ipc`, `pid`, `volumes_from`.
 */
export function parentReferences(service: Service): readonly ParentReference[] {
  const found: ParentReference[] = [];
  for (const key of ["network_mode", "ipc", "pid"] as const) {
    const parent = /^service:(.+)$/.exec(service[key] ?? "")?.[1];
    if (parent !== undefined) found.push({ key, service: parent });
  }
  for (const from of service.volumes_from ?? []) {
    if (from.startsWith("container:")) continue;
    found.push({ key: "volumes_from", service: from.replace(/:(ro|rw)$/, "") });
  }
  return found;
}

/** The services that must be dealt with before this one: dependencies and parents. */
export function predecessors(service: Service): readonly string[] {
  return [
    ...new Set([
      ...Object.keys(service.depends_on ?? {}),
      ...parentReferences(service).map((parent) => parent.service),
    ]),
  ];
}
