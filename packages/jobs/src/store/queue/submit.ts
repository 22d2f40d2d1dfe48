import { sha256 } from "@slipway/core";
import { jobsErrors } from "../../errors.ts";
import { newId } from "../../job/id.ts";
import type { Job } from "../../job/job.ts";
import type { JobSpec } from "../../job/spec.ts";
import { type Database, one, type Statements } from "../database.ts";
import type { Submission } from "../store.ts";
import { tell } from "../trail/append.ts";
import { admit } from "./admit.ts";
import { status } from "./status.ts";

/** Writes a job with its place in the queue; or finds the one that was submitted with the same idempotency key. */
export async function submit(
  database: Database,
  statements: Statements,
  submission: Submission,
  now: number,
): Promise<{ readonly id: string; readonly created: boolean }> {
  const { spec, tenant, by, runAt, schedule } = submission;
  const id = newId(now);
  const digest = specDigest(spec);
  const key = spec.idempotencyKey ?? null;
  const start = Math.max(runAt ?? now, now);
  const written = await one<{ id: string }>(
    statements,
    `INSERT INTO jobs (id, tenant, spec, digest, idempotency_key, state, attempt, created_at, run_at, cancel_requested,
       schedule, submitted_by)
     VALUES ($1, $2, $3, $4, $5, 'queued', 0, $6, $7, 0, $8, $9)
     ON CONFLICT (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING RETURNING id`,
    [id, tenant, JSON.stringify(spec), digest, key, now, start, schedule ?? null, by],
  );
  if (!written) return { id: await sameSubmission(statements, tenant, key ?? "", digest), created: false };
  const due = { job: id, tenant, concurrency_key: spec.concurrencyKey ?? null, concurrency: spec.concurrency ?? 1 };
  const place = start > now ? status.later : await admit(database, statements, due);
  await statements.all(
    `INSERT INTO queue (job, tenant, priority, status, run_at, concurrency_key, concurrency, plain, attempt, lease,
       failures, losses, cancel_requested)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 0, 0)`,
    [id, tenant, spec.priority, place, start, due.concurrency_key, due.concurrency, isPlain(spec) ? 1 : 0],
  );
  const data = toldSubmission(submission, digest);
  await tell(statements, { at: now, actor: by, kind: "job.submitted", job: id, data });
  return { id, created: true };
}

/** A job as it stands when it was submitted. */
export function submitted(id: string, { spec, tenant, by, runAt, schedule }: Submission, now: number): Job {
  return {
    id,
    tenant,
    spec,
    state: "queued",
    attempt: 0,
    createdAt: now,
    runAt: Math.max(runAt ?? now, now),
    cancelRequested: false,
    ...(schedule === undefined ? {} : { schedule }),
    submittedBy: by,
  };
}

/** What the audit trail tells of a submission. */
export function toldSubmission(
  { spec, tenant, schedule }: Submission,
  digest: string,
): Readonly<Record<string, unknown>> {
  return {
    tenant,
    spec: digest,
    ...(spec.repository ? { repository: spec.repository.url, commit: spec.repository.commit } : {}),
    ...(spec.image === undefined ? {} : { image: spec.image }),
    ...(schedule === undefined ? {} : { schedule }),
  };
}

/** True when nothing hangs on the end of a job. */
export function isPlain({ concurrencyKey, webhook }: JobSpec): boolean {
  return concurrencyKey === undefined && webhook === undefined;
}

async function sameSubmission(statements: Statements, tenant: string, key: string, digest: string): Promise<string> {
  const first = await one<{ id: string; digest: string }>(
    statements,
    "SELECT id, digest FROM jobs WHERE tenant = $1 AND idempotency_key = $2",
    [tenant, key],
  );
  if (first?.digest === digest) return first.id;
  throw jobsErrors.error("JOBS_IDEMPOTENCY_CONFLICT", { key, job: first?.id ?? "" });
}

/** `sha256:…` of a specification, whatever the order of its keys. */
export function specDigest(spec: unknown): string {
  return `sha256:${sha256(canonicalJson(spec))}`;
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
