import type { Project } from "@slipway/compose";
import { checkSupport } from "../check-support.ts";
import { stackErrors } from "../errors.ts";
import type { Observed } from "../observed.ts";
import { planGivers } from "../providers/plan.ts";
import { PlanBuilder } from "./builder.ts";
import { planContainers } from "./containers.ts";
import { type Locate, planImages } from "./images.ts";
import { checkNames } from "./names-on-networks.ts";
import { planNetworks } from "./networks.ts";
import type { Plan } from "./operation.ts";
import { planOrphans } from "./orphans.ts";
import { ownershipErrors } from "./ownership.ts";
import type { UpPolicy } from "./policy.ts";
import { withPortHandover } from "./port-handover.ts";
import { withSharersFirst } from "./sharers-first.ts";
import { planVolumes } from "./volumes.ts";

/** Warns of secrets whose changes cannot be noticed, because there is no place for the key that compares them. */
function checkSecrets(
  builder: PlanBuilder,
  project: Project,
  { contents, unreadable = [] }: Observed,
  locate: Locate,
): void {
  // One that cannot be read has no fingerprint either, and is told of by itself.
  if (unreadable.length > 0) return;
  const used = Object.values(project.services).flatMap(({ secrets = [] }) => secrets.map(({ source }) => source));
  for (const secret of new Set(used)) {
    if (contents.has(`secret:${secret}`)) continue;
    const at = locate(["secrets", secret]);
    builder.diagnostic(stackErrors.diagnostic("STACK_SECRET_NOT_COMPARED", { secret }, at, "warning"));
  }
}

/**
 * What must be done so that the engine runs what the project says: pure, so that a plan that was printed is the plan that
 * is applied. What stands in the way (an external network that is missing, …) is among its diagnostics, as errors.
 * `locate` gives their places in the project's files.
 */
export function plan(
  project: Project,
  observed: Observed,
  policy: UpPolicy = {},
  locate: Locate = () => undefined,
): Plan {
  const builder = new PlanBuilder(project.name);
  for (const error of ownershipErrors(project, observed)) builder.diagnostic(error);
  checkSupport(builder, project, observed, locate);
  checkSecrets(builder, project, observed, locate);
  checkNames(builder, project, locate);
  if (!policy.given) planGivers(builder, project, locate);
  const images = planImages(builder, project, observed, policy, locate);
  const { operations: networks, detached } = planNetworks(builder, project, observed, locate);
  const volumes = planVolumes(builder, project, observed, locate);
  planOrphans(builder, project, observed, policy, detached);
  planContainers(builder, { project, observed, policy, locate, detached, images, networks, volumes });
  const made = builder.plan();
  const sharersFirst = withSharersFirst(project, made.operations, observed);
  return { ...made, operations: withPortHandover(project, sharersFirst, observed) };
}
