import type { Job } from "../job/job.ts";
import type { LogChunk, Store } from "../store/store.ts";
import type { Bells } from "./bells.ts";
import { hasEnded } from "./visible-job.ts";

/** Where a reader of a job's output is: what comes next is at this offset of this attempt. */
export interface LogPlace {
  readonly attempt: number;
  readonly offset: number;
}

/** A piece of output, and where a reader is behind it. */
export interface LogPiece {
  readonly attempt: number;
  readonly chunk: LogChunk;
  readonly next: LogPlace;
}

export interface FollowOptions {
  readonly store: Pick<Store, "job" | "standing" | "readLog">;
  readonly bells: Bells;
  readonly job: string;
  readonly from: LogPlace;
  /** Only this attempt; without it those that come later too. */
  readonly only?: boolean;
  readonly follow: boolean;
  /** Without a ring of the bell it is looked again after so many milliseconds; two seconds when absent. */
  readonly lookAgainMs?: number;
  readonly signal: AbortSignal;
}

/** Bytes that are read at once. */
const readBytes = 256 * 1024;

/**
 * The output of a job from a place on; with `follow` until the job has ended. Gives the job as it was at the end. Asks the store for
 * more only when what was given is taken.
 */
export async function* followLog(options: FollowOptions): AsyncGenerator<LogPiece, Job | undefined> {
  const { store, bells, job: id, only = false, follow, lookAgainMs = 2000, signal } = options;
  let { attempt, offset } = options.from;
  const bell = bells.of(id);
  try {
    while (!signal.aborted) {
      // The job is looked at before its output: when it has ended by then, all of its output is there.
      const standing = await store.standing(id);
      let read: number;
      do {
        read = 0;
        for (const chunk of await store.readLog(id, attempt, offset, readBytes)) {
          read += chunk.bytes.byteLength;
          offset = chunk.offset + chunk.bytes.byteLength;
          yield { attempt, chunk, next: { attempt, offset } };
        }
      } while (read === readBytes && !signal.aborted);
      // Whoever is cut off in the middle must not take it for the end.
      if (signal.aborted || !standing) return undefined;
      const isLast = only || attempt >= standing.attempt;
      if (!isLast) {
        attempt += 1;
        offset = 0;
      } else if (!follow || hasEnded(standing) || (only && attempt < standing.attempt)) return await store.job(id);
      else await bell.wait(lookAgainMs, signal);
    }
    return undefined;
  } finally {
    bell.end();
  }
}
