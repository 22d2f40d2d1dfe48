import type { MappingNode, Substitution, SyntaxFault } from "@slipway/core";
import type { Place } from "../../finding.ts";

/** A Compose file, read but not merged. */
export interface ComposeFile {
  readonly path: string;
  /** Its first document; absent when it is no YAML or no mapping. */
  readonly root?: MappingNode;
  /** Where it stops being YAML. */
  readonly fault?: SyntaxFault;
  /** Every place where a variable is put in. */
  readonly variables: readonly ComposeVariable[];
  /** The Compose files that it includes or extends, relative to the root, whether or not they exist. */
  readonly uses: readonly string[];
}

/** A `${NAME…}` or `$NAME` in a Compose file. */
export interface ComposeVariable {
  readonly name: string;
  readonly at: Place;
  readonly operator: Substitution["operator"];
  /** What stands behind the operator. */
  readonly operand: string;
  /** The keys that lead to the value it stands in. */
  readonly path: readonly (string | number)[];
}
