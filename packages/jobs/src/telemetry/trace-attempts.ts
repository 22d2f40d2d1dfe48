import { sha256 } from "@slipway/core";
import type { AttemptEnd } from "../job/job.ts";
import type { Run, RunIdentity, Runner, RunOutput, RunRequest } from "../runner/runner.ts";
import type { Claim, Store } from "../store/store.ts";
import { failureFields } from "../worker/patience.ts";
import type { Logger } from "./logger.ts";
import { exportOf, type Span, type SpanAt, type TraceTarget } from "./otlp.ts";

/** Watches attempts without taking part in them, and tells a collector of each that has ended. */
export interface AttemptTraces {
  /** The same runner, watched. */
  watch(runner: Runner): Runner;
  /** Tells of an attempt that has ended now and took so many milliseconds since its claim. */
  ended(claim: Claim, end: AttemptEnd, ms: number): void;
  /** Settles when everything was told, or given up. */
  close(): Promise<void>;
}

/** When what happened to an attempt, as far as this worker saw it. */
interface Seen {
  start?: number;
  started?: number;
  readonly phases: { readonly name: string; readonly at: number }[];
  over?: number;
  collect?: number;
  collected?: number;
}

/** Attempts that are remembered; a worker never has so many at once. */
const mostSeen = 10_000;
/** A collector that has not answered for so long is given up; nobody waits for it but the end of the program. */
const patienceMs = 5000;

/** Traces for a collector. Without one nothing of this is loaded. */
export function createAttemptTraces(
  target: TraceTarget,
  store: Pick<Store, "job" | "attempts">,
  log: Logger,
): AttemptTraces {
  const all = new Map<string, Seen>();
  const telling = new Set<Promise<void>>();
  let isDown = false;
  const seenOf = (run: RunIdentity): Seen => {
    const key = keyOf(run);
    const seen = all.get(key) ?? { phases: [] };
    all.set(key, seen);
    // What was let go of ends elsewhere, and is told there.
    const [oldest] = all.size > mostSeen ? all.keys() : [];
    if (oldest !== undefined) all.delete(oldest);
    return seen;
  };
  const tell = async (claim: Claim, end: AttemptEnd, ms: number, at: number): Promise<void> => {
    const seen = seenOf(claim);
    all.delete(keyOf(claim));
    try {
      const body = exportOf(await spansOf(claim, end, { seen, begin: at - ms, at }, store), target.service);
      const { status } = await fetch(target.url, {
        method: "POST",
        headers: { "content-type": "application/json", ...target.headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(patienceMs),
      });
      if (status >= 300) throw new Error(`the collector answered ${status}`);
      isDown = false;
    } catch (cause) {
      if (!isDown) log("warn", "traces could not be sent", failureFields(cause));
      isDown = true;
    }
  };
  return {
    watch: (runner) => ({
      async start(request: RunRequest) {
        const seen = seenOf(request);
        seen.start ??= Date.now();
        const run = await runner.start(request);
        seen.started ??= Date.now();
        return watched(run, seen);
      },
      async attach(request) {
        const run = await runner.attach(request);
        return run && watched(run, seenOf(request));
      },
      runs: () => runner.runs(),
      remove: (run) => runner.remove(run),
      close: () => runner.close(),
    }),
    ended(claim, end, ms) {
      const told = tell(claim, end, ms, Date.now()).finally(() => telling.delete(told));
      telling.add(told);
    },
    async close() {
      await Promise.all(telling);
    },
  };
}

const keyOf = ({ job, attempt }: RunIdentity): string => `${job} ${attempt}`;

function watched(run: Run, seen: Seen): Run {
  async function* logs(from: number, signal?: AbortSignal): AsyncGenerator<RunOutput> {
    for await (const output of run.logs(from, signal)) {
      const { phase } = output;
      if (phase) seen.phases.push({ name: `${phase.phase}: ${phase.name}`, at: Date.now() });
      yield output;
    }
  }
  return {
    job: run.job,
    attempt: run.attempt,
    applied: () => run.applied(),
    status: () => run.status(),
    logs,
    cancel: (why) => run.cancel(why),
    async ended(signal) {
      const end = await run.ended(signal);
      seen.over = Date.now();
      return end;
    },
    async artifacts(keep) {
      seen.collect = Date.now();
      const refused = await run.artifacts(keep);
      seen.collected = Date.now();
      return refused;
    },
  };
}

const hash = (text: string): string => sha256(text).slice(0, 16);

/**
 * The attempt with what it went through, and with its last one the job: its trace has the job's id, and all attempts are in it, whoever
 * worked on them.
 */
async function spansOf(
  claim: Claim,
  end: AttemptEnd,
  { seen, begin, at }: { readonly seen: Seen; readonly begin: number; readonly at: number },
  store: Pick<Store, "job" | "attempts">,
): Promise<readonly SpanAt[]> {
  const { job: id, attempt, tenant, spec } = claim;
  const trace = id.replaceAll("-", "");
  const root = hash(id);
  const failed = end.reason === "exit" && end.exitCode === 0 ? {} : { failure: end.message };
  const common = { "slipway.job.id": id, "slipway.job.attempt": attempt, "slipway.tenant": tenant };
  const over = seen.over ?? at;
  const span: Span = {
    name: `attempt ${attempt}`,
    begin,
    end: at,
    attributes: {
      ...common,
      "slipway.reason": end.reason,
      ...(end.exitCode === undefined ? {} : { "process.exit.code": end.exitCode }),
    },
    ...failed,
    children: [
      ...(seen.start === undefined ? [] : [{ name: "start", begin: seen.start, end: seen.started ?? over }]),
      ...(seen.started === undefined
        ? []
        : [{ name: "run", begin: seen.started, end: over, children: phasesOf(seen, over) }]),
      ...(seen.collect === undefined ? [] : [{ name: "artifacts", begin: seen.collect, end: seen.collected ?? at }]),
      { name: "finish", begin: seen.collected ?? over, end: at },
    ],
  };
  const job = await store.job(id);
  const [first] = job?.finishedAt === undefined ? [] : await store.attempts(id);
  const told: SpanAt = { trace, id: hash(`${id} ${attempt}`), parent: root, span };
  if (job?.finishedAt === undefined || !first) return [told];
  const whole: Span = {
    name: spec.name === undefined ? "job" : `job ${spec.name}`,
    begin: job.createdAt,
    end: job.finishedAt,
    attributes: { ...common, "slipway.job.state": job.state },
    ...failed,
    children: [{ name: "queued", begin: job.createdAt, end: first.startedAt }],
  };
  return [told, { trace, id: root, span: whole }];
}

/** Each phase lasts until the next one; the checkout comes before the first. */
function phasesOf({ phases }: Seen, over: number): readonly Span[] {
  return phases.map(({ name, at }, index) => ({ name, begin: at, end: phases[index + 1]?.at ?? over }));
}
