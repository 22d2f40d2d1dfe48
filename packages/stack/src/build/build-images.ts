import { apply } from "../apply/apply.ts";
import { nothingObserved } from "../nothing-observed.ts";
import type { Observed } from "../observed.ts";
import { type BuildsAsked, planBuilds } from "../plan/builds.ts";
import type { Plan } from "../plan/operation.ts";
import { refuse } from "../refuse.ts";
import type { ImageContext } from "./context.ts";
import { findBuilder } from "./find-builder.ts";

export interface BuildContext extends ImageContext, BuildsAsked {
  /** The BuildKit builder, instead of BUILDX_BUILDER or the current one. */
  readonly builder?: string;
  /** Takes the findings of a check. */
  readonly printed?: (text: string) => void;
  readonly parallel?: number;
}

/** Builds at the same time: the classic builder is bound by processors and disk. BuildKit orders its work itself. */
const usualParallel = 4;

/** Looks what can build here, and plans the builds of images: for `build` and its dry run. */
export async function lookAndPlanBuilds(
  context: Pick<BuildContext, "engine" | "project" | "locate" | "builder"> & BuildsAsked,
): Promise<{ readonly observed: Observed; readonly plan: Plan }> {
  const { engine, project, locate = () => undefined } = context;
  const builder = await findBuilder(engine, project, context.builder);
  const plan = planBuilds(project, builder, context, locate);
  return { observed: { ...(await nothingObserved(engine, project)), builder }, plan };
}

/**
 * Builds the images of services, each once, and pushes them when that is asked for.
 * @throws what the builder cannot do, before anything is built; ENGINE_BUILD_FAILED and the like; STACK_PUSH_FAILED
 */
export async function buildImages(context: BuildContext): Promise<void> {
  const { observed, plan } = await lookAndPlanBuilds(context);
  refuse(plan, context.report);
  const many = plan.operations.length;
  const parallel = context.parallel ?? (observed.builder?.kind === "buildx" ? many : usualParallel);
  await apply(plan, { ...context, build: context, observed, parallel });
}
