import type { Place } from "../../finding.ts";

/** A place in one file that names another. */
export interface Reference {
  readonly at: Place;
  /** The text that names it. */
  readonly text: string;
  /** True when the naming file is a document, which tells of a file but does not run it. */
  readonly fromDocument: boolean;
}
