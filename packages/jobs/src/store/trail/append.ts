import type { Statements } from "../database.ts";

/** Something that is told in the audit trail. */
export interface Told {
  readonly at: number;
  /** Who did it: a token's name, a worker, a part of the control plane. */
  readonly actor: string;
  readonly kind: EntryKind;
  readonly job?: string;
  readonly attempt?: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the audit trail tells of. */
export type EntryKind =
  | "job.submitted"
  | "job.cancel_requested"
  | "job.ended"
  | "attempt.started"
  | "attempt.taken_over"
  | "attempt.applied"
  | "attempt.retried"
  | "jobs.removed"
  | "schedule.set"
  | "schedule.removed"
  | "token.added"
  | "token.revoked"
  | "webhook.delivered"
  | "webhook.failed"
  | "reaper.removed"
  | "image.removed";

/** Writes an entry in the transaction of what it tells; the sealer gives it its place in the chain. */
export async function tell(statements: Statements, { at, actor, kind, job, attempt = 0, data }: Told): Promise<void> {
  await statements.all("INSERT INTO trail (at, actor, kind, job, attempt, data) VALUES ($1, $2, $3, $4, $5, $6)", [
    at,
    actor,
    kind,
    job ?? null,
    attempt,
    JSON.stringify(data),
  ]);
}
