import type { Diagnostic } from "@slipway/core";
import type { Observed } from "../observed.ts";
import type { Plan } from "./operation.ts";

/** What stands in the way of a plan that starts containers again: files of configs and secrets that they would mount. */
export function unreadableErrors({ operations }: Plan, { unreadable = [] }: Observed): readonly Diagnostic[] {
  return operations.some(({ kind }) => kind === "start-container" || kind === "restart-container") ? unreadable : [];
}
