import type { Project, Service } from "@slipway/compose";
import type { Diagnostic } from "@slipway/core";
import { type ContainerInput, type ContainerRequest, containerCreate } from "../container.ts";
import { conversionWarnings } from "../warnings.ts";

/** A project with these parts, for tests. */
export function projectWith(parts: Partial<Project>): Project {
  return {
    name: "demo",
    workingDir: "/srv/demo",
    composeFiles: ["/srv/demo/compose.yaml"],
    envFiles: [],
    environment: {},
    profiles: [],
    services: {},
    disabledServices: {},
    networks: { default: { name: "demo_default" } },
    volumes: {},
    configs: {},
    secrets: {},
    models: {},
    extensions: {},
    ...parts,
  };
}

/** The request for the first container of a service "web" with these keys, on an engine of API 1.41 unless said otherwise. */
export function convert(
  keys: Partial<Service>,
  parts: Partial<Project> = {},
  input: Partial<ContainerInput> = {},
): ContainerRequest & { readonly warnings: readonly Diagnostic[] } {
  const project = projectWith(parts);
  const service = { name: "web", ...keys };
  const request = containerCreate({
    project,
    service,
    number: 1,
    name: "demo-web-1",
    labels: {},
    apiVersion: "1.41",
    remote: false,
    namespaces: {},
    volumesFrom: [],
    inheritedVolumes: [],
    image: undefined,
    imageRef: "nginx",
    ...input,
  });
  return { ...request, warnings: conversionWarnings(project, service, input.apiVersion ?? "1.41") };
}
