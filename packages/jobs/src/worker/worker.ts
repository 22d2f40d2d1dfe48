import type { AttemptEnd } from "../job/job.ts";
import type { Runner } from "../runner/runner.ts";
import type { Claim, Store } from "../store/store.ts";
import type { Logger } from "../telemetry/logger.ts";
import { type Secrets, workAttempt } from "./attempt.ts";
import { startHeartbeats } from "./heartbeats.ts";
import { failureFields, pause } from "./patience.ts";

export interface WorkerOptions {
  readonly store: Store;
  readonly runner: Runner;
  readonly secrets: Secrets;
  readonly log: Logger;
  /** Of this worker, the same after a restart; others have other ones. */
  readonly name: string;
  /** Jobs at once. */
  readonly slots: number;
  /** Why no jobs may be taken now, such as a disk that is nearly full; undefined when they may. */
  readonly hindrance?: () => Promise<string | undefined>;
  /** Told of every attempt that ended here. */
  readonly onEnd?: (claim: Claim, end: AttemptEnd, ms: number) => void;
  readonly now?: () => number;
}

/** Takes jobs from the store and has them run. */
export interface Worker {
  /** Attempts that it has now. */
  readonly held: readonly Claim[];
  /** Takes no more jobs; settles when those that run have ended or were let go of. */
  drain(): Promise<void>;
  /** Takes no more jobs and lets go of what runs: the containers go on, and the next worker attaches to them. */
  handOver(): Promise<void>;
}

/** The doorbell may be missed; then it is looked again after so long. */
const lookAgainMs = 2000;
/** Leases last much longer: what others left is looked for at most so often, however often jobs come. */
const takeOverEveryMs = 1000;
/** Heartbeats in the time of a lease. */
const beats = 4;
const longestBeatMs = 5000;
/** After so many heartbeats without an answer it is asked before anything is begun. */
const sureBeats = 2;

interface Working {
  readonly claim: Claim;
  readonly letGo: AbortController;
  readonly canceled: AbortController;
  /** When the lease was certainly this worker's, by this machine's steady clock. */
  sureAt: number;
}

/** Starts a worker. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { store, name, slots, log, hindrance, onEnd, now = Date.now } = options;
  const working = new Map<string, Working>();
  const draining = new AbortController();
  let wake = new AbortController();
  let beatMs = longestBeatMs;
  let hindered: string | undefined;
  let tookOverAt = Number.NEGATIVE_INFINITY;
  const claims = (): Claim[] => [...working.values()].map(({ claim }) => claim);

  const hearts = startHeartbeats({
    store,
    worker: name,
    log,
    claims,
    every: () => beatMs,
    onAnswer({ lost, canceled }, held, at) {
      for (const { job, lease } of held) {
        const one = working.get(job);
        if (one?.claim.lease === lease) one.sureAt = at;
      }
      for (const { job, lease } of lost) {
        const one = working.get(job);
        if (one?.claim.lease === lease) one.letGo.abort(new Error("another worker has the attempt"));
      }
      for (const { job } of canceled) working.get(job)?.canceled.abort();
    },
  });

  /** A worker that stood still for long must not begin what another one has meanwhile. */
  const makeSure = async (one: Working): Promise<void> => {
    const { letGo, sureAt } = one;
    letGo.signal.throwIfAborted();
    if (performance.now() - sureAt < sureBeats * beatMs) return;
    await hearts.beat();
    letGo.signal.throwIfAborted();
    if (one.sureAt === sureAt) throw new Error("the store does not say whether the attempt is still this worker's");
  };

  const take = (claim: Claim, sureAt: number): void => {
    const { job, attempt } = claim;
    // This worker's own lease ran out, and it was the quickest to take the attempt up again: one follower is enough.
    working.get(job)?.letGo.abort(new Error("the attempt was taken over again"));
    const one: Working = { claim, letGo: new AbortController(), canceled: new AbortController(), sureAt };
    working.set(job, one);
    const begun = now();
    beatMs = Math.max(100, Math.min(beatMs, (claim.leaseUntil - begun) / beats));
    log("info", claim.takenOver ? "took over an attempt" : "claimed a job", { job, attempt });
    void workAttempt(
      claim,
      { ...options, now },
      {
        letGo: one.letGo.signal,
        canceled: one.canceled.signal,
        mayBegin: () => makeSure(one),
      },
    )
      .then((end) => {
        if (!end) return log("info", "let go of an attempt", { job, attempt });
        const ms = now() - begun;
        log("info", "an attempt ended", { job, attempt, reason: end.reason, exit_code: end.exitCode, ms });
        onEnd?.(claim, end, ms);
      })
      .catch((cause: unknown) => log("error", "an attempt broke", { job, attempt, ...failureFields(cause) }))
      .finally(() => {
        if (working.get(job) === one) working.delete(job);
        wake.abort();
      });
  };

  /** Takes as many jobs as there are slots: what is left of others from time to time, what is new at every look. */
  const look = async (restarted: boolean): Promise<void> => {
    const free = slots - working.size;
    if (free <= 0) return;
    const why = await hindrance?.();
    if (why !== hindered) log("warn", why ?? "jobs are taken again");
    hindered = why;
    // What runs already is looked after also when nothing new may begin.
    const askedAt = performance.now();
    const isDue = restarted || askedAt - tookOverAt >= takeOverEveryMs;
    const left = isDue ? await store.takeOver(name, free, restarted) : [];
    if (isDue) tookOverAt = askedAt;
    for (const claim of left) take(claim, askedAt);
    if (why !== undefined || left.length >= free) return;
    const claimedAt = performance.now();
    const fresh = await store.claim(name, free - left.length);
    for (const claim of fresh) take(claim, claimedAt);
  };

  /** Whether what a worker of this name had is certainly left: another one of this name may be about to start it. */
  const isAlone = async (): Promise<boolean> => {
    const alone = await store.isAlone(name);
    if (!alone)
      log(
        "warn",
        "another worker with this name runs; give one of them another with --worker-name, until then what one leaves is taken up only when its lease is over",
        { worker: name },
      );
    return alone;
  };

  const ends = [
    await store.listen(["queued"], () => wake.abort()),
    await store.listen(["canceled"], () => void hearts.beat()),
  ];
  const looking = (async () => {
    for (let restarted = true; !draining.signal.aborted; ) {
      wake = new AbortController();
      try {
        await look(restarted && (await isAlone()));
        restarted = false;
      } catch (cause) {
        log("warn", "no jobs could be taken", failureFields(cause));
      }
      await pause(lookAgainMs, AbortSignal.any([wake.signal, draining.signal]));
    }
  })();

  const ended = async (): Promise<void> => {
    await looking;
    while (working.size > 0) {
      wake = new AbortController();
      await pause(lookAgainMs, wake.signal);
    }
    await hearts.end();
    for (const end of ends) await end();
  };
  return {
    get held() {
      return claims();
    },
    async drain() {
      draining.abort();
      await ended();
    },
    async handOver() {
      draining.abort();
      await looking;
      const left = claims();
      for (const { letGo } of working.values()) letGo.abort(new Error("the worker stops"));
      await ended();
      await store.release(left);
    },
  };
}
