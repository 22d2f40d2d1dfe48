import type { Path } from "@slipway/core";
import {
  type Diagnostic,
  Diagnostics,
  diskFiles,
  type Files,
  locateValue,
  type Position,
  syntaxErrors,
} from "@slipway/core";
import { composeErrors } from "./errors.ts";
import { explain } from "./explain/explain.ts";
import { explainVariable, type VariableExplanation } from "./explain/explain-variable.ts";
import type { Explanation } from "./explain/explanation.ts";
import { History } from "./explain/history.ts";
import type { Project } from "./model/project.ts";
import { openContext } from "./open-context.ts";
import { orderFindings } from "./order-findings.ts";
import { cast } from "./passes/cast.ts";
import { validateSchema } from "./passes/validate-schema.ts";
import { readMeaning } from "./read-meaning.ts";
import { readModel } from "./read-model.ts";
import { type RemoteResolver, Remotes } from "./remotes.ts";

export interface LoadOptions {
  /** Where the person stands: absolute. */
  readonly cwd: string;
  /** The process's environment. `COMPOSE_*` variables in it are obeyed. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `-f`, in order; relative to `cwd`; `-` is standard input. Empty: COMPOSE_FILE, else searched upwards from `cwd`. */
  readonly files?: readonly string[];
  /** `--env-file`, in order; relative to `cwd`. Empty: COMPOSE_ENV_FILES, else `.env`. */
  readonly envFiles?: readonly string[];
  /** `--profile`; `*` is all. Empty: COMPOSE_PROFILES. */
  readonly profiles?: readonly string[];
  /** `--project-directory`. */
  readonly projectDirectory?: string;
  /** `-p`. */
  readonly projectName?: string;
  /** Leave `${…}` as it stands (`config --no-interpolate`). */
  readonly interpolate?: boolean;
  /** Leave names, networks, dependencies and build defaults that are only implied out (`config --no-normalize`). */
  readonly normalise?: boolean;
  /** Leave relative paths as they stand (`config --no-path-resolution`); those of included and extended files do not. */
  readonly resolvePaths?: boolean;
  /** Do not read `env_file`s, but keep their list (`config --no-env-resolution`). */
  readonly readEnvFiles?: boolean;
  /** Do not hold services against each other and against the rest (`config --no-consistency`). */
  readonly checkConsistency?: boolean;
  /** Remember what gave every value, so that {@link Loaded.explain} can tell. */
  readonly explain?: boolean;
  /** Named services (globs allowed) and what they depend on; empty: all. A named service's own profiles are on. */
  readonly services?: readonly string[];
  /** Leave out what the named services depend on. */
  readonly noDeps?: boolean;
  /**
   * Compose texts merged on top of the files, by the name that messages show: what a command line adds to the project
   * (`{ "--publish": "services: { web: { ports: … } }" }`). Relative paths in them start from the project directory.
   */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Called once the project's name is known, before the rest is made sense of; reading goes on when it is done. */
  readonly named?: (projectName: string) => Promise<void>;
  /** The disk. A memory version serves tests. */
  readonly fileSystem?: Files;
  /** Fetches Compose files that `files`, `include` and `extends` name by address. Left out: such a name is an error. */
  readonly resolveRemote?: RemoteResolver;
}

export interface Loaded {
  /** Absent when an error was found. */
  readonly project?: Project;
  /** Everything that was found, warnings and errors, in the order of the files. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where a value of the project was written: `locate(["services", "web", "image"])`; the nearest parent if not itself. */
  readonly locate: (path: Path) => Position | undefined;
  /**
   * Where the values at a path (`services.web.environment.PORT`) come from: undefined when there is nothing at the path.
   * Present when the project was loaded with `explain: true`.
   */
  readonly explain?: (path: string) => readonly Explanation[] | undefined;
  /** The same of a variable of interpolation: undefined when the project does not use it and no env file names it. */
  readonly explainVariable?: (name: string) => VariableExplanation | undefined;
}

/**
 * Reads a project: finds its files and its environment, and takes them through the passes one after the other.
 * All that is wrong is found in one go, as far as later passes can make sense of what earlier ones leave.
 * Never throws for what a person wrote: see {@link Loaded.diagnostics}.
 * Source: Compose Specification; order of the passes: compose-go `loader/loader.go`.
 */
export async function loadProject(options: LoadOptions): Promise<Loaded> {
  const files = withTexts(options.fileSystem ?? diskFiles, options.overrides ?? {});
  const remotes = new Remotes(options.resolveRemote);
  for (;;) {
    const loaded = await loadFiles(options, files, remotes);
    if (!(await remotes.fetchWanted())) return loaded;
  }
}

async function loadFiles(options: LoadOptions, files: Files, remotes: Remotes): Promise<Loaded> {
  const diagnostics = new Diagnostics();
  const { overrides = {} } = options;
  const history = options.explain ? new History() : undefined;
  const context = { ...openContext(options, files, diagnostics, remotes), ...(history ? { history } : {}) };
  await options.named?.(context.projectName);
  const root = readModel([...context.composeFiles, ...Object.keys(overrides)], context);
  for (const fault of context.faults) for (const error of await syntaxErrors(fault, "COMPOSE")) diagnostics.add(error);
  const meaning = root && readMeaning(validateSchema(cast(root, context), context), context);
  const found = [...orderFindings(diagnostics.all, context.composeFiles)];
  if (diagnostics.full)
    found.push(composeErrors.diagnostic("COMPOSE_TOO_MANY_FINDINGS", { limit: diagnostics.errors.length }));
  return {
    ...(meaning?.project ? { project: meaning.project } : {}),
    diagnostics: found,
    locate: meaning?.locate ?? ((path) => root && locateValue(root, path)),
    ...(meaning && history
      ? {
          explain: (path) => explain(path, { ...meaning, context, history, options }),
          explainVariable: (name) => explainVariable(name, meaning.written, { context, history, options }),
        }
      : {}),
  };
}

/** A disk on which these texts lie too, and whose standard input can be read again. */
function withTexts(files: Files, texts: Readonly<Record<string, string>>): Files {
  let stdin: string | undefined;
  const readStdin = (): string => {
    stdin ??= files.readStdin();
    return stdin;
  };
  return { ...files, readStdin, read: (path) => texts[path] ?? files.read(path) };
}
