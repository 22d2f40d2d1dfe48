import type { Operation } from "./operation.ts";

/** Operations of a plan that learn afterwards what more they must wait for. */
export class AddedWaits {
  readonly #operations: ReadonlyMap<number, Operation>;
  readonly #before: ReadonlyMap<number, Set<number>>;

  constructor(operations: readonly Operation[]) {
    this.#operations = new Map(operations.map((operation) => [operation.id, operation]));
    this.#before = new Map(operations.map(({ id, after }) => [id, new Set(after)]));
  }

  /** Lets one operation wait for another, unless that one waits for it already. */
  add(id: number, after: number): void {
    if (id !== after && !this.#waitsFor(after, id)) this.#before.get(id)?.add(after);
  }

  /** Through any number of others. */
  #waitsFor(from: number, to: number): boolean {
    const seen = new Set<number>([from]);
    for (const id of seen) {
      if (id === to) return true;
      for (const next of this.#before.get(id) ?? []) seen.add(next);
    }
    return false;
  }

  /** In the order that they had, except where one now waits for a later one; numbered anew. */
  operations(): readonly Operation[] {
    const numbers = new Map<number, number>();
    const visit = (id: number): void => {
      if (numbers.has(id)) return;
      for (const earlier of this.#before.get(id) ?? []) visit(earlier);
      numbers.set(id, numbers.size + 1);
    };
    for (const id of this.#operations.keys()) visit(id);
    return [...numbers].flatMap(([old, id]) => {
      const operation = this.#operations.get(old);
      const after = [...(this.#before.get(old) ?? [])].map((one) => numbers.get(one) ?? one).sort((a, b) => a - b);
      return operation ? [{ ...operation, id, after }] : [];
    });
  }
}
