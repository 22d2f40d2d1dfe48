import { StatementError, type Trial, type TrialDatabase, type TrialFailure, type TrialResult } from "../trial.ts";

/** Applies a trial to databases that `open` makes: once from empty, and once more with rows before the last step. */
export async function tryTrial(trial: Trial, open: () => Promise<TrialDatabase>): Promise<TrialResult> {
  const { id, steps } = trial;
  const database = await open();
  try {
    const failure = await applySteps(database, steps, 0, steps.length);
    if (failure) return failed(id, failure);
    const catalog = await database.catalog();
    const onRows = trial.withRows && steps.length > 1 ? await tryOnRows(trial, open) : undefined;
    return { id, state: "applied", catalog, ...(onRows ? { onRows } : {}) };
  } finally {
    await database.close();
  }
}

interface Stop extends TrialFailure {
  readonly surroundings: boolean;
  readonly emptyColumn: boolean;
}

function failed(id: string, { surroundings, emptyColumn: _, ...failure }: Stop): TrialResult {
  return surroundings ? { id, state: "unknown", reason: failure.message } : { id, state: "failed", failure };
}

/** Only a NOT NULL that rows stand against is told: other refusals may come of the rows that were made up. */
async function tryOnRows({ steps }: Trial, open: () => Promise<TrialDatabase>): Promise<TrialFailure | undefined> {
  const database = await open();
  try {
    if (await applySteps(database, steps, 0, steps.length - 1)) return undefined;
    await database.fill();
    const stop = await applySteps(database, steps, steps.length - 1, steps.length);
    if (!stop?.emptyColumn) return undefined;
    const { surroundings: _, emptyColumn: __, ...failure } = stop;
    return failure;
  } finally {
    await database.close();
  }
}

async function applySteps(
  database: TrialDatabase,
  steps: Trial["steps"],
  from: number,
  to: number,
): Promise<Stop | undefined> {
  for (let step = from; step < to; step++) {
    for (const [statement, text] of (steps[step] ?? []).entries()) {
      try {
        await database.run(text);
      } catch (error) {
        if (!(error instanceof StatementError)) throw error;
        const { message, offset, surroundings, emptyColumn } = error;
        return { step, statement, message, surroundings, emptyColumn, ...(offset === undefined ? {} : { offset }) };
      }
    }
  }
  return undefined;
}
