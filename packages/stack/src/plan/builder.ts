import type { Diagnostic } from "@slipway/core";
import type { Change, Operation, Plan } from "./operation.ts";

type WithoutId<T> = T extends unknown
  ? Omit<T, "id" | "after"> & { readonly after?: Iterable<number | undefined> }
  : never;

/** Gathers a plan. Operations are numbered as they come, and may wait only for earlier ones: no cycle can be planned. */
export class PlanBuilder {
  readonly #projectName: string;
  readonly #operations: Operation[] = [];
  readonly #changes: Change[] = [];
  readonly #unchanged: { kind: Change["kind"]; name: string }[] = [];
  readonly #diagnostics: Diagnostic[] = [];

  constructor(projectName: string) {
    this.#projectName = projectName;
  }

  /** Adds an operation and gives its number. */
  operation(operation: WithoutId<Operation>): number {
    const id = this.#operations.length + 1;
    const after = [...new Set([...(operation.after ?? [])].filter((before) => before !== undefined))];
    this.#operations.push({ ...operation, id, after: after.sort((a, b) => a - b) } as Operation);
    return id;
  }

  change(change: Omit<Change, "differences"> & { differences?: Change["differences"] }): void {
    this.#changes.push({ differences: [], ...change });
  }

  unchanged(kind: Change["kind"], name: string): void {
    this.#unchanged.push({ kind, name });
  }

  diagnostic(diagnostic: Diagnostic): void {
    this.#diagnostics.push(diagnostic);
  }

  plan(): Plan {
    return {
      projectName: this.#projectName,
      operations: this.#operations,
      changes: this.#changes,
      unchanged: this.#unchanged,
      diagnostics: this.#diagnostics,
    };
  }
}
