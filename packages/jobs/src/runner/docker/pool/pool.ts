/** How many things of a kind wait to be used. */
export interface PoolSize {
  /** For each kind that is asked for. */
  readonly each: number;
  /** In all: the kind that was not asked for longest gives way first. */
  readonly most: number;
}

/** Things that are dear to make and are used once: what is taken is replaced in the background. */
export interface Pool<Kind, Item> {
  /** One that waits; undefined when there is none, and then one more is wanted the next time. */
  take(kind: Kind): Item | undefined;
  /** Sees to it that some of this kind wait. */
  want(kind: Kind): void;
  /** Settles when everything that is wanted waits, or could not be made. */
  full(): Promise<void>;
  /** Discards all that waits. Nothing is made any more. */
  close(): Promise<void>;
}

export interface PoolParts<Kind, Item> {
  readonly size: PoolSize;
  readonly key: (kind: Kind) => string;
  /** Makes one; a failure ends the making of this kind until it is asked for again. */
  readonly make: (kind: Kind) => Promise<Item>;
  readonly isGood: (item: Item) => boolean;
  readonly discard: (item: Item) => Promise<void>;
}

/** Milliseconds without anybody taking anything, after which is made what is missing: jobs that come together shall not wait for it. */
const quiet = 50;

interface Shelf<Kind, Item> {
  readonly kind: Kind;
  readonly items: Item[];
  /** Being made. */
  coming: number;
}

export function createPool<Kind, Item>(parts: PoolParts<Kind, Item>): Pool<Kind, Item> {
  const { size, key, make, isGood, discard } = parts;
  /** In the order in which they were asked for last. */
  const shelves = new Map<string, Shelf<Kind, Item>>();
  const working = new Set<Promise<void>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  const work = (act: Promise<void>): void => {
    // What cannot be made is missing: the job that wants it is told why by making its own.
    const done = act.catch(() => undefined).then(() => void working.delete(done));
    working.add(done);
  };

  function shelfOf(kind: Kind): Shelf<Kind, Item> {
    const name = key(kind);
    const shelf = shelves.get(name) ?? { kind, items: [], coming: 0 };
    shelves.delete(name);
    shelves.set(name, shelf);
    return shelf;
  }

  function later(): void {
    clearTimeout(timer);
    timer = isClosed || size.each === 0 ? undefined : setTimeout(refill, quiet);
  }

  function refill(): void {
    timer = undefined;
    let room = size.most;
    for (const shelf of [...shelves.values()].toReversed()) {
      const wanted = Math.min(size.each, room);
      room -= wanted;
      for (const item of shelf.items.splice(0)) {
        if (isGood(item)) shelf.items.push(item);
        else work(discard(item));
      }
      for (const item of shelf.items.splice(wanted)) work(discard(item));
      for (let there = shelf.items.length + shelf.coming; there < wanted; there++) work(add(shelf));
      if (wanted === 0 && shelf.coming === 0) shelves.delete(key(shelf.kind));
    }
  }

  async function add(shelf: Shelf<Kind, Item>): Promise<void> {
    shelf.coming++;
    try {
      const item = await make(shelf.kind);
      if (isClosed) await discard(item);
      else shelf.items.push(item);
    } finally {
      shelf.coming--;
    }
  }

  return {
    take(kind) {
      const { items } = shelfOf(kind);
      later();
      for (let item = items.shift(); item !== undefined; item = items.shift()) {
        if (isGood(item)) return item;
        work(discard(item));
      }
      return undefined;
    },
    want(kind) {
      shelfOf(kind);
      later();
    },
    async full() {
      if (timer !== undefined) {
        clearTimeout(timer);
        refill();
      }
      while (working.size > 0) await Promise.all(working);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      while (working.size > 0) await Promise.all(working);
      // What cannot be discarded, because the engine is away, ends with this process.
      for (const { items } of shelves.values()) for (const item of items.splice(0)) work(discard(item));
      while (working.size > 0) await Promise.all(working);
      shelves.clear();
    },
  };
}
