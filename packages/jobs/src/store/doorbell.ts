import type { Doorbell } from "./store.ts";

/** Carries bells to other processes. It may lose some: whoever listens looks again after a while all the same. */
export interface BellWire {
  /** Whether it carries anything now; one that does not say always does. */
  readonly isUp?: boolean;
  /** Tells other processes; called after the transaction. */
  ring(kind: Doorbell, job: string): void;
  /** Begins to hear other processes; called when the first listener comes. */
  open(heard: (kind: Doorbell, job: string) => void): Promise<void>;
  close(): Promise<void>;
}

/** Rings for listeners of this process at once, and for those of others over the first of its wires that is up; all are heard. */
export class Bells {
  readonly #wires: readonly BellWire[];
  readonly #listeners = new Set<{ kinds: ReadonlySet<Doorbell>; heard: (kind: Doorbell, job: string) => void }>();
  #opened: Promise<unknown> | undefined;

  constructor(wires: readonly BellWire[]) {
    this.#wires = wires;
  }

  ring(kind: Doorbell, job: string): void {
    this.#hear(kind, job);
    this.#wires.find(({ isUp = true }) => isUp)?.ring(kind, job);
  }

  async listen(kinds: readonly Doorbell[], heard: (kind: Doorbell, job: string) => void): Promise<() => Promise<void>> {
    this.#opened ??= Promise.all(this.#wires.map((wire) => wire.open((kind, job) => this.#hear(kind, job))));
    await this.#opened;
    const listener = { kinds: new Set(kinds), heard };
    this.#listeners.add(listener);
    return async () => {
      this.#listeners.delete(listener);
    };
  }

  #hear(kind: Doorbell, job: string): void {
    for (const { kinds, heard } of this.#listeners) if (kinds.has(kind)) heard(kind, job);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await Promise.all(this.#wires.map((wire) => wire.close()));
  }
}
