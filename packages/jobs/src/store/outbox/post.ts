import { newId } from "../../job/id.ts";
import type { AttemptEnd, JobState } from "../../job/job.ts";
import type { Statements } from "../database.ts";

/** What a webhook is told. */
export interface JobEnded {
  readonly job: string;
  readonly attempt: number;
  readonly state: JobState;
  readonly end: AttemptEnd;
}

/** Puts a message for a webhook into the outbox, in the transaction that ends the job. */
export async function post(statements: Statements, url: string, ended: JobEnded, now: number): Promise<void> {
  const { job } = ended;
  const id = newId(now);
  const body = JSON.stringify({ id, type: "job.ended", at: new Date(now).toISOString(), ...ended });
  await statements.all(
    "INSERT INTO outbox (id, job, url, body, created_at, tries, next_at) VALUES ($1, $2, $3, $4, $5, 0, $5)",
    [id, job, url, body, now],
  );
}
