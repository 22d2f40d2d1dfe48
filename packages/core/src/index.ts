/**
 * What every package needs and none owns: errors with place and hint, secrets that do not print, and the readers of
 * texts that know their places: YAML, env files, `${VARIABLES}`, durations and sizes, schema faults in words. Imports nothing of the house.
 */
export { formatBytes, parseBytes } from "./bytes.ts";
export { type Diagnostic, Diagnostics, type Severity } from "./diagnostic.ts";
export { hmacSha256, randomHex, sha256 } from "./digest.ts";
export { type IgnoreRules, parseDockerignore } from "./dockerignore.ts";
export { parseDotenv } from "./dotenv.ts";
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
export { diskFiles, type Files } from "./files/files.ts";
export { findSettingsFileIfAny } from "./files/find-settings-file.ts";
export { createMemoryFiles } from "./files/memory-files.ts";
export { type RecordedFiles, recordedFiles } from "./files/recorded-files.ts";
export { type Fingerprint, secretFingerprint } from "./fingerprint.ts";
export { findCycle, topologicalOrder } from "./graph.ts";
export { evaluate, type Finding, type Lookup } from "./interpolation/evaluate.ts";
export { type Part, type Substitution, scan } from "./interpolation/scan.ts";
export { didYouMean, editDistance, nearest } from "./nearest.ts";
export { formatPosition, type Position, SourceText } from "./position.ts";
export { type Automaton, createAutomaton } from "./redact/automaton.ts";
export { formsOf } from "./redact/forms.ts";
export { createRedactor, type RedactingStream, type Redactor } from "./redact/redactor.ts";
export { type Explained, explainFaults, type SchemaFault } from "./schema/explain.ts";
export { typeName } from "./schema/type-names.ts";
export { redact, redactBytes, registerSecret, Secret } from "./secret.ts";
export { inArea, textFinding } from "./text-errors.ts";
export { locateKey, locateValue, nodeAt } from "./yaml/locate.ts";
export type {
  Entry,
  Fault,
  MappingNode,
  Node,
  Origin,
  Path,
  ScalarNode,
  ScalarValue,
  SequenceNode,
} from "./yaml/node.ts";
export { entryText, positionOf } from "./yaml/node.ts";
export { type Parsed, parseYaml, type SyntaxFault } from "./yaml/parse.ts";
export { pathText } from "./yaml/path-text.ts";
export { plainValue } from "./yaml/scalar.ts";
export { syntaxErrors } from "./yaml/syntax-errors.ts";
export { toValue } from "./yaml/to-value.ts";
