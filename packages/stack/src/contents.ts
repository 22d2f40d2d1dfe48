import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Config, Project, SecretFile } from "@slipway/compose";
import { type Position, SlipwayError } from "@slipway/core";
import { stackErrors } from "./errors.ts";
import type { Contents } from "./hash.ts";
import type { Locate } from "./plan/images.ts";

/**
 * Hashes what the configs and secrets in use hold, so that a changed content recreates the containers that read it. The
 * only place of this package that touches the disk. Missing sources are reported all at once, before anything starts.
 * @throws STACK_FILE_UNREADABLE, STACK_VARIABLE_UNSET, STACK_EXTERNAL_FILE
 */
export function readContents(project: Project, locate: Locate = () => undefined): Contents {
  const contents = new Map<`config:${string}` | `secret:${string}`, string>();
  const failures: SlipwayError[] = [];
  const read = (kind: "config" | "secret", key: string, entry: Config | SecretFile | undefined): void => {
    if (entry === undefined || contents.has(`${kind}:${key}`)) return;
    try {
      contents.set(`${kind}:${key}`, hashOf(kind, key, entry, project, placeOf(kind, key, entry, locate)));
    } catch (failure) {
      if (!(failure instanceof SlipwayError)) throw failure;
      failures.push(failure);
    }
  };
  for (const service of Object.values(project.services)) {
    for (const { source } of service.configs ?? []) read("config", source, project.configs[source]);
    for (const { source } of service.secrets ?? []) read("secret", source, project.secrets[source]);
  }
  const [first] = failures;
  if (failures.length === 1 && first) throw first;
  if (failures.length > 1) {
    const diagnostics = [...new Map(failures.map((failure) => [failure.message, failure.toDiagnostic()])).values()];
    throw stackErrors.error("STACK_SEVERAL", { count: diagnostics.length }, { diagnostics });
  }
  return contents;
}

/** Where the file or the variable is named; of one that is external, where it stands. */
function placeOf(kind: string, key: string, entry: Config | SecretFile, locate: Locate): Position | undefined {
  const named = entry.external ? [] : [entry.environment === undefined ? "file" : "environment"];
  return locate([`${kind}s`, key, ...named]);
}

function hashOf(
  kind: "config" | "secret",
  key: string,
  entry: Config | SecretFile,
  project: Project,
  at: Position | undefined,
): string {
  const place = at ? { at } : {};
  const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
  if (entry.external) throw stackErrors.error("STACK_EXTERNAL_FILE", { kind, key }, place);
  if (entry.environment !== undefined) {
    const value = project.environment[entry.environment];
    if (value === undefined) {
      throw stackErrors.error("STACK_VARIABLE_UNSET", { kind, key, variable: entry.environment }, place);
    }
    return sha256(value);
  }
  if ("content" in entry && entry.content !== undefined) return sha256(entry.content);
  const file = entry.file ?? "";
  try {
    return sha256(readFileSync(file));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    // A directory can be bound too; what it holds is not watched.
    if (code === "EISDIR") return sha256(file);
    const why = code === "ENOENT" ? "there is no such file" : code === "EACCES" ? "permission denied" : String(code);
    throw stackErrors.error("STACK_FILE_UNREADABLE", { kind, key, file, why }, { cause, ...place });
  }
}
