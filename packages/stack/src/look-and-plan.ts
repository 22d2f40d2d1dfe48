import type { Project } from "@slipway/compose";
import type { Diagnostic } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { checkPorts } from "./check-ports.ts";
import { stackErrors } from "./errors.ts";
import type { Ahead } from "./look-ahead.ts";
import { observe } from "./observe.ts";
import type { Observed } from "./observed.ts";
import type { Locate } from "./plan/images.ts";
import type { Plan } from "./plan/operation.ts";
import { plan } from "./plan/plan.ts";
import type { UpPolicy } from "./plan/policy.ts";
import { wantedPorts } from "./plan/ports-wanted.ts";
import { alreadyGiven } from "./providers/already-given.ts";
import { type Given, withGiven } from "./providers/given.ts";

export interface PlanContext {
  readonly engine: Engine;
  readonly project: Project;
  readonly locate: Locate;
  readonly policy: UpPolicy;
  readonly signal: AbortSignal;
  /** What the engine was asked already; only for the first look. */
  readonly ahead?: Ahead | undefined;
}

export interface Look {
  readonly observed: Observed;
  readonly plan: Plan;
  /** Variables that services have from providers and models as far as it is known without asking those. */
  readonly given: Given;
}

/**
 * Looks at the engine and plans what `up` does: the one way to a plan, for `plan`, `--dry-run` and `up`. When the plan starts
 * something that publishes ports, who has ports is asked too, and clashes are among the plan's errors; so are networks
 * that cannot be made anew.
 */
export async function lookAndPlan(asked: PlanContext): Promise<Look> {
  const { signal, policy } = asked;
  const given: Given = policy.given
    ? new Map()
    : await alreadyGiven(asked.engine, asked.project, { signal, noDeps: policy.noDeps });
  const project = withGiven(asked.project, given);
  const context = { ...asked, project };
  const { engine, locate } = context;
  const observed = await observe(engine, project, signal, locate, asked.ahead);
  const made = plan(project, observed, policy, locate);
  const wanted = wantedPorts(project, made.operations);
  const [held, clashes] = await Promise.all([
    heldNetworks(made, observed, context),
    checkPorts(made, { engine, wanted, locate, signal }),
  ]);
  const diagnostics = [...made.diagnostics, ...(observed.unreadable ?? []), ...held, ...clashes];
  return { observed, given, plan: { ...made, diagnostics } };
}

/** The networks that have to be made anew and that containers outside the project are on, which nobody may stop for that. */
async function heldNetworks(
  { operations }: Plan,
  { containers }: Observed,
  { engine, project, locate, signal }: PlanContext,
): Promise<readonly Diagnostic[]> {
  const own = new Set(containers.map(({ id }) => id));
  const found = await Promise.all(
    operations.map(async (operation) => {
      if (operation.kind !== "remove-network") return [];
      const { network, networkId } = operation;
      const there = Object.entries((await engine.networks.inspect(networkId, { signal })).Containers ?? {});
      const others = there.filter(([id]) => !own.has(id)).map(([, { Name }]) => Name);
      if (others.length === 0) return [];
      const key = Object.keys(project.networks).find((one) => project.networks[one]?.name === network) ?? network;
      const parameters = { network, containers: others.sort().join(", ") };
      return [stackErrors.diagnostic("STACK_NETWORK_HELD", parameters, locate(["networks", key]))];
    }),
  );
  return found.flat();
}
