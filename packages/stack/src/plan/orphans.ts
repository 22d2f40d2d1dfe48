import type { Project } from "@slipway/compose";
import { stackErrors } from "../errors.ts";
import type { Observed, ObservedContainer } from "../observed.ts";
import type { PlanBuilder } from "./builder.ts";
import type { Detached } from "./networks.ts";
import type { UpPolicy } from "./policy.ts";
import { planContainerRemoval } from "./removal.ts";

/**
 * The containers that carry the project's label but whose service the project does not have, neither on nor off by its
 * profile. One-off containers (`run`) count once they have ended. Source: docker compose, `isOrphaned`.
 */
export function orphansOf(project: Project, observed: Observed): readonly ObservedContainer[] {
  return observed.containers.filter(({ oneOff, service, summary }) => {
    if (oneOff) return summary.State === "exited" || summary.State === "dead";
    return !(service in project.services) && !(service in project.disabledServices);
  });
}

/** True when `--remove-orphans` was given, or COMPOSE_REMOVE_ORPHANS is set, in the environment or in .env. */
export function removesOrphans({ environment }: Project, { removeOrphans }: Pick<UpPolicy, "removeOrphans">): boolean {
  return removeOrphans === true || isTrue(environment.COMPOSE_REMOVE_ORPHANS);
}

/** As Go reads a boolean. Source: `strconv.ParseBool`. */
function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(1|t|true)$/i.test(text);
}

/** Plans the removal of orphans when the policy asks for it; else they are named in a warning. */
export function planOrphans(
  builder: PlanBuilder,
  project: Project,
  observed: Observed,
  policy: UpPolicy,
  detached: ReadonlyMap<string, Detached>,
): void {
  const orphans = orphansOf(project, observed);
  if (removesOrphans(project, policy)) {
    const reason = "its service is no longer in the project";
    for (const container of orphans) {
      planContainerRemoval(builder, container, reason, policy, detached.get(container.id)?.operations);
      builder.change({ action: "remove", kind: "container", name: container.name, service: container.service, reason });
    }
    return;
  }
  const names = orphans.filter(({ oneOff }) => !oneOff).map(({ name }) => name);
  if (names.length === 0 || isTrue(project.environment.COMPOSE_IGNORE_ORPHANS)) return;
  builder.diagnostic(stackErrors.diagnostic("STACK_ORPHANS", { names: names.join(", ") }, undefined, "warning"));
}
