/** How bad a finding is: an error breaks or endangers something, a warning will, information is worth knowing. */
export type Severity = "error" | "warning" | "info";

/** A place in a file of the repository; lines and columns count from 1. */
export interface Place {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What proves a finding: a place, and what stands there or is missing there. Never holds a secret. */
export interface Evidence extends Place {
  readonly text: string;
}

/** The characters from `start` up to `end` of a file (offsets in UTF-16 units) become `text`. */
export interface Edit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** How a finding is repaired. */
export interface Fix {
  /** What to do, imperative, one sentence without a stop. */
  readonly text: string;
  /** Safe: nothing but the finding changes. Anything else is a suggestion that a person has to look at. */
  readonly safe: boolean;
  /** Empty when only a person can do it. Edits of one fix do not overlap. */
  readonly edits: readonly Edit[];
}

/** What a rule gives for one thing that is wrong. */
export interface Found {
  readonly at: Place;
  /** One sentence without a stop, with the names of both ends where two files disagree. Never holds a secret. */
  readonly message: string;
  /** The other end, where there is one. */
  readonly evidence?: readonly Evidence[];
  /** What to do in this case; a plain sentence is advice without edits. Left out: the advice of the rule. */
  readonly fix?: Fix | string;
  /** Where it is not the severity of the rule. */
  readonly severity?: Severity;
}

/** One thing that is wrong with a repository. */
export interface Finding extends Place {
  /** The id of the catalogue, such as `DK104`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly fix: Fix;
}
