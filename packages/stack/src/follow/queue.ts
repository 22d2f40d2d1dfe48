/** A queue between callbacks and one `for await`: what is pushed comes out in order, until it is closed or fails. */
export class Queue<T> implements AsyncIterable<T> {
  #items: T[] = [];
  #taken: Promise<void> | undefined;
  #take: (() => void) | undefined;
  #wake: (() => void) | undefined;
  #closed = false;
  #failure: unknown;
  readonly #plenty: number;

  /** `plenty`: so many items may wait before those that push should; absent: any number. */
  constructor(plenty = Number.POSITIVE_INFINITY) {
    this.#plenty = plenty;
  }

  push(item: T): void {
    this.#items.push(item);
    this.#wake?.();
  }

  /** Resolves when no longer plenty of items wait: whoever can wait does so before it pushes, so that a slow reader slows it. */
  async room(): Promise<void> {
    if (this.#items.length < this.#plenty || this.#closed) return;
    this.#taken ??= new Promise((resolve) => {
      this.#take = resolve;
    });
    await this.#taken;
  }

  /** Ends the iteration once everything pushed has come out. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
    this.#release();
  }

  fail(failure: unknown): void {
    this.#failure ??= failure;
    this.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      while (this.#items.length > 0) {
        const items = this.#items;
        this.#items = [];
        yield* items;
        this.#release();
      }
      if (this.#closed) {
        if (this.#failure !== undefined) throw this.#failure;
        return;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  #release(): void {
    this.#taken = undefined;
    this.#take?.();
    this.#take = undefined;
  }
}
