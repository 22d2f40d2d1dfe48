import type { Position } from "./position.ts";

export type Severity = "error" | "warning";

/** One thing that is wrong with what a person wrote: what, where, and what to do about it. */
export interface Diagnostic {
  readonly severity: Severity;
  /** Stable and documented in docs/errors.md: `AREA_REASON`. */
  readonly code: string;
  /** One sentence without a stop at its end. Never holds a secret. */
  readonly message: string;
  readonly at?: Position;
  /** What to do, imperative, one sentence. */
  readonly hint?: string;
}

/** Collects what the passes over an input find, so that a person sees all of it at once. Never throws. */
export class Diagnostics {
  readonly #found: Diagnostic[] = [];
  readonly #seen = new Set<string>();

  /** Adds one finding; the same finding at the same place is kept once. */
  add(diagnostic: Diagnostic): void {
    const { code, message, at } = diagnostic;
    const key = `${code}\0${message}\0${at ? `${at.file}:${at.line}:${at.column}` : ""}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#found.push(diagnostic);
  }

  get all(): readonly Diagnostic[] {
    return this.#found;
  }

  get errors(): readonly Diagnostic[] {
    return this.#found.filter((found) => found.severity === "error");
  }

  get warnings(): readonly Diagnostic[] {
    return this.#found.filter((found) => found.severity === "warning");
  }

  get hasErrors(): boolean {
    return this.#found.some((found) => found.severity === "error");
  }
}
