import type { Diagnostics, Files } from "@slipway/core";
import { composeErrors } from "./errors.ts";
import { filePath } from "./file-path.ts";
import type { LoadContext } from "./passes/context.ts";
import { dirname, join } from "./path-names.ts";
import { defaultNames } from "./read-documents.ts";

const overrideNames: readonly string[] = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
];

/** Where to look for Compose files. */
export interface Search {
  readonly cwd: string;
  /** `-f`, or what COMPOSE_FILE lists; empty: search upwards from `from`. */
  readonly named: readonly string[];
  readonly from: string;
}

/**
 * The Compose files of a project, absolute, in the order they are merged: those that were named, else the first
 * default name in the directory or one above it, and the override file beside it. None is reported as an error.
 * Source: docker compose, "Specify one or more Compose files"; compose-go `WithDefaultConfigPath`.
 */
export function findComposeFiles(
  { cwd, named, from }: Search,
  { files, diagnostics, remotes }: Pick<LoadContext, "files" | "diagnostics" | "remotes">,
): readonly string[] {
  if (named.length > 0) return named.flatMap((name) => filePath(name, cwd, { remotes, diagnostics }) ?? []);
  for (let directory = from; ; directory = dirname(directory)) {
    const found = present(defaultNames, directory, files, diagnostics);
    if (found !== undefined) {
      const override = present(overrideNames, directory, files, diagnostics);
      return override === undefined ? [found] : [found, override];
    }
    if (dirname(directory) === directory) break;
  }
  diagnostics.add(composeErrors.diagnostic("COMPOSE_NO_FILE", { directory: from }));
  return [];
}

function present(
  names: readonly string[],
  directory: string,
  files: Files,
  diagnostics: Diagnostics,
): string | undefined {
  const [first, ...others] = names.map((name) => join(directory, name)).filter((path) => files.exists(path));
  if (first !== undefined && others.length > 0) {
    diagnostics.add(composeErrors.diagnostic("COMPOSE_SEVERAL_FILES", { used: first, others }, undefined, "warning"));
  }
  return first;
}
