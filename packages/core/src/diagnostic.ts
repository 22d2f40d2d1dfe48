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
  /** Further places where the same warning holds, in the order in which they were found; at most 500. */
  readonly also?: readonly Position[];
  /** What to do, imperative, one sentence. */
  readonly hint?: string;
}

/** So many findings of one severity are kept: nobody reads more, and an input made to harm shall not fill the memory. */
const most = 500;

/** Collects what the passes over an input find, so that a person sees all of it at once. Never throws. */
export class Diagnostics {
  readonly #found: Diagnostic[] = [];
  readonly #seen = new Set<string>();
  readonly #warned = new Map<string, { readonly index: number; readonly also: Position[] }>();
  readonly #counts: Record<Severity, number> = { error: 0, warning: 0 };

  /**
   * Adds one finding; the same finding at the same place is kept once, and a warning that says the same of several places
   * is one warning with all of them. When 500 findings of its severity are there, it is dropped.
   */
  add(diagnostic: Diagnostic): void {
    const { severity, code, message, at } = diagnostic;
    const text = `${code}\0${message}`;
    const key = `${text}\0${at ? `${at.file}:${at.line}:${at.column}` : ""}`;
    if (this.#seen.has(key)) return;
    const warned = at && severity === "warning" ? this.#warned.get(text) : undefined;
    if (at && warned) {
      if (warned.also.length >= most) return;
      warned.also.push(at);
      const first = this.#found[warned.index];
      if (first) this.#found[warned.index] = { ...first, also: warned.also };
    } else {
      if (this.#counts[severity] >= most) return;
      if (at && severity === "warning") this.#warned.set(text, { index: this.#found.length, also: [] });
      this.#counts[severity]++;
      this.#found.push(diagnostic);
    }
    this.#seen.add(key);
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
    return this.#counts.error > 0;
  }

  /** True when no more errors are kept: what costs time to word need not be worded. */
  get full(): boolean {
    return this.#counts.error >= most;
  }
}
