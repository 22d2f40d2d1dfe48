import type { Project } from "@slipway/compose";
import type { Engine } from "@slipway/engine";
import { observe } from "./observe.ts";
import type { Observed } from "./observed.ts";
import type { Locate } from "./plan/images.ts";
import type { Plan } from "./plan/operation.ts";
import { plan } from "./plan/plan.ts";
import type { UpPolicy } from "./plan/policy.ts";
import { portClashes } from "./plan/port-clashes.ts";
import { wantedPorts } from "./plan/ports-wanted.ts";
import { readPortHolders } from "./port-holders.ts";

export interface PlanContext {
  readonly engine: Engine;
  readonly project: Project;
  readonly locate: Locate;
  readonly policy: UpPolicy;
  readonly signal: AbortSignal;
}

/**
 * Looks at the engine and plans what `up` does: the one way to a plan, for `plan`, `--dry-run` and `up`. When the plan starts
 * something that publishes ports, who has ports is asked too, and clashes are among the plan's errors.
 */
export async function lookAndPlan(context: PlanContext): Promise<{ readonly observed: Observed; readonly plan: Plan }> {
  const { engine, project, locate, policy, signal } = context;
  const observed = await observe(engine, project, signal, locate);
  const made = plan(project, observed, policy, locate);
  const wanted = wantedPorts(project, made.operations);
  if (wanted.length === 0) return { observed, plan: made };
  const clashes = portClashes(project, made.operations, await readPortHolders(engine, wanted, signal), locate);
  return { observed, plan: { ...made, diagnostics: [...made.diagnostics, ...clashes] } };
}
