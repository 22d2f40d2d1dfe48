import type { Service } from "./model/service.ts";

/** The use of another service without `depends_on`. */
export interface ServiceReference {
  readonly name: string;
  /** The attribute that names it. */
  readonly attribute: "links" | "network_mode" | "ipc" | "pid" | "uts" | "cgroup" | "volumes_from";
  /** True when the user must be restarted with it. */
  readonly restart: boolean;
}

const namespaces = ["network_mode", "ipc", "pid", "uts", "cgroup"] as const;

/** The services that links, shared namespaces (`service:NAME`) and `volumes_from` of a service name. */
export function serviceReferences(service: Service): ServiceReference[] {
  const found: ServiceReference[] = [];
  for (const link of service.links ?? [])
    found.push({ name: link.split(":")[0] ?? "", attribute: "links", restart: true });
  for (const attribute of namespaces) {
    const value = service[attribute];
    if (value?.startsWith("service:")) found.push({ name: value.slice("service:".length), attribute, restart: true });
  }
  for (const volume of service.volumes_from ?? []) {
    if (volume.startsWith("container:")) continue;
    found.push({ name: volume.split(":")[0] ?? "", attribute: "volumes_from", restart: false });
  }
  return found;
}
