import type { Diagnostics, Files } from "@slipway/core";
import { Doubts } from "./doubts.ts";
import { baseEnvironment, list } from "./environment.ts";
import { findComposeFiles } from "./find-files.ts";
import type { LoadOptions } from "./load.ts";
import type { LoadContext } from "./passes/context.ts";
import { dirname, resolve } from "./path-names.ts";
import { projectName } from "./project-name.ts";
import { readDocuments } from "./read-documents.ts";
import { Remotes } from "./remotes.ts";

/**
 * Everything that must be known before the first pass: the environment, the files and their documents, the project
 * directory and the project's name.
 */
export function openContext(
  options: LoadOptions,
  files: Files,
  diagnostics: Diagnostics,
  remotes = new Remotes(),
): LoadContext {
  const { cwd } = options;
  const base = baseEnvironment(options, { files, diagnostics, remotes });
  const named = options.files?.length
    ? options.files
    : list(base.env.COMPOSE_FILE, base.env.COMPOSE_PATH_SEPARATOR || ":");
  const from = resolve(cwd, options.projectDirectory ?? ".");
  const composeFiles = findComposeFiles({ cwd, named, from }, { files, diagnostics, remotes });
  const first = composeFiles.find((path) => path !== "-");
  const workingDir = options.projectDirectory === undefined && first !== undefined ? dirname(first) : from;
  const env = base.within(workingDir);
  const reading = {
    diagnostics,
    files,
    remotes,
    doubts: new Doubts(),
    spent: { includes: 0, expanded: 0 },
    documents: new Map(),
    faults: [],
  };
  const documents = composeFiles.flatMap((path) => readDocuments(path, reading));
  const name = projectName({ given: options.projectName, env, documents, workingDir }, diagnostics);
  return {
    ...reading,
    env: { ...env, COMPOSE_PROJECT_NAME: name },
    workingDir,
    rootDir: workingDir,
    projectName: name,
    profiles: options.profiles?.length ? options.profiles : list(env.COMPOSE_PROFILES, ","),
    services: options.services ?? [],
    noDeps: options.noDeps ?? false,
    interpolate: options.interpolate ?? true,
    normalise: options.normalise ?? true,
    resolvePaths: options.resolvePaths ?? true,
    readEnvFiles: options.readEnvFiles ?? true,
    checkConsistency: options.checkConsistency ?? true,
    composeFiles,
    including: [],
    envFiles: base.envFiles,
  };
}
