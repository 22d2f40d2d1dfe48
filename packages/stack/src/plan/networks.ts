import type { Project } from "@slipway/compose";
import type { NetworkInspect } from "@slipway/engine";
import { stackErrors } from "../errors.ts";
import { networkHash } from "../hash.ts";
import { label } from "../labels.ts";
import type { Observed, ObservedContainer } from "../observed.ts";
import type { PlanBuilder } from "./builder.ts";
import type { Locate } from "./images.ts";
import { networkDifferences } from "./network-differences.ts";
import { isAwake, onContainer } from "./walk.ts";

export interface PlannedNetworks {
  /** The operation that a container on the network waits for, by key. */
  readonly operations: ReadonlyMap<string, number>;
  /** Containers that are taken off networks which are made anew, by id. That is planned; putting them back is not. */
  readonly detached: ReadonlyMap<string, Detached>;
}

/** A container that had to leave a network. */
export interface Detached {
  readonly container: ObservedContainer;
  readonly reason: string;
  /** Its stop and its leaving. */
  readonly operations: readonly number[];
  /** The networks to put it back on, with the operations that make them anew. */
  readonly networks: readonly { readonly network: string; readonly created: number }[];
}

/** Plans the networks of a project: missing ones are created; one whose configuration changed is made anew. */
export function planNetworks(
  builder: PlanBuilder,
  project: Project,
  observed: Observed,
  locate: Locate,
): PlannedNetworks {
  const operations = new Map<string, number>();
  const detached = new Map<string, Detached>();
  for (const [key, network] of Object.entries(project.networks)) {
    const found = observed.networks.filter((candidate) => candidate.Name === network.name);
    const mine = found.filter((candidate) => candidate.Labels?.[label.project] === project.name);
    const own = mine.find((candidate) => isUsed(candidate, observed)) ?? mine[0];
    const existing = own ?? found[0];
    if (network.external) {
      if (existing) continue;
      const at = locate(["networks", key]);
      builder.diagnostic(stackErrors.diagnostic("STACK_NETWORK_MISSING", { network: network.name, key }, at));
      continue;
    }
    if (existing && !own) {
      const owner = existing.Labels?.[label.project];
      builder.diagnostic(
        stackErrors.diagnostic(
          "STACK_FOREIGN_NETWORK",
          { network: network.name, owner: owner ? `the project "${owner}"` : "hand or by another tool" },
          locate(["networks", key]),
          "warning",
        ),
      );
    }
    const surplus = found
      .filter((candidate) => candidate !== existing && candidate.Labels?.[label.project] === project.name)
      .map((twin) => planTwinRemoval(builder, twin));
    if (existing && !hasChanged(existing, networkHash(network))) {
      builder.unchanged("network", network.name);
      // A name that two networks have is ambiguous for every container on it.
      const [removal] = surplus;
      if (removal !== undefined) operations.set(key, removal);
      continue;
    }
    const left = existing ? planLeaving(builder, observed, existing, detached) : [];
    const after = existing ? [planRemoval(builder, existing, left, detached), ...surplus] : [];
    const reason = existing ? "its configuration changed" : "not on the engine";
    const created = builder.operation({ kind: "create-network", network: network.name, key, reason, after });
    operations.set(key, created);
    for (const { id } of left) {
      const known = detached.get(id) as Detached;
      detached.set(id, { ...known, networks: [...known.networks, { network: network.name, created }] });
    }
    const differences = existing ? networkDifferences(network, existing) : [];
    const action = existing ? "recreate" : "create";
    builder.change({ action, kind: "network", name: network.name, reason, differences });
  }
  return { operations, detached };
}

/** Only a network that Slipway made can be compared: other tools hash other texts. */
function hasChanged(existing: NetworkInspect, hash: string): boolean {
  const labels = existing.Labels ?? {};
  return labels[label.slipwayVersion] !== undefined && labels[label.resourceHash] !== hash;
}

/** Whether a container of the project is on it. */
function isUsed({ Id }: NetworkInspect, { containers }: Observed): boolean {
  return containers.some(({ summary }) =>
    Object.values(summary.NetworkSettings?.Networks ?? {}).some(({ NetworkID }) => NetworkID === Id),
  );
}

/** An engine before API 1.44 can make two networks of one name when an `up` is killed and the next one starts at once. */
function planTwinRemoval(builder: PlanBuilder, { Name: network, Id: networkId }: NetworkInspect): number {
  const reason = "left by an interrupted up";
  builder.change({ action: "remove", kind: "network", name: network, reason });
  return builder.operation({ kind: "remove-network", network, networkId, reason });
}

/** Every container of the project is stopped and taken off; gives the containers. */
function planLeaving(
  builder: PlanBuilder,
  observed: Observed,
  { Name: network, Id: networkId }: NetworkInspect,
  detached: Map<string, Detached>,
): readonly ObservedContainer[] {
  const reason = `the network ${network} is made anew`;
  // Podman lists who shares the network of another container as if it were on that one's networks itself.
  const there = observed.containers.filter(
    ({ summary, inspect }) =>
      summary.NetworkSettings?.Networks[network] && !inspect?.HostConfig.NetworkMode?.startsWith("container:"),
  );
  for (const container of there) {
    const known = detached.get(container.id);
    const on = { ...onContainer(container), reason };
    const stop = known || !isAwake(container) ? [] : [builder.operation({ kind: "stop-container", ...on })];
    const before = known?.operations ?? stop;
    const leave = builder.operation({ kind: "disconnect-network", ...on, network, networkId, after: before });
    const networks = known?.networks ?? [];
    detached.set(container.id, { container, reason, operations: [...before, leave], networks });
  }
  return there;
}

function planRemoval(
  builder: PlanBuilder,
  { Name: network, Id: networkId }: NetworkInspect,
  left: readonly ObservedContainer[],
  detached: ReadonlyMap<string, Detached>,
): number {
  const after = left.flatMap(({ id }) => detached.get(id)?.operations ?? []);
  return builder.operation({ kind: "remove-network", network, networkId, reason: "its configuration changed", after });
}
