import { SlipwayError } from "@slipway/core";
import { stackErrors } from "./errors.ts";
import type { Plan } from "./plan/operation.ts";
import type { Report } from "./report.ts";

/** Ends with everything that makes a plan impossible; warnings are reported. */
export function refuse(planned: Pick<Plan, "diagnostics">, report: Report): void {
  const errors = planned.diagnostics.filter(({ severity }) => severity === "error");
  for (const diagnostic of planned.diagnostics) {
    if (diagnostic.severity === "warning") report({ kind: "diagnostic", diagnostic });
  }
  const [first] = errors;
  if (!first) return;
  if (errors.length === 1) throw new SlipwayError(first);
  throw stackErrors.error("STACK_REFUSED", { count: errors.length }, { diagnostics: errors });
}
