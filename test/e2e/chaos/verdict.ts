import { createHash } from "node:crypto";
import type { Attempt, Job } from "../../../packages/jobs/src/job/job.ts";
import type { Store } from "../../../packages/jobs/src/store/store.ts";
import type { ChaosJob } from "./jobs.ts";

/** What the output of an attempt proves. */
interface Proof extends Attempt {
  readonly marks: readonly string[];
  /** Nanoseconds since 1970 of the first and the last mark. */
  readonly from: bigint;
  readonly to: bigint;
}

interface Case {
  readonly asked: ChaosJob;
  readonly job: Job;
  readonly proofs: readonly Proof[];
}

/**
 * Sentences about everything that is not as it should be when all is over; none when all is. `heard`: the marks that connected jobs have
 * told, as `/key/attempt/mark`.
 */
export async function faultsOf(
  store: Store,
  asked: readonly ChaosJob[],
  heard: ReadonlySet<string>,
): Promise<readonly string[]> {
  const found = new Map((await allJobs(store)).map((job) => [job.spec.idempotencyKey, job]));
  const all = await allJobs(store);
  const faults: string[] =
    all.length === asked.length ? [] : [`${asked.length} jobs were submitted, ${all.length} are there`];
  const cases: Case[] = [];
  for (const one of asked) {
    const job = found.get(one.key);
    if (!job) {
      faults.push(`${one.key} is lost`);
      continue;
    }
    const attempts = await store.attempts(job.id);
    const proofs = await Promise.all(attempts.map(async (attempt) => proofOf(attempt, await output(store, attempt))));
    const known = { asked: one, job, proofs };
    cases.push(known);
    const about = (fault: string): string =>
      `${one.key} (${one.kind}, ${job.id}): ${fault}\n${JSON.stringify({ state: job.state, end: job.end, proofs }, (_, value) => (typeof value === "bigint" ? String(value) : value))}`;
    faults.push(...stateFaults(known, heard).map(about), ...(await eventFaults(store, known)).map(about));
    faults.push(...overlaps(proofs).map(about));
  }
  for (const lane of new Set(asked.flatMap((one) => one.lane ?? []))) {
    const runs = cases.filter((one) => one.asked.lane === lane).flatMap(({ proofs }) => proofs);
    faults.push(...overlaps(runs).map((fault) => `${lane}: ${fault}`));
  }
  const { later, blocked, ready, running } = await store.depth();
  if (later + blocked + ready + running > 0) faults.push("the queue still has jobs");
  return faults;
}

async function allJobs(store: Store): Promise<readonly Job[]> {
  const all: Job[] = [];
  for (;;) {
    const last = all.at(-1)?.id;
    const page = await store.jobs({ limit: 500, ...(last === undefined ? {} : { before: last }) });
    if (page.length === 0) return all;
    all.push(...page);
  }
}

async function output(store: Store, { job, number }: Attempt): Promise<string> {
  const chunks = await store.readLog(job, number, 0, 1_000_000);
  return Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();
}

function proofOf(attempt: Attempt, text: string): Proof {
  const lines = [...text.matchAll(/^@(\w+) (\d+)$/gm)];
  const times = lines.map(([, , time = "0"]) => BigInt(time));
  return {
    ...attempt,
    marks: lines.map(([, name = ""]) => name).filter((name) => name !== "tick"),
    from: times[0] ?? 0n,
    to: times.at(-1) ?? 0n,
  };
}

/** Those of which each began before another was over. */
function overlaps(proofs: readonly Proof[]): readonly string[] {
  const inOrder = proofs.filter(({ from }) => from > 0n).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return inOrder.flatMap((proof, at) => {
    const before = inOrder[at - 1];
    return before && before.to > proof.from
      ? [`attempt ${proof.number} of ${proof.job} began before attempt ${before.number} of ${before.job} was over`]
      : [];
  });
}

/** The states that a job may end in, by what it was and by what its output proves. */
function stateFaults({ asked, job, proofs }: Case, heard: ReadonlySet<string>): readonly string[] {
  const faults: string[] = [];
  if (job.finishedAt === undefined) return [`it has not ended: ${job.state}`];
  for (const { number, end, marks } of proofs) {
    if (!end) faults.push(`attempt ${number} has no end`);
    // What did not come to its last mark cannot have ended by itself.
    else if (end.reason === "exit" && marks.join() !== "begin,end")
      faults.push(`attempt ${number} ended with exit code ${end.exitCode}, and its marks are ${marks}`);
    else if (!["exit", "infra", "canceled", "timeout"].includes(end.reason))
      faults.push(`attempt ${number} ended by ${end.reason}`);
  }
  const last = proofs.at(-1);
  const lost = proofs.filter(({ end }) => end?.reason === "infra").length;
  if (last?.end?.reason === "infra" && asked.kind !== "canceled") {
    if (lost <= 5 || job.state !== "failed") faults.push(`it was given up after ${lost} losses`);
    return faults;
  }
  const wanted = {
    canceled: ["canceled", "canceled"],
    fails: ["failed", "exit"],
    late: ["failed", "timeout"],
  } as const;
  const [state, reason] = asked.kind in wanted ? wanted[asked.kind as keyof typeof wanted] : ["succeeded", "exit"];
  const isCanceledLoss = asked.kind === "canceled" && job.end?.reason === "infra";
  if (job.state !== state || (job.end?.reason !== reason && !isCanceledLoss))
    faults.push(`it ended as ${job.state} by ${job.end?.reason}, and not as ${state} by ${reason}`);
  if (asked.kind === "fails" && job.end?.exitCode !== 3) faults.push("it did not end with exit code 3");
  if (reason !== "exit") return faults;
  if (JSON.stringify(job.end?.result) !== JSON.stringify({ key: asked.key })) faults.push("its result is lost");
  if (
    asked.kind === "connected" &&
    !["begin", "end"].every((mark) => heard.has(`/${asked.key}/${job.attempt}/${mark}`))
  )
    faults.push("it passed, and its marks were not heard");
  if (asked.kept !== undefined) {
    const digest = `sha256:${createHash("sha256").update(asked.kept).digest("hex")}`;
    if (job.end?.artifacts[0]?.digest !== digest) faults.push("its artefact is lost or another one");
  }
  return faults;
}

/** Every attempt began once and ended once, and the job ended once. */
async function eventFaults(store: Store, { job, proofs }: Case): Promise<readonly string[]> {
  const events = await store.events({ job: job.id, limit: 500 });
  const count = (kind: string): number => events.filter((event) => event.kind === kind).length;
  const faults: string[] = [];
  if (count("job.ended") !== 1) faults.push(`it ended ${count("job.ended")} times`);
  if (count("attempt.started") !== proofs.length) faults.push(`${count("attempt.started")} attempts began`);
  const last = job.attempt;
  const retried = events.filter(({ kind, attempt }) => kind === "attempt.retried" && attempt < last + 1).length;
  if (retried < proofs.length - 1 || retried > proofs.length) faults.push(`it was tried again ${retried} times`);
  return faults;
}
