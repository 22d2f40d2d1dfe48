import type { RunIdentity, Runner } from "../runner/runner.ts";
import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/logger.ts";
import { failureFields, pause } from "./patience.ts";

export interface ReaperOptions {
  readonly runner: Runner;
  readonly store: Pick<Store, "job" | "trail">;
  readonly log: Logger;
  /** Who does it, for the audit trail. */
  readonly actor: string;
  /** So long something must have been left over before it is removed, in milliseconds. */
  readonly graceMs: number;
  readonly everyMs: number;
  /** Only tells what it would remove. */
  readonly dryRun?: boolean;
  readonly now: () => number;
}

/** Something of this group of workers that no attempt needs any more. */
export interface Orphan {
  readonly run: RunIdentity;
  readonly why: string;
}

/** A round of the reaper: gives what it removed, or would have removed in a dry run. */
export type Reaper = () => Promise<readonly Orphan[]>;

/**
 * Removes what attempts left behind: only what is labelled as of this group of workers, only when the store says that no attempt needs
 * it, and only when that has been so for the grace period. What runs is never an orphan while its job may still run: whoever's lease
 * runs out is taken over.
 */
export function createReaper({ runner, store, log, actor, graceMs, dryRun = false, now }: ReaperOptions): Reaper {
  const since = new Map<string, number>();
  return async () => {
    const removed: Orphan[] = [];
    const seen = new Set<string>();
    for (const run of await runner.runs()) {
      const why = await superfluous(run, store);
      if (why === undefined) continue;
      const key = `${run.job}/${run.attempt}`;
      seen.add(key);
      const from = since.get(key) ?? now();
      since.set(key, from);
      const left = now() - from;
      if (left < graceMs) continue;
      if (!dryRun) await runner.remove(run);
      // In a dry run each is told once.
      if (from !== Number.NEGATIVE_INFINITY) {
        const data = { why, for_ms: left, dry_run: dryRun };
        await store.trail.tell({ actor, kind: "reaper.removed", job: run.job, attempt: run.attempt, data });
        log("info", dryRun ? "the reaper would remove a run" : "the reaper removed a run", { ...run, why });
        removed.push({ run, why });
      }
      since.set(key, Number.NEGATIVE_INFINITY);
    }
    for (const key of since.keys()) if (!seen.has(key)) since.delete(key);
    return removed;
  };
}

async function superfluous(run: RunIdentity, store: Pick<Store, "job">): Promise<string | undefined> {
  const job = await store.job(run.job);
  if (!job) return "the store has no such job";
  if (job.finishedAt !== undefined) return `the job has ended: ${job.state}`;
  if (job.attempt > run.attempt) return `attempt ${job.attempt} came after it`;
  if (job.state === "queued") return "the attempt has ended, and the job waits to be tried again";
  return undefined;
}

/** Lets a reaper make its rounds until the end that is given. */
export function startReaper(options: ReaperOptions): { end(): Promise<void> } {
  const over = new AbortController();
  const round = createReaper(options);
  const going = (async () => {
    while (!over.signal.aborted) {
      await round().catch((cause: unknown) =>
        options.log("warn", "a round of the reaper failed", failureFields(cause)),
      );
      await pause(options.everyMs, over.signal);
    }
  })();
  return {
    async end() {
      over.abort();
      await going;
    },
  };
}
