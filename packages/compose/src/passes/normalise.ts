import { mapValues } from "../map-values.ts";
import type { Project } from "../model/project.ts";
import type { Dependency, Service } from "../model/service.ts";
import { serviceReferences } from "../service-references.ts";

/**
 * The project with what is implied made plain: the `default` network, the name `Dockerfile`, the names of resources on the engine, and
 * dependencies that follow from links, shared namespaces and `volumes_from`.
 * Source: compose-go `loader/normalize.go`.
 */
export function normalise(project: Project): Project {
  const services = mapValues(project.services, (service) => normaliseService(service));
  const usesDefault = Object.values(services).some(({ networks }) => networks && "default" in networks);
  const networks =
    usesDefault && !project.networks["default"] ? { ...project.networks, default: { name: "" } } : project.networks;
  const named = <Value extends { readonly name: string; readonly external?: boolean }>(
    resources: Readonly<Record<string, Value>>,
  ): Record<string, Value> =>
    mapValues(resources, (resource, key) => ({
      ...resource,
      name: resource.name || (resource.external ? key : `${project.name}_${key}`),
    }));
  return {
    ...project,
    services,
    networks: named(networks),
    volumes: named(project.volumes),
    configs: named(project.configs),
    secrets: named(project.secrets),
  };
}

function normaliseService(service: Service): Service {
  const dependencies = withImplied(service);
  const { build } = service;
  const joinsDefault =
    service.network_mode === undefined && !service.provider && Object.keys(service.networks ?? {}).length === 0;
  return {
    ...service,
    ...(joinsDefault ? { networks: { default: null } } : {}),
    ...(service.pull_policy === "if_not_present" ? { pull_policy: "missing" } : {}),
    ...(build && !build.dockerfile && !build.dockerfile_inline
      ? { build: { ...build, dockerfile: "Dockerfile" } }
      : {}),
    ...(dependencies ? { depends_on: dependencies } : {}),
  };
}

function withImplied(service: Service): Readonly<Record<string, Dependency>> | undefined {
  const implied = serviceReferences(service).filter(({ name }) => !Object.hasOwn(service.depends_on ?? {}, name));
  if (implied.length === 0) return service.depends_on;
  const added = implied.map(({ name, restart }): [string, Dependency] => [
    name,
    { condition: "service_started", ...(restart ? { restart } : {}), required: true },
  ]);
  // The first way in which a service is used counts.
  return { ...service.depends_on, ...Object.fromEntries(added.reverse()) };
}
