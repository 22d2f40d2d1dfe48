import type { Place } from "../../finding.ts";

/** A place where code reads a variable of its environment. */
export interface VariableUse {
  /** The name; of a computed one only its fixed beginning. */
  readonly name: string;
  readonly at: Place;
  /** True when only the beginning of the name is known: `process.env[`FEATURE_${name}`]`. */
  readonly prefix: boolean;
  /** How it is read: directly, as a row of a schema (zod, envalid, t3, pydantic, struct tags), or by a shell script. */
  readonly via: "read" | "schema" | "shell";
  /** The literal that stands in when it is not set; undefined when there is none, or it is no literal. */
  readonly fallback?: string;
  /** True when the code cannot go on without it: a row of a schema that is not optional and has no default, `os.environ["X"]`. */
  readonly required: boolean;
  /** True in tests, whose variables are their own. */
  readonly inTest: boolean;
}
