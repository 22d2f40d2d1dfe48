/** Lets so many through at a time; the others wait in their order, those that may be late behind all the rest. */
export interface Gate {
  pass<T>(act: () => Promise<T>): Promise<T>;
  passLater<T>(act: () => Promise<T>): Promise<T>;
}

export function createGate(width: number): Gate {
  let free = width;
  const waiting: (() => void)[] = [];
  const late: (() => void)[] = [];
  const through = async <T>(queue: (() => void)[], act: () => Promise<T>): Promise<T> => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await act();
    } finally {
      const next = waiting.shift() ?? late.shift();
      if (next) next();
      else free++;
    }
  };
  return { pass: (act) => through(waiting, act), passLater: (act) => through(late, act) };
}
