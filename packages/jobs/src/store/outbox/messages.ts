import type { Database, Statements } from "../database.ts";
import type { Message } from "../side-ports.ts";
import { tell } from "../trail/append.ts";

interface Row {
  readonly id: string;
  readonly job: string;
  readonly url: string;
  readonly body: string;
  readonly created_at: number;
  readonly tries: number;
  readonly next_at: number | null;
  readonly delivered_at: number | null;
  readonly error: string | null;
}

const columns = "id, job, url, body, created_at, tries, next_at, delivered_at, error";

function toMessage(row: Row): Message {
  return {
    id: row.id,
    job: row.job,
    url: row.url,
    body: row.body,
    createdAt: row.created_at,
    tries: row.tries,
    ...(row.next_at === null ? {} : { nextAt: row.next_at }),
    ...(row.delivered_at === null ? {} : { deliveredAt: row.delivered_at }),
    ...(row.error === null ? {} : { error: row.error }),
  };
}

/** Messages that are due, held back from others for a while: who dies while sending leaves them to the next. */
export async function takeMessages(
  database: Database,
  statements: Statements,
  most: number,
  now: number,
  holdMs: number,
): Promise<readonly Message[]> {
  const rows = await statements.all<Row>(
    `UPDATE outbox SET next_at = $2 WHERE id IN
     (SELECT id FROM outbox WHERE next_at <= $1 ORDER BY next_at LIMIT $3${database.skipLocked}) RETURNING ${columns}`,
    [now, now + holdMs, most],
  );
  return rows.map(toMessage).sort((a, b) => (a.id < b.id ? -1 : 1));
}

export async function messageDelivered(statements: Statements, { id, job }: Message, now: number): Promise<void> {
  await statements.all("UPDATE outbox SET delivered_at = $2, next_at = NULL, error = NULL WHERE id = $1", [id, now]);
  await tell(statements, { at: now, actor: "webhook", kind: "webhook.delivered", job, data: { message: id } });
}

export async function messageFailed(
  statements: Statements,
  { id, job }: Message,
  error: string,
  nextAt: number | undefined,
  now: number,
): Promise<void> {
  await statements.all("UPDATE outbox SET tries = tries + 1, next_at = $2, error = $3 WHERE id = $1", [
    id,
    nextAt ?? null,
    error,
  ]);
  if (nextAt !== undefined) return;
  await tell(statements, { at: now, actor: "webhook", kind: "webhook.failed", job, data: { message: id, error } });
}

export async function messagesOf(statements: Statements, job: string): Promise<readonly Message[]> {
  const rows = await statements.all<Row>(`SELECT ${columns} FROM outbox WHERE job = $1 ORDER BY id`, [job]);
  return rows.map(toMessage);
}
