/** What a schedule needs to know of a task. */
export interface Task {
  readonly id: number;
  readonly after: readonly number[];
}

/**
 * Runs tasks as soon as all that they wait for is done, at most `parallel` at a time. After a failure nothing more is
 * begun; what is under way is awaited, so that every failure of the moment is known.
 * Counters of unmet dependencies make it linear in tasks and edges.
 * @returns the failures, in the order in which they happened
 */
export async function runSchedule<T extends Task>(
  tasks: readonly T[],
  run: (task: T) => Promise<void>,
  options: {
    readonly parallel: number;
    readonly signal: AbortSignal;
    /** Tasks that only wait take no place from those that work. */
    readonly isIdle?: (task: T) => boolean;
  },
): Promise<readonly unknown[]> {
  const unmet = new Map<number, number>();
  const dependents = new Map<number, T[]>();
  const known = new Set(tasks.map(({ id }) => id));
  const ready: T[] = [];
  for (const task of tasks) {
    const before = task.after.filter((id) => known.has(id));
    unmet.set(task.id, before.length);
    if (before.length === 0) ready.push(task);
    for (const id of before) {
      const waiting = dependents.get(id);
      if (waiting) waiting.push(task);
      else dependents.set(id, [task]);
    }
  }
  const failures: unknown[] = [];
  let running = 0;
  let working = 0;
  let next = 0;
  return new Promise((resolve) => {
    const advance = (): void => {
      const stopped = failures.length > 0 || options.signal.aborted;
      while (!stopped && working < options.parallel && next < ready.length) {
        const task = ready[next++];
        if (task) begin(task);
      }
      if (running === 0) resolve(failures);
    };
    const begin = (task: T): void => {
      const weight = options.isIdle?.(task) ? 0 : 1;
      running++;
      working += weight;
      run(task).then(
        () => {
          for (const dependent of dependents.get(task.id) ?? []) {
            const left = (unmet.get(dependent.id) ?? 0) - 1;
            unmet.set(dependent.id, left);
            if (left === 0) ready.push(dependent);
          }
          running--;
          working -= weight;
          advance();
        },
        (failure) => {
          failures.push(failure);
          running--;
          working -= weight;
          advance();
        },
      );
    };
    advance();
  });
}
