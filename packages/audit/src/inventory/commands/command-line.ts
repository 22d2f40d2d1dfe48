import type { Place } from "../../finding.ts";

/** What a command line stands in. */
export type CommandOrigin = "script" | "workflow" | "manifest" | "document";

/** One command that a script, a workflow, a manifest or a document gives. */
export interface CommandLine {
  readonly at: Place;
  readonly origin: CommandOrigin;
  /** Words as a shell would see them; variables stay as `$NAME`. */
  readonly words: readonly string[];
  /** The folder it is meant to be run in, relative to the root; undefined when that cannot be told. */
  readonly folder: string | undefined;
}
