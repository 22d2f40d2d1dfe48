import type { Project } from "@slipway/compose";
import { stackErrors } from "../errors.ts";
import { label } from "../labels.ts";
import { imageName } from "../names.ts";
import type { Observed, ObservedContainer } from "../observed.ts";
import { planProviders } from "../providers/plan.ts";
import { PlanBuilder } from "./builder.ts";
import type { Plan } from "./operation.ts";
import { orphansOf, removesOrphans } from "./orphans.ts";
import { takesOver } from "./ownership.ts";
import { planContainerRemoval } from "./removal.ts";
import { walkServices } from "./walk.ts";

export interface DownPolicy {
  /** The named volumes of the project and the anonymous ones of its containers too. */
  readonly volumes?: boolean;
  readonly removeOrphans?: boolean;
  /** `local`: images that the project built; `all`: every image that its services use. */
  readonly images?: "local" | "all";
  /** Seconds that a container gets to stop; absent: its own. */
  readonly timeout?: number;
  /** Only these services; networks and volumes then stay. */
  readonly services?: readonly string[];
}

/**
 * What must be done so that nothing of a project runs: dependents go before what they depend on. Without a project the
 * labels tell what belongs to it. Containers of services whose profile is off go too: down means down.
 */
export function planDown(observed: Observed, project: Project | undefined, policy: DownPolicy = {}): Plan {
  const builder = new PlanBuilder(observed.projectName);
  const named = policy.services ?? [];
  const orphans = project ? new Set(orphansOf(project, observed).filter(({ oneOff }) => !oneOff)) : new Set();
  const going = observed.containers.filter((container) => {
    if (named.length > 0) return named.includes(container.service);
    return (project ? removesOrphans(project, policy) : policy.removeOrphans) || !orphans.has(container);
  });
  const removals = planRemovals(builder, project, going, policy);
  if (project) planProviders(builder, project, "down", { after: removals, services: named });
  if (named.length > 0) return builder.plan();
  planNetworkRemovals(builder, observed, removals);
  planFileVolumeRemovals(builder, observed, removals);
  if (policy.volumes) planVolumeRemovals(builder, observed, project, removals);
  if (policy.images) planImageRemovals(builder, observed, project, policy.images, removals);
  return builder.plan();
}

function planRemovals(
  builder: PlanBuilder,
  project: Project | undefined,
  going: readonly ObservedContainer[],
  policy: DownPolicy,
): readonly number[] {
  const removals: number[] = [];
  const reason = "the project goes down";
  walkServices(project, going, "dependents first", (service, own, after) => {
    const removed = own.map((container) => {
      builder.change({ action: "remove", kind: "container", name: container.name, service, reason });
      return planContainerRemoval(builder, container, reason, policy, after);
    });
    removals.push(...removed);
    return removed;
  });
  return removals;
}

function planNetworkRemovals(builder: PlanBuilder, observed: Observed, after: readonly number[]): void {
  for (const network of observed.networks) {
    if (network.Labels?.[label.project] !== observed.projectName) continue;
    const reason = "the project goes down";
    builder.operation({ kind: "remove-network", network: network.Name, networkId: network.Id, reason, after });
    builder.change({ action: "remove", kind: "network", name: network.Name, reason });
  }
}

/** What held copies of configs and secrets goes with the containers, also where volumes stay. */
function planFileVolumeRemovals(builder: PlanBuilder, observed: Observed, after: readonly number[]): void {
  // Those of containers that go now go with them.
  const going = new Set(observed.containers.flatMap(({ fileVolumes = [] }) => fileVolumes));
  for (const { Name: volume, Labels: labels } of observed.volumes) {
    if (labels?.[label.project] !== observed.projectName || !(label.files in labels) || going.has(volume)) continue;
    const reason = "it holds configs and secrets";
    builder.operation({ kind: "remove-volume", volume, reason, after });
    builder.change({ action: "remove", kind: "volume", name: volume, reason });
  }
}

function planVolumeRemovals(
  builder: PlanBuilder,
  observed: Observed,
  project: Project | undefined,
  after: readonly number[],
): void {
  const own = new Set(
    Object.values(project?.volumes ?? {})
      .filter((volume) => !volume.external)
      .map((volume) => volume.name),
  );
  const mounted = new Set(observed.containers.flatMap(({ summary }) => summary.Mounts.map(({ Name }) => Name)));
  for (const volume of observed.volumes) {
    if (label.files in (volume.Labels ?? {})) continue;
    const labels = volume.Labels ?? {};
    // Those of containers that go now go with them.
    const left = labels[label.anonymousOf] === observed.projectName && !mounted.has(volume.Name);
    const labelled = labels[label.project] === observed.projectName || left;
    // A volume that another project made is not ours to remove, even when our file names it.
    if (!labelled && !(own.has(volume.Name) && volume.Labels?.[label.project] === undefined)) continue;
    const directory = observed.volumesElsewhere?.get(volume.Name);
    if (directory !== undefined && project && !takesOver(project)) {
      builder.diagnostic(stackErrors.diagnostic("STACK_VOLUME_NOT_OURS", { volume: volume.Name, directory }));
      continue;
    }
    const reason = "--volumes was given";
    builder.operation({ kind: "remove-volume", volume: volume.Name, reason, after });
    builder.change({ action: "remove", kind: "volume", name: volume.Name, reason });
  }
}

function planImageRemovals(
  builder: PlanBuilder,
  observed: Observed,
  project: Project | undefined,
  which: "local" | "all",
  after: readonly number[],
): void {
  const names = project ? imagesOf(project, observed, which) : imagesOfContainers(observed, which);
  for (const image of names) {
    const reason = `--rmi ${which} was given`;
    builder.operation({ kind: "remove-image", image, reason, after });
    builder.change({ action: "remove", kind: "image", name: image, reason });
  }
}

function imagesOf(project: Project, observed: Observed, which: "local" | "all"): ReadonlySet<string> {
  const names = new Set<string>();
  for (const service of Object.values(project.services)) {
    if (which === "local" && (service.image !== undefined || !service.build)) continue;
    const name = imageName(project, service);
    if (observed.images.get(name) !== undefined) names.add(name);
  }
  return names;
}

/** Without a file the containers tell which images there are; one that was only built has the name that building gave it. */
function imagesOfContainers({ projectName, containers }: Observed, which: "local" | "all"): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { service, summary } of containers) {
    // Podman says the tag that was not said.
    const name = summary.Image.replace(/:latest$/, "");
    const isBuilt = name === `${projectName}-${service}` || name === `${projectName}_${service}`;
    if (which === "all" || isBuilt) names.add(summary.Image);
  }
  return names;
}
