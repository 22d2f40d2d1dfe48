import type { Applied, Artifact, AttemptEnd } from "../job/job.ts";
import type { Run, RunEnd, Runner, RunRequest } from "../runner/runner.ts";
import type { Claim, Store } from "../store/store.ts";
import type { Logger } from "../telemetry/logger.ts";
import { failureFields, patiently, pause } from "./patience.ts";
import { pumpLog } from "./pump-log.ts";
import { type Stop, stopping } from "./stop.ts";

/** Values of secrets by the names that a specification has; names without a value are left out. */
export type Secrets = (names: readonly string[], tenant: string) => Promise<ReadonlyMap<string, string>>;

export interface AttemptParts {
  readonly store: Store;
  readonly runner: Runner;
  readonly secrets: Secrets;
  readonly log: Logger;
  readonly now: () => number;
}

/** From outside: whether the attempt is still this worker's, and whether somebody wants it to end. */
export interface AttemptSignals {
  /** Aborted when another worker has it, or this one hands it over: nothing more is written, and what runs goes on. */
  readonly letGo: AbortSignal;
  readonly canceled: AbortSignal;
  /** Rejects when the attempt may no longer be this worker's; asked right before the job begins. */
  readonly mayBegin: () => Promise<void>;
}

/** What an attempt may print in all, as a multiple of what is kept of it: endless output shall not go on until the timeout. */
const printedToKept = 16;
/** Beyond the grace period: so long what was told to end may take before it is given up. */
const stubbornMs = 30_000;
/** So long a start may take, with the pull of its image. */
const startingMs = 1_800_000;
/** So long collecting the artefacts may take. */
const collectingMs = 600_000;

/**
 * Brings one attempt from its claim to its end: starts it or attaches to it, brings its output into the store, ends it when its time
 * is over or somebody cancels it, keeps its artefacts, and tells the store how it ended. The store and the engine may go away and
 * come back meanwhile. Gives the end, or undefined when it was let go of.
 */
export async function workAttempt(
  claim: Claim,
  parts: AttemptParts,
  { letGo, canceled, mayBegin }: AttemptSignals,
): Promise<AttemptEnd | undefined> {
  const { store, runner, secrets, now } = parts;
  const { job, attempt, tenant, spec } = claim;
  const log: Logger = (level, message, fields) => parts.log(level, message, { job, attempt, ...fields });
  const patience = { signal: letGo, log };
  try {
    const names = [
      ...new Set([...spec.secrets, ...(spec.repository?.credential === undefined ? [] : [spec.repository.credential])]),
    ];
    const values = await patiently("reading the secrets", () => secrets(names, tenant), patience);
    const request: RunRequest = { job, attempt, tenant, spec, secrets: values, mayBegin };
    const stop = stopping(canceled, now);
    const found = await throughOutages(request, claim, parts, { letGo, stop, log }).finally(stop.close);
    const end = await collected(found, claim, parts, { letGo, log });
    const told = await patiently("telling the store of the end", () => store.finish(claim, end), patience);
    if (told === "fenced") return undefined;
    await runner
      .remove(request)
      .catch((cause: unknown) => log("warn", "the container is left to the reaper", failureFields(cause)));
    return end;
  } catch (cause) {
    if (letGo.aborted) return undefined;
    throw cause;
  }
}

type Patience = Parameters<typeof patiently>[2];

/** When the time of the attempt began to run. */
async function startOf(
  { job, attempt, takenOver }: Claim,
  { store, now }: AttemptParts,
  patience: Patience,
): Promise<number> {
  if (!takenOver) return now();
  const attempts = await patiently("reading the attempt", () => store.attempts(job), patience);
  return attempts.find((one) => one.number === attempt)?.startedAt ?? now();
}

/** A run with its end; without a run there is nothing to collect. */
interface Found {
  readonly run?: Run;
  readonly end: RunEnd;
  readonly applied?: Applied;
}

interface Following {
  readonly letGo: AbortSignal;
  readonly stop: Stop;
  readonly log: Logger;
}

/** Follows a run to its end, attaching anew as often as the engine goes away meanwhile. */
async function throughOutages(
  request: RunRequest,
  claim: Claim,
  parts: AttemptParts,
  following: Following,
): Promise<Found> {
  const { runner } = parts;
  const { letGo, stop, log } = following;
  const patience = { signal: letGo, log };
  let run = claim.takenOver
    ? await patiently("looking for what the attempt left", () => runner.attach(request), patience)
    : await started(request, runner, patience, stop);
  if (run && "end" in run) return run;
  stop.at((await startOf(claim, parts, patience)) + claim.spec.timeoutMs);
  for (;;) {
    if (!run) return { end: { reason: "infra", message: "nothing is left of what was started" } };
    try {
      return await follow(run, claim, parts, following);
    } catch (cause) {
      letGo.throwIfAborted();
      log("warn", "lost sight of the container", failureFields(cause));
      await pause(100, letGo);
      run = await patiently("looking for the container", () => runner.attach(request), patience);
    }
  }
}

/**
 * Starts the attempt; it is not waited for when it is canceled meanwhile, or when the start takes too long: then its job no longer
 * begins, as the next one with its key may.
 */
async function started(request: RunRequest, runner: Runner, patience: Patience, stop: Stop): Promise<Run | Found> {
  const limit = AbortSignal.timeout(startingMs);
  const over = AbortSignal.any([stop.signal, limit, patience.signal]);
  if (stop.signal.aborted) return { end: { reason: "canceled", message: "the job was canceled before it began" } };
  let begins = false;
  const mayBegin = async (): Promise<void> => {
    await request.mayBegin?.();
    over.throwIfAborted();
    begins = true;
  };
  const starting = patiently("starting", () => runner.start({ ...request, mayBegin }), { ...patience, signal: over });
  const found = await Promise.race([starting, aborted(over)]);
  if (found) return found;
  patience.signal.throwIfAborted();
  // What begins at this moment is ended like all that runs.
  const late = begins ? await Promise.race([starting.catch(() => undefined), pause(stubbornMs)]) : undefined;
  if (late) return late;
  starting
    .then(() => runner.remove(request))
    .catch((cause: unknown) => patience.log("info", "the start was given up", failureFields(cause)));
  return stop.signal.aborted
    ? { end: { reason: "canceled", message: "the job was canceled before it began" } }
    : { end: { reason: "infra", message: "the job could not be started in time" } };
}

async function follow(run: Run, claim: Claim, parts: AttemptParts, { letGo, stop, log }: Following): Promise<Found> {
  const { store } = parts;
  const { spec, job, attempt } = claim;
  const patience = { signal: letGo, log };
  const broken = new AbortController();
  const signal = AbortSignal.any([letGo, broken.signal]);
  let applied: Applied | undefined;
  // Asking the engine takes longer than the first output of a job that found its container waiting: nobody waits for it.
  const applying = tellApplied(run, claim, parts, patience).then((told) => {
    applied = told;
  });
  applying.catch(() => undefined);
  const from = await patiently("reading the end of the log", () => store.logEnd(job, attempt), patience);
  const pumping = pumpLog({
    run,
    store,
    claim,
    from,
    signal,
    write: (work) => patiently("writing output", work, { signal, log }),
    onOffset(offset) {
      if (offset > spec.resources.logBytes * printedToKept) stop.because("log_limit");
    },
  });
  try {
    const ending = Promise.all([run.ended(signal), pumping, applying]).then(([end]) => end);
    const end = await Promise.race([ending, stubborn(run, stop, spec.graceMs, signal, log)]);
    return { run, end, ...(applied ? { applied } : {}) };
  } finally {
    broken.abort();
    await pumping.catch(() => undefined);
  }
}

/** What the engine says was applied to a run, kept with the attempt; nothing of one that never ran. */
async function tellApplied(
  run: Run,
  claim: Claim,
  { store }: AttemptParts,
  patience: Patience,
): Promise<Applied | undefined> {
  const applied = await run.applied().catch(async (cause: unknown) => {
    const status = await run.status();
    if (status.state === "ended" && status.end.exitCode === undefined) return undefined;
    throw cause;
  });
  if (!applied) return undefined;
  const told = await patiently("telling what was applied", () => store.applied(claim, applied), patience);
  if (told === "fenced") throw letGoOf(patience.signal);
  return applied;
}

/** Ends the run when it is to stop. Only settles when it does not obey: the slot is freed, whatever the container does. */
async function stubborn(run: Run, stop: Stop, graceMs: number, signal: AbortSignal, log: Logger): Promise<RunEnd> {
  await aborted(AbortSignal.any([stop.signal, signal]));
  const reason = stop.reason;
  if (reason === undefined) return await new Promise(() => undefined);
  log("info", "ending the job", { reason });
  run
    .cancel(reason)
    .catch((cause: unknown) => log("warn", "could not tell the container to end", failureFields(cause)));
  await pause(graceMs + stubbornMs, signal);
  if (signal.aborted) return await new Promise(() => undefined);
  log("error", "the container does not end", { reason });
  return { reason, message: `the job was told to end (${reason}) and did not; it was given up` };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

function letGoOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error("the attempt belongs to another worker");
}

/** Keeps the artefacts of a run that has ended, and puts the end together. */
async function collected(
  { run, end, applied }: Found,
  claim: Claim,
  { store }: AttemptParts,
  { letGo, log }: Pick<Following, "letGo" | "log">,
): Promise<AttemptEnd> {
  const { result, commit, tree, egress } = end;
  const patience = { signal: letGo, log };
  let { reason, exitCode, message } = end;
  let artifacts: Artifact[] = [];
  if (run && claim.spec.artifacts.length > 0) {
    const limit = AbortSignal.any([letGo, AbortSignal.timeout(collectingMs)]);
    try {
      await patiently(
        "collecting the artefacts",
        async () => {
          artifacts = [];
          const refused = await run.artifacts(async ({ path, bytes }) => {
            const { digest, size } = await store.putBlob(bytes);
            artifacts.push({ path, size, digest });
          });
          if (refused === "lost") {
            // Whoever waits for the artefacts of a job that has passed must not get none: it is run again.
            if (reason === "exit") [reason, exitCode] = ["infra", undefined];
            message = `${message}; its artefacts went with its container`;
            artifacts = [];
            return;
          }
          for (const { path, why } of refused) log("warn", "an artefact was refused", { path, why });
          const [first] = refused;
          if (first)
            message = `${end.message}; ${refused.length} artefact(s) refused, the first ${first.path}: ${first.why}`;
        },
        { signal: limit, log },
      );
    } catch (cause) {
      letGo.throwIfAborted();
      log("error", "the artefacts could not be collected", failureFields(cause));
      message = `${message}; its artefacts could not be collected`;
    }
  }
  if (applied && commit !== undefined && tree !== undefined) {
    const whole = { ...applied, commit, tree };
    await patiently("telling what was checked out", () => store.applied(claim, whole), patience);
  }
  return {
    reason,
    ...(exitCode === undefined ? {} : { exitCode }),
    message,
    ...(result === undefined ? {} : { result }),
    artifacts,
    ...(egress ? { egress } : {}),
  };
}
