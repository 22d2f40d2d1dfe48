import type { Diagnostic, Position } from "@slipway/core";
import type { Files } from "./files.ts";
import type { Project } from "./model/project.ts";
import type { Path } from "./yaml/node.ts";

export interface LoadOptions {
  /** Where the person stands: absolute. */
  readonly cwd: string;
  /** The process's environment. `COMPOSE_*` variables in it are obeyed. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `-f`, in order; relative to `cwd`; `-` is standard input. Empty: COMPOSE_FILE, else searched upwards from `cwd`. */
  readonly files?: readonly string[];
  /** `--env-file`, in order; relative to `cwd`. Empty: COMPOSE_ENV_FILES, else `.env`. */
  readonly envFiles?: readonly string[];
  /** `--profile`; `*` is all. Added to COMPOSE_PROFILES. */
  readonly profiles?: readonly string[];
  /** `--project-directory`. */
  readonly projectDirectory?: string;
  /** `-p`. */
  readonly projectName?: string;
  /** Leave `${…}` as it stands (`config --no-interpolate`). */
  readonly interpolate?: boolean;
  /** Named services (globs allowed) and what they depend on; empty: all. A named service's own profiles are on. */
  readonly services?: readonly string[];
  /** Leave out what the named services depend on. */
  readonly noDeps?: boolean;
  /** The disk. A memory version serves tests. */
  readonly fileSystem?: Files;
}

export interface Loaded {
  /** Absent when an error was found. */
  readonly project?: Project;
  /** Everything that was found, warnings and errors, in the order of the files. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where a value of the project was written: `locate(["services", "web", "image"])`; the nearest parent if not itself. */
  readonly locate: (path: Path) => Position | undefined;
}
