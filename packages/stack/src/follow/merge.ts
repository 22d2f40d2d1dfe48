/** So many items are given together at most. */
const together = 1024;

/**
 * Merges streams that are each in the order of their time into one in that order. All streams are read at once, each one
 * lot ahead; RFC 3339 times of one engine have one length and so compare as text. Equal times keep the order of the streams.
 */
export async function* mergeByTime<T extends { readonly timestamp: string }>(
  streams: readonly AsyncGenerator<readonly T[], void>[],
): AsyncGenerator<readonly T[], void> {
  const heads = streams.map((stream, rank) => new Head(stream, rank));
  try {
    await Promise.all(heads.map((head) => head.next()));
    const heap = new Heap<T>(heads.filter((head) => head.item !== undefined));
    let merged: T[] = [];
    for (let first = heap.first; first; first = heap.first) {
      if (first.item) merged.push(first.item);
      if (!first.step()) {
        if (merged.length > 0) yield merged;
        merged = [];
        await first.next();
      } else if (merged.length >= together) {
        yield merged;
        merged = [];
      }
      heap.settle();
    }
    if (merged.length > 0) yield merged;
  } finally {
    await Promise.all(streams.map((stream) => stream.return()));
  }
}

/** The earliest item of a stream that was not taken yet. */
class Head<T extends { readonly timestamp: string }> {
  readonly #stream: AsyncGenerator<readonly T[], void>;
  readonly rank: number;
  #lot: readonly T[] = [];
  #at = 0;
  #coming: Promise<IteratorResult<readonly T[], void>>;
  item: T | undefined;

  constructor(stream: AsyncGenerator<readonly T[], void>, rank: number) {
    this.#stream = stream;
    this.rank = rank;
    this.#coming = this.#read();
  }

  /** Goes on to the next item of the lot; false when it has no more. */
  step(): boolean {
    this.item = this.#lot[++this.#at];
    return this.item !== undefined;
  }

  /** Goes on to the next lot; `item` is undefined when there is none. */
  async next(): Promise<void> {
    this.#at = 0;
    do {
      const { done, value } = await this.#coming;
      this.#lot = value ?? [];
      this.item = this.#lot[0];
      if (done) return;
      this.#coming = this.#read();
    } while (!this.item);
  }

  #read(): Promise<IteratorResult<readonly T[], void>> {
    const coming = this.#stream.next();
    // Its failure is told when it is its turn.
    coming.catch(() => undefined);
    return coming;
  }

  isBefore(other: Head<T>): boolean {
    const a = this.item?.timestamp ?? "";
    const b = other.item?.timestamp ?? "";
    return a < b || (a === b && this.rank < other.rank);
  }
}

/** A binary heap whose first element only ever gets later or ends. */
class Heap<T extends { readonly timestamp: string }> {
  readonly #heads: Head<T>[];

  constructor(heads: readonly Head<T>[]) {
    this.#heads = [...heads].sort((a, b) => (a.isBefore(b) ? -1 : 1));
  }

  get first(): Head<T> | undefined {
    return this.#heads[0];
  }

  /** Puts the first to its place after it went on, or removes it when it has ended. */
  settle(): void {
    const heads = this.#heads;
    const moved = heads[0]?.item === undefined ? heads.pop() : heads[0];
    if (moved === undefined || heads.length === 0) return;
    let at = 0;
    for (;;) {
      const [left, right] = [heads[2 * at + 1], heads[2 * at + 2]];
      const least = left && right ? (right.isBefore(left) ? 2 * at + 2 : 2 * at + 1) : 2 * at + 1;
      const child = heads[least];
      if (!child?.isBefore(moved)) break;
      heads[at] = child;
      at = least;
    }
    heads[at] = moved;
  }
}
