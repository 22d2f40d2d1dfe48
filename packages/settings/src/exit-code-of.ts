import type { Diagnostic } from "@slipway/core";
import { settingsExitCode } from "./errors.ts";

const codes: readonly (readonly [code: string, exitCode: number])[] = [
  ["SETTINGS_SECRET_FROM_UNAUTHORISED_SOURCE", settingsExitCode.unauthorised],
  ["SETTINGS_SOURCE_FAILED", settingsExitCode.source],
  ["SETTINGS_MALFORMED", settingsExitCode.malformed],
  ["SETTINGS_MISSING", settingsExitCode.missing],
];

/** The exit code of what was found: of several problems that of the worst. 0 without an error. */
export function exitCodeOf(found: readonly Diagnostic[]): number {
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return 0;
  const worst = codes.find(([code]) => errors.some((error) => error.code === code));
  return worst?.[1] ?? settingsExitCode.contract;
}
