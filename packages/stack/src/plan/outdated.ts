import type { Project } from "@slipway/compose";
import { stackErrors } from "../errors.ts";
import type { Observed, ObservedContainer } from "../observed.ts";
import type { PlanBuilder } from "./builder.ts";
import { divergence } from "./divergence.ts";

/**
 * Warns of services whose containers are about to run again as they were made, though `up` would make them anew: an edited
 * variable or a pulled image shows no effect. docker compose says nothing of it.
 */
export function warnOfOutdated(
  builder: PlanBuilder,
  observed: Observed,
  project: Project | undefined,
  containers: readonly ObservedContainer[],
): void {
  // Without its contents, what `up` would do with a container is not known.
  if (!project || observed.unreadable) return;
  const told = new Set<string>();
  for (const container of containers) {
    const service = project.services[container.service];
    if (!service || told.has(service.name)) continue;
    const diverged = divergence(service, container, { project, observed, policy: {}, renewed: new Set() });
    if (!diverged) continue;
    told.add(service.name);
    const params = { service: service.name, why: diverged.reason };
    builder.diagnostic(stackErrors.diagnostic("STACK_OUTDATED", params, undefined, "warning"));
  }
}
