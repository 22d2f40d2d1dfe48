/** A queue between callbacks and one `for await`: what is pushed comes out in order, until it is closed or fails. */
export class Queue<T> implements AsyncIterable<T> {
  readonly #items: T[] = [];
  #wake: (() => void) | undefined;
  #closed = false;
  #failure: unknown;

  push(item: T): void {
    this.#items.push(item);
    this.#wake?.();
  }

  /** Ends the iteration once everything pushed has come out. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  fail(failure: unknown): void {
    this.#failure ??= failure;
    this.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (let next = 0; ; ) {
      while (next < this.#items.length) yield this.#items[next++] as T;
      this.#items.length = 0;
      next = 0;
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
}
