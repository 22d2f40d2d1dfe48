import type { Diagnostics, Files, Node, Position, SyntaxFault } from "@slipway/core";
import type { Doubts } from "../doubts.ts";
import type { History } from "../explain/history.ts";
import type { Spent } from "../limits.ts";
import type { Remotes } from "../remotes.ts";

/** What all passes of one load share. Passes add to `diagnostics` and `doubts`; nothing else changes but what was read already. */
export interface LoadContext {
  readonly diagnostics: Diagnostics;
  readonly files: Files;
  /** Where something wrong was taken out: rules that miss something there stay silent. */
  readonly doubts: Doubts;
  /** The Compose files that lie elsewhere. */
  readonly remotes: Remotes;
  /** What interpolation sees: the process's environment over env files, with COMPOSE_PROJECT_NAME. */
  readonly env: Readonly<Record<string, string>>;
  /** The project directory, absolute: relative paths are resolved against it. */
  readonly workingDir: string;
  /** The project directory of the whole project, also while an included one is read. */
  readonly rootDir: string;
  /** The final project name. */
  readonly projectName: string;
  /** The profiles that are on; `*` is all. */
  readonly profiles: readonly string[];
  /** The services that were named; empty: all. */
  readonly services: readonly string[];
  readonly noDeps: boolean;
  readonly interpolate: boolean;
  readonly normalise: boolean;
  readonly resolvePaths: boolean;
  readonly readEnvFiles: boolean;
  readonly checkConsistency: boolean;
  /** The Compose files, absolute, in the order they are merged; `-` is standard input. */
  readonly composeFiles: readonly string[];
  /** The files given with `--env-file`, absolute. */
  readonly envFiles: readonly string[];
  /** The files that include each other down to the one that is read now. */
  readonly including: readonly string[];
  /** What named the files that are read now, when it was an `include`. */
  readonly namedAt?: Position;
  /** What this load has used of what limits.ts allows. */
  readonly spent: Spent;
  /** What happens to values, for those who ask for it. */
  readonly history?: History;
  /** The documents of every file that was read, by path: no file is read or parsed twice. */
  readonly documents: Map<string, readonly Node[]>;
  /** The texts that are not YAML. Their errors are listed at the end, with a parser that finds all of them. */
  readonly faults: SyntaxFault[];
}
