import type { Run } from "../runner/runner.ts";
import type { Claim, Store } from "../store/store.ts";

export interface PumpOptions {
  readonly run: Run;
  readonly store: Pick<Store, "appendLog">;
  readonly claim: Claim;
  readonly from: number;
  readonly signal: AbortSignal;
  /** Writes to the store, again and again while it is away. */
  readonly write: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Told of the offset behind every write. */
  readonly onOffset: (offset: number) => void;
}

/** Bytes that are written at once at most; so much of an attempt's output is in memory at any time, and as much on its way. */
const largestWrite = 512 * 1024;
/**
 * So long output waits for more to come with it, in milliseconds: not at all when none was written for as long as `longestWait`, and
 * then each time twice as long as the time before.
 */
const longestWait = 25;
const shortestWait = 2;

/**
 * Brings what an attempt prints into the store, until its end: one write at a time, and while it lasts the next output is gathered.
 * A job that prints faster than the store takes it has to wait. Gives `fenced` when somebody else has the attempt.
 */
export async function pumpLog(options: PumpOptions): Promise<"done" | "fenced"> {
  const { run, store, claim, signal, write, onOffset } = options;
  let at = options.from;
  let gathered: Uint8Array[] = [];
  let size = 0;
  let fenced = false;
  let writing: Promise<void> | undefined;
  let planned: (() => void) | undefined;
  let failed: unknown;
  let written = Number.NEGATIVE_INFINITY;
  let wait = 0;

  const flush = (): Promise<void> => {
    planned?.();
    planned = undefined;
    if (size === 0) return Promise.resolve();
    const bytes = gathered.length === 1 && gathered[0] ? gathered[0] : Buffer.concat(gathered);
    const chunk = { offset: at, bytes };
    at += bytes.byteLength;
    gathered = [];
    size = 0;
    written = performance.now();
    return write(() => store.appendLog(claim, chunk)).then((offset) => {
      if (offset === "fenced") fenced = true;
      else onOffset(offset);
    });
  };
  const soon = (): void => {
    if (planned) return;
    const isQuiet = performance.now() - written >= longestWait;
    wait = isQuiet ? 0 : Math.min(longestWait, Math.max(shortestWait, 2 * wait));
    planned = after(wait, () => {
      planned = undefined;
      // A write that is on its way takes what comes meanwhile along when it is done.
      writing ??= flush()
        .catch((cause: unknown) => {
          failed ??= cause;
        })
        .finally(() => {
          writing = undefined;
          if (size > 0) soon();
        });
    });
  };

  for await (const { offset, bytes } of run.logs(at, signal)) {
    if (fenced || failed !== undefined) break;
    // After a new beginning the runner may give again what was given before.
    const known = at + size - offset;
    const fresh = known > 0 ? bytes.subarray(known) : bytes;
    if (fresh.byteLength === 0) continue;
    gathered.push(fresh);
    size += fresh.byteLength;
    if (size < largestWrite) soon();
    else {
      await writing;
      await flush();
    }
  }
  await writing;
  planned?.();
  if (failed !== undefined) throw failed;
  if (!fenced) await flush();
  return fenced ? "fenced" : "done";
}

/** Does it after so many milliseconds; with none in the next turn of the event loop. Gives what takes it back. */
function after(milliseconds: number, act: () => void): () => void {
  if (milliseconds === 0) {
    const immediate = setImmediate(act);
    return () => clearImmediate(immediate);
  }
  const timer = setTimeout(act, milliseconds);
  return () => clearTimeout(timer);
}
