import type { Position, SourceText } from "../position.ts";

/** Where a node stands: offsets into the text it came from. Every pass keeps it, so every finding has a place. */
export interface Origin {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/**
 * The mark of a node that was reported: `out` for a value that no later pass may look at, `incomplete` for a mapping that
 * lacks something its author wrote. The pass that prunes acts on it.
 */
export type Fault = "out" | "incomplete";

export type ScalarValue = string | number | boolean | null;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: ScalarValue;
  /** True for a scalar written without quotes: only those are cast by the YAML rules. */
  readonly plain: boolean;
  readonly tag?: string;
  readonly fault?: Fault;
  readonly origin: Origin;
}

export interface SequenceNode {
  readonly kind: "sequence";
  readonly items: readonly Node[];
  readonly tag?: string;
  readonly fault?: Fault;
  readonly origin: Origin;
}

export interface Entry {
  readonly key: string;
  /** Where the key stands. */
  readonly keyOrigin: Origin;
  readonly value: Node;
}

export interface MappingNode {
  readonly kind: "mapping";
  /** In the order of the file. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly tag?: string;
  readonly fault?: Fault;
  readonly origin: Origin;
}

/** A YAML value that knows where it was written. Nodes are never changed: a pass gives new ones. */
export type Node = ScalarNode | SequenceNode | MappingNode;

/** The way from the root to a node. */
export type Path = readonly (string | number)[];

export function positionOf(origin: Origin): Position {
  return origin.source.position(origin.start, origin.end);
}

/** The text of a scalar under `key`, when `node` is a mapping that has one; numbers and booleans as text. */
export function entryText(node: Node, key: string): string | undefined {
  const value = node.kind === "mapping" ? node.entries.get(key)?.value : undefined;
  return value?.kind === "scalar" && value.value !== null ? String(value.value) : undefined;
}
