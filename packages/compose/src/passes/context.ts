import type { Diagnostics, SourceText } from "@slipway/core";
import type { Files } from "../files.ts";

/** What all passes of one load share. Passes add to `diagnostics`; nothing else changes. */
export interface LoadContext {
  readonly diagnostics: Diagnostics;
  readonly files: Files;
  /** What interpolation sees: the process's environment over env files, with COMPOSE_PROJECT_NAME. */
  readonly env: Readonly<Record<string, string>>;
  /** The project directory, absolute: relative paths are resolved against it. */
  readonly workingDir: string;
  /** The final project name. */
  readonly projectName: string;
  /** The profiles that are on; `*` is all. */
  readonly profiles: readonly string[];
  /** The services that were named; empty: all. */
  readonly services: readonly string[];
  readonly noDeps: boolean;
  readonly interpolate: boolean;
  /** The Compose files, absolute, in the order they are merged; `-` is standard input. */
  readonly composeFiles: readonly string[];
  /** The files given with `--env-file`, absolute. */
  readonly envFiles: readonly string[];
  /** Every text that was read, so that no file is read or parsed twice. */
  readonly sources: Map<string, SourceText>;
}
