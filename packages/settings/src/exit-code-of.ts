import type { Diagnostic, SlipwayError } from "@slipway/core";
import { settingsErrors, settingsExitCode } from "./errors.ts";

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

/** Settings that cannot be used, as one failure with everything that was found and the exit code of the worst. */
export function settingsInvalid(environment: string, diagnostics: readonly Diagnostic[]): SlipwayError {
  const count = diagnostics.filter(({ severity }) => severity === "error").length;
  const exitCode = exitCodeOf(diagnostics);
  return settingsErrors.error("SETTINGS_INVALID", { environment, count }, { diagnostics, exitCode });
}
