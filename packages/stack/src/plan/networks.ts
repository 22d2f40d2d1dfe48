import type { Project } from "@slipway/compose";
import type { NetworkInspect } from "@slipway/engine";
import { stackErrors } from "../errors.ts";
import { networkHash } from "../hash.ts";
import { label } from "../labels.ts";
import type { Observed } from "../observed.ts";
import type { PlanBuilder } from "./builder.ts";
import type { Locate } from "./images.ts";

export interface PlannedNetworks {
  /** The operation that a container on the network waits for, by key. */
  readonly operations: ReadonlyMap<string, number>;
  /** Containers that must go because their network is made anew, with the reason. Their removal is planned. */
  readonly removed: ReadonlyMap<string, string>;
}

/** Plans the networks of a project: missing ones are created; one whose configuration changed is made anew. */
export function planNetworks(
  builder: PlanBuilder,
  project: Project,
  observed: Observed,
  locate: Locate,
): PlannedNetworks {
  const operations = new Map<string, number>();
  const removed = new Map<string, string>();
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
    const after = existing ? [planRemoval(builder, observed, existing, removed), ...surplus] : [];
    const reason = existing ? "its configuration changed" : "not on the engine";
    operations.set(key, builder.operation({ kind: "create-network", network: network.name, key, reason, after }));
    builder.change({ action: existing ? "recreate" : "create", kind: "network", name: network.name, reason });
  }
  return { operations, removed };
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

function planRemoval(
  builder: PlanBuilder,
  observed: Observed,
  network: NetworkInspect,
  removed: Map<string, string>,
): number {
  const reason = `the network ${network.Name} is made anew`;
  const after: number[] = [];
  for (const container of observed.containers) {
    if (!container.summary.NetworkSettings?.Networks[network.Name] || removed.has(container.id)) continue;
    removed.set(container.id, reason);
    const on = { service: container.service, containerName: container.name, containerId: container.id, reason };
    const stop =
      container.summary.State === "running" ? builder.operation({ kind: "stop-container", ...on }) : undefined;
    after.push(builder.operation({ kind: "remove-container", ...on, volumes: [], force: false, after: [stop] }));
  }
  return builder.operation({
    kind: "remove-network",
    network: network.Name,
    networkId: network.Id,
    reason: "its configuration changed",
    after,
  });
}
