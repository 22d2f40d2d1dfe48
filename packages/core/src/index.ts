/**
 * What every package needs and none owns: errors with place and hint, secrets that do not print, and the small
 * grammars (durations, sizes) of the Compose Specification. Imports nothing of the house.
 */
export { formatBytes, parseBytes } from "./bytes.ts";
export { type Diagnostic, Diagnostics, type Severity } from "./diagnostic.ts";
export { formatDuration, parseDuration } from "./duration.ts";
export {
  defineErrors,
  type ErrorRow,
  type ErrorTable,
  isSlipwayError,
  SlipwayError,
  type SlipwayErrorInit,
} from "./error.ts";
export { exitCode } from "./exit-code.ts";
export { findCycle, topologicalOrder } from "./graph.ts";
export { didYouMean, nearest } from "./nearest.ts";
export { formatPosition, type Position, SourceText } from "./position.ts";
export { redact, registerSecret, Secret } from "./secret.ts";
