import type { Project, Service } from "@slipway/compose";
import { containerBody } from "../../container-body.ts";
import { containerName, imageName, lastingName } from "../../names.ts";
import type { Operation } from "../../plan/operation.ts";
import type { ApplyContext } from "../context.ts";
import type { ApplyState } from "../state.ts";
import { copyFiles } from "./copy-files.ts";
import { runHooks, runPreStart } from "./hooks.ts";

type Create = Extract<Operation, { kind: "create-container" }>;

/** Creates a container and attaches its further networks. */
export async function createContainer(operation: Create, context: ApplyContext, state: ApplyState): Promise<void> {
  const { engine, observed } = context;
  const project = projectOf(context);
  const service = serviceOf(project, operation.service);
  const { body, connect } = containerBody(project, service, {
    number: operation.number,
    name: containerName(project, service.name, operation.number),
    apiVersion: observed.apiVersion,
    remote: observed.remote,
    contents: observed.contents,
    proxies: observed.proxies,
    image: observed.images.get(imageName(project, service)),
    inherits: operation.inherits,
    parentId: (parent) => firstId(parent, state),
    ...(operation.replaces === undefined ? {} : { replaces: operation.replaces }),
  });
  const options = {
    name: operation.containerName,
    ...(service.platform ? { platform: service.platform } : {}),
  };
  const { Id } = await engine.containers.create(body, options);
  state.ids.set(operation.containerName, Id);
  addContainer(state, service.name, operation.containerName);
  if (operation.replaces !== undefined) state.replaced.add(operation.replaces);
  for (const { network, endpoint } of connect) await engine.networks.connect(network, Id, endpoint);
}

/** Starts a container, with its configs and secrets as they are now, between the hooks of its start. */
export async function startContainer(
  operation: Extract<Operation, { kind: "start-container" }>,
  context: ApplyContext,
  state: ApplyState,
): Promise<void> {
  const { engine, project } = context;
  const id = idOf(operation, state);
  const service = project?.services[operation.service];
  if (!project || !service) return engine.containers.start(id);
  await copyFiles(engine, project, service, id);
  const container = { id, name: operation.recreates ?? operation.containerName };
  await runPreStart(service, container, context, state);
  await engine.containers.start(id);
  await runHooks("post_start", service, container, context);
}

/** The id of the container that an operation works on, also when this plan made it. */
export function idOf(
  operation: { readonly containerName: string; readonly containerId?: string },
  state: ApplyState,
): string {
  const id = operation.containerId ?? state.ids.get(operation.containerName);
  if (id === undefined) throw new Error(`the plan uses the container ${operation.containerName} before it makes it`);
  return id;
}

export function projectOf({ project }: ApplyContext): Project {
  if (!project) throw new Error("a plan that creates or builds cannot be applied without its project");
  return project;
}

export function serviceOf(project: Project, name: string): Service {
  const service = project.services[name];
  if (!service) throw new Error(`the plan names the service ${name}, which the project does not have`);
  return service;
}

export function addContainer(state: Pick<ApplyState, "containersOf">, service: string, name: string): void {
  const names = state.containersOf.get(service);
  if (names) names.add(name);
  else state.containersOf.set(service, new Set([name]));
}

/** The id of the first replica of a service: the one that this plan made in its place, else the one that was there. */
function firstId(service: string, state: ApplyState): string | undefined {
  const [name] = [...(state.containersOf.get(service) ?? [])]
    .filter((one) => !state.replaced.has(one))
    .sort((a, b) => lastingName(a).localeCompare(lastingName(b), "en", { numeric: true }));
  return name === undefined ? undefined : state.ids.get(name);
}
