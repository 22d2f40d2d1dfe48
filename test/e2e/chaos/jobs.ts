import type { Random } from "../../../tools/oracle/random.ts";

/** What a job of the chaos does when it is left in peace. */
const kinds = {
  passes: 6,
  keyed: 4,
  fails: 2,
  retried: 2,
  keeps: 2,
  connected: 1,
  canceled: 1,
  late: 1,
} as const;

export type Kind = keyof typeof kinds;

/** A job and what is known of it before it is submitted. */
export interface ChaosJob {
  /** Its idempotency key: however often it is submitted, it is one job. */
  readonly key: string;
  readonly kind: Kind;
  /** Jobs with one of these run one after the other. */
  readonly lane?: string;
  /** What a `keeps` job leaves in a file. */
  readonly kept?: string;
  readonly file: Readonly<Record<string, unknown>>;
}

const bag = Object.entries(kinds).flatMap(([kind, weight]) => Array<Kind>(weight).fill(kind as Kind));

/** So many jobs; `marks`: where connected ones tell of their marks, as `host:port`. */
export function chaosJobs(random: Random, count: number, marks: string): readonly ChaosJob[] {
  return Array.from({ length: count }, (_, number): ChaosJob => {
    // The first of each kind, so that a short run has them all.
    const kind = Object.keys(kinds)[number] === undefined ? random.pick(bag) : (Object.keys(kinds)[number] as Kind);
    const key = `job-${number}`;
    const lane = kind === "keyed" ? `lane-${random.below(3)}` : undefined;
    const kept = kind === "keeps" ? `${key} `.repeat(1 + random.below(20_000)) : undefined;
    const endless = kind === "canceled" || kind === "late";
    const ticks = endless ? 6000 : 1 + random.below(15);
    return {
      key,
      kind,
      ...(lane === undefined ? {} : { lane }),
      ...(kept === undefined ? {} : { kept }),
      file: {
        name: kind,
        idempotency_key: key,
        steps: [{ name: "marks", run: script(kind, ticks, key, kept, marks) }],
        resources: { memory: "64m", disk: "4m", pids: 64, cpus: 1 },
        grace: "1s",
        ...(kind === "late" ? { timeout: "1s" } : {}),
        ...(kind === "retried" ? { retries: { attempts: 3, backoff: "0s" } } : {}),
        ...(kind === "keeps" ? { artifacts: ["kept.txt"] } : {}),
        ...(kind === "connected" ? { network: { allow: [marks] } } : {}),
        ...(lane === undefined ? {} : { concurrency_key: lane }),
      },
    };
  });
}

/**
 * Marks with the time are printed from the first to the last moment, so that the output of every attempt proves when it ran, also of
 * one that was killed. The last mark comes before the end, so a job that ended by itself has it.
 */
function script(kind: Kind, ticks: number, key: string, kept: string | undefined, marks: string): string {
  // A connection goes with the worker that carries it: it is made anew until somebody does.
  const tell = (what: string): string =>
    `until curl -sf -m 5 "http://${marks}/${key}/$SLIPWAY_ATTEMPT/${what}"; do sleep 0.2; done`;
  return [
    'mark() { echo "@$1 $(date +%s%N)"; }',
    "mark begin",
    ...(kind === "connected" ? [tell("begin")] : []),
    `i=0; while [ $i -lt ${ticks} ]; do sleep 0.1; mark tick; i=$((i + 1)); done`,
    ...(kind === "connected" ? [tell("end")] : []),
    // The shell writes it in one call: half of it is never there.
    ...(kept === undefined
      ? []
      : [`yes '${kept.split(" ")[0]} ' | head -n ${kept.split(" ").length - 1} | tr -d '\\n' > kept.txt`]),
    `printf '{"key":"${key}"}' > "$SLIPWAY_RESULT"`,
    "mark end",
    ...(kind === "fails" ? ["exit 3"] : []),
    ...(kind === "retried" ? ['[ "$SLIPWAY_ATTEMPT" -gt 1 ] || exit 4'] : []),
  ].join("\n");
}
