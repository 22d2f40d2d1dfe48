import type { Project } from "@slipway/compose";
import { stackErrors } from "../errors.ts";
import { volumeHash } from "../hash.ts";
import { label } from "../labels.ts";
import type { Observed } from "../observed.ts";
import type { PlanBuilder } from "./builder.ts";
import type { Locate } from "./images.ts";
import { takesOver } from "./ownership.ts";

/**
 * Plans the volumes of a project: missing ones are created. One that exists is never touched, because it holds data; when
 * its configuration differs, a warning says how to make it anew. Gives the operation by key that containers wait for.
 */
export function planVolumes(
  builder: PlanBuilder,
  project: Project,
  observed: Observed,
  locate: Locate,
): ReadonlyMap<string, number> {
  const operations = new Map<string, number>();
  const byName = new Map(observed.volumes.map((volume) => [volume.Name, volume]));
  for (const [key, volume] of Object.entries(project.volumes)) {
    const existing = byName.get(volume.name);
    const at = locate(["volumes", key]);
    if (volume.external) {
      if (!existing)
        builder.diagnostic(stackErrors.diagnostic("STACK_VOLUME_MISSING", { volume: volume.name, key }, at));
      continue;
    }
    if (!existing) {
      const reason = "not on the engine";
      operations.set(key, builder.operation({ kind: "create-volume", volume: volume.name, key, reason }));
      builder.change({ action: "create", kind: "volume", name: volume.name, reason });
      continue;
    }
    const directory = observed.volumesElsewhere?.get(volume.name);
    if (directory !== undefined && !takesOver(project)) {
      const parameters = { volume: volume.name, directory };
      builder.diagnostic(stackErrors.diagnostic("STACK_VOLUME_ELSEWHERE", parameters, at, "warning"));
    }
    const labels = existing.Labels ?? {};
    const owner = labels[label.project];
    if (owner !== project.name) {
      const by = owner ? `the project "${owner}"` : "hand or by another tool";
      builder.diagnostic(
        stackErrors.diagnostic("STACK_FOREIGN_VOLUME", { volume: volume.name, owner: by }, at, "warning"),
      );
    } else if (labels[label.slipwayVersion] !== undefined && labels[label.resourceHash] !== volumeHash(volume)) {
      builder.diagnostic(stackErrors.diagnostic("STACK_VOLUME_CHANGED", { volume: volume.name }, at, "warning"));
    }
    builder.unchanged("volume", volume.name);
  }
  return operations;
}
