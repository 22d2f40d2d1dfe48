import { readFileSync } from "node:fs";
import type { Config, Project, SecretFile } from "@slipway/compose";
import { type Diagnostic, type Position, SlipwayError, secretFingerprint, sha256 } from "@slipway/core";
import { asksForOwner, usedFiles } from "./convert/files.ts";
import { stackErrors } from "./errors.ts";
import type { Contents } from "./hash.ts";
import type { Locate } from "./plan/images.ts";

export interface FoundContents {
  readonly contents: Contents;
  /** Why some are missing: STACK_FILE_UNREADABLE, STACK_VARIABLE_UNSET, STACK_EXTERNAL_FILE, …; each once. */
  readonly unreadable: readonly Diagnostic[];
}

/**
 * Fingerprints of what the configs and secrets in use hold, so that a changed content recreates the containers that read it: a
 * hash of a config, a keyed one of a secret. Missing sources are told all at once, for whoever is to make containers.
 */
export function readContents(project: Project, locate: Locate = () => undefined, remote = false): FoundContents {
  const contents = new Map<`config:${string}` | `secret:${string}`, string>();
  const usesSecrets = Object.values(project.services).some(({ secrets = [] }) => secrets.length > 0);
  const fingerprint = usesSecrets ? secretFingerprint(project.environment) : undefined;
  const failures: SlipwayError[] = [];
  const directories = new Set<string>();
  const read = (kind: "config" | "secret", key: string, entry: Config | SecretFile | undefined): void => {
    if (entry === undefined || contents.has(`${kind}:${key}`)) return;
    try {
      const content = contentOf(kind, key, entry, project, placeOf(kind, key, entry, locate));
      if (content === directory) directories.add(`${kind}:${key}`);
      const told = kind === "config" ? shortHash(content) : fingerprint?.(content);
      if (told !== undefined) contents.set(`${kind}:${key}`, told);
    } catch (failure) {
      if (!(failure instanceof SlipwayError)) throw failure;
      failures.push(failure);
    }
  };
  for (const service of Object.values(project.services)) {
    for (const { source } of service.configs ?? []) read("config", source, project.configs[source]);
    for (const { source } of service.secrets ?? []) read("secret", source, project.secrets[source]);
    for (const { kind, reference } of usedFiles(project, service)) {
      const key = reference.source;
      if (!directories.has(`${kind}:${key}`)) continue;
      const at = locate(["services", service.name, `${kind}s`]);
      const params = { kind, key, service: service.name };
      if (remote) failures.push(stackErrors.error("STACK_REMOTE_DIRECTORY", params, at ? { at } : {}));
      else if (asksForOwner(reference))
        failures.push(stackErrors.error("STACK_OWNED_DIRECTORY", params, at ? { at } : {}));
    }
  }
  const told = new Map(failures.map((failure) => [failure.message, failure.toDiagnostic()]));
  return { contents, unreadable: [...told.values()] };
}

/** Where the file or the variable is named; of one that is external, where it stands. */
function placeOf(kind: string, key: string, entry: Config | SecretFile, locate: Locate): Position | undefined {
  const named = entry.external ? [] : [entry.environment === undefined ? "file" : "environment"];
  return locate([`${kind}s`, key, ...named]);
}

function shortHash(content: string | Uint8Array): string {
  return sha256(content).slice(0, 16);
}

/** What stands for the content of a directory. */
const directory = "a directory";

/** What a config or a secret holds. @throws STACK_FILE_UNREADABLE, STACK_VARIABLE_UNSET, STACK_EXTERNAL_FILE */
export function contentOf(
  kind: "config" | "secret",
  key: string,
  entry: Config | SecretFile,
  project: Project,
  at: Position | undefined,
): string | Uint8Array {
  const place = at ? { at } : {};
  if (entry.external) throw stackErrors.error("STACK_EXTERNAL_FILE", { kind, key }, place);
  if (entry.environment !== undefined) {
    const value = project.environment[entry.environment];
    if (value === undefined) {
      throw stackErrors.error("STACK_VARIABLE_UNSET", { kind, key, variable: entry.environment }, place);
    }
    return value;
  }
  if ("content" in entry && entry.content !== undefined) return entry.content;
  const file = entry.file ?? "";
  try {
    return readFileSync(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    // A directory can be bound too; what it holds is not watched.
    if (code === "EISDIR") return directory;
    const why = code === "ENOENT" ? "there is no such file" : code === "EACCES" ? "permission denied" : String(code);
    throw stackErrors.error("STACK_FILE_UNREADABLE", { kind, key, file, why }, { cause, ...place });
  }
}
