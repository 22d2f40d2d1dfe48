import type { Project } from "@slipway/compose";
import type { Diagnostic } from "@slipway/core";
import type { Place } from "../../finding.ts";

/** What a stack is for, as far as its files' names and the commands that use it tell. */
export type Purpose = "default" | "development" | "test" | "staging" | "production";

/** Which Compose files belong together. */
export interface StackFiles {
  /** Relative to the root, in the order they are merged. */
  readonly files: readonly string[];
  /** Where the configuration says it. */
  readonly purpose?: Purpose;
  /** What says so: a default name, a command, the name beside a base file, or that the file stands alone. */
  readonly because: "configuration" | "default name" | "command" | "name" | "alone";
  /** The first command that uses them. */
  readonly command?: Place;
  /** The files that the command gives with `--env-file`. */
  readonly envFiles: readonly string[];
}

/** Compose files that are used together, merged, with all profiles on. */
export interface Stack extends StackFiles {
  readonly purpose: Purpose;
  /** Absent when the files cannot be loaded. */
  readonly project?: Project;
  /** What the loader found, with paths as the loader gives them: see `Inventory.relative`. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * The variables that nobody in the repository gives a value: the loader was given a number of its own for each. A value that
   * holds one of these numbers is not known.
   */
  readonly unknown: ReadonlyMap<string, string>;
  /** True for a text that depends on a variable without a value. */
  isUnknown(text: string): boolean;
  /** Where a value of the project stands; its nearest parent if not itself. */
  place(path: readonly (string | number)[]): Place;
}
