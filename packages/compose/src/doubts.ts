import type { Path } from "@slipway/core";

interface Step {
  marked: boolean;
  readonly steps: Map<string, Step>;
}

/**
 * The places of a project where something is not as its author meant it: a value that was wrong and taken out, a key that
 * nobody knows, a file that could not be read. A rule that misses something asks here first, so that one mistake is one
 * finding. Items of a list share one place: when one is taken out, the others move.
 */
export class Doubts {
  readonly #root: Step = { marked: false, steps: new Map() };

  /** Notes a place; the empty path is the whole project. */
  add(path: Path): void {
    let at = this.#root;
    for (const step of path.map(stepName)) {
      const next = at.steps.get(step) ?? { marked: false, steps: new Map() };
      at.steps.set(step, next);
      at = next;
    }
    at.marked = true;
  }

  /** True when something is in doubt at the path, above it or below it. */
  about(path: Path): boolean {
    let at = this.#root;
    for (const step of path) {
      const next = at.steps.get(stepName(step));
      if (at.marked || !next) return at.marked;
      at = next;
    }
    return true;
  }

  /** True when anything is in doubt. */
  get any(): boolean {
    return this.#root.marked || this.#root.steps.size > 0;
  }
}

function stepName(step: string | number): string {
  return typeof step === "number" ? "[]" : step;
}
