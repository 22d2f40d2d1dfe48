import { statSync } from "node:fs";
import { isAbsolute, relative } from "node:path";
import { type Diagnostic, Diagnostics, diskFiles } from "@slipway/core";
import { settingsErrors } from "../errors.ts";
import { gitStateOf } from "../git.ts";
import { readSecretsText } from "./text.ts";

/** A folder from which images are built, and what its ignore file keeps out. */
export interface BuildContext {
  /** The service that is built from it. */
  readonly service: string;
  /** Absolute. */
  readonly directory: string;
  /** Whether this path (relative to the folder, with `/`) stays outside. */
  excludes(path: string): boolean;
}

/**
 * What is wrong with a secrets file: others may read it, git keeps it or would, a build takes it into an image, a value is weak
 * or a line cannot be read. Nothing when there is no such file.
 */
export function checkSecretsFile(path: string, contexts: readonly BuildContext[] = []): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  const text = diskFiles.read(path);
  if (text === undefined) return [];
  const at = { file: path, line: 1, column: 1 };
  const add = (code: Parameters<typeof settingsErrors.diagnostic>[0], params: object): void => {
    diagnostics.add(settingsErrors.diagnostic(code, params as never, at));
  };
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) !== 0) add("SETTINGS_SECRETS_FILE_MODE", { path, mode: mode.toString(8).padStart(4, "0") });
  const git = gitStateOf(path);
  if (git.tracked) add("SETTINGS_SECRETS_FILE_TRACKED", { path });
  else if (git.repository && !git.ignored) add("SETTINGS_SECRETS_FILE_NOT_IGNORED", { path });
  for (const { service, directory, excludes } of contexts) {
    const inside = relative(directory, path);
    if (inside.startsWith("..") || isAbsolute(inside) || excludes(inside)) continue;
    add("SETTINGS_SECRETS_FILE_IN_CONTEXT", { path: inside, service, directory });
  }
  for (const [key, value] of readSecretsText(path, text, diagnostics)) {
    if (value !== "" && isWeak(value)) {
      diagnostics.add(settingsErrors.diagnostic("SETTINGS_WEAK_SECRET", { key }, at, "warning"));
    }
  }
  return diagnostics.all;
}

/** Values that a guess finds: short ones, and those that examples ship with. */
function isWeak(value: string): boolean {
  return (
    value.length < 8 || /^(?:password|changeme|minioadmin|postgres|secret|admin|root|example|test)[0-9!]*$/i.test(value)
  );
}
