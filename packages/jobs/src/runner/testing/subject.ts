import { randomBytes } from "node:crypto";
import type { JobSpec } from "../../job/spec.ts";
import type { ArtifactFile, RefusedArtifact, Run, RunEnd, Runner, RunOutput, RunRequest } from "../runner.ts";

/** A backend under test, with what the suite needs of the place that it runs in. */
export interface Subject {
  readonly runner: Runner;
  /** Another worker's runner of the same group: what it sees is what a worker sees that takes over. */
  second(): Promise<Runner>;
  /** Ends a run as if from outside: the container is killed. */
  kill(run: Run): Promise<void>;
  /** Everything that is left of the group: containers, volumes, networks. */
  leftovers(): Promise<readonly string[]>;
}

/** A job that does what a test wants and nothing else; small limits, so that many fit on one machine. */
function jobSpec(spec: Partial<JobSpec> = {}): JobSpec {
  return {
    setup: [],
    steps: [],
    validate: [],
    inputs: {},
    environment: {},
    secrets: [],
    resources: {
      cpus: 1,
      memoryBytes: 128 * 1024 ** 2,
      pids: 64,
      diskBytes: 32 * 1024 ** 2,
      logBytes: 1024 ** 2,
      artifactBytes: 16 * 1024 ** 2,
    },
    timeoutMs: 60_000,
    graceMs: 5_000,
    retries: { attempts: 1, backoffMs: 0, on: [] },
    priority: 0,
    artifacts: [],
    network: "none",
    ...spec,
  };
}

export function requestOf(spec: Partial<JobSpec>, secrets: Readonly<Record<string, string>> = {}): RunRequest {
  return {
    job: `test-${randomBytes(6).toString("hex")}`,
    attempt: 1,
    tenant: "test",
    spec: jobSpec({ ...spec, secrets: [...(spec.secrets ?? []), ...Object.keys(secrets)] }),
    secrets: new Map(Object.entries(secrets)),
  };
}

/** A job of one step. */
export function step(run: string): Pick<JobSpec, "steps"> {
  return { steps: [{ name: "test", run }] };
}

export interface Outcome {
  readonly end: RunEnd;
  /** All output as text, without the headings of phases. */
  readonly output: string;
  readonly phases: readonly string[];
  /** Content by path. */
  readonly artifacts: ReadonlyMap<string, string>;
  readonly refused: readonly RefusedArtifact[];
}

/** Starts a job, follows it to its end, takes its artifacts and removes it. */
export async function outcomeOf(runner: Runner, request: RunRequest): Promise<Outcome> {
  const run = await runner.start(request);
  try {
    const [end, printed] = await Promise.all([run.ended(), read(run.logs(0))]);
    const { artifacts, refused } = await artifactsOf(run);
    return { end, ...printed, artifacts, refused };
  } finally {
    await runner.remove(run);
  }
}

export async function artifactsOf(run: Run): Promise<Pick<Outcome, "artifacts" | "refused">> {
  const artifacts = new Map<string, string>();
  const keep = async ({ path, bytes }: ArtifactFile): Promise<void> => {
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(piece);
    artifacts.set(path, Buffer.concat(pieces).toString());
  };
  const refused = await run.artifacts(keep);
  return { artifacts, refused: refused === "lost" ? [{ path: "everything", why: "it is lost" }] : refused };
}

export async function read(logs: AsyncIterable<RunOutput>): Promise<{ output: string; phases: string[] }> {
  const pieces: Uint8Array[] = [];
  const phases: string[] = [];
  for await (const { bytes, phase } of logs) {
    if (phase) phases.push(`${phase.phase} ${phase.name}`);
    else pieces.push(bytes);
  }
  return { output: Buffer.concat(pieces).toString(), phases };
}

/** Reads until a text was printed; gives the iterator, to be read on. */
export async function untilPrinted(run: Run, text: string): Promise<AsyncIterator<RunOutput>> {
  const logs = run.logs(0)[Symbol.asyncIterator]();
  let seen = "";
  while (!seen.includes(text)) {
    const { done, value } = await logs.next();
    if (done) throw new Error(`the output ended without ${JSON.stringify(text)}: ${JSON.stringify(seen)}`);
    seen += Buffer.from(value.bytes).toString();
  }
  return logs;
}
