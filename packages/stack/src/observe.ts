import type { Project } from "@slipway/compose";
import { isSlipwayError, type Position, SlipwayError } from "@slipway/core";
import {
  type ContainerInspect,
  type ContainerSummary,
  type Engine,
  type ImageInspect,
  parseReference,
  type VolumeInspect,
} from "@slipway/engine";
import { findBuilder } from "./build/find-builder.ts";
import { type FoundContents, readContents } from "./contents.ts";
import { label } from "./labels.ts";
import { type Ahead, list } from "./look-ahead.ts";
import { imageName } from "./names.ts";
import { parentReferences } from "./namespaces.ts";
import type { Observed, ObservedContainer, ObservedContainers } from "./observed.ts";
import { ownedElsewhere, volumesElsewhere } from "./ownership.ts";
import type { Locate } from "./plan/images.ts";
import { sameConfiguration } from "./same-configuration.ts";

/** What to look at: a project, or only its name, when no file is at hand. */
export type Target = Project | { readonly name: string };

function isProject(target: Target): target is Project {
  return "services" in target;
}

/**
 * One look at the engine: three lists and one inspect per image, all at the same time; then one inspect for each container
 * that has ended or whose hash does not match. With `ahead` the lists have been asked for already.
 */
export async function observe(
  engine: Engine,
  target: Target,
  signal?: AbortSignal,
  locate?: Locate,
  ahead?: Ahead,
): Promise<Observed> {
  const options = signal ? { signal } : {};
  const project = isProject(target) ? target : undefined;
  const { contents, unreadable }: FoundContents = project
    ? readContents(project, locate, engine.endpoint.remote)
    : { contents: new Map(), unreadable: [] };
  const builds = Object.values(project?.services ?? {}).some(({ build }) => build !== undefined);
  const [apiVersion, { containers: listed }, networks, volumes, images, builder] = await Promise.all([
    engine.apiVersion(),
    observeContainers(engine, target.name, signal, ahead),
    list("networks", engine, target.name, signal, ahead),
    list("volumes", engine, target.name, signal, ahead),
    inspectImages(engine, project, options, locate),
    project && builds ? findBuilder(engine, project) : undefined,
  ]);
  const looked = await Promise.all(
    listed.map(async (container) => {
      if (!needsInspect(container, project, { containers: listed, contents })) return container;
      const inspect = await inspectIfThere(engine, container.id, options);
      return inspect && { ...container, inspect };
    }),
  );
  const containers = withFileVolumes(
    looked.filter((container) => container !== undefined),
    volumes,
  );
  const owned = project ? ownedElsewhere(project, containers) : undefined;
  const resources = { containers, networks, volumes, images, contents };
  return {
    projectName: target.name,
    apiVersion,
    remote: engine.endpoint.remote,
    at: Date.now(),
    ...resources,
    ...(unreadable.length > 0 ? { unreadable } : {}),
    ...(owned ? { ownedElsewhere: owned } : {}),
    ...(project ? { volumesElsewhere: volumesElsewhere(project, volumes) } : {}),
    ...(builder ? { builder } : {}),
    ...(project ? { proxies: engine.proxies() } : {}),
  };
}

function withFileVolumes(
  containers: readonly ObservedContainer[],
  volumes: readonly VolumeInspect[],
): readonly ObservedContainer[] {
  const holders = new Set(volumes.flatMap(({ Name, Labels }) => (label.files in (Labels ?? {}) ? [Name] : [])));
  if (holders.size === 0) return containers;
  return containers.map((container) => ({
    ...container,
    fileVolumes: container.summary.Mounts.flatMap(({ Name = "" }) => (holders.has(Name) ? [Name] : [])),
  }));
}

/** The containers of a project by service and number, from one list of the engine. */
export async function observeContainers(
  engine: Engine,
  projectName: string,
  signal?: AbortSignal,
  ahead?: Ahead,
): Promise<ObservedContainers> {
  const summaries = await list("containers", engine, projectName, signal, ahead);
  const containers = summaries.map(toObserved);
  containers.sort((a, b) => (a.service < b.service ? -1 : a.service > b.service ? 1 : a.number - b.number));
  return { projectName, containers };
}

/** Undefined for a container that has gone since it was listed: something else, or a command that was killed, removes it. */
export async function inspectIfThere(
  engine: Engine,
  id: string,
  options: { signal?: AbortSignal },
): Promise<ContainerInspect | undefined> {
  try {
    return await engine.containers.inspect(id, options);
  } catch (cause) {
    if (isSlipwayError(cause) && cause.code === "ENGINE_NO_SUCH_CONTAINER") return undefined;
    throw cause;
  }
}

async function inspectImages(
  engine: Engine,
  project: Project | undefined,
  options: { signal?: AbortSignal },
  locate: Locate | undefined,
): Promise<ReadonlyMap<string, ImageInspect | undefined>> {
  const names = new Set<string>();
  for (const service of Object.values(project?.services ?? {})) {
    const name = imageName(project as Project, service);
    if (names.has(name)) continue;
    checkName(name, locate?.(["services", service.name, "image"]));
    names.add(name);
  }
  const found = await Promise.all(
    [...names].map(async (name) => [name, await engine.images.inspect(name, options)] as const),
  );
  return new Map(found);
}

/** Engines answer to an impossible name with a redirect or worse. @throws ENGINE_BAD_REFERENCE */
function checkName(name: string, at: Position | undefined): void {
  try {
    parseReference(name);
  } catch (cause) {
    if (!isSlipwayError(cause) || !at) throw cause;
    const { code, message, hint, exitCode } = cause;
    throw new SlipwayError({ code, message, hint, exitCode, cause, at });
  }
}

function toObserved(summary: ContainerSummary): ObservedContainer {
  const labels = summary.Labels;
  return {
    id: summary.Id,
    name: (summary.Names[0] ?? summary.Id).replace(/^\//, ""),
    service: labels[label.service] ?? "",
    number: Number(labels[label.containerNumber] ?? 1),
    oneOff: labels[label.oneOff] === "True",
    configHash: labels[label.configHash],
    ownHash: labels[label.resourceHash],
    imageId: summary.ImageID,
    // Not by the version: a container inherits that from an image that Slipway built.
    ours: labels[label.resourceHash] !== undefined,
    summary,
  };
}

function needsInspect(
  container: ObservedContainer,
  project: Project | undefined,
  observed: Pick<Observed, "containers" | "contents">,
): boolean {
  if (container.summary.State === "exited") return true;
  const service = project?.services[container.service];
  if (!project || !service || container.oneOff) return false;
  if (parentReferences(service).length > 0) return true;
  return !sameConfiguration(project, service, container, observed);
}
