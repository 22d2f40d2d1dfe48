import { isSlipwayError, SlipwayError } from "@slipway/core";
import { apply } from "./apply/apply.ts";
import { stackErrors } from "./errors.ts";
import { observe } from "./observe.ts";
import type { Plan } from "./plan/operation.ts";
import { planRollback } from "./plan/rollback.ts";
import type { UpContext } from "./up.ts";

/**
 * Puts back what a failed plan is to put back, from a fresh look at the engine.
 * @returns the failure, which then also tells what was put back
 */
export async function rollBack(failed: Plan, cause: unknown, context: UpContext): Promise<unknown> {
  const { engine, project, signal, locate } = context;
  const updates = failed.operations.some(
    (operation) => operation.kind === "prove-container" && operation.failureAction === "rollback",
  );
  if (!updates || signal.aborted || !isSlipwayError(cause)) return cause;
  const observed = await observe(engine, project, signal, locate);
  const back = planRollback(failed, project, observed);
  if (back.operations.length === 0) return cause;
  await apply(back, { ...context, observed, project: undefined });
  const services = [...new Set(back.changes.flatMap(({ service }) => service ?? []))].sort();
  const { message, hint, at, diagnostics } = stackErrors.error("STACK_ROLLED_BACK", { services, why: cause.message });
  return new SlipwayError({
    code: "STACK_ROLLED_BACK",
    message,
    exitCode: 1,
    diagnostics: cause.diagnostics ?? diagnostics,
    hint: cause.hint ?? hint,
    at: cause.at ?? at,
    cause,
  });
}
