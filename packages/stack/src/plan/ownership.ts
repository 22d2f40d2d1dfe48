import type { Project } from "@slipway/compose";
import type { Diagnostic } from "@slipway/core";
import { stackErrors } from "../errors.ts";
import type { Observed } from "../observed.ts";

/**
 * What stands in the way of changing a project whose name another directory owns; nothing when it is to be taken over
 * (`--take-over`, or SLIPWAY_TAKE_OVER in the environment or in .env).
 */
export function ownershipErrors(project: Project, observed: Observed): readonly Diagnostic[] {
  const owned = observed.ownedElsewhere;
  if (!owned || takesOver(project)) return [];
  const { workingDir: owner, containerIds } = owned;
  const parameters = { project: project.name, owner, containers: containerIds.size, here: project.workingDir };
  return [stackErrors.diagnostic("STACK_PROJECT_OWNED", parameters)];
}

/** True when what belongs to another directory is to be part of this project. */
export function takesOver({ environment }: Project): boolean {
  return /^(1|t|true|yes)$/i.test(environment.SLIPWAY_TAKE_OVER ?? "");
}
