import type { Node, Origin, Position } from "@slipway/core";

/** A value that another one took the place of. */
export interface Replaced {
  readonly node: Node;
  /** `extends`: by the service that extends it; `merge`: by a later file, document or list item. */
  readonly by: "extends" | "merge";
}

/** One `extends` that was followed. */
export interface ExtendsStep {
  /** The service that extends, and the one that it extends. */
  readonly service: string;
  readonly target: string;
  /** Where the target stands. */
  readonly base: Origin;
  /** Where `extends` is written. */
  readonly at: Position;
}

/** One entry of `include` that was read. */
export interface IncludeStep {
  readonly files: readonly string[];
  readonly envFiles: readonly string[];
  /** Where `include` is written. */
  readonly at: Position;
}

/**
 * What happened to the values of a project while it was read: kept only when somebody is going to ask. A value is known by
 * its origin, which every pass hands on.
 */
export class History {
  readonly #replaced = new Map<Origin, Replaced>();
  readonly extends: ExtendsStep[] = [];
  readonly includes: IncludeStep[] = [];

  /** Notes that `over` counts and `base` does not. */
  replace(base: Node, over: Node, by: Replaced["by"]): void {
    if (base.origin !== over.origin) this.#replaced.set(over.origin, { node: base, by });
  }

  /** What the value at an origin replaced, and what that one replaced, and so on. */
  *before(origin: Origin): Iterable<Replaced> {
    const seen = new Set([origin]);
    for (let step = this.#replaced.get(origin); step && !seen.has(step.node.origin); ) {
      yield step;
      seen.add(step.node.origin);
      step = this.#replaced.get(step.node.origin);
    }
  }
}
